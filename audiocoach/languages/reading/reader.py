"""The reader: a text cut into tokens, and each of them read by the rule for its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from audiocoach.languages.reading import signs, words
from audiocoach.languages.reading.amounts import Read
from audiocoach.languages.reading.figures import figure
from audiocoach.languages.reading.sentence import Doubt, Sentence
from audiocoach.languages.reading.tokens import NUMBERS, PICTURES, abbreviations, cutter
from audiocoach.languages.reading.tongue import Tongue
from audiocoach.quantities.either_way import EitherWay
from audiocoach.text.filled import BEGIN, unmarked
from audiocoach.text.late_pattern import LatePattern

_QUICK = (
    rf"[\d&@/#<>≤≥≈~±+*_`½⅓⅔¼¾{BEGIN}]|\b(?:vs\b|www\.)|\.(?:com|org|net|info|eu)\b|[A-ZÀ-ÞĄĆĘŁŃŚŹŻ]{{2}}"
    r"|[\u2190-\u2bff\ufe0f\U0001f000-\U000e007f]"
)
"""Most sentences have none of it, and stay as they are."""

_LOOSE = LatePattern(r"\s+(?=[.,](?:\s|$))")
_DOUBLED = LatePattern(r",(?:\s*,)+")

Rule = Callable[[Sentence, int, Tongue], Read]

RULES: Mapping[str, Rule] = {
    **dict.fromkeys(NUMBERS, figure),
    "word": words.word,
    "short": words.short,
    "link": words.link,
    "sign": signs.sign,
    "stars": signs.stars,
    "picture": signs.picture,
    "arrow": signs.arrow,
}
"""One for each kind of token; blanks and primes that belong to no number stay."""


class Reading(NamedTuple):
    """A text as a voice must read it, what of it could be meant in two ways, and what no rule was sure of.

    `points`: the places of `2.30 min`, and both of its meanings.
    """

    text: str
    doubts: tuple[Doubt, ...] = ()
    unread: tuple[tuple[int, int], ...] = ()
    points: tuple[tuple[tuple[int, int], EitherWay], ...] = ()


class Reader:
    """Reads texts in one language. Its patterns are made when the first text needs them."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        # `check` reads each text to find doubts in it, and the timeline reads it again.
        self._known = lru_cache(maxsize=1024)(self._read)

    @cached_property
    def _quick(self) -> re.Pattern[str]:
        return re.compile(f"{_QUICK}|(?i:{abbreviations(self.tongue.book.signs.shorthand)})")

    @cached_property
    def _tokens(self) -> re.Pattern[str]:
        return cutter(self.tongue.book.signs.shorthand)

    def __call__(self, text: str) -> Reading:
        """Read a text."""
        return self._known(str(text))  # a text that knows its place is no other text

    def _read(self, text: str) -> Reading:
        if not self._quick.search(text):
            return Reading(" ".join(text.split()))
        if not any(char.isalnum() for char in text):
            return Reading(without_pictures(unmarked(text)))
        s = Sentence.of(text, self._tokens)
        place = 0
        while place < len(s.tokens):
            said, place = self._one(s, place)
            s.said.append(said)
        whole = _DOUBLED.sub(",", _LOOSE.sub("", " ".join("".join(s.said).split())))
        for meeting, said in self.tongue.book.signs.contracted.items():
            whole = re.sub(meeting, said, whole)
        points = tuple(((start, end), both) for start, (end, both) in s.points.items())
        return Reading(whole, tuple(s.doubts), tuple(s.unread), points)

    def _one(self, s: Sentence, place: int) -> tuple[str, int]:
        token = s[place]
        if token.kind == "filled":
            return self(token.text).text, place + 1
        rule = RULES.get(token.kind)
        return (rule(s, place, self.tongue) if rule else None) or (token.text, place + 1)


def without_pictures(text: str) -> str:
    """Return the text without emoji."""
    return " ".join(re.sub(PICTURES, " ", text).split())
