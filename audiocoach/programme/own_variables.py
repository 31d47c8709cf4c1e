"""Put what somebody has of their own into a programme's nodes, as if it were written there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from audiocoach.programme.file import Growing
from audiocoach.script.context import Reading
from audiocoach.script.given_values import given_now, known_value
from audiocoach.script.yaml.located import Mapping, Text, where_of


def own_programme(root: Mapping, context: Reading) -> Mapping:
    """Return a programme's nodes with somebody's own values of its variables in them.

    One value that is to stand for a whole rule is noted as an error at its place.
    """
    given = given_now()
    if given is None:
        return root
    written_rules = root.get(Text("progression"))
    rules: dict[Text, Any] = dict(written_rules) if isinstance(written_rules, Mapping) else {}
    known = {str(name): _keys_of(rule) for name, rule in rules.items()}
    known |= {name: () for name in _in_plan(root) if name not in known}
    given.programmes += 1
    given.variables |= known
    constants: set[str] = set()
    for column, value in given.values.variables:
        name, _, key = (known_value(column, known) or "").partition(".")
        if not name:
            continue  # another script's variable, or nobody's: told in the end
        if not known[name]:
            constants.add(name)
            rules.pop(Text(name), None)
            rules[Text(name, value.where)] = value
        elif key:
            rule = rules[Text(name)]
            rules[Text(name)] = rule.changed({Text(key, value.where): value})
        else:
            message = f"'{name}' grows by a rule, and one value cannot stand for it"
            offered = f"{name}.{known[name][0]}"
            context.error(message, value.where, f"give one of the rule's values, such as '{offered}'")
    parts = {Text("progression"): Mapping(rules, where_of(written_rules))} if rules else {}
    if constants & set(_in_plan(root)):
        parts[Text("plan")] = _without(root[Text("plan")], constants)
    return root.changed(parts)


def _without(plan: Mapping, names: set[str]) -> Mapping:
    """Return a plan whose rows say nothing of some variables."""
    rows = {
        week: Mapping({name: cell for name, cell in row.items() if name not in names}, row.where, flow=row.flow)
        if isinstance(row, Mapping)
        else row
        for week, row in plan.items()
    }
    return Mapping(rows, plan.where, flow=plan.flow)


def _keys_of(rule: object) -> tuple[str, ...]:
    """List the keys of a rule, as it is written and the others it may have; none for a constant or a list."""
    if not isinstance(rule, Mapping):
        return ()
    written = [str(key) for key in rule]
    return tuple(dict.fromkeys([*written, *(_GROWING if "start" in written else ())]))


_GROWING = tuple(key for key in Growing._keys() if key != "ease-weeks")
"""The values of a growing rule that are one each, as a cell of a table is."""


def _in_plan(root: Mapping) -> Iterator[str]:
    """Name the variables of a programme's plan."""
    plan = root.get(Text("plan"))
    for row in plan.values() if isinstance(plan, Mapping) else ():
        yield from (str(name) for name in row) if isinstance(row, Mapping) else ()
