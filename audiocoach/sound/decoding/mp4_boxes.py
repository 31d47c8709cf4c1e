"""Walk through the boxes of an MP4 file that may come from anybody: no length in them is believed.

https://developer.apple.com/documentation/quicktime-file-format
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

MOST_SAMPLES = 6_000_000
"""Samples, which libav takes 24 bytes for each: 24 hours of AAC at 48 kHz have 4.1 million."""

_MOST_BOXES = 100_000
"""Boxes of one level that are looked at: a file that was streamed has two for each second or so."""

VERSION = 4
"""Bytes in front of the content of a box that has a version and flags."""

_CONTAINERS = {
    b"moov",
    b"trak",
    b"mdia",
    b"minf",
    b"stbl",
    b"udta",
    b"edts",
    b"moof",
    b"traf",
    b"mvex",
    b"meta",
    b"wave",
}
_DEEPEST = 10
"""Boxes within boxes that are looked into; five are usual."""


def is_mp4(start: bytes) -> bool:
    """Tell an MP4 file by its first 8 bytes."""
    return start[4:8] == b"ftyp"


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the kind of each box between two places, and where its content begins and ends."""
    at = start
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        size, header = int.from_bytes(head[:4]), 8
        if size == 1:
            size, header = int.from_bytes(head[8:16]), 16
        elif size == 0:  # up to the end
            size = end - at
        if at + header > end or not header <= size <= end - at:
            return
        yield head[4:8], at + header, at + size
        at += size


def along(file: BinaryIO, way: Sequence[bytes], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the content of each box at the end of a way through boxes begins and ends."""
    if not way:
        yield start, end
        return
    for kind, inside, after in boxes(file, start, end):
        if kind == way[0]:
            yield from along(file, way[1:], inside + (VERSION if kind == b"meta" else 0), after)


def claims_too_much(file: BinaryIO) -> bool:
    """Tell whether an MP4 file claims more samples than it can hold: libav makes a list of them before it looks.

    Of any other file that is False.
    """
    size = file.seek(0, 2)
    return sum(_claims(file, 0, size)) > min(size, MOST_SAMPLES)


def _claims(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[int]:
    """Yield how many samples each table and each run of samples claims, of those that libav lists one by one.

    Sound of which each sample lasts one tick, such as PCM, is listed by chunks.
    """
    counts, ticks = [], set()
    for kind, inside, after in boxes(file, start, end):
        file.seek(inside + VERSION)
        if kind in _CONTAINERS and depth < _DEEPEST:
            yield from _claims(file, inside + (VERSION if kind == b"meta" else 0), after, depth + 1)
        elif kind == b"trun":
            yield int.from_bytes(file.read(4))
        elif kind in (b"stsz", b"stz2"):
            counts.append(int.from_bytes(file.read(8)[4:]))
        elif kind == b"stts":
            entries = file.read(12)
            ticks.add(int.from_bytes(entries[8:]) if int.from_bytes(entries[:4]) == 1 else 0)
    if ticks != {1}:
        yield from counts
