"""What a script means: every rule of the language in a session of a few lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from audiocoach.errors import ScriptError
from audiocoach.script.dump import dump
from audiocoach.script.load import parse_session
from audiocoach.timeline.signals import AFTER_SIGNAL
from audiocoach.timeline.wording import Words
from tests.support.voiceless_timelines import START_SIGNAL_MS, half_a_second, laid_out, said, says, sounds, timeline

BEGIN = START_SIGNAL_MS + AFTER_SIGNAL
"""When words due at a start are said: behind its signal."""


def names(steps: str) -> list[str]:
    return [interval.name for interval in laid_out(f"session: Tempo\ncoach: none\nsteps: {steps}\n").intervals]


def own(steps: str, **kwargs: object) -> list[tuple[int, str]]:
    """What the script itself says, with every utterance half a second long."""
    made = laid_out(f"session: Tempo\ncoach: none\nsteps:\n{steps}", spoken=half_a_second)
    return [(event.start_ms, event.text) for event in says(made) if event.by == "author"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("work 60s", ["Go"]),
        ("work 60s Run", ["Run"]),
        ("work 60s  Run  hard ", ["Run hard"]),
        ("drill 30s Leg swings, left", ["Leg swings, left"]),
        ("drill 30s Leg swings, left, drill 30s Leg swings, right", ["Leg swings, left", "Leg swings, right"]),
        ("work 60s Run, rest 90s Walk", ["Run", "Walk"]),
        ("work 60s Rest a bit, then go", ["Rest a bit, then go"]),
        ("work 60s,rest 90s", ["Go", "Rest"]),
        ("2 x (work 60s A, rest 90s B), work 60s C", ["A", "B", "A", "B", "C"]),
        ("2×(work 60s A)", ["A", "A"]),
        ("2 X ( work 60s A )", ["A", "A"]),
        ("2 x (2 x (work 60s A), rest 60s B)", ["A", "A", "B", "A", "A", "B"]),
        ("2 x (work 60s Run (hard))", ["Run (hard)", "Run (hard)"]),
        ("2 x (stretch 30s Calf {left leg|right leg})", ["Calf left leg", "Calf right leg"]),
        ("2 x (stretch 30s Calf {left, low|right, high})", ["Calf left, low", "Calf right, high"]),
        ("3 x (work 60s Round {round} of {rounds})", ["Round 1 of 3", "Round 2 of 3", "Round 3 of 3"]),
        ("work 60s Lap for {length}", ["Lap for 1:00"]),
        ("work 5 min Jog", ["Jog"]),
        ("work 1'30\" Jog", ["Jog"]),
        ("work 2:30 Jog", ["Jog"]),
        ("talk auto", None),
    ],
)
def test_whiteboard(line: str, expected: list[str] | None) -> None:
    quoted = "'" + line.replace("'", "''") + "'"
    if expected is None:
        with pytest.raises(ScriptError):
            names(quoted)
    else:
        assert names(quoted) == expected


def test_a_keyed_line_says_its_value_or_takes_its_keys() -> None:
    assert own("  - work 60s Run: Go now.\n") == [(BEGIN, "Go now.")]
    assert own("  - work 60s Run: {say: Go now., effort: 5}\n") == [(BEGIN, "Go now.")]
    assert own("  - work 60s Run: {name}\n") == [(BEGIN, "Run")]
    made = laid_out("session: T\nsteps:\n  - 2 x (work 60s, rest 90s): {name: Main, skip-last-rest: true}\n")
    assert [i.kind for i in made.intervals] == ["work", "rest", "work"]


def test_plain_scalars_stay_text() -> None:
    made = laid_out("session: on\ncoach: none\nsteps:\n  - {work: 2:30, name: no}\n  - {work: 60s, name: 5.1}\n")
    assert made.title == "on"
    assert [(i.name, i.length_ms) for i in made.intervals] == [("no", 150_000), ("5.1", 60_000)]


def test_blocks_stand_for_their_steps() -> None:
    text = "session: T\ncoach: none\nblocks:\n  jog: [warm-up 60s Jog]\n  main: 2 x (work 60s Run, ease)\n"
    text += "  ease: rest 90s Walk\nsteps: [jog, main, 'jog, ease']\n"
    assert [i.name for i in laid_out(text).intervals] == ["Jog", "Run", "Walk", "Run", "Walk", "Jog", "Walk"]


def test_an_alias_repeats_a_part() -> None:
    text = "session: T\ncoach: none\nsteps:\n  - &run {work: 60s, name: Run, say: Go.}\n  - rest 60s\n  - *run\n"
    assert [i.name for i in laid_out(text).intervals] == ["Run", "Rest", "Run"]


ROUNDS = """\
  - repeat: 5
    steps:
      - work: 60s
        cues:
          - {at: 20s, say: Tall., on: %s}
