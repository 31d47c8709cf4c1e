"""A programme to its MP3s: what is up to date stays, every sentence is spoken once, every file is whole."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from audiocoach.errors import Problem, ScriptError
from audiocoach.filling import Words
from audiocoach.fingerprint import fingerprint
from audiocoach.model import CoachSheet, Session
from audiocoach.mp3.frames import DEFAULT_BITRATE
from audiocoach.narration import DEFAULT_ENGINE, Narrator, estimated
from audiocoach.programme import Findings, PlannedSession, Programme
from audiocoach.rendering import Progress, Rendered, SoundShelf, audible, coach_of, folder_for, stage, tag_of, write
from audiocoach.speech.engines import get_engine
from audiocoach.speech.studio import Studio
from audiocoach.timeline import Measure, Timeline, arrange, words_of

MAX_NAME = 160
"""Bytes of a title in a file's name, in UTF-8: with the rest of the name far below the 255 that file systems take."""

_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')
"""Signs that some file system refuses, and those that have a name shown in another order than it is written."""


@dataclass(frozen=True, slots=True)
class Job:
    """One session to render: its timeline-to-be, its file, and what its file says it was made from."""

    planned: PlannedSession
    session: Session
    path: Path
    fingerprint: str
    track: str


def render_programme(
    programme: Programme,
    folder: Path,
    *,
    select: Sequence[PlannedSession] | None = None,
    change: Callable[[Session], Session] | None = None,
    bitrate: int = DEFAULT_BITRATE,
    force: bool = False,
    studio: Studio | None = None,
    progress: Progress | None = None,
    on_done: Callable[[Rendered], None] | None = None,
) -> tuple[list[Rendered], list[Path]]:
    """Render sessions of a programme into `folder`, which is made if need be.

    Args:
        programme: what `load_programme` gave.
        folder: where the files go: `W03S2 Title.mp3`, so that players sort them.
        select: which sessions; None: all.
        change: applied to each session, such as another voice.
        bitrate: kb/s.
        force: render what is up to date as well.
        studio: where words are spoken.
        progress: told over the whole.
        on_done: told each file as it is finished.

    Returns:
        What was rendered, and the files that were up to date: same inputs, and whole.

    Raises:
        ScriptError: with all that cannot be placed in any of them; nothing is written then.
        SpeechError, OutputError: as `render`; files finished before stay.
    """
    from audiocoach.mp3.encode import encode_windows
    from audiocoach.mp3.tags import fingerprint_of

    studio = studio or Studio()
    wanted = list(programme.sessions if select is None else select)
    sheets = _Sheets()
    jobs = [_job(programme, planned, folder, change, bitrate, sheets) for planned in wanted]
    fresh = [job.path for job in jobs if not force and fingerprint_of(job.path) == job.fingerprint]
    due = [job for job in jobs if job.path not in fresh]
    if not due:
        return [], fresh
    narrator = Narrator(due[0].session.language, studio, stage("speaking", progress))
    narrator.measure(_all_words([job.session for job in due], sheets))
    narrator.on_each = None
    shelf = SoundShelf()
    timelines, problems = _arranged([(job.planned.id, job.session) for job in due], sheets, narrator.measure, shelf)
    if len(timelines) < len(due):
        raise ScriptError(problems)
    folder_for(due[0].path)
    sounding = [audible(timeline, narrator, shelf) for timeline in timelines]
    # One encoding of all sessions: what they share is encoded once, and it runs ahead while files are written.
    pieces = encode_windows([window for windows in sounding for window in windows], bitrate)
    rendered = []
    try:
        for number, (job, timeline, windows) in enumerate(zip(due, timelines, sounding, strict=True), 1):
            began = time.monotonic()
            tag = tag_of(timeline, album=programme.title, track=job.track, fingerprint=job.fingerprint)
            size = write(job.path, islice(pieces, len(windows)), timeline.length_ms, bitrate, tag)
            done = Rendered(job.path, timeline.length_ms, size, time.monotonic() - began, timeline, studio.trouble)
            rendered.append(done)
            if progress is not None:
                progress("sessions", number, len(due))
            if on_done is not None:
                on_done(done)
    finally:
        pieces.close()
    return rendered, fresh


