"""A session from its script to its MP3: the stages in order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError, Problem, ScriptError
from audiocoach.filling import Words
from audiocoach.finishing import Arranged, Finisher, Order
from audiocoach.model import Session
from audiocoach.narration import Narrator, estimated
from audiocoach.programme import Findings
from audiocoach.sheets import Sheets, coach_of
from audiocoach.shelf import SoundShelf
from audiocoach.sounding import Sounding, sounding_of
from audiocoach.timeline import Asking, Draft, Measure, Timeline, arrange
from audiocoach.writing import check_inputs, check_target

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
    narrator = _narrator(studio, progress)
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
    order = Order(session, Path(output))
    (done,) = render_all([order], bitrate=bitrate, make_folder=make_folder, studio=studio, progress=progress)
    return done


def render_all(
    orders: Sequence[Order],
    *,
    bitrate: int | None = None,
    make_folder: bool = False,
    studio: Studio | None = None,
    progress: Progress | None = None,
    on_done: Callable[[Rendered], None] | None = None,
    sheets: Sheets | None = None,
) -> list[Rendered]:
    """Render sessions together: what they share is spoken and encoded once.

    See `render`. `on_done` is told each file as it is finished, and `progress` how many are, when they are several.

    Raises:
        ScriptError: with all that cannot be placed in any of them, or music that cannot be used; nothing is written
            then.
        SoundError, SpeechError, OutputError: as `render`; files finished before stay.
    """
    began = time.monotonic()
    for order in orders:
        check_target(order.path)
        check_music(order.session, order.path)
    narrator = _narrator(studio, progress)
    store, shelf, sheets = narrator.studio.cache.store, SoundShelf(), sheets or Sheets()
    timelines, problems = arranged([(order.name, order.session) for order in orders], narrator, sheets, shelf)
    if len(timelines) < len(orders):
        raise ScriptError(problems)
    measuring = stage("measuring music", progress)
    everything = [
        Arranged.of(order, timeline, sounding_of(timeline, order.session.music, narrator, shelf, measuring))
        for order, timeline in zip(orders, timelines, strict=True)
    ]
    several = len(orders) > 1
    finisher = Finisher(sheets, store, bitrate, None if several else stage("encoding", progress))
    for each in everything:
        finisher.check(each)
    for each in everything if make_folder else ():
        folder_for(each.order.path)
    rendered: list[Rendered] = []
    with closing(finisher.write_all(everything)) as files:
        for each, size in files:
            now, timeline, notes = time.monotonic(), each.timeline, notes_of(each.sounding, narrator.studio)
            rendered.append(Rendered(each.order.path, timeline.length_ms, size, now - began, timeline, notes))
            began = now
            if several and progress is not None:
                progress("files", len(rendered), len(orders))
            if on_done is not None:
                on_done(rendered[-1])
    store.tidy()
    return rendered


def arranged(
    sessions: Sequence[tuple[str, Session]], narrator: Narrator | None, sheets: Sheets, shelf: SoundShelf
) -> tuple[list[Timeline], list[Problem]]:
    """The timelines of sessions, without those of sessions with errors; and every problem once.

    All that any of them says is spoken together. Each has a name, for problems that are not in all of them. Without a
    narrator the spoken lengths are estimated.
    """
    findings = Findings(len(sessions))
    measure = narrator.measure if narrator else estimated
    drafts = _drafts(sessions, measure, sheets, shelf, findings)
    lengths = measure(list(dict.fromkeys(words for draft in drafts.values() for words in draft.words)))
    if narrator is not None:
        narrator.on_each = None
    timelines: list[Timeline] = []
    for number, draft in drafts.items():
        name = sessions[number][0]
        try:
            timelines.append(narrator.placed(draft) if narrator else draft.placed(lengths))
            findings.note(timelines[-1].warnings, name)
        except ScriptError as error:
            findings.note(error.problems, name)
    return timelines, findings.all()


def _drafts(
    sessions: Sequence[tuple[str, Session]], measure: Measure, sheets: Sheets, shelf: SoundShelf, findings: Findings
) -> dict[int, Draft]:
    """The drafts of sessions by their number, without those of sessions with errors. What they ask for while they are
    made is spoken together.
    """
    asking: dict[int, Asking[Draft]] = {}
    asked: dict[int, list[Words]] = {}
    made: dict[int, Draft] = {}

    def go_on(number: int, lengths: Mapping[Words, int] | None) -> None:
        try:
            asked[number] = next(asking[number]) if lengths is None else asking[number].send(lengths)
        except StopIteration as end:
            made[number] = end.value
        except ScriptError as error:
            findings.note(error.problems, sessions[number][0])

    for number, (name, session) in enumerate(sessions):
        try:
            asking[number] = Draft.begun(session, sheets.of(session), shelf.length)
        except ScriptError as error:
            findings.note(error.problems, name)
            continue
        go_on(number, None)
    while asked:
        waiting, asked = asked, {}
        lengths = measure(list(dict.fromkeys(words for own in waiting.values() for words in own)))
        for number in waiting:
            go_on(number, lengths)
    return {number: made[number] for number in sorted(made)}


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


def _narrator(studio: Studio | None, progress: Progress | None) -> Narrator:
    return Narrator(studio, stage("speaking", progress))


def stage(name: str, progress: Progress | None) -> Callable[[int, int], None] | None:
    """What tells `progress` of one stage."""
    return None if progress is None else lambda done, total: progress(name, done, total)
