"""Find all that is wrong with a rule, each with the key at which it stands, to report all of it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audiocoach.errors import Hint
from audiocoach.programme.progression.rules import Constant, FromWeek, Growth, Percent, PerWeek, Rule, Value
from audiocoach.programme.progression.schedule import doses, missing_week, next_load
from audiocoach.quantities.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error in a rule. `key` is the rule's key where it stands, as written; empty for the rule as a whole.

    In a table, `key` is such as `week 5`; in a list, `entry` is the number of the entry, from 0.
    """

    key: str
    message: str
    hint: str = ""
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Short:
    """How near a programme comes to a target that it does not reach, and in which week it is first so near."""

    target: Quantity
    nearest: Quantity
    week: int


def short_of_target(rule: Rule, weeks: int, per_week: int) -> Short | None:
    """Tell how far a rule with a target gets that no session of its programme reaches, eased ones aside; else None."""
    if not isinstance(rule, Growth) or rule.target is None:
        return None
    loads = [(n // per_week + 1, dose.value) for n, dose in enumerate(doses(rule, weeks, per_week)) if not dose.eases]
    if not loads:
        return None
    nearest = (min if rule.shrinks else max)(load for _, load in loads)
    if nearest <= rule.target.value if rule.shrinks else nearest >= rule.target.value:
        return None
    week = next(week for week, load in loads if load == nearest)
    return Short(rule.target, Quantity(nearest, rule.target.is_length), week)


def troubles(rule: Rule, weeks: int) -> tuple[Trouble, ...]:
    """Return all that is wrong with a rule in a programme of so many weeks."""
    if isinstance(rule, Constant):
        return ()
    if isinstance(rule, Growth):
        return (*_of_units(rule), *_of_numbers(rule), *_of_weeks(rule, weeks)) or tuple(_of_movement(rule))
    return (*_of_coverage(rule, weeks), *_of_mixture(rule))


def _with_unit(number: Quantity) -> Hint:
    return Hint(f"did you mean '{number}s' or '{number}m'?", f"{number}s", f"{number}m")


def _of_units(rule: Growth) -> Iterator[Trouble]:
    if not rule.start.is_length:
        lengths = [q for q in (rule.target, rule.at_least, rule.round_to, rule.finish) if q is not None and q.is_length]
        if lengths:
            hint = Hint(f"did you mean '{rule.start}m' or '{rule.start}s'?", f"{rule.start}m", f"{rule.start}s")
            yield Trouble("start", f"'{rule.start}' has no unit, and '{lengths[0]}' is a length", hint)
            return
    steps = {"grow": rule.grow, "at-least": rule.at_least, "round-to": rule.round_to}
    for key, quantity in {**steps, "target": rule.target, "finish": rule.finish}.items():
        if isinstance(quantity, Quantity) and quantity.is_length != rule.start.is_length:
            hint = _with_unit(quantity) if rule.start.is_length else Hint("write it without a unit")
            message = f"'{quantity}' is {quantity.kind}, and this begins with {rule.start.kind}, '{rule.start}'"
            yield Trouble(key, message, hint)


def _of_numbers(rule: Growth) -> Iterator[Trouble]:
    for key, quantity in {"start": rule.start, "at-least": rule.at_least, "round-to": rule.round_to}.items():
        if quantity is not None and quantity.value <= 0:
            yield Trouble(key, f"'{key}' must be more than zero, and '{quantity}' is not")
    if not (rule.grow.share if isinstance(rule.grow, Percent) else rule.grow.value):
        yield Trouble("grow", "a step of nothing does not grow", f"for a constant, write '{rule.start}' alone")
    if rule.hold < 1:
        yield Trouble("hold", f"a load is held at least once, and '{rule.hold}' is less", "hold: 1 is no holding")
    if not 0 < rule.ease_to <= 1:
        yield Trouble("ease-to", "an ease week is a share of the last load", "a share looks like 2/3, 60% or 0.6")
    if rule.target is not None and rule.target.is_length == rule.start.is_length:
        target, start = rule.target.value, rule.start.value
        if target > start if rule.shrinks else target < start:
            way, against = ("down", "above") if rule.shrinks else ("up", "below")
            message = f"the target '{rule.target}' lies {against} the start '{rule.start}', and the step goes {way}"
            yield Trouble("target", message, "to grow less, give 'grow:' a minus" if way == "up" else "")


def _of_weeks(rule: Growth, weeks: int) -> Iterator[Trouble]:
    for week in sorted(rule.ease_weeks):
        if not 1 <= week <= weeks:
            yield Trouble("ease-weeks", f"there is no week {week}", f"the weeks are 1 to {weeks}")
    if rule.ease_weeks.issuperset(range(1, weeks + 1)):
        yield Trouble("ease-weeks", "every week is an ease week, and none loads")


def _of_movement(rule: Growth) -> Iterator[Trouble]:
    start = rule.start.value
    at_target = rule.target is not None and rule.target.value == start
    if not at_target and next_load(rule, start) == start:
        message = f"this never grows: the step from '{rule.start}', rounded down to '{rule.round_to}', is nothing"
        yield Trouble("round-to", message, f"add 'at-least: {rule.round_to}', or round to less")


def _of_coverage(rule: FromWeek | PerWeek, weeks: int) -> Iterator[Trouble]:
    missing = missing_week(rule, weeks)
    if isinstance(rule, PerWeek):
        if missing is not None or len(rule.weeks) > weeks:
            message = (
                f"this list has {_count(len(rule.weeks), 'entry', 'entries')} for {_count(weeks, 'week', 'weeks')}"
            )
            hint = f"week {missing} is the first without one" if missing else "a list has one for each week"
            yield Trouble("", message, hint)
        return
    if missing is not None:
        yield Trouble("", f"there is no value for week {missing}", f"begin with 'week {missing}:'")
    for week in rule.weeks:
        if not 1 <= week <= weeks:
            yield Trouble(f"week {week}", f"there is no week {week}", f"the weeks are 1 to {weeks}")


def _of_mixture(rule: FromWeek | PerWeek) -> Iterator[Trouble]:
    """Find lengths and numbers mixed in one table: `[90s, 90, 60s]` lacks a unit."""
    entries: Mapping[int, Value] = rule.weeks if isinstance(rule, FromWeek) else dict(enumerate(rule.weeks))
    kinds = Counter(value.is_length for value in entries.values() if isinstance(value, Quantity))
    if len(kinds) < 2:
        return
    most = kinds[True] >= kinds[False]
    for place, value in entries.items():
        if isinstance(value, Quantity) and value.is_length != most:
            message = f"'{value}' is {value.kind} among {'lengths' if most else 'numbers'}"
            hint = _with_unit(value) if most else "write it without a unit"
            listed = isinstance(rule, PerWeek)
            yield Trouble("" if listed else f"week {place}", message, hint, place if listed else None)


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
