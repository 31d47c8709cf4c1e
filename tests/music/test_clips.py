"""Words at 24 kHz in sound at 48 kHz: every second sample is the word's own, and nothing is added above its band."""

from __future__ import annotations

import numpy as np
import pytest

from audiocoach.music.clips_at_48_khz import Clips, doubled, in_floats, in_numbers
from audiocoach.sound.clip import Clip
from audiocoach.sound.resample import resample


def speechlike(count: int = 48_000, below: float = 10_500) -> np.ndarray:
    spectrum = np.fft.rfft(np.random.default_rng(2).standard_normal(count))
    spectrum[np.fft.rfftfreq(count, 1 / 24_000) > below] = 0
    sound = np.fft.irfft(spectrum, n=count) * np.hanning(count)
    return np.rint(sound / np.abs(sound).max() * 20_000)


def clip(values: np.ndarray) -> Clip:
    return Clip(values.astype("<i2").tobytes())


def test_a_clip_keeps_its_samples_and_gets_one_between_each() -> None:
    given = speechlike()
    found = doubled(clip(given).pcm)
    assert len(found) == 2 * len(given)
    assert np.array_equal(found[::2] * 32768, given)


def test_what_is_between_is_what_an_exact_resampler_gives() -> None:
    given = speechlike()
    off = doubled(clip(given).pcm) * 32768 - resample(given, 24_000, 48_000)
    assert 20 * np.log10(np.std(off) / np.std(given)) < -80


def test_a_short_clip_and_its_ends_are_whole() -> None:
    for count in (1, 24, 100):
        given = np.full(count, 1000.0)
        assert np.array_equal(doubled(clip(given).pcm)[::2] * 32768, given)


def heard(clips: Clips, length: int, size: int) -> np.ndarray:
    out = np.zeros(length, np.float32)
    for start in range(0, length, size):
        for at, part in clips.between(start, min(start + size, length)):
            out[start + at : start + at + len(part)] += part
    return out


@pytest.mark.parametrize("size", [1, 7, 100, 1000, 100_000])
def test_clips_lie_at_twice_their_sample_whatever_is_asked_for_at_a_time(size: int) -> None:
    one, other = clip(np.arange(1, 25)), clip(np.full(240, 500))
    placed = [(3, one), (10, other), (10, one), (241, other), (500, one)]
    found = heard(Clips(placed, 2000), 2000, size)
    meant = np.zeros(1000)
    for at, each in placed:
        values = np.frombuffer(each.pcm, "<i2")
        meant[at : at + len(values)] += values
    assert np.array_equal(found[::2] * 32768, meant)


@pytest.mark.parametrize("peak", [2, 40, 20_000])
def test_a_clip_that_sounds_alone_is_the_same_floats_after_it_is_summed(peak: int) -> None:
    sound = doubled(clip(np.rint(speechlike() * (peak / 20_000))).pcm)
    found = in_floats(in_numbers(sound))
    heard_at_all = np.abs(sound) >= 0.5 / 32768
    assert heard_at_all.any()
    assert np.array_equal(found[heard_at_all], sound[heard_at_all])
    assert np.abs(found - sound).max() <= 2**-40


def test_clips_that_overlap_are_summed_between_their_samples_too() -> None:
    placed = [(at, clip(speechlike(4_800) / 3)) for at in (0, 1_001, 1_002, 3_333)]
    wanted = np.zeros(20_000)
    for at, each in placed:
        wanted[2 * at : 2 * at + 9_600] += doubled(each.pcm).astype(np.float64)
    np.testing.assert_allclose(heard(Clips(placed, 20_000), 20_000, 7_000), wanted, rtol=2**-23, atol=2**-37)


def test_clips_may_come_from_a_generator_and_are_taken_when_their_time_comes() -> None:
    taken = []

    def coming():
        for at in range(0, 24_000, 1000):
            taken.append(at)
            yield at, clip(np.ones(24))

    clips = Clips(coming(), 48_000)
    clips.between(0, 4800)
    assert taken == [0, 1000, 2000, 3000]


@pytest.mark.slow
def test_many_long_clips_are_not_all_kept() -> None:
    clips = Clips(((at * 24_000, clip(np.full(24_000, at + 1))) for at in range(200)), 200 * 48_000)
    for start in range(0, 200 * 48_000, 48_000):
        clips.between(start, start + 48_000)
    assert sum(each.nbytes for each in clips._kept.values()) <= 16_000_000


@pytest.mark.parametrize(
    "placed",
    [
        [(990, Clip(bytes(48)))],
        [(-1, Clip(bytes(48)))],
        [(500, Clip(bytes(48))), (400, Clip(bytes(48)))],
        [(0, Clip(bytes(48), rate=48_000))],
        [(0, Clip(bytes(96), channels=2))],
    ],
)
def test_a_clip_that_cannot_be_placed_is_a_bug_of_whoever_placed_it(placed: list[tuple[int, Clip]]) -> None:
    with pytest.raises(ValueError, match="clip"):
        heard(Clips(placed, 2000), 2000, 2000)
