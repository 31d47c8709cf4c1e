"""`best`: the voice of a language that is understood best, of those that are here; and how one could be had."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from audiocoach.errors import SpeechError
from audiocoach.script.load import parse_session
from audiocoach.speech import best_voice as subject
from audiocoach.speech.best_voice import HEARD, best_voice, heard, how_to_be_heard
from audiocoach.speech.casting import Casting, voice_wish
from audiocoach.speech.engines.interface import Engine, Voice
from audiocoach.speech.language_tags import in_order
from tests.support.speech_fakes import FakeEngine


def having(**voices: dict[str, str]) -> Callable[[str], Engine]:
    """Engines by name, each with voices by name, in a language; all others do not work."""

    def engine_of(name: str) -> Engine:
        if name not in voices:
            raise SpeechError(f"{name} is not installed")
        return FakeEngine(voices=in_order([Voice(name, own, own, tag) for own, tag in voices[name].items()]))

    return engine_of


OWN = {"America": "en-US", "Britain": "en-GB", "Germany": "de", "Portugal": "pt", "Brazil": "pt-BR", "France": "fr-FR"}
JOE = {"joe": "en-US"}
KOKORO = {"af_heart": "en-US", "bm_george": "en-GB", "ff_siwis": "fr", "pf_dora": "pt-BR"}


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en", "af_heart"),
        ("en-US", "af_heart"),
        ("en-GB", "bm_george"),
        ("fr", "ff_siwis"),
        ("pt-BR", "pf_dora"),
        ("pt", "Portugal"),
        ("pt-PT", "Portugal"),
        ("de", "Germany"),
        ("fr-CA", "ff_siwis"),
        ("fr-FR", "ff_siwis"),
    ],
)
def test_kokoro_speaks_what_it_can_and_portugal_keeps_its_own_voice(language: str, found: str) -> None:
    assert best_voice(language, having(pyttsx3=OWN, piper=JOE, kokoro=KOKORO)).name == found


def test_without_kokoro_joe_is_best_and_without_him_the_computers_own() -> None:
    assert best_voice("en", having(pyttsx3=OWN, piper=JOE)).name == "joe"
    assert best_voice("en-GB", having(pyttsx3=OWN, piper=JOE)).name == "Britain"
    assert best_voice("en", having(pyttsx3=OWN)).name == "America"
    with pytest.raises(SpeechError, match='no voice for the language "xx"'):
        best_voice("xx", having(pyttsx3=OWN, kokoro=KOKORO))


def test_best_is_a_voice_to_wish_for_unless_somebody_has_one_of_that_name() -> None:
    here = having(pyttsx3=OWN, kokoro=KOKORO, piper=JOE)
    assert Casting(here).voice(voice_wish("best"), "en").name == "af_heart"
    assert Casting(here).voice(voice_wish("Best"), "pt-BR").name == "pf_dora"
    called = having(pyttsx3=OWN, kokoro=KOKORO, piper={"best": "en-US"})
    assert Casting(called).voice(voice_wish("best"), "en").engine == "piper"


@pytest.mark.parametrize(
    "session", ["joe", "{engine: piper}", "{engine: pyttsx3, name: America}", "best", "{rate: slow}"]
)
def test_a_cue_may_wish_for_it_whoever_speaks_the_rest(session: str) -> None:
    step = "{work: 60s, cues: [{at: 20s, say: Go., voice: best}, {at: 40s, say: Go., voice: {name: best, rate: 120}}]}"
    parsed = parse_session(f"session: T\nvoice: {session}\nsteps: [{step}]\n")
    here = Casting(having(pyttsx3=OWN, piper=JOE, kokoro=KOKORO))
    for cue in next(parsed.written_steps()).cues:
        assert cue.voice is not None
        assert here.voice(cue.voice.over(parsed.voice), "en").name == "af_heart"


def test_the_voices_that_are_best_are_those_that_were_heard_best() -> None:
    first = {"en-US": ("kokoro", "af_heart"), "en-GB": ("kokoro", "bm_george")}
    for voice, share in HEARD.items():
        assert 0 < share.noise <= (share.quiet or 1) <= 1, voice
        assert share.noise <= max(HEARD[each].noise for each in first.values())
    assert heard(Voice("kokoro", "af_heart@1", "af_heart", "en-US")) == HEARD["kokoro", "af_heart"]
    assert heard(Voice("piper", "x", "nobody", "en-US")) is None


@pytest.fixture
def on_linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr("sys.platform", "linux")
    return monkeypatch


@pytest.mark.parametrize("language", ["en", "en-GB", "es", "fr-CA", "pt-BR"])
def test_where_espeak_speaks_it_says_how_to_be_understood_better(on_linux: pytest.MonkeyPatch, language: str) -> None:
    on_linux.setattr(subject, "neural_voice", lambda _: None)
    on_linux.setattr(subject, "find_spec", lambda _: None)
    assert "[kokoro]" in how_to_be_heard(language)
    assert "audiocoach voices add kokoro" in how_to_be_heard(language)
    on_linux.setattr(subject, "find_spec", lambda name: name)
    assert "[kokoro]" not in how_to_be_heard(language)
    assert "outdoors: `audiocoach voices add kokoro`, and '--voice best'" in how_to_be_heard(language)


@pytest.mark.parametrize("language", ["de", "pl", "pt", "pt-PT", "sv", "en-GB-scotland", "en-029"])
def test_where_there_is_no_voice_to_be_had_it_says_nothing(on_linux: pytest.MonkeyPatch, language: str) -> None:
    on_linux.setattr(subject, "neural_voice", lambda _: None)
    assert how_to_be_heard(language) == ""


def test_with_a_neural_voice_or_another_system_it_says_nothing(on_linux: pytest.MonkeyPatch) -> None:
    on_linux.setattr(subject, "neural_voice", lambda _: Voice("piper", "joe", "joe", "en-US"))
    assert how_to_be_heard("en") == ""
    on_linux.setattr(subject, "neural_voice", lambda _: None)
    on_linux.setattr("sys.platform", "darwin")
    assert how_to_be_heard("en") == ""
