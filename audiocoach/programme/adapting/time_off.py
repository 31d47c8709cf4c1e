"""The fitness that is left after days without running. Pure and exact."""

from __future__ import annotations

from fractions import Fraction

_FREE_DAYS = 5
"""Days off that cost nothing."""


def fitness_kept(days: int, *, cross_trained: bool = False) -> Fraction:
    """Return the share of fitness kept after `days` without running, in thousandths.

    After five free days 0.3 % is lost a day, down to 80 %; half as much, down to 90 %, with other training meanwhile.
    Truncated, not rounded, to three decimals.

    Source: the VDOT time-off table (Daniels' Running Formula), every row of which this rule gives, but one: for 42 days
    with other training the table prints .994, a misprint of .944.
    """
    daily, floor = (Fraction("0.0015"), Fraction("0.9")) if cross_trained else (Fraction("0.003"), Fraction("0.8"))
    kept = max(floor, 1 - daily * max(0, days - _FREE_DAYS))
    return Fraction(kept * 1000 // 1, 1000)
