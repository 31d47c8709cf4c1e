"""A session skimmed: its silences cut short, and the clock said before each cue, so that all of it is soon heard. Pure.

Times are whole milliseconds; `at_ms` counts in what is heard, `session_ms` in the session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from audiocoach.quantities.units import SECOND
from audiocoach.timeline.events import Event
from audiocoach.timeline.signals import AFTER_SIGNAL
from audiocoach.timeline.wording import Words

KEPT = 200
"""What is left of a silence: enough to tell one sound from the next."""

AFTER_CLOCK = 150

NEAR = 1 * SECOND
"""A cue that follows so soon on another needs no clock of its own."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that is heard: an event of the session, or the words of the clock."""

    at_ms: int
    session_ms: int
    event: Event | None = None
    clock: Words | None = None


def clock_times(events: Sequence[Event]) -> dict[int, int]:
    """Find before which of the events (by position, in order of their start) the clock is said, and its time.

    It comes before each cue, and where a signal leads into the cue, before that.
    """
    found: dict[int, int] = {}
    said_until = -NEAR
    for position, event in enumerate(events):
        if event.type != "say":
            continue
        first = position
        while first and _leads_into(events[first - 1], events[first]):
            first -= 1
        time = events[first].start_ms // SECOND * SECOND
        if time and event.start_ms - said_until >= NEAR:
            found[first] = time
        said_until = max(said_until, event.end_ms)
    return found


def _leads_into(before: Event, event: Event) -> bool:
    return before.type == "sound" and 0 <= event.start_ms - before.end_ms <= AFTER_SIGNAL


def skim(
    events: Sequence[Event], clock: Callable[[int], Words], lengths: Mapping[Words, int]
) -> tuple[list[Heard], int]:
    """Return what is heard, in order, and how long (ms) it all lasts.

    Args:
        events: of a timeline.
        clock: the words for a time.
        lengths: how long the words of each clock last.
    """
    times = clock_times(events)
    found: list[Heard] = []
    covered = skipped = 0
    for position, event in enumerate(events):
        skipped += max(0, event.start_ms - covered - KEPT)
        if position in times and event.start_ms >= covered:
            words = clock(times[position])
            found.append(Heard(event.start_ms - skipped, event.start_ms, clock=words))
            skipped -= lengths[words] + AFTER_CLOCK
        found.append(Heard(event.start_ms - skipped, event.start_ms, event))
        covered = max(covered, event.end_ms)
    return found, covered - skipped
