"""Properties of random rules, and each against the same rule written out a second time, in other words."""

from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.programme.progression.rules import Growth, Percent
from audiocoach.programme.progression.schedule import doses, values
from audiocoach.quantities.quantity import Quantity, length, number

pytestmark = pytest.mark.slow

often = settings(derandomize=True, max_examples=120, deadline=None)


@st.composite
def growths(draw: st.DrawFn) -> tuple[Growth, int, int]:
    """A rule without trouble, and its programme's weeks and sessions a week."""
    weeks, per_week = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    shrinks, is_length = draw(st.booleans()), draw(st.booleans())

    def quantity(low: int, high: int) -> st.SearchStrategy[Quantity]:
        if is_length:
            return st.integers(low, high).map(lambda seconds: length(seconds * 1000))
        return st.fractions(low, high, max_denominator=12).map(number)

    low, high = sorted((draw(quantity(1, 1800)), draw(quantity(1, 1800))), key=lambda one: one.value)
    sign = -1 if shrinks else 1
    step = draw(quantity(1, 120).map(lambda one: Quantity(sign * one.value, is_length)))
    percent = draw(st.integers(1, 200).map(lambda halves: Percent(Fraction(sign * halves, 200))))
    return (
        Growth(
            start=high if shrinks else low,
            grow=draw(st.sampled_from((step, percent))),
            grow_per=draw(st.sampled_from(("session", "week"))),
            hold=draw(st.integers(1, 4)),
            at_least=draw(st.none() | quantity(1, 60)),
            round_to=draw(st.none() | quantity(1, 60)),
            target=low if shrinks else high,
            ease_weeks=draw(st.frozensets(st.integers(1, weeks), max_size=4)),
            ease_to=draw(st.fractions(Fraction(1, 10), 1, max_denominator=10)),
            finish=draw(st.none() | quantity(1, 1800)),
        ),
        weeks,
        per_week,
    )


def by_week(rule: Growth, weeks: int, per_week: int) -> list[list[Fraction]]:
    whole = [value.value for value in values(rule, weeks, per_week) if isinstance(value, Quantity)]
    assert len(whole) == weeks * per_week
    return [whole[at : at + per_week] for at in range(0, len(whole), per_week)]


@often
@given(growths())
def test_loads_stay_between_start_and_target_and_never_turn_back(drawn: tuple[Growth, int, int]) -> None:
    rule, weeks, per_week = drawn
    assert rule.target is not None
    loads = [dose.value for dose in doses(replace(rule, finish=None), weeks, per_week) if not dose.eases]
    low, high = sorted((rule.start.value, rule.target.value))
    assert all(low <= load <= high for load in loads)
    assert loads == sorted(loads, reverse=rule.shrinks)
    assert not loads or loads[0] == rule.start.value


@often
@given(growths())
def test_an_ease_week_never_exceeds_the_load_before_it_and_loading_resumes_from_there(
    drawn: tuple[Growth, int, int],
) -> None:
    rule, weeks, per_week = replace(drawn[0], finish=None), drawn[1], drawn[2]
    last = rule.start.value
    for week, whole in enumerate(by_week(rule, weeks, per_week), start=1):
        if week in rule.ease_weeks:
            assert len(set(whole)) == 1
            assert 0 <= whole[0] <= last * rule.ease_to <= last
        else:
            last = whole[-1]
    eased = [dose for dose in doses(rule, weeks, per_week) if not dose.eases]
    without = [w for w in range(1, weeks + 1) if w not in rule.ease_weeks]
    assert eased == list(doses(replace(rule, ease_weeks=frozenset()), len(without), per_week))


@often
@given(growths())
def test_growth_per_week_is_constant_within_a_week(drawn: tuple[Growth, int, int]) -> None:
    rule = replace(drawn[0], grow_per="week", finish=None)
    assert all(len(set(week)) == 1 for week in by_week(rule, *drawn[1:]))


@often
@given(growths())
def test_each_load_is_held_before_it_grows(drawn: tuple[Growth, int, int]) -> None:
    rule = replace(drawn[0], finish=None, ease_weeks=frozenset())
    once = [dose.value for dose in doses(replace(rule, hold=1), *drawn[1:])]
    held = [dose.value for dose in doses(rule, *drawn[1:])]
    turn = drawn[2] if rule.grow_per == "week" else 1
    assert held[::turn] == [load for load in once[::turn] for _ in range(rule.hold)][: len(held[::turn])]


@often
@given(growths())
def test_the_very_last_session_is_the_finish_and_no_other_one_is_changed(drawn: tuple[Growth, int, int]) -> None:
    rule, weeks, per_week = drawn
    whole, unfinished = values(rule, weeks, per_week), values(replace(rule, finish=None), weeks, per_week)
    assert whole[:-1] == unfinished[:-1]
    assert whole[-1] == (rule.finish or unfinished[-1])


@often
@given(growths())
def test_it_is_exactly_what_the_rule_says(drawn: tuple[Growth, int, int]) -> None:
    rule, weeks, per_week = drawn
    assert by_week(rule, weeks, per_week) == written_out(rule, weeks, per_week)


def written_out(rule: Growth, weeks: int, per_week: int) -> list[list[Fraction]]:
    """The rule again, from its description: the loads first, then which session has which."""
    assert rule.target is not None
    sign, to = (-1 if rule.shrinks else 1), (rule.round_to.value if rule.round_to else None)

    def down(size: Fraction) -> Fraction:
        return size if to is None else floor(size / to) * to

    ladder = [rule.start.value]
    for _ in range(weeks * per_week):
        now = ladder[-1]
        wanted = now * rule.grow.share if isinstance(rule.grow, Percent) else rule.grow.value
        step = max(rule.at_least.value if rule.at_least else Fraction(0), down(sign * wanted))
        ladder.append(sign * min(sign * rule.target.value, sign * now + step))
    rungs = [load for load in ladder for _ in range(rule.hold)]
    plan: list[list[Fraction]] = []
    loaded = 0
    for week in range(1, weeks + 1):
        if week in rule.ease_weeks:
            plan.append([down(rule.ease_to * rungs[max(loaded - 1, 0)])] * per_week)
        elif rule.grow_per == "week":
            plan.append([rungs[loaded]] * per_week)
            loaded += 1
        else:
            plan.append(rungs[loaded : loaded + per_week])
            loaded += per_week
    if rule.finish:
        plan[-1] = [*plan[-1][:-1], rule.finish.value]
    return plan
