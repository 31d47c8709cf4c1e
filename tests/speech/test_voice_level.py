"""How loud a voice is: the whole of it, and not each of its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from audiocoach.sound.clip import Clip
from audiocoach.sound.loudness import integrated, true_peak
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import get_engine
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.shaping.gain import TARGET
from audiocoach.speech.shaping.measured_sentences import SENTENCES, level_texts
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support.speech_fakes import VOICE, FakeEngine, square

CUES = (
    "Go.",
    "Next, run backwards for thirty seconds.",
    "Halfway.",
    "Three, two, one.",
    "Stop. Turn. Check your lane, and who is near.",
    "Round four of eight. Keep your shoulders loose, and breathe.",
    "Ten seconds.",
    "Well done. Walk it off for five minutes.",
)


def heard(clips: Sequence[Clip]) -> np.ndarray:
    """The clips one after the other with silence between, as a session has them."""
    silence = np.zeros(24_000)
    return np.concatenate([part for clip in clips for part in (silence, np.frombuffer(clip.pcm, "<i2") / 32_768)])


def record(voice: Voice, texts: Sequence[str] = CUES, rate: int = 150, *, outdoor: bool = True) -> list[Clip]:
    return list(Studio().record(Utterance(text, voice, rate, outdoor) for text in texts).values())


@pytest.mark.slow
@pytest.mark.parametrize("outdoor", [True, False])
@pytest.mark.parametrize("rate", [110, 150, 220])
def test_the_voice_of_this_computer_is_at_its_level(english: Voice, rate: int, *, outdoor: bool) -> None:
    sound = heard(record(english, rate=rate, outdoor=outdoor))
    assert integrated(sound, 24_000) == pytest.approx(TARGET, abs=0.5)
    assert true_peak(sound, 24_000) <= -1.9


@pytest.mark.slow
@pytest.mark.parametrize("language", ["de", "es"])
def test_voices_of_other_languages_are_as_loud(system_voices: tuple[Voice, ...], language: str) -> None:
    voice = choose_voice(FakeEngine(voices=system_voices), None, language)
    others = {
        "de": ["Los!", "Noch fünf Minuten.", "Atme ruhig weiter und schau nach vorn.", "Letzte Runde, gib alles."],
        "es": ["¡Ya!", "Quedan cinco minutos.", "Respira tranquilo y mira adelante.", "Última serie, dalo todo."],
    }
    assert integrated(heard(record(voice, others[language])), 24_000) == pytest.approx(TARGET, abs=0.8)


@pytest.mark.slow
def test_indoors_is_as_loud_as_outdoors_and_sounds_otherwise(english: Voice) -> None:
    outdoors, indoors = (heard(record(english, outdoor=wish)) for wish in (True, False))
    assert len(outdoors) == len(indoors)
    assert integrated(outdoors, 24_000) == pytest.approx(integrated(indoors, 24_000), abs=0.5)
    power = [np.abs(np.fft.rfft(sound)) ** 2 for sound in (outdoors, indoors)]
    low = [part[: len(part) // 48].sum() / part.sum() for part in power]  # below 250 Hz
    assert low[0] < 0.3 * low[1]


class Speaker(FakeEngine):
    """A voice whose words are tones of a level of its own: `loud` times as loud where the text is `SHORT`."""

    def __init__(self, level: int, short: float = 1.0) -> None:
        super().__init__()
        self.level, self.short = level, short

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        super().speak(utterances, on_each)
        return [
            square(300, int(self.level * self.short)) if u.text == "Go." else square(2000, self.level)
            for u in utterances
        ]


def rms(clip: Clip) -> float:
    return float(np.sqrt(np.mean((np.frombuffer(clip.pcm, "<i2") / 32_768) ** 2)))


class CountedCalls(FakeEngine):
    """Notes the texts of each call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[list[str]] = []

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        self.calls.append([each.text for each in utterances])
        return super().speak(utterances, on_each)


def spoken_by(engine: FakeEngine, texts: Sequence[str], **wishes: bool) -> list[Clip]:
    return list(
        Studio(engines={"fake": lambda: engine}).record(Utterance(t, VOICE, 150, **wishes) for t in texts).values()
    )


@pytest.mark.slow
@pytest.mark.parametrize("outdoor", [True, False])
def test_a_short_soft_word_stays_softer_than_a_long_one(*, outdoor: bool) -> None:
    short, long = spoken_by(Speaker(8000, short=0.5), ["Go.", "Keep running."], outdoor=outdoor)
    assert 20 * np.log10(rms(short) / rms(long)) == pytest.approx(-6, abs=1.2)