def all_timelines(
    programme: Programme,
    *,
    change: Callable[[Session], Session] | None = None,
    fast: bool = False,
    studio: Studio | None = None,
    progress: Progress | None = None,
) -> tuple[list[Timeline], list[Problem]]:
    """The timeline of every session, and the warnings about them, each once.

    Raises:
        ScriptError: with all that cannot be placed in any session.
    """
    sheets, shelf = _Sheets(), SoundShelf()
    sessions = [change(planned.session) if change else planned.session for planned in programme.sessions]
    narrator = Narrator(sessions[0].language, studio, stage("speaking", progress))
    if not fast:
        narrator.measure(_all_words(sessions, sheets))
        narrator.on_each = None
    named = [(planned.id, session) for planned, session in zip(programme.sessions, sessions, strict=True)]
    timelines, problems = _arranged(named, sheets, estimated if fast else narrator.measure, shelf)
    if len(timelines) < len(sessions):
        raise ScriptError(problems)
    return timelines, problems


def _arranged(
    sessions: Sequence[tuple[str, Session]], sheets: _Sheets, measure: Measure, shelf: SoundShelf
) -> tuple[list[Timeline], list[Problem]]:
    """The timelines of sessions, without those of sessions with errors; and every problem once."""
    timelines: list[Timeline] = []
    findings = Findings(len(sessions))
    for name, session in sessions:
        try:
            timelines.append(arrange(session, sheets.of(session), measure, shelf.length))
            findings.note(timelines[-1].warnings, name)
        except ScriptError as error:
            findings.note(error.problems, name)
    return timelines, findings.all()


def older_files(programme: Programme, folder: Path) -> list[Path]:
    """Files of this programme's sessions under names they no longer have, from before a title was changed."""
    from audiocoach.mp3.tags import fingerprint_of

    names = {
        f"W{planned.week:02}S{planned.run} ": file_name(planned, plain_title(planned.session))
        for planned in programme.sessions
    }
    return [
        path
        for path in sorted(folder.glob("W*S* *.mp3"))
        if names.get(path.name.partition(" ")[0] + " ") not in (None, path.name) and fingerprint_of(path)
    ]


def file_name(planned: PlannedSession, title: str, weeks: int = 0) -> str:
    """`W03S2 Title.mp3`, with nothing in it that any file system refuses; in a programme of so many weeks."""
    clean = " ".join(_REFUSED.sub(" ", title).split())
    clean = clean.encode()[:MAX_NAME].decode(errors="ignore").strip(" .")
    return f"W{planned.week:0{max(2, len(str(weeks)))}}S{planned.run} {clean}".strip() + ".mp3"


class _Sheets:
    """Each coach sheet read once; the sessions of a programme nearly always share theirs."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Path | None], CoachSheet | None] = {}

    def of(self, session: Session) -> CoachSheet | None:
        """The coach sheet of a session."""
        key = (session.coach, session.folder if session.is_written("coach") else None)
        if key not in self._found:
            self._found[key] = coach_of(session)
        return self._found[key]


def _job(
    programme: Programme,
    planned: PlannedSession,
    folder: Path,
    change: Callable[[Session], Session] | None,
    bitrate: int,
    sheets: _Sheets,
) -> Job:
    session = change(planned.session) if change else planned.session
    track = f"{programme.sessions.index(planned) + 1}/{len(programme.sessions)}"
    settings = [str(bitrate), programme.title, track]
    name = fingerprint(session, sheets.of(session), _engines(session), settings)
    return Job(planned, session, folder / file_name(planned, plain_title(session), programme.weeks), name, track)


def plain_title(session: Session) -> str:
    """A session's title as it is written; `{length}` in it would need its spoken words, and is left out."""
    from audiocoach.braces import fill
    from audiocoach.variables import written

    def word(name: str) -> str:
        return written(session.variables[name]) if name in session.variables else ""

    return fill(session.session, word).replace(": ", " - ").replace(":", ".")


def _engines(session: Session) -> list[str]:
    wishes = [session.voice, *(cue.voice for step in session.written_steps() for cue in step.cues if cue.voice)]
    names = sorted({wish.engine or DEFAULT_ENGINE for wish in wishes})
    return [f"{name} {get_engine(name).version()}" for name in names]


def _all_words(sessions: Sequence[Session], sheets: _Sheets) -> list[Words]:
    found: dict[Words, None] = {}
    for session in sessions:
        found |= dict.fromkeys(words_of(session, sheets.of(session)))
    return list(found)
