"""Each session of a programme is spoken, and judged up to date, by the voice of its own language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from audiocoach.programme.load_programme import load_programme, parse_programme
from audiocoach.rendering.programme_timelines import all_timelines
from audiocoach.rendering.whole_programme import render_programme
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.model import Session
from audiocoach.sound.clip import Clip
from audiocoach.speech import Voice
from audiocoach.speech.engines.interface import Refusal, Utterance
from audiocoach.speech.engines.tone_engine import ToneEngine
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support.short_programme import SHORT

GERMAN = SHORT.replace("  coach:", "  language: de\n  coach:")
LOW, TIEF = Voice("tone", "low", "Low", "en-US", 22_050), Voice("tone", "tief", "Tief", "de", 22_050)


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """What the engine is asked to say, each with the voice that says it."""
    said: set[tuple[str, str]] = set()
    speak = ToneEngine.speak

    def listen(
        self: ToneEngine, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None
    ) -> list[Clip | Refusal]:
        said.update((each.text, each.voice.id) for each in utterances)
        return speak(self, utterances, on_each)

    monkeypatch.setattr(ToneEngine, "speak", listen)
    return said


def voices(monkeypatch: pytest.MonkeyPatch, *there: Voice) -> None:
    monkeypatch.setattr(ToneEngine, "voices", lambda self: there)


def render(folder: Path, text: str, change: Callable[[Session], Session] | None = None) -> int:
    """How many files were not up to date."""
    script = folder / "short.yaml"
    script.write_text(text, encoding="utf-8")
    studio = Studio(ClipCache(Store(folder / "cache")))
    return len(render_programme(load_programme(script), folder / "output", change=change, studio=studio)[0])


def every_second_in_german(session: Session) -> Session:
    return session.model_copy(update={"language": "de"}) if str(session.variables["run"]) == "2" else session


@pytest.mark.slow
def test_a_programme_needs_a_voice_of_its_own_language_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voices(monkeypatch, TIEF)
    assert render(tmp_path, GERMAN) == 4
    assert render(tmp_path, GERMAN) == 0


@pytest.mark.slow
def test_another_standard_voice_makes_the_programmes_of_its_language_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    low, high = LOW, Voice("tone", "high", "High", "en-GB", 22_050)
    voices(monkeypatch, TIEF, low, high)
    render(tmp_path, GERMAN)
    voices(monkeypatch, TIEF, high, low)
    assert render(tmp_path, GERMAN) == 0
    voices(monkeypatch, Voice("tone", "high", "Hoch", "de", 22_050), TIEF, high, low)
    assert render(tmp_path, GERMAN) == 4


@pytest.mark.slow
def test_the_sessions_of_a_programme_may_be_in_different_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoken: set[tuple[str, str]]
) -> None:
    voices(monkeypatch, LOW, TIEF)
    assert render(tmp_path, SHORT, every_second_in_german) == 4
    assert {voice for text, voice in spoken if text == "Rest."} == {"low", "tief"}
    voices(monkeypatch, LOW, Voice("tone", "high", "Hoch", "de", 22_050), TIEF)
    assert render(tmp_path, SHORT, every_second_in_german) == 2


@pytest.mark.slow
def test_the_timelines_of_a_programme_are_measured_in_each_language(
    spoken: set[tuple[str, str]], tmp_path: Path
) -> None:
    studio = Studio(ClipCache(Store(tmp_path / "cache")))
    timelines, problems = all_timelines(parse_programme(SHORT).changed(every_second_in_german), Workshop(studio))
    assert (len(timelines), problems) == (4, [])
    assert {voice for text, voice in spoken if text == "Rest."} == {"low", "tief"}
