"""Simple drawings of rectangles and text, written as SVG or PNG."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audiocoach.errors import OutputError
from audiocoach.labels.pictures.letters import drawable, font
from audiocoach.storage.whole_files import replacing
from audiocoach.text.xml import xml_text

if TYPE_CHECKING:
    from PIL import Image

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


Shapes = list[Rect | Label]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of `width` x `height` pixels, or another `unit` of SVG; later shapes lie on top."""

    width: int
    height: int
    shapes: tuple[Rect | Label, ...]
    background: str = "#ffffff"
    title: str = ""
    unit: str = ""


def svg(picture: Picture) -> bytes:
    """Write the drawing as a self-contained SVG, its text in the viewer's own sans-serif."""
    unit = picture.unit
    size = (
        f'viewBox="0 0 {picture.width} {picture.height}" width="{picture.width}{unit}" height="{picture.height}{unit}"'
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif" role="img">',
        f"<title>{_escaped(picture.title)}</title>",
        f'<rect width="100%" height="100%" fill="{_escaped(picture.background)}"/>',
    ]
    lines += drawn(picture, lambda colour: f'fill="{_escaped(colour)}"')
    return ("\n".join([*lines, "</svg>"]) + "\n").encode()


def drawn(picture: Picture, painted: Callable[[str], str]) -> Iterator[str]:
    """Write each shape of a drawing as an element of SVG; `painted` gives the attribute that its colour becomes."""
    for shape in picture.shapes:
        fill = painted(shape.fill)
        if isinstance(shape, Rect):
            place = f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'
            place += f' rx="{shape.round:g}"' * bool(shape.round)
            yield f"<rect {place} {fill}/>"
        else:
            place = f'x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size}" text-anchor="{shape.anchor}"'
            place += ' font-weight="700"' * shape.bold
            width = about_width(shape.text, shape.size)
            if shape.most and width * _WIDEST > shape.most:
                place += f' textLength="{min(width, shape.most):.0f}" lengthAdjust="spacingAndGlyphs"'
            yield f"<text {place} {fill}>{_escaped(shape.text)}</text>"


def _escaped(text: str) -> str:
    from html import escape  # its table of entities takes long to import, and only an SVG needs it

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
            found = font(shape.size, bold=shape.bold)
            if shape.most and (width := found.getlength(text)) > shape.most:
                found = font(int(shape.size * shape.most / width), bold=shape.bold)
            draw.text((shape.x, shape.y), text, fill=shape.fill, font=found, anchor=anchors[shape.anchor])
    return image


def about_width(text: str, size: float) -> float:
    """Estimate a text's width, in pixels, in a common sans-serif, without loading a font."""
    narrow, wide = "iIljtfr.,:;'|!()[] ", "mwMWQO@%…–×"
    return size * sum(
        0.33 if sign in narrow else 0.9 if sign in wide else 0.62 if sign < "\u2e80" else 1 for sign in text
    )


def shortened(text: str, room: float, size: float) -> str:
    """Shorten a text to the room there is; to nothing where it would not be told any more."""
    text = " ".join(text.split())
    if about_width(text, size) <= room:
        return text
    while text and about_width(text + "…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…" if len(text) > 2 else ""


def save(picture: Picture, path: Path, to_print: Callable[[], bytes] | None = None) -> None:
    """Write the drawing as SVG or PNG, by the file's suffix; or what there is `to_print`, as PDF.

    Raises:
        OutputError: for another suffix, or when it cannot be written.
    """
    makers: dict[str, Callable[[], bytes]] = {".svg": lambda: svg(picture), ".png": lambda: png(picture)}
    if to_print:
        makers[".pdf"] = to_print
    if path.suffix.lower() not in makers:
        known = "a picture is .svg or .png" + (", a plan to print .pdf" if to_print else "")
        raise OutputError(f"{path}: {known}", f"did you mean '{path.with_suffix('.svg')}'?")
    data = makers[path.suffix.lower()]()
    with replacing(path) as file:
        file.write(data)
