"""The fit rules: what keeps its time, what gives way, and what is said about it. Pure.

Signals and ticks never move. The author's words keep their time exactly, or it is an error. The coach's
words move by up to 2 s or are dropped, in the order of `RANKS`.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence

from audiocoach.coaching import Wanted, Words, countdown_of
from audiocoach.errors import Problem, Where
from audiocoach.intervals import Interval
from audiocoach.model import CoachSheet
from audiocoach.signals import AFTER_SIGNAL, SignalBook
from audiocoach.timeline import Dropped, Event
from audiocoach.units import SECOND

MAX_SHIFT = 2 * SECOND
"""How far a coach's cue may move before it is dropped instead."""

STEP = 50
GAP = 150
"""Milliseconds between two utterances, so that one is heard to end before the next begins."""

COUNTDOWN = 3 * SECOND
"""The last seconds of a step, in which there are ticks and no words."""

RANKS = ("session-start", "start", "round", "last-round", "session-end", "-10s", "-1m", "-30s", "", "next", "halfway", "every")
"""Who chooses first. The empty string stands for all other moments."""

_Span = tuple[int, int]


class Board:
    """The session being laid out: events so far, and the spans in which something sounds already."""

    def __init__(self, intervals: Sequence[Interval], book: SignalBook, sheet: CoachSheet, lengths: Mapping[Words, int]) -> None:
        self.intervals, self.book, self.sheet, self.lengths = intervals, book, sheet, lengths
        self.events: list[Event] = []
        self.dropped: list[Dropped] = []
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.sounds: list[tuple[int, int]] = []
        self.said: list[tuple[int, int]] = []
        self.authors: list[tuple[int, int, Where]] = []
        self.signal_ends: dict[int, int] = {}
        self.counted: set[int] = set()
        self.wanted: list[Wanted] = []
        self.start_words_end: dict[int, int] = {}
        self.total_ms = intervals[-1].end_ms

    # -- signals ----------------------------------------------------------------------------------

    def add_sound(self, role: str, wanted: str, at: int, where: Where, by: str, *, limit: int | None = None) -> int:
        """Sound a signal at its moment; returns when it ends. A role that is silent adds nothing."""
        sound = self.book.sound(wanted)
        if sound is None:
            return at
        length = self.book.length(wanted, where)
        if limit is not None and length > limit:
            self._error(f"this sound lasts {_seconds(length)}, and a start signal at most {_seconds(limit)}", where, "cut the file shorter")
        end = at + length
        if end > self.total_ms:
            self._error(f"this sound lasts {_seconds(length)} and would run past the session's end", where, "sound it earlier, or make the step longer")
        self.events.append(Event("sound", role, at, end, "author" if by == "author" else "coach", where=where, sound=sound))
        insort(self.sounds, (at, end))
        self.signal_ends[at] = max(end, self.signal_ends.get(at, 0))
        return end

    def count_down(self) -> None:
        """Three ticks before each step's end; the author's words over one of them take the whole countdown away."""
        for position, interval in enumerate(self.intervals):
            moment = countdown_of(interval, self.sheet)
            if moment is None:
                continue
            begin = interval.end_ms - COUNTDOWN
            over = next((words for words in self.authors if words[0] < interval.end_ms and words[1] > begin), None)
            if over is not None:
                self.dropped.append(Dropped("3-2-1", begin, f"the script's own words (line {over[2].line}) are said over it"))
                continue
            self.counted.add(position)
            for second, role in ((3, "tick"), (2, "tick"), (1, "last-tick")):
                self.add_sound(role, role, interval.end_ms - second * SECOND, interval.step.place(), "coach")

    # -- the author's words -----------------------------------------------------------------------

    def place_author(self, cue: Wanted) -> None:
        """Place a cue of the script itself, exactly at its time."""
        interval = self.intervals[cue.interval]
        at = cue.at_ms
        if cue.sound is not None:
            end = self.add_sound(cue.sound, cue.sound, at, cue.where, "author")
            at = end + AFTER_SIGNAL if end > at else at
        elif cue.at_start and at in self.signal_ends:
            at = self.signal_ends[at] + AFTER_SIGNAL
        if cue.words is None:
            return
        length = self.lengths[cue.words]
        if cue.finish:
            at = interval.end_ms - length
            if at < interval.start_ms:
                room = interval.length_ms
                self._error(f"these words last {_seconds(length)}, and their step {_seconds(room)}", cue.where, _WAYS_OUT)
                return
        end = at + length
        if cue.until_ms is not None and end > self._until(cue, interval):
            return
        if end > self.total_ms:
            room = _seconds(max(0, self.total_ms - at))
            self._error(f"these words last {_seconds(length)}, and the session ends {room} after they begin", cue.where, _WAYS_OUT)
            return
        for other_start, other_end, other in self.authors:
            if at < other_end and other_start < end:
                first, second = ((at, length), other) if at <= other_start else ((other_start, other_end - other_start), cue.where)
                room = _seconds(max(0, (other_start if at <= other_start else at) - first[0]))
                message = f"two cues at once: the first lasts {_seconds(first[1])}, and the second (line {second.line}) begins {room} after it"
                self._error(message, cue.where if at > other_start else other, _WAYS_OUT)
                return
        if end > interval.end_ms:
            over = _seconds(end - interval.end_ms)
            self._warn(f"these words last {_seconds(length)} and run {over} into the next step", cue.where, _WAYS_OUT)
        for start, stop in self.sounds:
            if at < stop and start < end and start not in (interval.end_ms,):
                self._warn("a signal sounds over these words", cue.where, "move them by a second")
                break
        self.authors.append((at, end, cue.where))
        insort(self.said, (at, end))
        self.events.append(Event("say", cue.role, at, end, "author", cue.text, cue.where, cue.words))

    def _until(self, cue: Wanted, interval: Interval) -> int:
        """By when a repeated cue must have ended: its own `until`, else the countdown."""
        assert cue.until_ms is not None
        if cue.until_ms == interval.end_ms and countdown_of(interval, self.sheet) is not None:
            return interval.end_ms - COUNTDOWN
        return cue.until_ms

    # -- the coach's words ------------------------------------------------------------------------

    def want(self, cue: Wanted) -> None:
        """Note a coach's cue; it is placed when all are known."""
        self.wanted.append(cue)

    def place_coach(self) -> None:
        """Place the coach's cues in the order of their rank, each where it finds room."""
        ranks = {name: rank for rank, name in enumerate(RANKS)}
        for cue in sorted(self.wanted, key=lambda cue: (ranks.get(cue.role, ranks[""]), cue.at_ms)):
            self._place_coach(cue)

    def _place_coach(self, cue: Wanted) -> None:
        interval = self.intervals[cue.interval]
        first, last = self._window(cue.interval)
        replaced = self._authors_words_at(cue, interval)
        if replaced is not None:
            self._drop(cue, f"the script's own words (line {replaced.line}) are said then")
            return
        at = cue.at_ms
        if cue.sound is not None:
            length = self.book.length(cue.sound, cue.where)
            if length and (self._busy_at(self.said, at, at + length) or self._busy_at(self.sounds, at, at + length)):
                self._drop(cue, "its signal would sound over something else")
                return
            end = self.add_sound(cue.sound, cue.sound, at, cue.where, "coach")
            at = end + AFTER_SIGNAL if end > at else at
        if cue.words is None:
            return
        length = self.lengths[cue.words]
        if cue.finish:
            at = last - length
        elif cue.at_start:
            at = max(first, self._behind_start_words(cue))
        if cue.until_ms is not None:
            last = min(last, cue.until_ms)
        start = self._find_room(at, length, first, last, only_earlier=cue.finish)
        if start is None:
            self._drop(cue, f"no room: it lasts {_seconds(length)}")
            return
        insort(self.said, (start, start + length))
        self.events.append(Event("say", cue.role, start, start + length, "coach", cue.text, cue.where, cue.words))
        if cue.at_start:
            self.start_words_end[cue.interval] = start + length

    def _behind_start_words(self, cue: Wanted) -> int:
        """The title, the start command and the round follow each other."""
        end = self.start_words_end.get(cue.interval)
        return end + GAP if end is not None else cue.at_ms

    def _window(self, position: int) -> _Span:
        """Within an interval, from when and until when the coach may speak."""
        interval = self.intervals[position]
        first = interval.start_ms
        if first in self.signal_ends:
            first = self.signal_ends[first] + AFTER_SIGNAL
        last = interval.end_ms - (COUNTDOWN if position in self.counted else 0)
        if position == len(self.intervals) - 1:
            last = min(last, interval.end_ms - self.book.length("session-end") - AFTER_SIGNAL)
        return first, last

    def _authors_words_at(self, cue: Wanted, interval: Interval) -> Where | None:
        """The author's words that are due at the same moment as a coach's cue, and so replace it."""
        if cue.finish:
            return next((where for start, _, where in self.authors if start < interval.end_ms <= start), None)
        begin = self.signal_ends.get(cue.at_ms, cue.at_ms - AFTER_SIGNAL) + AFTER_SIGNAL if cue.at_start else cue.at_ms
        return next((where for start, _, where in self.authors if start in (begin, cue.at_ms)), None)

    def _find_room(self, at: int, length: int, first: int, last: int, *, only_earlier: bool) -> int | None:
        if length > last - first:
            return None
        for shift in _shifts(only_earlier=only_earlier):
            start = at + shift
            if start >= first and start + length <= last and not self._taken(start, start + length):
                return start
        return None

    def _taken(self, start: int, end: int) -> bool:
        return self._busy_at(self.said, start - GAP, end + GAP) or self._busy_at(self.sounds, start - AFTER_SIGNAL, end + AFTER_SIGNAL)

    @staticmethod
    def _busy_at(spans: list[_Span], start: int, end: int) -> bool:
        """Whether anything sounds between `start` and `end`. Spans of one list hardly overlap: look at the neighbours."""
        at = bisect_left(spans, (end, 0))
        return any(span[1] > start for span in spans[max(0, at - 4) : at])

    def _drop(self, cue: Wanted, why: str) -> None:
        self.dropped.append(Dropped(cue.text or f"({cue.sound})", cue.at_ms, why))

    # -- what is said about it --------------------------------------------------------------------

    def _error(self, message: str, where: Where, hint: str) -> None:
        _once(self.problems, Problem(message, where, hint))

    def _warn(self, message: str, where: Where, hint: str) -> None:
        _once(self.warnings, Problem(message, where, hint, "warning"))


_WAYS_OUT = "ways out: fewer words, a longer step, or another moment for one of the cues"


def _once(problems: list[Problem], problem: Problem) -> None:
    """A cue in a set goes wrong in every round; once is enough."""
    if all(known.where.line != problem.where.line or known.where.column != problem.where.column for known in problems):
        problems.append(problem)


def _shifts(*, only_earlier: bool) -> Iterator[int]:
    yield 0
    for distance in range(STEP, MAX_SHIFT + STEP, STEP):
        if not only_earlier:
            yield distance
        yield -distance


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.1f} s"
