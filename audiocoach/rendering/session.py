"""A session from its script to its MP3: the stages in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError, ScriptError
from audiocoach.mix.session_sound import Sounding, sounding_of
from audiocoach.output.write import check_target
from audiocoach.rendering.streams import Output, as_files, hand_over
from audiocoach.rendering.timelines import arranged, check_length, check_music
from audiocoach.rendering.watching import Cancel, Progress, Watch
from audiocoach.rendering.write_files import Arranged, Finisher, Order
from audiocoach.script.coach_sheets import Sheets
from audiocoach.script.model import Session
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.limits import NO_LIMITS, Limits
from audiocoach.speech.narrator import Narrator
from audiocoach.timeline.timeline import Timeline

if TYPE_CHECKING:
    from audiocoach.speech.studio import Studio


@dataclass(frozen=True, slots=True)
class Rendered:
    """What `render` made: the file, its length (ms), its size (bytes), how long it took (s), and the timeline in it.

    Of a stream the file is gone. `notes` is what was noticed that the script is not to blame for, such as music that is
    too short and repeats.
    """

    path: Path
    length_ms: int
    size: int
    seconds: float
    timeline: Timeline = field(repr=False)
    notes: tuple[str, ...] = ()


def render(
    session: Session,
    output: Output,
    *,
    kind: str = "mp3",
    bitrate: int | None = None,
    make_folder: bool = False,
    studio: Studio | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    limits: Limits = NO_LIMITS,
) -> Rendered:
    """Speak, mix and encode a session into an MP3, or into another kind of file by the suffix of its name.

    The file appears whole under its name or not at all; an older file stays until then. A stream is written to when
    all of it is made. Any number of threads and processes may render at once.

    Args:
        session: what `load_session` gave, or one that a program has built.
        output: the file's path, or a stream of bytes, which stays open.
        kind: of a stream, one of the suffixes that a path may have, such as `mp3` or `wav`.
        bitrate: of an MP3, in kb/s; None: 48 for voice alone, 128 with music.
        make_folder: make the file's folder, once all is ready to be written; else it must be there.
        studio: where words are spoken; None: the computer's own voices, with a cache on disk.
        progress: told as words are spoken, music is measured, and sound is encoded.
        cancel: asked at each of these, such as a `threading.Event` that another thread sets.
        limits: how much may be asked for.

    Raises:
        ScriptError: where the author's words cannot keep their time, or music cannot be used.
        SoundError: where music from the command line cannot be used.
        SpeechError: where something cannot be spoken; no file is written then.
        OutputError: when the file cannot be written.
        OverLimitError: when more is asked for than the limits allow, mostly before anything is spoken.
        CancelledError: when `cancel` asks for an end; nothing is left of the work but spoken words in the cache.
    """
    with as_files([output], kind) as (path,):
        (done,) = render_all(
            [Order(session, path)],
            bitrate=bitrate,
            make_folder=make_folder,
            studio=studio,
            progress=progress,
            cancel=cancel,
            limits=limits,
        )
        hand_over(path, output)
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
    cancel: Cancel | None = None,
    limits: Limits = NO_LIMITS,
) -> list[Rendered]:
    """Render sessions together: what they share is spoken and encoded once.

    See `render`. `on_done` is told each file as it is finished, and `progress` how many are, when they are several;
    `limits` hold for the speech of all together, and for the length of each.

    Raises:
        ScriptError: with all that cannot be placed in any of them, or music that cannot be used; nothing is written
            then.
        SoundError, SpeechError, OutputError, OverLimitError, CancelledError: as `render`; files finished before stay.
    """
    began = time.monotonic()
    watch = Watch(progress, cancel)
    watch.check()
    for order in orders:
        check_target(order.path)
        check_length(order.session, limits)
        check_music(order.session, order.path)
    narrator = Narrator(studio, watch.stage("speaking"), limits)
    store, shelf, sheets = narrator.studio.cache.store, SoundShelf(), sheets or Sheets()
    timelines, problems = arranged([(order.name, order.session) for order in orders], narrator, sheets, shelf)
    if len(timelines) < len(orders):
        raise ScriptError(problems)
    for timeline in timelines:
        limits.check_length(timeline.length_ms)
    measuring = watch.stage("measuring music")
    everything = [
        Arranged.of(order, timeline, sounding_of(timeline, order.session.music, narrator, shelf, measuring))
        for order, timeline in zip(orders, timelines, strict=True)
    ]
    several = len(orders) > 1
    finisher = Finisher(sheets, store, bitrate, watch.stage("encoding", silent=several))
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