"""


@pytest.mark.parametrize(
    ("on", "rounds"),
    [
        ("first", [1]),
        ("last", [5]),
        ("odd", [1, 3, 5]),
        ("even", [2, 4]),
        ("2", [2]),
        ("[1, 3]", [1, 3]),
        ("[1, last]", [1, 5]),
        ("[even, 1]", [1, 2, 4]),
    ],
)
def test_on_picks_rounds(on: str, rounds: list[int]) -> None:
    assert [at for at, _ in own(ROUNDS % on)] == [(n - 1) * 60_000 + 20_000 for n in rounds]


def test_on_means_the_nearest_set() -> None:
    text = "  - repeat: 2\n    steps:\n      - repeat: 3\n        steps:\n          - work: 60s\n"
    text += "            cues: [{at: 20s, say: '{round} of {rounds}', on: last}]\n"
    assert own(text) == [(140_000, "3 of 3"), (320_000, "3 of 3")]


def test_a_list_rotates_through_the_session() -> None:
    text = "  - repeat: 2\n    steps:\n      - work: 60s\n        cues:\n"
    text += "          - {every: 20s, say: [One., Two., Three.]}\n"
    assert own(text) == [(20_000, "One."), (40_000, "Two."), (80_000, "Three."), (100_000, "One.")]


def test_lists_rotate_each_on_its_own() -> None:
    steps = "      - {work: 60s, say: [Go., Run.]}\n      - {rest: 60s, say: [Walk., Breathe.]}\n"
    assert [text for _, text in own(f"  - repeat: 3\n    steps:\n{steps}")] == [
        "Go.",
        "Walk.",
        "Run.",
        "Breathe.",
        "Go.",
        "Walk.",
    ]


def test_say_on_a_step_is_a_cue_at_its_start() -> None:
    said_at = own("  - {work: 60s, say: Go.}\n  - {rest: 60s, cues: [{at: start, say: Walk.}]}\n")
    assert said_at == [(BEGIN, "Go."), (60_000 + BEGIN, "Walk.")]


def test_words_at_a_start_without_a_signal_begin_there() -> None:
    assert own("  - work 60s\n  - {talk: 60s, say: Stand.}\n  - {rest: 60s, sound: none, say: Walk.}\n") == [
        (60_000, "Stand."),
        (120_000, "Walk."),
    ]


def test_words_follow_a_sound_of_their_own_cue() -> None:
    assert own("  - work: 60s\n    cues: [{at: 20s, sound: halfway, say: Half.}]\n") == [
        (20_000 + 600 + AFTER_SIGNAL, "Half.")
    ]


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        ("halfway", 30_000),
        ("25%", 15_000),
        ("20s", 20_000),
        ("1:00", None),
        ("-8s", 52_000),
        ("end", 59_500),
        ("start", BEGIN),
        ("10s before the end", 50_000),
    ],
)
def test_moments(at: str, begins: int | None) -> None:
    text = f"  - work: 60s\n    cues: [{{at: {at}, say: Now.}}]\n"
    if begins is None:
        with pytest.raises(ScriptError, match="outside of this step"):
            own(text)
    else:
        assert own(text) == [(begins, "Now.")]


@pytest.mark.parametrize(
    ("keys", "moments"),
    [
        ("every: 20s", [20, 40]),
        ("every: 20s, from: start", [0.4, 20, 40]),
        ("every: 20s, from: 8s", [8, 28, 48]),
        ("every: 20s, from: 8s, until: -12s", [8, 28]),
        ("every: 20s, from: 8s, until: 48500ms", None),
        ("every: 20s, from: 8s, until: 48.5s", [8, 28, 48]),
        ("every: 20s, from: 8s, until: 48.4s", [8, 28]),
        ("every: 10s, from: halfway", [30, 40, 50]),
        ("every: 2m", []),
    ],
)
def test_every(keys: str, moments: list[float] | None) -> None:
    text = f"  - work: 60s\n    cues: [{{{keys}, say: Now.}}]\n"
    if moments is None:
        with pytest.raises(ScriptError):
            own(text)
    else:
        assert own(text) == [(int(at * 1_000), "Now.") for at in moments]


def test_every_is_over_by_the_countdown() -> None:
    text = "session: T\ncoach: beeps-only\nsteps:\n  - work: 60s\n    cues: [{every: 19s, say: Now.}]\n"
    assert [at for at, _ in said(laid_out(text, spoken=half_a_second))] == [19_000, 38_000]
    silent = text.replace("beeps-only", "none")
    assert [at for at, _ in said(laid_out(silent, spoken=half_a_second))] == [19_000, 38_000, 57_000]


def test_min_length_skips_in_shorter_steps() -> None:
    cue = "cues: [{at: 10s, say: Now., min-length: 60s}]"
    assert own(f"  - {{work: 60s, {cue}}}\n  - {{work: 59s, {cue}}}\n") == [(10_000, "Now.")]


def test_words_in_braces() -> None:
    text = """\
  - repeat: 2
    steps:
      - work: 110s
        name: Run
        effort: 6-7
        cues:
          - {at: start, say: "{name}, {length}, effort {effort}. Round {round} of {rounds}."}
          - {at: 60s, say: "{left} to go. Then {next}, {next-length}."}
          - {at: halfway, say: "{session}"}
      - rest 1:05 Walk
  - cool-down 60s
