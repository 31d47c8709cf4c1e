"""Import a workout as a script that is sure to pass its check: read, written, and its words measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.bounds import MAX_BYTES
from audiocoach.errors import ScriptError, SpeechError
from audiocoach.exchange.as_script import WrittenScript, as_script
from audiocoach.exchange.formats import read_workout
from audiocoach.exchange.import_options import NO_OPTIONS, ImportOptions
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.telling import readable
from audiocoach.exchange.workout import ImportedStep, ImportNote, SourcePlace, Workout
from audiocoach.quantities.units import SECOND, clock
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.coach_sheets import coach_of
from audiocoach.script.load import parse_session
from audiocoach.script.standard_input import STDIN
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.narrator import estimated
from audiocoach.timeline.arrange import Draft
from audiocoach.timeline.room import Board
from audiocoach.timeline.wording import Words

if TYPE_CHECKING:
    from audiocoach.script.model import Session

Measuring = Callable[[Sequence[Words]], Mapping[Words, int]]

MARGIN = 2 * SECOND
"""What a talk for last words lasts longer than they do here: another voice may need that."""


@dataclass(frozen=True, slots=True)
class ImportedScript:
    """A workout as a script: its text, which ends with its `steps`, the workout, and what is to be known of it."""

    text: str
    steps: tuple[str, ...]
    workout: Workout
    notes: tuple[ImportNote, ...] = ()

    @property
    def estimated_count(self) -> int:
        """Count the steps as written whose length is an estimate."""
        return sum(getattr(item, "estimated", False) for item in self.workout.written_items())

    @property
    def left_out_count(self) -> int:
        """Count the sentences that are left out."""
        return sum(note.id in ("late-words", "no-words") for note in self.notes)


def import_script(
    data: bytes,
    file: str,
    options: ImportOptions = NO_OPTIONS,
    format_: str = "",
    shop: Workshop | None = None,
) -> ImportedScript:
    """Read a workout of another program, and write it as a script.

    Args:
        data: the file's bytes.
        file: what messages call it; the stem of its name is the title, where it has none.
        options: what the file leaves open.
        format_: which format it is; empty: told by its content.
        shop: where its words are spoken, to see that they have room; None: their lengths are estimated.

    Raises:
        ImportRefusedError: with the place in the file, where it is no workout, needs something more, or says two things
            at once.
    """
    try:
        title, name = ("", "") if file == str(STDIN) else (Path(file).stem, Path(file).name)
        return _imported(data, title, name, options, format_, shop)
    except ImportRefusedError as error:
        raise error.in_file(file, readable(data)) from None


def _imported(
    data: bytes, title: str, name: str, options: ImportOptions, format_: str, shop: Workshop | None
) -> ImportedScript:
    imported = read_workout(data, title, options, format_)
    script = as_script(imported, title, name)
    heard = _Heard.of(script, shop)
    bare = frozenset(first for first, _, _ in heard.overlaps if first in _openings(imported.workout))
    if bare:
        script = as_script(imported, title, name, bare=bare)
        heard = _Heard.of(script, shop)
    notes = list(imported.notes)
    if heard.overrun_ms > 0 and not imported.workout.closing:
        over, last = heard.overrun_ms, heard.last
        script = as_script(imported, title, name, closing_ms=over + MARGIN, bare=bare)
        heard = _Heard.of(script, shop)
        text = f"the last words last {heard.seconds(over)} longer than the last step: a short talk follows it"
        notes.append(ImportNote("after-end", text, last))
    heard.raise_overlaps()
    return ImportedScript(script.text, script.steps, imported.workout, tuple(notes))


def _openings(workout: Workout) -> set[SourcePlace]:
    steps = (item for item in workout.written_items() if isinstance(item, ImportedStep))
    return {cue.place for step in steps for cue in step.cues if cue.at_ms == 0}


@dataclass(frozen=True, slots=True)
class _Span:
    """Words as they are heard (ms from the session's start), and where in the user's file they are."""

    start: int
    end: int
    place: SourcePlace


@dataclass(frozen=True, slots=True)
class _Heard:
    """The author's words in time, in order."""

    spans: tuple[_Span, ...]
    total_ms: int

    @classmethod
    def of(cls, script: WrittenScript, shop: Workshop | None) -> _Heard:
        session = _session(script)
        if shop is None:
            return cls._measured(session, script, estimated)
        try:
            return cls._measured(session, script, shop.narrator().measure)
        except SpeechError:  # no voice here speaks it; wherever it is rendered, one will
            return cls._measured(session, script, estimated)

    @classmethod
    def _measured(cls, session: Session, script: WrittenScript, measure: Measuring) -> _Heard:
        draft = Draft.of(session, coach_of(session), measure, SoundShelf().length)
        assert draft.cues is not None
        lengths = measure(list(dict.fromkeys(cue.words for cue in draft.cues.authors if cue.words)))
        board = Board(draft.talks.intervals, draft.talks.book, draft.sheet, lengths)
        board.sound_signals()
        spans = []
        for cue in draft.cues.authors:
            if cue.words is not None:
                start = board.words_begin(cue.at_ms) if cue.at_start else cue.at_ms
                spans.append(_Span(start, start + lengths[cue.words], script.place(cue.where.line)))
        return cls(tuple(sorted(spans, key=lambda span: span.start)), board.total_ms)

    @property
    def overrun_ms(self) -> int:
        """Return by how much the last words last longer than the session."""
        return max((span.end for span in self.spans), default=0) - self.total_ms

    @property
    def last(self) -> SourcePlace:
        """Return where the last words stand."""
        return max(self.spans, key=lambda span: span.end).place

    @property
    def overlaps(self) -> Iterator[tuple[SourcePlace, SourcePlace, _Span]]:
        """Yield the places of words that begin while others are spoken, behind those of the others and these."""
        for first, second in zip(self.spans, self.spans[1:], strict=False):
            if second.start < first.end:
                yield first.place, second.place, first

    @staticmethod
    def seconds(ms: int) -> str:
        """Write milliseconds as seconds."""
        return f"{ms / SECOND:.1f} s"

    def raise_overlaps(self) -> None:
        """Refuse words that are wanted while others are still spoken: all such, and how to mend the first."""
        found = list(self.overlaps)
        if not found:
            return
        first, second, span = found[0]
        free = -(-span.end // SECOND) * SECOND
        begins = next(each.start for each in self.spans if each.place == second and each.start >= span.start)
        message = (
            f"these words begin at {clock(begins)}, while those of {first} are still spoken: they begin at "
            f"{clock(span.start)} and last {self.seconds(span.end - span.start)}"
        )
        places = sorted({place for pair in found for place in pair[:2]})
        others = len({pair[:2] for pair in found}) - 1
        more = f" ({others} more such)" if others else ""
        later = self.seconds(free - begins)
        hint = f"the first free time is {clock(free)}, {later} later: move these, or shorten the others"
        raise ImportRefusedError(message + more, hint, places=places, at=second)


def _session(script: WrittenScript) -> Session:
    """Read the script that was written; what is wrong in it is told of the user's file."""
    if len(script.text.encode()) > MAX_BYTES:
        raise ImportRefusedError("as a script it is larger than 1 MiB, the most one may have", "part it")
    try:
        return parse_session(script.text)
    except ScriptError as error:
        problem = error.problems[0]
        place = script.place(problem.where.line)
        raise ImportRefusedError(problem.message, problem.hint, places=[place] if place else []) from None
