"""Simple drawings, written as SVG or PNG: rectangles and text, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from audiocoach.atomic import replacing
from audiocoach.errors import OutputError

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle, in pixels from the top left."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True, slots=True)
class Label:
    """Text; `y` is its baseline, `x` where its `anchor` stands."""

    x: float
    y: float
    text: str
    size: int
    fill: str = "#1c2733"
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of `width` x `height` pixels; later shapes lie on top."""

    width: int
    height: int
    shapes: tuple[Rect | Label, ...]
    background: str = "#ffffff"
    title: str = ""


def svg(picture: Picture) -> bytes:
    """The drawing as a self-contained SVG; text in the viewer's own sans-serif."""
    size = f'viewBox="0 0 {picture.width} {picture.height}" width="{picture.width}" height="{picture.height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif" role="img">',
        f"<title>{escape(picture.title)}</title>",
        f'<rect width="100%" height="100%" fill={quoteattr(picture.background)}/>',
    ]
    for shape in picture.shapes:
        fill = quoteattr(shape.fill)
        if isinstance(shape, Rect):
            place = f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'
            lines.append(f"<rect {place} fill={fill}/>")
        else:
            place = f'x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size}" text-anchor="{shape.anchor}"'
            lines.append(f"<text {place} fill={fill}>{escape(shape.text)}</text>")
    return ("\n".join([*lines, "</svg>"]) + "\n").encode()


def png(picture: Picture) -> bytes:
    """The drawing as PNG, in the drawing library's own font: the same on every computer."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (picture.width, picture.height), picture.background)
    draw = ImageDraw.Draw(image)
    anchors = {"start": "ls", "middle": "ms", "end": "rs"}
    for shape in picture.shapes:
        if isinstance(shape, Rect):
            if shape.width > 0 and shape.height > 0:
                right, bottom = shape.x + max(shape.width, 1) - 1, shape.y + max(shape.height, 1) - 1
                draw.rectangle((shape.x, shape.y, right, bottom), fill=shape.fill)
        else:
            font = ImageFont.load_default(shape.size)
            draw.text((shape.x, shape.y), shape.text, fill=shape.fill, font=font, anchor=anchors[shape.anchor])
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def save(picture: Picture, path: Path) -> None:
    """Write the drawing; the file's ending says how.

    Raises:
        OutputError: for another ending, or when it cannot be written.
    """
    makers = {".svg": svg, ".png": png}
    if path.suffix.lower() not in makers:
        raise OutputError(f"{path}: a picture is .svg or .png\n  did you mean '{path.with_suffix('.svg')}'?")
    data = makers[path.suffix.lower()](picture)
    with replacing(path) as file:
        file.write(data)
