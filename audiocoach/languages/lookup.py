"""What differs from language to language besides a coach's sentences: lengths, numbers, speakable text.

A language is one module here with its book of words and its way to count, and a line in `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Protocol

from audiocoach.quantities.distances import Distance
from audiocoach.quantities.either_way import EitherWay
from audiocoach.quantities.paces import Pace


class Language(Protocol):
    """How things are said in one language."""

    kind_names: Mapping[str, str]
    """What a step without a name is called when it begins, by kind."""

    nouns: Mapping[str, str]
    """What it is called before that, of the kinds whose name is a command."""

    begins: Mapping[str, str]
    """What is said when it begins, of the kinds whose name alone is not heard outdoors."""

    sets: tuple[str, str]
    """What a set of sets without a name is called, and a set of those."""

    with_between: str
    """A set and the rest that comes only between its rounds, in writing: "{}, with {} between"."""

    def length(self, milliseconds: int) -> str:
        """Say a length (ms), to the second: 110,000 is "one minute fifty"."""
        ...

    def distance(self, distance: Distance) -> str:
        """Say a distance: 400 m is "four hundred metres"."""
        ...

    def pace(self, pace: Pace, of_race: str = "") -> str:
        """Say at which pace: 5:30/km is "at five thirty a kilometre", "…, your five kilometre pace" if it is named."""

    def days(self, number: int) -> str:
        """Say a number of days: "two days"."""
        ...

    def times(self, rounds: int, parts: list[tuple[str, int]], *, rest_between: bool = False) -> str:
        """Say a set in one phrase: its rounds, and the name and length (ms) of each of its steps.

        With `rest_between`, the last of several steps comes only between the rounds.
        """
        ...

    def speakable(self, text: str) -> str:
        """Return the text as a voice must read it: `4x2'` as "4 times 2 minutes"."""
        ...

    def doubts(self, text: str) -> Iterator[tuple[tuple[int, int], str, str]]:
        """Find what could be meant in two ways: its place in the text, how it is read, and how else it could be."""
        ...

    def points(self, text: str) -> Iterator[tuple[tuple[int, int], EitherWay]]:
        """Find `2.30 min`, which could be 2:30 outside English: its places in the text, and both of its meanings."""
        ...

    def unread(self, text: str) -> Iterator[tuple[int, int]]:
        """Find the places of what is left to the voice as it is written, because nobody can be sure of it."""
        ...


LANGUAGES: Mapping[str, tuple[str, str]] = {
    "en": ("english", "ENGLISH"),
    "de": ("german", "GERMAN"),
    "es": ("spanish", "SPANISH"),
    "fr": ("french", "FRENCH"),
    "it": ("italian", "ITALIAN"),
    "nl": ("dutch", "DUTCH"),
    "pl": ("polish", "POLISH"),
    "pt": ("portuguese", "PORTUGUESE"),
    "pt-BR": ("portuguese", "BRAZILIAN"),
}
"""Each language's module here, and its name in it. Nothing is imported before it is wanted."""


@lru_cache
def language_of(code: str) -> Language:
    """Return the language of a BCP 47 code; for one that is not here, what can be said without its words."""
    for name in (code, base(code)):
        if name in LANGUAGES:
            module, value = LANGUAGES[name]
            found: Language = getattr(import_module(f"audiocoach.languages.{module}"), value)
            return found
    from audiocoach.languages.other import Other

    return Other(code)


def base(code: str) -> str:
    """Return the language of a code without its region: `de` of `de-AT`."""
    return code.partition("-")[0]
