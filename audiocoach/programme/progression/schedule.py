"""Compute what a rule gives each session, in order: 1.1, 1.2, …"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from audiocoach.bounds import MAX_SESSIONS
from audiocoach.errors import Unreadable
from audiocoach.programme.progression import steps
from audiocoach.programme.progression.rules import Constant, FromWeek, Growth, Percent, PerWeek, Rule, Value
from audiocoach.quantities.lengths import MAX_LENGTH
from audiocoach.quantities.quantity import MAX_DIGITS, Quantity

_MAX_NUMBER = 10**MAX_DIGITS


@dataclass(frozen=True, slots=True)
class Dose:
    """What growth gives one session, and whether that session loads or eases."""

    value: Fraction
    eases: bool


def values(rule: Rule, weeks: int, per_week: int) -> tuple[Value, ...]:
    """Return the value that a rule gives each session of a programme.

    Raises:
        Unreadable: when a table leaves out a week, or growth without a target exceeds all bounds.
    """
    if weeks * per_week > MAX_SESSIONS:
        raise Unreadable(
            f"{weeks} weeks of {per_week} sessions are more than {MAX_SESSIONS} sessions", "take fewer weeks"
        )
    if isinstance(rule, Growth):
        return tuple(Quantity(dose.value, rule.start.is_length) for dose in doses(rule, weeks, per_week))
    if (missing := missing_week(rule, weeks)) is not None:
        raise Unreadable(f"there is no value for week {missing}", "each week needs one")
    return tuple(_in_week(rule, week) for week in range(1, weeks + 1) for _ in range(per_week))


def missing_week(rule: Rule, weeks: int) -> int | None:
    """Find the first week that a rule has no value for."""
    if isinstance(rule, FromWeek) and 1 not in rule.weeks:
        return 1
    if isinstance(rule, PerWeek) and len(rule.weeks) < weeks:
        return len(rule.weeks) + 1
    return None


def doses(rule: Growth, weeks: int, per_week: int) -> Iterator[Dose]:
    """Return what growth gives each session: loads, eased doses, and the finish."""
    whole = list(_unfinished(rule, weeks, per_week))
    if rule.finish is not None and whole:
        whole[-1] = Dose(rule.finish.value, eases=False)
    return iter(whole)


def next_load(rule: Growth, load: Fraction) -> Fraction:
    """Return the load after this one: a step further, rounded, not too small, and not past the target."""
    step = (
        steps.percentage_step(load, rule.grow.share)
        if isinstance(rule.grow, Percent)
        else steps.fixed_step(rule.grow.value)
    )
    size = steps.rounded_down(abs(step), _value(rule.round_to))
    size = steps.at_least(size, _value(rule.at_least))
    return steps.stopped_at(load - size if rule.shrinks else load + size, _value(rule.target), shrinks=rule.shrinks)


def _unfinished(rule: Growth, weeks: int, per_week: int) -> Iterator[Dose]:
    load, held = rule.start.value, 0
    turns = 1 if rule.grow_per == "week" else per_week
    for week in range(1, weeks + 1):
        if week in rule.ease_weeks:
            dose = Dose(steps.eased(load, rule.ease_to, _value(rule.round_to)), eases=True)
            yield from [dose] * per_week
            continue
        for _ in range(turns):
            if steps.has_held(held, rule.hold):
                load, held = _bounded(next_load(rule, load), rule, week), 0
            held += 1
            yield from [Dose(load, eases=False)] * (per_week // turns)


def _bounded(load: Fraction, rule: Growth, week: int) -> Fraction:
    most = MAX_LENGTH if rule.start.is_length else _MAX_NUMBER
    if abs(load) <= most:
        return load
    written = "24 hours" if rule.start.is_length else f"{most}"
    raise Unreadable(f"in week {week} this grows past {written}", "add a 'target:' for it to stop at")


def _in_week(rule: FromWeek | PerWeek | Constant, week: int) -> Value:
    if isinstance(rule, Constant):
        return rule.value
    if isinstance(rule, PerWeek):
        return rule.weeks[week - 1]
    return rule.weeks[max(begin for begin in rule.weeks if begin <= week)]


def _value(quantity: Quantity | None) -> Fraction | None:
    return None if quantity is None else quantity.value
