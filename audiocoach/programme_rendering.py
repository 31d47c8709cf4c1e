"""A programme to its MP3s: what is up to date stays, every sentence is spoken once, every file is whole."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from audiocoach.casting import Casting, cast_of
from audiocoach.errors import Problem, ScriptError
from audiocoach.filling import Words
from audiocoach.fingerprint import fingerprint
from audiocoach.labels.id3.kept import kept_id3
from audiocoach.labels.origin import Origin
from audiocoach.labels.tags import tags_of
from audiocoach.model import CoachSheet, Session
from audiocoach.mp3.frames import MONO
from audiocoach.mp3.kept import KeptFrames
from audiocoach.narration import Narrator, estimated
from audiocoach.programme import Findings, PlannedSession, Programme
from audiocoach.rendering import Progress, Rendered, check_music, coach_of, folder_for, notes_of, stage
from audiocoach.shelf import SoundShelf
from audiocoach.sounding import sounding_of
from audiocoach.speech.studio import Studio
from audiocoach.timeline import Timeline, arrange, words_of
from audiocoach.writing import bitrate_of, pieces_of, write_mp3_file

MAX_NAME = 160
"""Bytes of a title in a file's name, in UTF-8: with the rest of the name far below the 255 that file systems take."""

_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+')
"""Signs that some file system refuses, those that have a name shown in another order than it is written, and those that
stand for bytes that are no text."""


@dataclass(frozen=True, slots=True)
class Job:
    """One session to render: its timeline-to-be, its file, and what its file says it was made from."""

    planned: PlannedSession
    session: Session
    path: Path
    fingerprint: str


