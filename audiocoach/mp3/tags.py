"""ID3 tags, as the bytes that stand in front of the Info frame."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from audiocoach import __version__
from audiocoach.mp3.info import info_length

_FINGERPRINT = "audiocoach fingerprint"


def fingerprint_of(path: Path) -> str:
    """What a file says it was made from; empty when it says nothing, is not there, or is not whole."""
    import mutagen
    import mutagen.id3

    library: Any = mutagen.id3
    try:
        tag = library.ID3(path)
        with path.open("rb") as file:
            file.seek(tag.size)
            whole = tag.size + info_length(file.read(200)) == path.stat().st_size
    except (OSError, ValueError, mutagen.MutagenError):
        return ""
    frame = tag.get(f"TXXX:{_FINGERPRINT}")
    return str(frame.text[0]) if frame is not None and whole else ""


def id3(
    title: str,
    *,
    artist: str = "",
    album: str = "",
    comment: str = "",
    track: str = "",
    fingerprint: str = "",
    language: str = "eng",
    length_ms: int = 0,
) -> bytes:
    """Make an ID3v2.3 tag: the version every player and phone reads. What is empty is left out.

    `track` is "5/24"; `fingerprint` says what the file was made from. `language` is the comment's, as three
    letters (ISO 639-2). The same input gives the same bytes.
    """
    import mutagen.id3

    frames: Any = mutagen.id3  # its functions have no types
    utf16 = frames.Encoding.UTF16  # v2.3 knows no UTF-8
    tag = frames.ID3()
    texts = {
        frames.TIT2: title,
        frames.TPE1: artist,
        frames.TALB: album,
        frames.TRCK: track,
        frames.TSSE: f"audiocoach {__version__}",
        frames.TLEN: str(length_ms or ""),
    }
    for frame, text in texts.items():
        if text:
            tag.add(frame(encoding=utf16, text=text))
    if comment:
        tag.add(frames.COMM(encoding=utf16, lang=language, desc="", text=comment))

    if fingerprint:
        tag.add(frames.TXXX(encoding=frames.Encoding.LATIN1, desc=_FINGERPRINT, text=fingerprint))

    tag.update_to_v23()
    out = BytesIO()
    tag.save(out, v1=0, v2_version=3, padding=lambda _: 0)
    return out.getvalue()
