import subprocess
import sys

import numpy as np
import pytest

from audiocoach.mix.windows import Placed, Window, mix, windows
from audiocoach.mix.windows import mixed as mixed_in_stretches
from audiocoach.sound.clip import Clip
from audiocoach.sound.loudness import true_peak


def noise(seed: int, length_ms: int, peak: int) -> Clip:
    values = np.random.default_rng(seed).uniform(-1, 1, length_ms * 24)
    return Clip(np.rint(values / np.max(np.abs(values)) * peak).astype("<i2").tobytes())


def mixed(*placed: Placed) -> np.ndarray:
    (window,) = windows(placed, 10_000)
    pcm = mix(window)
    assert len(pcm) == window.length * 2
    return np.frombuffer(pcm, "<i2").astype(int)


def summed(*placed: Placed) -> np.ndarray:
    """What mixing should be, in numpy with room to spare."""
    out = np.zeros(max(each.end for each in placed), int)
    for each in placed:
        out[each.at : each.end] += np.frombuffer(each.clip.pcm, "<i2")
    return out


@pytest.mark.parametrize("length_ms", [1, 7, 999, 1000, 1001, 1003, 2001, 3007])
def test_one_clip_comes_out_bit_for_bit_whatever_its_length_and_level(length_ms: int) -> None:
    clip = noise(length_ms, length_ms, 32_767)
    (window,) = windows([Placed.at_ms(123, clip)], 10_000)
    assert mix(window) == clip.pcm


def test_clips_that_meet_are_summed_to_the_sample() -> None:
    one, two, three = noise(1, 1001, 14_000), noise(2, 400, 3000), noise(3, 77, 7336)
    placed = [Placed.at_ms(0, one), Placed.at_ms(333, two), Placed.at_ms(1100, three)]
    assert np.array_equal(mixed(*placed), summed(*placed))


def test_clips_lie_at_their_sample_between_milliseconds() -> None:
    placed = [Placed(5, noise(1, 300, 9000)), Placed(1001, noise(2, 40, 9000)), Placed(7012, noise(3, 77, 9000))]
    assert np.array_equal(mixed(*placed), summed(*placed)[5:])


CEILING = 32_768 * 10 ** (-2 / 20)


def test_what_fits_together_is_summed_unchanged() -> None:
    placed = [Placed.at_ms(0, noise(1, 500, 14_000)), Placed.at_ms(100, noise(2, 300, 3000))]
    assert np.array_equal(mixed(*placed), summed(*placed))


def test_more_than_fits_is_limited_and_not_cut_off() -> None:
    voice, signal = noise(1, 500, 26_000), noise(2, 300, 10_362)
    placed = [Placed.at_ms(0, voice), Placed(2405, signal), Placed(2405, signal)]
    got, wanted = mixed(*placed), summed(*placed)
    assert np.max(np.abs(wanted)) > 32_768
    assert 0.6 * CEILING < np.max(np.abs(got)) <= CEILING
    # Turned down smoothly: the same signs, and hardly another gain from one sample to the next.
    loud = np.abs(wanted) > 3000
    gain = got[loud] / wanted[loud]
    assert np.min(gain) > 0.3
    assert np.max(gain) < 1.001
    assert np.max(np.abs(np.diff(gain))) < 0.02


def test_the_true_peak_of_a_voice_under_signals_is_at_most_minus_two_db() -> None:
    placed = [Placed.at_ms(0, noise(1, 500, 26_000)), Placed.at_ms(100, noise(2, 300, 10_362))]
    assert true_peak(mixed(*placed) / 32_768, 24_000) <= -1.9


def test_only_where_clips_meet_is_anything_limited() -> None:
    alone, voice, signal = noise(1, 200, 32_000), noise(2, 500, 30_000), noise(3, 500, 30_000)
    placed = [Placed.at_ms(0, alone), Placed.at_ms(200, voice), Placed.at_ms(400, signal), Placed.at_ms(1000, alone)]
    got, wanted = mixed(*placed), summed(*placed)
    assert np.array_equal(got[:4800], wanted[:4800])
    assert np.array_equal(got[24_000:], wanted[24_000:])
    assert np.max(np.abs(got[4800:21_600])) <= CEILING < np.max(np.abs(wanted[4800:21_600]))


def test_many_at_once_are_summed_to_the_sample() -> None:
    placed = [Placed(101 * n, noise(n, 200, 1500)) for n in range(12)]
    assert np.array_equal(mixed(*placed), summed(*placed))


def test_clips_that_only_share_a_window_are_not_turned_down() -> None:
    placed = [Placed.at_ms(0, noise(1, 100, 30_000)), Placed.at_ms(150, noise(2, 100, 30_000))]
    assert np.array_equal(mixed(*placed), summed(*placed))


def test_a_part_outside_its_window_is_a_bug() -> None:
    clip = noise(1, 100, 1000)
    with pytest.raises(ValueError, match="outside"):
        mix(Window(0, 2399, (Placed(0, clip),)))
    with pytest.raises(ValueError, match="outside"):
        mix(Window(0, 4800, (Placed(-5, clip),)))


def test_a_window_of_any_length_takes_as_long_as_its_sound() -> None:
    """Each stretch is touched once: as many bytes are handed out as there are, and each stretch is of its own parts."""
    clips = [noise(n, 40, 9000) for n in range(4)]
    placed = [Placed.at_ms(100 * n, clips[n % 4]) for n in range(600)]
    (window,) = windows(placed, 100_000)
    pieces = list(mixed_in_stretches(window))
    assert b"".join(pieces) == summed(*placed).astype("<i2").tobytes()
    assert max(map(len, pieces)) == 60 * 24 * 2


def test_importing_the_mixer_imports_no_numpy() -> None:
    code = "import sys, audiocoach.mix.windows; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
