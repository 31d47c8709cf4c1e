"""From steps as written to intervals in time: sets unrolled, names filled in, every length fixed. Pure.

Times are whole milliseconds from the session's start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audiocoach.braces import fill
from audiocoach.languages import Language
from audiocoach.model import Session, Set, Step
from audiocoach.units import clock


@dataclass(frozen=True, slots=True)
class Interval:
    """A step in its place: `round` of `rounds` in the nearest set, if it is in one.

    `begins_round` marks the first step of a round. A `talk: auto` has no length (its end is its
    start) until its words have been measured.
    """

    step: Step
    name: str
    start_ms: int = 0
    end_ms: int = 0
    round: int | None = None
    rounds: int | None = None
    begins_round: bool = False

    @property
    def kind(self) -> str:
        """One of `vocabulary.KINDS`."""
        return self.step.kind

    @property
    def length_ms(self) -> int:
        """In milliseconds."""
        return self.end_ms - self.start_ms


def unroll(session: Session, language: Language) -> tuple[Interval, ...]:
    """Every step of the session in order, each with its round, not yet laid out in time."""
    return tuple(_unroll(session.steps, None, None, language))


def _unroll(
    items: Sequence[Step | Set], round_: int | None, rounds: int | None, language: Language
) -> Iterator[Interval]:
    for position, item in enumerate(items):
        if isinstance(item, Set):
            for inner in range(1, item.repeat + 1):
                steps = item.steps[:-1] if item.skip_last_rest and inner == item.repeat else item.steps
                yield from _unroll(steps, inner, item.repeat, language)
        else:
            interval = Interval(
                item, "", round=round_, rounds=rounds, begins_round=position == 0 and rounds is not None
            )
            yield replace(interval, name=_name(interval, language))


def _name(interval: Interval, language: Language) -> str:
    step = interval.step
    if step.name is None:
        return language.kind_names[step.kind]

    def word(name: str) -> str:
        values = {
            "length": clock(step.length) if step.length != "auto" else "",
            "round": str(interval.round),
            "rounds": str(interval.rounds),
            "effort": step.effort or "",
        }
        return values[name]

    return fill(step.name, word, interval.round or 1)


def lay_out(intervals: Sequence[Interval], auto_ms: Mapping[int, int]) -> tuple[Interval, ...]:
    """The intervals end to end. `auto_ms` gives the length of each `talk: auto` by its position."""
    laid: list[Interval] = []
    at = 0
    for position, interval in enumerate(intervals):
        length = interval.step.length
        end = at + (auto_ms[position] if length == "auto" else length)
        laid.append(replace(interval, start_ms=at, end_ms=end))
        at = end
    return tuple(laid)
