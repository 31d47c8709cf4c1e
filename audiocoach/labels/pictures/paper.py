"""A session on sheets of paper: its bars, then its steps and sets with effort, cadence and the script's words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocoach.labels.pictures.effort_bars import bars_strip, legend_strips
from audiocoach.labels.pictures.paging import QUIET, Section, Strip, paged, shortest, text_strips
from audiocoach.labels.pictures.printed_words import printed_words
from audiocoach.labels.pictures.row_strips import TYPES, Columns, Type, entry_strips, head_strips
from audiocoach.labels.pictures.session_rows import entries
from audiocoach.quantities.units import clock, to_the_second

if TYPE_CHECKING:
    from audiocoach.labels.pictures.canvas import Picture
    from audiocoach.timeline.timeline import Timeline

_TITLES = ((40, 26), (80, 20), (200, 16))
"""The most signs of a title for each size of type."""

_BARS = 72


def paper(timeline: Timeline, badge: str = "") -> tuple[Picture, ...]:
    """Draw the pages, A4, in the largest type that needs no more of them than the smallest does.

    Every step is on them, and every cue that is the script's own.
    """
    words = printed_words(timeline.language)
    found = entries(timeline.intervals, timeline.language, timeline.events)
    head = _head(timeline, badge)

    def section(type_: Type) -> Section:
        columns = Columns.of(found, type_, words)
        heads = head_strips(columns, words)
        return Section([*head, *heads, *entry_strips(found, columns, words)], heads)

    return paged(timeline.title, [shortest(map(section, TYPES))])


def _head(timeline: Timeline, badge: str) -> list[Strip]:
    """Lay out the title, the length, the description, the bars and what their colours mean."""
    total = clock(to_the_second(timeline.length_ms))
    size = next((size for most, size in _TITLES if len(timeline.title) <= most), _TITLES[-1][1])
    return [
        *text_strips(timeline.title, size, bold=True),
        Strip(4, joined=True),
        *text_strips(" · ".join(filter(None, [badge, total])), 14, bold=True),
        Strip(3, joined=True),
        *text_strips(timeline.description, 10, fill=QUIET),
        Strip(14, joined=True),
        bars_strip(timeline.intervals, _BARS),
        Strip(4, joined=True),
        *legend_strips(timeline.intervals, timeline.language),
        Strip(10),
    ]
