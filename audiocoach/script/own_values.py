"""What somebody has of their own in a script: given beside it, and read as if it were written in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.errors import Problem, ScriptError
from audiocoach.script.yaml.located import Mapping, Text, where_of
from audiocoach.text.suggest import nearest

if TYPE_CHECKING:
    from audiocoach.script.context import Reading

OWN_KEYS = ("language", "coach", "voice")
"""Keys of a session that anybody may have of their own."""

IGNORED = "#"
"""How a column begins that is nobody's value."""


@dataclass(frozen=True, slots=True)
class OwnValues:
    """Somebody's values: of the `keys` of a session, and of `variables` of a programme (`easy`, `running.start`).

    Each is a name with a text that knows its place. `columns` are all that there could be, as the table has them.
    """

    keys: tuple[tuple[str, Text], ...] = ()
    variables: tuple[tuple[str, Text], ...] = ()
    columns: tuple[Text, ...] = field(default=(), compare=False)

    @property
    def language(self) -> Text | None:
        """Give their language, where they have one of their own."""
        return dict(self.keys).get("language")


NOTHING_OWN = OwnValues()


@dataclass(slots=True)
class _Given:
    """Values while scripts are read with them: how many programmes that were, and the rules of their variables."""

    values: OwnValues
    programmes: int = 0
    variables: dict[str, tuple[str, ...]] = field(default_factory=dict)


_given: ContextVar[_Given | None] = ContextVar("own_values", default=None)


@contextmanager
def with_own(values: OwnValues) -> Iterator[None]:
    """Read scripts with somebody's own values.

    Raises:
        ScriptError: in the end, when there were programmes, for each column that is no variable of any of them.
    """
    given = _Given(values)
    token = _given.set(given)
    try:
        yield
    finally:
        _given.reset(token)
    if given.programmes and (wrong := list(_unknown(values.columns, given.variables))):
        raise ScriptError(wrong)


def given_values() -> OwnValues:
    """Give the values with which scripts are being read."""
    given = _given.get()
    return given.values if given else NOTHING_OWN


def own_language() -> Text | None:
    """Give the language in which scripts are to be read, where it is somebody's own."""
    return given_values().language


def in_own_language(path: Path) -> Path:
    """Find the same script in somebody's own language beside it: `run.de.yaml` of `run.yaml`; itself where none is."""
    language = own_language()
    if language is None or not (wanted := language.casefold()).replace("-", "").isalnum():
        return path
    base, _, ending = path.stem.rpartition(".")
    base = base if base and len(ending) == len("de") else path.stem
    if ending.casefold() == wanted and base != path.stem:
        return path
    names = [f"{base}.{wanted}"] + ([base] if wanted == "en" else [])
    return next((found for name in names if (found := path.with_name(name + path.suffix)).is_file()), path)


def own_session(root: Mapping, context: Reading) -> Mapping:
    """Return a session's nodes with somebody's own values of its keys in them."""
    given = _given.get()
    keys = [] if given is None else [(name, text) for name, text in given.values.keys if root.get(Text(name)) != text]
    if not keys:
        return root
    changed = _with(root, {Text(name, text.where): text for name, text in keys})
    if "language" in dict(keys):
        language, before = dict(keys)["language"], root.get(Text("language"), "en")
        message = f"this is written in '{before}' and read in '{language}': its own words stay as they are written"
        hint = (
            f"a script of the same name that ends in '.{language}' is taken in its place, where there is one beside it"
        )
        context.problems.append(Problem(message, root.where, hint, severity="note"))
    return changed


def own_programme(root: Mapping, context: Reading) -> Mapping:
    """Return a programme's nodes with somebody's own values of its variables in them.

    One value that is to stand for a whole rule is noted as an error at its place.
    """
    given = _given.get()
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
        name, _, key = (_known(column, known) or "").partition(".")
        if not name:
            continue  # another script's variable, or nobody's: told in the end
        if not known[name]:
            constants.add(name)
            rules.pop(Text(name), None)
            rules[Text(name, value.where)] = value
        elif key:
            rule = rules[Text(name)]
            rules[Text(name)] = _with(rule, {Text(key, value.where): value})
        else:
            message = f"'{name}' grows by a rule, and one value cannot stand for it"
            offered = f"{name}.{known[name][0]}"
            context.error(message, value.where, f"give one of the rule's values, such as '{offered}'")
    parts = {Text("progression"): Mapping(rules, where_of(written_rules))} if rules else {}
    if constants & set(_in_plan(root)):
        parts[Text("plan")] = _without(root[Text("plan")], constants)
    return _with(root, parts)


def _with(mapping: Mapping, entries: dict[Text, Any]) -> Mapping:
    """Return a mapping with entries in place of its own of the same name, each with its place."""
    others = {key: value for key, value in mapping.items() if key not in entries}
    return Mapping({**others, **entries}, mapping.where, flow=mapping.flow)


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


_GROWING = (
    "start", "grow", "grow-per", "hold", "at-least", "round-to", "target", "ease-every", "ease-to", "finish",
)  # fmt: skip


def _in_plan(root: Mapping) -> Iterator[str]:
    """Name the variables of a programme's plan."""
    plan = root.get(Text("plan"))
    for row in plan.values() if isinstance(plan, Mapping) else ():
        yield from (str(name) for name in row) if isinstance(row, Mapping) else ()


def _known(column: str, variables: dict[str, tuple[str, ...]]) -> str | None:
    """Find the variable, or the value of one's rule, that a column means, whatever its capitals."""
    names = {each.casefold(): each for each in _all(variables)}
    return names.get(column.casefold())


def _all(variables: dict[str, tuple[str, ...]]) -> list[str]:
    return [each for name, keys in variables.items() for each in (name, *(f"{name}.{key}" for key in keys))]


def _unknown(columns: Sequence[Text], variables: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Tell of each column that is no variable of any programme."""
    for column in columns:
        if _known(column, variables) is not None:
            continue
        of_rules = [f"{name}.{column}" for name, keys in variables.items() if column.casefold() in keys]
        near = nearest(column, _all(variables))
        if of_rules:
            asked = " or ".join(f"'{each}'" for each in of_rules[:5])
            hint = f"of which variable? Call it {asked}"
        elif near:
            hint = f"did you mean '{near}'?"
        else:
            known = ", ".join(_all(variables)[:12])
            hint = f"its variables are {known}" if known else "it has no variables"
        ignored = f"to have a column ignored, let its name begin with '{IGNORED}': {IGNORED}{column}"
        yield Problem(f"no programme here has a variable '{column}'", column.where, f"{hint}\n{ignored}")
