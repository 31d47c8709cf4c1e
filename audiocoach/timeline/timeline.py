"""The timeline: every word and signal of a session at its time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from audiocoach.errors import Problem
from audiocoach.timeline.chapters import Chapter, chapters_of
from audiocoach.timeline.events import Dropped, Event
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.metronome import Pulse


@dataclass(frozen=True, slots=True)
class Timeline:
    """A session in time. Intervals tile its `length_ms`; events are in order of their start, and so are the metronome's
    `pulses`.
    """

    title: str
    language: str
    length_ms: int
    intervals: tuple[Interval, ...]
    events: tuple[Event, ...]
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[Problem, ...] = field(default=(), compare=False)
    description: str = field(default="")
    pulses: tuple[Pulse, ...] = ()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Return the chapters that players show of it."""
        return chapters_of(self.intervals, self.language)

    @property
    def sound_ms(self) -> int:
        """Return how long it sounds: to the session's end, or that of the last words behind it."""
        return max([self.length_ms, *(event.end_ms for event in self.events)])

    def as_data(self) -> dict[str, Any]:
        """Return the timeline as plain data, for `show --json`."""
        return {
            "title": self.title,
            "language": self.language,
            "length_ms": self.length_ms,
            "intervals": [interval.as_data() for interval in self.intervals],
            "chapters": [chapter.as_data() for chapter in self.chapters],
            "events": [
                {
                    "type": e.type,
                    "role": e.role,
                    "text": e.text,
                    "start_ms": e.start_ms,
                    "end_ms": e.end_ms,
                    "by": e.by,
                    "line": e.where.line or None,
                    **({"spoken": e.spoken} if e.spoken else {}),
                }
                for e in self.events
            ],
            "pulses": [pulse.as_data() for pulse in self.pulses],
            "dropped": [{"text": d.text, "at_ms": d.at_ms, "why": d.why} for d in self.dropped],
            "warnings": [str(warning) for warning in self.warnings],
        }
