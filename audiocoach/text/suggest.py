"""The nearest valid spelling, for every message that says a word is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None when nothing comes near."""
    spellings = {k.casefold(): k for k in known}
    found = get_close_matches(word.casefold().replace("_", "-"), list(spellings), n=1, cutoff=0.6)
    return spellings[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], listing: str = "") -> str:
    """A hint: the nearest spelling if there is one, then what there is to choose from."""
    near = nearest(word, known)
    return "  ".join(part for part in (f"did you mean '{near}'?" if near else "", listing) if part)


def quoted(text: str) -> str:
    """The text as YAML needs it when it holds anything YAML would read as its own."""
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
