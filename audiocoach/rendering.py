"""A session from its script to its MP3: the stages in order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.atomic import replacing
from audiocoach.clip import Clip
from audiocoach.errors import NOWHERE, OutputError, Problem, ScriptError, SoundError, Where
from audiocoach.model import CoachSheet, Session
from audiocoach.mp3.frames import DEFAULT_BITRATE
from audiocoach.narration import Narrator, estimated
from audiocoach.script.load import load_sheet
from audiocoach.sounds import load_shipped, load_sound
from audiocoach.timeline import Timeline, arrange
from audiocoach.units import clock, samples, to_the_second
from audiocoach.vocabulary import SOUND_ROLES

if TYPE_CHECKING:
    from audiocoach.mixer import Window
    from audiocoach.speech.studio import Studio

Progress = Callable[[str, int, int], None]
"""Told as the work goes on: the stage's name, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What `render` made: the file, its length (ms), its size (bytes), how long it took (s), and the timeline in it."""

    path: Path
    length_ms: int
    size: int
    seconds: float
    timeline: Timeline = field(repr=False)
    note: str = ""


class SoundShelf:
    """The signals of a session as clips, each loaded once."""

    def __init__(self) -> None:
        self._clips: dict[str, Clip] = {}

    def clip(self, sound: str, where: Where) -> Clip:
        """A role's own signal or a file's sound; a file that cannot be used is an error at `where`."""
        if sound not in self._clips:
            try:
                self._clips[sound] = load_shipped(sound) if sound in SOUND_ROLES else load_sound(Path(sound))
            except SoundError as error:
                raise ScriptError([Problem(str(error), where)]) if where.file else error from None
        return self._clips[sound]

    def length(self, sound: str, where: Where) -> int:
        """In milliseconds."""
        return self.clip(sound, where).length_ms


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
    return arrange(session, coach_of(session), narrator.measure, shelf.length)


def render(
    session: Session,
    output: str | os.PathLike[str],
    *,
    bitrate: int = DEFAULT_BITRATE,
    make_folder: bool = False,
    studio: Studio | None = None,
    progress: Progress | None = None,
) -> Rendered:
    """Speak, mix and encode a session into an MP3.

    The file appears whole under its name or not at all; an older file stays until then.

    Args:
        session: what `load_session` gave.
        output: the MP3's path.
        bitrate: kb/s, one of `audiocoach.mp3.frames.BITRATES`.
        make_folder: make the file's folder, once all is ready to be written; else it must be there.
        studio: where words are spoken; None: the computer's own voices, with a cache on disk.
        progress: told as words are spoken and windows encoded.

    Raises:
        ScriptError: where the author's words cannot keep their time.
        SpeechError: where something cannot be spoken; no file is written then.
        OutputError: when the file cannot be written.
    """
    from audiocoach.mp3.encode import encode_windows

    began = time.monotonic()
    shelf, narrator = SoundShelf(), _narrator(session, studio, progress)
    timeline = arrange(session, coach_of(session), narrator.measure, shelf.length)
    if make_folder:
        folder_for(Path(output))
    pieces = encode_windows(audible(timeline, narrator, shelf), bitrate, stage("encoding", progress))
    size = write(Path(output), pieces, timeline.length_ms, bitrate, tag_of(timeline))
    seconds = time.monotonic() - began
    return Rendered(Path(output), timeline.length_ms, size, seconds, timeline, narrator.studio.trouble)


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


def audible(timeline: Timeline, narrator: Narrator, shelf: SoundShelf) -> tuple[Window, ...]:
    """The stretches of a timeline in which something sounds, with their clips."""
    from audiocoach.mixer import Placed, windows

    placed = [
        Placed(event.start_ms, narrator.clip(event.words) if event.words else shelf.clip(event.sound, event.where))
        for event in timeline.events
    ]
    return windows(placed, timeline.length_ms)


def write(path: Path, pieces: Iterable[tuple[int, bytes]], length_ms: int, bitrate: int, tag: bytes) -> int:
    """Lay encoded windows into a file of `length_ms`; returns its size in bytes.

    Raises:
        OutputError: when the file cannot be written.
    """
    from audiocoach.mp3.writer import write_mp3

    with replacing(path) as file:
        return write_mp3(file, pieces, samples(length_ms), bitrate, tag)


def tag_of(timeline: Timeline, *, album: str = "", track: str = "", fingerprint: str = "") -> bytes:
    """The tag of a timeline's file."""
    from audiocoach.mp3.tags import id3

    description = timeline.description
    if description and description[-1] not in ".!?":
        description += "."
    comment = " ".join(
        filter(None, [description, f"{clock(to_the_second(timeline.length_ms))}, made with audiocoach."])
    )
    return id3(
        timeline.title,
        artist="audiocoach",
        album=album,
        comment=comment,
        track=track,
        fingerprint=fingerprint,
        length_ms=timeline.length_ms,
    )


def _narrator(session: Session, studio: Studio | None, progress: Progress | None) -> Narrator:
    return Narrator(session.language, studio, stage("speaking", progress))


def stage(name: str, progress: Progress | None) -> Callable[[int, int], None] | None:
    """What tells `progress` of one stage."""
    return None if progress is None else lambda done, total: progress(name, done, total)
