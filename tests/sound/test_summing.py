"""Sums by pydub against numpy's: equal in every sample, wherever parts begin, overlap and end."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.mix.windows import Placed, Window, mix
from audiocoach.sound.clip import Clip
from audiocoach.sound.layout import MONO, STEREO, Layout
from audiocoach.sound.summing import summed

EDGE_MS = 10_000

near_an_edge = st.integers(-60, 60).map(lambda off: EDGE_MS * 24 + off)
positions = st.one_of(st.integers(0, 24_000 * 21), near_an_edge)
parts = st.tuples(positions, st.integers(1, 24_000 * 12), st.integers(0, 2**31), st.sampled_from([40, 9000, 32_768]))


def values(seed: int, count: int, peak: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(-peak, peak, count, dtype=np.int64)


@pytest.mark.slow
@pytest.mark.parametrize("layout", [MONO, STEREO], ids=["mono", "stereo"])
@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(parts, min_size=1, max_size=8), st.integers(0, 30))
def test_any_parts_are_summed_to_the_sample(
    layout: Layout, placed: list[tuple[int, int, int, int]], after: int
) -> None:
    placed = sorted(placed)
    length = max(at + count for at, count, _, _ in placed) + after
    wanted = np.zeros((length, layout.channels), np.int64)
    given_parts = []
    for at, count, seed, peak in placed:
        sound = values(seed, count * layout.channels, peak).reshape(count, layout.channels)
        wanted[at : at + count] += sound
        given_parts.append((at, sound.astype(np.int32).tobytes()))
    found = np.frombuffer(summed(given_parts, length, layout), np.int32).reshape(-1, layout.channels)
    assert np.array_equal(found, wanted)


def test_a_thousand_at_full_level_at_once_stop_at_no_end_of_a_range() -> None:
    loud = np.full(100, -32_768, np.int32)
    found = np.frombuffer(summed([(at, loud.tobytes()) for at in range(1000)], 1099, MONO), np.int32)
    assert found.min() == -32_768 * 100
    assert np.array_equal(found, np.convolve(np.ones(1000), loud))


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(positions, st.sampled_from([1, 7, 300, 1001, 11_000]), st.integers(0, 2**31)), min_size=1, max_size=6
    )
)
def test_any_window_that_fits_is_the_sum_of_its_clips(placed: list[tuple[int, int, int]]) -> None:
    """Whole, as it is encoded: each clip is heard where it is placed, and nothing below the ceiling is changed."""
    clips = tuple(
        Placed(at, Clip(values(seed, length_ms * 24, 3900).astype("<i2").tobytes()))
        for at, length_ms, seed in sorted(placed)
    )
    length = max(each.end for each in clips)
    wanted = np.zeros(length, np.int64)
    for each in clips:
        wanted[each.at : each.end] += np.frombuffer(each.clip.pcm, "<i2")
    assert np.array_equal(np.frombuffer(mix(Window(0, length, clips)), "<i2"), wanted)


def test_every_16_bit_value_of_a_clip_that_sounds_alone_comes_out() -> None:
    pcm = np.arange(-32_768, 32_768, dtype="<i2")[:65_520].tobytes()
    clip = Clip(pcm)
    assert mix(Window(0, clip.frame_count, (Placed(0, clip),))) == pcm


def test_nobody_is_warned_of_a_missing_ffmpeg_or_of_a_module_that_leaves() -> None:
    code = "import warnings; before = warnings.filters[:]; import audiocoach.sound.summing as summing\n"
    code += "assert warnings.filters == before; assert summing.AudioSegment.__module__.startswith('pydub')"
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, env={**os.environ, "PATH": ""}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
