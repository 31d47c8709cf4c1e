"""A language without a module here: what can be said of a session in it without knowing its words.

Lengths are in figures, with the units that the CLDR knows; a voice reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audiocoach.languages.cldr.unit_words import with_unit
from audiocoach.languages.english import ENGLISH
from audiocoach.languages.reading.reader import without_pictures
from audiocoach.quantities.distances import Distance
from audiocoach.quantities.either_way import EitherWay
from audiocoach.quantities.paces import Pace
from audiocoach.quantities.units import SECOND, clock


class Other:
    """Any other language, by its BCP 47 code."""

    kind_names: Mapping[str, str] = ENGLISH.kind_names
    nouns: Mapping[str, str] = ENGLISH.nouns
    begins: Mapping[str, str] = ENGLISH.begins
    sets = ENGLISH.sets
    with_between = ENGLISH.with_between

    def __init__(self, code: str) -> None:
        self.code = code

    def length(self, milliseconds: int) -> str:
        """Say a length (ms): 110,000 is "1 minut 50 sekunder" in Danish; as on a clock where nobody knows the units."""
        seconds = (milliseconds + SECOND // 2) // SECOND
        parts = {"hour": seconds // 3600, "minute": seconds // 60 % 60, "second": seconds % 60}
        said = [self._counted(value, unit) for unit, value in parts.items() if value] or [self._counted(0, "second")]
        return " ".join(said) if all(said) else clock(seconds * SECOND)

    def days(self, number: int) -> str:
        """Say a number of days: "2 dage" in Danish; in figures alone where nobody knows the unit."""
        return self._counted(number, "day") or str(number)

    def _counted(self, value: int, unit: str) -> str:
        """Say a number of a unit of time; nothing where nobody knows the language."""
        words = with_unit(str(value), unit, self.code)
        return "" if words is None else words.replace("{}", str(value))

    def distance(self, distance: Distance) -> str:
        """Give a distance as it is written."""
        return str(distance)

    def pace(self, pace: Pace, of_race: str = "") -> str:  # noqa: ARG002  # it has no words for that
        """Give a pace as it is written."""
        return str(pace)

    def times(self, rounds: int, parts: list[tuple[str, int]], *, rest_between: bool = False) -> str:  # noqa: ARG002
        """Return nothing, whatever the arguments of a language: a phrase needs words."""
        return ""

    def speakable(self, text: str) -> str:
        """Leave out what no voice should read; the text's signs are the voice's to read."""
        return without_pictures(text)

    def doubts(self, text: str) -> Iterator[tuple[tuple[int, int], str, str]]:  # noqa: ARG002
        """Find none: nobody here could tell."""
        return iter(())

    def points(self, text: str) -> Iterator[tuple[tuple[int, int], EitherWay]]:  # noqa: ARG002
        """Find none: the voice reads it as it does."""
        return iter(())

    def unread(self, text: str) -> Iterator[tuple[int, int]]:  # noqa: ARG002
        """Find none either: the voice reads everything."""
        return iter(())
