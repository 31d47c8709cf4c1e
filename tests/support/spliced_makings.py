"""MP3s that are none: pieces of bytes as a writer hands them over, and what is spliced of them in a folder."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from audiocoach.club.spliced_files import spliced_path
from audiocoach.club.spliced_format import Whole
from audiocoach.club.spliced_pack import Pack, read_pack
from audiocoach.club.spliced_pieces import Apart, Gathering, Spliced
from audiocoach.club.spliced_writer import pack_path

SILENT = b"\xff\xf3" + b"quiet" * 20
"""A frame of silence."""

BLOCK = memoryview(SILENT * 50)


@dataclass(frozen=True)
class Piece:
    """Some bytes, of which the first `length` are in the file (None: all), or so many frames of `silence`."""

    whole: bytes = b""
    length: int | None = None
    silence: int = 0


def tag(*frames: tuple[bytes, bytes]) -> bytes:
    """An ID3v2.3 tag of frames, each with its name."""
    body = b"".join(name + len(data).to_bytes(4, "big") + b"\0\0" + data for name, data in frames)
    size = len(body)
    return b"ID3\3\0\0" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + body


def hand_over(pieces: Sequence[Piece], target: Apart | io.BytesIO) -> None:
    """Write a file as `write_mp3` does: a tag and frames as they are, frames that are cut and silence as slices."""
    for piece in pieces:
        left = piece.silence * len(SILENT)
        while left > 0:
            target.write(BLOCK[:left])
            left -= len(BLOCK)
        if piece.whole:
            target.write(piece.whole if piece.length is None else memoryview(piece.whole)[: piece.length])


def plain(pieces: Sequence[Piece]) -> bytes:
    """The file's bytes."""
    file = io.BytesIO()
    hand_over(pieces, file)
    return file.getvalue()


def pack_of(*files: Sequence[Piece]) -> tuple[bytes, Pack]:
    """What the first two files have in common, as bytes and as it is read again."""
    gathered = Gathering(io.BytesIO())
    for number, pieces in enumerate(files[:2]):
        if number:
            gathered.next_one()
        hand_over(pieces, gathered.target(SILENT))
    made = io.BytesIO()
    gathered.write(made)
    return made.getvalue(), read_pack(made, sha256(made.getvalue()).hexdigest())


def spliced_of(pieces: Sequence[Piece], pack: Pack) -> bytes:
    """A file's spliced one."""
    target = Spliced(pack, SILENT)
    hand_over(pieces, target)
    assert target.size == len(plain(pieces))
    made = Whole(target.size, target.sha256, target.rows, target.own)
    return b"".join(made.written(pack.digest, pack.size, pack.tail))


def lay_out(folder: Path, files: dict[str, Sequence[Piece]]) -> str:
    """Put spliced files and their pack into a folder; return the pack's digest."""
    data, pack = pack_of(*files.values())
    pack_path(folder, pack.digest).parent.mkdir(parents=True, exist_ok=True)
    pack_path(folder, pack.digest).write_bytes(data)
    for name, pieces in files.items():
        path = spliced_path(folder / name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(spliced_of(pieces, pack))
    return pack.digest
