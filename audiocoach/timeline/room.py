"""The session being laid out: what sounds when so far, where there is room, and what was noticed. Pure.

Times are whole milliseconds from the session's start. Signals and ticks never move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy

from audiocoach.errors import Problem, Where
from audiocoach.quantities.units import SECOND
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.timeline.coach_cues import countdown_of
from audiocoach.timeline.cues import Wanted
from audiocoach.timeline.events import By, Dropped, Event, Owned, Spans
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.signals import AFTER_SIGNAL, MAX_START_SIGNAL, SignalBook
from audiocoach.timeline.wording import Source, Words
from audiocoach.vocabulary import SOUND_ROLES

MAX_SHIFT = 2 * SECOND
"""How far a coach's cue may move before it is dropped instead."""

SHIFT_STEP = 50
GAP = 150
"""Milliseconds between two utterances, so that one is heard to end before the next begins."""

REMINDER_GAP = 2 * SECOND
"""Around a reminder of form there is time to do it: it does not follow closely on other words."""

COUNTDOWN = 3 * SECOND
"""The last seconds of a step, in which there are ticks and no words."""


class Board:
    """Events so far, and what they leave free; of those that are said, the cue by the event's number; and which of the
    author's cues as written came to be heard.
    """

    def __init__(
        self, intervals: Sequence[Interval], book: SignalBook, sheet: CoachSheet, lengths: Mapping[Words, int]
    ) -> None:
        self.intervals, self.book, self.sheet, self.lengths = intervals, book, sheet, lengths
        self.total_ms = intervals[-1].end_ms
        self.events: list[Event] = []
        self.cues: dict[int, Wanted] = {}
        self.heard: set[Source] = set()
        self.dropped: list[Dropped] = []
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._noted: set[tuple[str, Where]] = set()
        self.signals = Spans()
        self.said = Spans()
        self.signal_ends: dict[int, int] = {}
        self.counted: set[int] = set()
        self._begun: Board | None = None

    def sound(self, role: str, wanted: str, at: int, where: Where, by: By, *, limit: int | None = None) -> int:
        """Sound a signal at its moment, and return when it ends. A role that is silent adds nothing."""
        sound = self.book.sound(wanted)
        if sound is None:
            return at
        length = self.book.length(wanted, where)
        if limit is not None and length > limit:
            message = f"this sound lasts {seconds(length)}, and a start signal at most {seconds(limit)}"
            self.error(message, where, "cut the file shorter")
        end = at + length
        if end > self.total_ms:
            message = f"this sound lasts {seconds(length)} and would run past the session's end"
            self.error(message, where, "sound it earlier, or make the step longer")
        self.events.append(Event("sound", role, at, end, by, where=where, sound=sound))
        self.signals.add(at, end)
        if end > self.signal_ends.get(at, 0):
            self.signal_ends[at] = end
        return end

    def say(self, cue: Wanted, start: int) -> int:
        """Have a cue's words said from `start` on, and return when they end."""
        assert cue.words is not None
        end = start + self.lengths[cue.words]
        self.said.add(start, end)
        self.cues[len(self.events)] = cue
        self.events.append(Event("say", cue.role, start, end, cue.by, cue.text, cue.where, cue.words))
        return end

    def drop(
        self, cue: Wanted, why: str, *, replaced: bool = False, advice: Problem | None = None, lasts_ms: int = 0
    ) -> None:
        """Note a cue that is left out."""
        self.dropped.append(Dropped(cue.text or f"({cue.sound})", cue.at_ms, why, replaced, advice, lasts_ms))

    def sound_signals(self) -> None:
        """Sound the signal at each step's start, and the one that ends with the session."""
        for position, interval in enumerate(self.intervals):
            role = self.book.start_role(position, interval.kind)
            own = interval.step.sound
            if own is not None:
                shown = own if own in SOUND_ROLES else role or "sound"
                place = interval.step.place("sound")
                self.sound(shown, own, interval.start_ms, place, "author", limit=MAX_START_SIGNAL)
            elif role is not None:
                self.sound(role, role, interval.start_ms, interval.step.place(), "coach")
        place = self.intervals[-1].step.place()
        self.sound("session-end", "session-end", self.total_ms - self.book.length("session-end"), place, "coach")

    def count_down(self, authors: Sequence[tuple[int, int, Where]]) -> None:
        """Tick three times before each step's end; the author's words over a tick take the whole countdown away."""
        taken = Owned()
        for start, end, where in authors:
            taken.add(start, end, where)
        for position, interval in enumerate(self.intervals):
            if countdown_of(interval, self.sheet) is None:
                continue
            begin = interval.end_ms - COUNTDOWN
            if over := taken.within(begin, interval.end_ms):
                why = f"the script's own words ({over[0][2].in_words}) sound over it"
                self.dropped.append(Dropped("3-2-1", begin, why))
                continue
            self.counted.add(position)
            place = interval.step.place()
            for second, role in ((3, "tick"), (2, "tick"), (1, "last-tick")):
                self.sound(role, role, interval.end_ms - second * SECOND, place, "coach")

        self._begun = self._copy()

    def unsaid(self, lengths: Mapping[Words, int]) -> Board:
        """Return this board as it was when all signals and countdowns were on it, and the author's words if any."""
        assert self._begun is not None, "not before the countdowns"
        board = self._begun._copy()
        board.lengths = lengths
        return board

    def _copy(self) -> Board:
        other = copy(self)
        other.events, other.cues, other.heard = [*self.events], {**self.cues}, {*self.heard}
        other.dropped, other.problems, other.warnings = [*self.dropped], [*self.problems], [*self.warnings]
        other.signals, other.said, other.signal_ends = self.signals.copy(), self.said.copy(), {**self.signal_ends}
        other._noted = {*self._noted}
        return other

    def words_begin(self, at: int) -> int:
        """Return when words due at `at` begin: behind the signal that sounds there, if one does."""
        return self.signal_ends[at] + AFTER_SIGNAL if at in self.signal_ends else at

    def window(self, position: int) -> tuple[int, int]:
        """Return from when and until when, within an interval, the coach may speak."""
        interval = self.intervals[position]
        last = interval.end_ms - (COUNTDOWN if position in self.counted else 0)
        if position == len(self.intervals) - 1:
            last = min(last, interval.end_ms - self.book.length("session-end") - AFTER_SIGNAL)
        return self.words_begin(interval.start_ms), last

    def behind_the_end(self) -> int:
        """Return when words that follow the session begin: behind its last signal, and behind any that do already."""
        return max(self.total_ms, self.said.last_end) + GAP

    def find_room(
        self,
        at: int,
        length: int,
        first: int,
        last: int,
        *,
        only_earlier: bool = False,
        gap: int = GAP,
        gap_after: int | None = None,
    ) -> int | None:
        """Find the free moment nearest to `at` for words of `length`, all of it between `first` and `last`.

        `gap` is kept from other words, and `gap_after` in its place from those that come next.
        """
        if length > last - first:
            return None
        gaps = gap, gap if gap_after is None else gap_after
        for shift in _shifts(only_earlier=only_earlier):
            start = at + shift
            if start >= first and start + length <= last and not self._taken(start, start + length, *gaps):
                return start
        return None

    def _taken(self, start: int, end: int, before: int, after: int) -> bool:
        near_words = self.said.busy(start - before, end + after)
        return near_words or self.signals.busy(start - AFTER_SIGNAL, end + AFTER_SIGNAL)

    def error(self, message: str, where: Where, hint: str) -> None:
        """Note what cannot be."""
        self._once(self.problems, Problem(message, where, hint))

    def warn(self, message: str, where: Where, hint: str) -> None:
        """Note what may not be meant."""
        self._once(self.warnings, Problem(message, where, hint, "warning"))

    def _once(self, problems: list[Problem], problem: Problem) -> None:
        """Keep a problem unless there is one at its place: a cue in a set goes wrong in every round."""
        noted = problem.severity, problem.where
        if noted not in self._noted:
            self._noted.add(noted)
            problems.append(problem)


def _shifts(*, only_earlier: bool) -> Iterator[int]:
    yield 0
    for distance in range(SHIFT_STEP, MAX_SHIFT + SHIFT_STEP, SHIFT_STEP):
        if not only_earlier:
            yield distance
        yield -distance


def seconds(milliseconds: int) -> str:
    """Write a length (ms) for a message: 4.2 s."""
    return f"{milliseconds / 1000:.1f} s"
