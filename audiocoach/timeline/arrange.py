"""The timeline: every interval, word and signal of a session at its time. Pure.

Times are whole milliseconds from the session's start.

Lengths come from outside (`Measure`, `SoundLength`), so that real speech, estimates and tests take the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from audiocoach.errors import Problem, ScriptError
from audiocoach.languages.lookup import language_of
from audiocoach.quantities.units import SECOND
from audiocoach.script.model import CoachSheet, Session
from audiocoach.timeline.athlete import check_named
from audiocoach.timeline.cues import NOBODY, Wanted, authors_cues, coachs_cues, never_heard, talk_cues
from audiocoach.timeline.events import Dropped
from audiocoach.timeline.intervals import Interval, lay_out, unroll
from audiocoach.timeline.metronome import pulses
from audiocoach.timeline.placing import AuthorPlacing, CoachPlacing
from audiocoach.timeline.room import Board
from audiocoach.timeline.signals import SignalBook, SoundLength
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Script, Words

Measure = Callable[[Sequence[Words]], Mapping[Words, int]]
"""Gives the spoken length of each of the words, in milliseconds."""


_T = TypeVar("_T")

Asking = Generator[list[Words], Mapping[Words, int], _T]
"""Asks for the spoken lengths of words, perhaps several times, and comes to something in the end."""


TALK_TAIL = 1 * SECOND
"""`talk: auto` lasts as long as its words plus a second."""


def arrange(session: Session, sheet: CoachSheet | None, measure: Measure, sound_length: SoundLength) -> Timeline:
    """Place everything a session says and sounds.

    Args:
        session: what the author wrote.
        sheet: the coach's automatic cues; None: signals only.
        measure: spoken lengths.
        sound_length: signals' lengths.

    Raises:
        ScriptError: where the author's words cannot keep their time, with ways out.
    """
    draft = Draft.of(session, sheet, measure, sound_length)
    return draft.placed(measure(draft.words))


@dataclass(frozen=True, slots=True)
class Draft:
    """A session whose steps have their lengths and whose cues have their words, before any of them is placed: what it
    says can be spoken together with what others say.
    """

    script: Script
    sheet: CoachSheet
    book: SignalBook
    authors: Sequence[Wanted]
    coachs: Sequence[Wanted]
    unsaid: Sequence[Dropped]

    @classmethod
    def of(cls, session: Session, sheet: CoachSheet | None, measure: Measure, sound_length: SoundLength) -> Draft:
        """As `begun`, with nobody else's words."""
        return _answered(cls.begun(session, sheet, sound_length), measure)

    @classmethod
    def begun(cls, session: Session, sheet: CoachSheet | None, sound_length: SoundLength) -> Asking[Draft]:
        """Asks for the spoken lengths of what is said in each `talk: auto`, before the draft is there.

        Raises:
            ScriptError: where words have nothing to say.
        """
        check_named(session)
        sheet = sheet or NOBODY
        book, language = SignalBook(session, sheet, sound_length), language_of(session.language)
        steps = unroll(session, language)
        script = Script(session, lay_out(steps, (yield from _talk_lengths(session, steps, book))), language)
        authors, too_late = authors_cues(script)
        coachs, unfilled = coachs_cues(script, sheet)
        unsaid = [Dropped(entry.text, entry.at_ms, entry.why) for entry in [*too_late, *unfilled]]
        return cls(script, sheet, book, authors, coachs, unsaid)

    @property
    def words(self) -> list[Words]:
        """All that may be said, each once; not what of the coach is sure to be replaced by the author's own words."""
        own = {cue.at_ms for cue in self.authors if cue.words and _stands(cue)}
        return _words([*self.authors, *(cue for cue in self.coachs if cue.finish or cue.at_ms not in own)])

    def placed(self, lengths: Mapping[Words, int]) -> Timeline:
        """The timeline, with the spoken lengths of its `words`.

        Raises:
            ScriptError: where the author's words cannot keep their time, with ways out.
        """
        session, laid = self.script.session, tuple(self.script.intervals)
        # What is not spoken is asked for only where the author's words cannot stand, and then there is no timeline.
        unspoken = dict.fromkeys(_words(self.coachs), 0)
        board = Board(laid, self.book, self.sheet, {**unspoken, **lengths})
        board.sound_signals()
        own = AuthorPlacing(board)
        for cue in self.authors:
            own.place(cue)
        board.count_down([*own.said, *own.sounded])
        CoachPlacing(board, own.said).place_all(self.coachs)
        if board.problems:
            found = [*board.problems, *board.warnings]
            raise ScriptError(sorted(found, key=lambda problem: (problem.where.line, problem.where.column)))
        board.warnings += never_heard(session, own.heard)
        events = tuple(sorted(board.events, key=lambda event: (event.start_ms, event.type == "say", event.end_ms)))
        return Timeline(
            self.script.title(in_writing=True),
            session.language,
            laid[-1].end_ms,
            laid,
            events,
            tuple(sorted([*board.dropped, *self.unsaid], key=lambda entry: entry.at_ms)),
            (*session.warnings, *self.sheet.warnings, *board.warnings),
            self.script.written_description(),
            pulses(laid, events, self.book),
        )


