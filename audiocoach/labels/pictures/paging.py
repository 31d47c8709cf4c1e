"""Sheets of paper, A4, filled from the top: strips across the page that are never cut, as many pages as it takes. Pure.

All is in points (1/72 inch).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from audiocoach.labels.pictures.canvas import Label, Picture, Rect, Shapes
from audiocoach.labels.pictures.text_lines import lines_of

WIDTH, HEIGHT = 595, 842
MARGIN = 44
ROOM = WIDTH - 2 * MARGIN
SMALLEST = 9
"""The smallest type on a sheet: what is still read at arm's length."""

INK, QUIET, LINE = "#1c2733", "#5b6b7b", "#d9e0e7"

_FOOT = 40
_MOST = HEIGHT - MARGIN - _FOOT


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch across the page, its shapes counted from its own top; a `joined` one stays with the next."""

    height: float
    shapes: tuple[Rect | Label, ...] = ()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Strips that begin a page; `again` is what stands on top of the pages on which they go on."""

    strips: Sequence[Strip]
    again: Sequence[Strip] = ()


def paged(title: str, sections: Sequence[Section]) -> tuple[Picture, ...]:
    """Lay sections out on pages; where they are several, each has its number and the title at its foot."""
    bodies = [body for section in sections for body in _bodies(section)]
    return tuple(
        Picture(WIDTH, HEIGHT, (*body, *_foot(title, number, len(bodies))), title=title, unit="pt")
        for number, body in enumerate(bodies, 1)
    )


def shortest(sections: Iterable[Section]) -> Section:
    """Choose the one with the fewest pages; the first of several."""
    return min(sections, key=lambda section: sum(1 for _ in _bodies(section)))


def stacked(pages: Sequence[Picture]) -> Picture:
    """Put pages one below the other, for a format that knows none."""
    shapes = (replace(shape, y=shape.y + number * HEIGHT) for number, page in enumerate(pages) for shape in page.shapes)
    return replace(pages[0], height=HEIGHT * len(pages), shapes=tuple(shapes))


def _bodies(section: Section) -> Iterator[Shapes]:
    """Yield what stands on each page of a section."""
    y, body = float(MARGIN), Shapes()
    for chain in _chains(section.strips):
        tall = sum(strip.height for strip in chain)
        fits_a_page = tall <= _MOST - sum(strip.height for strip in section.again)
        for number, strip in enumerate(chain):
            needed = strip.height if number or not fits_a_page else tall
            if body and y + needed > HEIGHT - _FOOT:
                yield body
                y, body = float(MARGIN), Shapes()
                for head in section.again:
                    body += _moved(head, y)
                    y += head.height
            body += _moved(strip, y)
            y += strip.height
    yield body


def _chains(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    """Yield strips that stay together."""
    chain: list[Strip] = []
    for strip in strips:
        chain.append(strip)
        if not strip.joined:
            yield chain
            chain = []
    if chain:
        yield chain


def _moved(strip: Strip, top: float) -> Shapes:
    return [replace(shape, y=round(shape.y + top, 2)) for shape in strip.shapes]


def _foot(title: str, number: int, of: int) -> Shapes:
    if of == 1:
        return []
    y = HEIGHT - 24
    lines = lines_of(title, ROOM - 60, SMALLEST)
    named = lines[0] + " …" if len(lines) > 1 else "".join(lines)
    return [
        Label(MARGIN, y, named, SMALLEST, QUIET, most=ROOM - 50),
        Label(WIDTH - MARGIN, y, f"{number} / {of}", SMALLEST, QUIET, "end"),
    ]


def thin_line() -> Rect:
    """Draw a hairline across the page, at the top of a strip."""
    return Rect(MARGIN, 0, ROOM, 0.75, LINE)


def text_strips(
    text: str, size: int, *, x: float = MARGIN, room: float = ROOM, fill: str = INK, bold: bool = False
) -> list[Strip]:
    """Lay a text out in lines, each a strip; all of it stays together, and with what follows."""
    return [
        Strip(size * 1.3, (Label(x, size, line, size, fill, bold=bold, most=room),), joined=True)
        for line in lines_of(text, room, size, bold=bold)
    ]


def spread(widths: Sequence[float], gap: float) -> tuple[float, ...]:
    """Place boxes of these widths in a row, the same gap between them; return where each begins, from 0."""
    return tuple(accumulate((width + gap for width in widths[:-1]), initial=0.0)) if widths else ()
