"""How any language is spoken, given its book and how it counts: lengths, sets, and the signs of training plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from audiocoach.languages.book import Book, Case
from audiocoach.languages.reading.amounts import pace_words
from audiocoach.languages.reading.reader import Reader
from audiocoach.languages.reading.tongue import EVERYWHERE, Amount, Tongue
from audiocoach.quantities.distances import Distance
from audiocoach.quantities.either_way import EitherWay
from audiocoach.quantities.notations import Unit
from audiocoach.quantities.paces import Pace
from audiocoach.quantities.units import SECOND


class Count(Protocol):
    """Says a number of units in words: (2, "minute") is "two minutes"."""

    def __call__(self, value: int, unit: Unit, case: Case = "") -> str:
        """Say a number of units, in a case where the language has some that are heard."""
        ...


class Spoken:
    """A language. `count` says a number of units in words, and `unit` a unit alone, behind a decimal.

    `figures` counts with a figure, in a language in which every voice reads one as it should: "2 minutes".
    `far` counts a distance, where `count` has no words for hundreds.
    """

    def __init__(
        self,
        book: Book,
        number: Callable[[int], str],
        count: Count,
        unit: Callable[[str, Unit], str],
        figures: Count | None = None,
        far: Count | None = None,
    ) -> None:
        self.book, self.number, self.count = book, number, count
        self.kind_names, self.nouns, self.sets = book.kind_names, book.nouns, book.sets
        self.begins = book.begins
        self.with_between = book.with_between
        self.length = lru_cache(1024)(self._length)
        self._figures, self._far = figures or count, far or count
        self._tongue = Tongue(book, number, self._figures, self.length, unit)
        self._read = lru_cache(1024)(Reader(self._tongue))

    def _length(self, milliseconds: int) -> str:
        """Say a length (ms): 110,000 is "one minute fifty", as at a track; 65,000 is "one minute five seconds"."""
        words = self.book.lengths
        seconds = (milliseconds + SECOND // 2) // SECOND
        hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
        if hours and not seconds and (said := self._two_parts(hours, "hour", minutes, words.bare_minutes)):
            return said
        if minutes and not hours and (said := self._two_parts(minutes, "minute", seconds, words.bare)):
            return said
        parts: list[tuple[int, Unit]] = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
        said_parts = [self.count(value, unit) for value, unit in parts if value]
        return self._joined(said_parts or [self.count(0, "second")])

    def days(self, number: int) -> str:
        """Say a number of days: "two days"."""
        return self.count(number, "day")

    def _two_parts(self, larger: int, unit: Unit, smaller: int, bare: str) -> str:
        """Say a length whose smaller part loses its unit or is half of the larger one; nothing where neither is so."""
        words = self.book.lengths
        if smaller == 30 and unit in words.halves and larger <= words.most_halves:
            return self.book.numbers.half(larger, unit)
        return self.count(larger, unit) + bare + self.number(smaller) if bare and smaller >= 10 else ""

    def _joined(self, parts: list[str]) -> str:
        *first, last = parts
        return self.book.lengths.joint.join(filter(None, [" ".join(first), last]))

    def times(self, rounds: int, parts: list[tuple[str, int]], *, rest_between: bool = False) -> str:
        """Say 8 rounds of two steps as "eight times: Run, one minute; then Walk, one minute thirty".

        With `rest_between`, the last of several steps comes only between the rounds.
        """
        said = [f"{name}, {self.length(length)}" for name, length in parts]
        times = self.book.twice if rounds == 2 and self.book.twice else self.count(rounds, "times")
        if rest_between and len(said) > 1:
            *steps, rest = said
            return self.book.rounds.format(times) + self.book.then.join(steps) + self.book.between + rest
        return self.book.rounds.format(times) + self.book.then.join(said)

    def distance(self, distance: Distance) -> str:
        """Say a distance in words: "four hundred metres"; in metres where nobody counts in its unit."""
        if distance.unit not in {*EVERYWHERE, *self.book.markers.units.values()}:
            distance = Distance(Fraction(round(distance.metres)), "metre")
        whole, _, decimals = distance.number.partition(".")
        if not decimals:
            return self._far(int(whole), distance.unit)
        return self._tongue.say(Amount(int(whole), decimals), distance.unit)

    def pace(self, pace: Pace, of_race: str = "") -> str:
        """Say at which pace: "at five thirty a kilometre", "…, your five kilometre pace" if it is one that is named."""
        signs = self.book.signs
        per = signs.for_each.get(pace.per) or signs.per[pace.per]
        said = f"{signs.at.get('pace', signs.at[''])} {pace_words(pace.ms, self._tongue)} {per}"
        return f"{said}, {self.book.own_paces[of_race]}" if of_race else said

    def speakable(self, text: str) -> str:
        """Put signs and shorthand of training plans into words; all else stays as it is."""
        return self._read(text).text

    def doubts(self, text: str) -> Iterator[tuple[tuple[int, int], str, str]]:
        """Find what could be meant in two ways: its place in the text, how it is read, and how else it could be."""
        for start, end, value in self._read(text).doubts:
            yield (start, end), self._figures(value, "minute"), self._figures(value, "metre")

    def points(self, text: str) -> Iterator[tuple[tuple[int, int], EitherWay]]:
        """Find `2.30 min`, which could be 2:30 outside English: its places in the text, and both of its meanings."""
        return iter(self._read(text).points)

    def unread(self, text: str) -> Iterator[tuple[int, int]]:
        """Find the places of what is left to the voice as it is written, because nobody can be sure of it."""
        return iter(self._read(text).unread)
