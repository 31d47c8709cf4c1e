"""From steps as written to intervals in time: sets unrolled, names filled in, every length fixed. Pure.

Times are whole milliseconds from the session's start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audiocoach.languages.lookup import Language
from audiocoach.quantities.units import clock
from audiocoach.quantities.variables import Value, written
from audiocoach.script.model import Session, Set, Step
from audiocoach.text.braces import fill, pieces


@dataclass(frozen=True, slots=True)
class Pass:
    """One round of a set: the `position`-th item (from 0) of what is around it; `name` is the set's own, if any."""

    position: int
    round: int
    rounds: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A step in its place: `round` of `rounds` in the nearest set, if it is in one; `within` has all sets around it,
    the outermost first. `number` is the step's among all that are written, from 0: the same in each round.

    `begins_round` marks the first step of a round worth announcing: not where rounds are sides (`{left leg|right
    leg}`), or where more of the same follows on the set. `single` marks rounds of one step and its rest. A
    `talk: auto` has no length (its end is its start) until its words have been measured.
    """

    step: Step
    name: str
    start_ms: int = 0
    end_ms: int = 0
    round: int | None = None
    rounds: int | None = None
    begins_round: bool = False
    single: bool = True
    within: tuple[Pass, ...] = ()
    number: int = 0

    @property
    def kind(self) -> str:
        """Return the kind of its step, one of `vocabulary.KINDS`."""
        return self.step.kind

    @property
    def length_ms(self) -> int:
        """Return its length in milliseconds."""
        return self.end_ms - self.start_ms

    def as_data(self) -> dict[str, str | int | None]:
        """Return it as plain data, for `--json`."""
        return {
            "kind": self.kind,
            "name": self.name,
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "round": self.round,
            "rounds": self.rounds,
        }


def unroll(session: Session, language: Language) -> tuple[Interval, ...]:
    """List every step of the session in order, each with its round, not yet laid out in time."""
    intervals = list(_unroll(session.steps, 0, None, (), session.variables, language))
    work_follows = _work_follows(intervals)
    for position, interval in enumerate(intervals):
        if interval.begins_round and interval.round == interval.rounds and work_follows[position]:
            _do_not_count(intervals, position)
    return tuple(intervals)


def _do_not_count(intervals: list[Interval], last: int) -> None:
    """Announce none of a set's rounds, of which the last begins at `last`."""
    for position in range(last, -1, -1):
        interval = intervals[position]
        intervals[position] = replace(interval, begins_round=False)
        if interval.begins_round and interval.round == 1:
            return


def _work_follows(intervals: Sequence[Interval]) -> list[bool]:
    """Tell for each position whether more work follows, in no set itself: behind a set "round 2 of 2" would mislead, a
    third run is to come.
    """
    found: list[bool] = []
    follows = False
    for interval in reversed(intervals):
        found.append(follows)
        if interval.kind != "rest":
            follows = interval.kind == "work" and interval.round is None
    return found[::-1]


def _unroll(
    items: Sequence[Step | Set],
    number: int,
    nearest: Set | None,
    within: tuple[Pass, ...],
    variables: Mapping[str, Value],
    language: Language,
) -> Iterator[Interval]:
    """Yield the intervals of items, of which the first step written has this number."""
    counted = nearest is not None and nearest.repeat > 1 and not _takes_sides(nearest)
    single = nearest is None or _is_single(nearest)
    for position, item in enumerate(items):
        if isinstance(item, Set):
            for inner in range(1, item.repeat + 1):
                steps = item.steps[:-1] if item.skip_last_rest and inner == item.repeat else item.steps
                inside = (*within, Pass(position, inner, item.repeat, item.name or ""))
                yield from _unroll(steps, number, item, inside, variables, language)
        elif nearest is None:
            yield Interval(item, _name(item, 1, None, variables, language), number=number)
        else:
            yield Interval(
                item,
                _name(item, within[-1].round, nearest, variables, language),
                round=within[-1].round,
                rounds=nearest.repeat,
                begins_round=position == 0 and counted,
                single=single,
                within=within,
                number=number,
            )
        number += _steps_in(item)


def _steps_in(item: Step | Set) -> int:
    return sum(map(_steps_in, item.steps)) if isinstance(item, Set) else 1


def _takes_sides(set_: Set) -> bool:
    """Tell whether the rounds of a set are left and right: to call them rounds would be noise."""
    names = (step.name for step in set_.steps if isinstance(step, Step) and step.name)
    return any(piece.alternatives for name in names for piece in pieces(name))


def _is_single(set_: Set) -> bool:
    return sum(1 for item in set_.steps if isinstance(item, Set) or item.kind != "rest") == 1


def _name(step: Step, round_: int, nearest: Set | None, variables: Mapping[str, Value], language: Language) -> str:
    if step.name is None:
        return language.kind_names[step.kind]

    def word(name: str) -> str:
        if name in variables:
            return written(variables[name])
        values = {
            "length": clock(step.length) if step.length != "auto" else "",
            "round": str(round_),
            "rounds": str(nearest.repeat if nearest else ""),
            "effort": step.effort or "",
        }
        return values[name]

    return fill(step.name, word, round_)


def lay_out(intervals: Sequence[Interval], auto_ms: Mapping[int, int]) -> tuple[Interval, ...]:
    """Lay the intervals end to end. `auto_ms` gives the length of each `talk: auto` by its position."""
    laid: list[Interval] = []
    at = 0
    for position, interval in enumerate(intervals):
        length = interval.step.length
        end = at + (auto_ms[position] if length == "auto" else length)
        laid.append(replace(interval, start_ms=at, end_ms=end))
        at = end
    return tuple(laid)
