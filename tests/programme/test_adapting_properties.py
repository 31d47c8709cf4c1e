"""What holds for every programme, every journal and every day."""

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.programme.adapting.deciding import decide
from audiocoach.programme.adapting.decision import AdaptRules, Decision, Entry, Planned
from audiocoach.programme.adapting.time_off import fitness_kept

pytestmark = pytest.mark.slow

TABLE = json.loads((Path(__file__).parent / "tables" / "backwards.json").read_text(encoding="utf-8"))
BACKWARDS = [Planned(row["session"], row["backward_s"] * 1000) for row in TABLE["sessions"]]
FIRST_DAY = date(2026, 1, 1)
RULES = AdaptRules()

plans = st.just(BACKWARDS) | st.lists(st.integers(0, 12), min_size=1, max_size=12).map(
    lambda doses: [Planned(f"{at // 3 + 1}.{at % 3 + 1}", dose, is_length=False) for at, dose in enumerate(doses)]
)
shares = st.none() | st.sampled_from([Fraction(percent, 100) for percent in (0, 69, 70, 89, 90, 100)])


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Planned], list[Entry], date]:
    plan = draw(plans)
    sessions = st.sampled_from([planned.id for planned in plan]) | st.just("99.9")
    runs = st.builds(
        Entry,
        date=st.integers(0, 40).map(lambda days: FIRST_DAY + timedelta(days=days)),
        session=sessions,
        felt=st.none() | st.integers(1, 10),
        done=shares,
        pain=st.none() | st.integers(0, 5),
        stumbles=st.none() | st.integers(0, 3),
    )
    others = st.builds(
        Entry,
        date=st.integers(0, 40).map(lambda days: FIRST_DAY + timedelta(days=days)),
        session=st.none() | sessions,
        pain=st.none() | st.integers(0, 10),
        stop=st.booleans(),
        cleared=st.booleans(),
        damaged=st.booleans(),
    )
    entries = draw(st.lists(runs, max_size=6)) + draw(st.lists(others, max_size=2))
    return plan, draw(st.permutations(entries)), FIRST_DAY + timedelta(days=draw(st.integers(0, 80)))


def present(plan: list[Planned], entries: list[Entry]) -> int | None:
    """Where in the programme the last session that it has stands."""
    ids = [planned.id for planned in plan]
    known = [entry for entry in sorted(entries, key=lambda entry: entry.date) if entry.session in ids]
    return ids.index(known[-1].session or "") if known else None


def place(plan: list[Planned], decision: Decision) -> int:
    return [planned.id for planned in plan].index(decision.session or "")


@settings(derandomize=True, deadline=None, max_examples=150)
@given(situations())
def test_the_result_is_a_session_of_the_programme_at_most_one_step_on_and_rested(
    situation: tuple[list[Planned], list[Entry], date],
) -> None:
    plan, entries, today = situation
    decision = decide(entries, plan, today, RULES)
    assert decision.reasons
    assert decision.not_before >= today
    for entry in entries:
        if entry.session:
            assert decision.not_before > min(entry.date, today) + timedelta(days=1), "a rest day between"
    assert decision.stop == (decision.session is None) == (decision.rule == "stop")
    if decision.stop:
        return
    here = present(plan, entries)
    assert place(plan, decision) <= (0 if here is None else here + 1)
    if decision.rule not in ("forward", "first"):
        assert here is not None
        assert plan[place(plan, decision)].dose <= plan[here].dose, "only going forward raises the dose"
        assert place(plan, decision) <= here


@settings(derandomize=True, deadline=None, max_examples=150)
@given(situations(), st.integers(0, 60))
def test_time_off_never_raises_the_dose(situation: tuple[list[Planned], list[Entry], date], more: int) -> None:
    plan, entries, today = situation
    today = max([today, *(entry.date for entry in entries)])
    now, then = decide(entries, plan, today), decide(entries, plan, today + timedelta(days=more))
    assert now.stop == then.stop
    if not now.stop:
        assert plan[place(plan, then)].dose <= plan[place(plan, now)].dose
        assert not entries or then.not_before >= now.not_before


@settings(derandomize=True, deadline=None, max_examples=150)
@given(situations())
def test_the_lower_dose_of_feeling_and_days_wins(situation: tuple[list[Planned], list[Entry], date]) -> None:
    plan, entries, today = situation
    here = present(plan, entries)
    decision = decide(entries, plan, today)
    if here is None or decision.stop:
        return
    ids = [planned.id for planned in plan]
    last = max(entry.date for entry in entries if entry.session in ids)
    by_feeling = decide(entries, plan, last)
    assert plan[place(plan, decision)].dose <= plan[place(plan, by_feeling)].dose
    days = (today - last).days
    if days > 7:
        lowest = min(planned.dose for planned in plan[: here + 1])
        bound = max(lowest, fitness_kept(days) * plan[here].dose)
        assert plan[place(plan, decision)].dose <= bound
        if 22 <= days <= 28:
            assert plan[place(plan, decision)].dose <= max(lowest, Fraction(plan[here].dose, 2))


@settings(derandomize=True, deadline=None, max_examples=100)
@given(situations(), st.sampled_from([{"stop": True}, {"pain": 6}, {"pain": 10}]), st.integers(0, 500))
def test_a_stop_holds_until_an_entry_clears_it(
    situation: tuple[list[Planned], list[Entry], date], last: dict[str, int], days: int
) -> None:
    plan, entries, _ = situation
    stopped = Entry(FIRST_DAY + timedelta(days=20), plan[0].id, **last)  # type: ignore[arg-type]
    kept = [entry for entry in entries if not entry.cleared]
    today = FIRST_DAY + timedelta(days=41 + days)
    assert decide([*kept, stopped], plan, today).stop
    cleared = Entry(FIRST_DAY + timedelta(days=41), cleared=True)
    assert not decide([*kept, stopped, cleared], plan, today).stop


@settings(derandomize=True, deadline=None, max_examples=60)
@given(situations())
def test_following_the_advice_ends_the_programme_or_never_leaves_it(
    situation: tuple[list[Planned], list[Entry], date],
) -> None:
    plan, _, day = situation
    entries: list[Entry] = []
    for _ in range(3 * len(plan)):
        decision = decide(entries, plan, day)
        assert decision.session is not None
        if decision.finished:
            break
        day = decision.not_before
        entries.append(Entry(day, decision.session, felt=4))
    assert decision.finished
    assert [entry.session for entry in entries] == [planned.id for planned in plan], "none left out, none twice"
