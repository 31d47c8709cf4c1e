"""How any language is spoken, given its book and how it counts: lengths, sets, and the signs of training plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from audiocoach.languages.book import Book, Unit
from audiocoach.languages.signs import Reader, doubtful
from audiocoach.quantities.units import SECOND


class Spoken:
    """A language. `count` says a number of units in words: (2, "minute") is "two minutes".

    `figures` does so with a figure, in a language in which every voice reads one as it should: "2 minutes".
    """

    def __init__(
        self,
        book: Book,
        number: Callable[[int], str],
        count: Callable[[int, Unit], str],
        figures: Callable[[int, Unit], str] | None = None,
    ) -> None:
        self.book, self.number, self.count = book, number, count
        self.kind_names = book.kind_names
        self.length = lru_cache(1024)(self._length)
        self._figures = figures or count
        self._read = lru_cache(1024)(Reader(book.signs, number, self._figures, self.length))

    def _length(self, milliseconds: int) -> str:
        """110,000 is "one minute fifty", as it is said at a track; 65,000 keeps its unit: "one minute five seconds"."""
        words = self.book.lengths
        seconds = (milliseconds + SECOND // 2) // SECOND
        hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
        whole = [self.count(hours, "hour")] if hours else []
        if minutes:
            whole.append(self.count(minutes, "minute"))
        if not whole or hours:
            return self._joined([*whole, self.count(seconds, "second")] if seconds or not whole else whole)
        if not seconds:
            return whole[0]
        if seconds == 30 and words.half:
            return whole[0] + words.half
        if seconds >= 10:
            return whole[0] + words.bare + self.number(seconds)
        return self._joined([whole[0], self.count(seconds, "second")])

    def _joined(self, parts: list[str]) -> str:
        *first, last = parts
        return self.book.lengths.joint.join(filter(None, [" ".join(first), last]))

    def times(self, rounds: int, parts: list[tuple[str, int]]) -> str:
        """8 rounds of two steps: "eight times: Run, one minute; then Walk, one minute thirty"."""
        said = [f"{name}, {self.length(length)}" for name, length in parts]
        times = self.book.twice if rounds == 2 and self.book.twice else self.count(rounds, "times")
        return self.book.rounds.format(times) + self.book.then.join(said)

    def speakable(self, text: str) -> str:
        """Signs and shorthand of training plans in words; all else stays as it is."""
        return self._read(text)

    def doubts(self, text: str) -> Iterator[tuple[tuple[int, int], str, str]]:
        """What could be meant in two ways: its place in the text, how it is read, and how else it could be."""
        for span, value in doubtful(text, self.book.signs):
            yield span, self._figures(value, "minute"), self._figures(value, "metre")
