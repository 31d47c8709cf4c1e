"""Take the script out of a rendered file."""

from __future__ import annotations

import base64
import binascii
import struct
from pathlib import Path
from typing import BinaryIO

from audiocoach.errors import AudiocoachError, file_problem
from audiocoach.labels.embedded.archive import MOST_BYTES, Archive, unpacked
from audiocoach.labels.embedded.id3_objects import object_in
from audiocoach.labels.embedded.mp4_tags import mp4_tag
from audiocoach.labels.embedded.vorbis_comments import flac_comment, is_opus, opus_comment
from audiocoach.labels.tags.tags import ARCHIVE, ATOM, COMMENT
from audiocoach.sound.decoding.mp4_boxes import is_mp4
from audiocoach.storage.regular_files import open_regular

_MOST_CHUNKS = 1000
"""Most chunks of a WAV file that are looked at; real ones have a dozen."""

_START = 40
"""Bytes by which a kind of file is told."""


def archive_in(path: Path) -> Archive:
    """Return the archive that a file was rendered from.

    Raises:
        AudiocoachError: when the file cannot be read, carries no script, or carries what audiocoach never writes.
    """
    try:
        with open_regular(path) as file:
            data = _carried(file)
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None
    except ValueError as error:
        raise AudiocoachError(f"{path}: this file cannot be read: {error}") from None
    if data is None:
        hint = "files that audiocoach has rendered carry theirs; of the tracks of a session, the first one does"
        raise AudiocoachError(f"{path}: there is no script in this file", hint)
    if len(data) > MOST_BYTES:
        raise AudiocoachError(f"{path}: the script in this file is larger than any of ours; none was taken")
    try:
        return unpacked(data)
    except AudiocoachError as error:
        raise AudiocoachError(f"{path}: {error.message}", error.hint) from None


def _carried(file: BinaryIO) -> bytes | None:
    """Read the archive's bytes from a file of any kind that is rendered.

    None when there are none; empty bytes when they are damaged.

    Raises:
        ValueError: with the reason, when the file ends too early.
    """
    start = file.read(_START)
    file.seek(0)
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return object_in(file, ARCHIVE) if _to_id3(file) else None
    if start[:3] == b"ID3":
        return object_in(file, ARCHIVE)
    if is_mp4(start):
        return mp4_tag(file, ATOM, MOST_BYTES + 1)
    text = None
    if start[:4] == b"fLaC":
        text = flac_comment(file, COMMENT)
    elif is_opus(start):
        text = opus_comment(file, COMMENT)
    try:
        return text if text is None else base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


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
