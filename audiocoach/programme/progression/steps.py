"""The parts of growth: small functions of fractions, each with the source of its rule.

None of this is medical advice. Where no source is named, the rule is arithmetic or this project's own choice.
"""

from __future__ import annotations

from fractions import Fraction


def fixed_step(step: Fraction) -> Fraction:
    """Return the same step at every load.

    Source: walk/run ladders, as physiotherapists print them, add one minute of jogging at each stage.
    """
    return step


def percentage_step(load: Fraction, share: Fraction) -> Fraction:
    """Return a step that is a share of the present load.

    Source: the common guideline of at most 10 % more a week. A guideline only: in a randomised trial with 532
    novices, 13 weeks by the 10 % rule and a standard 8 weeks ended with as many injured (20.8 % and 20.3 %).
    Buist et al., American Journal of Sports Medicine 36 (2008), 33-39.
    """
    return load * share


def rounded_down(size: Fraction, multiple: Fraction | None) -> Fraction:
    """Round towards zero, to a multiple that a runner can remember.

    Source: this project's choice; down, so that rounding never makes a session harder.
    """
    if multiple is None:
        return size
    steps = abs(size) // multiple * multiple
    return -steps if size < 0 else steps


def at_least(step: Fraction, smallest: Fraction | None) -> Fraction:
    """Return a step no smaller than `smallest`, in its own direction.

    Source: arithmetic; a tenth of two minutes is too little to notice, and rounded down it may be nothing at all.
    """
    if smallest is None or abs(step) >= smallest:
        return step
    return -smallest if step < 0 else smallest


def stopped_at(load: Fraction, target: Fraction | None, *, shrinks: bool) -> Fraction:
    """Keep a load from passing its target: a cap, or a floor under a load that shrinks.

    Source: arithmetic.
    """
    if target is None:
        return load
    return max(load, target) if shrinks else min(load, target)


def eased(last_load: Fraction, share: Fraction, multiple: Fraction | None) -> Fraction:
    """Return the dose of an ease week: a share of the last load, rounded down.

    Source: common coaching practice, often every third or fourth week; no trial is known here that settles how
    often or by how much.
    """
    return rounded_down(last_load * share, multiple)


def has_held(turns: int, hold: int) -> bool:
    """Tell whether a load was kept for enough sessions or weeks to grow.

    Source: Daniels' Running Formula: stay with an amount of training for at least three weeks before raising it.
    """
    return turns >= hold
