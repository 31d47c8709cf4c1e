"""The half of adapting that looks at the days since the last session."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from audiocoach.programme.adapting.decision import Planned, Rule, back
from audiocoach.programme.adapting.time_off import fitness_kept


def by_days(here: int, days: int, plan: Sequence[Planned]) -> tuple[int, Rule, str] | None:
    """Find where `days` without a session lead from session `here`; None when they change nothing.

    Each rule goes back at least as far as the rule for fewer days, and never to a larger dose. Where no earlier
    session is as low as the fitness that is kept, the nearest of the lowest is taken.
    """
    if days <= 7:
        return None
    last = plan[here]
    kept = fitness_kept(days)
    bound = min(kept, Fraction(1, 2) if days > 21 else kept) * last.dose
    lowest = min(planned.dose for planned in plan[: here + 1])
    to = here
    for _ in range(1 if days <= 14 else 3):
        to = back(to, plan)
    enough = max(bound, Fraction(lowest))
    while plan[to].dose > enough:
        to = back(to, plan)
    most = f"no more than {last.write(math.floor(bound))} after {last.written}"
    rule: Rule
    if days <= 14:
        rule, what = "days-8-14", "8 to 14, so one step back"
    elif days <= 21:
        rule, what = "days-15-21", "15 to 21, so three steps back"
    elif days <= 28:
        rule, what = "days-22-28", "22 to 28, so at most half the dose"
        most = f"half of {last.written} is {last.write(math.floor(bound))}"
    else:
        rule, what, most = "days-over-28", "more than 28, so from the beginning", "it is built up again from there"
        if plan[0].dose <= plan[to].dose:
            to = 0
    if plan[to].dose > bound:
        most += f", and {plan[to].written} is the lowest there is"
    fitness = f"After {days} days without, about {round(kept * 100)} % of fitness is kept"
    reason = f"{days} days since {last.id} ({what}): {plan[to].id}. {fitness}; {most}. There is nothing to catch up."
    return to, rule, reason
