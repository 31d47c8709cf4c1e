"""Respell names so that a voice pronounces them: a script's `say-as` table. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache


def pronounced(text: str, table: Mapping[str, str]) -> str:
    """Replace each name of the table by its spoken form: whole words, in any case, the longest name first."""
    if not table:
        return text
    pattern, said = _compiled(tuple(table.items()))
    return pattern.sub(lambda found: said[(found.lastindex or 1) - 1], text)


@lru_cache(8)
def _compiled(entries: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], list[str]]:
    """Compile a table into a pattern with a group per name, and the spoken form for each group.

    Groups, and not a look-up by name: letters that a pattern takes as equal may differ as keys.
    """
    longest_first = sorted(entries, key=lambda entry: -len(entry[0]))
    names = "|".join(f"({re.escape(name)})" for name, _ in longest_first)
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE), [said for _, said in longest_first]
