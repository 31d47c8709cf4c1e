"""What a rendered file was made from, as one number: the same inputs make the same file, whatever the clock says."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from audiocoach import __version__
from audiocoach.output.mp3.frames import MONO, STEREO
from audiocoach.output.mp3.lame import described
from audiocoach.script.model import CoachSheet, Session
from audiocoach.speech.shaping.gain import LEVEL
from audiocoach.speech.shaping.shape import SHAPING
from audiocoach.storage.shipped import shipped_dir
from audiocoach.timeline.signals import sound_path
from audiocoach.vocabulary import ROLES

_REVISION = "3"
"""Raise it when the same inputs would make another file without a new version of audiocoach."""


def fingerprint(session: Session, sheet: CoachSheet | None, engines: Iterable[str], settings: Iterable[str]) -> str:
    """All that the sound of a session's file depends on.

    The script inside the file is not looked at: a changed comment does not make an hour of sound anew, and what the
    file then gives back is the script of the last change to what is heard.

    Args:
        session: as read, with its variables.
        sheet: its coach sheet, complete; None for none.
        engines: the name and version of each engine that speaks in it.
        settings: what else goes into the file, such as the bitrate and the album.

    Raises:
        ScriptError, SoundError: when music is missing or cannot be read.
    """
    parts = [_REVISION, __version__, repr(session), repr(sorted(session.variables.items(), key=str))]
    parts.append(repr(sheet) if sheet else "")
    parts += [*engines, *settings, str(SHAPING), repr(LEVEL), *(described(each, 64) for each in (MONO, STEREO))]
    name = sha256("\0".join(parts).encode())
    for path in [*(shipped_dir("sounds") / f"{role}.wav" for role in ROLES), *own_sounds(session, sheet)]:
        # A file that is missing or unreadable is reported where it is loaded.
        name.update(path.read_bytes() if path.is_file() else b"")
    if session.music is not None:
        from audiocoach.music.files import contents

        name.update(contents(session.music).encode())
    return name.hexdigest()


def own_sounds(session: Session, sheet: CoachSheet | None) -> list[Path]:
    """The files of all sounds of a session and its coach sheet that did not come with audiocoach."""
    wanted = [*session.sounds.values(), *(sheet.sounds.values() if sheet else ())]
    for step in session.written_steps():
        wanted += [sound for sound in (step.sound, *(cue.sound for cue in step.cues)) if sound]
    wanted += [moment.sound for moment in (sheet.moments if sheet else ()) if moment.sound]
    return [Path(sound_path(sound)) for sound in wanted if sound not in ROLES and sound != "none"]
