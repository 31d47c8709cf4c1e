"""What is on printed sheets: as shapes, and as another program reads it out of the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import combinations
from pathlib import Path

from pypdf import PdfReader

from audiocoach import Timeline
from audiocoach.labels.pictures.canvas import Label, Picture
from audiocoach.labels.pictures.paging import HEIGHT, MARGIN, SMALLEST, WIDTH
from audiocoach.labels.pictures.text_lines import width_of
from audiocoach.labels.side_files import MAKERS, Facts


def labels(pages: Sequence[Picture]) -> list[Label]:
    """Return the texts of pages, in the order in which they are read."""
    return [shape for page in pages for shape in page.shapes if isinstance(shape, Label)]


def boxes(page: Picture) -> Iterator[tuple[Label, float, float, float, float]]:
    """Yield each text of a page with the box it is in: left, top, right, bottom."""
    for label in labels([page]):
        width = width_of(label.text, label.size, bold=label.bold)
        width = min(width, label.most) if label.most else width
        left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
        yield label, left, label.y - 0.75 * label.size, left + width, label.y + 0.2 * label.size


def trouble(page: Picture) -> list[str]:
    """Tell which texts of a page are too small, leave it, or lie on one another."""
    found = list(boxes(page))
    wrong = [label.text for label, *_ in found if label.size < SMALLEST]
    for label, left, top, right, bottom in found:
        if not (left >= MARGIN - 8 and right <= WIDTH - MARGIN + 8 and top > 30 and bottom < HEIGHT - 15):
            wrong.append(label.text)
    for (one, left, top, right, bottom), (other, left_, top_, right_, bottom_) in combinations(found, 2):
        if right > left_ + 1 and right_ > left + 1 and bottom > top_ + 1 and bottom_ > top + 1:
            wrong.append(f"{one.text} | {other.text}")
    return wrong


def sheet(timeline: Timeline, badge: str = "") -> bytes:
    """Return a session's PDF."""
    return MAKERS["pdf"](Facts(timeline, Path("a.mp3"), badge=badge))


def read_pdf(data: bytes) -> list[str]:
    """Return each page's text, a space between any two words."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


def plain(text: str) -> str:
    """Leave out all space: where a line ends on paper is no part of a text."""
    return "".join(text.split())
