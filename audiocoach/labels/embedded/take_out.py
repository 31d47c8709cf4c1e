"""Take the script out of a rendered file."""

from __future__ import annotations

import base64
import binascii
import struct
from pathlib import Path
from typing import Any, BinaryIO

from audiocoach.errors import AudiocoachError, file_problem
from audiocoach.labels.embedded.archive import MOST_BYTES, Archive, unpacked
from audiocoach.labels.embedded.id3_objects import things
from audiocoach.labels.tags.tags import ARCHIVE, ATOM, COMMENT

_MOST_CHUNKS = 1000
"""Most chunks of a WAV file that are looked at; real ones have a dozen."""


def archive_in(path: Path) -> Archive:
    """Return the archive that a file was rendered from.

    Raises:
        AudiocoachError: when the file cannot be read, carries no script, or carries what audiocoach never writes.
    """
    try:
        with path.open("rb") as file:
            start = file.read(12)
            wave = start[:4] == b"RIFF" and start[8:] == b"WAVE"
            file.seek(0)
            if wave or start[:3] == b"ID3":
                found = dict(things(file)) if not wave or _to_id3(file) else {}
                data = found.get(ARCHIVE)
            else:
                data = _elsewhere(path)
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None
    if data is None:
        hint = "files that audiocoach has rendered carry theirs"
        raise AudiocoachError(f"{path}: there is no script in this file", hint)
    if len(data) > MOST_BYTES:
        raise AudiocoachError(f"{path}: the script in this file is larger than any of ours; none was taken")
    try:
        return unpacked(data)
    except AudiocoachError as error:
        raise AudiocoachError(f"{path}: {error.message}", error.hint) from None


def _to_id3(file: BinaryIO) -> bool:
    """Move to the ID3 tag of a WAV file; return False when it has none."""
    file.seek(12)
    for _ in range(_MOST_CHUNKS):
        if len(head := file.read(8)) < 8:
            break
        if head[:4] == b"id3 ":
            return True
        (size,) = struct.unpack("<I", head[4:])
        file.seek(size + size % 2, 1)
    return False


def _elsewhere(path: Path) -> bytes | None:
    """Read the archive's bytes from an M4A, Opus or FLAC file.

    None when there is none; empty bytes when it is damaged.
    """
    import mutagen.flac
    import mutagen.mp4
    import mutagen.oggopus

    library: Any = mutagen
    kinds = [library.mp4.MP4, library.flac.FLAC, library.oggopus.OggOpus]
    try:
        tags: Any = getattr(library.File(path, kinds), "tags", None)
    except library.MutagenError as error:
        raise AudiocoachError(f"{path}: this file cannot be read: {str(error).lower()}") from None
    except Exception as error:
        raise AudiocoachError(f"{path}: this file is damaged ({type(error).__name__})") from None
    for key in (ATOM, COMMENT):
        try:
            value = tags[key][0]
        except (KeyError, IndexError, ValueError, TypeError):
            continue
        try:
            return bytes(value) if isinstance(value, bytes) else base64.b64decode(str(value), validate=True)
        except (binascii.Error, ValueError):
            return b""
    return None
