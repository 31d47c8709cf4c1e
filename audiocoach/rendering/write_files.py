"""Arranged sessions to files: what they share is encoded once, and covers are drawn while files are written."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from contextvars import copy_context
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError
from audiocoach.labels.embedded.origin import Origin
from audiocoach.labels.tags.kept_id3 import kept_id3
from audiocoach.labels.tags.tags import tags_of
from audiocoach.output.mp3.encode_windows import encode_windows
from audiocoach.output.mp3.kept_frames import KeptFrames
from audiocoach.output.mp3.lame import THREADS
from audiocoach.output.session_tracks import TrackWork, write_tracks
from audiocoach.output.write import bitrate_of, is_mp3, pieces_of, write_other
from audiocoach.sound.layout import MONO
from audiocoach.storage.digests import State, state_of
from audiocoach.timeline.track_list import tracks_of

if TYPE_CHECKING:
    from audiocoach.labels.tags.tags import Tags
    from audiocoach.mix.session_sound import Sounding
    from audiocoach.mix.windows import Window
    from audiocoach.programme.programme import PlannedSession, Programme
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.script.model import Session
    from audiocoach.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Order:
    """A session to be rendered, and the file it becomes.

    `name` tells it from others in messages. `programme` and `planned` are its place in one, and `fingerprint` is what
    its file says it was made from. `make_folder`: make the file's folder, once all is ready to be written. `on_whole`
    is called with the SHA-256 of the file, in hexadecimal, when that is on the disk and has no name yet.
    """

    session: Session
    path: Path
    name: str = ""
    programme: Programme | None = None
    planned: PlannedSession | None = None
    fingerprint: str = ""
    make_folder: bool = False
    on_whole: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """An order with all that sounds in it. `windows` are what is encoded with those of others; None for what goes on
    without a pause, and for other kinds of file than MP3.
    """

    order: Order
    timeline: Timeline
    sounding: Sounding
    windows: Sequence[Window] | None = None

    @classmethod
    def of(cls, order: Order, timeline: Timeline, sounding: Sounding, *, split: bool = False) -> Arranged:
        """Arrange an order, with its windows; `split`: to be cut into tracks, each encoded by itself."""
        return cls(order, timeline, sounding, sounding.whole_windows() if is_mp3(order.path) and not split else None)


class Finisher:
    """Makes files. `on_each` is told as the sound of one is encoded."""

    def __init__(self, shop: Workshop, on_each: Callable[[int, int], None] | None = None) -> None:
        self._shop, self._on_each = shop, on_each
        self._known = KeptFrames(shop.store)
        self._digests = shop.digests
        self._made: dict[Path, tuple[State, str]] = {}

    def check(self, arranged: Arranged) -> None:
        """See that a file can have the bitrate that was asked for, and be cut into tracks if it is to be.

        Raises:
            OutputError: when not.
        """
        if self._shop.split:
            tracks_of(arranged.timeline)
        if is_mp3(arranged.order.path):
            bitrate_of(arranged.sounding.layout, self._shop.bitrate)
        elif self._shop.bitrate is not None:
            raise OutputError(
                f"{arranged.order.path}: a bitrate is chosen for MP3s alone", option="leave '--bitrate' out"
            )

    def write_all(self, everything: Sequence[Arranged]) -> Generator[tuple[Arranged, int], None, None]:
        """Write each file; yields each, with its size in bytes, in the order given.

        Raises:
            OutputError: when one cannot be written; those before it are there.
        """
        # One encoding of all windows: what sessions share is encoded once, and it runs ahead while files are written.
        windows = [window for each in everything for window in each.windows or ()]
        rate = bitrate_of(MONO, self._shop.bitrate) if windows else 0
        with (
            closing(encode_windows(windows, rate, self._on_each, self._known)) as encoded,
            closing(self._labels(everything)) as labels,
        ):
            try:
                for each, (tags, tag) in zip(everything, labels, strict=True):
                    if self._shop.split:
                        yield each, self._write_tracks(each, tags)
                    elif is_mp3(each.order.path):
                        yield each, self._write_mp3(each, encoded, tag)
                    else:
                        yield each, self._write_other(each, tags)
            finally:
                for path, (state, digest) in self._made.items():
                    self._digests.note(path, state, digest)

    def _labels(self, everything: Sequence[Arranged]) -> Generator[tuple[Tags, bytes], None, None]:
        """Make what each file says of itself, for MP3s as bytes too. Made ahead of time: drawing a cover is slow."""
        pool = ThreadPoolExecutor(THREADS, thread_name_prefix="labels")
        try:
            # Each in the context it would have here: its year may be an earlier one.
            for made in [pool.submit(copy_context().run, self._label, each) for each in everything]:
                yield made.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _label(self, arranged: Arranged) -> tuple[Tags, bytes]:
        order, sheet = arranged.order, self._shop.sheets.of(arranged.order.session)
        origin = Origin(order.session, sheet, order.programme, order.planned, self._shop.bitrate)
        tags = tags_of(arranged.timeline, origin, self._shop.store)
        if self._shop.split or not is_mp3(order.path):
            return tags, b""
        if self._shop.writes_mp3:
            return tags, kept_id3(tags, self._shop.store, fingerprint=order.fingerprint)
        from audiocoach.labels.tags.id3 import id3

        return tags, id3(tags, fingerprint=order.fingerprint)  # of so many, each has another one, and is made once

    def _write_tracks(self, arranged: Arranged, tags: Tags) -> int:
        order, sounding = arranged.order, arranged.sounding
        rate = bitrate_of(sounding.layout, self._shop.bitrate) if is_mp3(order.path) else None
        work = TrackWork(sounding, tags, rate, self._known, self._on_each, order.fingerprint)
        made = write_tracks(order.path, tracks_of(arranged.timeline), work)
        for path, digest in made.digests.items():
            with suppress(OSError):  # somebody was faster, and took it away
                self._made[path] = state_of(path), digest
        if order.fingerprint:
            self._digests.note_made(order.fingerprint, made.playlist_digest)
        return made.size

    def _write_mp3(self, arranged: Arranged, encoded: Iterator[tuple[int, bytes]], tag: bytes) -> int:
        sounding = arranged.sounding
        rate = bitrate_of(sounding.layout, self._shop.bitrate)
        if arranged.windows is None:
            pieces = pieces_of(sounding, rate, self._known, self._on_each)
        else:
            pieces = islice(encoded, len(arranged.windows))
        return self._noted(
            arranged.order, lambda whole: self._shop.mp3_writer(arranged.order.path, sounding, pieces, rate, tag, whole)
        )

    def _write_other(self, arranged: Arranged, tags: Tags) -> int:
        path, sounding = arranged.order.path, arranged.sounding
        return self._noted(arranged.order, lambda whole: write_other(path, sounding, tags, self._on_each, whole))

    def _noted(self, order: Order, write: Callable[[Callable[[str], None] | None], int]) -> int:
        """Write a file, and note what it was made from as soon as it is whole, where that will be asked."""
        found: list[str] = []

        def whole(digest: str) -> None:
            found.append(digest)
            if order.fingerprint:
                self._digests.note_made(order.fingerprint, digest)
            if order.on_whole is not None:
                order.on_whole(digest)

        asked = order.fingerprint or order.on_whole is not None
        size = write(whole if asked else None)
        for digest in found if self._shop.writes_mp3 or not is_mp3(order.path) else ():
            with suppress(OSError):  # somebody was faster, and took it away
                self._made[order.path] = state_of(order.path), digest
        return size
