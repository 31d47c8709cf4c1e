"""What the guide to running backwards teaches is in the flagship session, and in its programme, point by point."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from audiocoach.programme.load_programme import load_programme
from audiocoach.script.library import shipped_scripts
from audiocoach.script.load import load_session
from audiocoach.script.model import Session

POINTS = json.loads(Path(__file__).with_name("backwards-guide.json").read_text(encoding="utf-8"))["points"]
SCRIPTS = {path.stem: path for path in shipped_scripts()}
ADDED = {
    "": ("energy", "coordination work harder", "routine", "body guessing", "agility"),
    ".de": ("mehr Energie", "Koordination", "Routine", "Körper", "Wendigkeit"),
    ".es": ("más energía", "coordinación trabajan más", "rutina", "cuerpo", "agilidad"),
}
"""What it says of energy, of variety and of agility, in each language that the flagship speaks."""


def spoken(sessions: list[Session]) -> str:
    """All that their scripts say, with variables filled in."""
    said: list[str] = []
    for session in sessions:
        for step in session.written_steps():
            said += [*step.say, *(text for cue in step.cues for text in cue.say)]
        said += [str(value) for value in session.variables.values()]
    return " ".join(" ".join(said).split())


def flagship(name: str) -> list[Session]:
    if "weeks" not in name:
        return [load_session(SCRIPTS[name])]
    return [planned.session for planned in load_programme(SCRIPTS[name]).sessions]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["backwards-first", "backwards-8-weeks"])
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point["id"])
def test_each_point_of_the_guide_is_said_or_done(name: str, point: dict[str, list[str]]) -> None:
    sessions = flagship(name)
    said = spoken(sessions)
    missing = [word for word in point.get("words", []) if not re.search(word, said, re.IGNORECASE)]
    assert missing == []
    for session in sessions:
        assert set(point.get("kinds", [])) <= {step.kind for step in session.written_steps()}


@pytest.mark.slow
@pytest.mark.parametrize("language", ADDED)
@pytest.mark.parametrize("name", ["backwards-first", "backwards-8-weeks"])
def test_energy_variety_and_agility_are_said_in_every_language(name: str, language: str) -> None:
    said = spoken(flagship(name + language))
    assert [words for words in ADDED[language] if words.lower() not in said.lower()] == []
