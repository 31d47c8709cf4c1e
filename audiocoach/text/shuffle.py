"""Lists of sentences in an order that seems free and is the same each time. Pure.

No generator's state: each place in the order follows from the texts alone, on every machine and Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def shuffled(sentences: Sequence[str], turn: int, seed: str) -> str:
    """The sentence of a turn (from 0): all come once before any comes again, and none twice in a row.

    Args:
        sentences: at least one; what stands in the list twice counts once.
        turn: how many sentences of this list have been said before.
        seed: what the order follows from besides the sentences, such as a session's title.
    """
    distinct = list(dict.fromkeys(sentences))
    count = len(distinct)
    if count < 3:
        return _pass(distinct, 0, seed)[turn % count]  # two in turn: any other order says one twice in a row
    number, place = divmod(turn, count)
    order = _pass(distinct, number, seed)
    if number and order[0] == _pass(distinct, number - 1, seed)[-1]:
        order[:2] = reversed(order[:2])
    return order[place]


def _pass(sentences: Sequence[str], number: int, seed: str) -> list[str]:
    """All sentences, in the order of one pass through the list. Where its first two are exchanged, its last stays."""
    return sorted(sentences, key=lambda text: sha256(f"{seed}\n{number}\n{text}".encode()).digest())
