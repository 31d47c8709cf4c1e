"""What a runner would find odd, and the coach therefore does not do."""

from __future__ import annotations

import pytest

from audiocoach.errors import ScriptError
from audiocoach.script.dump import dump
from audiocoach.script.load import parse_session
from audiocoach.script.model import Session, Step
from audiocoach.timeline.events import Event
from audiocoach.timeline.room import GAP
from audiocoach.timeline.timeline import Timeline
from tests.support.voiceless_timelines import half_a_second, laid_out, said, says, timeline


def own_sounds(found: Timeline) -> list[Event]:
    return [event for event in found.events if event.type == "sound" and event.by == "author"]


def test_no_round_is_counted_where_more_of_the_same_follows_on_the_set() -> None:
    found = laid_out("session: A\nsteps: rest 60s, 2 x (work 60s Run, rest 60s), work 60s Run", spoken=half_a_second)
    assert said(found, "round") == said(found, "last-round") == []
    assert said(found, "session-start") == [(400 + 500 + GAP, "A. Six minutes.")]


def test_rounds_are_counted_where_other_steps_follow() -> None:
    text = "session: A\nsteps: warm-up 60s, 2 x (work 60s Run, rest 60s), cool-down 60s"
    found = laid_out(text, spoken=half_a_second)
    assert [text for _, text in said(found, "round")] == ["Round 1 of 2."]
    assert [text for _, text in said(found, "last-round")] == ["Last one."]
    assert "Twice: Run, one minute; then Rest, one minute" in said(found, "session-start")[0][1]


def test_left_and_right_are_not_called_rounds() -> None:
    found = laid_out("session: A\nsteps:\n  - 2 x (stretch 30s Calf {left|right})", spoken=half_a_second)
    assert said(found, "round") == said(found, "last-round") == []


def test_the_last_of_several_steps_a_round_is_no_last_one() -> None:
    found = laid_out("session: A\nsteps: 2 x (work 30s A, rest 10s, work 30s B, rest 10s)", spoken=half_a_second)
    assert [text for _, text in said(found, "round")] == ["Round 1 of 2.", "Round 2 of 2."]


def test_the_first_start_command_is_kept_before_the_title() -> None:
    found = laid_out("session: A rather long title for it\nsteps: work 4s Run, rest 60s")
    assert said(found, "start")[0] == (400, "Run!")
    assert "A rather long title" in found.dropped[0].text


def test_a_reminder_of_form_keeps_clear_of_the_authors_words() -> None:
    text = "session: A\nsteps:\n  - work: 2m\n    cues:\n      - {at: 7s, say: My own.}"
    reminders = said(laid_out(text, spoken=half_a_second), "every")
    assert all(abs(at - 7000) >= 2500 for at, _ in reminders)


def test_the_end_of_a_step_has_no_reminder_of_form() -> None:
    found = laid_out("session: A\nsteps: work 45s, rest 60s", spoken=half_a_second)
    assert [at for at, _ in said(found, "every")] == [8000]


@pytest.mark.parametrize(
    "cue",
    ["{every: 2m, say: A.}", "{every: 10s, from: 40s, until: 30s, say: A.}", "{every: 20s, until: -59s, say: A.}"],
)
def test_a_cue_that_is_never_heard_is_told(cue: str) -> None:
    found = laid_out(f"session: A\nsteps:\n  - work: 60s\n    cues: [{cue}]", spoken=half_a_second)
    assert [warning.message for warning in found.warnings] == ["this cue is never heard: no moment of its step fits it"]
    assert found.warnings[0].where.line == 4


def test_a_cue_that_is_never_heard_is_told_behind_sets_that_do_not_end_alike() -> None:
    text = (
        "session: A\nsteps:\n"
        "  - repeat: 2\n    skip-last-rest: true\n    steps:\n"
        "      - {repeat: 3, steps: [work 20s, rest 10s]}\n"
        "      - {rest: 20s, cues: [{at: 5s, say: A.}]}\n"
        "  - {work: 60s, cues: [{at: 5s, say: A.}, {every: 2m, say: A.}]}\n"
        "  - {rest: 60s, cues: [{at: 5s, say: A.}]}\n"
    )
    found = laid_out(text, spoken=half_a_second)
    assert [(warning.where.line, warning.where.column) for warning in found.warnings] == [(8, 43)]


def test_the_lists_of_a_step_that_is_there_twice_take_their_turns_apart() -> None:
    step = Step(work=60_000, say=("A.", "B."), coach="none")
    session = Session(session="A", steps=(step, step))
    assert [text for _, text in said(timeline(session), "cue")] == ["A.", "A."]
    assert [text for _, text in said(laid_out(dump(session)), "cue")] == ["A.", "A."], "as in its script"


def test_a_repeated_cue_sounds_only_where_all_of_it_fits() -> None:
    text = (
        "session: A\nsteps:\n  - work: 60s\n    cues: [{every: 20s, until: -8s, sound: halfway, say: '"
        + "x" * 120
        + "'}]"
    )
    found = laid_out(text)
    assert [event.start_ms for event in own_sounds(found)] == [20_000, 40_000]
    assert [event.start_ms for event in says(found) if event.by == "author"] == [20_700, 40_700]
    late = laid_out(text.replace("until: -8s", "until: -15s"))
    assert [event.start_ms for event in own_sounds(late)] == [20_000]
    assert any("would not be finished in time" in dropped.why for dropped in late.dropped)


def test_a_sound_at_the_end_of_a_step_ends_with_it() -> None:
    found = laid_out("session: A\nsteps:\n  - work: 30s\n    cues: [{at: end, sound: halfway}]\n  - rest: 30s")
    (own,) = own_sounds(found)
    assert (own.start_ms, own.end_ms) == (29_400, 30_000)


def test_a_sound_of_the_authors_over_a_tick_takes_the_countdown_away_and_says_so() -> None:
    found = laid_out("session: A\nsteps:\n  - work: 30s\n    cues: [{at: -3s, sound: halfway}]\n  - rest: 30s")
    assert not [event for event in found.events if event.role == "tick" and event.start_ms < 30_000]
    assert any(dropped.text == "3-2-1" for dropped in found.dropped)


def test_a_cues_voice_keeps_what_it_leaves_open() -> None:
    voice = "voice: {engine: tone, name: high, rate: 100}"
    cues = "[{at: 20s, say: Hi., voice: {rate: 200}}, {at: 30s, say: Hi., voice: low}]"
    found = laid_out(f"session: A\n{voice}\nsteps:\n  - work: 60s\n    cues: {cues}")
    spoken = [event.words.voice for event in says(found) if event.by == "author" and event.words]
    assert [(each.engine, each.name, each.rate) for each in spoken] == [("tone", "high", 200), ("tone", "low", 100)]


def test_talk_auto_is_as_long_as_the_words_that_are_said() -> None:
    talk = '  - talk: auto\n    say: "{session}. Then {next} for {next-length}."\n'
    text = f'session: "A {{length}}"\nsteps:\n{talk}  - work: 29m37s'
    found = laid_out(text)
    (words,) = [event for event in says(found) if event.by == "author"]
    assert "twenty-nine minutes thirty-seven" in words.text
    assert found.intervals[0].end_ms == words.end_ms + 1000
    assert not found.warnings


def test_hundreds_of_thousands_of_blanks_in_a_length_are_refused_at_once() -> None:
    with pytest.raises(ScriptError, match="length"):
        parse_session('session: A\nsteps:\n  - work: "1h' + " " * 200_000 + 'x"\n')
