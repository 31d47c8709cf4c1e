"""Decide which music plays when: lay lists of tracks out over a session. Pure.

Every time is in whole samples at 48 kHz from the session's start, unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from audiocoach.music.track import Track
from audiocoach.quantities.units import clock
from audiocoach.sound.layout import RATE, SAMPLES_PER_MS

Tracks = tuple[Track, ...]

SHORTEST = RATE
"""The shortest track: a second, in samples."""

JOIN = 50 * SAMPLES_PER_MS
"""One track passes into the next within 50 ms. That hides clicks, and the silence at the ends of an mp3 without LAME's
tag; it is so short that a beat going on across the join stays in step, and that the first beat is heard whole."""

CHANGE = RATE // 2
"""Where the kind of step changes, one list passes into the other within half a second, as it may break off anywhere. It
begins with the step, so that no music of a step is heard before it."""

FADE_IN, FADE_OUT = 2 * RATE, 4 * RATE
"""At the session's two ends."""

STUB = 2 * JOIN
"""A track with less than this left is not continued: it would hardly outlast its join."""


class Timed(Protocol):
    """An interval: a kind of step, from when to when in milliseconds."""

    @property
    def kind(self) -> str:
        """Return one of `vocabulary.KINDS`."""

    @property
    def start_ms(self) -> int:
        """Return when it starts, in milliseconds from the session's start."""

    @property
    def end_ms(self) -> int:
        """Return when it ends, in milliseconds from the session's start."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A track that plays from `start` to `end`, beginning at its own sample `offset`.

    It fades in within `fade_in` samples and out within `fade_out`, with equal power.
    """

    track: Track
    offset: int
    start: int
    end: int
    fade_in: int = 0
    fade_out: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Music without a break, from `start` to `end`: joined passages, of which the last may extend past the end.

    The whole fades in within `fade_in` samples and out within `fade_out`, with equal power.
    """

    start: int
    end: int
    fade_in: int
    fade_out: int
    passages: tuple[Passage, ...]


def lay_out(
    lists: Mapping[str, Tracks],
    intervals: Sequence[Timed],
    *,
    loop: bool = True,
    playing: Mapping[Tracks, Playing] | None = None,
) -> tuple[Stretch, ...]:
    """Lay music out over a session.

    Steps that share a list and stand next to each other are one stretch. A list that returns goes on where it
    stopped. Without `loop` it is played once, and then its steps are silent.

    Args:
        lists: the tracks for steps of each kind; steps of other kinds are silent.
        intervals: the session's, one after another.
        loop: start a list again when it ends.
        playing: how far each list has been played, which tells `loop` as well; None: they begin.

    Raises:
        ValueError: for a track shorter than `SHORTEST`.
    """
    if playing is None:
        playing = {tracks: Playing(tracks, loop=loop) for tracks in lists.values() if tracks}
    total = intervals[-1].end_ms * SAMPLES_PER_MS
    found = []
    for tracks, start, end in turns(lists, intervals):
        rings_out = min(end + CHANGE, total)
        passages = tuple(playing[tracks].play(start, rings_out))
        if passages:
            stop = min(rings_out, passages[-1].end)
            fade_in = CHANGE if start else FADE_IN
            fade_out = FADE_OUT if stop == total else CHANGE
            found.append(Stretch(start, stop, *_fitting(fade_in, fade_out, stop - start), passages))
    return tuple(found)


def told(names: Mapping[str, str], lists: Mapping[str, Tracks], intervals: Sequence[Timed], *, loop: bool) -> list[str]:
    """Return notes for the runner: which music is too short and repeats or ends, and which is never played.

    Args:
        names: what to call the music of each kind, such as 'the music for work'; the same for kinds that share a list.
        lists: as for `lay_out`.
        intervals: as for `lay_out`.
        loop: as for `lay_out`.
    """
    wanted: dict[Tracks, int] = {}
    for tracks, start, end in turns(lists, intervals):
        wanted[tracks] = wanted.get(tracks, 0) + end - start
    total = intervals[-1].end_ms * SAMPLES_PER_MS
    notes: dict[str, None] = {}
    for kind, tracks in lists.items():
        if tracks not in wanted:
            notes[f"{names[kind]} is not played: there is no such step"] = None
            continue
        there = length_of(tracks)
        if there < wanted[tracks]:
            where = "the session" if wanted[tracks] == total else "its steps"
            then = "it repeats" if loop else "then there is silence"
            notes[f"{names[kind]} lasts {span(there)}, {where} {span(wanted[tracks])}: {then}"] = None
    return list(notes)


def span(samples: int) -> str:
    """Write a number of samples as time."""
    return clock(samples // SAMPLES_PER_MS)


def length_of(tracks: Tracks) -> int:
    """Return how long a list plays once, in samples."""
    return sum(track.samples for track in tracks) - JOIN * (len(tracks) - 1)


def turns(lists: Mapping[str, Tracks], intervals: Sequence[Timed]) -> Iterator[tuple[Tracks, int, int]]:
    """Yield which list plays from when to when (in samples), where one does."""
    for tracks, group in groupby(intervals, lambda interval: lists.get(interval.kind, ())):
        steps = list(group)
        if tracks:
            yield tracks, steps[0].start_ms * SAMPLES_PER_MS, steps[-1].end_ms * SAMPLES_PER_MS


def _fitting(fade_in: int, fade_out: int, length: int) -> tuple[int, int]:
    """Shorten both fades by the same share, so that they do not meet."""
    both = max(length, fade_in + fade_out)
    return fade_in * length // both, fade_out * length // both


class Playing:
    """A list and how far it has been played. Without `loop` it is played once, and then there is silence."""

    def __init__(self, tracks: Tracks, *, loop: bool, begin: int = 0) -> None:
        """Take tracks; they begin at sample `begin` of the list, as `position` counts.

        Raises:
            ValueError: for a track shorter than `SHORTEST`.
        """
        if any(track.samples < SHORTEST for track in tracks):
            raise ValueError("a track that short cannot be laid out")
        self._tracks, self._loop = tracks, loop
        rounds, self._offset = divmod(begin, self.round)
        self._number = rounds * len(tracks)
        while self._offset >= (own := self._track.samples - JOIN):
            self._offset -= own
            self._number += 1

    @property
    def _track(self) -> Track:
        return self._tracks[self._number % len(self._tracks)]

    @property
    def round(self) -> int:
        """Return how many samples after the list's begin it begins again."""
        return sum(track.samples - JOIN for track in self._tracks)

    @property
    def position(self) -> int:
        """Return how far the list has been played, in samples from its begin on; once round it, they are counted on."""
        rounds, number = divmod(self._number, len(self._tracks))
        return rounds * self.round + sum(track.samples - JOIN for track in self._tracks[:number]) + self._offset

    def rewind(self, samples: int) -> None:
        """Go back, at most to the begin of the track that plays."""
        self._offset = max(0, self._offset - samples)

    def play(self, start: int, stop: int) -> Iterator[Passage]:
        """Yield passages from `start` until `stop`, or until the list ends."""
        at, fade_in = start, 0
        while at < stop and (self._loop or self._number < len(self._tracks)):
            track = self._track
            last = not self._loop and self._number == len(self._tracks) - 1
            if track.samples - self._offset < STUB:
                self._number, self._offset = self._number + 1, 0
                continue
            end = at + track.samples - self._offset
            fade_out = 0 if last else JOIN
            yield Passage(track, self._offset, at, end, fade_in, fade_out)
            following = end - fade_out
            if following < stop:
                self._number, self._offset = self._number + 1, 0
            else:
                self._offset += stop - at
            at, fade_in = following, JOIN
