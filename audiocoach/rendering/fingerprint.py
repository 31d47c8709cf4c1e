"""What a rendered file was made from, as one number: the same inputs make the same file, whatever the clock says."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from audiocoach.labels.embedded.id3_objects import tag_size, text_in
from audiocoach.labels.tags.id3 import FINGERPRINT
from audiocoach.output.mp3.frames import MONO, STEREO
from audiocoach.output.mp3.info_frame import info_length
from audiocoach.output.mp3.lame import described
from audiocoach.output.session_tracks import PLAYLIST, tracks_made_from
from audiocoach.script.model import Session
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.speech.shaping.gain import LEVEL
from audiocoach.speech.shaping.shape import SHAPING
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.shipped import shipped_dir
from audiocoach.timeline.signals import own_sounds
from audiocoach.timeline.words_used import said_of
from audiocoach.version import __version__
from audiocoach.vocabulary import ROLES

_REVISION = "5"
"""Raise it when the same inputs would make another file without a new version of audiocoach."""


def fingerprint(
    session: Session,
    sheet: CoachSheet | None,
    engines: Iterable[str],
    settings: Iterable[str],
    version: str = __version__,
) -> str:
    """Return the digest of all that the sound of a session's file depends on, in hexadecimal.

    The script inside the file is not looked at: a changed comment does not make an hour of sound anew, and what the
    file then gives back is the script of the last change to what is heard.

    Args:
        session: as read, with its variables.
        sheet: its coach sheet, complete; None for none.
        engines: the name and version of each engine that speaks in it.
        settings: what else goes into the file, such as the bitrate and the album.
        version: of audiocoach; of another one, what that would have said if it does as this one does.

    Raises:
        ScriptError, SoundError: when music is missing or cannot be read.
    """
    parts = [_REVISION, version, repr(session), repr(sorted(session.variables.items(), key=str))]
    parts += [session.paced.per] if session.paced.per else []
    parts.append(repr(sheet) if sheet else "")
    if session.progress:  # of which only what is said makes another file
        said = said_of(session.progress, session, sheet)
        parts += [f"{word} {value!r}" for word, value in sorted(session.progress.items()) if word in said]
    parts += [*engines, *settings, str(SHAPING), repr(LEVEL), *(described(each, 64) for each in (MONO, STEREO))]
    name = sha256("\0".join(parts).encode())
    for path in [*(shipped_dir("sounds") / f"{role}.wav" for role in ROLES), *own_sounds(session, sheet)]:
        # A file that is missing or unreadable is reported where it is loaded.
        if path.is_file():
            with open_regular(path) as file:
                while part := file.read(1 << 20):
                    name.update(part)
    if session.music is not None:
        from audiocoach.music.files import contents

        name.update(contents(session.music).encode())
    return name.hexdigest()


def fingerprint_of(path: Path) -> str:
    """Return the fingerprint that a file carries, or the playlist of tracks; empty when it carries none, is not there,
    or is not whole.
    """
    try:
        if path.suffix == PLAYLIST:
            return tracks_made_from(path)
        with open_regular(path) as file:
            size = tag_size(file)
            file.seek(0)
            found = text_in(file, FINGERPRINT)
            file.seek(size)
            whole = size + info_length(file.read(200)) == path.stat().st_size
    except (OSError, ValueError):
        return ""
    return found if whole else ""
