"""What differs from language to language besides a coach's sentences: lengths, numbers, speakable text.

A language is one module here that satisfies `Language`, listed in `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from audiocoach.languages.english import English


class Language(Protocol):
    """How things are said in one language."""

    kind_names: Mapping[str, str]
    """What a step without a name is called, by kind."""

    def length(self, milliseconds: int) -> str:
        """A length as it is spoken, to the second: 110,000 is "one minute fifty"."""
        ...

    def times(self, rounds: int, parts: list[tuple[str, int]]) -> str:
        """A set in one phrase: its rounds, and the name and length (ms) of each of its steps."""
        ...

    def speakable(self, text: str) -> str:
        """The text as a voice must read it: `4x2'` as "4 times 2 minutes"."""
        ...


LANGUAGES: dict[str, Language] = {"en": English()}


def language_of(code: str) -> Language:
    """The language of a BCP 47 code, whose support was checked when the script was read."""
    return LANGUAGES[code.split("-")[0]]
