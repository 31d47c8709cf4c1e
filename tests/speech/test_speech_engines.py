"""The contract: what every engine does, through the Studio, with real speech."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiocoach.errors import SpeechError
from audiocoach.sound.clip import Clip
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import ENGINES, get_engine
from audiocoach.speech.engines.interface import Engine, Refusal, SpacesWords, Utterance, Voice
from audiocoach.speech.engines.pyttsx3_engine import Pyttsx3Engine
from audiocoach.speech.shaping.shape import GRID_MS, shape
from audiocoach.speech.studio import Studio
from tests.support.speech_engines_here import KOKORO, SPEAKING, needs_kokoro, needs_piper, settings_for_command

CUES = [
    "Go.",
    "Three, two, one.",
    "Run backwards for thirty seconds. Short, quick steps.",
    "Check that the way behind you is free, then turn.",
    "Ten seconds.",
]


@pytest.fixture(scope="session")
def cache_of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The level of each voice is found once: a neural one takes its time."""
    return tmp_path_factory.mktemp("engines")


NEURAL = {"piper": [needs_piper, pytest.mark.slow], "kokoro": [needs_kokoro, pytest.mark.slow]}


@pytest.fixture(params=[pytest.param(name, marks=NEURAL.get(name, [])) for name in SPEAKING])
def engine(
    request: pytest.FixtureRequest, own_cache: Path, cache_of_all: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Engine:
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(settings_for_command(tmp_path)))
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(KOKORO if request.param == "kokoro" else tmp_path))
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(cache_of_all))
    return get_engine(request.param)


def test_every_engine_is_held_to_the_contract() -> None:
    assert set(ENGINES) - set(SPEAKING) == {"recorded"}


@pytest.fixture
def voice(engine: Engine, english: Voice) -> Voice:
    return english if engine.name == "pyttsx3" else choose_voice(engine, None, "en")


def loudness(clip: Clip) -> np.ndarray:
    return np.abs(np.frombuffer(clip.pcm, "<i2").astype(float)) / 32767


@pytest.mark.slow
def test_every_cue_becomes_a_clip_for_the_mixer(engine: Engine, voice: Voice) -> None:
    clips = Studio().record(Utterance(text, voice, 150) for text in CUES)
    assert [utterance.text for utterance in clips] == CUES
    for utterance, clip in clips.items():
        sound = loudness(clip)
        assert (clip.rate, clip.channels) == (24_000, 1)
        assert len(clip.pcm) == clip.length_ms * 24 * 2
        assert len(utterance.text) * 30 <= clip.length_ms <= len(utterance.text) * 180
        assert np.sqrt(np.mean(sound**2)) > 0.02
        assert sound.max() <= 0.7944  # -2 dBFS


def test_sound_begins_within_ten_milliseconds_and_ends_softly(engine: Engine, voice: Voice) -> None:
    for clip in Studio().record(Utterance(text, voice, 150) for text in CUES).values():
        sound = loudness(clip)
        audible = np.flatnonzero(sound > 0.01 * sound.max())
        assert audible[0] <= 10 * 24
        assert 0 < len(sound) - audible[-1] <= (40 + GRID_MS) * 24
        assert sound[0] == sound[-1] == 0.0


@pytest.mark.slow
def test_the_same_words_give_the_same_bytes(engine: Engine, voice: Voice) -> None:
    said = [Utterance(text, voice, 150) for text in CUES]
    first = engine.speak(said)
    # In another order and company, because a voice that remembers what it said would now sound otherwise.
    assert engine.speak([said[3], said[1], said[0]]) == [first[3], first[1], first[0]]


@pytest.mark.slow
def test_silence_between_words_makes_them_longer_where_the_voice_keeps_it(engine: Engine, voice: Voice) -> None:
    plain = Utterance("Look over your left shoulder.", voice, 150)
    spaced = replace(plain, gap_ms=60)
    clips = Studio().record([plain, spaced])
    if isinstance(engine, SpacesWords) and engine.spaces_words(voice):
        # As many samples between words as told, or more where the voice already paused.
        assert clips[spaced].length_ms >= clips[plain].length_ms + 4 * 48
        again = engine.speak([spaced, spaced])
        assert again[0] == again[1]
    else:
        assert clips[spaced] == clips[plain]


