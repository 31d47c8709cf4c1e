"""The samples mean what their comments say, to the millisecond."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiocoach.script.coach_sheets import load_sheet
from audiocoach.script.load import load_session, parse_session
from audiocoach.timeline.signals import AFTER_SIGNAL
from tests.support.voiceless_timelines import (
    MS_PER_CHARACTER,
    START_SIGNAL_MS,
    half_a_second,
    laid_out,
    said,
    says,
    sounds,
    timeline,
)

MINUTE = 60_000
FORM_MS = (10_000,)
"""The second, at 50 s, gives way to \"Ten more\"."""


@pytest.fixture
def whiteboard(samples: Path) -> Path:
    return samples / "whiteboard.yaml"


@pytest.fixture
def first_steps(samples: Path) -> Path:
    return samples / "first-steps.yaml"


def test_whiteboard_lasts_28_minutes(whiteboard: Path) -> None:
    made = timeline(load_session(whiteboard))
    assert made.length_ms == 28 * MINUTE
    assert made.title == "Eight by one minute"
    steps = [(i.kind, i.name, i.length_ms, i.round, i.rounds) for i in made.intervals]
    assert steps[0] == ("warm-up", "Easy jog", 300_000, None, None)
    assert steps[1:17] == [
        step for n in range(1, 9) for step in (("work", "Run hard", 60_000, n, 8), ("rest", "Walk", 90_000, n, 8))
    ]
    assert steps[17] == ("cool-down", "Walk", 180_000, None, None)


def test_first_steps_lasts_as_long_as_its_talk_and_8_minutes(first_steps: Path) -> None:
    session = load_session(first_steps)
    made = timeline(session)
    talk = made.intervals[0]
    words = next(event for event in says(made) if event.by == "author")
    assert words.text.startswith("Find flat, open ground with no traffic.")
    assert words.text.endswith("before you start.")
    assert words.start_ms == START_SIGNAL_MS + AFTER_SIGNAL
    assert words.end_ms == words.start_ms + MS_PER_CHARACTER * len(words.text)
    assert talk.length_ms == words.end_ms + 1_000
    assert made.length_ms - talk.length_ms == 2 * MINUTE + 3 * 30_000 + 2 * 90_000 + MINUTE


def test_first_steps_says_each_cue_at_its_time(first_steps: Path) -> None:
    made = timeline(load_session(first_steps))
    begin = made.intervals[1].start_ms
    signal = START_SIGNAL_MS + AFTER_SIGNAL
    own = [(event.start_ms - begin, event.text) for event in says(made) if event.by == "author"][1:]
    rounds = [2 * MINUTE, 4 * MINUTE, 6 * MINUTE]
    expected = [(signal, "Walk briskly, and let your arms swing."), (MINUTE, "One minute done. Roll your shoulders.")]
    for number, at in enumerate(rounds):
        expected.append((at + signal, "Jog backwards. Small, quick steps."))
        half = "Last one. Stay smooth." if number == 2 else "Eyes on one point ahead."
        expected.append((at + 15_000, half))
        if number < 2:
            expected.append((at + 30_000 + 70_000, "Stop. Turn. Check your lane, and who is near."))
    expected.append((rounds[2] + 30_000 + signal, "Well done. Walk until you breathe easily."))
    assert own == expected
    assert made.warnings == ()
    assert [i.kind for i in made.intervals][-2:] == ["work", "cool-down"]


FIVE = {
    "Hello. Eight by one minute. Twenty-eight minutes in all.": [400],
    "Go. Run hard.": [],
    "Keep going, that was half.": [150_000],
    "Ten more, stay tall.": [],
    "Soft landing, quiet feet.": [],
}


def test_my_coach_is_the_standard_one_with_five_sentences_of_its_own(samples: Path) -> None:
    standard, mine = load_sheet("standard"), load_sheet("coach-mine.yaml", samples)
    assert mine.coach == "Mine"
    own = [(moment.when, moment.kind) for moment in mine.moments if moment.place("when").file.endswith("mine.yaml")]
    assert own == [
        ("session-start", ()),
        ("start", ("work",)),
        ("halfway", ("work", "warm-up")),
        ("-10s", ("work",)),
        ("every", ("work",)),
    ]
    kept = {(moment.when, kind) for moment in mine.moments for kind in moment.kind or ("",)}
    assert {(m.when, kind) for m in standard.moments for kind in m.kind or ("",)} <= kept
    assert next(m for m in mine.moments if m.when == "-10s" and m.kind == ("rest",)).say == ("Ten seconds to go.",)


def test_a_session_with_my_coach(samples: Path) -> None:
    text = (samples / "whiteboard.yaml").read_text(encoding="utf-8") + "coach: coach-mine.yaml\n"
    session = parse_session(text, file=str(samples / "x.yaml"), folder=samples)
    made = timeline(session, spoken=half_a_second)
    texts = [text for _, text in said(made)]
    for sentence, moments in FIVE.items():
        assert sentence in texts
        for at in moments:
            assert any(at <= start <= at + 1_000 for start, text in said(made) if text == sentence)
    assert texts.count("Go. Run hard.") == 8
    assert texts.count("Ten more, stay tall.") == 8
    assert "Run hard!" not in texts
    assert "Keep going, halfway." not in texts
    assert "Walk." in texts
    assert "Next: Run hard, one minute." in texts
    assert texts.count("Ten seconds to go.") == 8
    forms = said(made, "every")
    works = [i.start_ms for i in made.intervals if i.kind == "work"]
    assert [start for start, _ in forms] == [start + at for start in works for at in FORM_MS]
    assert [text for _, text in forms][:3] == [
        "Soft landing, quiet feet.",
        "Breathe out longer than you breathe in.",
        "Soft landing, quiet feet.",
    ]
    assert not sounds(made, "tick")
    assert len(sounds(made, "last-tick")) == 18


def test_the_programmes_are_no_sessions(samples: Path) -> None:
    from audiocoach.errors import ScriptError

    for name in ("backwards-programme.yaml", "couch-to-5k.yaml"):
        with pytest.raises(ScriptError, match="programme"):
            load_session(samples / name)


def test_the_tables_are_here() -> None:
    tables = Path(__file__).parents[1] / "programme" / "tables"
    for path in tables.glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["source"]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.replace("\n", "\r\n").encode("utf-16-be"),
        lambda text: b"\xfe\xff" + text.replace("\n", "\r\n").encode("utf-16-be"),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: b"---\n" + text.encode() + b"...\n",
    ],
    ids=[
        "bom",
        "crlf",
        "cr",
        "utf-16",
        "utf-16-le-bare",
        "utf-16-be-bare",
        "utf-16-be-crlf",
        "bom-crlf",
        "no-newline",
        "document-marks",
    ],
)
def test_however_an_editor_saves_it(encode, first_steps: Path, tmp_path: Path) -> None:
    path = tmp_path / "first-steps.yaml"
    path.write_bytes(encode(first_steps.read_text(encoding="utf-8")))
    assert load_session(path) == load_session(first_steps)


def test_texts_of_any_alphabet() -> None:
    made = laid_out(
        'session: Läufe und »Pausen«\ncoach: none\nsteps:\n  - {work: 60s, name: Лёгкий бег 😀, say: "走って！"}\n'
    )
    assert made.title == "Läufe und »Pausen«"
    assert made.intervals[0].name == "Лёгкий бег 😀"
    assert says(made)[0].text == "走って！"
