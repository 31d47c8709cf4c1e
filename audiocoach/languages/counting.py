"""Counting in words, in every language but English, which needs no library for it.

Plurals of units come from the CLDR, numbers in words from num2words; what neither knows is how a number
agrees with its unit, and stands in each language's table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from audiocoach.languages.book import Case
from audiocoach.languages.cldr.unit_words import with_unit
from audiocoach.quantities.notations import Unit

Agreement = tuple[tuple[str, str], ...]
"""Endings of a number's words, as patterns, and what they become before a unit."""


@dataclass(frozen=True)
class Counting:
    """How a language counts.

    Args:
        locale: its name in the CLDR.
        numbers: its name for num2words.
        feminine: the units that are feminine.
        as_feminine: how a number's words change before a feminine unit.
        as_masculine: how they change before any other.
        own_units: units for which CLDR has no words: one, and many, with `{}` where the number is no word of its own.
        contracted: what number and unit become together: "una ora" is "un'ora".
        in_case: how a number of units is said in a case, in words that are in none; None where no case is heard.
    """

    locale: str
    numbers: str
    own_units: Mapping[Unit, tuple[str, str]]
    feminine: frozenset[Unit] = frozenset()
    as_feminine: Agreement = ()
    as_masculine: Agreement = ()
    contracted: Mapping[str, str] = field(default_factory=dict)
    in_case: Callable[[int, Unit, Case, str], str] | None = None

    def number(self, value: int) -> str:
        """Say a number in words."""
        return _in_words(value, self.numbers)

    def ordinal(self, value: int) -> str:
        """Say a number in words, as one of a row."""
        return _in_words(value, self.numbers, to="ordinal")

    def count(self, value: int, unit: Unit, case: Case = "") -> str:
        """Say a number of units in words."""
        said = self._of_unit(value, unit).format(self._agreeing(value, unit))
        if case and self.in_case is not None:
            said = self.in_case(value, unit, case, said)
        return self.contracted.get(said, said)

    def unit(self, number: str, unit: Unit) -> str:
        """Return the unit alone, as it stands behind a number in figures with a point: 2.5 "minuty"."""
        if unit in self.own_units:
            return self._own(self.own_units[unit][1]).replace("{}", "").strip()
        return _with_unit(number, unit, self.locale).replace("{}", "").strip()

    def _of_unit(self, value: int, unit: Unit) -> str:
        if unit in self.own_units:
            one, many = self.own_units[unit]
            return self._own(one if value == 1 else many)
        return _with_unit(str(value), unit, self.locale)

    @staticmethod
    def _own(words: str) -> str:
        return words if "{}" in words else f"{{}} {words}"

    def _agreeing(self, value: int, unit: Unit) -> str:
        said = self.number(value)
        for ending, agreeing in self.as_feminine if unit in self.feminine else self.as_masculine:
            said, changed = re.subn(ending + "$", agreeing, said)
            if changed:
                break
        return said


@lru_cache(1024)
def _in_words(value: int, language: str, to: str = "cardinal") -> str:
    from num2words import num2words

    return str(num2words(value, lang=language, to=to)).replace("\xad", "")


@lru_cache(1024)
def _with_unit(number: str, unit: Unit, locale: str) -> str:
    said = with_unit(number, unit, locale)
    assert said is not None, locale
    return said.replace("\xa0", " ").replace("\u202f", " ")
