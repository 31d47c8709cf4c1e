"""Speech of its own in each test: no test sees another's cache, nor the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.speech import Voice
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import get_engine
from tests.support.life_signs import LifeSigns, life_signs
from tests.support.speech_fakes import FakeEngine


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session")
def system_voices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Voice, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOCOACH_CACHE", str(tmp_path_factory.mktemp("voices")))
        return get_engine("pyttsx3").voices()


@pytest.fixture
def english(system_voices: tuple[Voice, ...]) -> Voice:
    return choose_voice(FakeEngine(voices=system_voices), None, "en")


@pytest.fixture
def alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LifeSigns]:
    """The pipe that every worker started in this test holds open; at its end none may."""
    with life_signs(tmp_path / "alive") as signs:
        monkeypatch.setenv("FAKE_ALIVE", str(signs.path))
        os.close(os.open(signs.path, os.O_WRONLY))  # a pipe that nobody ever wrote to has no end
        yield signs
        assert signs.all_ended(), "a process was left behind"
