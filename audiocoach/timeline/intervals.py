"""From steps as written to intervals in time: sets unrolled, names filled in, every length fixed. Pure.

Times are whole milliseconds from the session's start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from audiocoach.languages.lookup import Language
from audiocoach.quantities.units import clock
from audiocoach.quantities.variables import Value, written
from audiocoach.script.model import Session, Set, Step
from audiocoach.script.sets_around import levels, outer_of, which
from audiocoach.text.braces import fill, pieces


@dataclass(frozen=True, slots=True)
class Pass:
    """One round of a set: the `position`-th item (from 0) of what is around it.

    `name` is the set's own, if any, and `called` that, or the language's word for a set with `levels` of sets in it;
    empty for a set of steps alone. `counted` is a set whose rounds are worth announcing: not where they are sides
    (`{left leg|right leg}`), or where more of the same follows on the set. `single` are rounds of one step and its
    rest.
    """

    position: int
    round: int
    rounds: int
    name: str = ""
    called: str = ""
    levels: int = 0
    counted: bool = True
    single: bool = True


@dataclass(frozen=True, slots=True)
class Interval:
    """A step in its place: `round` of `rounds` in the nearest set, if it is in one; `within` has all sets around it,
    the outermost first. `number` is the step's among all that are written, from 0: the same in each round.

    `noun` is what it is called when it is announced, where that is not its name: "Hard", and not "Go". `begins` has
    the counted sets of which a round begins here, the outermost first; a set's last round is its `last` for whoever
    listens when nothing of that kind comes after it; `last_here` when nothing does in this round of its outer set, if
    it has one. `said_as` is what it is called aloud, where that is not its name; `begun_as` is what is said in place of
    the name, where that is all that is said when it begins: "Time to cool down". A `talk: auto` has no length (its end
    is its start) until its words have been measured.
    """

    step: Step
    name: str
    start_ms: int = 0
    end_ms: int = 0
    round: int | None = None
    rounds: int | None = None
    within: tuple[Pass, ...] = ()
    number: int = 0
    noun: str = ""
    said_as: str = ""
    begun_as: str = ""
    begins: tuple[Pass, ...] = ()
    last: bool = False
    last_here: bool = True

    @property
    def announced(self) -> str:
        """Return what it is called before it has begun."""
        return self.noun or self.name

    @property
    def spoken(self) -> str:
        """Return what it is called aloud."""
        return self.said_as or self.name

    @property
    def spoken_before(self) -> str:
        """Return what it is called aloud before it has begun."""
        return self.said_as or self.announced

    @property
    def outer(self) -> Pass | None:
        """Return the round of its outer set: the nearest around it that has sets in it."""
        return self._around(outer_of([each.levels for each in self.within]))

    def set_called(self, name: str) -> Pass | None:
        """Return the round of the set around it that a cue calls so, if there is one."""
        called = [each.called for each in self.within]
        return self._around(which(name, called, [each.levels for each in self.within]))

    def _around(self, place: int | None) -> Pass | None:
        return None if place is None else self.within[place]

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
            **({"by_pace": self.step.by_pace.written} if self.step.by_pace else {}),
        }


def unroll(session: Session, language: Language) -> tuple[Interval, ...]:
    """List every step of the session in order, each with its round, not yet laid out in time."""
    intervals = list(_unroll(session.steps, 0, (), (), session.variables, language))
    latest = {interval.kind: position for position, interval in enumerate(intervals)}
    own = len(intervals)
    for position in reversed(range(len(intervals))):
        own = own if intervals[position].kind == "rest" else position
        if intervals[position].begins and own < len(intervals) and latest[intervals[own].kind] == own:
            intervals[position] = replace(intervals[position], last=True)
    return tuple(
        replace(each, last_here=False) if _is_followed(intervals, at) else each for at, each in enumerate(intervals)
    )


def _is_followed(intervals: Sequence[Interval], position: int) -> bool:
    """Tell whether more of its kind follows the last round that begins here, in the same round of its outer set."""
    here = intervals[position]
    around = outer_of([each.levels for each in here.within])
    begun = here.begins[-1] if here.begins else None
    if begun is None or around is None or begun.levels or begun.round < begun.rounds:
        return False
    outer, inner = here.within[: around + 1], here.within[: around + 2]
    later = (intervals[at] for at in range(position, len(intervals)))
    together = takewhile(lambda each: each.within[: around + 1] == outer, later)
    kind = next((each.kind for each in together if each.kind != "rest"), "")
    return any(each.kind == kind and each.within[: around + 2] != inner for each in together)


def _unroll(
    items: Sequence[Step | Set],
    number: int,
    within: tuple[Pass, ...],
    begun: tuple[Pass, ...],
    variables: Mapping[str, Value],
    language: Language,
) -> Iterator[Interval]:
    """Yield the intervals of items, of which the first step written has this number.

    `begun` has the counted sets of which a round begins with these items. A set of sets is announced behind a talk
    that begins its round: in the talk itself no coach speaks.
    """
    behind_talk = next((place for place, item in enumerate(items) if isinstance(item, Set) or item.kind != "talk"), 0)
    for position, item in enumerate(items):
        begins = tuple(each for each in begun if position == (behind_talk if each.levels else 0))
        if isinstance(item, Set):
            first = _first_pass(items, position, item, variables, language)
            for inner in range(1, item.repeat + 1):
                steps = item.steps[:-1] if item.skip_last_rest and inner == item.repeat else item.steps
                here = replace(first, round=inner)
                beginning = (*(begins if inner == 1 else ()), *((here,) if here.counted else ()))
                yield from _unroll(steps, number, (*within, here), beginning, variables, language)
        else:
            name = language.kind_names[item.kind] if item.name is None else _filled(item.name, item, within, variables)
            said_as = "" if item.say_as is None else _filled(item.say_as, item, within, variables)
            noun = language.nouns.get(item.kind, "") if item.name is None else ""
            begun_as = language.begins.get(item.kind, "") if item.name is None and not said_as else ""
            round_, rounds = (within[-1].round, within[-1].rounds) if within else (None, None)
            yield Interval(
                item,
                name,
                round=round_,
                rounds=rounds,
                within=within,
                number=number,
                noun=noun,
                begins=begins,
                said_as=said_as,
                begun_as=begun_as,
            )
        number += _steps_in(item)


def _first_pass(
    items: Sequence[Step | Set], position: int, set_: Set, variables: Mapping[str, Value], language: Language
) -> Pass:
    """Return the first round of a set that stands at a position of these items."""
    inside, single = levels(set_.steps), _is_single(set_)
    counted = set_.repeat > 1 and not _takes_sides(set_)
    if single and not inside:  # behind it, "round 2 of 2" would mislead: a third run is to come
        counted = counted and not _work_follows(items[position + 1 :])
    name = fill(set_.name or "", lambda word: written(variables[word]))
    called = name or (language.sets[min(inside, len(language.sets)) - 1] if inside else "")
    return Pass(position, 1, set_.repeat, name, called, inside, counted, single)


def _work_follows(items: Sequence[Step | Set]) -> bool:
    """Tell whether these begin with work that is in no set itself, a rest before it or not."""
    following = next((item for item in items if isinstance(item, Set) or item.kind != "rest"), None)
    return isinstance(following, Step) and following.kind == "work"


def _steps_in(item: Step | Set) -> int:
    return sum(map(_steps_in, item.steps)) if isinstance(item, Set) else 1


def _takes_sides(set_: Set) -> bool:
    """Tell whether the rounds of a set are left and right: to call them rounds would be noise."""
    names = (step.name for step in set_.steps if isinstance(step, Step) and step.name)
    return any(piece.alternatives for name in names for piece in pieces(name))


def _is_single(set_: Set) -> bool:
    return sum(1 for item in set_.steps if isinstance(item, Set) or item.kind != "rest") == 1


def _filled(name: str, step: Step, within: tuple[Pass, ...], variables: Mapping[str, Value]) -> str:
    """Fill in the words in braces of what a step is called."""
    nearest = within[-1] if within else None
    place = outer_of([each.levels for each in within])
    around = None if place is None else within[place]

    def word(of: str) -> str:
        if of in variables:
            return written(variables[of])
        values = {
            "length": clock(step.length) if step.length != "auto" else "",
            "round": str(nearest.round if nearest else 1),
            "rounds": str(nearest.rounds if nearest else ""),
            "set": str(around.round if around else ""),
            "sets": str(around.rounds if around else ""),
            "set-name": around.called if around else "",
            "effort": step.effort or "",
            "distance": str(step.by_pace.distance) if step.by_pace else "",
        }
        return values[of]

    return fill(name, word, nearest.round if nearest else 1)


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
