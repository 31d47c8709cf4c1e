"""The music is down when a word begins, comes up when nothing is near, and never pumps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.music.ducking import Ducking
from tests.support.music_reference import ducked

every_time_the_same = settings(derandomize=True, deadline=None)

MS = 48
TOTAL = 60_000 * MS
EVERY = 53
"""Samples between those that are looked at."""


def decibels(ducking: Ducking, start_ms: int = 0, end_ms: int = 60_000) -> np.ndarray:
    """The gain of each millisecond."""
    gain = ducking.gain(start_ms * MS, end_ms * MS)
    return np.zeros(end_ms - start_ms) if gain is None else 20 * np.log10(gain[::MS].astype(float))


def test_it_is_down_when_the_word_begins_and_up_again_after_the_last() -> None:
    level = decibels(Ducking([(10_000, 12_000)]))
    assert level[:9_750].max() == level[:9_750].min() == 0
    assert level[9_875] == pytest.approx(-6, abs=0.1)
    assert level[10_000:12_000] == pytest.approx(-12, abs=0.001)
    assert level[12_325] == pytest.approx(-6, abs=0.1)
    assert (level[12_650:] == 0).all()


def test_it_goes_down_and_up_smoothly() -> None:
    level = decibels(Ducking([(10_000, 12_000)]))
    assert (np.diff(level[9_700:10_000]) <= 0).all()
    assert (np.diff(level[12_000:12_700]) >= 0).all()
    assert np.abs(np.diff(level)).max() < 0.08


def test_words_that_follow_closely_are_one_dip() -> None:
    near = decibels(Ducking([(10_000, 11_000), (12_499, 13_000)]))
    assert near[10_000:13_000] == pytest.approx(-12, abs=0.001)
    far = decibels(Ducking([(10_000, 11_000), (12_500, 13_000)]))
    assert (far[11_650:12_250] == 0).all()


def test_words_at_both_ends_of_a_session_are_clipped() -> None:
    ducking = Ducking([(0, 1000), (59_900, 60_000)])
    level = decibels(ducking)
    assert level[0] == pytest.approx(-12, abs=0.001)
    assert level[-1] == pytest.approx(-12, abs=0.001)
    assert decibels(Ducking([(100, 1000)]))[0] < -6


def test_how_far_down_is_as_wanted() -> None:
    assert decibels(Ducking([(10_000, 12_000)], -20.0)).min() == pytest.approx(-20, abs=0.001)
    assert Ducking([(10_000, 12_000)], 0.0).gain(0, TOTAL) is None


def test_where_nobody_speaks_there_is_no_gain_at_all() -> None:
    ducking = Ducking([(10_000, 12_000)])
    assert ducking.gain(0, 9_750 * MS) is None
    assert ducking.gain(12_650 * MS, TOTAL) is None
    assert Ducking([]).gain(0, TOTAL) is None


spans = st.lists(
    st.tuples(st.integers(0, 58_000), st.integers(1, 2000)).map(lambda each: (each[0], each[0] + each[1])), max_size=12
)


@pytest.mark.slow
@every_time_the_same
@given(spans, st.sampled_from([-12.0, -15.0, -3.5]))
def test_any_words_give_what_the_rule_says(words: list[tuple[int, int]], depth: float) -> None:
    gain = Ducking(words, depth).gain(0, TOTAL)
    heard = np.zeros(TOTAL)[::EVERY] if gain is None else 20 * np.log10(gain[::EVERY].astype(float))
    assert np.abs(heard - ducked(words, depth, np.arange(0, TOTAL, EVERY))).max() < 0.01


@pytest.mark.slow
@every_time_the_same
@given(spans, st.lists(st.integers(1, TOTAL - 1), max_size=8))
def test_any_range_gives_the_same(words: list[tuple[int, int]], cuts: list[int]) -> None:
    ducking = Ducking(words)
    edges = sorted({0, TOTAL, *cuts})
    pieces = [
        gain if (gain := ducking.gain(a, b)) is not None else np.ones(b - a, np.float32) for a, b in pairwise(edges)
    ]
    whole = ducking.gain(0, TOTAL)
    assert np.array_equal(np.concatenate(pieces), np.ones(TOTAL, np.float32) if whole is None else whole)
