"""The values of adapting: an entry, a planned session, the rules' numbers, a decision."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from audiocoach.quantities.units import clock

NO_MEDICAL_ADVICE = "This is experimental, and no medical advice. What your body says comes first."
SEE_A_PROFESSIONAL = "Do not run on with it: see a doctor or a physiotherapist first."


@dataclass(frozen=True, slots=True)
class AdaptRules:
    """A programme's `adapt:`, with its defaults. Effort and pain are out of 10, `done` is a share of the session."""

    repeat_at_effort: int = 6
    back_at_effort: int = 8
    back_at_pain: int = 3
    stop_at_pain: int = 6
    back_below_done: Fraction = Fraction(70, 100)
    repeat_below_done: Fraction = Fraction(90, 100)


DEFAULT_RULES = AdaptRules()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: a session that was run; or, without one, a `stop` or its clearing.

    A field that is None was not logged. A `damaged` entry is what could be read of a line that is partly unreadable: it
    counts wherever it asks for care, and never moves anybody forward. `by_page`: a runner said it on the shared page;
    `id` is what such an entry is known by, so that it is written once. An entry with `undo` takes another one back.
    """

    date: date
    session: str | None = None
    felt: int | None = None
    done: Fraction | None = None
    pain: int | None = None
    stumbles: int | None = None
    stop: bool = False
    cleared: bool = False
    note: str = ""
    line: int = field(default=0, compare=False)
    damaged: bool = False
    by_page: bool = False
    id: str = ""
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A session of the programme and its dose: milliseconds, or a plain number where `is_length` is false."""

    id: str
    dose: int
    is_length: bool = True

    @property
    def written(self) -> str:
        """Return the dose as people read it."""
        return self.write(self.dose)

    def write(self, dose: int) -> str:
        """Write another dose of the same kind as people read it."""
        return clock(dose) if self.is_length else str(dose)


Rule = Literal[
    "first", "stop", "cleared", "back", "second-repeat", "repeat", "nothing-logged", "unclear", "forward", "finished",
    "days-8-14", "days-15-21", "days-22-28", "days-over-28",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """What comes next, and why.

    Attributes:
        session: what to run; None only while the plan is stopped.
        stop: the plan is stopped until an entry clears it.
        finished: the very last session went well. `session` is then that one, to keep what was gained (or a lower one
            after days off).
        not_before: the earliest day for it: one rest day between two sessions, and never before today.
        reasons: in words for the runner, each with the numbers it comes from.
        rule: which rule decided.
    """

    session: str | None
    stop: bool
    finished: bool
    not_before: date
    reasons: tuple[str, ...]
    rule: Rule


def back(here: int, plan: Sequence[Planned]) -> int:
    """Find the nearest earlier session whose dose is not above this one's; this one where there is none."""
    return next((at for at in range(here - 1, -1, -1) if plan[at].dose <= plan[here].dose), here)


def percent(share: Fraction) -> str:
    """Write a share in percent, rounded down to a tenth: `85 %`, `82.5 %`."""
    return f"{math.floor(share * 1000) / 10:g} %"


def at_least(value: int | None, limit: int) -> bool:
    """Tell whether the value was logged and is `limit` or more."""
    return value is not None and value >= limit
