"""A session as a picture: a bar for each step, its colour and height by kind, and a tick for each cue. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audiocoach.labels.pictures.canvas import Label, Picture, Rect, Shapes, about_width
from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.quantities.units import clock, to_the_second
from audiocoach.timeline.outline import plan_of

if TYPE_CHECKING:
    from audiocoach.timeline.timeline import Timeline

HEIGHTS = {
    "talk": 0.14,
    "warm-up": 0.52,
    "drill": 0.74,
    "work": 1.0,
    "rest": 0.28,
    "stretch": 0.36,
    "cool-down": 0.44,
}
"""Height of a bar by kind, as a share of the tallest: hard and easy steps differ even in grey and at stamp size."""

SIZE = 1400
"""Pixels to a side: the least that podcast directories ask for, and more than any phone shows."""

_MARGIN = 90
_ROOM = SIZE - 2 * _MARGIN
_BARS_TOP, _BARS_HEIGHT = 800, 520
_BACKGROUND, _INK, _QUIET, _FLOOR = "#14202e", "#ffffff", "#b7c4d1", "#22344a"
_TITLE = ((150, 2), (132, 3), (116, 3), (100, 3), (84, 4), (70, 5))
"""Font sizes of the title, in pixels, each with the number of lines there is room for."""

_BLOCKS = "▁▂▃▄▅▆▇█"


def cover(timeline: Timeline, badge: str = "", title: str | None = None) -> Picture:
    """Draw the cover: title, length and `badge` ("W3 S2") above the session's bars; 1400 x 1400 pixels.

    `title` replaces the timeline's own; an empty one leaves its room to the rest.
    """
    shapes: Shapes = []
    title = timeline.title if title is None else title
    size, lines = fitted(title, _ROOM, _TITLE)
    y = 80.0
    for line in lines:
        y += size * 1.02
        shapes.append(Label(_MARGIN - 4, y - size * 0.14, line, size, _INK, bold=True, most=_ROOM))
    length = clock(to_the_second(timeline.length_ms))
    base = 690 if lines else 560
    tall = 210 if lines else 300
    left = float(SIZE - _MARGIN)
    if badge:
        width = max(about_width(badge, 120) + 70, 200)
        left -= width + 40
    shapes.append(Label(_MARGIN - 8, base, length, tall, COLOURS["warm-up"], bold=True, most=left - _MARGIN))
    if badge:
        left += 40
        shapes.append(Rect(left, base - 138, width, 158, _INK, 36))
        shapes.append(Label(left + width / 2, base - 16, badge, 120, _BACKGROUND, "middle", bold=True, most=width - 40))
    summary = plan_of(timeline).main
    if summary:
        shapes.append(Label(_MARGIN, base + 76, summary, 50, _QUIET, most=_ROOM))
    shapes += bars(timeline, 0, _BARS_TOP, SIZE, _BARS_HEIGHT)
    shapes += ticks(timeline, 0, _BARS_TOP + _BARS_HEIGHT, SIZE, SIZE - _BARS_TOP - _BARS_HEIGHT)
    return Picture(SIZE, SIZE, tuple(shapes), _BACKGROUND, timeline.title)


def bars(timeline: Timeline, x: float, y: float, width: float, height: float, gap: int = 6) -> Shapes:
    """Draw the steps from left to right in a box, standing on its floor, as tall as their kind; see `gaps_of`."""
    shapes: Shapes = []
    scale = width / timeline.length_ms
    gaps = gaps_of([interval.length_ms * scale for interval in timeline.intervals], gap)
    for interval, between in zip(timeline.intervals, gaps, strict=True):
        left, right = round(x + interval.start_ms * scale), round(x + interval.end_ms * scale)
        tall = round(height * HEIGHTS[interval.kind])
        shapes.append(
            Rect(left, y + height - tall, max(1, right - left - between), tall, COLOURS[interval.kind], between)
        )
    return shapes


def gaps_of(widths: Sequence[float], gap: int) -> list[int]:
    """Choose the gap behind each bar, of these widths as they are before rounding: equal bars have equal gaps.

    Bars narrower than four gaps have a third of one, and so have all where the average is; below one gap there is none.
    """
    crowded = sum(widths) < 4 * gap * len(widths)
    return [0 if width < gap else gap // 3 if crowded or width < 4 * gap else gap for width in widths]


def ticks(timeline: Timeline, x: float, y: float, width: float, height: float, stroke: float = 4) -> Shapes:
    """Draw a strip with a tick wherever something is said; what follows the session is at its end."""
    scale = width / timeline.length_ms
    shapes: Shapes = [Rect(x, y, width, height, _FLOOR)]
    for event in timeline.events:
        if event.type == "say":
            at = min(event.start_ms, timeline.length_ms)
            shapes.append(Rect(round(x + at * scale), y + height * 0.3, stroke, height * 0.4, _QUIET))
    return shapes


def bar(timeline: Timeline, width: int) -> list[tuple[str, str]]:
    """Draw the bars in a line of text: for each of `width` characters, a block and the kind that most of it is."""
    found: list[tuple[str, str]] = []
    position, intervals = 0, timeline.intervals
    for cell in range(width):
        start, end = cell * timeline.length_ms // width, (cell + 1) * timeline.length_ms // width
        while intervals[position].end_ms <= start:
            position += 1
        shares: dict[str, int] = {}
        for interval in intervals[position:]:
            if interval.start_ms >= end and shares:
                break
            part = min(end, interval.end_ms) - max(start, interval.start_ms)
            shares[interval.kind] = shares.get(interval.kind, 0) + part
        kind = max(shares, key=lambda kind: shares[kind])
        found.append((_BLOCKS[round(HEIGHTS[kind] * (len(_BLOCKS) - 1))], kind))
    return found


def fitted(text: str, room: float, sizes: Sequence[tuple[int, int]]) -> tuple[int, list[str]]:
    """Choose the first of `sizes` at which a text fits into `room` pixels of width; return it and the text's lines.

    `sizes` are pairs of a font size and the most lines it may take. At the last size, words too long for a line are
    broken, and what has no room is cut off.
    """
    for size, most in sizes:
        lines = _wrapped(text.split(), room, size)
        if len(lines) <= most and all(about_width(line, size) <= room for line in lines):
            return size, lines
    size, most = sizes[-1]
    lines = _wrapped([part for word in text.split() for part in _broken(word, room, size)], room, size)
    if len(lines) > most:
        end = lines[most - 1]
        while about_width(end + "…", size) > room:
            end = end[:-1]
        lines = [*lines[: most - 1], end.rstrip() + "…"]
    return size, lines


def _wrapped(words: list[str], room: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and about_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _broken(word: str, room: float, size: float) -> list[str]:
    parts = [""]
    for sign in word:
        if about_width(parts[-1] + sign, size) > room:
            parts.append("")
        parts[-1] += sign
    return parts
