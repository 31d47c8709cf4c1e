"""On which sample each beat of a metronome falls, counted from its start: steady, rising evenly, or changing. Pure.

Each beat is rounded to its sample on its own, halves up, so that no rounding adds up however long a step is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count
from math import isqrt

from audiocoach.quantities.units import MINUTE, RATE, SECOND, samples

_SAMPLES_A_MINUTE = RATE * (MINUTE // SECOND)


def beat_sample(number: int, rate: int) -> int:
    """Return the sample at 24 kHz nearest to beat `number` (from 0) of `rate` a minute."""
    beats = number * _SAMPLES_A_MINUTE
    return (2 * beats + rate) // (2 * rate)


def steady(rate: int) -> Iterator[int]:
    """Yield the samples of beats at one rate, without end."""
    return (beat_sample(number, rate) for number in count())


def rising(first: int, last: int, length_ms: int) -> Iterator[int]:
    """Yield the samples of beats whose rate goes evenly in time from `first` to `last` (a minute) over a length.

    After s of L samples, first * s + (last - first) * s² / 2L beats have passed, in `_SAMPLES_A_MINUTE`ths: beat n
    falls where that is n. The root is taken in whole numbers, so it is exact. Ends with the length.
    """
    change, length = last - first, samples(length_ms)
    if change == 0:
        yield from steady(first)
        return
    for number in count():
        root = (first * length) ** 2 + 2 * change * length * number * _SAMPLES_A_MINUTE
        if root < 0:
            return  # falling, it would come to a stand before this beat
        if change > 0:
            at = (isqrt(4 * root) - 2 * first * length + change) // (2 * change)
        else:
            above = isqrt(4 * root - 1) + 1 if root else 0
            at = (2 * first * length - above - change) // (-2 * change)
        if at > length:
            return
        yield at


def changing(stages: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the samples of beats whose rate holds from certain times (ms) on, the first of them 0, without end.

    The beat that runs when the rate changes is finished first: a runner's step does not jump.
    """
    at, stage = Fraction(0), 0
    while True:
        while stage + 1 < len(stages) and samples(stages[stage + 1][0]) <= at:
            stage += 1
        yield int(at + Fraction(1, 2))
        at += Fraction(_SAMPLES_A_MINUTE, stages[stage][1])
