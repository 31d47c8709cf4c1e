"""Pages as a PDF: text to select, search and have read aloud, in the font that ships, with only the letters in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from audiocoach.labels.pictures.canvas import Label, Picture, Rect
from audiocoach.labels.pictures.letters import BOX, boxed, font_file
from audiocoach.text.xml import xml_text

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.output import PDFInfo

_AXES = {"": {"wght": 450, "opsz": 14}, "B": {"wght": 700, "opsz": 18}}
"""Weight, and the size of type (14 to 32) for which letters are drawn: of bold ones few are large."""

_STRETCHED = 100


def pdf(pages: Sequence[Picture], language: str) -> bytes:
    """Write drawings in points as the pages of a PDF, which says its `language` (BCP 47), and no date.

    The same input gives the same bytes. For signs that the font lacks there is a box (see `letters.lacking`).
    """
    from fpdf import FPDF
    from fpdf.output import OutputProducer

    class Undated(OutputProducer):
        """Leaves out when the file was made, which would make each another one."""

        def _add_info(self) -> PDFInfo:
            info = super()._add_info()
            info.creation_date = None  # type: ignore[assignment]
            return info

    document = FPDF(unit="pt", format=(pages[0].width, pages[0].height))
    document.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))  # its identifier is made of it, too
    document.set_auto_page_break(auto=False)
    document.set_title(xml_text(pages[0].title))
    document.set_lang(language)
    document.set_producer("audiocoach")
    with TemporaryDirectory(prefix="audiocoach-") as folder:
        for style, path in _fonts(pages, Path(folder)).items():
            document.add_font("Inter", style, path)
        for page in pages:
            document.add_page()
            for shape in page.shapes:
                _draw(document, shape)
        out = BytesIO()
        document.output(out, output_producer_class=Undated)
    return out.getvalue()


def _draw(document: FPDF, shape: Rect | Label) -> None:
    if isinstance(shape, Rect):
        document.set_fill_color(shape.fill)
        box = (shape.x, shape.y, shape.width, shape.height)
        document.rect(*box, style="F", round_corners=bool(shape.round), corner_radius=shape.round)
        return
    text = boxed(shape.text)
    document.set_font("Inter", "B" if shape.bold else "", shape.size)
    document.set_text_color(shape.fill)
    width = document.get_string_width(text)
    squeezed = bool(shape.most) and width > shape.most
    if squeezed:
        document.set_stretching(_STRETCHED * shape.most / width)
        width = shape.most
    document.text(shape.x - {"start": 0.0, "middle": width / 2, "end": width}[shape.anchor], shape.y, text)
    if squeezed:
        document.set_stretching(_STRETCHED)


def _fonts(pages: Sequence[Picture], folder: Path) -> dict[str, Path]:
    """Cut the font down to the letters in use, one file for each weight: whole, it takes seconds to set its weight."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    labels = [shape for page in pages for shape in page.shapes if isinstance(shape, Label)]
    made = {}
    for style, axes in _AXES.items():
        used = [label for label in labels if label.bold == bool(style)]
        with TTFont(font_file(), lazy=True, recalcTimestamp=False) as found:
            options = subset.Options(layout_features=[], hinting=False, drop_tables=["GDEF", "GPOS", "GSUB", "STAT"])
            cutter = subset.Subsetter(options)
            cutter.populate(text="".join(boxed(label.text) for label in used) + BOX)
            cutter.subset(found)
            instancer.instantiateVariableFont(found, axes, inplace=True)
            made[style] = folder / f"{axes['wght']}.ttf"
            found.save(made[style])
    return made
