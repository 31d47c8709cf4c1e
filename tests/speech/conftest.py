"""Speech of its own in each test: no test sees another's cache, nor the user's."""

from __future__ import annotations

import os
import select
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.speech import Voice
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import get_engine
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
def alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The reading end of a pipe that every worker started in this test holds open; at its end none may."""
    path = tmp_path / "alive"
    os.mkfifo(path)
    monkeypatch.setenv("FAKE_ALIVE", str(path))
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    os.close(os.open(path, os.O_WRONLY))  # a pipe that nobody ever wrote to has no end
    yield reader
    assert ended(reader), "a process was left behind"
    os.close(reader)


def ended(reader: int) -> bool:
    """Whether everything that held the pipe open ends within five seconds."""
    while select.select([reader], [], [], 5)[0]:
        if not os.read(reader, 1000):
            return True
    return False
