"""A session as bars on paper: as tall as the effort asked for, with times below and what the colours mean. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from audiocoach.labels.pictures.canvas import Anchor, Label, Rect
from audiocoach.labels.pictures.paging import MARGIN, QUIET, ROOM, SMALLEST, Strip, spread, text_strips
from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.labels.pictures.printed_words import kind_word, printed_words
from audiocoach.labels.pictures.session_bars import HEIGHTS, gaps_of
from audiocoach.labels.pictures.text_lines import width_of
from audiocoach.quantities.units import MINUTE, clock
from audiocoach.timeline.intervals import Interval
from audiocoach.vocabulary import KINDS

_GAP = 3
_EVERY = (1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480, 720)
"""Minutes from one time below the bars to the next."""

_APART = 54
"""Points from one to the next, at least."""


def height_of(interval: Interval) -> float:
    """Return a bar's height as a share of the tallest: by its effort or, where none is given, by its kind.

    Of a range of effort it is the middle; effort 0 is still seen.
    """
    effort = interval.step.effort
    if not effort:
        return HEIGHTS[interval.kind]
    numbers = [float(number) for number in effort.split("-")]
    return 0.08 + 0.92 * sum(numbers) / len(numbers) / 10


def effort_bars(intervals: Sequence[Interval], x: float, y: float, scale: float, height: float) -> tuple[Rect, ...]:
    """Draw steps from left to right, `scale` points to the millisecond, standing on the floor of a box."""
    widths = [interval.length_ms * scale for interval in intervals]
    found = []
    for interval, width, between in zip(intervals, widths, gaps_of(widths, _GAP), strict=True):
        tall = height * height_of(interval)
        wide = max(0.5, width - between)
        left = x + interval.start_ms * scale
        found.append(
            Rect(round(left, 2), round(y + height - tall, 2), round(wide, 2), round(tall, 2), COLOURS[interval.kind])
        )
    return tuple(found)


def bars_strip(intervals: Sequence[Interval], height: float, *, timed: bool = True) -> Strip:
    """Draw a session's bars across the page; `timed`, with times below them."""
    length = intervals[-1].end_ms
    scale = ROOM / length
    floor = Rect(MARGIN, height, ROOM, 0.75, QUIET)
    drawn = (*effort_bars(intervals, MARGIN, 0, scale, height), floor)
    times = tuple(_times(length, height)) if timed else ()
    return Strip(height + (22 if timed else 4), (*drawn, *times), joined=True)


def _times(length: int, y: float) -> Iterator[Rect | Label]:
    scale = ROOM / length
    step = next((each for each in _EVERY if each * MINUTE * scale >= _APART), _EVERY[-1]) * MINUTE
    for at in range(0, length + 1, step):
        x = round(MARGIN + at * scale, 2)
        anchor: Anchor = "start" if not at else "middle" if x < MARGIN + ROOM - 14 else "end"
        yield Rect(min(x, MARGIN + ROOM - 0.75), y, 0.75, 4, QUIET)
        yield Label(x, y + 14, clock(at), SMALLEST, QUIET, anchor)


def legend_strips(intervals: Iterable[Interval], language: str) -> list[Strip]:
    """Say which colour is which kind of step, and what colours and heights mean, in as many lines as it takes."""
    intervals = tuple(intervals)
    used = {interval.kind for interval in intervals}
    lines: list[list[tuple[str, str]]] = [[]]
    for kind in (kind for kind in KINDS if kind in used):
        word = kind_word(kind, language)
        if lines[-1] and _wide([*lines[-1], (kind, word)]) > ROOM:
            lines.append([])
        lines[-1].append((kind, word))
    words = printed_words(language)
    meaning = words.by_effort if any(interval.step.effort for interval in intervals) else words.by_kind
    squares = [Strip(16, tuple(_legend(line)), joined=True) for line in lines]
    return [*squares, Strip(SMALLEST, joined=True), *text_strips(meaning, SMALLEST, fill=QUIET)]


_SQUARE, _BESIDE, _BETWEEN = 8, 5, 18


def _boxes(line: Sequence[tuple[str, str]]) -> list[float]:
    return [_SQUARE + _BESIDE + width_of(word, SMALLEST) for _, word in line]


def _wide(line: Sequence[tuple[str, str]]) -> float:
    return sum(_boxes(line)) + _BETWEEN * (len(line) - 1)


def _legend(line: Sequence[tuple[str, str]]) -> Iterable[Rect | Label]:
    for left, (kind, word) in zip(spread(_boxes(line), _BETWEEN), line, strict=True):
        x = round(MARGIN + left, 2)
        yield Rect(x, 2, _SQUARE, _SQUARE, COLOURS[kind], 1.5)
        yield Label(round(x + _SQUARE + _BESIDE, 2), 9.2, word, SMALLEST, QUIET)
