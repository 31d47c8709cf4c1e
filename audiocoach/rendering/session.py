"""A session from its script to its MP3: the stages in order."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from audiocoach.errors import OutputError, ScriptError, os_reason
from audiocoach.labels.pictures.cover import cover_notes
from audiocoach.mix.session_sound import Sounding, sounding_of
from audiocoach.output.session_tracks import written_as
from audiocoach.output.write import check_target
from audiocoach.rendering.disk_room import check_room
from audiocoach.rendering.hint_of_the_day import better_voice_hint
from audiocoach.rendering.music_before import MusicBefore
from audiocoach.rendering.streams import Output, as_files, hand_over, is_path
from audiocoach.rendering.timelines import arranged, check_length, check_music
from audiocoach.rendering.watching import Cancel, Progress
from audiocoach.rendering.workshop import Workshop
from audiocoach.rendering.write_files import Arranged, Finisher, Order
from audiocoach.script.model import Session
from audiocoach.speech.limits import NO_LIMITS, Limits
from audiocoach.speech.narrator import Narrator
from audiocoach.speech.studio import Studio
from audiocoach.storage.scratch import sweep_scratch
from audiocoach.storage.whole_files import check_replaceable
from audiocoach.timeline.paces_used import pace_notes
from audiocoach.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Rendered:
    """What `render` made: the file, its length (ms), its size (bytes), how long it took (s), and the timeline in it.

    Of a stream the file is gone; of tracks it is their playlist. `notes` is what was noticed that the script is not to
    blame for, such as music that is too short and repeats.
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
    split: Literal["steps"] | None = None,
    mono: bool = False,
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
        split: `steps` makes numbered tracks that play without a gap, one for each step, in a folder called like the
            file, with a playlist in it.
        mono: music in one channel, for one earbud; a voice alone always is.

    Raises:
        ScriptError: where the author's words cannot keep their time, or music cannot be used.
        SoundError: where music from the command line cannot be used.
        SpeechError: where something cannot be spoken; no file is written then.
        OutputError: when the file cannot be written.
        OverLimitError: when more is asked for than the limits allow, mostly before anything is spoken.
        CancelledError: when `cancel` asks for an end; nothing is left of the work but spoken words in the cache.
    """
    if split is not None and not is_path(output):
        raise OutputError("tracks are a folder, and a stream carries one file", "give the path of a file")
    shop = Workshop(
        studio or Studio(),
        bitrate=bitrate,
        progress=progress,
        cancel=cancel,
        limits=limits,
        folded=mono,
        split=split is not None,
    )
    with as_files([output], kind) as (path,):
        (done,) = render_all([Order(session, path, make_folder=make_folder)], shop)
        hand_over(path, output)
    return done


def render_all(orders: Sequence[Order], shop: Workshop) -> Generator[Rendered, None, None]:
    """Render sessions together: what they share is spoken and encoded once. Yields each file as it is finished.

    See `render`. When they are several, the workshop's `progress` is told how many files are finished, and not how far
    the encoding of one is. Its `limits` hold for the speech of all together, and for the length of each.

    Raises:
        ScriptError: with all that cannot be placed in any of them, or music that cannot be used; nothing is written
            then.
        SoundError, SpeechError, OutputError, OverLimitError, CancelledError: as `render`; files finished before stay.
    """
    sweep_scratch()
    if not orders:
        return
    began = time.monotonic()
    _check(orders, shop)
    narrator = shop.narrator()
    timelines = _timelines(orders, narrator, shop)
    everything = _sounds(orders, timelines, narrator, shop)
    yield from _files(everything, shop, began, better_voice_hint(shop.store, narrator.unchosen()))


def _check(orders: Sequence[Order], shop: Workshop) -> None:
    """See, before anything takes long, that each file can be written and each one's music is there."""
    shop.watch.check()
    for order in orders:
        check_target(order.path)
        check_replaceable(order.path, make_folder=order.make_folder)
        check_length(order.session, shop.limits)
        check_music(order.session, order.path)
    if shop.writes_mp3:
        check_room(orders, shop.bitrate, folded=shop.folded)


def _timelines(orders: Sequence[Order], narrator: Narrator, shop: Workshop) -> list[Timeline]:
    """Lay out each session.

    Raises:
        ScriptError: with all that cannot be placed in any of them.
        OverLimitError: when one lasts longer than the limits allow.
    """
    named = [(order.name, order.session) for order in orders]
    timelines, problems = arranged(named, narrator, shop.sheets, shop.signals)
    if len(timelines) < len(orders):
        raise ScriptError(problems)
    for timeline in timelines:
        shop.limits.check_length(timeline.length_ms)
    return timelines


def _sounds(
    orders: Sequence[Order], timelines: Sequence[Timeline], narrator: Narrator, shop: Workshop
) -> list[Arranged]:
    """Put each session's clips at their times, over its music, which is measured here."""
    measuring = shop.stage("measuring music")
    both = list(zip(orders, timelines, strict=True))
    before = MusicBefore(shop, narrator, ((order.session, timeline) for order, timeline in both))
    sounds = (
        sounding_of(timeline, order.session.music, narrator, shop.signals, measuring, before.of(order.session))
        for order, timeline in both
    )
    return [
        Arranged.of(order, timeline, replace(sound, folded=shop.folded), split=shop.split)
        for (order, timeline), sound in zip(both, sounds, strict=True)
    ]


def _files(
    everything: Sequence[Arranged], shop: Workshop, began: float, hints: tuple[str, ...]
) -> Generator[Rendered, None, None]:
    """Write each session's file; the first brings the hints.

    `began` is when the work on it began, by the monotonic clock, in seconds.
    """
    several = len(everything) > 1
    files_done = shop.stage("files") if several else None
    finisher = Finisher(shop, shop.stage("encoding", silent=several))
    for each in everything:
        finisher.check(each)
    folders = {each.order.path.parent: each.order.path for each in everything if each.order.make_folder}
    for path in folders.values():
        folder_for(path)
    with closing(finisher.write_all(everything)) as files:
        for count, (each, size) in enumerate(files, 1):
            now = time.monotonic()
            paces, beside = pace_notes([each.order.session]), cover_notes(each.timeline)
            notes = (*paces, *notes_of(each.sounding, shop.studio), *beside, *hints)
            hints = ()
            if files_done is not None:
                files_done(count, len(everything))
            path = written_as(each.order.path, split=shop.split)
            yield Rendered(path, each.timeline.sound_ms, size, now - began, each.timeline, notes)
            began = now
    shop.store.tidy()


def notes_of(sounding: Sounding, studio: Studio) -> tuple[str, ...]:
    """Gather what is worth telling of the music and of the cache."""
    return (*sounding.notes, *filter(None, [studio.trouble]))


def folder_for(path: Path) -> None:
    """Make a file's folder if need be.

    Raises:
        OutputError: when it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path.parent}: this folder cannot be made: {os_reason(error)}") from None
