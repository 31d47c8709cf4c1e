"""Counting in words, in every language but English, which needs no library for it.

Plurals and cases of units come from Babel (CLDR), numbers in words from num2words; what neither knows is how a number
agrees with its unit, and stands in each language's table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from audiocoach.languages.book import Unit

_CLDR = {
    "hour": "duration-hour",
    "minute": "duration-minute",
    "second": "duration-second",
    "kilometre": "length-kilometer",
    "metre": "length-meter",
    "mile": "length-mile",
}

Agreement = tuple[tuple[str, str], ...]
"""Endings of a number's words, as patterns, and what they become before a unit."""


@dataclass(frozen=True)
class Counting:
    """How a language counts.

    Args:
        locale: its name for Babel.
        numbers: its name for num2words.
        feminine: the units that are feminine.
        as_feminine: how a number's words change before a feminine unit.
        as_masculine: how they change before any other.
        own_units: units for which CLDR has no words: one, and many.
        contracted: what number and unit become together: "una ora" is "un'ora".
    """

    locale: str
    numbers: str
    own_units: Mapping[Unit, tuple[str, str]]
    feminine: frozenset[Unit] = frozenset()
    as_feminine: Agreement = ()
    as_masculine: Agreement = ()
    contracted: Mapping[str, str] = field(default_factory=dict)

    def number(self, value: int) -> str:
        """A number in words."""
        return _in_words(value, self.numbers)

    def count(self, value: int, unit: Unit) -> str:
        """A number of units in words."""
        said = self._of_unit(value, unit).format(self._agreeing(value, unit))
        return self.contracted.get(said, said)

    def _of_unit(self, value: int, unit: Unit) -> str:
        if unit in self.own_units:
            one, many = self.own_units[unit]
            return f"{{}} {one if value == 1 else many}"
        return _with_unit(value, _CLDR[unit], self.locale)

    def _agreeing(self, value: int, unit: Unit) -> str:
        said = self.number(value)
        for ending, agreeing in self.as_feminine if unit in self.feminine else self.as_masculine:
            said, changed = re.subn(ending + "$", agreeing, said)
            if changed:
                break
        return said


@lru_cache(1024)
def _in_words(value: int, language: str) -> str:
    from num2words import num2words

    return str(num2words(value, lang=language)).replace("\xad", "")


@lru_cache(1024)
def _with_unit(value: int, unit: str, locale: str) -> str:
    """The unit as it stands behind this number, with `{}` for the number."""
    from babel.units import format_unit

    said = format_unit(value, unit, length="long", format="0", locale=locale)
    return (
        said.replace(str(value), "{}", 1).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
