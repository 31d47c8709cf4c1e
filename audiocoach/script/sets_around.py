"""Which set a cue or a word in braces speaks of, where sets stand in sets. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

ROUND, SET = "round", "set"
"""The names, in small letters, that need not be given: the nearest set, and the nearest with sets in it."""


def is_set(item: Any) -> bool:
    """Tell a set from a step: only a set has rounds. To ask a step for what it has not takes pydantic long."""
    return "repeat" in item.__dict__


def levels(items: Sequence[Any]) -> int:
    """Count how many sets deep the items go: 0 for steps alone."""
    return max((1 + levels(item.steps) for item in items if is_set(item)), default=0)


def outer_of(inside: Sequence[int]) -> int | None:
    """Find which of the sets around a step is its outer one: the nearest that has sets in it; None without any.

    Args:
        inside: of each set around, the outermost first, how many `levels` of sets are in it.
    """
    return next((place for place in reversed(range(len(inside))) if inside[place]), None)


def which(wanted: str, called: Sequence[str], inside: Sequence[int]) -> int | None:
    """Find the set that a cue's `on:` names, in capitals or not: by its name, or else as `round` or `set`.

    Args:
        wanted: as the cue names it.
        called: what each set around the step is called, the outermost first.
        inside: see `outer_of`.
    """
    name = " ".join(wanted.split()).casefold()
    for place in reversed(range(len(called))):
        if " ".join(called[place].split()).casefold() == name:
            return place
    if not called:
        return None
    return len(called) - 1 if name == ROUND else outer_of(inside) if name == SET else None


def steps_within(items: Iterable[Any]) -> Iterator[Any]:
    """Yield each step as written, once, those of sets in their place."""
    for item in items:
        if is_set(item):
            yield from steps_within(item.steps)
        else:
            yield item
