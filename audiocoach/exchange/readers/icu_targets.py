"""Targets as intervals.icu's text has them: percent, watts, zones, paces, cadence. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from audiocoach.exchange.training_zones import effort_of_percent, effort_of_zone, percent_words
from audiocoach.quantities.paces import METRES, Pace
from audiocoach.quantities.units import SECOND
from audiocoach.text.late_pattern import LatePattern

Unit = Literal["", "percent", "heart rate", "pace percent", "best power", "watts", "zone", "pace", "beats"]

LENGTH = r"(?:\d{1,3}(?:\.\d{1,3})?h)?(?:\d{1,4}(?:\.\d{1,3})?[m'′’](?!tr|i))?(?:\d{1,5}(?:\.\d{1,3})?(?:s|\"|″|”|''))?"
_N = r"\d{1,4}(?:\.\d{1,3})?"
_PACE = LatePattern(
    r"(?<![\w:])(?P<low>\d{1,2}:\d\d)\s?(?:/\s?\w+\s?)?(?:[-–]\s?(?P<high>\d{1,2}:\d\d)\s?)?"
    r"/\s?(?P<per>km|mi|\d{2,3}m|\d{2,3}y)\b(?:\s*\bpace\b)?",
    re.IGNORECASE,
)
_PATTERNS: tuple[tuple[str, LatePattern], ...] = (
    (
        "percent",
        LatePattern(
            rf"(?<![\w.])(?P<low>{_N})\s?%?\s?(?:[-–]\s?(?P<high>{_N})\s?)?%\s*"
            rf"(?:(?P<mmp>of\s)?\bMMP\b(?:\s+{LENGTH}(?!\w))?|(?P<of>\b(?:LTHR|HR|FTP|pace)\b))?",
            re.IGNORECASE,
        ),
    ),
    ("watts", LatePattern(rf"(?<![\w.])(?P<low>{_N})\s?w?\s?(?:[-–]\s?(?P<high>{_N})\s?)?w(?!\w)", re.IGNORECASE)),
    (
        "zone",
        LatePattern(r"\bZ(?P<low>\d)\b(?:\s?[-–]\s?Z?(?P<high>\d)\b)?(?:\s*\b(?:HR|pace|power)\b)?", re.IGNORECASE),
    ),
    ("pace", _PACE),
    (
        "beats",
        LatePattern(rf"(?<![\w.])(?P<low>{_N})\s?(?:[-–]\s?(?P<high>{_N})\s?)?bpm\b(?:\s*\bHR\b)?", re.IGNORECASE),
    ),
)
_CADENCE = LatePattern(r"(?<![\w.])(?P<low>\d{1,3})\s?(?:[-–]\s?(?P<high>\d{1,3})\s?)?rpm\b,?", re.IGNORECASE)
_OTHERS = LatePattern(r"\b(?:ramp|free\s?ride)\b", re.IGNORECASE)
_BEST_POWER = LatePattern(rf"\bMMP\s+({LENGTH})(?!\w)", re.IGNORECASE)
_PERCENT_OF = {"percent": "", "heart rate": " heart rate", "pace percent": " pace", "best power": " of best power"}
"""What is said behind a percentage."""

_YARD = Fraction(9144, 10_000)
_ZONE_PERCENT = (50, 65, 83, 98, 113, 130, 150)
"""The middle of each zone in percent of threshold: for comparing zones with each other, and nothing else."""


@dataclass(frozen=True, slots=True)
class IcuTarget:
    """What a step aims at: a range in one unit, and the words that are left when it is taken out of the text."""

    unit: Unit = ""
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    paces: tuple[Pace, ...] = ()
    cadence: int = 0
    words_left: str = ""

    @property
    def size(self) -> Fraction:
        """Return how hard it is, to compare with others of the same unit: paces as speeds."""
        if self.unit == "pace":
            return sum((1 / pace.ms_a_metre for pace in self.paces), Fraction(0)) / len(self.paces)
        if self.unit == "zone":
            zones = [min(max(int(each), 1), 7) for each in (self.low, self.high)]
            return Fraction(sum(_ZONE_PERCENT[zone - 1] for zone in zones), 2)
        return (self.low + self.high) / 2

    @property
    def is_easy(self) -> bool:
        """Tell whether it is a rest wherever it stands."""
        if self.unit == "zone":
            return self.high <= 1
        return self.unit in ("percent", "heart rate", "pace percent") and self.size < 60

    @property
    def effort(self) -> str:
        """Return it as effort; empty where it says nothing of threshold."""
        if self.unit == "zone":
            return effort_of_zone(int(self.low), int(self.high))
        return effort_of_percent(self.low, self.high) if self.unit in ("percent", "heart rate", "pace percent") else ""

    @property
    def words(self) -> str:
        """Write it for a name, with its cadence."""
        cadence = f"cadence {self.cadence}" if self.cadence else ""
        return ", ".join(filter(None, [self._range(), cadence]))

    def _range(self) -> str:
        if self.unit in _PERCENT_OF:
            return f"{percent_words(self.low, self.high)}{_PERCENT_OF[self.unit]}"
        if self.unit == "pace":
            return " to ".join(map(str, self.paces))
        span = f"{float(self.low):g}" + (f" to {float(self.high):g}" if self.high != self.low else "")
        return {"watts": f"{span} watts", "zone": f"zone {span}", "beats": f"heart rate {span}"}.get(self.unit, "")


NO_TARGET = IcuTarget()


def length_of_best_power(text: str) -> str:
    """Return the length that belongs to a target such as `88% MMP 12m`; empty without one."""
    found = _BEST_POWER.search(text)
    return found[1] if found else ""


def without_best_power(text: str) -> str:
    """Blank the lengths that belong to targets, so that no step takes them for its own."""
    for found in _BEST_POWER.finditer(text):
        text = text[: found.start()] + "MMP".ljust(len(found[0]), "\x00") + text[found.end() :]
    return text


def read_target(text: str) -> IcuTarget:
    """Read the target out of a text; what is left of it are words."""
    cadence = 0
    if turns := _CADENCE.search(text):
        cadence = (int(turns["low"]) + int(turns["high"] or turns["low"])) // 2
        text = f"{text[: turns.start()]} {text[turns.end() :]}"
    matches = ((name, pattern.search(text)) for name, pattern in _PATTERNS)
    name, found = next(((name, match) for name, match in matches if match), ("", None))
    if not found:
        return IcuTarget(cadence=cadence, words_left=_rest(text))
    left = _rest(f"{text[: found.start()]} {text[found.end() :]}")
    paces: tuple[Pace, ...] = ()
    if name != "pace" and (beside := _PACE.search(left)):  # for its distance
        paces = _paces(beside)
        left = _rest(f"{left[: beside.start()]} {left[beside.end() :]}")
    if name == "pace":
        paces = _paces(found)
        return IcuTarget("pace" if paces else "", paces=paces, cadence=cadence, words_left=left)
    low = Fraction(found["low"])
    high = Fraction(found["high"] or found["low"])
    unit: Unit = name if name in ("watts", "zone", "beats") else "percent"  # type: ignore[assignment]
    if name == "percent":
        of = (found["of"] or "").casefold()
        of_heart: Unit = "heart rate" if of in ("lthr", "hr") else "pace percent" if of == "pace" else "percent"
        unit = "best power" if "mmp" in found[0].casefold() else of_heart
    return IcuTarget(unit, min(low, high), max(low, high), paces, cadence, left)


def _paces(found: re.Match[str]) -> tuple[Pace, ...]:
    per = found["per"].casefold()
    paces = []
    for written in filter(None, (found["low"], found["high"])):
        minutes, seconds = written.split(":")
        ms = (int(minutes) * 60 + int(seconds)) * SECOND
        if per == "mi":
            paces.append(Pace(ms, "mi"))
        elif per == "km":
            paces.append(Pace(ms, "km"))
        else:
            metres = Fraction(int(per[:-1])) * (_YARD if per.endswith("y") else 1)
            paces.append(Pace(int(ms * METRES["km"] / metres + Fraction(1, 2)), "km"))
    return tuple(pace for pace in paces if pace.ms)


def _rest(text: str) -> str:
    return " ".join(_OTHERS.sub(" ", text).split()).strip(" ,;@-–")
