"""What happens when: events, and what found no room."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from audiocoach.errors import NOWHERE, Problem, Where
from audiocoach.timeline.wording import Words

By = Literal["author", "coach"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that sounds. `role` is a signal's role or a cue's moment; `where` is where the script asks for it.

    A `say` carries its `words`, a `sound` its `sound` (a role whose shipped signal is meant, or a file). `room_ms` is
    how much longer its words could last: behind its end or, where they are said `to_its_end`, before its start.
    """

    type: Literal["say", "sound"]
    role: str
    start_ms: int
    end_ms: int
    by: By
    text: str = ""
    where: Where = field(default=NOWHERE, compare=False)
    words: Words | None = None
    sound: str = ""
    room_ms: int = field(default=0, compare=False)
    to_its_end: bool = field(default=False, compare=False)

    @property
    def spoken(self) -> str:
        """Return what a voice is told to say, where that is not the text as it is written."""
        return self.words.text if self.words is not None and self.words.text != self.text else ""


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events by their start; a signal comes before words."""
    return tuple(sorted(events, key=lambda event: (event.start_ms, event.type == "say", event.end_ms)))


@dataclass(frozen=True, slots=True)
class Dropped:
    """A cue that is left out, and why; `replaced` where the script's own words stand in its place, as was meant, and
    `lasts_ms` where its words are too long for the room there was.

    `advice` says how to have it heard after all, where the script can make room for it; it is the same for all sessions
    of a programme.
    """

    text: str
    at_ms: int
    why: str
    replaced: bool = False
    advice: Problem | None = field(default=None, compare=False)
    lasts_ms: int = 0


class Spans:
    """Stretches of time, in order of their start."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []
        self._longest = self.last_end = 0

    def add(self, start: int, end: int) -> None:
        """Note a stretch."""
        insort(self._spans, (start, end))
        if end > self.last_end:
            self.last_end = end
        if end - start > self._longest:
            self._longest = end - start

    def copy(self) -> Spans:
        """Return the same stretches, to which others can be added."""
        other = Spans()
        other._spans, other._longest, other.last_end = list(self._spans), self._longest, self.last_end
        return other

    def within(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches that sound between `start` and `end`."""
        first = bisect_left(self._spans, (start - self._longest, 0))
        for span in self._spans[first : bisect_left(self._spans, (end, 0))]:
            if span[1] > start:
                yield span

    def busy(self, start: int, end: int) -> bool:
        """Tell whether anything sounds between `start` and `end`."""
        spans = self._spans
        for place in range(bisect_left(spans, (start - self._longest, 0)), len(spans)):
            begin, last = spans[place]
            if begin >= end:
                return False
            if last > start:
                return True
        return False


class Owned:
    """Stretches of time and where the script asks for each; tells whose sound at a time, in the order of adding."""

    def __init__(self) -> None:
        self._spans = Spans()
        self._owners: dict[tuple[int, int], list[tuple[int, Where]]] = {}
        self._count = 0

    def add(self, start: int, end: int, where: Where) -> None:
        """Note a stretch."""
        owners = self._owners.setdefault((start, end), [])
        if not owners:
            self._spans.add(start, end)
        owners.append((self._count, where))
        self._count += 1

    def within(self, start: int, end: int) -> list[tuple[int, int, Where]]:
        """List the stretches that sound between `start` and `end`."""
        found = [
            (number, *span, where) for span in self._spans.within(start, end) for number, where in self._owners[span]
        ]
        return [(begin, last, where) for _, begin, last, where in sorted(found, key=lambda each: each[0])]
