"""A look-ahead limiter, for peaks between samples too: sound that never passes the ceiling comes out bit for bit.

The gain at a sample depends on `MARGIN_MS` of sound on either side and on nothing else, in whole-number arithmetic
whose result does not depend on where a block begins. So sound limited in chunks that overlap by that much, and cut,
is the same to the bit as sound limited in one go.

How: take the gain that each sample needs; take its running minimum over `_HOLD_MS` on either side; smooth that by two
boxes that reach as far. Every value that the smoothing averages is at most what the loud sample needs, so the average
is too. Symmetric and without delay, which only sound known in advance allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
else:
    Floats = Whole = Any

Sound = TypeVar("Sound", bound="NDArray[np.floating[Any]]")

CEILING_DB = -2.0
"""In dBTP: leaves the room that AES TD1004 (streaming) asks for lossy coding's overshoot, and a dB more for 48 kb/s."""

MARGIN_MS = 21
"""Milliseconds of context on each side of a chunk: twice `_HOLD_MS`, and the reach of the interpolation."""

_HOLD_MS = 10
"""Milliseconds, a period of the deepest male voice (100 Hz): a gain that follows the waveform would distort it."""

_TAPS = 24
"""Taps of each of the three interpolating filters; flat within 0.05 dB up to 0.42 of the rate."""

_KAISER = 5.0
_REACH = _TAPS // 2
_NEAR = 10 ** (-4 / 20)
"""Peaks between samples are looked for within `_NEIGHBOURS` of a sample that is within 4 dB of the ceiling: the classic
worst case, a sine of a quarter of the rate, hides 3 dB. What hides more has louder samples within `_HOLD_MS`."""

_NEIGHBOURS = 3
_FEW = 200
"""Samples near the ceiling that are marked one by one; more, all at a time."""

_AIM = 10 ** (-0.1 / 20)
"""What is over is brought this far below the ceiling: the changing gain moves peaks between samples by up to 0.1 dB."""

_STEPS = 1 << 24
"""Steps of the gain from 0 to 1. Whole numbers add up to the same in any order."""


def limit(samples: Sound, rate: int, ceiling_db: float = CEILING_DB) -> Sound:
    """Turn down the sound around the places where it passes the ceiling.

    Args:
        samples: floats, full scale is 1, of shape (n,) or (n, channels); all channels get the same gain.
        rate: samples a second.
        ceiling_db: dBTP.

    Returns `samples` itself where nothing is over; else an array of the same shape and type. Beyond the ends there
    is silence: for a chunk out of the middle give `MARGIN_MS` more on each side and cut them off.

    Raises:
        ValueError: for samples that are not finite.
    """
    columns = samples.reshape(len(samples), -1)
    limited: Any = None
    for start, gain in _turned_down(columns, rate, ceiling_db):
        limited = columns.copy() if limited is None else limited
        limited[start : start + len(gain)] *= gain[:, None].astype(columns.dtype, copy=False)
    return samples if limited is None else cast("Sound", limited.reshape(samples.shape))


def gain_of(samples: Any, rate: int, ceiling_db: float = CEILING_DB) -> Floats | None:
    """Return the gain that `limit` gives each sample, for what is limited in parts that sound together; None: all 1."""
    import numpy as np

    columns = samples.reshape(len(samples), -1)
    found: Floats | None = None
    for start, gain in _turned_down(columns, rate, ceiling_db):
        found = np.ones(len(columns)) if found is None else found
        found[start : start + len(gain)] *= gain
    return found


