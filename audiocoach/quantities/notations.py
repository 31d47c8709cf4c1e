"""How people write time and distance: the one table for the parser of lengths and for the reader of speech. Pure.

What the languages write besides, and the words around it, is in `markers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

TimeUnit = Literal["hour", "minute", "second"]
Unit = Literal["day", "hour", "minute", "second", "kilometre", "metre", "mile", "times", "beat", "foot", "yard"]
"""What is counted: in words, each language has its own for them."""

MINUTE_MARKS = "'′’‘"
SECOND_MARKS = '"″”“'
"""The primes, and the closing quotation marks that phones write for them, in English and in German."""

TIME: Mapping[TimeUnit, tuple[str, ...]] = {
    "hour": ("hours", "hour", "hrs", "hr", "h"),
    "minute": ("minutes", "minute", "mins", "min", "m", *MINUTE_MARKS),
    "second": ("seconds", "second", "secs", "sec", "s", *SECOND_MARKS, *(mark * 2 for mark in MINUTE_MARKS)),
}
"""Each unit of time as it is written, in small letters, the longest spelling first. All languages write them."""

DISTANCE: Mapping[str, tuple[str, ...]] = {
    "kilometre": ("kilometres", "kilometers", "kilometre", "kilometer", "km", "k"),
    "metre": ("metres", "meters", "metre", "meter"),
    "mile": ("miles", "mile", "mi"),
    "yard": ("yards", "yard", "yd"),
    "foot": ("feet", "ft"),
    "lap": ("laps", "lap"),
}
"""Each unit of distance in the same way. `m` is none of them: it is minutes, unless something beside it says metres."""

AMBIGUOUS = "m"
"""Minutes to us, and metres to a runner."""

ABBREVIATED = frozenset(
    ("min", "mins", "sec", "secs", "sek", "seg", "segs", "std", "godz", "hr", "hrs", "mi", "ft", "yd")
)
"""Units that may have a full stop of their own; a symbol such as `s`, `h` and `km` has none."""


def pattern(unit: TimeUnit) -> str:
    """Return the spellings of a unit of time as alternatives of a pattern."""
    return "|".join(TIME[unit])
