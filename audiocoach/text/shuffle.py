"""Lists of sentences in an order that seems random and is the same each time. Pure.

No random generator: each place in the order follows from the texts alone, on every machine and Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256


def shuffled(sentences: Sequence[str], turn: int, seed: str) -> str:
    """Choose the sentence of a turn (from 0): all come once before any comes again, and none twice in a row.

    Args:
        sentences: at least one; duplicates count once.
        turn: how many sentences of this list have been said before.
        seed: varies the order for the same sentences, such as a session's title.
    """
    distinct = tuple(dict.fromkeys(sentences))
    count = len(distinct)
    if count < 3:
        return _pass(distinct, 0, seed)[turn % count]  # two only alternate: any other order repeats one
    number, place = divmod(turn, count)
    order = _pass(distinct, number, seed)
    if number and order[0] == _pass(distinct, number - 1, seed)[-1]:
        place = {0: 1, 1: 0}.get(place, place)  # its first two change places
    return order[place]


@lru_cache(64)
def _pass(sentences: tuple[str, ...], number: int, seed: str) -> tuple[str, ...]:
    """Order all sentences for one pass through the list. Exchanging its first two never changes its last."""
    return tuple(sorted(sentences, key=lambda text: sha256(f"{seed}\n{number}\n{text}".encode()).digest()))
