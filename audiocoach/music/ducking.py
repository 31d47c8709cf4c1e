"""Work out how far the music goes down under words and signals. Pure, but for numpy's arithmetic.

Everything is known beforehand, so the music is already down when a word begins. Numbers from broadcast practice: 12 to
15 dB down, within 200 to 300 ms, up again within 500 to 800 ms, and staying down where the next word is near.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from audiocoach.sound.layout import SAMPLES_PER_MS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DOWN_MS, UP_MS = 250, 650
"""Down before the first word, so that it ends when the word begins; up after the last."""

DEPTH_DB = -12.0

NEAR_MS = 1500
"""Words closer than this share one dip: music that comes up for a second and goes down again pumps. It is also more
than `DOWN_MS` and `UP_MS` together, so that dips never touch."""


class Ducking:
    """The music's gain over a session: 1, `depth_db` under words, and a raised cosine in dB between them.

    The gain of a sample depends on nothing but its place: any range gives the same.
    """

    def __init__(self, spans_ms: Iterable[tuple[int, int]], depth_db: float = DEPTH_DB) -> None:
        """Take when words and signals begin and end: `spans_ms`, in any order, from the session's start."""
        self.dips = tuple(
            (start * SAMPLES_PER_MS, end * SAMPLES_PER_MS) for start, end in _merged(spans_ms) if depth_db
        )
        self._depth_db = depth_db
        # A dip matters from where the music begins to go down.
        self._from = [start - DOWN_MS * SAMPLES_PER_MS for start, _ in self.dips]

    def gain(self, start: int, end: int) -> NDArray[np.float32] | None:
        """Return the gain of each sample from `start` to `end` (at 48 kHz, from the session's start); None: all 1."""
        import numpy as np

        last = bisect_right(self._from, end - 1)
        first = max(0, bisect_right(self._from, start) - 1)
        down, up = _ramps(self._depth_db)
        found: NDArray[np.float32] | None = None
        for begin, stop in self.dips[first:last]:
            if stop + len(up) <= start:
                continue
            if found is None:
                found = np.ones(end - start, np.float32)
            _lay(found, down, begin - len(down) - start)
            found[max(0, begin - start) : max(0, stop - start)] = 10 ** (self._depth_db / 20)
            _lay(found, up, stop - start)
        return found


def _lay(onto: NDArray[np.float32], piece: NDArray[np.float32], at: int) -> None:
    """Copy as much of a piece as fits `onto`, beginning at `at`, which may lie outside."""
    first, last = max(0, -at), min(len(piece), len(onto) - at)
    if first < last:
        onto[at + first : at + last] = piece[first:last]


@cache
def _ramps(depth_db: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the gains on the way down and up: from 1 to `depth_db`, and back."""
    import numpy as np

    def falling(milliseconds: int) -> NDArray[np.float32]:
        count = milliseconds * SAMPLES_PER_MS
        decibels = depth_db * (0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count))
        gains: NDArray[np.float32] = (10 ** (decibels / 20)).astype(np.float32)
        return gains

    return falling(DOWN_MS), falling(UP_MS)[::-1].copy()


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, with those nearer than `NEAR_MS` joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start - found[-1][1] < NEAR_MS:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
