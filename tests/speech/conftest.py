"""Speech of its own in each test: no test sees another's cache, nor the user's."""

from __future__ import annotations

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
