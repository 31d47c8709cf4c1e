"""The font of pictures and sheets, Inter: which letters it has, and which of a text it lacks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont

SURE = ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x148), (0x14A, 0x17F), (0x400, 0x45F), (0x2010, 0x2027), (0x2030, 0x203A))
"""Ranges that the font has as a whole: of Western languages and Russian."""

NEVER = ((0x590, 0xE3E), (0xE40, 0x1CFF), (0x2E80, 0xA69E), (0xAC00, 0xD7FF), (0x1F200, 0x1F84F), (0x1F900, 0x3FFFF))
"""Ranges of which it has nothing: of the East, and pictures. Most texts need no font to be opened for them."""

BOX = "□"
"""Stands where a sheet cannot show a sign."""


def font_file() -> Path:
    """Return where the font is: one file for all weights (`wght`) and sizes (`opsz`)."""
    import fontpkg_inter

    path: Path = fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"
    return path


@lru_cache(maxsize=16)
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Load the font at a size in pixels."""
    from PIL import ImageFont

    # The basic layout, because the other one needs a library that not every computer has.
    found = ImageFont.truetype(font_file(), size, layout_engine=ImageFont.Layout.BASIC)
    found.set_variation_by_axes([32 if size >= 32 else 14, 750 if bold else 500])
    return found


def drawable(text: str) -> str:
    """Keep what the font can show of a text: Latin, Greek and Cyrillic letters, digits and signs.

    Characters that the font lacks (emoji, other scripts) are left out.
    """
    return " ".join("".join(sign for sign in unicodedata.normalize("NFC", text) if _has(sign)).split())


def boxed(text: str) -> str:
    """Return a text with a `BOX` for each sign that the font lacks; what nobody sees, such as a joiner, is left out."""
    signs = unicodedata.normalize("NFC", text)
    return "".join(sign if _has(sign) else BOX for sign in signs if _has(sign) or _is_seen(sign))


@lru_cache(maxsize=64)
def lacking(text: str) -> str:
    """Return the signs of a text that the font lacks, each once, in their order."""
    return "".join(dict.fromkeys(_lacking(text)))


def _lacking(text: str) -> Iterator[str]:
    for sign in unicodedata.normalize("NFC", text):
        if _is_seen(sign) and not _is_in(sign, SURE) and (_is_in(sign, NEVER) or not _has(sign)):
            yield sign


def _is_in(sign: str, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= ord(sign) <= last for first, last in ranges)


def _is_seen(sign: str) -> bool:
    """Tell whether a sign is more than a direction, a joiner or a variant of the one before it."""
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Mn", "Me")


@lru_cache(maxsize=1024)
def _has(sign: str) -> bool:
    """Tell whether the font has a character: it draws those it lacks as the box of a code that is never assigned."""
    found = font(32)
    return sign.isspace() or bytes(found.getmask(sign)) not in (bytes(found.getmask("\U0010ffff")), b"")
