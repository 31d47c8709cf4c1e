import numpy as np
import pytest

from audiocoach.quantities.units import RATE
from audiocoach.sound.resample import resample


def tone(frequency: float, rate: int, count: int) -> np.ndarray:
    return np.sin(2 * np.pi * frequency * np.arange(count) / rate)


RATES = (8000, 11025, 16000, 22050, 32000, 44056, 44100, 48000, 96000)


@pytest.mark.parametrize(
    ("rate", "frequency"), [(r, f) for r in RATES for f in (440, 3000, 6000, 10000) if f < 0.45 * r]
)
def test_a_tone_keeps_its_pitch_and_time_with_more_than_90_db_to_spare(rate: int, frequency: int) -> None:
    got = resample(tone(frequency, rate, rate // 2 + 1), rate)
    middle = slice(len(got) // 4, 3 * len(got) // 4)
    wanted = tone(frequency, RATE, len(got))[middle]
    noise = got[middle] - wanted
    assert 10 * np.log10(np.sum(wanted**2) / np.sum(noise**2)) > 90


def test_what_the_new_rate_cannot_hold_is_gone() -> None:
    got = resample(tone(15_000, 48_000, 24_000), 48_000)
    assert np.max(np.abs(got[2000:-2000])) < 1e-5


@pytest.mark.parametrize("count", [1, 2, 147, 441, 1000, 4411])
def test_the_length_is_rounded_up_so_that_nothing_is_lost(count: int) -> None:
    assert len(resample(np.zeros(count), 44_100)) == -(-count * 24_000 // 44_100)


def test_the_end_does_not_ring_into_the_beginning() -> None:
    samples = np.zeros(4000)
    samples[-400:] = 0.9
    assert np.max(np.abs(resample(samples, 16_000)[:600])) < 0.001


def test_equal_rates_and_empty_sound_come_back_as_they_are() -> None:
    samples = np.array([0.1, -0.2])
    assert resample(samples, RATE) is samples
    assert len(resample(np.zeros(0), 8000)) == 0


def test_single_precision_is_computed_in_double() -> None:
    samples = tone(1000, 48_000, 4800)
    assert np.allclose(resample(samples.astype(np.float32), 48_000), resample(samples, 48_000), atol=1e-6)


def test_stereo_and_impossible_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="one channel"):
        resample(np.zeros((10, 2)), 48_000)
    with pytest.raises(ValueError, match="positive"):
        resample(np.zeros(10), 0)
