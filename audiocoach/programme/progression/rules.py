"""The rules as values: what a coach wrote under `progression`. Nothing is validated or computed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from audiocoach.quantities.quantity import Quantity

Value = Quantity | str
"""A variable's value in one session: a length, a number or words."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A step as a share of the load: `Percent(Fraction(1, 10))` is 10 %; below zero it shrinks."""

    share: Fraction


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth from `start` on: a step after each session or week that loads, and ease weeks that do not load.

    All quantities are of one kind. `grow` below zero shrinks, and `target` is then the floor.
    """

    start: Quantity
    grow: Quantity | Percent
    grow_per: Literal["session", "week"] = "session"
    hold: int = 1
    """Sessions or weeks, as `grow_per` counts, at each load; ease weeks are not counted."""
    at_least: Quantity | None = None
    """The smallest step, in either direction."""
    round_to: Quantity | None = None
    """The step and the eased dose are rounded down to a multiple of this."""
    target: Quantity | None = None
    ease_weeks: frozenset[int] = frozenset()
    ease_to: Fraction = Fraction(2, 3)
    """The share of the last load that an eased week keeps."""
    finish: Quantity | None = None
    """The value of the very last session, whatever it is otherwise."""

    @property
    def shrinks(self) -> bool:
        """Tell whether the load goes down."""
        return (self.grow.share if isinstance(self.grow, Percent) else self.grow.value) < 0


@dataclass(frozen=True, slots=True)
class FromWeek:
    """A value from each of these weeks on; week 1 must be among them."""

    weeks: Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class PerWeek:
    """One value for each week."""

    weeks: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """The same in every session."""

    value: Value


Rule = Growth | FromWeek | PerWeek | Constant


def every_nth(n: int, weeks: int) -> frozenset[int]:
    """List the weeks that `ease-every: n` makes easy in a programme of so many weeks: n, 2n, 3n …"""
    if n < 1:
        raise ValueError(f"every {n}th week is no week")
    return frozenset(range(n, weeks + 1, n))
