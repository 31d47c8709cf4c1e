"""The metronome of a step: which of its beats are heard, on which sample, and how loud. Pure.

Beats count from the step's start, each rounded to its sample on its own, so that an hour of them does not drift. A beat
is left out where a signal sounds, or the 3-2-1 of the step's end, and where its click would pass that end; under words
it is heard from afar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audiocoach.quantities.units import SECOND, clock, samples
from audiocoach.timeline.beat_times import changing, rising, steady
from audiocoach.timeline.events import Event, Spans
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.signals import AFTER_SIGNAL, SignalBook

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Beat:
    """A click at sample `at` (24 kHz) of the session, with its sound: a role or a file."""

    at: int
    sound: str
    accented: bool
    under_words: bool


@dataclass(frozen=True, slots=True)
class Pulse:
    """The metronome of one step: `rate` beats a minute, of which every `accent`-th, from the first on, is stressed.

    Where it rises or falls evenly, `rate` is the first and `to` the last; where it changes, `stages` has each rate by
    the time (ms from the step's start) from which it holds, and `rate` is the first of them.

    `words` are the times of words in the step, `hushed` those in which no click is heard, both in milliseconds from the
    session's start. A sound that is None is silent. A click lasts `click_ms` at most.
    """

    start_ms: int
    end_ms: int
    rate: int
    accent: int | None
    click: str | None
    stress: str | None
    click_ms: int
    words: tuple[Span, ...] = ()
    hushed: tuple[Span, ...] = ()
    to: int | None = None
    stages: tuple[tuple[int, int], ...] = ()

    def beats(self) -> Iterator[Beat]:
        """Yield the beats that are heard, in order."""
        words, hushed = _in_samples(self.words), _in_samples(self.hushed)
        start, end, length = samples(self.start_ms), samples(self.end_ms), samples(self.click_ms)
        for number, beat in enumerate(self._samples()):
            at = start + beat
            if at + length > end:
                return
            accented = self.accent is not None and number % self.accent == 0
            sound = self.stress if accented else self.click
            if sound is not None and not hushed.busy(at, at + length):
                yield Beat(at, sound, accented, words.busy(at, at + length))

    def _samples(self) -> Iterator[int]:
        """Yield the samples of all its beats, from the step's start."""
        if self.stages:
            return changing(self.stages)
        return steady(self.rate) if self.to is None else rising(self.rate, self.to, self.end_ms - self.start_ms)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data, for `--json`: `to` and `stages` only where the rate changes."""
        found: dict[str, Any] = {
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "rate": self.rate,
            "accent": self.accent,
        }
        if self.to is not None:
            found["to"] = self.to
        if self.stages:
            found["stages"] = [{"from_ms": at, "rate": rate} for at, rate in self.stages]
        return found

    def __str__(self) -> str:
        stress = f", one in {self.accent} stressed" if self.accent else ""
        rates = f"{self.rate} to {self.to}" if self.to is not None else str(self.rate)
        further = "".join(f", from {clock(at)} {rate}" for at, rate in self.stages[1:])
        return f"metronome {rates}{further}{stress}"


def pulses(intervals: Sequence[Interval], events: Sequence[Event], book: SignalBook) -> tuple[Pulse, ...]:
    """Return the metronome of every step that has one, given all that is said and sounded (in order of start)."""
    if all(interval.step.cadence is None for interval in intervals):
        return ()
    hushed = Spans()
    for event in events:
        if event.type == "sound":
            # Between the ticks of a countdown nothing else ticks.
            ticking = event.by == "coach" and event.role in ("tick", "last-tick")
            end = max(event.end_ms + AFTER_SIGNAL, event.start_ms + SECOND if ticking else 0)
            hushed.add(event.start_ms - AFTER_SIGNAL, end)
    click, stress = book.sound("click"), book.sound("accent")
    click_ms = max(book.length("click"), book.length("accent"))
    found = tuple(
        Pulse(
            interval.start_ms,
            interval.end_ms,
            wish.stages[0][1],
            wish.accent,
            click,
            stress,
            click_ms,
            hushed=tuple(hushed.within(interval.start_ms, interval.end_ms)),
            to=wish.to,
            stages=wish.stages if len(wish.stages) > 1 else (),
        )
        for interval in intervals
        if (wish := interval.step.cadence) is not None
    )
    return under_words(found, events)


def under_words(pulses: Sequence[Pulse], events: Sequence[Event]) -> tuple[Pulse, ...]:
    """Return the same metronomes under the words of these events."""
    words = Spans()
    for event in events if pulses else ():
        if event.type == "say":
            words.add(event.start_ms, event.end_ms)
    return tuple(replace(pulse, words=tuple(words.within(pulse.start_ms, pulse.end_ms))) for pulse in pulses)


def _in_samples(spans: Sequence[Span]) -> Spans:
    found = Spans()
    for start, end in spans:
        found.add(samples(start), samples(end))
    return found
