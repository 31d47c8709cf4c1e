"""The script that a rendered file carries, taken out of it."""

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
"""Of a WAV file that are walked along; real ones have a dozen."""


def archive_in(path: Path) -> Archive:
    """What a file was rendered from.

    Raises:
        AudiocoachError: when it cannot be read, carries no script, or carries what none of ours does.
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
    """Go to the ID3 tag of a WAV file; False when it has none."""
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
    """The archive in an M4A, Opus or FLAC file."""
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
