"""Loud places far from each other are turned down as if each were alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.sound.limiter import gain_of

RATE = 24_000
APART = 6000
"""Samples beyond which no gain reaches: a quarter of a second."""


def burst(loud: float, length: int, seed: int) -> np.ndarray:
    return np.clip(np.random.default_rng(seed).standard_normal(length) * loud, -3, 3)


@given(st.lists(st.tuples(st.floats(0.2, 1.2), st.integers(1, 3000)), min_size=1, max_size=5), st.integers(0, 99))
def test_each_is_turned_down_as_if_it_were_alone(bursts: list[tuple[float, int]], seed: int) -> None:
    parts = [np.pad(burst(loud, length, seed + n), APART) for n, (loud, length) in enumerate(bursts)]
    together = gain_of(np.concatenate(parts)[:, None], RATE)
    alone = [gain_of(part[:, None], RATE) for part in parts]
    expected = np.concatenate(
        [np.ones(len(part)) if gain is None else gain for part, gain in zip(parts, alone, strict=True)]
    )
    assert np.array_equal(np.ones(len(expected)) if together is None else together, expected)


@given(st.integers(0, 400), st.integers(0, 99))
def test_however_near_two_are_none_is_louder_than_the_ceiling(between: int, seed: int) -> None:
    sound = np.concatenate(
        [np.zeros(3000), burst(1, 5, seed), np.zeros(between), burst(1, 5, seed + 1), np.zeros(3000)]
    )
    gain = gain_of(sound[:, None], RATE)
    whole = np.ones(len(sound)) if gain is None else gain
    assert np.abs(sound * whole).max() <= 1
    assert whole.min() > 0
