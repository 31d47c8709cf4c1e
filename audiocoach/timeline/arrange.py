"""The timeline: every interval, word and signal of a session at its time. Pure.

Times are whole milliseconds from the session's start.

Lengths come from outside (`Measure`, `SoundLength`), so that real speech, estimates and tests take the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from audiocoach.errors import ScriptError, told
from audiocoach.languages.lookup import language_of
from audiocoach.script.model import Session
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.timeline.athlete import check_named
from audiocoach.timeline.coach_cues import NOBODY, coachs_cues
from audiocoach.timeline.crowding import crowded_out
from audiocoach.timeline.cues import Wanted, authors_cues, never_heard
from audiocoach.timeline.events import Dropped, in_order
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.metronome import pulses
from audiocoach.timeline.placing import AuthorPlacing, CoachPlacing
from audiocoach.timeline.room import Board
from audiocoach.timeline.signals import SignalBook, SoundLength
from audiocoach.timeline.spacing import spaced_out, with_rooms
from audiocoach.timeline.sure_spacing import sure_to_be_spaced
from audiocoach.timeline.talks import Talks, each_once
from audiocoach.timeline.tally import Tally
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Wording, Words, spaced

Measure = Callable[[Sequence[Words]], Mapping[Words, int]]
"""Gives the spoken length of each of the words, in milliseconds."""


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
    sure = draft.sure(measure(draft.spaced_words))
    return spaced_out(draft.placed(measure(draft.unsure_words(sure)), sure), measure)


@dataclass(frozen=True, slots=True)
class Sure:
    """What is sure to be said with silence between its words, as it is asked for without, and how long it lasts (ms).

    `board`: on which everything is placed as if it were sure; it is, when `everything` is.
    """

    lengths: Mapping[Words, int]
    board: Board | None = None
    everything: bool = False


NOT_SURE = Sure({})


@dataclass(frozen=True, slots=True)
class Draft:
    """A session on its way into time, to be told the spoken lengths it asks for: what it says can be spoken together
    with what others say.

    It is told those of its `unknown` words until there are none. Then every step has its length and every cue its
    words. By their lengths with silence between them it finds those that are `sure` to be said so; with the lengths of
    the others it can be `placed`, and where these then have room they can be spaced, too (`spacing.py`).
    """

    sheet: CoachSheet
    talks: Talks
    cues: Cues | None

    @classmethod
    def of(cls, session: Session, sheet: CoachSheet | None, measure: Measure, sound_length: SoundLength) -> Draft:
        """Make the draft of one session, and tell it all that it asks for.

        Raises:
            ScriptError: as `begin`.
        """
        draft = cls.begin(session, sheet, sound_length)
        while draft.unknown:
            draft = draft.told(measure(draft.unknown))
        return draft

    @classmethod
    def begin(cls, session: Session, sheet: CoachSheet | None, sound_length: SoundLength) -> Draft:
        """Make the draft of a session, as far as it goes without any spoken length.

        Raises:
            ScriptError: where words have nothing to say.
        """
        check_named(session)
        sheet = sheet or NOBODY
        return cls._with(Talks.begin(session, SignalBook(session, sheet, sound_length), sheet), sheet)

    @classmethod
    def _with(cls, talks: Talks, sheet: CoachSheet) -> Draft:
        return cls(sheet, talks, None if talks.unknown else Cues.of(talks, sheet))

    @property
    def session(self) -> Session:
        """Return what the author wrote."""
        return self.talks.session

    @property
    def unknown(self) -> list[Words]:
        """List the words whose spoken lengths it must be told first, each once: what is said in each `talk: auto`."""
        return self.talks.unknown

    def told(self, lengths: Mapping[Words, int]) -> Draft:
        """Go on with the spoken lengths (ms) of the `unknown` words; the same draft where there are none.

        Raises:
            ScriptError: as `begin`.
        """
        return self._with(self.talks.told(lengths), self.sheet) if self.unknown else self

    @property
    def spaced_words(self) -> list[Words]:
        """List what is said where there is room for all of it, each once and with silence between its words; of the
        coach's, not what is sure to give way to the author's own.
        """
        return [spaced(words) for words in _said_in(self._asked_for)]

    def sure(self, lengths: Mapping[Words, int]) -> Sure:
        """Tell by the lengths (ms) of its `spaced_words` which words are said so in any case, as single ones are."""
        asked_for = self._asked_for
        longer = {words: spaced(words) for words in _said_in(asked_for)}
        each_spaced = {words: lengths[other] for words, other in longer.items()}
        try:
            board = self._board(each_spaced)
        except ScriptError:  # it is told when everything is placed
            return NOT_SURE
        found = sure_to_be_spaced(board, asked_for)
        to_shorten = {cue.words for cue in asked_for if cue.shorter}
        sure = {
            words: each_spaced[words]
            for words, other in longer.items()
            if words in found or (words == other and words not in to_shorten)
        }
        return Sure(sure, board, len(sure) == len(each_spaced))

    def unsure_words(self, sure: Sure) -> list[Words]:
        """List all other words that may be said, each once: what is shorter, too, where not everything is sure."""
        if sure.everything:
            return []
        return [words for words in each_once(self._asked_for) if words not in sure.lengths]

    @property
    def _asked_for(self) -> list[Wanted]:
        assert self.cues is not None, "not before it has been told what it asks for"
        own = {cue.at_ms for cue in self.cues.authors if cue.words and _stands(cue)}
        coachs = (cue for cue in self.cues.coachs if cue.finish or not (cue.at_ms in own or self._opens_work(cue)))
        return [*self.cues.authors, *coachs]

    def _opens_work(self, cue: Wanted) -> bool:
        return cue.role == "session-start" and self.talks.intervals[cue.interval].kind == "work"

    def placed(self, lengths: Mapping[Words, int], sure: Sure) -> Timeline:
        """Place everything.

        Args:
            lengths: those (ms) of its `unsure_words`.
            sure: what is `sure`.

        Raises:
            ScriptError: where the author's words cannot keep their time, with ways out.
        """
        assert self.cues is not None, "not before it has been told what it asks for"
        session, laid, cues = self.session, self.talks.intervals, self.cues
        board = sure.board if sure.board and sure.everything else self._board({**lengths, **sure.lengths}, sure.board)
        if board.problems:
            found = [*board.problems, *board.warnings]
            raise ScriptError(sorted(found, key=lambda problem: (problem.where.line, problem.where.column)))
        unheard = never_heard(session, board.heard)
        crowded = crowded_out(session, laid, board.events, board.dropped)
        longer = {words: spaced(words) for words in sure.lengths}
        events = in_order(with_rooms(board, longer))
        return Timeline(
            cues.wording.title(in_writing=True),
            session.language,
            laid[-1].end_ms,
            laid,
            events,
            tuple(sorted([*board.dropped, *cues.unsaid], key=lambda entry: entry.at_ms)),
            told((*session.warnings, *self.sheet.warnings, *board.warnings, *unheard, *crowded)),
            cues.wording.written_description(),
            pulses(laid, events, self.talks.book),
        )

    def _board(self, lengths: Mapping[Words, int], tried: Board | None = None) -> Board:
        """Place everything with the lengths (ms) of all words that may be said; `tried` is one with other lengths.

        Raises:
            ScriptError: where a signal is longer than there is room for.
        """
        assert self.cues is not None, "not before it has been told what it asks for"
        # What is not spoken is asked for only where the author's words cannot stand, and then there is no timeline.
        unspoken = dict.fromkeys(each_once(self.cues.coachs), 0)
        everything = {**unspoken, **lengths}
        if tried is not None and not self.cues.authors:  # then its signals and countdowns depend on no words
            board = tried.unsaid(everything)
            own = AuthorPlacing(board)
        else:
            board = Board(self.talks.intervals, self.talks.book, self.sheet, everything)
            board.sound_signals()
            own = AuthorPlacing(board)
            for cue in self.cues.authors:
                own.place(cue)
            board.count_down([*own.said, *own.sounded])
        CoachPlacing(board, own).place_all(self.cues.coachs)
        return board


def intervals_of(
    session: Session, measure: Measure, sound_length: SoundLength, sheet: CoachSheet | None = None
) -> tuple[Interval, ...]:
    """Lay out the steps of a session in time; only the words of a `talk: auto` are measured, the author's or, where it
    has none, what the `sheet` has its coach say in there.
    """
    sheet = sheet or NOBODY
    talks = Talks.begin(session, SignalBook(session, sheet, sound_length), sheet)
    while talks.unknown:
        talks = talks.told(measure(talks.unknown))
    return talks.intervals


def _said_in(cues: Iterable[Wanted]) -> list[Words]:
    return list(dict.fromkeys(cue.words for cue in cues if cue.words))


def _stands(cue: Wanted) -> bool:
    """Tell whether an author's words begin when they are wanted, whatever they last, or else are an error."""
    return not cue.finish and cue.until_ms is None and not cue.sound


@dataclass(frozen=True, slots=True)
class Cues:
    """What is wanted in a session whose steps have their lengths; none of it is placed yet."""

    wording: Wording
    authors: Sequence[Wanted]
    coachs: Sequence[Wanted]
    unsaid: Sequence[Dropped]

    @classmethod
    def of(cls, talks: Talks, sheet: CoachSheet) -> Cues:
        """Collect the cues of the author and of the coach.

        Raises:
            ScriptError: where a word of the author's has nothing to say, or there is more to hear than anybody could.
        """
        wording = Wording(talks.session, talks.intervals, language_of(talks.session.language))
        tally = Tally()
        for interval in talks.intervals:  # the signal at its start
            tally.event(interval.step.place())
        authors, too_late = authors_cues(wording, tally)
        coachs, unfilled = coachs_cues(wording, sheet, tally)
        unsaid = [Dropped(entry.text, entry.at_ms, entry.why) for entry in [*too_late, *unfilled]]
        return cls(wording, authors, coachs, unsaid)
