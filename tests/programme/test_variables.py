"""What a programme's variables make of its sessions: lengths, rounds, names, cues, titles and whole blocks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.languages.lookup import language_of
from audiocoach.programme.load_programme import parse_programme
from audiocoach.programme.programme import PlannedSession, Programme
from audiocoach.programme.progression.rules import FromWeek, Growth, Percent
from audiocoach.programme.progression.schedule import values
from audiocoach.quantities.lengths import write_length
from audiocoach.quantities.quantity import length, number
from audiocoach.quantities.units import clock
from audiocoach.quantities.variables import as_data
from audiocoach.rendering.programme_timelines import all_timelines
from audiocoach.script.coach_sheets import coach_of
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.narrator import estimated
from audiocoach.timeline.arrange import arrange, intervals_of
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.timeline import Timeline


def programme(rules: str = "{}", steps: str = "", *, plan: str = "{}", title: str = "One", head: str = "") -> Programme:
    """A programme of two weeks of two sessions, in few words."""
    size = "" if "weeks:" in head else "weeks: 2\nper-week: 2\n"
    indented = "\n".join("    " + line for line in steps.strip("\n").splitlines())
    text = f"programme: P\n{size}{head}\nprogression: {rules}\nplan: {plan}\n"
    return parse_programme(f'{text}session:\n  session: "{title}"\n  coach: none\n  steps:\n{indented}\n')


def timeline(planned: PlannedSession) -> Timeline:
    """A session laid out with estimated words."""
    return arrange(planned.session, coach_of(planned.session), estimated, SoundShelf().length)


def laid(planned: PlannedSession) -> Sequence[Interval]:
    return intervals_of(planned.session, estimated, SoundShelf().length)


def kinds_and_lengths(planned: PlannedSession) -> str:
    return " ".join(f"{interval.kind} {write_length(interval.length_ms)}" for interval in laid(planned))


def said(planned: PlannedSession) -> list[str]:
    return [event.text for event in timeline(planned).events if event.type == "say"]


def test_a_length_may_be_a_variable_or_arithmetic_on_several() -> None:
    found = programme(
        "{long: {start: 2m, grow: 30s}, bouts: {week 1: 4, week 2: 3}, pause: 90s}",
        "- work: long\n- rest: pause - 30s\n- work: long / bouts\n- rest: (pause + 30s) x 2 / 3\n"
        "- work (long ÷ 2) Half",
    )
    assert kinds_and_lengths(found.sessions[0]) == "work 2m rest 1m work 30s rest 1m20s work 1m"
    assert kinds_and_lengths(found.sessions[2]) == "work 3m rest 1m work 1m rest 1m20s work 1m30s"


def test_names_may_hold_hyphens_and_a_minus_has_spaces() -> None:
    found = programme("{easy-run: 5m, easy: 4m, run-in: 1m}", "- work: easy-run\n- work: easy - run-in")
    assert kinds_and_lengths(found.sessions[0]) == "work 5m work 3m"


def test_rounds_may_be_a_variable_in_either_form() -> None:
    found = programme("{bouts: {start: 2, grow: 1}}", "- bouts x (work 20s)\n- repeat: bouts + 1\n  steps: [rest 10s]")
    assert [kinds_and_lengths(planned) for planned in found.sessions[:2]] == [
        "work 20s work 20s rest 10s rest 10s rest 10s",
        "work 20s work 20s work 20s rest 10s rest 10s rest 10s rest 10s",
    ]


def test_lengths_are_spoken_in_cues_and_written_in_names_and_titles() -> None:
    found = programme(
        "{long: 2m20s, bouts: 4, focus: [High knees, Skips]}",
        '- work: long\n  name: "{focus} for {long}"\n  say: "{long}, in {bouts}: {focus}. {name}"',
        title="{long} of {focus}, {week}.{run}",
    )
    first, last = timeline(found.sessions[0]), timeline(found.sessions[-1])
    assert first.title == "2:20 of High knees, 1.1"
    assert last.title == "2:20 of Skips, 2.2"
    assert first.intervals[0].name == "High knees for 2:20"
    (words,) = said(found.sessions[0])
    assert words.startswith("Two minutes twenty, in 4: High knees.")


def test_the_title_in_a_cue_is_spoken() -> None:
    found = programme("{long: 2m20s}", '- work: long\n  say: "{session}."', title="{long} in week {week}")
    assert said(found.sessions[3]) == ["Two minutes twenty in week 2."]


def test_week_and_run_are_words_and_numbers() -> None:
    found = programme("{step: 30s}", '- work: step x (week + run)\n  say: "Week {week}, run {run}."')
    assert [kinds_and_lengths(planned) for planned in found.sessions] == [
        "work 1m",
        "work 1m30s",
        "work 1m30s",
        "work 2m",
    ]
    assert said(found.sessions[3]) == ["Week 2, run 2."]


@pytest.mark.parametrize("where", ["plan", "progression"])
def test_a_variable_may_stand_for_a_block_of_steps(where: str) -> None:
    blocks = '{1: {main: "2 x (work 60s Run, rest 30s)"}, 2: {main: "work 5m Run, rest 1m, work 5m"}}'
    rules = '{main: ["2 x (work 60s Run, rest 30s)", "work 5m Run, rest 1m, work 5m"]}'
    steps = "- warm-up 60s\n- main\n- cool-down 60s"
    found = programme(steps=steps, plan=blocks) if where == "plan" else programme(rules, steps)
    assert kinds_and_lengths(found.sessions[1]) == "warm-up 1m work 1m rest 30s work 1m rest 30s cool-down 1m"
    assert kinds_and_lengths(found.sessions[2]) == "warm-up 1m work 5m rest 1m work 5m cool-down 1m"


def test_a_block_may_be_in_the_full_form_with_cues_and_variables_of_its_own() -> None:
    found = programme(
        "{long: {start: 40s, grow: 10s}}",
        "- main",
        plan="\n  1: {main: [{work: long, say: Go.}, rest 10s]}\n"
        "  2:\n    main:\n      - work (long / 2) Half\n      - rest: 20s",
    )
    assert [kinds_and_lengths(planned) for planned in found.sessions] == [
        "work 40s rest 10s", "work 50s rest 10s", "work 30s rest 20s", "work 35s rest 20s",
    ]  # fmt: skip
    assert said(found.sessions[0]) == ["Go."]


def test_a_session_of_the_plan_goes_before_its_week_and_the_plan_before_the_progression_key_by_key() -> None:
    found = programme(
        "{a: 10s, b: 20s, c: 30s}",
        "- work: a\n- work: b\n- work: c",
        plan="{1: {b: 21s, c: 31s}, 1.2: {c: 32s}, 2.1: {a: 13s}}",
    )
    assert [kinds_and_lengths(planned) for planned in found.sessions] == [
        "work 10s work 21s work 31s",
        "work 10s work 21s work 32s",
        "work 13s work 20s work 30s",
        "work 10s work 20s work 30s",
    ]
    assert {name: as_data(value) for name, value in found.sessions[1].variables.items()} == {
        "a": 10_000, "b": 21_000, "c": 32_000,
    }  # fmt: skip


def test_weeks_of_the_plan_may_be_written_out_and_stand_in_any_order() -> None:
    found = programme(steps="- main", plan="{2.2: {main: work 4m}, week 2: {main: work 3m}, week 1: {main: work 1m}}")
    assert [kinds_and_lengths(planned) for planned in found.sessions] == ["work 1m", "work 1m", "work 3m", "work 4m"]


def test_what_is_computed_is_rounded_down_to_a_whole_second_and_noted() -> None:
    found = programme("{long: 2m20s}", "- work: long / 3\n- work: long / 4")
    assert kinds_and_lengths(found.sessions[0]) == "work 46s work 35s"
    assert found.sessions[0].rounded == ("long / 3 = 46.67 s, rounded down to 46s",)


def test_exact_arithmetic_loses_no_second() -> None:
    found = programme("{a: 1m}", "- work: a / 3 x 3\n- work: a x 0.1 x 10\n- work: a / 7 + a / 7 x 6")
    assert kinds_and_lengths(found.sessions[0]) == "work 1m work 1m work 1m"
    assert found.sessions[0].rounded == ()


def test_a_cue_outside_of_a_step_that_the_programme_makes_too_short_is_skipped_and_listed() -> None:
    steps = (
        "- work: hard\n  cues:\n    - {at: 25s, say: Far in.}\n    - {at: -22s, say: Soon over.}\n"
        "    - {at: 50%, say: Half.}"
    )
    found = programme("{hard: {start: 20s, grow: 20s}}", steps)
    short, longer = (timeline(planned) for planned in found.sessions[:2])
    assert [event.text for event in short.events if event.type == "say"] == ["Half."]
    assert [(drop.text, drop.why) for drop in short.dropped] == [
        ("Soon over.", "the step lasts 0:20, too short for '-22s'"),
        ("Far in.", "the step lasts 0:20, too short for '25s'"),
    ]
    assert [event.text for event in longer.events if event.type == "say"] == ["Soon over.", "Half.", "Far in."]
    assert longer.dropped == ()


def test_a_written_step_does_not_forgive_a_cue_outside_of_it() -> None:
    with pytest.raises(ScriptError, match="'25s' is outside of this step, which lasts 20s"):
        programme("{hard: 20s}", "- work: hard\n- work: 20s\n  cues: [{at: 25s, say: Far in.}]")


def test_a_cue_for_a_round_that_a_session_does_not_have_is_silent_there() -> None:
    steps = (
        "- repeat: bouts\n  steps:\n    - work: 20s\n      cues: [{at: start, on: 5, say: The fifth.}]\n    - rest 5s"
    )
    found = programme("{bouts: {week 1: 4, week 2: 5}}", steps)
    assert said(found.sessions[0]) == []
    assert said(found.sessions[2]) == ["The fifth."]
    with pytest.raises(ScriptError, match="there is no round 5: this set has 4"):
        programme("{bouts: 4}", steps.replace("repeat: bouts", "repeat: 4"))


def test_min_length_leaves_a_cue_out_where_the_programme_makes_the_step_short() -> None:
    steps = "- work: hard\n  cues: [{at: halfway, min-length: 40s, say: Half.}]"
    found = programme("{hard: {start: 20s, grow: 20s}}", steps)
    assert [said(planned) for planned in found.sessions[:2]] == [[], ["Half."]]
    assert found.warnings == ()


def test_the_dose_is_all_work_or_the_variable_that_is_named() -> None:
    steps = "- warm-up 60s\n- 2 x (work 30s, rest 10s)\n- work: hard"
    rules = "{hard: {start: 20s, grow: 20s}, level: {start: 3, grow: 1}}"
    assert [planned.dose for planned in programme(rules, steps).sessions] == [80_000, 100_000, 120_000, 140_000]
    named = programme(rules, steps, head="dose: hard")
    assert [planned.dose for planned in named.sessions] == [20_000, 40_000, 60_000, 80_000]
    assert named.dose_is_length
    counted = programme(rules, steps, head="dose: level")
    assert [planned.dose for planned in counted.sessions] == [3, 4, 5, 6]
    assert not counted.dose_is_length
    assert counted.dose_text(5) == "5"


def test_days_are_calendar_days_and_without_them_there_is_rest_between() -> None:
    of = [planned.day for planned in programme(steps="- work 60s", head="days: [Sat, Mon]").sessions]
    assert of == [0, 5, 7, 12]  # Mondays and Saturdays, from the first Monday on
    assert [planned.day for planned in programme(steps="- work 60s").sessions] == [0, 3, 7, 10]


def test_a_variable_used_only_as_dose_or_only_in_one_session_is_used() -> None:
    assert programme("{level: 3}", "- work 60s", head="dose: level").warnings == ()
    assert programme("{a: 60s}", "- main", plan="{1: {main: work 9s}, 2: {main: '2 x (work (a / 2))'}}").warnings == ()


def test_each_distinct_warning_stands_once() -> None:
    found = programme("{a: {start: 60s, grow: 1s, target: 10m}, b: 3}", "- work: a\n  cadence: 170")
    assert [problem.message for problem in found.warnings if "clicks" not in problem.message] == [
        "'a' never reaches its target of 10m: 1m3s, in week 2, is nearest", "the variable 'b' is never used",
    ]  # fmt: skip
    assert len({str(problem) for problem in found.warnings}) == len(found.warnings)


def test_a_problem_of_placing_is_told_once_with_the_sessions_it_is_in() -> None:
    found = programme(
        "{hard: {start: 4s, grow: 30s}}",
        "- work: hard\n  say: This is a sentence that takes five seconds to be said at the very least.",
    )
    with pytest.raises(ScriptError, match=r"\(in session 1\.1\)") as caught:
        all_timelines(found, fast=True)
    assert len(caught.value.problems) == 1


def test_an_unknown_session_names_the_ones_there_are() -> None:
    found = programme(steps="- work 60s")
    assert found.find(" 2.1 ").id == "2.1"
    with pytest.raises(AudiocoachError, match=r"there is no session 3\.1\n  it has 2 weeks of 2: 1\.1 to 2\.2"):
        found.find("3.1")


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    start=st.integers(10, 600),
    grow=st.one_of(st.integers(1, 40).map(lambda n: f"{n}%"), st.integers(1, 90).map(lambda n: f"{n}s")),
    round_to=st.sampled_from([None, 5, 10]),
    at_least=st.integers(10, 60),
    ease=st.sampled_from(["1/2", "2/3", "60%"]),
    weeks=st.integers(2, 4),
    per_week=st.integers(1, 4),
    bouts=st.tuples(st.integers(1, 6), st.integers(1, 6)),
    by=st.integers(1, 7),
)
def test_doses_are_the_rules_values_and_steps_tile_the_session(
    start: int,
    grow: str,
    round_to: int | None,
    at_least: int,
    ease: str,
    weeks: int,
    per_week: int,
    bouts: tuple[int, int],
    by: int,
) -> None:
    rounding = f", round-to: {round_to}s" if round_to else ""
    hard = f"{{start: {start}s, grow: {grow}{rounding}, at-least: {at_least}s, ease-weeks: [2], ease-to: {ease}}}"
    try:
        found = programme(
            f"{{hard: {hard}, bouts: {{week 1: {bouts[0]}, week 2: {bouts[1]}}}}}",
            f"- warm-up 61s\n- repeat: bouts\n  steps: [{{work: hard / {by}}}, {{rest: hard - 5s}}]\n- cool-down 33s",
            head=f"dose: hard\nweeks: {weeks}\nper-week: {per_week}",
        )
    except ScriptError as error:  # too short a length, or too long a session
        assert "less than a second" in str(error) or "a second at least" in str(error) or "hours" in str(error)  # noqa: PT017
        return
    step = Percent(Fraction(int(grow[:-1]), 100)) if grow.endswith("%") else length(int(grow[:-1]) * 1000)
    share = {"1/2": Fraction(1, 2), "2/3": Fraction(2, 3), "60%": Fraction(60, 100)}[ease]
    rule = Growth(
        length(start * 1000), step, at_least=length(at_least * 1000), ease_weeks=frozenset([2]), ease_to=share,
        round_to=length(round_to * 1000) if round_to else None,
    )  # fmt: skip
    doses = values(rule, weeks, per_week)
    rounds = values(FromWeek({1: number(bouts[0]), 2: number(bouts[1])}), weeks, per_week)
    assert len(found.sessions) == weeks * per_week
    for planned, dose, count in zip(found.sessions, doses, rounds, strict=True):
        assert planned.dose == dose.whole_seconds()
        intervals = laid(planned)
        assert [interval.start_ms for interval in intervals] == [0, *(interval.end_ms for interval in intervals[:-1])]
        assert all(interval.length_ms > 0 and interval.length_ms % 1000 == 0 for interval in intervals)
        assert intervals[-1].end_ms == sum(interval.length_ms for interval in intervals)
        work = [interval for interval in intervals if interval.kind == "work"]
        assert len(work) == count.whole_number()
        assert {interval.length_ms for interval in work} == {int(dose.value / by // 1000 * 1000)}


def test_the_spoken_and_written_lengths_agree_with_the_language() -> None:
    assert language_of("en").length(140_000) == "two minutes twenty"
    assert clock(140_000) == "2:20"
