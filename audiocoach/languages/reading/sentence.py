"""A text while it is read: its tokens, what has been said of them so far, and what was not sure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from audiocoach.languages.reading.tokens import NUMBERS, Token, cut
from audiocoach.quantities.either_way import EitherWay

_NOTHING = Token("end", "", 0)
_ENDS = frozenset(".;!?")
_APART = ("space", "end")
_COMPARING = frozenset("<>≤≥~±@")


class Doubt(NamedTuple):
    """`10m`, which could be minutes or metres: its place, and its number."""

    start: int
    end: int
    value: int


@dataclass(slots=True, eq=False)
class Sentence(dict[int, Token]):
    """What rules look at. A rule is given the place of a token, and gives back what it says and the place behind.

    Tokens by their place, because rules ask for a hundred of them at each number; before the first and behind the last
    there is an empty one.
    """

    tokens: list[Token]
    said: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)
    points: dict[int, tuple[int, EitherWay]] = field(default_factory=dict)
    """Where `2.30 min` begins that could be 2:30: where it ends, and both of its meanings."""

    counted_at: int = -1
    """The place behind the last `8 x`: what stands there is counted."""

    quoting: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By a sign that closes quotations: up to which place they have been counted, and how many are open there."""

    loose_at: int = -1
    """A place where letters stand right before a number that are none of it: the `Z` of `Z2`."""

    @classmethod
    def of(cls, text: str, pattern: re.Pattern[str]) -> Sentence:
        """Cut a text into its tokens."""
        return cls(cut(text, pattern))

    def __post_init__(self) -> None:
        self.update(enumerate(self.tokens))

    def __missing__(self, place: int) -> Token:
        return _NOTHING

    def behind_blank(self, place: int) -> int:
        """Return the place of the next token that is no blank, from a place on."""
        return place + 1 if self[place].kind == "space" else place

    def before_blank(self, place: int) -> int:
        """Return the place of the last token that is no blank, before a place."""
        return place - 2 if self[place - 1].kind == "space" else place - 1

    def word_before(self, place: int) -> str:
        """Return the word right before a place, in small letters and without a stop, or a sign that compares."""
        before = self.before_blank(place)
        if before == place - 1 and self[before].text in ("'", "’") and self[before - 1].kind == "word":
            return self[before - 1].text.casefold() + "'"
        if self[before].text == "." and self[before - 1].kind == "word":
            before -= 1
        token = self[before]
        if token.kind == "short":
            return token.text.casefold().rstrip(".")
        return token.text.casefold() if token.kind == "word" or token.text in _COMPARING else ""

    def word_at(self, place: int) -> str:
        """Return the word at a place, in small letters."""
        return self[place].text.casefold() if self[place].kind == "word" else ""

    def is_number(self, place: int) -> bool:
        """Tell whether a number, of any kind, stands at a place."""
        return self[place].kind in NUMBERS

    def is_glued(self, place: int) -> bool:
        """Tell whether a number belongs to the letters right before it: `MP3`, `v1.2`."""
        before = self[place - 1]
        if place in (self.loose_at, self.counted_at):
            return False
        return before.kind == "word" or (before.text.endswith("_") and self[place - 2].kind == "word")

    def replace_last_word(self, word: str, instead: str) -> bool:
        """Take back the last word that has been said, where it is this one, and tell whether it was."""
        for at in range(len(self.said) - 1, max(-1, len(self.said) - 3), -1):
            if said := self.said[at].strip():
                if said.casefold() != word:
                    return False
                self.said[at] = self.said[at].replace(said, instead.capitalize() if said[:1].isupper() else instead)
                return True
        return False

    def clause(self, place: int) -> range:
        """Return the places of the clause, between full stops and the like, in which a place lies."""
        ends = [at for at, token in enumerate(self.tokens) if token.text in _ENDS and self[at + 1].kind in _APART]
        return range(
            max((at for at in ends if at < place), default=-1) + 1,
            min((at for at in ends if at > place), default=len(self.tokens)),
        )

    def text(self, start: int, end: int) -> str:
        """Return what is written from one place up to another."""
        return "".join(token.text for token in self.tokens[start:end])
