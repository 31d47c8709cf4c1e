"""A programme to its MP3s: what is up to date stays, every sentence is spoken once, every file is whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from audiocoach.errors import Problem, ScriptError
from audiocoach.labels.embedded.origin import Origin
from audiocoach.programme.programme import PlannedSession, Programme
from audiocoach.rendering.fingerprint import fingerprint
from audiocoach.rendering.session import Rendered, render_all
from audiocoach.rendering.timelines import arranged
from audiocoach.rendering.watching import Cancel, Progress, Watch
from audiocoach.rendering.write_files import Order
from audiocoach.script.coach_sheets import Sheets
from audiocoach.script.model import Session
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.casting import Casting, cast_of
from audiocoach.speech.limits import NO_LIMITS, Limits
from audiocoach.speech.narrator import Narrator
from audiocoach.speech.studio import Studio
from audiocoach.text.file_names import safe_name
from audiocoach.timeline.timeline import Timeline


def render_programme(
    programme: Programme,
    folder: str | os.PathLike[str],
    *,
    select: Sequence[PlannedSession] | None = None,
    change: Callable[[Session], Session] | None = None,
    bitrate: int | None = None,
    force: bool = False,
    studio: Studio | None = None,
    progress: Progress | None = None,
    on_done: Callable[[Rendered], None] | None = None,
    cancel: Cancel | None = None,
    limits: Limits = NO_LIMITS,
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
        cancel: asked as the work goes on.
        limits: how much may be asked for, of all sessions together.

    Returns:
        What was rendered, and the files that were up to date: same inputs, and whole.

    Raises:
        ScriptError: with all that cannot be placed in any of them, or music that cannot be used; nothing is written
            then.
        SpeechError, OutputError: as `render`; files finished before stay.
    """
    from audiocoach.rendering.fingerprint import fingerprint_of

    wanted = list(programme.sessions if select is None else select)
    studio = studio or Studio()
    sheets, casting = Sheets(), Casting(studio.engine)
    orders = [_order(programme, planned, Path(folder), change, bitrate, sheets, casting) for planned in wanted]
    fresh = [order.path for order in orders if not force and fingerprint_of(order.path) == order.fingerprint]
    due = [order for order in orders if order.path not in fresh]
    if not due:
        return [], fresh
    rendered = render_all(
        due,
        bitrate=bitrate,
        make_folder=True,
        studio=studio,
        progress=progress,
        on_done=on_done,
        sheets=sheets,
        cancel=cancel,
        limits=limits,
    )
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
    named = [
        (_called(planned), change(planned.session) if change else planned.session) for planned in programme.sessions
    ]
    narrator = None if fast else Narrator(studio, Watch(progress).stage("speaking"))
    timelines, problems = arranged(named, narrator, Sheets(), SoundShelf())
    if len(timelines) < len(named):
        raise ScriptError(problems)
    return timelines, problems


def older_files(programme: Programme, folder: Path, change: Callable[[Session], Session] | None = None) -> list[Path]:
    """Files of this programme's sessions under names they no longer have, from before a title was changed."""
    from audiocoach.rendering.fingerprint import fingerprint_of

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


def _order(
    programme: Programme,
    planned: PlannedSession,
    folder: Path,
    change: Callable[[Session], Session] | None,
    bitrate: int | None,
    sheets: Sheets,
    casting: Casting,
) -> Order:
    session = change(planned.session) if change else planned.session
    settings = [str(bitrate), programme.title, Origin(programme=programme, planned=planned).track]
    made_from = fingerprint(session, sheets.of(session), cast_of(session, sheets.of(session), casting), settings)
    path = folder / file_name(planned, plain_title(session), programme.weeks)
    return Order(session, path, _called(planned), programme, planned, made_from)


def _called(planned: PlannedSession) -> str:
    """A session in a message."""
    return f"session {planned.id}"


def plain_title(session: Session) -> str:
    """A session's title as it is written; `{length}` in it would need its spoken words, and is left out."""
    from audiocoach.quantities.variables import written
    from audiocoach.text.braces import fill

    def word(name: str) -> str:
        return written(session.variables[name]) if name in session.variables else ""

    return fill(session.session, word).replace(": ", " - ").replace(":", ".")
