"""Read what audiocoach embeds in an ID3 tag, from a file that may come from anybody.

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


def tag_size(file: BinaryIO) -> int:
    """Return the size in bytes of the ID3v2.3 or 2.4 tag at the beginning of a file, with its header; 0 for none."""
    file.seek(0)
    head = file.read(_HEADER)
    return _HEADER + _small(head[6:]) if _is_plain(head) else 0


def object_in(file: BinaryIO, name: str) -> bytes | None:
    """Return the content of the last GEOB frame of that description in the tag that begins at `file`'s position."""
    found = None
    for body in _bodies(file, b"GEOB"):
        _, at = _text_at(body, 1, wide=False)  # the type of file
        _, at = _text_at(body, at, wide=_is_wide(body))  # its name
        about, at = _text_at(body, at, wide=_is_wide(body))
        if _decoded(body, about) == name:
            found = body[at:]
    return found


def text_in(file: BinaryIO, name: str) -> str:
    """Return the text of the last TXXX frame of that description, as `object_in` looks for it; '' for none."""
    found = ""
    for body in _bodies(file, b"TXXX"):
        about, at = _text_at(body, 1, wide=_is_wide(body))
        if _decoded(body, about) == name:
            found = _decoded(body, body[at : at + _MOST_TEXT]).partition("\0")[0]
    return found


def _bodies(file: BinaryIO, kind: bytes) -> Iterator[bytes]:
    """Yield the content of each frame of a kind; of a damaged tag, those before the damage."""
    head = file.read(_HEADER)
    if not _is_plain(head) or _small(head[6:]) > _MOST:
        return
    tag = file.read(_small(head[6:]))
    at = 0
    while tag[at : at + 4].isalnum():
        size = _small(tag[at + 4 : at + 8]) if head[3] == 4 else int.from_bytes(tag[at + 4 : at + 8])
        neither_compressed_nor_encrypted = tag[at + 9 : at + _HEADER] == b"\0"
        is_whole = at + _HEADER + size <= len(tag)
        if tag[at : at + 4] == kind and neither_compressed_nor_encrypted and is_whole:
            yield tag[at + _HEADER : at + _HEADER + size]
        at += _HEADER + size


def _is_plain(head: bytes) -> bool:
    return len(head) == _HEADER and head[:3] == b"ID3" and head[3] in (3, 4) and not head[5]


def _small(four: bytes) -> int:
    """Read a number from the lower seven bits of each byte."""
    return sum((byte & 127) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=False))


def _is_wide(body: bytes) -> bool:
    return body[:1] in (b"\1", b"\2")


def _decoded(body: bytes, text: bytes) -> str:
    codec = {b"\0": "latin-1", b"\1": "utf-16", b"\2": "utf-16-be"}.get(body[:1], "utf-8")
    return text.decode(codec, "replace")


def _text_at(body: bytes, start: int, *, wide: bool) -> tuple[bytes, int]:
    """Return the text from `start` to its end mark, and where what follows the mark begins."""
    end = min(len(body), start + _MOST_TEXT)
    if not wide:
        at = body.find(b"\0", start, end)
        return (body[start:at], at + 1) if at >= 0 else (body[start:end], len(body))
    for at in range(start, end - 1, 2):
        if body[at : at + 2] == b"\0\0":
            return body[start:at], at + 2
    return body[start:end], len(body)