def intervals_of(session: Session, measure: Measure, sound_length: SoundLength) -> tuple[Interval, ...]:
    """The steps of a session in time; only the words of a `talk: auto` are measured."""
    language = language_of(session.language)
    steps = unroll(session, language)
    asking = _talk_lengths(session, steps, SignalBook(session, NOBODY, sound_length))
    return lay_out(steps, _answered(asking, measure))


def _answered(asking: Asking[_T], measure: Measure) -> _T:
    """What comes of it when it is told all that it asks for."""
    try:
        words = next(asking)
        while True:
            words = asking.send(measure(words))
    except StopIteration as end:
        return cast("_T", end.value)


def _stands(cue: Wanted) -> bool:
    """Whether an author's words begin when they are wanted, whatever they last, or else are an error."""
    return not cue.finish and cue.until_ms is None and not cue.sound


def _words(cues: Iterable[Wanted]) -> list[Words]:
    """What is said in them, each once."""
    return list(dict.fromkeys(cue.words for cue in cues if cue.words))


MAX_PASSES = 4
"""How often a talk is measured anew because its words say a length that depends on it."""


def _talk_lengths(session: Session, steps: tuple[Interval, ...], book: SignalBook) -> Asking[dict[int, int]]:
    """How long each `talk: auto` lasts: until the last of its words has ended, and a second.

    Its words may name a length that depends on its own (`{session}` with the whole length in the title): they are
    then measured until they agree with themselves.
    """
    lasting = {position: 0 for position, step in enumerate(steps) if step.step.length == "auto"}
    for _ in range(MAX_PASSES if lasting else 0):
        laid = lay_out(steps, lasting)
        cues = talk_cues(session, laid, language_of(session.language))
        silent = [position for position, own in cues.items() if not own]
        if silent:
            message = "this talk has no words, so 'auto' has no length"
            hint = "add 'say: …' to it, or give it a length such as 30s"
            places = {str(where): where for where in (steps[position].step.place("talk") for position in silent)}
            raise ScriptError([Problem(message, where, hint) for where in places.values()])
        lengths = yield _words([cue for own in cues.values() for cue in own])
        measured = {
            position: _talk_end(own, lengths, laid[position].start_ms, book.words_begin(position)) + TALK_TAIL
            for position, own in cues.items()
        }
        if measured == lasting:
            break
        lasting = {position: max(measured[position], 0) for position in measured}
    return lasting


def _talk_end(cues: list[Wanted], lengths: Mapping[Words, int], start: int, begin: int) -> int:
    """When, from a talk's start, the last of its words has ended; those told to finish at its end follow the others."""
    end = 0
    finishing = 0
    for cue in cues:
        assert cue.words is not None
        if cue.finish:
            finishing += lengths[cue.words]
        else:
            end = max(end, max(cue.at_ms - start, begin if cue.at_start else 0) + lengths[cue.words])
    return end + finishing