@pytest.mark.slow
@pytest.mark.parametrize("level", [200, 2000, 20_000])
def test_a_voice_comes_out_as_loud_however_loud_it_went_in(level: int, own_cache: Path) -> None:
    sound = heard(spoken_by(Speaker(level), ["Keep running.", "Turn around now."]))
    assert integrated(sound, 24_000) == pytest.approx(TARGET, abs=0.3)


@pytest.mark.slow
def test_a_voice_is_measured_once_for_each_rate_and_shaping() -> None:
    engine = FakeEngine()
    for wishes in ((150, True), (150, True), (160, True), (150, False), (160, True)):
        Studio(engines={"fake": lambda: engine}).record([Utterance(f"Go {wishes}.", VOICE, *wishes)])
    assert engine.measured == 3


def test_no_manner_is_found_where_nothing_is_spoken() -> None:
    engine = FakeEngine({"Go.": [Refusal("it hurts")] * 2})
    with pytest.raises(Exception, match="it hurts"):
        spoken_by(engine, ["Go."])
    assert not Store().keys("levels")
    assert engine.measured == 1, "what fails again is asked for alone"


def test_what_a_voice_is_measured_by_is_spoken_with_the_rest() -> None:
    engine = CountedCalls()
    spoken_by(engine, ["Go.", "Stop.", level_texts("en")[0]])
    assert [len(texts) for texts in engine.calls] == [2 + len(level_texts("en"))]
    spoken_by(engine, ["Walk."])
    assert engine.calls[1:] == [["Walk."]], "its manner is known by now"


def test_a_voice_that_keeps_silence_between_words_is_measured_no_second_time() -> None:
    engine = FakeEngine()
    for gap_ms in (0, 60):
        Studio(engines={"fake": lambda: engine}).record([Utterance("Go on.", VOICE, 150, True, gap_ms)])
    assert engine.measured == 1


@pytest.mark.slow
def test_a_kept_gain_that_is_damaged_is_found_anew(own_cache: Path) -> None:
    engine = FakeEngine()
    (first,) = spoken_by(engine, ["Go."])
    for damage in (b"", b"loud", b"\xff"):
        for path in own_cache.glob("levels/*/*.kept"):
            Store().put("levels", path.stem, damage)
        Store().clear("clips")
        assert spoken_by(engine, ["Go."]) == [first]
    assert engine.measured == 4


class Recordings(FakeEngine):
    """A folder of takes: it can say what is in it and nothing else, so none of the sentences to measure by."""

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        raws = super().speak(utterances, on_each)
        return [
            Refusal("no take") if u.text in level_texts("en") else raw for u, raw in zip(utterances, raws, strict=True)
        ]


@pytest.mark.slow
def test_a_voice_that_cannot_say_the_sentences_is_measured_by_what_it_said() -> None:
    takes = {"Go.": [square(300, 3000)] * 2, "Keep running.": [square(2000, 3000)] * 2}
    engine = Recordings(takes)
    clips = spoken_by(engine, ["Go.", "Keep running."])
    assert integrated(heard(clips), 24_000) == pytest.approx(TARGET, abs=0.5)
    # What is recorded later has the same gain.
    (later,) = spoken_by(Recordings({"Turn.": [square(2000, 3000)]}), ["Turn."])
    assert rms(later) == pytest.approx(rms(clips[1]), rel=0.01)


@pytest.mark.slow
def test_a_voice_of_clicks_is_not_limited_without_end() -> None:
    click = Clip((bytes(4800) + (30_000).to_bytes(2, "little") + bytes(4798)) * 10)
    engine = Recordings({"Go.": [click]})
    (clip,) = spoken_by(engine, ["Go."])
    assert 0 < rms(clip) < 0.1


@pytest.mark.slow
def test_fresh_caches_give_the_same_bytes(english: Voice, tmp_path: Path) -> None:
    first, second = (
        Studio(ClipCache(Store(tmp_path / name))).record(Utterance(text, english, 150) for text in texts)
        for name, texts in (("first", CUES), ("second", CUES[::-1]))
    )
    assert first == second


@pytest.mark.slow
def test_the_tones_are_at_the_level_too() -> None:
    voice = choose_voice(get_engine("tone"), None, "en")
    assert integrated(heard(record(voice)), 24_000) == pytest.approx(TARGET, abs=0.5)


def test_every_language_has_sentences_long_and_short_or_numbers() -> None:
    for language, texts in SENTENCES.items():
        assert level_texts(f"{language}-XX") == texts
        assert min(map(len, texts)) < 15 < 45 < max(map(len, texts))
    assert all(any(c.isdigit() for c in text) for text in level_texts("ja"))
