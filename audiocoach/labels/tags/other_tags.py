"""Tags of files other than MP3: as metadata for libavformat, and written directly where it has no way to."""

from __future__ import annotations

import base64
import struct
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.labels.tags.tags import ATOM, COMMENT, Tags
from audiocoach.labels.transcripts import with_hours
from audiocoach.timeline.chapters import flat

if TYPE_CHECKING:
    from av.container.core import Chapter

VORBIS = ("ogg", "flac")
"""Containers whose tags are Vorbis comments: any name, any length."""

_FRONT_COVER = 3
_PIXELS, _BITS = 1400, 24


def metadata(tags: Tags, container: str) -> dict[str, str]:
    """Return the tags by libavformat's names for them; empty ones are left out."""
    found = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "comment": tags.comment,
        "track": tags.track,
        "genre": tags.genre,
        "date": tags.year,
    }
    if container in VORBIS:
        found |= {"LYRICS": tags.lyrics, "LANGUAGE": tags.language, COMMENT: base64.b64encode(tags.archive).decode()}
        if container == "ogg" and tags.cover:
            found["METADATA_BLOCK_PICTURE"] = base64.b64encode(_picture(tags.cover).write()).decode()
        if container == "flac":  # libavformat writes it no chapters
            for number, each in enumerate(flat(tags.chapters)):
                found[f"CHAPTER{number:03}"] = with_hours(each.start_ms)
                found[f"CHAPTER{number:03}NAME"] = each.title
    elif container == "ipod":
        found["lyrics"] = tags.lyrics
    return {name: text for name, text in found.items() if text}


def chapters(tags: Tags) -> list[Chapter]:
    """Return the chapters as PyAV takes them, in milliseconds."""
    return [
        {
            "id": number,
            "start": each.start_ms,
            "end": each.end_ms,
            "time_base": Fraction(1, 1000),
            "metadata": {"title": each.title},
        }
        for number, each in enumerate(flat(tags.chapters))
    ]


def complete(path: Path, container: str, tags: Tags) -> None:
    """Add to a written file what libavformat cannot: a cover, the script, an ID3 tag. The sound stays as it is.

    Raises:
        OSError: when the system refuses to read or write.
    """
    import mutagen

    try:
        _complete(path, container, tags)
    except mutagen.MutagenError as error:
        cause: object = error  # in which it wraps what the system says, sometimes twice
        while isinstance(cause, Exception) and not isinstance(cause, OSError):
            cause = cause.args[0] if cause.args else None
        if isinstance(cause, OSError):
            raise cause from error
        raise


def _complete(path: Path, container: str, tags: Tags) -> None:
    if container == "ipod" and (tags.cover or tags.archive):
        import mutagen.mp4

        mp4: Any = mutagen.mp4
        file = mp4.MP4(path)
        if tags.cover:
            file["covr"] = [mp4.MP4Cover(tags.cover, mp4.AtomDataType.PNG)]
        if tags.archive:
            file[ATOM] = [mp4.MP4FreeForm(tags.archive, mp4.AtomDataType.IMPLICIT)]
        file.save(padding=lambda _: 0)
    elif container == "flac" and tags.cover:
        import mutagen.flac

        flac: Any = mutagen.flac
        file = flac.FLAC(path)
        file.add_picture(_picture(tags.cover))
        file.save(padding=lambda _: 0)
    elif container == "wav" and (tags.cover or tags.chapters):
        _add_id3(path, tags)


def _picture(cover: bytes) -> Any:
    import mutagen.flac

    library: Any = mutagen.flac
    picture = library.Picture()
    picture.type, picture.mime, picture.data = _FRONT_COVER, "image/png", cover
    picture.width = picture.height = _PIXELS
    picture.depth = _BITS
    return picture


def _add_id3(path: Path, tags: Tags) -> None:
    """Add an ID3 tag behind a WAV file's samples, where readers look for it; a file over 4 GB (RF64) gets none."""
    from audiocoach.labels.tags.id3 import id3

    tag = id3(tags)
    tag += bytes(len(tag) % 2)
    with path.open("r+b") as file:
        if file.read(4) != b"RIFF":
            return
        (size,) = struct.unpack("<I", file.read(4))
        file.seek(0, 2)
        file.write(b"id3 " + struct.pack("<I", len(tag)) + tag)
        file.seek(4)
        file.write(struct.pack("<I", size + 8 + len(tag)))
