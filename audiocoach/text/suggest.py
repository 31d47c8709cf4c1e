"""The nearest known spelling, for every message about an unknown word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from audiocoach.errors import Hint, Instead

LIKE = 0.6
"""How much a word must be like another, from 0 to 1, to be taken for a slip of the keyboard."""


def nearest(word: str, known: Iterable[str], like: float = LIKE) -> str | None:
    """Find the known word most like `word`; None when nothing comes near."""
    spellings = {k.casefold(): k for k in known}
    found = get_close_matches(word.casefold().replace("_", "-"), list(spellings), n=1, cutoff=like)
    return spellings[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], listing: str = "", like: float = LIKE) -> Hint:
    """Write a hint: the nearest spelling if there is one, then `listing`, which says what there is to choose from."""
    near = nearest(word, known, like)
    if near is None:
        return Hint(listing)
    return meant(near, f"  {listing}" if listing else "")


def meant(text: str, more: str = "", *, part: tuple[int, int] | None = None, beneath: Sequence[str] = ()) -> Hint:
    """Write a hint: what was meant, and `more`.

    `part` is what it stands in place of, where that is not what is underlined; `beneath` further keys: see `Instead`.
    """
    further = "".join(f", and '{key}'" for key in beneath) + (" on a line of its own" if beneath else "")
    return Hint(f"did you mean '{text}'{further}?{more}", Instead(text, part, beneath=tuple(beneath)))


def quoted(text: str) -> str:
    """Quote a text as YAML needs it when it holds anything that YAML would take for its own syntax."""
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def as_value(words: str) -> str:
    """Return words as a script has them behind a key: in quotes where signs ask for it."""
    return quoted(words) if re.search(r"[:#{}\[\]&*|>'\"%@`]|^[-?,!]", words) else words
