"""Sum sound with pydub, to the sample: the one module that imports it.

pydub sums whole numbers, stops at the ends of their range, counts positions in milliseconds and copies the whole base
for each part. So samples here have 32 bits and hold the values of 16, which leaves room for 65,536 at once; a part that
begins between milliseconds is padded in front; and a base is short, so that time grows with the length alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from audiocoach.sound.layout import Layout

with warnings.catch_warnings():
    # It warns where no FFmpeg is installed, which sums need not, and Python 3.11 and 3.12 that its audioop will leave
    # the standard library, for which 3.13 has a package.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

__all__ = ["WIDTH", "AudioSegment", "runs", "summed"]

WIDTH = 4
"""Bytes of a sample while it is summed."""

BASE_MS = 1_000
"""The longest base. A part is cut where its base ends, which costs less than to copy more for each part."""


class Spanning(Protocol):
    """What sounds from sample `at` to before sample `end`."""

    @property
    def at(self) -> int:
        """Return the index of its first sample."""

    @property
    def end(self) -> int:
        """Return the index of the first sample after it."""


Part = TypeVar("Part", bound=Spanning)


def runs(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Yield the parts that sound without a break together, in order of their start."""
    run: list[Part] = []
    end = 0
    for part in sorted(parts, key=lambda each: each.at):
        if run and part.at >= end:
            yield run
            run, end = [], 0
        run.append(part)
        end = max(end, part.end)
    if run:
        yield run


def summed(parts: Sequence[tuple[int, bytes]], length: int, layout: Layout) -> bytes:
    """Sum parts into `length` samples of each channel, as 32-bit numbers in the machine's order.

    Args:
        parts: the sample at which each begins, in order, and its samples: 32-bit numbers, channels interleaved.
        length: at least to where the last part ends.
        layout: the rate and channels of the parts and of the sum; a millisecond must be a whole number of samples.
    """
    return b"".join(_bases(parts, length, layout))


def _bases(parts: Sequence[tuple[int, bytes]], length: int, layout: Layout) -> Iterator[bytes]:
    """Yield the sum, a base at a time."""
    per_ms, frame = layout.rate // 1000, WIDTH * layout.channels
    coming = iter(parts)
    following = next(coming, None)
    sounding: list[tuple[int, bytes]] = []
    for start in range(0, length, BASE_MS * per_ms):
        count = min(BASE_MS * per_ms, length - start)
        while following is not None and following[0] < start + count:
            sounding.append(following)
            following = next(coming, None)
        # pydub rounds a length between milliseconds.
        base = _segment(bytes(-(-count // per_ms) * per_ms * frame), layout)
        for at, data in sounding:
            whole_ms, between = divmod(max(0, at - start), per_ms)
            piece = data[max(0, start - at) * frame : (start + count - at) * frame]
            base = base.overlay(_segment(bytes(between * frame) + piece, layout), position=whole_ms)
        yield base.raw_data[: count * frame]
        sounding = [(at, data) for at, data in sounding if at + len(data) // frame > start + count]


def _segment(data: bytes, layout: Layout) -> AudioSegment:
    """Wrap 32-bit samples for pydub, without copying them."""
    return AudioSegment(data=data, sample_width=WIDTH, frame_rate=layout.rate, channels=layout.channels)
