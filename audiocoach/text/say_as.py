"""Names as a voice must be told to say them: a script's `say-as` table. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache


def pronounced(text: str, table: Mapping[str, str]) -> str:
    """The text with each name of the table as it is said: whole words, in capitals or not, the longest name first."""
    if not table:
        return text
    pattern, said = _compiled(tuple(table.items()))
    return pattern.sub(lambda found: said[(found.lastindex or 1) - 1], text)


@lru_cache(8)
def _compiled(entries: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], list[str]]:
    """A group for each name, because letters that count as equal in a pattern may not be equal as keys."""
    longest_first = sorted(entries, key=lambda entry: -len(entry[0]))
    names = "|".join(f"({re.escape(name)})" for name, _ in longest_first)
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE), [said for _, said in longest_first]
