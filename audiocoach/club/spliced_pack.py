"""A pack: what many MP3s have in common, each piece of it once; its name is its digest. Pure: bytes and values.

    audiocoach pack 1
    number of pieces, and how long the last part is      two numbers of 8 bytes
    of each piece its SHA-256 and its length             32 and 8 bytes
    the pieces
    what helps to deflate what is not in it              the first file's own words, as they stand in its tag

Places in it count from its beginning. Whoever only reads needs none of its lists.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from audiocoach.club.spliced_format import DICTIONARY, NotSplicedError

FOLDER, SUFFIX = "shared", ".pack"

_FIRST_LINE = b"audiocoach pack 1\n"
_COUNTS = struct.Struct("<QQ")
_PIECE = struct.Struct("<32sQ")
_HEAD = len(_FIRST_LINE) + _COUNTS.size
_MOST_PIECES = 1 << 20


@dataclass(frozen=True, slots=True)
class Pack:
    """What whoever splices must know of a pack: its digest in hexadecimal, its size, where each piece is by its own
    digest (a place in bytes), and its last bytes.
    """

    digest: str
    size: int
    places: Mapping[bytes, int]
    tail: bytes


def write_pack(file: BinaryIO, pieces: Mapping[bytes, tuple[int, int]], source: BinaryIO, tail: bytes) -> None:
    """Write a pack of pieces, each known by its SHA-256, that are somewhere in `source`: at a place, of a length."""
    tail = tail[-DICTIONARY:]
    file.write(_FIRST_LINE + _COUNTS.pack(len(pieces), len(tail)))
    file.write(b"".join(_PIECE.pack(digest, length) for digest, (_, length) in pieces.items()))
    for at, length in pieces.values():
        source.seek(at)
        file.write(source.read(length))
    file.write(tail)


def read_pack(file: BinaryIO, digest: str) -> Pack:
    """Read a pack's lists; that it has this digest, in hexadecimal, is for the caller to see.

    Raises:
        NotSplicedError: when it is none.
    """
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(_HEAD)
    if len(head) < _HEAD or not head.startswith(_FIRST_LINE):
        raise NotSplicedError("it is no pack of this version")
    count, tail = _COUNTS.unpack(head[len(_FIRST_LINE) :])
    if count > _MOST_PIECES or tail > DICTIONARY or _HEAD + count * _PIECE.size + tail > size:
        raise NotSplicedError("it is no pack")
    at, places = _HEAD + count * _PIECE.size, {}
    for piece, length in _PIECE.iter_unpack(file.read(count * _PIECE.size)):
        places[piece] = at
        at += length
    if at + tail != size:
        raise NotSplicedError("its lists make another size than it has")
    file.seek(max(0, size - DICTIONARY))
    return Pack(digest, size, places, file.read(DICTIONARY))