def render_programme(
    programme: Programme,
    folder: Path,
    *,
    select: Sequence[PlannedSession] | None = None,
    change: Callable[[Session], Session] | None = None,
    bitrate: int | None = None,
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
        bitrate: kb/s; None: 48 for voice alone, 128 with music.
        force: render what is up to date as well.
        studio: where words are spoken.
        progress: told over the whole.
        on_done: told each file as it is finished.

    Returns:
        What was rendered, and the files that were up to date: same inputs, and whole.

    Raises:
        ScriptError: with all that cannot be placed in any of them, or music that cannot be used; nothing is written
            then.
        SpeechError, OutputError: as `render`; files finished before stay.
    """
    from audiocoach.labels.id3.tag import fingerprint_of
    from audiocoach.mp3.encode import encode_windows

    studio = studio or Studio()
    wanted = list(programme.sessions if select is None else select)
    sheets = _Sheets()
    jobs = [_job(programme, planned, folder, change, bitrate, sheets) for planned in wanted]
    fresh = [job.path for job in jobs if not force and fingerprint_of(job.path) == job.fingerprint]
    due = [job for job in jobs if job.path not in fresh]
    if not due:
        return [], fresh
    for job in due:
        check_music(job.session, job.path)
    narrator = Narrator(due[0].session.language, studio, stage("speaking", progress))
    narrator.measure(_all_words([job.session for job in due], sheets))
    narrator.on_each = None
    shelf = SoundShelf()
    timelines, problems = _arranged([(job.planned.id, job.session) for job in due], sheets, narrator, shelf)
    if len(timelines) < len(due):
        raise ScriptError(problems)
    store = studio.cache.store
    measuring = stage("measuring music", progress)
    sounding = [
        sounding_of(timeline, job.session.music, narrator, shelf, measuring)
        for job, timeline in zip(due, timelines, strict=True)
    ]
    bitrates = [bitrate_of(each.layout, bitrate) for each in sounding]
    folder_for(due[0].path)
    # One encoding of all sessions: what they share is encoded once, and it runs ahead while files are written.
    known = KeptFrames(store)
    windows = [() if each.goes_on else each.windows() for each in sounding]
    alone = [window for each in windows for window in each]
    shared = encode_windows(alone, bitrate_of(MONO, bitrate) if alone else MONO.default_bitrate, known=known)
    rendered = []
    try:
        for number, (job, timeline, sound) in enumerate(zip(due, timelines, sounding, strict=True), 1):
            began = time.monotonic()
            origin = Origin(job.session, sheets.of(job.session), programme, job.planned, bitrate)
            tag = kept_id3(tags_of(timeline, origin, store), store, fingerprint=job.fingerprint)
            own, rate = windows[number - 1], bitrates[number - 1]
            pieces = islice(shared, len(own)) if own else pieces_of(sound, rate, known)
            size = write_mp3_file(job.path, sound, pieces, rate, tag)
            seconds = time.monotonic() - began
            done = Rendered(job.path, timeline.length_ms, size, seconds, timeline, notes_of(sound, studio))
            rendered.append(done)
            if progress is not None:
                progress("sessions", number, len(due))
            if on_done is not None:
                on_done(done)
    finally:
        shared.close()
    store.tidy()
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
    timelines, problems = _arranged(named, sheets, None if fast else narrator, shelf)
    if len(timelines) < len(sessions):
        raise ScriptError(problems)
    return timelines, problems


def _arranged(
    sessions: Sequence[tuple[str, Session]], sheets: _Sheets, narrator: Narrator | None, shelf: SoundShelf
) -> tuple[list[Timeline], list[Problem]]:
    """The timelines of sessions, without those of sessions with errors; and every problem once.

    Without a narrator the spoken lengths are estimated.
    """
    timelines: list[Timeline] = []
    findings = Findings(len(sessions))
    for name, session in sessions:
        try:
            sheet = sheets.of(session)
            if narrator is None:
                timelines.append(arrange(session, sheet, estimated, shelf.length))
            else:
                timelines.append(narrator.timeline(session, sheet, shelf))
            findings.note(timelines[-1].warnings, name)
        except ScriptError as error:
            findings.note(error.problems, name)
    return timelines, findings.all()


def older_files(programme: Programme, folder: Path, change: Callable[[Session], Session] | None = None) -> list[Path]:
    """Files of this programme's sessions under names they no longer have, from before a title was changed."""
    from audiocoach.labels.id3.tag import fingerprint_of

    titles = ((each, plain_title(change(each.session) if change else each.session)) for each in programme.sessions)
    names = {f"W{planned.week:02}S{planned.run} ": file_name(planned, title) for planned, title in titles}
    return [
        path
        for path in sorted(folder.glob("W*S* *.mp3"))
        if names.get(path.name.partition(" ")[0] + " ") not in (None, path.name) and fingerprint_of(path)
    ]


def file_name(planned: PlannedSession, title: str, weeks: int = 0) -> str:
    """`W03S2 Title.mp3`, with nothing in it that any file system refuses; in a programme of so many weeks."""
    return f"W{planned.week:0{max(2, len(str(weeks)))}}S{planned.run} {safe_name(title)}".strip() + ".mp3"


def safe_name(text: str) -> str:
    """Text as a file's name, or a part of one: nothing in it that any file system refuses, and not too long."""
    clean = " ".join(_REFUSED.sub(" ", text).split())
    return clean.encode()[:MAX_NAME].decode(errors="ignore").strip(" .")


class _Sheets:
    """Each coach sheet read once; the sessions of a programme nearly always share theirs."""

    def __init__(self, language: str = "en") -> None:
        self._found: dict[tuple[str, Path | None], CoachSheet | None] = {}
        self.casting = Casting(language)

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
    bitrate: int | None,
    sheets: _Sheets,
) -> Job:
    session = change(planned.session) if change else planned.session
    settings = [str(bitrate), programme.title, Origin(programme=programme, planned=planned).track]
    name = fingerprint(session, sheets.of(session), cast_of(session, sheets.of(session), sheets.casting), settings)
    return Job(planned, session, folder / file_name(planned, plain_title(session), programme.weeks), name)


def plain_title(session: Session) -> str:
    """A session's title as it is written; `{length}` in it would need its spoken words, and is left out."""
    from audiocoach.braces import fill
    from audiocoach.variables import written

    def word(name: str) -> str:
        return written(session.variables[name]) if name in session.variables else ""

    return fill(session.session, word).replace(": ", " - ").replace(":", ".")


def _all_words(sessions: Sequence[Session], sheets: _Sheets) -> list[Words]:
    found: dict[Words, None] = {}
    for session in sessions:
        found |= dict.fromkeys(words_of(session, sheets.of(session)))
    return list(found)
