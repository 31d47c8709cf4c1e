"""Find one free-form tag in an MP4 file that may come from anybody."""

from __future__ import annotations

from typing import BinaryIO

from audiocoach.sound.decoding.mp4_boxes import VERSION, along, boxes

_MOST_NAME = 100
"""Bytes of a tag's name that are read; ours has eight."""

_WAY = (b"moov", b"udta", b"meta", b"ilst", b"----")
_DATA = 8
"""Bytes in front of the content of a `data` box: its version, the kind of data and its language."""


def mp4_tag(file: BinaryIO, name: str, most: int) -> bytes | None:
    """Return the content of the first tag called like `----:domain:name`, its first `most` bytes; None for none."""
    _, *called = (part.encode() for part in name.split(":"))
    for start, end in along(file, _WAY, 0, file.seek(0, 2)):
        parts: dict[bytes, tuple[int, int]] = {}
        for kind, inside, after in boxes(file, start, end):
            if kind in (b"mean", b"name", b"data"):
                parts.setdefault(kind, (inside, after))
        if len(parts) == 3 and called == [
            _content(file, parts[part], VERSION, _MOST_NAME) for part in (b"mean", b"name")
        ]:
            return _content(file, parts[b"data"], _DATA, most)
    return None


def _content(file: BinaryIO, place: tuple[int, int], skipped: int, most: int) -> bytes:
    start, end = place[0] + skipped, place[1]
    file.seek(start)
    return file.read(max(0, min(end - start, most)))
