"""How people write time and distance: the one table for the parser of lengths and for the reader of speech. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

TimeUnit = Literal["hour", "minute", "second"]

TIME: Mapping[TimeUnit, tuple[str, ...]] = {
    "hour": ("hours", "hour", "hrs", "hr", "h"),
    "minute": ("minutes", "minute", "mins", "min", "m", "'", "′", "’"),
    "second": ("seconds", "second", "secs", "sec", "s", '"', "″", "”", "''", "′′", "’’"),
}
"""Each unit of time as it is written, in small letters, the longest spelling first. All languages write them."""

DISTANCE: Mapping[str, str] = {
    "kilometre": r"km|k|kilomet(?:er|re)s?",
    "metre": r"met(?:er|re)s?",
    "mile": r"mi|miles?",
    "yard": r"yd|yards?",
    "foot": r"ft|feet",
    "lap": r"laps?",
}
"""Each unit of distance as a pattern. `m` is not among them: it is minutes, unless something beside it says metres."""

AMBIGUOUS = "m"
"""Minutes to us, and metres to a runner."""


def pattern(unit: TimeUnit) -> str:
    """Return the spellings of a unit of time as alternatives of a pattern."""
    return "|".join(TIME[unit])
