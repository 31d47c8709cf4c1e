"""How fast somebody runs, as people write it: `4:30/km`, `7:15/mi`. Pure and exact.

A pace is a time for a distance; a speed (`12 km/h`) is none, and is told as the pace that it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

from audiocoach.errors import Hint, Unreadable
from audiocoach.quantities.lengths import MAX_CHARACTERS, parse_length
from audiocoach.quantities.units import HOUR, clock, to_the_second
from audiocoach.text.late_pattern import LatePattern

Per = Literal["km", "mi"]

METRES: dict[Per, Fraction] = {"km": Fraction(1000), "mi": Fraction(1_609_344, 1000)}
"""A kilometre and an international mile (1959), in metres."""

_PACE = LatePattern(
    r"(?P<time>[^/@]{1,30}?)\s*(?:/|\bper\b)\s*(?:1\s*)?(?:(?P<km>km|k|kilomet(?:er|re))|(?P<mi>mi|miles?))",
)
_SPEED = LatePattern(r"(\d{1,3}(?:\.\d{1,3})?)\s*(?:(km/h|kmh|kph|km per hour)|(mph|mi/h|miles per hour))")
_TIME = LatePattern(r"(.+?)\s*min(?:/(km|mi))?")
_FINER = LatePattern(r"(\d+:\d\d)\.(\d{1,3})")
NAMED = LatePattern(
    r"(?P<of>(?:5|10)(?=\s?k)|half|marathon|easy|threshold|interval)(?:\s?km?|(?<=half)[\s-]marathon)?(?:\s+pace)?(?![\w-])",
    re.IGNORECASE,
)
"""A pace of somebody's that is named, such as `5k` or `half marathon pace`: see `race_times`."""

OF_RACES = {
    "5k": "5 km",
    "10k": "10 km",
    "half": "half marathon",
    "marathon": "marathon",
    "easy": "easy",
    "threshold": "threshold",
    "interval": "interval",
}
"""Those paces, and how each is written for people to read."""

FORMS = "paces look like 4:30/km or 7:15/mi"


@dataclass(frozen=True, slots=True)
class Pace:
    """So many milliseconds for a kilometre or a mile."""

    ms: int
    per: Per = "km"

    @property
    def ms_a_metre(self) -> Fraction:
        """Return the milliseconds that a metre takes, exactly."""
        return self.ms / METRES[self.per]

    def in_units(self, per: Per | None) -> Pace:
        """Return it for a kilometre or a mile, to the second: what is shown and said, and nothing is computed from."""
        if per is None or per == self.per:
            return self
        return Pace(to_the_second(int(self.ms_a_metre * METRES[per] + Fraction(1, 2))), per)

    def __str__(self) -> str:
        ms = f".{self.ms % 1000:03}".rstrip("0") if self.ms % 1000 else ""
        return f"{clock(self.ms)}{ms}/{self.per}"


class OwnPaces(Protocol):
    """Somebody's paces: `race_times.Races`."""

    def pace(self, name: str) -> Pace:
        """Return one of `OF_RACES`."""
        ...


def parse_pace(text: str, per: Per | None = None) -> Pace:
    """Read a written pace.

    Args:
        text: such as `4:30/km`, `7:15 / mi`, `4m30s/km` or `4:30 min/km`.
        per: of what it is where the text does not say; None: that is an error.

    Raises:
        Unreadable: when it is none, with what was meant if that is clear.
    """
    bare = " ".join(text.split()).casefold()
    if len(bare) > MAX_CHARACTERS:
        raise Unreadable(f"'{text[:20]}…' is not a pace", FORMS)
    if speed := _SPEED.fullmatch(bare):
        raise _is_speed(text, speed[1], "km" if speed[2] else "mi")
    found = _PACE.fullmatch(bare)
    time, own = (found["time"], "km" if found["km"] else "mi") if found else (bare, per)
    if in_minutes := _TIME.fullmatch(time):
        time = in_minutes[1] if ":" in in_minutes[1] else time
    finer = _FINER.fullmatch(time)
    try:
        ms = parse_length(finer[1]) + int(finer[2].ljust(3, "0")) if finer else parse_length(time)
    except Unreadable:
        raise Unreadable(f"'{text}' is not a pace", FORMS) from None
    if own is None:
        hint = Hint(f"did you mean '{bare}/km' or '{bare}/mi'?", f"{bare}/km", f"{bare}/mi")
        raise Unreadable(f"'{text}' does not say for how far", hint)
    return checked(Pace(ms, "km" if own == "km" else "mi"), text)


def named_pace(text: str) -> str | None:
    """Return which of `OF_RACES` a text names, if it is nothing else."""
    found = NAMED.fullmatch(" ".join(text.split()))
    if not found:
        return None
    name = found["of"].casefold()
    return f"{name}k" if name.isdigit() else name


def checked(pace: Pace, text: str) -> Pace:
    """Return a pace that has been read from `text`: the one place where what is no pace of a runner is told.

    Raises:
        Unreadable: when a kilometre would take longer than an hour, or no time at all.
    """
    if not 0 < pace.ms_a_metre * METRES["km"] <= HOUR:
        raise Unreadable(f"'{text}' is more than an hour for a kilometre", FORMS)
    return pace


def _is_speed(text: str, number: str, per: Per) -> Unreadable:
    """Return the error for a speed, with the pace that it is, to the second."""
    value = Fraction(number)
    if not value:
        return Unreadable(f"'{text}' is a speed, not a pace", FORMS)
    meant = Pace(max(1_000, to_the_second(int(HOUR / value))), per)
    return Unreadable(f"'{text}' is a speed, not a pace", f"as a pace it is {meant}")
