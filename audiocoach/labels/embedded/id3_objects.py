"""Read the objects embedded in an ID3 tag, from a file that may come from anybody.

mutagen would unpack compressed frames of any size; audiocoach writes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

_HEADER = 10
_MOST = 32 << 20
"""Bytes of the largest tag that is read."""

_MOST_TEXT = 1000
"""Bytes of a description or a file name within which its end is looked for; audiocoach's are far shorter."""


def things(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Yield description and content of each GEOB frame of the ID3v2.3 or 2.4 tag that begins at `file`'s position.

    Of a damaged tag, those before the damage.
    """
    head = file.read(_HEADER)
    if len(head) < _HEADER or head[:3] != b"ID3" or head[3] not in (3, 4) or head[5] or _small(head[6:]) > _MOST:
        return
    tag = file.read(_small(head[6:]))
    at = 0
    while tag[at : at + 4].isalnum():
        size = _small(tag[at + 4 : at + 8]) if head[3] == 4 else int.from_bytes(tag[at + 4 : at + 8])
        body = tag[at + _HEADER : at + _HEADER + size]
        plain = tag[at + 9 : at + _HEADER] == b"\0"  # neither compressed nor encrypted
        if tag[at : at + 4] == b"GEOB" and plain and len(body) == size:
            yield _described(body)
        at += _HEADER + size


def _small(four: bytes) -> int:
    """Read a number from the lower seven bits of each byte."""
    return sum((byte & 127) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=False))


def _described(body: bytes) -> tuple[str, bytes]:
    wide = body[:1] in (b"\1", b"\2")
    codec = {b"\0": "latin-1", b"\1": "utf-16", b"\2": "utf-16-be"}.get(body[:1], "utf-8")
    _, _, rest = body[1:].partition(b"\0")  # the type of file
    _, rest = _cut(rest, wide=wide)  # its name
    about, data = _cut(rest, wide=wide)
    return about.decode(codec, "replace"), data


def _cut(data: bytes, *, wide: bool) -> tuple[bytes, bytes]:
    """Split data into the text before its end mark and what follows the mark."""
    if not wide:
        text, _, rest = data.partition(b"\0")
        return text, rest
    for at in range(0, min(len(data) - 1, _MOST_TEXT), 2):
        if data[at : at + 2] == b"\0\0":
            return data[:at], data[at + 2 :]
    return data, b""
