"""ID3 tags as bytes; in an MP3 they stand in front of the Info frame."""

from __future__ import annotations

from typing import Any

from audiocoach.labels.tags.id3_chapters import chapter_frames, frames_of, in_order
from audiocoach.labels.tags.tags import ARCHIVE, Tags
from audiocoach.version import __version__

FINGERPRINT = "audiocoach fingerprint"
"""The frame that says what a file was made from, so that rendering a programme skips files that are up to date."""

_MILLISECONDS, _LYRICS, _FRONT_COVER = 2, 1, 3


def id3(tags: Tags, *, fingerprint: str = "") -> bytes:
    """Make an ID3v2.3 tag, the version that every player and phone reads; empty fields are left out.

    `fingerprint` says what the file was made from. The same input gives the same bytes.
    """
    import mutagen.id3

    library: Any = mutagen.id3  # its functions have no types
    utf16 = library.Encoding.UTF16  # v2.3 has no UTF-8
    latin1 = library.Encoding.LATIN1
    language = tags.language or "und"
    tag = library.ID3()
    texts = {
        library.TIT2: tags.title,
        library.TPE1: tags.artist,
        library.TALB: tags.album,
        library.TRCK: tags.track,
        library.TCON: tags.genre,
        library.TDRC: tags.year,
        library.TLAN: tags.language,
        library.TSSE: f"audiocoach {__version__}",
        library.TLEN: str(tags.length_ms or ""),
    }
    for frame, text in texts.items():
        if text:
            tag.add(frame(encoding=utf16, text=text))
    if tags.comment:
        tag.add(library.COMM(encoding=utf16, lang=language, desc="", text=tags.comment))
    if tags.lyrics:
        tag.add(library.USLT(encoding=utf16, lang=language, desc="", text=tags.lyrics))
    if tags.cues:
        lines = [(text, start) for start, text in tags.cues]
        tag.add(library.SYLT(encoding=utf16, lang=language, format=_MILLISECONDS, type=_LYRICS, desc="", text=lines))
    if tags.cover:
        tag.add(library.APIC(encoding=latin1, mime="image/png", type=_FRONT_COVER, desc="", data=tags.cover))
    if tags.archive:
        archive = library.GEOB(encoding=latin1, mime="application/zip", filename="audiocoach.zip", desc=ARCHIVE)
        archive.data = tags.archive
        tag.add(archive)
    if fingerprint:
        tag.add(library.TXXX(encoding=latin1, desc=FINGERPRINT, text=fingerprint))

    return in_order([*frames_of(tag), *chapter_frames(tags.chapters)])
