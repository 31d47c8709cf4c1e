"""Which cues of a step come in which of its rounds, and how much a session says and sounds in all. Pure.

A set of ten thousand rounds looks at each of its cues once, and not in every round again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from audiocoach.bounds import MAX_EVENTS, MAX_WORDS
from audiocoach.errors import Problem, ScriptError, Where
from audiocoach.script.sound_wishes import CueKeys
from audiocoach.text.speakable import spoken_words
from audiocoach.timeline.intervals import Interval

C = TypeVar("C", bound=CueKeys)


class Tally:
    """Counts what a session says and sounds, each time that it does, and refuses what nobody could hear."""

    def __init__(self) -> None:
        self.events = self.words = 0

    def event(self, where: Where) -> None:
        """Count a cue that is asked for at `where`, once.

        Raises:
            ScriptError: when it is one too many.
        """
        self.events += 1
        if self.events > MAX_EVENTS:
            message = f"this session has more than {MAX_EVENTS:,} cues and signals, counted each time that they come"
            raise ScriptError([Problem(message, where, "let this come less often, or repeat less often")])

    def said(self, text: str, where: Where) -> None:
        """Count the words of a text that is asked for at `where`, once.

        Raises:
            ScriptError: when they are too many.
        """
        self.words += spoken_words(text)
        if self.words > MAX_WORDS:
            message = f"this session speaks more than {MAX_WORDS:,} words, counted each time that they are spoken"
            raise ScriptError([Problem(message, where, "let this come less often, or say less")])


class ByRound(Generic[C]):
    """The cues of one step or coach sheet that can come in intervals of one length, found by their round."""

    def __init__(self, cues: Sequence[C], comes: Callable[[C], bool]) -> None:
        """Sort the cues of which `comes` is true."""
        self._always: list[tuple[int, C]] = []
        self._picked: dict[str | int, list[tuple[int, C]]] = defaultdict(list)
        for entry in enumerate(cues):
            if not comes(entry[1]):
                continue
            if not entry[1].on or isinstance(entry[1].on, Mapping):  # of sets by name, which are looked at each time
                self._always.append(entry)
                continue
            for round_ in dict.fromkeys(entry[1].on):
                self._picked[round_].append(entry)

    def in_round_of(self, interval: Interval) -> Iterator[tuple[int, C]]:
        """Yield the cues that come in an interval, with their number among all; also all that pick sets by name."""
        if not self._picked or not interval.within:
            yield from self._always
            return
        found = dict(self._always)
        nearest = interval.within[-1]
        for name in rounds_called(nearest.round, nearest.rounds):
            found.update(self._picked.get(name, ()))
        yield from sorted(found.items(), key=lambda entry: entry[0])


def rounds_called(number: int, rounds: int | None) -> Iterator[str | int]:
    """Yield all that `on` may call a round of a set of so many: its number, and what else it is."""
    yield number
    yield "odd" if number % 2 else "even"
    if number == 1:
        yield "first"
    if number == rounds:
        yield "last"
