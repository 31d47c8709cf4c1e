"""A session from its script to its MP3: the stages in order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import NOWHERE, OutputError
from audiocoach.labels.id3.kept import kept_id3
from audiocoach.labels.origin import Origin
from audiocoach.labels.tags import tags_of
from audiocoach.model import CoachSheet, Session
from audiocoach.mp3.kept import KeptFrames
from audiocoach.narration import Narrator, estimated
from audiocoach.script.load import load_sheet
from audiocoach.shelf import SoundShelf
from audiocoach.sounding import Sounding, sounding_of
from audiocoach.timeline import Timeline, arrange
from audiocoach.writing import bitrate_of, check_inputs, check_target, is_mp3, pieces_of, write_mp3_file, write_other

if TYPE_CHECKING:
    from audiocoach.speech.studio import Studio

Progress = Callable[[str, int, int], None]
"""Told as the work goes on: the stage's name, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What `render` made: the file, its length (ms), its size (bytes), how long it took (s), and the timeline in it.

    `notes` is what was noticed that the script is not to blame for, such as music that is too short and repeats.
    """

    path: Path
    length_ms: int
    size: int
    seconds: float
    timeline: Timeline = field(repr=False)
    notes: tuple[str, ...] = ()


def coach_of(session: Session) -> CoachSheet | None:
    """The session's coach sheet; None for `coach: none`.

    Raises:
        ScriptError: when the sheet is missing or wrong, or does not speak the session's language.
    """
    if session.coach == "none":
        return None
    if session.is_written("coach"):
        return load_sheet(session.coach, session.folder, session.place("coach"), language=session.language)
    default = session.coach == type(session).model_fields["coach"].default
    where = session.value_place("language") if default and session.is_written("language") else NOWHERE
    return load_sheet(session.coach, where=where, anywhere=True, language=session.language)


def build_timeline(
    session: Session,
    *,
    studio: Studio | None = None,
    fast: bool = False,
    progress: Progress | None = None,
) -> Timeline:
    """Place every word and signal of a session; times are whole milliseconds from its start.

    Args:
        session: what `load_session` gave.
        studio: where words are spoken; None: the computer's own voices, with a cache on disk.
        fast: estimate the spoken lengths instead of speaking.
        progress: told as words are spoken.

    Raises:
        ScriptError: where the author's words cannot keep their time.
        SpeechError: where something cannot be spoken.
    """
    shelf = SoundShelf()
    if fast:
        return arrange(session, coach_of(session), estimated, shelf.length)
    narrator = _narrator(session, studio, progress)
    return narrator.timeline(session, coach_of(session), shelf)


def render(
    session: Session,
    output: str | os.PathLike[str],
    *,
    bitrate: int | None = None,
    make_folder: bool = False,
    studio: Studio | None = None,
    progress: Progress | None = None,
) -> Rendered:
    """Speak, mix and encode a session into an MP3, or into another kind of file by the suffix of its name.

    The file appears whole under its name or not at all; an older file stays until then.

    Args:
        session: what `load_session` gave.
        output: the file's path; `writing.suffixes` tells the kinds.
        bitrate: of an MP3, in kb/s; None: 48 for voice alone, 128 with music.
        make_folder: make the file's folder, once all is ready to be written; else it must be there.
        studio: where words are spoken; None: the computer's own voices, with a cache on disk.
        progress: told as words are spoken, music is measured, and sound is encoded.

    Raises:
        ScriptError: where the author's words cannot keep their time, or music cannot be used.
        SoundError: where music from the command line cannot be used.
        SpeechError: where something cannot be spoken; no file is written then.
        OutputError: when the file cannot be written.
    """
    began = time.monotonic()
    path = Path(output)
    check_target(path)
    check_music(session, path)
    shelf, narrator = SoundShelf(), _narrator(session, studio, progress)
    store = narrator.studio.cache.store
    sheet = coach_of(session)
    timeline = narrator.timeline(session, sheet, shelf)
    tags = tags_of(timeline, Origin(session, sheet, bitrate=bitrate), store)
    sounding = sounding_of(timeline, session.music, narrator, shelf, stage("measuring music", progress))
    if is_mp3(path):
        rate = bitrate_of(sounding.layout, bitrate)
        pieces = pieces_of(sounding, rate, KeptFrames(store), stage("encoding", progress))
        make = partial(write_mp3_file, path, sounding, pieces, rate, kept_id3(tags, store))
    elif bitrate is not None:
        raise OutputError(f"{path}: a bitrate is chosen for MP3s alone\n  leave '--bitrate' out")
    else:
        make = partial(write_other, path, sounding, tags, stage("encoding", progress))
    if make_folder:
        folder_for(path)
    size = make()
    store.tidy()
    return Rendered(
        path, timeline.length_ms, size, time.monotonic() - began, timeline, notes_of(sounding, narrator.studio)
    )


def check_music(session: Session, target: Path | None = None) -> None:
    """That a session's music files are there, before anything takes long, and that none of them is to be written over.

    Raises:
        ScriptError, SoundError: when they are not.
        OutputError: when `target` is one of them.
    """
    if session.music is not None:
        from audiocoach.music.files import check, paths

        check(session.music)
        if target is not None:
            check_inputs(target, paths(session.music))


def notes_of(sounding: Sounding, studio: Studio) -> tuple[str, ...]:
    """What is worth telling of the music and of the cache."""
    return (*sounding.notes, *filter(None, [studio.trouble]))


def folder_for(path: Path) -> None:
    """Make a file's folder if need be.

    Raises:
        OutputError: when it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{path.parent}: this folder cannot be made: {reason}") from None


def _narrator(session: Session, studio: Studio | None, progress: Progress | None) -> Narrator:
    return Narrator(session.language, studio, stage("speaking", progress))


def stage(name: str, progress: Progress | None) -> Callable[[int, int], None] | None:
    """What tells `progress` of one stage."""
    return None if progress is None else lambda done, total: progress(name, done, total)
