"""Texts and numbers as files have them. Pure."""

from __future__ import annotations

import re
from fractions import Fraction

from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.workout import SourcePlace
from audiocoach.script.yaml.characters import NO_TEXT
from audiocoach.text.decoding import decoded
from audiocoach.text.late_pattern import LatePattern

MAX_LINE = 16_384
"""Characters of a line of a text: some sentences of `MAX_CUE_CHARACTERS`, in several languages."""

_NUMBER = LatePattern(r"[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?:[eE][+-]?\d{1,2})?")


def plain(text: str) -> str:
    """Collapse white space of every kind to single spaces; what is no text at all becomes one as well."""
    return " ".join(NO_TEXT.sub(" ", text).split())


def number(text: str) -> Fraction | None:
    """Read a number of a file, exactly; None for what is none, such as `NaN`, `inf` and an empty text."""
    text = text.strip()
    if len(text) < 10 and text.isdecimal() and text.isascii():
        return Fraction(int(text))
    found = _NUMBER.fullmatch(text)
    return Fraction(found[0]) if found else None


def write_distance(metres: Fraction) -> str:
    """Write a distance for people: `400 m`, `1.2 km`."""
    if metres < 1000:
        return f"{_decimal(metres)} m"
    return f"{_decimal(metres / 1000)} km"


def _decimal(value: Fraction) -> str:
    return re.sub(r"\.?0+$", "", f"{float(value):.3f}")


def text_of(data: bytes, *, longest: int = MAX_LINE) -> str:
    """Decode a text file, with line feeds alone; lines have at most so many characters.

    Raises:
        ImportRefusedError: with the line, where it is not UTF-8, or a longer one.
    """
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        place = SourcePlace(line=data.count(b"\n", 0, error.start) + 1)
        raise ImportRefusedError("this is not UTF-8 text", "save it as UTF-8", places=[place]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number_, line in enumerate(text.split("\n"), 1):
        if len(line) > longest:
            message = f"a line of {len(line):,} characters, and at most {longest:,} are read"
            raise ImportRefusedError(message, "part it", places=[SourcePlace(line=number_)])
    return text
