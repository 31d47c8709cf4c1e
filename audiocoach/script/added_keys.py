"""Keys that a mapping lacks, and where they can be put into it."""

from __future__ import annotations

from dataclasses import replace

from audiocoach.errors import Hint, Instead, Where

A_MOMENT = Hint(
    "add 'at: halfway', 'at: 20s', 'at: -10s' or 'every: 30s'", "at: halfway", "at: 20s", "at: -10s", "every: 30s"
)
A_SOUND = Hint("add 'say: …' or 'sound: halfway'", "sound: halfway")
A_TICK = Hint("add 'say: …' or 'sound: tick'", "sound: tick")
HOW_OFTEN = Hint("add 'every: 40s'", "every: 40s")


def added(hint: str, to: Where) -> Hint:
    """Give the entries that a hint would have added their place: in the mapping whose first key, or brace, is at `to`.

    Each of them alone will do.
    """
    entries = [instead.text for instead in Hint.of(hint).instead] if to.line else []
    if to.source[to.column - 1 : to.column] == "{":
        inside = replace(to, column=to.column + 1, width=0)
        return Hint(hint, *(Instead(f"{entry}, ", where=inside) for entry in entries))
    margin = " " * (to.column - 1)
    return Hint(hint, *(Instead(f"{entry}\n{margin}", where=replace(to, width=0)) for entry in entries))
