"""A programme on sheets of paper: all sessions at a glance, then a page for each week with what is done in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from audiocoach.labels.pictures.canvas import Label, Picture, Shapes
from audiocoach.labels.pictures.effort_bars import bars_strip, effort_bars, legend_strips
from audiocoach.labels.pictures.paging import (
    INK,
    MARGIN,
    QUIET,
    ROOM,
    SMALLEST,
    WIDTH,
    Section,
    Strip,
    paged,
    shortest,
    text_strips,
    thin_line,
)
from audiocoach.labels.pictures.printed_words import PrintedWords, dose_word, printed_words
from audiocoach.labels.pictures.programme_chart import Row
from audiocoach.labels.pictures.row_strips import TYPES, Columns, Type, entry_strips, head_strips
from audiocoach.labels.pictures.session_rows import Entry, entries, gathered
from audiocoach.labels.pictures.text_lines import lines_of, width_of
from audiocoach.quantities.units import clock, to_the_second

_RIGHT = WIDTH - MARGIN
_ROW = 10
_BAR = 12
_TALL = (20.0, 18.0, 16.0)
"""Heights of a row of the table, the roomiest first."""

_BARS, _LOW_BARS = 30, 20
_SMALL = Type(SMALLEST, 0.2)
"""A week is worth smaller type than a session: a page each is what hangs on a wall."""

_MOST_DOSE = 110
"""Room for the name of the dose, which is the user's own."""


def programme_sheet(
    title: str, description: str, dose_name: str, rows: Sequence[Row], language: str = "en"
) -> tuple[Picture, ...]:
    """Draw the pages, A4, in `language` (BCP 47): a table of all sessions, then their steps, week by week."""
    words, dose = printed_words(language), dose_word(dose_name, language)
    head = [
        *text_strips(title, 22, bold=True),
        *text_strips(description, 10, fill=QUIET),
        Strip(12, joined=True),
        *legend_strips((interval for row in rows for interval in row.intervals), language),
        Strip(6),
    ]
    overview = shortest(Section([*head, *_table(rows, words, dose, tall)]) for tall in _TALL)
    weeks = [
        _week(number, tuple(members), words, dose, language) for number, members in groupby(rows, lambda row: row.week)
    ]
    return paged(title, [overview, *weeks])


def _table(rows: Sequence[Row], words: PrintedWords, dose: str, tall: float) -> Iterator[Strip]:
    """Lay out a row for each session: its number and day, its bars on one scale for all, its dose and its length."""
    base = tall / 2 + 3.5
    wide = [max(width_of(text, _ROW) for text in column) for column in zip(*map(_cells, rows), strict=True)]
    head = max(wide[2], min(width_of(dose, SMALLEST), _MOST_DOSE)), max(wide[3], width_of(words.total, SMALLEST))
    day = MARGIN + wide[0] + 10
    left = day + (wide[1] + 10 if wide[1] else 0)
    doses = _RIGHT - head[1] - 16
    scale = (doses - head[0] - 16 - left) / max(row.length_ms for row in rows)
    heads: Shapes = [
        Label(doses, SMALLEST, dose, SMALLEST, QUIET, "end", most=head[0]),
        Label(_RIGHT, SMALLEST, words.total, SMALLEST, QUIET, "end"),
    ]
    for number, members in groupby(rows, lambda row: row.week):
        week = Label(MARGIN, SMALLEST, words.week.format(number), SMALLEST, QUIET)
        yield Strip(SMALLEST + 6, (week, *heads), joined=True)
        heads = []
        for row in members:
            id_, when, done, total = _cells(row)
            shapes: Shapes = [thin_line(), Label(MARGIN, base, id_, _ROW, INK, bold=True)]
            shapes += [Label(day, base, when, _ROW, QUIET)] if when else []
            shapes += effort_bars(row.intervals, left, (tall - _BAR) / 2, scale, _BAR)
            shapes += [Label(doses, base, done, _ROW, INK, "end"), Label(_RIGHT, base, total, _ROW, INK, "end")]
            yield Strip(tall, tuple(shapes), joined=True)
        yield Strip(tall / 2)


def _cells(row: Row) -> tuple[str, str, str, str]:
    return row.id, row.day, row.dose, clock(to_the_second(row.length_ms))


def _week(number: int, rows: Sequence[Row], words: PrintedWords, dose: str, language: str) -> Section:
    heading = text_strips(words.week.format(number), 20, bold=True)
    every = [entries(row.intervals, language) for row in rows]

    def section(type_: Type, *, gather: bool) -> Section:
        strips = [*heading, Strip(8, joined=True)]
        for row, found in zip(rows, every, strict=True):
            strips += _session(row, gathered(found) if gather else found, words, dose, type_, timed=not gather)
        return Section(strips, [*text_strips(words.week.format(number), 11, fill=QUIET), Strip(6)])

    return shortest(section(type_, gather=gather) for gather in (False, True) for type_ in (*TYPES, _SMALL))


def _session(
    row: Row, found: Sequence[Entry], words: PrintedWords, dose: str, type_: Type, *, timed: bool
) -> Iterator[Strip]:
    """Lay out a session: its title, dose and length, its bars, its steps and sets with effort and cadence."""
    columns = Columns.of(found, type_, words)
    figures = f"{dose} {row.dose} · {words.total} {clock(to_the_second(row.length_ms))}"
    title = " · ".join(filter(None, [row.id, row.day, row.title]))
    beside = min(width_of(figures, type_.size), ROOM / 2)
    room = ROOM - beside - 16
    for number, line in enumerate(lines_of(title, room, type_.size + 1, bold=True)):
        shapes: Shapes = [Label(MARGIN, type_.size + 1, line, type_.size + 1, INK, bold=True, most=room)]
        if not number:
            shapes.append(Label(_RIGHT, type_.size + 1, figures, type_.size, QUIET, "end", most=beside))
        yield Strip((type_.size + 1) * 1.3, tuple(shapes), joined=True)
    yield Strip(4, joined=True)
    yield bars_strip(row.intervals, _BARS if timed else _LOW_BARS, timed=timed)
    yield from head_strips(columns, words)
    yield from entry_strips(found, columns, words)
    yield Strip(type_.size)
