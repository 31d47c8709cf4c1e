"""How long one waits for sound, counted: one new sentence is one to speak, and nothing else is done for it again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from audiocoach.music import tracks
from audiocoach.speech.engines import pyttsx3_engine
from tests.support.music_files import noise, write_music
from tests.support.studio_page import Page

pytestmark = pytest.mark.slow

LONG = """\
session: Half an hour
music: song.mp3
steps:
  - warm-up 5min Easy
  - 10 x (work 60s Run, rest 60s Walk)
  - {cool-down: 5min, name: Walk, say: SENTENCE}
"""


def begun(page: Page, text: str, from_ms: int) -> bytes:
    """Ask for sound, and give the first of it."""
    told = page.ask("play", path="mine.yaml", text=text, from_ms=from_ms)
    return next(page.desk.sounds.find(told["url"].rpartition("/")[2]).data(44))


def test_a_new_sentence_in_half_an_hour_is_all_that_is_spoken(
    page: Page, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_music(folder / "song.mp3", noise(60.0, 44_100), 44_100)
    begun(page, LONG.replace("SENTENCE", "Well done."), 0)
    spoken: list[Any] = []
    speak = pyttsx3_engine.Pyttsx3Engine.speak

    def counting(engine: Any, utterances: Any, *more: Any, **named: Any) -> Any:
        spoken.extend(utterances)
        return speak(engine, utterances, *more, **named)

    monkeypatch.setattr(pyttsx3_engine.Pyttsx3Engine, "speak", counting)
    monkeypatch.setattr(tracks, "measure", None)
    before = sum(os.times()[:4])
    assert begun(page, LONG.replace("SENTENCE", "That was the last one for today."), 1_500_000)
    taken = sum(os.times()[:4]) - before
    # With silence between its words, and without, for where there is no room for that.
    assert [each.text for each in spoken] == 2 * ["That was the last one for today."]
    assert taken < 1.5, "seconds of this process and of those that spoke, on one core"
