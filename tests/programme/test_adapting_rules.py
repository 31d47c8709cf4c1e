"""Every rule of adapting and every boundary, each as a row that a coach could check."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from audiocoach.programme.adapting.deciding import decide
from audiocoach.programme.adapting.decision import (
    NO_MEDICAL_ADVICE,
    SEE_A_PROFESSIONAL,
    AdaptRules,
    Decision,
    Entry,
    Planned,
)

TABLE = json.loads((Path(__file__).parent / "tables" / "backwards.json").read_text(encoding="utf-8"))
BACKWARDS = [Planned(row["session"], row["backward_s"] * 1000) for row in TABLE["sessions"]]
DAY = date(2026, 11, 22)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def ran(session: str | None, days: int = 0, **logged: Any) -> Entry:
    return Entry(later(days), session, **logged)


def after(*entries: Entry, days: int = 2, plan: Sequence[Planned] = BACKWARDS, **rules: Any) -> Decision:
    """The decision so many days after the last entry."""
    last = max(entry.date for entry in entries)
    return decide(entries, plan, last + timedelta(days=days), AdaptRules(**rules))


def share(percent: int) -> Fraction:
    return Fraction(percent, 100)


@pytest.mark.parametrize(
    ("logged", "session", "rule"),
    [
        ({"felt": 1}, "3.3", "forward"),
        ({"felt": 5}, "3.3", "forward"),
        ({"felt": 6}, "3.2", "repeat"),
        ({"felt": 7}, "3.2", "repeat"),
        ({"felt": 8}, "3.1", "back"),
        ({"felt": 10}, "3.1", "back"),
        ({"pain": 0}, "3.3", "forward"),
        ({"pain": 2}, "3.3", "forward"),
        ({"pain": 3}, "3.1", "back"),
        ({"pain": 5}, "3.1", "back"),
        ({"pain": 6}, None, "stop"),
        ({"pain": 10}, None, "stop"),
        ({"done": share(100)}, "3.3", "forward"),
        ({"done": share(90)}, "3.3", "forward"),
        ({"done": share(89)}, "3.2", "repeat"),
        ({"done": Fraction(8999, 10000)}, "3.2", "repeat"),
        ({"done": share(70)}, "3.2", "repeat"),
        ({"done": share(69)}, "3.1", "back"),
        ({"done": share(0)}, "3.1", "back"),
        ({"stumbles": 0}, "3.3", "forward"),
        ({"stumbles": 1}, "3.3", "forward"),
        ({"stumbles": 2}, "3.2", "repeat"),
        ({"stumbles": 9}, "3.2", "repeat"),
        ({"stop": True}, None, "stop"),
        ({}, "3.2", "nothing-logged"),
        ({"note": "lovely evening"}, "3.2", "nothing-logged"),
        # The first match counts, whatever else went well.
        ({"felt": 2, "done": share(100), "pain": 6}, None, "stop"),
        ({"felt": 2, "done": share(100), "pain": 4}, "3.1", "back"),
        ({"felt": 6, "done": share(50)}, "3.1", "back"),
        ({"felt": 2, "done": share(100), "pain": 0, "stumbles": 2}, "3.2", "repeat"),
        ({"felt": 4, "done": share(100), "pain": 1, "stumbles": 1}, "3.3", "forward"),
    ],
)
def test_how_the_last_session_felt(logged: dict[str, Any], session: str | None, rule: str) -> None:
    decision = after(ran("3.2", **logged))
    assert (decision.session, decision.rule) == (session, rule)
    assert decision.stop == (rule == "stop")


@pytest.mark.parametrize(
    ("days", "session", "rule"),
    [
        (0, "7.2", "forward"),
        (2, "7.2", "forward"),
        (7, "7.2", "forward"),
        (8, "6.3", "days-8-14"),
        (14, "6.3", "days-8-14"),
        (15, "6.1", "days-15-21"),
        (21, "6.1", "days-15-21"),
        (22, "4.3", "days-22-28"),  # 500 s, halved: 180 s is the nearest that is not above 250
        (28, "4.3", "days-22-28"),
        (29, "1.1", "days-over-28"),
        (400, "1.1", "days-over-28"),
    ],
)
def test_days_since_the_last_session(days: int, session: str, rule: str) -> None:
    decision = after(ran("7.1", felt=4), days=days)
    assert (decision.session, decision.rule) == (session, rule)


@pytest.mark.parametrize(
    ("here", "felt", "days", "session"),
    [
        ("1.1", 8, 2, "1.1"),  # nothing is lower
        ("1.1", 5, 90, "1.1"),
        ("1.2", 8, 2, "1.1"),
        ("5.1", 8, 2, "4.3"),  # the ease week before it is the nearest with no larger dose
        ("4.3", 8, 2, "4.2"),
        ("4.1", 8, 2, "2.1"),  # 180 s; the week before it has more
        ("8.1", 8, 2, "6.1"),  # 400 s: 6.1 has 390
        ("8.3", 8, 2, "8.2"),
        ("5.1", 7, 10, "4.3"),
        ("4.1", 7, 15, "1.2"),  # 2.1, 1.3, 1.2: three steps, each to a dose not above the one before
        ("4.3", 7, 10, "1.3"),  # 4.2 has the same 180 s, and 10 days keep 98.5 % of them
        ("8.3", 7, 22, "5.1"),  # 600 s: half is 300
        ("2.2", 7, 22, "1.1"),  # 200 s: half is 100, and 120 s is the lowest there is
    ],
)
def test_back_goes_to_the_nearest_earlier_session_that_is_not_harder(
    here: str, felt: int, days: int, session: str
) -> None:
    doses = {planned.id: planned.dose for planned in BACKWARDS}
    decision = after(ran(here, felt=felt), days=days)
    assert decision.session == session
    assert doses[session] <= doses[here]


def numbers(*doses: int) -> list[Planned]:
    return [Planned(f"1.{at}", dose, is_length=False) for at, dose in enumerate(doses, 1)]


@pytest.mark.parametrize(
    ("doses", "days", "session"),
    [
        ((30, 30, 30, 30), 8, "1.3"),  # nothing is lower: the days say one step back, and no more
        ((30, 30, 30, 30), 22, "1.1"),
        ((30, 30, 30, 30, 30, 30), 22, "1.3"),
        ((30, 30, 30, 30, 30, 30), 29, "1.1"),
        ((40, 30, 20, 10), 8, "1.4"),  # easier and easier: going back would be harder
        ((40, 30, 20, 10), 29, "1.4"),
        ((90, 40, 100), 28, "1.2"),
        ((90, 40, 100), 29, "1.2"),  # the first one is more than what the day before would have given
        ((10, 50, 60, 100), 21, "1.1"),
        ((10, 50, 60, 100), 22, "1.1"),  # one more day off is never a reason for more
    ],
)
def test_days_off_never_lead_to_a_larger_dose_in_programmes_of_any_shape(
    doses: tuple[int, ...], days: int, session: str
) -> None:
    plan = numbers(*doses)
    assert after(ran(plan[-1].id, felt=7), days=days, plan=plan).session == session


def test_after_days_off_the_dose_is_also_bounded_by_the_fitness_kept() -> None:
    flat = [Planned("1.1", 600_000), Planned("1.2", 980_000), Planned("2.1", 990_000), Planned("2.2", 1_000_000)]
    assert after(ran("2.2", felt=4), days=8, plan=flat).session == "2.1", "8 days keep 99.1 %"
    decision = after(ran("2.2", felt=4), days=10, plan=flat)
    assert decision.session == "1.2", "10 days keep 98.5 %: 990 s are too many, though one step back"
    assert "After 10 days without, about 98 % of fitness is kept; no more than 16:25 after 16:40" in decision.reasons[1]
    assert after(ran("2.2", felt=4), days=14, plan=flat).session == "1.1", "14 days keep 97.3 %"


def test_reasons_name_the_numbers_they_come_from() -> None:
    decision = after(ran("3.3", felt=7, done=share(85)), days=16)
    assert decision.reasons == (
        "3.3 on 2026-11-22: felt 7/10 (6 or more) and done 85 % (below 90 %), so 3.3 again.",
        "16 days since 3.3 (15 to 21, so three steps back): 2.3. After 16 days without, about 97 % of fitness is kept; "
        "no more than 4:30 after 4:40. There is nothing to catch up.",
        "The lower dose wins: 2.3 (3:40), not 3.3 (4:40).",
    )


def test_a_dose_that_is_a_number_is_written_as_one() -> None:
    decision = after(ran("1.3", felt=4), days=23, plan=numbers(4, 6, 9))
    assert decision.session == "1.1"
    assert "half of 9 is 4" in decision.reasons[1]


@pytest.mark.parametrize(
    ("felt", "here", "days", "session"),
    [
        (9, "5.2", 16, "4.2"),  # feeling: 5.1 (300 s); days: 5.1, 4.3, 4.2 (180 s)
        (4, "3.3", 10, "4.1"),  # feeling: on to the ease week (180 s); days: 3.2 (260 s)
        (8, "5.1", 10, "4.3"),  # both
    ],
)
def test_the_lower_dose_of_feeling_and_days_wins(felt: int, here: str, days: int, session: str) -> None:
    assert after(ran(here, felt=felt), days=days).session == session


def test_of_equal_doses_the_earlier_session_wins() -> None:
    decision = after(ran("1.2", felt=6), days=8, plan=numbers(30, 30, 60))
    assert decision.session == "1.1"
    assert decision.reasons[-1] == "The earlier of the same dose wins: 1.1 (30), not 1.2 (30)."


@pytest.mark.parametrize(
    ("entries", "session", "rule"),
    [
        ([ran("3.2", felt=6), ran("3.2", 2, felt=7)], "3.1", "second-repeat"),
        ([ran("3.2", felt=6), ran("3.2", 2, stumbles=2)], "3.1", "second-repeat"),
        ([ran("3.2", felt=6), ran("3.2", 2, felt=6), ran("3.2", 4, felt=6)], "3.1", "second-repeat"),
        ([ran("3.1", felt=6), ran("3.2", 2, felt=6)], "3.1", "second-repeat"),  # went on all the same
        ([ran("3.2", felt=6), ran("3.2", 2), ran("3.2", 4, felt=6)], "3.1", "second-repeat"),  # silence between
        ([ran("3.2", felt=6), ran("3.2", 2, felt=6), ran("3.1", 4, felt=6)], "3.1", "repeat"),  # went back since
        ([ran("3.2", felt=6), ran("3.2", 2, felt=5)], "3.3", "forward"),
        ([ran("3.2", felt=6), ran("3.2", 2, felt=5), ran("3.3", 4, felt=6)], "3.3", "repeat"),
        ([ran("3.2", felt=9), ran("3.2", 2, felt=6)], "3.2", "repeat"),  # that was no repeat before
        ([ran("3.2"), ran("3.2", 2)], "3.2", "nothing-logged"),  # knowing nothing is no reason to go back
        ([ran("1.1", felt=6), ran("1.1", 2, felt=6)], "1.1", "second-repeat"),  # nothing is lower
    ],
)
def test_a_second_repeat_running_is_a_step_back(entries: list[Entry], session: str, rule: str) -> None:
    decision = after(*entries)
    assert (decision.session, decision.rule) == (session, rule)


def test_with_nothing_logged_the_first_session_comes_today() -> None:
    decision = decide([], BACKWARDS, DAY)
    assert (decision.session, decision.not_before, decision.rule) == ("1.1", DAY, "first")
    assert decision.reasons == ("Nothing is logged yet, so the first session: 1.1 (2:00).",)


@pytest.mark.parametrize(
    ("days", "earliest"),
    [(0, 2), (1, 2), (2, 2), (3, 3), (6, 6)],
    ids=["same-day", "next-day", "second", "third", "sixth"],
)
def test_one_rest_day_stands_between_two_sessions(days: int, earliest: int) -> None:
    decision = after(ran("3.2", felt=4), days=days)
    assert decision.not_before == later(earliest)
    said = f"At least one rest day between two sessions: not before {later(2)}." in decision.reasons
    assert said == (days < 2)


@pytest.mark.parametrize("last", [{"stop": True}, {"pain": 6}, {"pain": 10, "felt": 2}])
def test_a_stop_holds_whatever_is_logged_and_however_long_it_is_ago_until_it_is_cleared(last: dict[str, Any]) -> None:
    stopped = ran("3.2", **last)
    for entries in ([stopped], [stopped, ran("3.2", 3, felt=1, pain=0)], [ran("3.1", -2, felt=5), stopped]):
        for days in (0, 2, 40, 400):
            decision = after(*entries, days=days)
            assert decision.stop
            assert decision.session is None
            assert SEE_A_PROFESSIONAL in decision.reasons


def test_a_stop_says_why_and_how_it_ends() -> None:
    decision = after(ran("3.2", pain=7, stop=True), days=3)
    assert decision.reasons == (
        "The plan has been stopped since 2026-11-22, after 3.2: pain 7/10 (6 or more stops the plan) and a stop was "
        "logged (for sharp pain, swelling, dizziness or a fall).",
        "Do not run on with it: see a doctor or a physiotherapist first.",
        "It stays stopped until the journal has a line such as: 2026-11-25  cleared  note: who said so",
    )


@pytest.mark.parametrize(
    ("entries", "session", "rule"),
    [
        ([ran("3.2", stop=True), ran(None, 3, cleared=True)], "3.1", "cleared"),
        ([ran("3.2", felt=4), ran(None, 1, stop=True), ran(None, 3, cleared=True)], "3.1", "cleared"),
        ([ran("3.2", stop=True), ran(None, 3, cleared=True), ran("3.1", 4, felt=4)], "3.2", "forward"),
        ([ran("3.2", stop=True), ran("3.1", 4, felt=4, cleared=True)], "3.2", "forward"),
        ([ran("3.2", stop=True), ran("3.2", 1, felt=1), ran(None, 3, cleared=True)], "3.1", "cleared"),
        ([ran("3.2", stop=True), ran(None, 3, cleared=True), ran("3.1", 4, pain=6)], None, "stop"),
        ([ran(None, cleared=True), ran("3.2", stop=True)], None, "stop"),  # it came before
        ([ran("3.2", stop=True, cleared=True)], None, "stop"),
        ([ran("3.2", felt=4), ran(None, 1, cleared=True)], "3.3", "forward"),  # nothing to clear
    ],
)
def test_after_a_stop_is_cleared_it_goes_on_one_step_back(entries: list[Entry], session: str | None, rule: str) -> None:
    decision = after(*entries)
    assert (decision.session, decision.rule) == (session, rule)


def test_days_are_counted_from_the_last_session_not_from_the_clearing() -> None:
    assert after(ran("7.1", stop=True), ran(None, 30, cleared=True), days=0).session == "1.1"


def test_the_very_last_session_done_well_finishes_the_programme() -> None:
    decision = after(ran("8.3", felt=5, done=share(100)))
    assert (decision.session, decision.finished, decision.rule) == ("8.3", True, "finished")
    assert decision.reasons[0].endswith(
        "The programme is finished: well done. Repeat 8.3 now and then to keep it, or begin again from a lower session."
    )
    assert not after(ran("8.3", felt=6)).finished
    assert not after(ran("8.2", felt=5)).finished


def test_after_days_off_a_finished_programme_is_kept_from_a_lower_session() -> None:
    decision = after(ran("8.3", felt=5), days=30)
    assert decision.finished
    assert (decision.session, decision.rule) == ("1.1", "days-over-28")


def test_entries_out_of_order_are_taken_by_date() -> None:
    entries = [ran("3.2", 4, felt=5), ran("3.1", 2, felt=5), ran("2.3", 0, stop=True), ran(None, 1, cleared=True)]
    assert after(*entries).session == "3.3"


def test_the_same_session_again_on_the_same_day_is_a_correction() -> None:
    first, corrected = ran("3.2", felt=5, done=share(100)), ran("3.2", felt=8)
    assert after(first, corrected).session == "3.1"
    assert after(corrected, first).session == "3.3"
    assert after(ran("3.2", felt=8), ran("3.2", note="in the rain")).rule == "back", "what is not said again stays"
    assert after(ran("3.2", felt=6), ran("3.2", felt=6)).rule == "repeat", "that is one repeat, not two"
    assert after(ran("3.2", stop=True), ran("3.2", felt=5)).stop, "only a clearing ends a stop"


def test_a_session_that_the_programme_does_not_have_counts_for_rest_and_care_only() -> None:
    known, strange = ran("3.2", felt=5), ran("9.9", 3, felt=5)
    decision = after(known, strange, days=1)
    assert (decision.session, decision.rule, decision.not_before) == ("3.2", "unclear", later(5))
    assert decision.reasons[0] == (
        "9.9 on 2026-11-25 is not a session of this programme, so 3.2 again, the last session that is clear."
    )
    assert after(known, ran("9.9", 3, felt=8)).session == "3.1"
    assert after(known, ran("9.9", 3, pain=6)).stop
    assert after(ran("9.9", felt=5)).rule == "first"
    assert after(strange, ran("3.2", 5, felt=5)).session == "3.3"


def test_what_is_left_of_a_damaged_line_never_takes_anybody_forward() -> None:
    assert after(ran("3.2", felt=2, damaged=True)).rule == "unclear"
    assert after(ran("3.2", felt=2, damaged=True)).session == "3.2"
    assert after(ran("3.2", felt=8, damaged=True)).session == "3.1"
    assert after(ran("3.2", felt=2), ran(None, 1, pain=4, damaged=True)).session == "3.1"
    assert after(ran("3.2", felt=2), ran(None, 1, stop=True, damaged=True)).stop


def test_what_is_dated_after_today_counts_as_todays() -> None:
    decision = decide([ran("3.2", 5, felt=5)], BACKWARDS, DAY)
    assert (decision.session, decision.not_before) == ("3.3", later(2))


def test_a_programme_may_change_the_numbers() -> None:
    assert after(ran("3.2", felt=6), repeat_at_effort=7).session == "3.3"
    assert after(ran("3.2", felt=7), back_at_effort=7).session == "3.1"
    assert after(ran("3.2", pain=3), back_at_pain=4).session == "3.3"
    assert after(ran("3.2", pain=4), stop_at_pain=4).stop
    assert after(ran("3.2", done=share(69)), back_below_done=share(60)).session == "3.2"
    assert after(ran("3.2", done=share(89)), repeat_below_done=share(80)).session == "3.3"
    assert "(below 60 %)" in after(ran("3.2", done=share(59)), back_below_done=share(60)).reasons[0]


def test_the_numbers_are_the_published_ones_by_default() -> None:
    assert AdaptRules() == AdaptRules(6, 8, 3, 6, share(70), share(90))


def test_a_share_just_below_a_limit_is_not_rounded_up_to_it() -> None:
    assert "done 89.9 % (below 90 %)" in after(ran("3.2", done=Fraction(8999, 10000))).reasons[0]


def test_a_plan_without_sessions_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one session"):
        decide([], [], DAY)


def test_it_says_that_it_is_no_medical_advice() -> None:
    assert "experimental, and no medical advice" in NO_MEDICAL_ADVICE