"""
    texts = [text for _, text in own(text)]
    assert texts[:3] == [
        "Run, one minute fifty, effort 6 to 7. Round 1 of 2.",
        "Tempo",
        "Fifty seconds to go. Then Walk, one minute five seconds.",
    ]
    assert texts[3].endswith("Round 2 of 2.")


def test_lengths_are_spoken_in_cues_and_written_in_titles() -> None:
    made = laid_out("session: 'Easy {length}'\ndescription: All of {length}.\nsteps: warm-up 110s Jog\n")
    assert made.title == "Easy 1:50"
    assert made.description == "All of 1:50."
    assert "Easy one minute fifty" in said(made, "session-start")[0][1]


def test_talk_auto_lasts_as_long_as_its_words_and_a_second() -> None:
    text = "session: T\ncoach: none\nsteps:\n  - work 60s\n  - talk: auto\n    say: Listen.\n  - rest 60s\n"
    made = laid_out(text, spoken=half_a_second)
    assert [i.length_ms for i in made.intervals] == [60_000, 1_500, 60_000]
    several = text.replace(
        "    say: Listen.\n", "    cues: [{at: start, say: A}, {at: 5s, say: B}, {at: end, say: C}]\n"
    )
    assert laid_out(several, spoken=half_a_second).intervals[1].length_ms == 5_000 + 500 + 500 + 1_000


def test_skip_last_rest_is_off_by_default() -> None:
    steps = "session: T\nsteps:\n  - repeat: 3\n    {}steps: [work 60s, rest 30s]\n"
    assert laid_out(steps.format("")).length_ms == 270_000
    assert laid_out(steps.format("skip-last-rest: true\n    ")).length_ms == 240_000
    assert laid_out(steps.format("skip-last-rest: false\n    ")).length_ms == 270_000


def test_coach_none_in_a_step_leaves_its_signals() -> None:
    made = laid_out("session: T\nsteps:\n  - {work: 60s, coach: none}\n  - rest 60s\n  - work 60s\n")
    assert [e for e in says(made) if e.start_ms < 60_000] == []
    assert [at for at in sounds(made, "tick", "last-tick") if at < 60_000] == []
    assert sounds(made, "session-start", "rest", "work") == [0, 60_000, 120_000]
    assert len(sounds(made, "tick")) == 4


def test_coach_none_in_the_session_leaves_its_signals() -> None:
    made = laid_out("session: T\ncoach: none\nsteps: work 100s, rest 60s\n")
    assert says(made) == []
    assert [(e.role, e.start_ms) for e in made.events] == [
        ("session-start", 0),
        ("rest", 100_000),
        ("session-end", 159_200),
    ]


def test_beeps_only_has_every_signal_and_no_words() -> None:
    made = laid_out("session: T\ncoach: beeps-only\nsteps: warm-up 90s, work 100s, rest 60s, cool-down 7s\n")
    assert says(made) == []
    assert sounds(made, "halfway") == [45_000, 140_000]
    assert sounds(made, "work", "rest", "cool-down") == [90_000, 190_000, 250_000]
    assert sounds(made, "last-tick") == [89_000, 189_000, 249_000]
    assert sounds(made, "session-end") == [made.length_ms - 800]


def test_signals_by_kind() -> None:
    steps = "talk 20s, warm-up 20s, drill 20s, work 20s, rest 20s, stretch 20s, cool-down 20s"
    made = laid_out(f"session: T\ncoach: none\nsteps: {steps}\n")
    roles = [(e.role, e.start_ms // 20_000) for e in made.events if e.role != "session-end"]
    assert roles == [
        ("session-start", 0),
        ("warm-up", 1),
        ("work", 2),
        ("work", 3),
        ("rest", 4),
        ("cool-down", 5),
        ("cool-down", 6),
    ]


def test_sounds_of_the_session_replace_the_coachs(tmp_path) -> None:
    (tmp_path / "rising.wav").write_bytes(b"")
    text = "session: T\nsounds: {work: rising.wav, tick: none, rest: work}\nsteps: rest 60s, work 60s, rest 60s\n"
    session = parse_session(text, file=str(tmp_path / "t.yaml"), folder=tmp_path)
    made = timeline(session)
    sounding = {event.role: event.sound for event in made.events if event.type == "sound"}
    assert sounding["work"] == str(tmp_path / "rising.wav")
    assert sounding["rest"] == "work"
    assert "tick" not in sounding


def test_the_authors_words_replace_the_coachs_at_the_same_moment() -> None:
    made = laid_out(
        "session: T\nsteps:\n  - work 60s\n  - {rest: 60s, name: Walk, say: Slow down.}\n", spoken=half_a_second
    )
    texts = [text for at, text in said(made) if 60_000 <= at < 65_000]
    assert texts == ["Slow down."]
    assert any(dropped.text == "Walk." and "line 4" in dropped.why for dropped in made.dropped)


def test_what_the_author_is_sure_to_replace_is_not_even_spoken() -> None:
    asked: list[str] = []

    def spoken(words: Sequence[Words]) -> Mapping[Words, int]:
        asked.extend(each.text for each in words)
        return half_a_second(words)

    made = laid_out("session: T\nsteps:\n  - {work: 60s, say: Run tall.}\n  - {rest: 60s, name: Walk}\n", spoken=spoken)
    assert "Run tall." in asked
    assert "Walk." in asked
    assert not any(text.startswith(("T.", "Work")) for text in asked)
    assert {event.words.text for event in made.events if event.words} <= set(asked)


def test_words_over_a_tick_drop_that_countdown_and_say_so() -> None:
    text = "session: T\nsteps:\n  - work: 60s\n    cues: [{at: -2500ms, say: Now.}]\n  - rest 60s\n".replace(
        "2500ms", "2.5s"
    )
    made = laid_out(text, spoken=half_a_second)
    assert sounds(made, "tick", "last-tick") == [117_000, 118_000, 119_000]
    assert [(d.text, d.at_ms) for d in made.dropped if d.text == "3-2-1"] == [("3-2-1", 57_000)]


def test_words_that_run_into_the_next_step_are_a_warning() -> None:
    text = "session: T\ncoach: none\nsteps:\n  - work: 60s\n    cues:\n"
    text += "      - {at: -2s, say: These words are rather too long for it.}\n"
    made = laid_out(text + "  - rest 60s\n")
    assert [w.severity for w in made.warnings] == ["warning"]
    assert made.warnings[0].where.line == 6
    assert "into the next step" in made.warnings[0].message
    with pytest.raises(ScriptError, match="the session ends"):
        laid_out(text)


@pytest.mark.parametrize("written", ["[a.mp3, b.flac]", "{file: [a.mp3, b.flac]}", "\n  file:\n  - a.mp3\n  - b.flac"])
def test_a_list_of_music_needs_no_key(written: str, tmp_path: Path) -> None:
    for name in ("a.mp3", "b.flac"):
        (tmp_path / name).touch()
    session = parse_session(f"session: T\nmusic: {written}\nsteps: work 60s\n", folder=tmp_path)
    assert session.music is not None
    assert session.music.file == ("a.mp3", "b.flac")
    assert parse_session(dump(session), folder=tmp_path) == session
