"""Texts in lines: how wide a text is in the font of pictures, and where it breaks. Pure; no font is loaded."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_EMS = {
    "ijlł": 0.24,
    " !,.:I·’'": 0.28,
    '";`t|': 0.34,
    "f()/[\\]": 0.36,
    "1r": 0.4,
    "_{}“”": 0.44,
    "-^–": 0.48,
    "*?s": 0.52,
    "7JLackvxyz•": 0.56,
    "25EFbdeghnopquø": 0.6,
    "#$&034689BPRSTZß": 0.64,
    "+<=>AKVXY~×": 0.68,
    "CD": 0.72,
    "GHNOQU": 0.76,
    "w": 0.84,
    "m…": 0.88,
    "Mæ□": 0.92,
    "@": 0.96,
    "%W—œ": 1.0,
}
"""Widths of Inter's signs, in sizes of the font, to the nearest 1/25: measured in the file itself."""

_WIDTHS = {sign: width for signs, width in _EMS.items() for sign in signs}
_SMALL, _CAPITAL, _WIDE = 0.6, 0.72, 1.0
"""Widths of letters of other alphabets, and of East Asian ones."""

_BOLDER = 1.06


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at a font's size, in its unit, give or take a few hundredths."""
    ems = sum(_width(sign) for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")
    return ems * size * (_BOLDER if bold else 1)


def _width(sign: str) -> float:
    return _WIDTHS.get(sign, _WIDE if sign >= "\u2e80" else _SMALL if sign.islower() else _CAPITAL)


def lines_of(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `room`; words too long for one are broken, and nothing is left out."""
    words = [part for word in text.split() for part in _parts(word, room, size, bold=bold)]
    return _joined(words, room, size, bold=bold)


def _joined(words: Sequence[str], room: float, size: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and width_of(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _parts(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Break a word that is too long for a line, behind a hyphen or a slash where there is one."""
    parts = [""]
    for sign in word:
        while parts[-1] and width_of(parts[-1] + sign, size, bold=bold) > room:
            cut = max(parts[-1].rfind(sign_) for sign_ in "-/") + 1 or len(parts[-1])
            parts[-1:] = [parts[-1][:cut], parts[-1][cut:]]
        parts[-1] += sign
    return parts
