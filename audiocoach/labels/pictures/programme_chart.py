"""A programme as a picture for the fridge: a bar for each session, coloured by kind of step, by week. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiocoach.labels.pictures.canvas import Label, Picture, Rect
from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.labels.pictures.printed_words import dose_word, kind_word, printed_words
from audiocoach.labels.pictures.text_lines import width_of
from audiocoach.quantities.units import clock
from audiocoach.timeline.intervals import Interval
from audiocoach.vocabulary import KINDS

_WIDTH = 1080
_MARGIN = 40
_ROW = 40
_BAR = 28
_WEEK_GAP = 26
_LABEL = 100
_TOTAL = 170
_INK, _QUIET, _LINE = "#1c2733", "#5b6b7b", "#e3e8ee"


@dataclass(frozen=True, slots=True)
class Row:
    """One session: its week, its id, its steps, its dose as people read it, its title, and its day if it has one."""

    week: int
    id: str
    intervals: Sequence[Interval]
    dose: str
    title: str = ""
    day: str = ""

    @property
    def length_ms(self) -> int:
        """Return the session's length in milliseconds."""
        return self.intervals[-1].end_ms


def chart(title: str, dose_name: str, rows: Sequence[Row], language: str = "en") -> Picture:
    """Draw the sessions from top to bottom, 1080 pixels wide: the width of a phone, or of a sheet of paper.

    Its own words are in `language` (BCP 47).
    """
    words = printed_words(language)
    shapes: list[Rect | Label] = [Label(_MARGIN, 86, _short(title, 38), 52, _INK)]
    longest = max(row.length_ms for row in rows)
    scale = (_WIDTH - 2 * _MARGIN - _LABEL - _TOTAL) / longest
    legend, y = _legend(rows, 130, language)
    shapes += legend
    shapes.append(
        Label(_WIDTH - _MARGIN, y + 70, f"{dose_word(dose_name, language)} · {words.total}", 24, _QUIET, "end")
    )
    y, week = y + 80, 0
    for row in rows:
        if row.week != week:
            week = row.week
            y += _WEEK_GAP
            shapes.append(Rect(_MARGIN, y - 10, _WIDTH - 2 * _MARGIN, 2, _LINE))
            shapes.append(Label(_MARGIN, y + 24, words.week.format(week), 24, _QUIET))
            y += 34
        shapes += _row(row, y, scale)
        y += _ROW
    return Picture(_WIDTH, int(y) + _MARGIN, tuple(shapes), title=title)


def _row(row: Row, y: float, scale: float) -> list[Rect | Label]:
    left = _MARGIN + _LABEL
    shapes: list[Rect | Label] = [Label(left - 20, y + 23, row.id, 28, _INK, "end")]
    for interval in row.intervals:
        start = round(left + interval.start_ms * scale, 2)
        width = max(1.0, round(interval.length_ms * scale, 2))
        shapes.append(Rect(start, y, width, _BAR, COLOURS[interval.kind]))
    total = f"{row.dose} · {clock(row.length_ms)}"
    shapes.append(Label(_WIDTH - _MARGIN, y + 22, total, 22, _INK, "end"))
    return shapes


def _legend(rows: Sequence[Row], y: float, language: str) -> tuple[list[Rect | Label], float]:
    """Say what the colours mean, in as many lines as it takes; return it with the top of the last line."""
    used = {interval.kind for row in rows for interval in row.intervals}
    shapes: list[Rect | Label] = []
    x = float(_MARGIN)
    for kind in (kind for kind in KINDS if kind in used):
        word = kind_word(kind, language)
        width = width_of(word, 24)
        if x + 32 + width > _WIDTH - _MARGIN:
            x, y = float(_MARGIN), y + 38
        shapes += [Rect(x, y, 24, 24, COLOURS[kind]), Label(x + 32, y + 20, word, 24, _INK)]
        x = round(x + 32 + width + 28, 1)
    return shapes, y


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
