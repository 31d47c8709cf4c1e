"""What is on printed sheets: as shapes, and as another program reads it out of the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from audiocoach import Timeline
from audiocoach.labels.pictures.canvas import Label, Picture
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


def sheet(timeline: Timeline, badge: str = "") -> bytes:
    """Return a session's PDF."""
    return MAKERS["pdf"](Facts(timeline, Path("a.mp3"), badge=badge))


def read_pdf(data: bytes) -> list[str]:
    """Return each page's text, a space between any two words."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


def plain(text: str) -> str:
    """Leave out all space: where a line ends on paper is no part of a text."""
    return "".join(text.split())
