"""Exact lengths and exact numbers: what a variable may hold besides text. Pure.

A length counts milliseconds. Both are fractions, so that no step of a progression loses a second to rounding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import parse_length, write_length
from audiocoach.quantities.units import SECOND
from audiocoach.text.late_pattern import LatePattern

MAX_DIGITS = 9
"""Most digits of a written number before its point, and after it; more is a slip of the keyboard."""

_MAX_CHARACTERS = 100
_NUMBER = LatePattern(r"[0-9]+(?:\.[0-9]+)?")
_RATIO = LatePattern(r"([0-9]+)\s*/\s*([0-9]+)")
_NO_TIME = LatePattern(r"0+(?:\.0+)?\s*(?:h|hours?|m|min|minutes?|s|sec|seconds?)|0+(?::00)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A length in milliseconds, or a plain number."""

    value: Fraction
    is_length: bool

    def whole_seconds(self) -> int:
        """Return a length in milliseconds, rounded down to a whole second."""
        assert self.is_length
        return self.value // SECOND * SECOND

    def whole_number(self) -> int | None:
        """Return a number that counts something, such as rounds; None for a fraction or a length."""
        return None if self.is_length or self.value.denominator != 1 else int(self.value)

    @property
    def kind(self) -> str:
        """Name the kind of quantity, for a message."""
        return "a length" if self.is_length else "a number"

    def __str__(self) -> str:
        sign, size = "-" if self.value < 0 else "", abs(self.value)
        if self.is_length:
            return sign + (write_length(int(size)) or "0s")
        return sign + _decimal(size)


def length(milliseconds: int | Fraction) -> Quantity:
    """Make a length of so many milliseconds."""
    return Quantity(Fraction(milliseconds), is_length=True)


def number(value: int | Fraction) -> Quantity:
    """Make a plain number."""
    return Quantity(Fraction(value), is_length=False)


def parse_quantity(text: str) -> Quantity:
    """Read a written length (`2m30s`, also `0s`) or number (`4`, `0.5`, `2/3`); a number without a unit is a number.

    Raises:
        Unreadable: when it is neither.
    """
    bare = text.strip()
    if len(bare) > _MAX_CHARACTERS:
        raise Unreadable(f"'{bare[:20]}…' is too long for a number or a length", _FORMS)
    if re.search(rf"\d{{{MAX_DIGITS + 1}}}", bare):
        raise Unreadable(f"'{bare}' has more than {MAX_DIGITS} digits in a row", _FORMS)
    if _NUMBER.fullmatch(bare):
        return number(Fraction(bare))
    if ratio := _RATIO.fullmatch(bare):
        if not int(ratio[2]):
            raise Unreadable(f"'{bare}' divides by zero", _FORMS)
        return number(Fraction(int(ratio[1]), int(ratio[2])))
    return length(0 if _NO_TIME.fullmatch(bare) else parse_length(bare))


_FORMS = "numbers look like 4, 0.5 or 2/3; lengths like 90s, 2m30s or 5 min"


def _decimal(value: Fraction) -> str:
    """Write a number as a decimal where that is exact (`2.5`), else as a ratio (`2/3`)."""
    for places in range(MAX_DIGITS + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = f"{int(scaled):0{places + 1}}"
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"{value.numerator}/{value.denominator}"
