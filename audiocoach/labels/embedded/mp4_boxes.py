"""Find one free-form tag in an MP4 file that may come from anybody: no length in it is believed.

https://developer.apple.com/documentation/quicktime-file-format
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

_MOST_BOXES = 10_000
"""Boxes of one level that are looked at; ours have some dozens."""

_MOST_NAME = 100
"""Bytes of a tag's name that are read; ours has eight."""

_WAY = (b"moov", b"udta", b"meta", b"ilst")
_PLAIN, _DATA = 4, 8
"""Bytes in front of a box's content: its version and flags; in a `data` box, the kind of data and its language too."""


def is_mp4(start: bytes) -> bool:
    """Tell an MP4 file by its first 8 bytes."""
    return start[4:8] == b"ftyp"


def mp4_tag(file: BinaryIO, name: str, most: int) -> bytes | None:
    """Return the content of the first tag called like `----:domain:name`, its first `most` bytes; None for none."""
    _, domain, called = (part.encode() for part in name.split(":"))
    for start, end in _along(file, _WAY, 0, file.seek(0, 2)):
        for kind, inside, after in _boxes(file, start, end):
            if kind != b"----":
                continue
            parts: dict[bytes, tuple[int, int]] = {}
            for part, *place in _boxes(file, inside, after):
                if part in (b"mean", b"name", b"data"):
                    parts.setdefault(part, (place[0], place[1]))
            if len(parts) == 3 and (
                _content(file, parts[b"mean"], _PLAIN, _MOST_NAME),
                _content(file, parts[b"name"], _PLAIN, _MOST_NAME),
            ) == (domain, called):
                return _content(file, parts[b"data"], _DATA, most)
    return None


def _along(file: BinaryIO, way: tuple[bytes, ...], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the content of each box at the end of a way through boxes begins and ends."""
    if not way:
        yield start, end
        return
    for kind, inside, after in _boxes(file, start, end):
        if kind == way[0]:
            yield from _along(file, way[1:], inside + (_PLAIN if kind == b"meta" else 0), after)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
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


def _content(file: BinaryIO, place: tuple[int, int], skipped: int, most: int) -> bytes:
    start, end = place[0] + skipped, place[1]
    file.seek(start)
    return file.read(max(0, min(end - start, most)))
