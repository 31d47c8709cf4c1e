"""A session's steps, sets and words as rows of a sheet: time, length and name, effort and cadence in columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audiocoach.labels.pictures.canvas import Label, Rect, Shapes
from audiocoach.labels.pictures.paging import INK, MARGIN, QUIET, SMALLEST, WIDTH, Strip, thin_line
from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.labels.pictures.printed_words import PrintedWords
from audiocoach.labels.pictures.session_rows import Entry, SaidLine, StepLine
from audiocoach.labels.pictures.text_lines import lines_of, width_of
from audiocoach.quantities.units import clock

_RIGHT = WIDTH - MARGIN
_LEADING = 1.3


@dataclass(frozen=True, slots=True)
class Type:
    """A size of type, in points, and the room above and below a row, as a share of it."""

    size: int
    around: float


TYPES = (Type(14, 0.45), Type(13, 0.45), Type(12, 0.45), Type(11, 0.4), Type(10, 0.4), Type(10, 0.2))
"""From the one that is read best to the one that needs least paper."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns are: times end at `time`, lengths at `length`; names end at `names`.

    `effort` and `cadence` end their columns, and are 0 where nothing stands in them. `around` is the room above and
    below a row, in points.
    """

    size: int
    around: float
    time: float
    chip: float
    text: float
    length: float
    name: float
    names: float
    effort: float
    cadence: float

    @classmethod
    def of(cls, entries: Sequence[Entry], type_: Type, words: PrintedWords) -> Columns:
        """Fit the columns to what stands in them."""
        size = type_.size
        steps = [step for entry in entries for step in entry.steps]
        said = [time for entry in entries for line in entry.said for time in line.times]
        starts = [entry.start_ms for entry in entries] + [step.start_ms for step in steps] + said
        time = MARGIN + max(width_of(clock(start), size) for start in starts)
        text = time + 22
        length = text + max((width_of(clock(step.length_ms), size, bold=True) for step in steps), default=0)
        cadence = _wide([step.cadence for step in steps], words.cadence, size)
        effort = _wide([step.effort for step in steps], _effort_head(words), size)
        left_of_cadence = _RIGHT - (cadence + 18 if cadence else 0)
        names = left_of_cadence - (effort + 18 if effort else 0)
        ends = (left_of_cadence * bool(effort), _RIGHT * bool(cadence))
        return cls(size, size * type_.around, time, time + 9, text, length, length + 8, names, *ends)

    def end_of(self, step: StepLine | None) -> float:
        """Tell how far to the right a name may go: as far as the page, where nothing stands beside it."""
        return self.names if step and step.effort + step.cadence else _RIGHT


def _effort_head(words: PrintedWords) -> str:
    return f"{words.effort} (0–10)"


def _wide(values: Sequence[str], head: str, size: int) -> float:
    found = [width_of(value, size) for value in values if value]
    return max([*found, width_of(head, SMALLEST)]) if found else 0


def head_strips(columns: Columns, words: PrintedWords) -> list[Strip]:
    """Name the columns that are not clear by themselves."""
    heads: Shapes = []
    if columns.effort:
        heads.append(Label(columns.effort, SMALLEST, _effort_head(words), SMALLEST, QUIET, "end"))
    if columns.cadence:
        heads.append(Label(columns.cadence, SMALLEST, words.cadence, SMALLEST, QUIET, "end"))
    return [Strip(SMALLEST + 5, tuple(heads), joined=True)] if heads else []


def entry_strips(entries: Sequence[Entry], columns: Columns, words: PrintedWords) -> Iterator[Strip]:
    """Lay out rows, a line above each; what belongs to one stays together where a page has room for it."""
    for entry in entries:
        yield Strip(columns.around, (thin_line(),), joined=True)
        if entry.phrase:
            yield from _set(entry, columns)
            yield Strip(columns.around / 3, joined=True)
        for step in entry.steps if len(entry.steps) > 1 or not entry.phrase else ():
            yield from _step(step, columns)
        if entry.said:
            yield Strip(columns.around / 3, joined=True)
        for line in entry.said:
            yield from _said(line, columns, words)
        yield Strip(columns.around)


def _set(entry: Entry, columns: Columns) -> Iterator[Strip]:
    alone = entry.steps[0] if len(entry.steps) == 1 else None
    room, size = columns.end_of(alone) - columns.text, columns.size
    first: Shapes = [_time(entry.start_ms, columns)] if len(entry.steps) < 2 else []  # or else the first step says when
    last: Shapes = []
    if alone:
        first, last = [*first, _chip(alone, columns)], list(_values(alone, columns))
    lines = lines_of(entry.phrase, room, size, bold=True)
    yield from _lined([Label(columns.text, size, line, size, INK, bold=True, most=room) for line in lines], first, last)


def _step(step: StepLine, columns: Columns) -> Iterator[Strip]:
    room, size = columns.end_of(step) - columns.name, columns.size
    length = Label(columns.length, size, clock(step.length_ms), size, INK, "end", bold=True)
    first: Shapes = [_time(step.start_ms, columns), _chip(step, columns), length]
    lines = [Label(columns.name, size, line, size, INK, most=room) for line in lines_of(step.name, room, size)]
    yield from _lined(lines, first, list(_values(step, columns)))


def _lined(lines: Sequence[Label], first: Shapes, last: Shapes) -> Iterator[Strip]:
    """Put `first` and `last` beside the first line: they are read before and behind all lines, which stay together."""
    leading = lines[0].size * _LEADING if lines else 0
    if last:
        moved = [replace(label, y=label.y + number * leading) for number, label in enumerate(lines)]
        yield Strip(leading * len(lines), (*first, *moved, *last), joined=True)
        return
    for number, label in enumerate(lines):
        yield Strip(leading, (*(() if number else first), label), joined=True)


def _values(step: StepLine, columns: Columns) -> Iterator[Label]:
    for value, right in ((step.effort, columns.effort), (step.cadence, columns.cadence)):
        if value:
            yield Label(right, columns.size, value, columns.size, INK, "end")


def _said(said: SaidLine, columns: Columns, words: PrintedWords) -> Iterator[Strip]:
    size = max(SMALLEST, columns.size - 1)
    room = _RIGHT - columns.name
    lines = lines_of(said.text, room, size)
    also = " · ".join(map(clock, said.times[1:]))
    again = lines_of(words.again.format(also), room, SMALLEST) if also else []
    time = Label(columns.time, size, clock(said.times[0]), size, QUIET, "end")
    yield from _lined([Label(columns.name, size, line, size, INK, most=room) for line in lines], [time], [])
    for line in again:
        yield Strip(
            SMALLEST * _LEADING, (Label(columns.name, SMALLEST, line, SMALLEST, QUIET, most=room),), joined=True
        )


def _time(start_ms: int, columns: Columns) -> Label:
    return Label(columns.time, columns.size, clock(start_ms), columns.size, QUIET, "end")


def _chip(step: StepLine, columns: Columns) -> Rect:
    return Rect(columns.chip, columns.size * 0.12, 5, columns.size * 1.06, COLOURS[step.kind], 1.5)
