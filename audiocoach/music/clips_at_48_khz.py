"""Put words, signals and clicks at 24 kHz into 48 kHz sound at their exact sample, summed by pydub."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from audiocoach.quantities.units import RATE as CLIP_RATE
from audiocoach.sound.clip import Clip
from audiocoach.sound.layout import STEREO

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]

_REACH = 48
"""Samples on either side that make an in-between one: flat to 11.2 kHz, and 90 dB down above 12.8."""

_ROUNDNESS = 9.0
"""The beta of the Kaiser window around the sinc: -90 dB."""

_KEPT = 16_000_000
"""Bytes of doubled clips kept for when they sound again, as ticks and clicks do."""

_FRACTION = 1 << 24
"""Into so many parts a 16-bit step is divided, for samples in between: as fine as floats of 32 bits from half a step
on, and 256 of them fit into 32 bits at once."""


def doubled(pcm: bytes) -> NDArray[np.float32]:
    """Turn 16-bit samples at 24 kHz into floats at 48 kHz, full scale at 1.

    Every second sample is one of those given, bit for bit; between them is what a band-limited sound has there. Each
    depends on its neighbours alone, so minutes need no more memory than twice their own.
    """
    import numpy as np

    given = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
    out = np.empty(2 * len(given), np.float32)
    out[::2] = given
    out[1::2] = np.convolve(np.pad(given, (_REACH - 1, _REACH)), _between(), "valid")
    return out


@cache
def _between() -> NDArray[np.float32]:
    """Return the weights of the samples around for a sample half-way between two of them."""
    import numpy as np

    distance = np.arange(-_REACH + 0.5, _REACH)
    weights = np.sinc(distance) * np.i0(_ROUNDNESS * np.sqrt(1 - (distance / _REACH) ** 2)) / np.i0(_ROUNDNESS)
    weights /= weights.sum()
    return np.asarray(weights, np.float32)


def in_numbers(sound: NDArray[np.float32]) -> Numbers:
    """Turn floats into whole numbers (n, 2), which pydub sums like two channels: 16-bit steps, and parts of one."""
    import numpy as np

    exact = sound.astype(np.float64) * 32768
    steps = np.rint(exact)
    return np.stack((steps, np.rint((exact - steps) * _FRACTION)), axis=1).astype(np.int32)


def in_floats(numbers: Numbers) -> NDArray[np.float32]:
    """Turn such numbers, or a sum of them, back into floats, full scale at 1."""
    import numpy as np

    exact = numbers[:, 0] + numbers[:, 1] / _FRACTION
    return (exact / 32768).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a clip that sounds in a stretch, from sample `at` of that on."""

    at: int
    numbers: Numbers

    @property
    def end(self) -> int:
        return self.at + len(self.numbers)


class Clips:
    """The clips of a session, asked for from its start, or a later sample, to its end."""

    def __init__(self, placed: Iterable[tuple[int, Clip]], length: int) -> None:
        """Take clips with their first sample at 24 kHz, in order, and the session's `length` in samples at 48 kHz."""
        self._coming = iter(placed)
        self._length = length
        self._next = next(self._coming, None)
        self._sounding: list[_Part] = []
        self._kept: OrderedDict[Clip, Numbers] = OrderedDict()
        self._at = 0

    def between(self, start: int, end: int) -> list[tuple[int, NDArray[np.float32]]]:
        """Return what sounds from `start` to `end` (at 48 kHz): where in that a run begins, and its sum. No two meet.

        Raises:
            ValueError: for clips out of order, of another shape or outside the session: the caller has a bug.
        """
        while self._next is not None and 2 * self._next[0] < end:
            at, clip = self._next
            if at < self._at or 2 * (at + clip.frame_count) > self._length:
                raise ValueError(f"a clip of {clip.frame_count} samples at {at} is out of order or outside the session")
            self._at = at
            self._next = next(self._coming, None)
            if 2 * (at + clip.frame_count) <= start:  # over before any of this
                continue
            self._sounding.append(_Part(2 * at, self._doubled(clip)))
        parts = []
        for each in self._sounding:
            first, last = max(0, start - each.at), min(len(each.numbers), end - each.at)
            if first < last:
                parts.append(_Part(each.at + first - start, each.numbers[first:last]))
        self._sounding = [each for each in self._sounding if each.end > end]
        return _summed(parts) if parts else []

    def _doubled(self, clip: Clip) -> Numbers:
        if clip.rate != CLIP_RATE or clip.channels != 1:
            raise ValueError(f"a clip is 24 kHz mono, got {clip.rate} Hz with {clip.channels} channel(s)")
        if clip in self._kept:
            self._kept.move_to_end(clip)
            return self._kept[clip]
        numbers = self._kept[clip] = in_numbers(doubled(clip.pcm))
        while len(self._kept) > 1 and sum(each.nbytes for each in self._kept.values()) > _KEPT:
            self._kept.popitem(last=False)
        return numbers


def _summed(parts: Sequence[_Part]) -> list[tuple[int, NDArray[np.float32]]]:
    """Sum each run of parts; returns where it begins, and its samples."""
    import numpy as np

    from audiocoach.sound.summing import runs, summed

    found = []
    for run in runs(parts):
        at = run[0].at
        total = summed(
            [(part.at - at, part.numbers.tobytes()) for part in run], max(part.end for part in run) - at, STEREO
        )
        found.append((at, in_floats(np.frombuffer(total, np.int32).reshape(-1, 2))))
    return found
