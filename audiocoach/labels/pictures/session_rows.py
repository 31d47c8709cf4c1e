"""What a sheet to print says of a session: its steps and sets, and the script's own words at their times. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from audiocoach.quantities.units import SECOND, clock, to_the_second
from audiocoach.script.metronomes import Metronome
from audiocoach.timeline.events import Event
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.outline import Item, plan_in


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step: its start (from the session's) and its length, both in ms to the second, and what it asks for."""

    start_ms: int
    kind: str
    length_ms: int
    name: str
    effort: str = ""
    cadence: str = ""


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What the script says or sounds, and all the times at which it does (ms, to the second)."""

    times: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A step, or a set: of a set the phrase for all of it, and its steps where they say more than that."""

    start_ms: int
    phrase: str
    steps: tuple[StepLine, ...]
    said: tuple[SaidLine, ...] = ()


def entries(intervals: Sequence[Interval], language: str, events: Sequence[Event] = ()) -> tuple[Entry, ...]:
    """List a session's steps and sets in order, each with what of `events` is the script's own.

    A length on paper is what lies between the times on paper: 0:39 from 0:00 means that the next begins at 0:39.
    """
    own = [event for event in events if event.by == "author"]
    return tuple(_entry(item, intervals, own) for item in plan_in(intervals, language).items)


def gathered(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """List the same with fewer rows: steps in a row of which no effort and no cadence is asked become one."""
    shorter: list[Entry] = []
    for plain, members in groupby(found, _is_plain):
        inside = tuple(members)
        shorter += [_together([entry.steps[0] for entry in inside])] if plain and len(inside) > 1 else inside
    return tuple(shorter)


def _is_plain(entry: Entry) -> bool:
    return not entry.phrase and not entry.said and not any(step.effort or step.cadence for step in entry.steps)


def _together(steps: Sequence[StepLine]) -> Entry:
    names = ", ".join(f"{clock(step.length_ms)} {step.name}" for step in steps)
    line = StepLine(steps[0].start_ms, steps[0].kind, sum(step.length_ms for step in steps), names)
    return Entry(line.start_ms, "", (line,))


def _entry(item: Item, intervals: Sequence[Interval], events: Sequence[Event]) -> Entry:
    inside = [each for each in intervals if item.start_ms <= each.start_ms < item.end_ms]
    start = to_the_second(item.start_ms)
    said = _said(inside, events, to_the_end=inside[-1] is intervals[-1])
    distinct: dict[tuple[object, ...], StepLine] = {}
    for each in inside:
        line = _step(each)
        distinct.setdefault((line.kind, line.length_ms, line.name, line.effort, line.cadence), line)
    steps = tuple(distinct.values())
    if len(inside) == 1:
        return Entry(start, "", steps, said)
    told = all(f"{clock(line.length_ms)} {line.name}" in item.text and not line.effort + line.cadence for line in steps)
    return Entry(start, item.text, () if told else steps, said)


def _step(interval: Interval) -> StepLine:
    step, wish = interval.step, interval.step.cadence
    start, end = to_the_second(interval.start_ms), to_the_second(interval.end_ms)
    stressed = f" (1/{wish.accent})" if wish and wish.accent else ""
    return StepLine(
        start,
        interval.kind,
        end - start,
        " ".join(interval.announced.split()),
        (step.effort or "").replace("-", "–"),
        f"{_rates(wish)}/min{stressed}" if wish else "",
    )


def _rates(wish: Metronome) -> str:
    """Write 170, 170–180 for a rate that goes evenly, or 170, 172, 174 for one that changes."""
    return f"{wish.from_}–{wish.to}" if wish.to else ", ".join(str(rate) for _, rate in wish.stages)


def _said(inside: Sequence[Interval], events: Sequence[Event], *, to_the_end: bool) -> tuple[SaidLine, ...]:
    found: dict[str, list[int]] = {}
    for each in inside:
        for event in events:
            here = each.start_ms <= event.start_ms < each.end_ms
            behind = to_the_end and each is inside[-1] and event.start_ms >= each.end_ms
            if here or behind:
                text = " ".join(event.text.split()) if event.type == "say" else f"({event.role})"
                # From where the step begins on paper, as the script counts: what follows a signal is at its start.
                at = to_the_second(each.start_ms) + (event.start_ms - each.start_ms) // SECOND * SECOND
                found.setdefault(text, []).append(at)
    return tuple(SaidLine(tuple(dict.fromkeys(times)), text) for text, times in found.items())
