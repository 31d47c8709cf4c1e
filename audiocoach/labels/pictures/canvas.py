"""Simple drawings of rectangles and text, written as SVG, PNG or PDF."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audiocoach.errors import OutputError
from audiocoach.storage.whole_files import replacing
from audiocoach.text.xml import xml_text

if TYPE_CHECKING:
    from PIL import Image, ImageFont

_WIDEST = 1.3
"""How many times `about_width` a text may measure in a viewer's own font."""

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle, in pixels from the top left; `round` is the radius of its corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    round: float = 0


@dataclass(frozen=True, slots=True)
class Label:
    """Text; `y` is its baseline, `x` the place of its `anchor`. Text wider than `most` pixels is drawn narrower."""

    x: float
    y: float
    text: str
    size: int
    fill: str = "#1c2733"
    anchor: Anchor = "start"
    bold: bool = False
    most: float = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of `width` x `height` pixels; later shapes lie on top."""

    width: int
    height: int
    shapes: tuple[Rect | Label, ...]
    background: str = "#ffffff"
    title: str = ""


def svg(picture: Picture) -> bytes:
    """Write the drawing as a self-contained SVG, its text in the viewer's own sans-serif."""
    size = f'viewBox="0 0 {picture.width} {picture.height}" width="{picture.width}" height="{picture.height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif" role="img">',
        f"<title>{_escaped(picture.title)}</title>",
        f'<rect width="100%" height="100%" fill="{_escaped(picture.background)}"/>',
    ]
    for shape in picture.shapes:
        fill = _escaped(shape.fill)
        if isinstance(shape, Rect):
            place = f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'
            place += f' rx="{shape.round:g}"' * bool(shape.round)
            lines.append(f'<rect {place} fill="{fill}"/>')
        else:
            place = f'x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size}" text-anchor="{shape.anchor}"'
            place += ' font-weight="700"' * shape.bold
            width = about_width(shape.text, shape.size)
            if shape.most and width * _WIDEST > shape.most:
                place += f' textLength="{min(width, shape.most):.0f}" lengthAdjust="spacingAndGlyphs"'
            lines.append(f'<text {place} fill="{fill}">{_escaped(shape.text)}</text>')
    return ("\n".join([*lines, "</svg>"]) + "\n").encode()


def _escaped(text: str) -> str:
    # The html module's `escape`, because that of xml.sax loads urllib and ssl.
    return escape(xml_text(text))


def png(picture: Picture, colours: int = 0) -> bytes:
    """Write the drawing as PNG, in a font that is installed with audiocoach: the same on every computer.

    Characters that the font lacks are left out (see `drawable`). With `colours`, the file has a palette of so many.
    Its compression takes a fifth of the time of the strongest, which would give three quarters of the size.
    """
    from PIL import Image

    image = _drawn(picture)
    if colours:
        image = image.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def pdf(picture: Picture, dots: int) -> bytes:
    """Write the drawing as a PDF page, `dots` of its pixels to the inch. The same input gives the same bytes."""
    out = BytesIO()
    never = time.gmtime(0)
    _drawn(picture).save(
        out, "PDF", resolution=dots, title=picture.title, quality=92, creationDate=never, modDate=never
    )
    return out.getvalue()


def _drawn(picture: Picture) -> Image.Image:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (picture.width, picture.height), picture.background)
    draw = ImageDraw.Draw(image)
    anchors = {"start": "ls", "middle": "ms", "end": "rs"}
    for shape in picture.shapes:
        if isinstance(shape, Rect):
            if shape.width > 0 and shape.height > 0:
                right, bottom = shape.x + max(shape.width, 1) - 1, shape.y + max(shape.height, 1) - 1
                draw.rounded_rectangle((shape.x, shape.y, right, bottom), shape.round, fill=shape.fill)
        elif text := drawable(shape.text):
            font = _font(shape.size, bold=shape.bold)
            if shape.most and (width := font.getlength(text)) > shape.most:
                font = _font(int(shape.size * shape.most / width), bold=shape.bold)
            draw.text((shape.x, shape.y), text, fill=shape.fill, font=font, anchor=anchors[shape.anchor])
    return image


def drawable(text: str) -> str:
    """Keep what the font can show of a text: Latin, Greek and Cyrillic letters, digits and signs.

    Characters that the font lacks (emoji, other scripts) are left out.
    """
    import unicodedata

    return " ".join("".join(sign for sign in unicodedata.normalize("NFC", text) if _has(sign)).split())


def about_width(text: str, size: float) -> float:
    """Estimate a text's width, in pixels, in a common sans-serif, without loading a font."""
    narrow, wide = "iIljtfr.,:;'|!()[] ", "mwMWQO@%…–×"
    return size * sum(
        0.33 if sign in narrow else 0.9 if sign in wide else 0.62 if sign < "\u2e80" else 1 for sign in text
    )


@lru_cache(maxsize=16)
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    import fontpkg_inter
    from PIL import ImageFont

    path = fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"
    # The basic layout, because the other one needs a library that not every computer has.
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([32 if size >= 32 else 14, 750 if bold else 500])
    return font


@lru_cache(maxsize=1024)
def _has(sign: str) -> bool:
    """Tell whether the font has a character: it draws those it lacks as the box of a code that is never assigned."""
    font = _font(32)
    return sign.isspace() or bytes(font.getmask(sign)) not in (bytes(font.getmask("\U0010ffff")), b"")


def save(picture: Picture, path: Path) -> None:
    """Write the drawing as SVG or PNG, by the file's suffix.

    Raises:
        OutputError: for another suffix, or when it cannot be written.
    """
    makers = {".svg": svg, ".png": png}
    if path.suffix.lower() not in makers:
        raise OutputError(f"{path}: a picture is .svg or .png", f"did you mean '{path.with_suffix('.svg')}'?")
    data = makers[path.suffix.lower()](picture)
    with replacing(path) as file:
        file.write(data)
