"""Find one comment in a FLAC or Ogg Opus file that may come from anybody: no length in it is believed.

https://www.rfc-editor.org/rfc/rfc9639#section-8, https://www.rfc-editor.org/rfc/rfc3533#section-6,
https://www.rfc-editor.org/rfc/rfc7845#section-5
"""

from __future__ import annotations

import struct
from typing import BinaryIO

_MOST = 16 << 20
"""Bytes of the longest list of comments that is read: what a FLAC block can have, and four times our largest."""

_MOST_PARTS = 10_000
"""Blocks or pages that are looked at before the comments; ours are in the second."""

_COMMENTS = 4
"""The type of the FLAC block that holds the comments."""


def flac_comment(file: BinaryIO, name: str) -> bytes | None:
    """Return the value of a FLAC file's first comment of that name; None when there is none.

    Raises:
        ValueError: when the file ends before its comments.
    """
    file.seek(4)
    for _ in range(_MOST_PARTS):
        head = _read(file, 4)
        size = int.from_bytes(head[1:])
        if head[0] & 127 == _COMMENTS:
            return _comment(_read(file, size), name)
        if head[0] & 128:  # the last one before the sound
            return None
        file.seek(size, 1)
    return None


def opus_comment(file: BinaryIO, name: str) -> bytes | None:
    """Return the value of an Ogg Opus file's first comment of that name; None when there is none.

    Raises:
        ValueError: when the file ends within its comments.
    """
    file.seek(0)
    packets = bytearray()
    ended = 0
    stream = b""
    for _ in range(_MOST_PARTS):
        head = _read(file, 27)
        sizes = _read(file, head[26])
        if head[:4] != b"OggS":
            return None
        body = _read(file, sum(sizes))
        stream = stream or head[14:18]
        if head[14:18] != stream:
            continue
        at = 0
        for size in sizes:
            if ended == 1:
                packets += body[at : at + size]
            at += size
            ended += size < 255
            if ended == 2:
                return _comment(bytes(packets[8:]), name) if packets[:8] == b"OpusTags" else None
        if len(packets) > _MOST:
            return None
    return None


def is_opus(start: bytes) -> bool:
    """Tell an Ogg Opus file by its first 40 bytes."""
    return start[:4] == b"OggS" and b"OpusHead" in start


def _comment(packet: bytes, name: str) -> bytes | None:
    """Find a comment in a list of them without making anything of the others."""
    wanted = f"{name}=".encode().lower()
    at = 4 + _number(packet, 0)
    for _ in range(_number(packet, at)):
        at += 4
        size = _number(packet, at)
        if at + 4 + size > len(packet):
            raise ValueError("it ends early")
        if packet[at + 4 : at + 4 + len(wanted)].lower() == wanted:
            return packet[at + 4 + len(wanted) : at + 4 + size]
        at += size
    return None


def _number(packet: bytes, at: int) -> int:
    try:
        (number,) = struct.unpack_from("<I", packet, at)
    except struct.error:
        raise ValueError("it ends early") from None
    return int(number)


def _read(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise ValueError("it ends early")
    return data
