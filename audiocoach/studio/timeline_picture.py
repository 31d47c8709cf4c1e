"""A session in time as the studio's page draws it: its steps as bars, its sets, each word at its time. Pure.

An SVG without styles of its own: colours are the page's, by class, so that it follows dark and light. Whatever can be
chosen has what it stands for: `data-step`, `data-line`, `data-at` (ms).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from audiocoach.labels.pictures.canvas import about_width, shortened
from audiocoach.labels.pictures.effort_bars import height_of
from audiocoach.labels.pictures.session_bars import gaps_of
from audiocoach.quantities.units import MINUTE, SECOND, clock, to_the_second
from audiocoach.text.xml import xml_text
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.timeline import Timeline

HEIGHT = 212
"""Of the picture, in pixels."""

_BARS_TOP, _BARS_HEIGHT = 20, 96
_FLOOR = _BARS_TOP + _BARS_HEIGHT
_SETS, _WORDS, _SIGNALS, _TIMES = _FLOOR + 4, _FLOOR + 24, _FLOOR + 56, _FLOOR + 72
_LANE = 26
_GAP = 3
_SMALL, _SIZE = 12, 13
_APART = 64
"""Pixels from one time on the axis to the next, at least."""

_EVERY = tuple(
    each * SECOND for each in (5, 10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14400, 28800, 43200)
)


def timeline_picture(timeline: Timeline, ids: Sequence[str], words: Sequence[Mapping[str, Any]], width: int) -> str:
    """Draw a session, `width` pixels wide and `HEIGHT` high.

    Args:
        timeline: with at least one step.
        ids: of its intervals, in their order: the rounds of a step share theirs.
        words: what is said: `at_ms`, `end_ms`, `text`, `line`, `step` and `by`.
        width: at least 200.
    """
    scale = width / max(1, timeline.length_ms)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        f'class="timeline" data-length="{timeline.length_ms}" role="group" aria-label="{_escaped(timeline.title)}">',
        *_axis(timeline.length_ms, scale, width),
        *_sets(timeline.intervals, scale),
        *_steps(timeline.intervals, ids, scale),
        *_words(words, scale, width),
        *_signals(timeline, scale),
        f'<rect class="head" x="0" y="0" width="2" height="{_TIMES}" visibility="hidden"/>',
        "</svg>",
    ]
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return escape(xml_text(" ".join(text.split())))


def _steps(intervals: Sequence[Interval], ids: Sequence[str], scale: float) -> Iterator[str]:
    widths = [each.length_ms * scale for each in intervals]
    for each, id_, wide, gap in zip(intervals, ids, widths, gaps_of(widths, _GAP), strict=True):
        x, tall = each.start_ms * scale, _BARS_HEIGHT * height_of(each)
        wide = max(1.0, wide - gap)
        length = clock(to_the_second(each.length_ms))
        round_ = f", {each.round}/{each.rounds}" if each.round else ""
        label = _escaped(f"{each.name}, {length}{round_}, {clock(to_the_second(each.start_ms))}")
        yield (
            f'<g class="step k-{each.kind}" data-step="{id_}" data-at="{each.start_ms}" data-end="{each.end_ms}" '
            f'role="button" tabindex="-1" aria-label="{label}">'
        )
        yield _rect("hit", x, _BARS_TOP, wide, _BARS_HEIGHT)
        yield _rect("bar", x, _FLOOR - tall, wide, tall, 3 if wide > 8 else 0)
        if name := shortened(each.name, wide - 6, _SIZE):
            yield _text("name", x + 4, _FLOOR - tall - 5, name, _SIZE)
            if about_width(length, _SMALL) <= wide - 6 and tall > 18:
                yield _text("length", x + 4, _FLOOR - 6, length, _SMALL)
        yield "</g>"


def _sets(intervals: Sequence[Interval], scale: float) -> Iterator[str]:
    """Draw a line below the outermost sets, with how often."""
    place = 0
    while place < len(intervals):
        first, end = intervals[place], place + 1
        if first.within:
            while end < len(intervals) and _outermost(intervals[end]) == _outermost(first):
                end += 1
            x, right = first.start_ms * scale, intervals[end - 1].end_ms * scale
            yield _rect("set", x, _SETS, max(1.0, right - x - _GAP), 3, 1.5)
            around = first.within[0]
            if text := shortened(" ".join(f"{around.rounds} × {around.name}".split()), right - x, _SMALL):
                yield _text("quiet", x, _SETS + 15, text, _SMALL)
        place = end


def _outermost(interval: Interval) -> int | None:
    return interval.within[0].position if interval.within else None


def _words(words: Sequence[Mapping[str, Any]], scale: float, width: int) -> Iterator[str]:
    for each in words:
        x = min(each["at_ms"] * scale, width - 4.0)
        wide = max(4.0, min((each["end_ms"] - each["at_ms"]) * scale, width - x))
        label = _escaped(f"{clock(each['at_ms'])} {each['text']}")
        yield (
            f'<g class="word by-{each["by"]}" data-at="{each["at_ms"]}" data-line="{each["line"]}" '
            f'data-of="{each["step"]}" role="button" tabindex="-1" aria-label="{label}">'
        )
        yield _rect("hit", x - 4, _WORDS, wide + 8, _LANE)
        yield _rect("said", x, _WORDS + 3, wide, _LANE - 6, 2)
        yield "</g>"


def _signals(timeline: Timeline, scale: float) -> Iterator[str]:
    for event in timeline.events:
        if event.type == "sound":
            yield _rect("signal", min(event.start_ms, timeline.length_ms) * scale, _SIGNALS, 2, 8)


def _axis(length: int, scale: float, width: int) -> Iterator[str]:
    yield _rect("lane", 0, _WORDS, width, _LANE, 4)
    yield _rect("floor", 0, _FLOOR, width, 1)
    step = next((each for each in _EVERY if each * scale >= _APART), 24 * 60 * MINUTE)
    for at in range(0, length + 1, step):
        x = at * scale
        yield _rect("tick", min(x, width - 1), _TIMES, 1, 5)
        anchor = "start" if not at else "end" if x > width - 20 else "middle"
        yield _text("quiet", x, _TIMES + 18, clock(at), _SMALL, anchor)


def _rect(kind: str, x: float, y: float, width: float, height: float, rounded: float = 0) -> str:
    corners = f' rx="{rounded:g}"' if rounded else ""
    return f'<rect class="{kind}" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"{corners}/>'


def _text(kind: str, x: float, y: float, text: str, size: int, anchor: str = "start") -> str:
    return (
        f'<text class="{kind}" x="{x:.2f}" y="{y:.2f}" font-size="{size}" text-anchor="{anchor}" '
        f'aria-hidden="true">{_escaped(text)}</text>'
    )
