"""`2.30 min`: 2.3 minutes as a length, and 2:30 to many who write it. Pure.

In English a decimal is read as one. Elsewhere decimals have a comma, and a point stands between minutes and seconds as
well, so both are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from audiocoach.quantities.notations import AMBIGUOUS, Unit, pattern
from audiocoach.quantities.units import HOUR, MINUTE
from audiocoach.text.late_pattern import LatePattern

_NUMBER = LatePattern(r"(\d{1,3})\.([0-5]\d)")
WRITTEN = LatePattern(
    rf"(?<![\d.,:])(\d{{1,3}}\.[0-5]\d)\s*(?:({pattern('hour')})|({pattern('minute')}))(?![^\W\d_])", re.IGNORECASE
)
"""A length that may have two meanings."""


class EitherWay(NamedTuple):
    """What a number with a point is, in milliseconds: as on a clock, and as a decimal.

    `is_clock`: it is read as on a clock, for no decimal ends in a nought.
    """

    clock: int
    decimal: int
    is_clock: bool

    @property
    def read(self) -> int:
        """Return the one that is spoken."""
        return self.clock if self.is_clock else self.decimal


def either_way(number: str, spelled: str, unit: Unit) -> EitherWay | None:
    """Return both meanings of `2.30` before a unit; None where there are not two."""
    found = _NUMBER.fullmatch(number)
    if not found or unit not in ("hour", "minute") or spelled.casefold() == AMBIGUOUS:
        return None
    whole = HOUR if unit == "hour" else MINUTE
    clock, decimal = int(found[1]) * whole + int(found[2]) * whole // 60, int(Fraction(number) * whole)
    return None if clock == decimal else EitherWay(clock, decimal, is_clock=found[2].endswith("0"))


def written_either_way(text: str) -> Iterator[tuple[tuple[int, int], EitherWay]]:
    """Find lengths with two meanings in what is written as a length or a moment: their places, and both."""
    at = 0
    while found := WRITTEN.search(text, at):
        at = found.end()
        both = either_way(found[1], found[2] or found[3], "hour" if found[2] else "minute")
        if both is not None:
            yield found.span(), both
