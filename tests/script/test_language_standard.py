"""The standard sheet: each row of the language page's table, when everything finds room."""

from __future__ import annotations

import pytest

from audiocoach.script.coach_sheets import load_sheet
from audiocoach.timeline.room import GAP
from audiocoach.timeline.signals import AFTER_SIGNAL
from audiocoach.timeline.timeline import Timeline
from audiocoach.vocabulary import KINDS
from tests.support.voiceless_timelines import (
    MS_PER_CHARACTER,
    START_SIGNAL_MS,
    half_a_second,
    laid_out,
    said,
    says,
    sounds,
)

BEGIN = START_SIGNAL_MS + AFTER_SIGNAL
SILENT_FIRST = "talk 5s Stand"
"""A step before the one looked at, so that no title is in its way; it lasts 5 s."""
FIRST_MS = 5_000


def one(kind: str, seconds: int) -> Timeline:
    """A step of this kind and length behind a talk and before a rest, with every utterance half a second long."""
    return laid_out(f"session: T\nsteps: {SILENT_FIRST}, {kind} {seconds}s Do it, rest 5s\n", spoken=half_a_second)


def at(made: Timeline, role: str) -> list[float]:
    """When words of this role begin, in seconds from the start of the step looked at."""
    step = made.intervals[1]
    return [(start - step.start_ms) / 1_000 for start, _ in said(made, role) if step.start_ms <= start < step.end_ms]


def test_title_length_and_plan_in_one_sentence_inside_the_first_step() -> None:
    made = laid_out("session: Eights\nsteps:\n  - warm-up 5m Jog\n  - 8 x (work 60s Run, rest 90s Walk)\n")
    (start, text), *further = said(made, "session-start")
    assert text == "Eights. Twenty-five minutes. Eight times: Run, one minute; then Walk, one minute thirty"
    assert start == BEGIN + MS_PER_CHARACTER * len("Jog.") + GAP, "behind what there is to do"
    assert not further
    assert says(made)[1].end_ms < made.intervals[0].end_ms


def test_the_title_is_left_out_where_it_does_not_fit() -> None:
    made = laid_out(
        "session: A title that is much too long for four seconds of warming up\nsteps: warm-up 4s, work 60s\n"
    )
    assert not said(made, "session-start")
    assert any(dropped.text.startswith("A title") for dropped in made.dropped)


def test_next_step_25_s_before_the_end_of_rest_and_warm_up() -> None:
    for kind in KINDS:
        expected = kind in ("rest", "warm-up")
        assert at(one(kind, 45), "next") == ([20.0] if expected else [])
        assert at(one(kind, 44), "next") == []
    made = laid_out("session: T\nsteps: rest 60s, work 110s Run\n", spoken=half_a_second)
    assert said(made, "next") == [(35_000, "Next: Run, one minute fifty.")]
    assert said(laid_out("session: T\nsteps: work 60s, rest 60s\n"), "next") == []


def test_start_command_in_every_kind() -> None:
    for kind in KINDS:
        assert at(one(kind, 8), "start") == [0 if kind == "talk" else BEGIN / 1_000], "a talk has no signal"


def test_round_with_the_start_command() -> None:
    made = laid_out("session: T\nsteps: rest 20s, 3 x (work 60s Run, rest 60s Walk)\n", spoken=half_a_second)
    rounds = said(made, "round") + said(made, "last-round")
    starts = [i.start_ms + BEGIN + 500 + GAP for i in made.intervals if i.kind == "work"]
    texts = ["Round 1 of 3.", "Round 2 of 3.", "Last one."]
    assert rounds == list(zip(starts, texts, strict=True))
    assert not said(laid_out("session: T\nsteps: 1 x (work 60s)\n"), "last-round")


def test_form_reminders_in_work() -> None:
    early, late = [8.0, 38.0, 68.0, 98.0, 128.0, 158.0], [278.0, 398.0, 518.0]
    assert at(one("work", 600), "every") == early + late
    assert at(one("work", 29), "every") == []
    assert at(one("work", 30), "every")[:1] == [8.0]
    for kind in set(KINDS) - {"work"}:
        assert at(one(kind, 600), "every") == []


def test_halfway_in_work_and_warm_up() -> None:
    for kind in KINDS:
        expected = kind in ("work", "warm-up")
        made = one(kind, 90)
        assert sounds(made, "halfway") == ([FIRST_MS + 45_000] if expected else [])
        assert at(made, "halfway") == ([45.7] if expected else [])
        assert not sounds(one(kind, 89), "halfway")
    assert said(one("work", 90), "halfway")[0][1] == "Keep going, halfway."


@pytest.mark.slow
def test_one_minute_thirty_and_ten_seconds_to_go() -> None:
    for kind in KINDS:
        expected = kind in ("work", "rest")
        for role, left, least in (("-1m", 60, 150), ("-30s", 30, 75), ("-10s", 10, 25)):
            assert at(one(kind, least), role) == ([least - left] if expected else []), (kind, role)
            assert at(one(kind, least - 1), role) == []
    words = {role: said(one("work", 200), role)[0][1] for role in ("-1m", "-30s", "-10s")}
    assert words == {"-1m": "One minute to go.", "-30s": "Thirty seconds to go.", "-10s": "Ten seconds to go."}


def test_three_ticks_in_steps_of_8_s_and_more() -> None:
    for kind in KINDS:
        made = one(kind, 8)
        end = made.intervals[1].end_ms
        assert sounds(made, "tick") == [end - 3_000, end - 2_000]
        assert sounds(made, "last-tick") == [end - 1_000]
        assert not sounds(one(kind, 7), "tick", "last-tick")


def test_last_words_then_the_end_signal() -> None:
    made = laid_out("session: T\nsteps: work 60s, cool-down 60s\n", spoken=half_a_second)
    (start, _), *further = said(made, "session-end")
    assert not further
    assert start + 500 <= made.length_ms - 3_000
    assert start >= made.length_ms - 3_000 - 500 - 2_000
    assert [e.end_ms for e in made.events if e.role == "session-end" and e.type == "sound"] == [made.length_ms]
    assert sounds(made, "session-end") == [made.length_ms - 800]


def test_its_commands_and_reminders_are_short() -> None:
    for moment in load_sheet("standard").moments:
        for text in moment.say:
            words = len(text.split())
            assert words <= {"start": 5, "round": 5, "last-round": 5}.get(moment.when, 12), text
