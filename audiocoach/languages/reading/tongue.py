"""How one language says what the rules find: numbers, amounts of units, halves and decimals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from audiocoach.languages.book import Book, Case
from audiocoach.quantities.notations import AMBIGUOUS, DISTANCE, TIME, Unit

_THIN = "\u2009\u202f\xa0"
_VULGAR = {"½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
EVERYWHERE: tuple[Unit, ...] = ("kilometre", "metre", "mile")
"""The distances that every language counts."""

MAX_DIGITS = 6
"""A number with more is a number of something else than a training plan has."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is written: its whole part, and decimals or a fraction behind it."""

    whole: int
    decimals: str = ""
    fraction: Fraction = Fraction(0)

    @property
    def value(self) -> Fraction:
        """Return its value."""
        if not self.decimals:
            return self.fraction + self.whole if self.fraction else Fraction(self.whole)
        return Fraction(f"{self.whole}.{self.decimals or 0}") + self.fraction

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is behind the whole part."""
        return not self.decimals and not self.fraction


@dataclass(frozen=True)
class Tongue:
    """A language: its book, and how it says a number, a number of units in a case, a length in milliseconds, and a
    unit behind a decimal.
    """

    book: Book
    number: Callable[[int], str]
    count: Callable[[int, Unit, Case], str]
    length: Callable[[int], str]
    unit_of: Callable[[str, Unit], str]

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """Return every spelling of a unit, in small letters; `m` is none."""
        known: dict[str, Unit] = {spelling: unit for unit, all_ in TIME.items() for spelling in all_}
        known |= {spelling: unit for unit in EVERYWHERE for spelling in DISTANCE[unit]}
        del known[AMBIGUOUS], known["k"]
        return {**known, "bpm": "beat", **self.book.markers.units}

    @cached_property
    def shorthand(self) -> Mapping[str, str]:
        """Return the words of abbreviations, by what is left of these without blanks and full stops."""
        return {re.sub(r"[\s.?]", "", short).casefold(): said for short, said in self.book.signs.shorthand.items()}

    @cached_property
    def _grouped(self) -> re.Pattern[str]:
        own = re.escape(self.book.numbers.thousands)
        point = "." if self._is_english else ","
        return re.compile(rf"([0-9]{{1,3}}(?:[{own}{_THIN}][0-9]{{3}})+)(?:[{point}]([0-9]+))?")

    def is_feminine(self, noun: str) -> bool:
        """Tell whether a noun is feminine, by its ending."""
        return re.search(self.book.numbers.feminine_noun, noun.casefold()) is not None

    @property
    def _is_english(self) -> bool:
        return self.book.numbers.thousands == ","

    def has_thousands(self, text: str) -> bool:
        """Tell whether a number is written with its thousands apart: `2.000`."""
        return self._grouped.fullmatch(text) is not None

    def amount(self, kind: str, text: str, *, of_time: bool) -> Amount | None:
        """Read a number as it is written; None for one that nobody can be sure of.

        `of_time`: no time is written with thousands, so `1.500 h` is one hour and a half in any language.
        """
        if kind == "integer":
            return Amount(int(text)) if len(text) <= MAX_DIGITS else None
        if kind == "mixed":
            return _mixed(text)
        if kind != "decimal" or len(text) > 2 * MAX_DIGITS:
            return None
        grouped = self._grouped.fullmatch(text)
        if grouped and not (of_time and re.fullmatch(r"[0-9]+\.[0-9]+", text)):
            return Amount(int(re.sub("[^0-9]", "", grouped[1])), grouped[2] or "")
        plain = re.fullmatch(r"([0-9]*)[.,]([0-9]+)", text)
        return Amount(int(plain[1] or 0), plain[2]) if plain else None

    def say(self, amount: Amount, unit: Unit, case: Case = "") -> str:
        """Say an amount of a unit in words; nothing where the language has none for its fraction."""
        if amount.is_whole:
            return self.count(amount.whole, unit, case)
        said, declined = self._part(amount, unit), self.book.numbers.declined
        return declined(said, amount.whole, unit, case) if declined and case else said

    def _part(self, amount: Amount, unit: Unit) -> str:
        """Say what is no whole number of a unit: a half, a decimal, a fraction."""
        numbers = self.book.numbers
        if amount.fraction == Fraction(1, 2) or (
            numbers.half_decimal and amount.whole and amount.decimals.rstrip("0") == "5"
        ):
            return numbers.half(amount.whole, unit)
        if amount.decimals:
            return f"{self.decimal(amount)} {self.unit_of(f'{amount.whole}.{amount.decimals}', unit)}"
        if unit in ("hour", "minute"):
            return self.length(int(amount.value * {"hour": 3_600_000, "minute": 60_000}[unit]))
        if amount.whole:
            quarters = amount.fraction * 4
            return self._part(Amount(amount.whole, str(25 * quarters)), unit) if quarters.denominator == 1 else ""
        part = numbers.fractions.get(str(amount.fraction))
        return numbers.part_of.format(part, one=self.one(unit), some=self.unit_of("1.5", unit)) if part else ""

    def one(self, unit: Unit) -> str:
        """Return a unit as it stands behind one."""
        return self.count(1, unit, "").partition(" ")[2]

    def in_compound(self, unit: Unit) -> str:
        """Return a unit as it stands in one word with its number: "10-minute", "10-Minuten-Lauf"."""
        return self.one(unit) if self._is_english else self.unit_of("2", unit)

    def decimal(self, amount: Amount) -> str:
        """Say a decimal: 1.5 is "one point five"."""
        words = self.book.numbers
        zeros = len(amount.decimals) - len(amount.decimals.lstrip("0"))
        rest = amount.decimals[zeros:]
        digits = [*amount.decimals] if words.by_digit or not rest else [*("0" * zeros), rest]
        return " ".join([self.number(amount.whole), words.point, *(self.number(int(digit)) for digit in digits)])


def _mixed(text: str) -> Amount:
    if text[-1] in _VULGAR:
        return Amount(int(text[:-1].strip() or 0), fraction=_VULGAR[text[-1]])
    whole, _, fraction = text.partition(text[-4])
    return Amount(int(whole), fraction=Fraction(fraction))
