"""A session on one sheet of paper: its steps and sets down the page, each with its place in the session. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocoach.labels.pictures.canvas import Label, Picture, Rect
from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.labels.pictures.session_bars import Shapes, bars, fitted
from audiocoach.quantities.units import clock, to_the_second
from audiocoach.timeline.outline import Item, plan_of
from audiocoach.vocabulary import KINDS

if TYPE_CHECKING:
    from audiocoach.timeline.timeline import Timeline

DOTS = 150
"""Pixels to the inch."""

_WIDTH, _HEIGHT = 1240, 1754  # A4
_MARGIN = 90
_ROOM = _WIDTH - 2 * _MARGIN
_CLOCK, _LANE = 130, 330
_TEXT = _ROOM - _CLOCK - _LANE - 30
_SIZES = (30, 26, 22, 18, 15, 12)
_INK, _QUIET, _LINE = "#1c2733", "#5b6b7b", "#e3e8ee"


def paper(timeline: Timeline, badge: str = "") -> Picture:
    """Draw the page, A4 at `DOTS` to the inch, its text as large as fits; rows that do not fit are counted."""
    total = clock(to_the_second(timeline.length_ms))
    size, lines = fitted(timeline.title, _ROOM, ((60, 1), (48, 2), (40, 3)))
    shapes: Shapes = []
    y = 70.0
    for line in lines:
        y += size * 1.15
        shapes.append(Label(_MARGIN, y, line, size, _INK, bold=True, most=_ROOM))
    y += 52
    shapes.append(Label(_MARGIN, y, " · ".join(filter(None, [badge, total])), 34, _INK, bold=True))
    for line in fitted(timeline.description, _ROOM, ((24, 3), (18, 6)))[1]:
        y += 36
        shapes.append(Label(_MARGIN, y, line, 24, _QUIET, most=_ROOM))
    y += 30
    shapes += bars(timeline, _MARGIN, y, _ROOM, 150, 3)
    y += 150
    shapes.append(Rect(_MARGIN, y, _ROOM, 2, _QUIET))
    y += 40
    shapes += _legend(timeline, y)
    return Picture(_WIDTH, _HEIGHT, (*shapes, *_rows(timeline, y + 40)), title=timeline.title)


def _legend(timeline: Timeline, y: float) -> Shapes:
    shapes: Shapes = []
    x = float(_MARGIN)
    for kind in KINDS:
        if any(interval.kind == kind for interval in timeline.intervals):
            shapes += [Rect(x, y - 18, 20, 20, COLOURS[kind], 4), Label(x + 30, y, kind, 22, _QUIET)]
            x += 70 + 13 * len(kind)
    return shapes


def _rows(timeline: Timeline, top: float) -> Shapes:
    items = plan_of(timeline).items
    for size in _SIZES:
        rows = [_lines(item, size) for item in items]
        if top + sum(_tall(lines, size) for lines in rows) <= _HEIGHT - _MARGIN:
            break
    shapes: Shapes = []
    y = top
    for number, (item, lines) in enumerate(zip(items, rows, strict=True)):
        if y + _tall(lines, size) > _HEIGHT - _MARGIN:
            shapes.append(Label(_MARGIN, y + size, f"… {len(items) - number}", size, _QUIET))
            break
        shapes.append(Rect(_MARGIN, y, _ROOM, 1, _LINE))
        shapes.append(Label(_MARGIN + _CLOCK - 24, y + 1.35 * size, clock(item.start_ms), size, _QUIET, "end"))
        shapes += [
            Label(_MARGIN + _CLOCK, y + (1.35 + 1.25 * line) * size, text, size, _INK, most=_TEXT)
            for line, text in enumerate(lines)
        ]
        shapes += _lane(timeline, item, y + 0.5 * size, size)
        y += _tall(lines, size)
    return shapes


def _lines(item: Item, size: int) -> list[str]:
    return fitted(item.text, _TEXT, ((size, 8),))[1]


def _tall(lines: list[str], size: int) -> float:
    return (0.75 + 1.25 * len(lines)) * size


def _lane(timeline: Timeline, item: Item, y: float, height: float) -> Shapes:
    """Draw where in the session an item is."""
    left = _MARGIN + _ROOM - _LANE
    scale = _LANE / timeline.length_ms
    shapes: Shapes = [Rect(left, y, _LANE, height, _LINE)]
    for interval in timeline.intervals:
        if item.start_ms <= interval.start_ms < item.end_ms:
            start, end = left + interval.start_ms * scale, left + interval.end_ms * scale
            shapes.append(Rect(round(start, 1), y, max(1, round(end - start, 1)), height, COLOURS[interval.kind]))
    return shapes
