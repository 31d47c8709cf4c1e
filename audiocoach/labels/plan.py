"""A session in a few lines, as it would stand on a whiteboard: its steps and sets with their lengths. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from audiocoach.intervals import Interval
from audiocoach.units import clock, to_the_second

if TYPE_CHECKING:
    from audiocoach.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Item:
    """A step or a set: when it begins (ms from the session's start), and a line such as `6 × (1:00 Run, 1:30 Walk)`."""

    start_ms: int
    text: str
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of a session."""

    items: tuple[Item, ...]

    @property
    def sets(self) -> tuple[str, ...]:
        """Its sets alone."""
        return tuple(item.text for item in self.items if item.rounds > 1)

    @property
    def main(self) -> str:
        """The set with the most rounds; empty when there is none."""
        return max((item for item in self.items if item.rounds > 1), key=lambda item: item.rounds, default=_NONE).text


_NONE = Item(0, "")


def plan_of(timeline: Timeline) -> Plan:
    """What the session's steps and sets are."""
    return Plan(tuple(_items(timeline.intervals, 0)))


def _items(intervals: Sequence[Interval], depth: int) -> list[Item]:
    found: list[Item] = []
    for position, members in groupby(intervals, lambda each: _position(each, depth)):
        inside = tuple(members)
        if position is None:
            found += [Item(each.start_ms, _step(each)) for each in inside]
            continue
        here = inside[0].within[depth]
        once, text = _round(inside, depth)
        if here.rounds > 1:
            alone = once == 1 and " × " not in text
            text = f"{here.rounds} × {text}" if alone else f"{here.rounds} × ({text})"
        name = " ".join(here.name.split())
        found.append(Item(inside[0].start_ms, f"{name}: {text}" if name else text, here.rounds))
    return found


def _round(intervals: Sequence[Interval], depth: int) -> tuple[int, str]:
    """How many items a round has, and what they are; rounds that differ, such as left and right, with a slash between.

    That the last round lacks its rest makes no difference.
    """
    found: list[list[str]] = []
    for _, members in groupby(intervals, lambda each: each.within[depth].round):
        texts = [item.text for item in _items(tuple(members), depth + 1)]
        if not any(texts == known[: len(texts)] for known in found):
            found.append(texts)
    return sum(map(len, found)), " / ".join(", ".join(texts) for texts in found)


def _position(interval: Interval, depth: int) -> int | None:
    return interval.within[depth].position if len(interval.within) > depth else None


def _step(interval: Interval) -> str:
    return f"{clock(to_the_second(interval.length_ms))} {' '.join(interval.name.split())}"