@pytest.mark.slow
def test_a_higher_rate_is_faster(engine: Engine, voice: Voice) -> None:
    clips = engine.speak([Utterance(CUES[2], voice, rate) for rate in (120, 150, 200)])
    slow, plain, fast = (clip.length_ms for clip in clips if isinstance(clip, Clip))
    assert fast < plain * 0.88 < slow * 0.8


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Keep your knees soft and go on " * 12, id="no stop"),
        pytest.param("[[ h @ l @U ]] Go.", id="sounds for Piper"),
        pytest.param("🏃🔥", id="emoji only"),
        pytest.param("<speak><break time='5s'/></speak>", id="SSML"),
        pytest.param("--help", id="leading dashes"),
        pytest.param("Run\x00 and jump\x01 50p", id="NUL"),
        pytest.param("ركض إلى الخلف", id="right to left"),
        pytest.param("Run \ud800 now", id="unpaired surrogate"),
        pytest.param("x" * 250, id="no vowels"),
        pytest.param("Wait . . . . . . go", id="dots"),
        pytest.param("1000000 2000000", id="numbers"),
        pytest.param(" \n\t", id="blank"),
        pytest.param("", id="empty"),
    ],
)
def test_hostile_words_give_a_clip_or_an_error_that_names_them(engine: Engine, voice: Voice, text: str) -> None:
    said = Utterance(text, voice, 300)
    if any(character.isalnum() for character in text):
        assert Studio().record([said])[said].length_ms >= 100
    else:
        with pytest.raises(SpeechError, match="could not speak 1 text with the voice"):
            Studio().record([said])


@pytest.mark.slow
def test_what_is_far_too_long_for_a_cue_is_spoken_to_its_end(engine: Engine, voice: Voice) -> None:
    # Models take minutes for that on two cores. Of Piper half as much again as a script may have in one text; of Kokoro
    # a tenth of all, still five times what its model takes at once.
    text = "Keep your knees soft. " * {"kokoro": 45, "piper": 137}.get(voice.engine, 455)
    (clip,) = engine.speak([Utterance(text, voice, 300)])
    assert isinstance(clip, Clip)
    assert len(text) * 20 <= clip.length_ms <= len(text) * 110


@pytest.mark.slow
def test_words_after_a_nul_are_spoken(engine: Engine, voice: Voice) -> None:
    with_nul, without = (Utterance(text, voice, 150) for text in ("Go\x00and turn around", "Go and turn around"))
    clips = Studio().record([with_nul, without])
    assert clips[with_nul] == clips[without]


def test_a_voice_that_does_not_exist_is_refused(engine: Engine) -> None:
    (result,) = engine.speak([Utterance("Go.", Voice(engine.name, "no/such", "No", "en"), 150)])
    assert isinstance(result, Refusal)


def test_voices_are_told_in_order_with_an_english_one(engine: Engine) -> None:
    voices = engine.voices()
    assert all(voice.engine == engine.name and voice.id and voice.name and voice.language for voice in voices)
    assert len({voice.id for voice in voices}) == len(voices)
    assert choose_voice(engine, None, "en").language == "en-US"


@pytest.mark.slow
def test_every_voice_listed_speaks(engine: Engine) -> None:
    # Not by the studio, which would measure each voice first.
    said = [Utterance("Go, 10.", voice, 150) for voice in engine.voices()]
    for utterance, raw in zip(said, engine.speak(said), strict=True):
        assert isinstance(raw, Clip), utterance
        assert isinstance(shape(raw, utterance), Clip), utterance


def test_nothing_of_a_voice_is_loaded_into_this_process(engine: Engine, voice: Voice) -> None:
    Studio().record([Utterance("Go.", voice, 150)])
    assert not {"pyttsx3", "piper", "onnxruntime"} & set(sys.modules)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is one way only elsewhere")
def test_a_process_each_gives_the_same_bytes_as_forking(english: Voice) -> None:
    said = [Utterance(text, english, 150) for text in CUES]
    assert Pyttsx3Engine(fork=False).speak(said) == Pyttsx3Engine(fork=True).speak(said)


@pytest.mark.slow
def test_printing_of_pyttsx3_does_not_reach_the_user(english: Voice, capfd: pytest.CaptureFixture[str]) -> None:
    Pyttsx3Engine().speak([Utterance("Go.", english, 150)])
    Pyttsx3Engine(fork=False).speak([Utterance("Go.", english, 150)])
    assert capfd.readouterr() == ("", "")
