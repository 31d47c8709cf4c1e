"""`check --listen`: recognisers hear each cue as it is rendered, and doubt those that nobody would understand."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.speech.hearing import recogniser
from audiocoach.speech.hearing.recogniser import missing_packages
from tests.support.commands import Run

MISSING = missing_packages()
with_ears = pytest.mark.skipif(bool(MISSING), reason=f"the extra 'understood' is needed ({MISSING})")

SCRIPT = """\
session: Short run
language: {language}
coach: none
voice: {voice}
steps:
  - work: 60s
    cues:
      - {{at: 5s, say: {say}}}
      - {{at: 40s, say: Ten seconds to go.}}
"""


def write(folder: Path, **values: str) -> str:
    path = folder / "short.yaml"
    given = {"language": "en", "voice": "pyttsx3", "say": "Let your arms swing beside you.", **values}
    path.write_text(SCRIPT.format(**given), encoding="utf-8")
    return path.name


def test_without_recognisers_it_says_how_to_get_them(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "missing_packages", lambda: ["faster_whisper"])
    said = run("check", write(here), "--listen")
    assert said.code == 1
    assert "faster_whisper" in said.err
    assert "understood" in said.err


@pytest.mark.slow
def test_without_listening_nothing_of_it_is_loaded(here: Path, command: Run) -> None:
    said = command("check", write(here), "--fast", PYTHONPROFILEIMPORTTIME="1")
    assert said.code == 0
    assert "audiocoach.rendering.checking" in said.err
    assert "faster_whisper" not in said.err
    assert "audiocoach.speech.hearing" not in said.err


@with_ears
@pytest.mark.slow
def test_good_cues_are_heard_and_nothing_is_said_of_them(here: Path, run: Run) -> None:
    said = run("check", write(here), "--listen")
    assert said.code == 0
    assert "short.yaml: good." in said.out
    assert "Listened to 2 different cues." in said.out


@with_ears
@pytest.mark.slow
def test_cues_that_nobody_understands_are_named_with_what_was_heard(here: Path, run: Run) -> None:
    """Beeps in place of words: as bad as a voice can be."""
    said = run("check", write(here, voice="tone", say="Jog backwards with light feet."), "--listen")
    assert said.code == 0, "a doubt is a warning"
    assert said.out.count("may not be understood: recognisers hear") == 2
    assert '"Jog backwards with light feet."' in said.out
    assert "say 'run backwards' in place of 'jog backwards', which is often lost" in said.out
    assert "short.yaml:8:" in said.out, "where the cue is written"


@with_ears
@pytest.mark.slow
def test_it_says_which_languages_it_cannot_hear(here: Path, run: Run) -> None:
    said = run("check", write(here, language="de", say="Bleib locker."), "--listen")
    assert said.code == 0
    assert "no recogniser here can judge cues in de: only English ones" in said.out