def _turned_down(columns: Any, rate: int, ceiling_db: float) -> Iterator[tuple[int, Floats]]:
    """Yield where sound is turned down, and by what gain from there on; gains that meet are both meant."""
    import numpy as np

    ceiling = 10 ** (ceiling_db / 20)
    near = _near(columns, ceiling * _NEAR)
    if not near.size:
        return
    peaks = _peaks(columns, near)
    over = peaks > ceiling
    at, needed = near[over], _STEPS - np.floor(_STEPS * _AIM * ceiling / peaks[over]).astype(np.int64)
    if not at.size:
        return
    hold = rate * _HOLD_MS // 1000 // 2 * 2
    # Groups of places whose gain curves do not meet lie one behind the other, each with all that its own reaches.
    later = np.flatnonzero(np.diff(at) > 4 * hold) + 1
    firsts, lasts = at[np.append(0, later)], at[np.append(later, at.size) - 1]
    ends = np.cumsum(lasts - firsts + 1 + 4 * hold)
    shifts = np.append(0, ends[:-1]) - firsts + 2 * hold
    reduction = np.zeros(int(ends[-1]), dtype=np.int64)
    reduction[at + np.repeat(shifts, np.diff(later, prepend=0, append=at.size))] = needed
    gain = 1 - _smoothed(_widened(reduction, hold), hold)
    for first, last, shift in zip(firsts.tolist(), lasts.tolist(), shifts.tolist(), strict=True):
        start, end = max(0, first - 2 * hold), min(len(columns), last + 2 * hold + 1)
        yield start, gain[start + shift : end + shift]


def _near(columns: Any, level: float) -> Whole:
    """Find the samples above `level` in any channel, and their `_NEIGHBOURS` on either side: indexes in order."""
    import numpy as np

    loud = np.zeros(len(columns) + 2 * _NEIGHBOURS, dtype=bool)
    found = np.zeros(len(columns), dtype=bool)
    for channel in columns.T:
        found |= ~((channel < level) & (channel > -level))
    if np.count_nonzero(found) < _FEW:
        for at in np.flatnonzero(found):
            loud[at : at + 2 * _NEIGHBOURS + 1] = True
    else:
        for shift in range(2 * _NEIGHBOURS + 1):
            loud[shift : shift + len(found)] |= found
    near: Whole = np.flatnonzero(loud[_NEIGHBOURS : _NEIGHBOURS + len(columns)])
    return near


def _peaks(columns: Any, near: Whole) -> Floats:
    """Return the highest absolute value, over all channels, from each of these samples to just before the next one."""
    import numpy as np

    peaks = np.zeros(near.size)
    filters = _filters()
    for channel in columns.T:
        padded = np.zeros(len(channel) + _TAPS)
        padded[_REACH - 1 : _REACH - 1 + len(channel)] = channel
        if not np.isfinite(channel[near]).all():
            raise ValueError("only finite samples can be limited")
        between = np.zeros((3, near.size))
        for tap in range(_TAPS):
            between += filters[:, tap, None] * padded[tap:].take(near)
        np.maximum(peaks, np.abs(channel[near]), out=peaks)
        np.maximum(peaks, np.abs(between).max(axis=0), out=peaks)
    return peaks


@cache
def _filters() -> Floats:
    """Make windowed sincs for a quarter, a half and three quarters after a sample, which is tap `_REACH - 1`."""
    import numpy as np

    taps = np.arange(_TAPS) - (_REACH - 1)
    filters = np.empty((3, _TAPS))
    for row, after in zip(filters, (0.25, 0.5, 0.75), strict=True):
        distance = taps - after
        window = np.i0(_KAISER * np.sqrt(np.maximum(0, 1 - (distance / _REACH) ** 2))) / np.i0(_KAISER)
        row[:] = np.sinc(distance) * window
        row /= row.sum()
    return filters


def _widened(values: Whole, reach: int) -> Whole:
    """Take the running maximum over `reach` samples on either side, by doubling."""
    import numpy as np

    widened, done = values, 0
    while done < reach:
        step = min(reach - done, max(1, done))
        wider = widened.copy()
        np.maximum(wider[step:], widened[:-step], out=wider[step:])
        np.maximum(wider[:-step], widened[step:], out=wider[:-step])
        widened, done = wider, done + step
    return widened


def _smoothed(values: Whole, reach: int) -> Floats:
    """Average under two boxes in turn, which together reach `reach` samples on either side; return shares of 1."""
    import numpy as np

    half = reach // 2
    for _ in range(2):
        total = np.zeros(values.size + 2 * half + 1, dtype=np.int64)
        total[half + 1 : half + 1 + values.size] = values
        np.cumsum(total, out=total)
        values = total[2 * half + 1 :] - total[: -2 * half - 1]
    smoothed: Floats = values / (float(_STEPS) * (2 * half + 1) ** 2)
    return smoothed
