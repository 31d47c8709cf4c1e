"""The steps of a session in time, each `talk: auto` as long as its words. Pure.

Times are whole milliseconds from the session's start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from audiocoach.errors import Problem, ScriptError
from audiocoach.languages.lookup import language_of
from audiocoach.quantities.units import SECOND
from audiocoach.script.model import Session
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.timeline.coach_cues import coachs_cues
from audiocoach.timeline.cues import Wanted, talk_cues
from audiocoach.timeline.intervals import Interval, lay_out, unroll
from audiocoach.timeline.room import GAP, REMINDER_GAP
from audiocoach.timeline.signals import SignalBook
from audiocoach.timeline.tally import Tally
from audiocoach.timeline.wording import Wording, Words, spaced

TALK_TAIL = 1 * SECOND
"""`talk: auto` lasts as long as its words plus a second."""

MAX_PASSES = 4
"""How often a talk is measured anew because its words say a length that depends on it."""


@dataclass(frozen=True, slots=True)
class Talks:
    """A session's steps in time, as far as it has been told how long the words of each `talk: auto` last.

    A talk's words may name a length that depends on its own (`{session}` with the whole length in the title): they are
    then asked for until they agree with themselves. `passes` is how often they still may be.
    """

    session: Session
    book: SignalBook
    sheet: CoachSheet
    intervals: tuple[Interval, ...]
    auto_ms: Mapping[int, int]
    cues: Mapping[int, Sequence[Wanted]]
    passes: int = MAX_PASSES

    @classmethod
    def begin(cls, session: Session, book: SignalBook, sheet: CoachSheet) -> Talks:
        """Lay out the steps, each `talk: auto` still as if it had no words.

        Raises:
            ScriptError: where a talk has no words, or a word in them has nothing to say.
        """
        steps = unroll(session, language_of(session.language))
        auto_ms = {position: TALK_TAIL for position, interval in enumerate(steps) if interval.step.length == "auto"}
        intervals = lay_out(steps, auto_ms)
        return cls(session, book, sheet, intervals, auto_ms, _cues(session, sheet, intervals) if auto_ms else {})

    @property
    def unknown(self) -> list[Words]:
        """List the words whose spoken lengths it must be told, each once; none when every step has its length.

        They are asked for spaced: a talk gives its words all the time they need (`spacing.py`).
        """
        return [spaced(words) for words in each_once(cue for own in self.cues.values() for cue in own)]

    def told(self, lengths: Mapping[Words, int]) -> Talks:
        """Lay out the steps again, with the spoken lengths (ms) of the `unknown` words.

        Raises:
            ScriptError: as `begin`.
        """
        measured = {position: self._end(position, lengths) + TALK_TAIL for position in self.cues}
        if measured == self.auto_ms:
            return replace(self, cues={})
        auto_ms = {position: max(length, 0) for position, length in measured.items()}
        intervals, passes = lay_out(self.intervals, auto_ms), self.passes - 1
        cues = _cues(self.session, self.sheet, intervals) if passes else {}
        return replace(self, intervals=intervals, auto_ms=auto_ms, cues=cues, passes=passes)

    def _end(self, position: int, lengths: Mapping[Words, int]) -> int:
        """Find when the last of a talk's words has ended, in ms from its start; those told to finish at its end follow
        the others, and the coach's each other.
        """
        start, begin = self.intervals[position].start_ms, self.book.words_begin(position)
        coachs = [cue for cue in self.cues[position] if cue.by == "coach"]
        if coachs:
            opening = any(cue.role == "session-start" for cue in coachs)
            spoken = sum(lengths[spaced(cue.words)] for cue in coachs if cue.words)
            return begin + spoken + GAP * (len(coachs) - 1) + (REMINDER_GAP - TALK_TAIL) * opening
        end = finishing = 0
        for cue in self.cues[position]:
            assert cue.words is not None
            if cue.finish:
                finishing += lengths[spaced(cue.words)]
            else:
                end = max(end, max(cue.at_ms - start, begin if cue.at_start else 0) + lengths[spaced(cue.words)])
        return end + finishing


def _cues(session: Session, sheet: CoachSheet, intervals: Sequence[Interval]) -> dict[int, list[Wanted]]:
    """Collect what is said in each talk, by its position: the author's words or, where it only has a name, what the
    coach says in its place, be it nothing. One without either is refused.
    """
    language = language_of(session.language)
    cues = talk_cues(session, intervals, language)
    wordless = {position for position, own in cues.items() if not own}
    if wordless:
        for cue in coachs_cues(Wording(session, intervals, language), sheet, Tally())[0]:
            if cue.interval in wordless and cue.at_start and cue.words:
                cues[cue.interval].append(replace(cue, shorter=()))
    silent = [position for position in sorted(wordless) if intervals[position].step.name is None]
    if silent:
        message = "this talk has no words, so 'auto' has no length"
        hint = "add 'say: …' to it, or give it a length such as 30s"
        places = dict.fromkeys(intervals[position].step.place("talk") for position in silent)
        raise ScriptError([Problem(message, where, hint) for where in places])
    return cues


def each_once(cues: Iterable[Wanted]) -> list[Words]:
    """List what is said in cues, or in place of it, each once."""
    return list(dict.fromkeys(words for cue in cues if cue.words for words in (cue.words, *dict(cue.shorter).values())))
