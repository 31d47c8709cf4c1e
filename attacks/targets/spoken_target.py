"""Spoken text, in every language: read without an exception, no figure lost, nothing grown beyond all bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from attacks.mutating import mutated
from attacks.target import promised
from audiocoach.languages.lookup import LANGUAGES, language_of
from audiocoach.text.speakable import is_speakable

CODES = (*LANGUAGES, "da", "ja")
MOST_CHARACTERS = 2000
"""As many as the language lets a cue have."""

_PIECES = (
    "4x400m",
    "2'30\"",
    "5k",
    "@",
    "10:30",
    "1/2",
    "½",
    "3.5",
    "3,5",
    "1.000",
    "1 000",
    "50%",
    "Z2",
    "RPE 7",
    "4:30/km",
    "km/h",
    "8-10",
    "#1",
    "&",
    "->",
    "e.g.",
    "z.B.",
    "c.-à-d.",
    "2026-11-28",
    "28.11.",
    "555 123 4567",
    "https://a.com/b",
    "😀",
    "°C",
    "±",
    "×",
    "–",
    "min",
    "sec",
    "''",
    "Round 2/4",
    "1,5 km",
    "x",
    "9" * 30,
    "٣",
    "²",
    "\u200b",
    "\u0301",
    "A.M.",
    "1st",
    "3ème",
    "XII",
    "-5",
    "5+",
    "{",
)

_GROWTH = 400
"""Characters that any text may become longer by, besides in proportion: "²" is "squared"."""


class Spoken:
    """What a voice is given to say."""

    name, share, most_mb = "spoken", 1, 150

    def seeds(self) -> Iterable[bytes]:
        """Give what coaches write, alone and long."""
        for code in CODES:
            yield from (f"{code}\n{piece} {piece}".encode() for piece in _PIECES)
            yield from (
                f"{code}\n{piece * 300}"[:MOST_CHARACTERS].encode()
                for piece in ("9", "a.", "1-", "1:", "10m, ", "1/2 ")
            )

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Put pieces together, or change what was there."""
        code = random.choice(CODES)
        if random.random() < 0.5:
            text = "".join(
                random.choice(_PIECES) + random.choice(("", " ", " ", ", ", ".", "\n"))
                for _ in range(random.randrange(1, 12))
            )
            return f"{code}\n{text}".encode()
        _, _, old = random.choice(corpus).partition(b"\n")
        return code.encode() + b"\n" + mutated(old, corpus, random, [piece.encode() for piece in _PIECES])

    def sort(self, data: bytes) -> str:
        """Name the language."""
        return data.partition(b"\n")[0].decode("utf-8", "replace")

    def attempt(self, data: bytes, folder: Path) -> str:
        """Read the text behind the first line, in the language that this names."""
        code, _, raw = data.decode("utf-8", "replace").partition("\n")
        if code not in CODES:
            code = "en"
        text = raw[:MOST_CHARACTERS]
        language = language_of(code)
        said = language.speakable(text)
        promised(said == " ".join(said.split()), "what is said has blanks in a row, or at an end")
        promised(not is_speakable(text) or is_speakable(said), "words were lost")
        promised(len(said) <= 40 * len(text) + _GROWTH, "what is said is far longer than what was written")
        promised(
            self._figures(text) <= self._figures(said) or code != "da", "figures were lost in a language without rules"
        )
        if re.search("[0-9]", text):
            promised(re.search(r"\w", said), "figures were lost")
        for (start, end), one, other in language.doubts(text):
            promised(0 <= start < end <= len(text) and one != other, "a doubt about nothing")
        for start, end in language.unread(text):
            promised(0 <= start < end <= len(text), "something unread outside of the text")
        how = "as written" if said == text else "read"
        return f"{code} {how} {sorted({_class(char) for char in said})} {len(said) // 200}"

    def _figures(self, text: str) -> int:
        return len(re.findall("[0-9]", text))


def _class(char: str) -> str:
    return "0" if char.isdigit() else "a" if char.isalpha() else "." if char.isascii() else "~"
