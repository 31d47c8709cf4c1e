"""What targets in percent and zones are as effort, and how targets read. Pure.

Effort is Borg's CR10. Percent are of threshold: of power (FTP), pace or heart rate (LTHR). The bounds are those of
Coggan's power levels, and the efforts his perceived exertion of each.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

_EFFORTS = ((55, 1, 2), (76, 2, 3), (91, 3, 4), (106, 4, 5), (121, 6, 7))
_HIGHEST = (8, 9)
_ZONES = ((1, 2), (2, 3), (3, 4), (4, 5), (6, 7), (8, 9), (8, 9))
EASY = Fraction(60)
"""Percent of threshold below which a step whose kind the file does not say is a rest."""


@lru_cache(256)
def effort_of_percent(low: Fraction, high: Fraction | None = None) -> str:
    """Return the effort of a percentage of threshold, or of a range: from the effort of one to that of the other."""
    bounds = [_effort(value) for value in sorted([low, low if high is None else high])]
    return f"{bounds[0][0]}-{bounds[1][1]}"


def _effort(percent: Fraction) -> tuple[int, int]:
    return next(((low, high) for below, low, high in _EFFORTS if percent < below), _HIGHEST)


def effort_of_zone(first: int, last: int | None = None) -> str:
    """Return the effort of a zone from 1 to 7, or of a range of them; empty for others."""
    bounds = sorted([first, first if last is None else last])
    if not 1 <= bounds[0] <= bounds[1] <= len(_ZONES):
        return ""
    return f"{_ZONES[bounds[0] - 1][0]}-{_ZONES[bounds[1] - 1][1]}"


@lru_cache(256)
def percent_words(low: Fraction, high: Fraction | None = None) -> str:
    """Write a percentage for a name: `95 percent`, `65 to 95 percent`."""
    if high is None or round(low) == round(high):
        return f"{round(low)} percent"
    return f"{round(low)} to {round(high)} percent"
