"""Read lengths that the language does not take, to say what was meant: `1h 30`, `2 Minuten`, `1:30 h`. Pure."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import DISTANCE, MAX_LENGTH, PACE, parse_length, write_length
from audiocoach.quantities.markers import MARKERS, any_of, units_anywhere
from audiocoach.quantities.notations import MINUTE_MARKS, TIME, TimeUnit
from audiocoach.quantities.units import HOUR, MINUTE, SECOND
from audiocoach.text.late_pattern import LatePattern

_MIXED = LatePattern(r"(?:(\d{1,4})\s*)?([½¼¾])|(?:(\d{1,4})\s+)?(\d)/([1-9])(?!\d)")
_DECIMAL = LatePattern(r"\d{1,9}(?:[.,]\d{1,9})?")
_VULGAR = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_JOINTS = any_of(each.joint for each in MARKERS.values())
_JOINT = LatePattern(rf"\s*(?:(?:{_JOINTS})\s+)?(?=[\d½¼¾])", re.IGNORECASE)
_CLOCK = LatePattern(r"(\d{1,3}):([0-5]\d)(?!\d)(?::([0-5]\d)(?!\d))?")
_BARE = LatePattern(rf"\s*(?:(?:{_JOINTS})\s+)?([0-5]?\d)(?![^\s,)(]|\s*(?:[%°×/*]|x\b))", re.IGNORECASE)
_HALF = r"(?:a\s+half|half|halbe?|demie?|media|medio|mezz[oa]|(?:een\s+)?hal(?:f|ve)|pół|mei[oa])(?![^\W\d_])"
_AND_A_HALF = LatePattern(rf"\s+(?:{_JOINTS})\s+{_HALF}", re.IGNORECASE)
"""Half a unit more than a whole number, in words: "1 min y medio", "2 and a half minutes"."""

_END = LatePattern(r"[\s,():;]|$")


def _spelled(unit: TimeUnit) -> LatePattern:
    """Return the pattern of a unit in any language; a prime that another one follows is none of minutes."""
    own = (spelling for spelling, of in units_anywhere().items() if of == unit)
    return LatePattern(
        rf"\s*(?:{any_of([*TIME[unit], *own])})(?![^\W\d_]|(?<=[{MINUTE_MARKS}])[{MINUTE_MARKS}])\.?", re.IGNORECASE
    )


_UNIT = ((_spelled("hour"), HOUR), (_spelled("minute"), MINUTE), (_spelled("second"), SECOND))


@lru_cache(256)  # each line of a script is looked at so, and many say the same
def loose_length(text: str, at: int = 0) -> tuple[int, int] | None:
    """Read the length that seems to be meant at `at`, in any notation and any of the eight languages.

    Returns:
        Where it ends in the text, and its milliseconds; None where there is none, or it is no possible length.
    """
    found = _clock(text, at) or _parts(text, at)
    if found is None or found[1].denominator != 1 or not 0 < found[1] <= MAX_LENGTH:
        return None
    if not _END.match(text, found[0]) or PACE.match(text, at):
        return None
    return found[0], int(found[1])


def as_written(length: str, milliseconds: int) -> str:
    """Return a length as it was written or, where the language does not take it so, as it does."""
    try:
        return length if parse_length(length) == milliseconds else write_length(milliseconds)
    except Unreadable:
        return write_length(milliseconds)


def _clock(text: str, at: int) -> tuple[int, Fraction] | None:
    """Read `1:30`, whose unit may stand behind it: `1:30 h` is an hour and a half."""
    found = _CLOCK.match(text, at)
    if not found:
        return None
    first, second, third = (int(part or 0) for part in found.groups())
    unit = _unit(text, found.end())
    in_hours = bool(found[3]) or bool(unit and unit[1] == HOUR)
    worth = first * HOUR + second * MINUTE + third * SECOND if in_hours else first * MINUTE + second * SECOND
    return unit[0] if unit and unit[1] != SECOND else found.end(), Fraction(worth)


def _parts(text: str, at: int) -> tuple[int, Fraction] | None:
    """Read numbers with their units, from the larger to the smaller; behind the last may stand a bare number."""
    total, smallest, end = Fraction(0), MAX_LENGTH, at
    while True:
        joint = _JOINT.match(text, end) if end > at else None
        number = _number(text, joint.end() if joint else end)
        unit = _unit(text, number[0]) if number else None
        if not number or not unit or unit[1] >= smallest:
            break
        end, smallest = unit
        total += number[1] * smallest
        if half := _AND_A_HALF.match(text, end):
            return half.end(), total + Fraction(smallest, 2)
    if end == at:
        return None
    bare = _BARE.match(text, end) if smallest > SECOND else None
    if bare and not DISTANCE.match(text, bare.start(1)):
        return bare.end(), total + int(bare[1]) * (smallest // 60)
    return end, total


def _number(text: str, at: int) -> tuple[int, Fraction] | None:
    if mixed := _MIXED.match(text, at):
        whole, part = mixed[1] or mixed[3] or 0, _VULGAR.get(mixed[2] or "")
        return mixed.end(), int(whole) + (Fraction(int(mixed[4]), int(mixed[5])) if part is None else part)
    if decimal := _DECIMAL.match(text, at):
        number, half = Fraction(decimal[0].replace(",", ".")), _AND_A_HALF.match(text, decimal.end())
        return (half.end(), number + Fraction(1, 2)) if half else (decimal.end(), number)
    return None


def _unit(text: str, at: int) -> tuple[int, int] | None:
    """Find the unit at `at`: where it ends, and its milliseconds."""
    for pattern, worth in _UNIT:
        if found := pattern.match(text, at):
            return found.end(), worth
    return None
