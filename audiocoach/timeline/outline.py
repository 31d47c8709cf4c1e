"""A session in a few lines, as it would stand on a whiteboard: its steps and sets with their lengths. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from audiocoach.languages.lookup import language_of
from audiocoach.quantities.units import clock, to_the_second
from audiocoach.timeline.intervals import Interval

if TYPE_CHECKING:
    from audiocoach.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Item:
    """A step or a set: its start and end (ms from the session's), and a line such as `6 × (1:00 Run, 1:30 Walk)`."""

    start_ms: int
    end_ms: int
    text: str
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of a session."""

    items: tuple[Item, ...]

    @property
    def sets(self) -> tuple[str, ...]:
        """List its sets alone."""
        return tuple(item.text for item in self.items if item.rounds > 1)

    @property
    def main(self) -> str:
        """Return the set with the most rounds; empty when there is none."""
        return max((item for item in self.items if item.rounds > 1), key=lambda item: item.rounds, default=_NONE).text


_MOST_DIFFERENT = 3
"""Rounds that differ from one another and are all told."""

_NONE = Item(0, 0, "")


def plan_of(timeline: Timeline) -> Plan:
    """Tell what the session's steps and sets are."""
    return plan_in(timeline.intervals, timeline.language)


def plan_in(intervals: Sequence[Interval], language: str) -> Plan:
    """Tell what steps and sets these are, in a language (BCP 47)."""
    return Plan(tuple(_items(intervals, 0, language_of(language).with_between)))


def _items(intervals: Sequence[Interval], depth: int, between: str) -> list[Item]:
    found: list[Item] = []
    for position, members in groupby(intervals, lambda each: _position(each, depth)):
        inside = tuple(members)
        if position is None:
            found += [Item(each.start_ms, each.end_ms, _step(each)) for each in inside]
            continue
        here = inside[0].within[depth]
        text = _set(inside, depth, here.rounds, between)
        name = " ".join(here.name.split())
        found.append(Item(inside[0].start_ms, inside[-1].end_ms, f"{name}: {text}" if name else text, here.rounds))
    return found


def _set(intervals: Sequence[Interval], depth: int, rounds: int, between: str) -> str:
    """Say the rounds of a set in a phrase; where the last one lacks its rest, that is `between` them."""
    found: list[list[str]] = []
    for _, members in groupby(intervals, lambda each: each.within[depth].round):
        texts = [item.text for item in _items(tuple(members), depth + 1, between)]
        lacks_rest = len(found) == 1 and texts == found[0][:-1]
        if not lacks_rest and texts not in found:
            found.append(texts)
        if len(found) > _MOST_DIFFERENT:
            break
    if rounds == 1:
        return ", ".join(found[0])
    if 1 < len(found) == rounds:  # sides, such as left and right
        return " / ".join(", ".join(texts) for texts in found)
    if len(found) > 1:
        return f"{rounds} × ({', '.join(found[0])} …)"
    return between.format(_times(rounds, found[0][:-1]), found[0][-1]) if lacks_rest else _times(rounds, found[0])


def _times(rounds: int, texts: Sequence[str]) -> str:
    once = ", ".join(texts)
    return f"{rounds} × {once}" if len(texts) == 1 and " × " not in once else f"{rounds} × ({once})"


def _position(interval: Interval, depth: int) -> int | None:
    return interval.within[depth].position if len(interval.within) > depth else None


def _step(interval: Interval) -> str:
    return f"{clock(to_the_second(interval.length_ms))} {' '.join(interval.announced.split())}"
