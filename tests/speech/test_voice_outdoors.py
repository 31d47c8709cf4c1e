"""Shaping for outdoors: what it changes and what it leaves."""

from __future__ import annotations

import numpy as np
import pytest

from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance
from audiocoach.speech.shaping.outdoor import understood
from audiocoach.speech.shaping.shape import prepare
from tests.support.speech_fakes import VOICE

RATE = 24_000


def tone(hertz: float, length_s: float = 1.0, level: float = 0.2) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(int(length_s * RATE)) / RATE)


def rms(sound: np.ndarray) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def db(ratio: float) -> float:
    return 20 * np.log10(ratio)


def share(sound: np.ndarray, low: float, high: float) -> float:
    """The part of a sound's energy between two frequencies."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
    return float(power[(frequency >= low) & (frequency < high)].sum() / power.sum())


def test_energy_moves_from_the_low_vowels_to_the_consonants() -> None:
    voice = tone(120) + tone(700) + 0.3 * tone(3000)
    shaped = understood(voice, RATE)
    assert share(shaped, 0, 250) < 0.05 < share(voice, 0, 250)
    assert share(shaped, 1200, 12_000) > 4 * share(voice, 1200, 12_000)


def recipe(hertz: float) -> float:
    """The gain at a frequency: Butterworth of order 4 at 250 Hz, and 1.8 times the band above 1.2 kHz added."""
    at = 1j * hertz / 1200
    return abs(1 + 1.8 * at**2 / (at**2 + np.sqrt(2) * at + 1)) / np.sqrt(1 + (250 / hertz) ** 8)


@pytest.mark.parametrize("hertz", [150, 250, 500, 1200, 2500, 6000, 10_000])
def test_the_filters_are_those_of_the_recipe(hertz: float) -> None:
    # The steady tone of 700 Hz alone sets the gain of the compressor; the other one is too soft to.
    both = understood(tone(hertz, level=0.002) + tone(700), RATE)[RATE // 4 : -RATE // 4]
    spectrum = np.abs(np.fft.rfft(both * np.hanning(len(both))))
    other, main = (spectrum[f * len(both) // RATE] for f in (hertz, 700))
    assert db(other / main) + 40 == pytest.approx(db(recipe(hertz) / recipe(700)), abs=0.3)


def test_what_is_soft_comes_up_and_the_whole_stays_as_it_was() -> None:
    loud, soft = tone(1000, 0.5), tone(1000, 0.5, level=0.02)
    sound = np.concatenate([loud, soft])
    shaped = understood(sound, RATE)
    assert rms(shaped) == pytest.approx(rms(sound), rel=1e-9)
    difference = db(rms(shaped[: RATE // 2]) / rms(shaped[-RATE // 4 :]))
    # 20 dB become 8 by a power of -0.6, as far as the limits of the gain allow.
    assert 7.5 < difference < 12


def test_an_onset_is_as_steep_as_before() -> None:
    sound = np.concatenate([np.zeros(RATE // 2), tone(1000, 0.5)])
    shaped = np.abs(understood(sound, RATE))
    assert np.max(shaped[: RATE // 2 - 24]) < 0.01 * np.max(shaped)
    assert np.flatnonzero(shaped > 0.5 * np.max(shaped))[0] < RATE // 2 + 5 * 24


def test_silence_and_nothing_stay_so() -> None:
    assert not understood(np.zeros(1000), RATE).any()
    assert understood(np.zeros(0), RATE).size == 0


@pytest.mark.parametrize(
    "sound",
    [np.eye(1, 4800, 2400)[0], np.ones(4800), np.full(1, 0.5), tone(30), np.sign(tone(200)), tone(11_900)],
    ids=["a click", "direct current", "one sample", "rumble", "a square", "the highest"],
)
def test_whatever_comes_the_result_is_finite_and_as_long(sound: np.ndarray) -> None:
    shaped = understood(sound, RATE)
    assert shaped.shape == sound.shape
    assert np.isfinite(shaped).all()


def test_shaping_is_for_outdoors_only() -> None:
    raw = Clip(np.rint(tone(300) * 32_767).astype("<i2").tobytes())
    outdoors, indoors = (prepare(raw, Utterance("Go.", VOICE, 150, outdoor=wish)) for wish in (True, False))
    assert not isinstance(outdoors, Refusal)
    assert not isinstance(indoors, Refusal)
    assert outdoors.shape == indoors.shape
    assert np.max(np.abs(outdoors - indoors)) > 0.01


# Pauses.


def said_with_pause(pause_ms: int, edge: np.ndarray, floor: float = 0.0) -> np.ndarray:
    """Two words with a pause between, and a soft sound on both sides of it."""
    room = np.random.default_rng(1).uniform(-floor, floor, pause_ms * 24) if floor else np.zeros(pause_ms * 24)
    return np.concatenate([tone(300, 0.4), edge, room, edge, tone(300, 0.4)])


def shortened(sound: np.ndarray, *, outdoor: bool = False) -> np.ndarray:
    raw = Clip(np.rint(sound * 32_767).astype("<i2").tobytes())
    result = prepare(raw, Utterance("Go.", VOICE, 150, outdoor))
    assert not isinstance(result, Refusal)
    return result


def longest_pause_ms(sound: np.ndarray) -> float:
    loud = np.flatnonzero(np.abs(sound) > 0.0126 * np.max(np.abs(sound)))  # -38 dB
    return float(np.max(np.diff(loud))) / 24


SOFT = np.random.default_rng(0).uniform(-1, 1, 120 * 24) * 0.2 * 10 ** (-34 / 20) * np.hanning(120 * 24)
"""An f at the end of a word: 120 ms, at its loudest 34 dB below the vowel, and so in part taken for the pause."""


@pytest.mark.parametrize("outdoor", [False, True])
@pytest.mark.parametrize("pause_ms", [450, 900, 3000])
def test_a_long_pause_becomes_one_of_400_ms(pause_ms: int, *, outdoor: bool) -> None:
    pause = longest_pause_ms(shortened(said_with_pause(pause_ms, np.zeros(0)), outdoor=outdoor))
    assert 350 <= pause <= 400.1


def test_a_pause_of_400_ms_and_less_is_left() -> None:
    sound = said_with_pause(395, np.zeros(0))
    assert len(shortened(sound)) == pytest.approx(len(sound) + 35 * 24, abs=24)


def test_soft_sounds_beside_a_pause_are_not_cut() -> None:
    sound = shortened(said_with_pause(2000, SOFT))
    word = int(0.4 * RATE)
    start = int(np.flatnonzero(np.abs(sound) > 0)[0])
    after = sound[start + word :][: len(SOFT)]
    before = sound[: -word - 30 * 24][-len(SOFT) :]
    for kept in (after, before):
        alike = np.correlate(kept, SOFT, "full") / np.sum(SOFT**2)
        assert np.max(alike) > 0.97


def test_a_pause_is_cut_without_a_click_in_the_noise_of_a_room() -> None:
    floor = 0.2 * 10 ** (-40 / 20)
    sound = shortened(said_with_pause(2000, np.zeros(0), floor))
    inside = sound[len(sound) // 2 - 150 * 24 : len(sound) // 2 + 150 * 24]
    assert np.max(np.abs(inside)) <= 1.01 * floor
    blocks = [rms(part) for part in np.split(inside, 30)]
    assert min(blocks) > 0.4 * max(blocks)


def test_every_long_pause_of_several_is_shortened() -> None:
    word, pause = tone(300, 0.3), np.zeros(RATE)
    sound = shortened(np.concatenate([word, pause, word, pause, word, pause, word]))
    assert longest_pause_ms(sound) <= 400
    assert len(sound) / 24 == pytest.approx(4 * 300 + 3 * 400 + 35, abs=15)
