"""The script that a rendered file carries, taken out of it."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Any

from audiocoach.errors import AudiocoachError, file_problem
from audiocoach.labels.archive import MOST_BYTES, Archive, unpacked
from audiocoach.labels.tags import ARCHIVE, ATOM, COMMENT


def archive_in(path: Path) -> Archive:
    """What a file was rendered from.

    Raises:
        AudiocoachError: when it cannot be read, carries no script, or carries what none of ours does.
    """
    import mutagen
    import mutagen.id3

    library: Any = mutagen
    try:
        with path.open("rb") as file:
            is_mp3 = file.read(3) == b"ID3"
        tags = library.id3.ID3(path) if is_mp3 else getattr(library.File(path), "tags", None)
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None
    except mutagen.MutagenError as error:
        raise AudiocoachError(f"{path}: this file cannot be read: {str(error).lower()}") from None
    except Exception as error:
        raise AudiocoachError(f"{path}: this file is damaged ({type(error).__name__})") from None
    data = _data(tags)
    if data is None:
        raise AudiocoachError(
            f"{path}: there is no script in this file\n  files that audiocoach has rendered carry one"
        )
    if len(data) > MOST_BYTES:
        raise AudiocoachError(f"{path}: the script in this file is larger than any of ours; none was taken")
    try:
        return unpacked(data)
    except AudiocoachError as error:
        raise AudiocoachError(f"{path}: {error}") from None


def _data(tags: Any) -> bytes | None:
    """The archive's bytes, wherever this kind of file keeps them."""
    if tags is None:
        return None
    if hasattr(tags, "getall"):
        return next((bytes(frame.data) for frame in tags.getall("GEOB") if frame.desc == ARCHIVE), None)
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
