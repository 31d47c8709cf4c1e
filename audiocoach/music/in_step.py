"""Lay out songs in step with a runner: a beat on each start signal, and every song at the wanted tempo. Pure.

Every time is in whole samples at 48 kHz, from the session's start, or from the song's as it is heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from audiocoach.music.arrangement import FADE_IN, FADE_OUT, Passage, Stretch
from audiocoach.music.tempo import Tempo, folded
from audiocoach.music.track import Track
from audiocoach.sound.layout import RATE, SAMPLES_PER_MS

SURE = 0.85
"""A song whose tempo is less sure is left out: songs made in code are at 0.98 and more, one whose beat wanders by
100 ms at 0.67, noise and held chords below 0.2."""

CROSS = 40 * SAMPLES_PER_MS
"""A jump within a song, and one song into the next, within 40 ms that end on the beat: the beat itself is whole."""

NO_JUMP = 1 * SAMPLES_PER_MS
"""A beat that is as near as that to where it should be stays there."""

BACK = 3 * RATE
"""A jump leads less than that back, or on: half a beat, or, of a song that begins anew, nothing."""

_TAIL = 4
"""Beats at a song's end that are not begun: they hold what is needed until the next beat of the session."""

_LEAST = 16
"""Beats that a song must have."""


@dataclass(frozen=True, slots=True)
class Song:
    """A track that is brought to a tempo: the track as it is played then, its first beat and its beats' period, both in
    samples of what is heard; its `own` tempo and the one it is `played` at, which `doubled` so often is the steps'.
    """

    track: Track
    first: float
    period: float
    own: float
    played: float
    doubled: int

    @property
    def beats(self) -> int:
        """Count its beats that may be begun with."""
        return int((self.track.samples - self.first) / self.period) - _TAIL

    @property
    def last(self) -> int:
        """Return the last of them."""
        return self.beat(self.beats - 1)

    def beat(self, number: int) -> int:
        """Return the sample of a beat."""
        return round(self.first + number * self.period)

    def beat_near(self, sample: int) -> int:
        """Return the beat nearest to a sample."""
        return self.beat(min(self.beats - 1, max(0, round((sample - self.first) / self.period))))

    @property
    def name(self) -> str:
        """Return what it is called: its file's name."""
        return self.track.path.stem

    @property
    def tempos(self) -> str:
        """Write its own tempo, the one it is played at, and what that is to the steps: `84.0 → 85.0, x 2 = 170, …`."""
        times = f"x {2**self.doubled}" if self.doubled >= 0 else f": {2**-self.doubled}"
        wanted = self.played * 2.0**self.doubled
        change = 100 * (self.played / self.own - 1)
        sign = "+" if change >= 0 else "−"
        return f"{self.own:.1f} → {self.played:.1f}, {times} = {wanted:g}, {sign} {abs(change):.1f} %"

    def __str__(self) -> str:
        return f"{self.name}, {self.tempos}"


@dataclass(frozen=True, slots=True)
class Part:
    """A song as it is heard without a jump, from `start` to `end` of the session."""

    song: Song
    start: int
    end: int


def in_step(track: Track, tempo: Tempo, wanted: int, most: float) -> Song | None:
    """Bring a track to `wanted` steps a minute, changed by `most` of its tempo; None where that is not enough."""
    near, doubled = folded(tempo.beats, wanted)
    speed = wanted / near
    if abs(speed - 1) > most:
        return None
    if abs(speed - 1) * track.samples < NO_JUMP:
        speed = 1.0
    heard = replace(track, samples=int(track.samples / speed), speed=speed)
    played = wanted / 2.0**doubled
    song = Song(heard, tempo.first * RATE / speed, 60 * RATE / played, tempo.beats, played, doubled)
    return song if song.beats >= _LEAST else None


class Running:
    """Songs of one tempo, and how far they have been played."""

    def __init__(self, songs: Sequence[Song]) -> None:
        self._songs, self._number = songs, 0
        self._offset = songs[0].beat(0)
        self.parts: list[Part] = []

    def play(self, landings: Sequence[int], end: int, total: int) -> Stretch:
        """Play from the first of the `landings` until `end`, of a session of `total`; a beat falls on each of them."""
        stop = min(end + CROSS, total)
        passages = tuple(self._passages(landings, end, stop))
        start = landings[0]
        fades = (FADE_IN if not start else CROSS, FADE_OUT if stop == total else CROSS)
        length = max(stop - start, sum(fades))
        fade_in, fade_out = (fade * (stop - start) // length for fade in fades)
        return Stretch(start, stop, fade_in, fade_out, passages)

    @property
    def _song(self) -> Song:
        return self._songs[self._number % len(self._songs)]

    def _passages(self, landings: Sequence[int], end: int, stop: int) -> Iterator[Passage]:
        self._offset = self._song.beat_near(self._offset)
        if self._offset >= self._song.last:
            self._next()
        at, offset, fade_in = landings[0], self._offset, 0
        for jump in self._jumps(landings, end):
            self.parts.append(Part(jump.old, at + fade_in, jump.at))
            yield Passage(jump.old.track, offset, at, jump.at, fade_in, CROSS)
            fade_in = min(CROSS, jump.offset)
            at, offset = jump.at - fade_in, jump.offset - fade_in
        self.parts.append(Part(self._song, at + fade_in, end))
        yield Passage(self._song.track, offset, at, stop, fade_in, 0)

    def _jumps(self, landings: Sequence[int], end: int) -> Iterator[_Jump]:
        """Yield where the music does not simply go on: at a landing, or where a song is over."""
        at = landings[0]
        for until, lands in [*((landing, True) for landing in landings[1:]), (end, False)]:
            while at + (left := self._song.last - self._offset) < until - 2 * self._song.period:
                at += left
                yield self._next(at)
            self._offset += until - at
            at = until
            if not lands:
                continue
            if self._offset >= self._song.last:
                yield self._next(at)
            elif abs((beat := self._song.beat_near(self._offset)) - self._offset) > NO_JUMP:
                self._offset = beat
                yield _Jump(at, self._song, beat)

    def _next(self, at: int = 0) -> _Jump:
        old = self._song
        self._number += 1
        self._offset = self._song.beat(0)
        return _Jump(at, old, self._offset)


@dataclass(frozen=True, slots=True)
class _Jump:
    """At `at` the song `old` ends, and what follows is at its sample `offset`."""

    at: int
    old: Song
    offset: int


def played_of(running: Iterable[Running]) -> list[str]:
    """Return a line for each song that was played, in the order in which each list came to it."""
    return list(dict.fromkeys(str(part.song) for each in running for part in each.parts))
