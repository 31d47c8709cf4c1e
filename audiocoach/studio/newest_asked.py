"""Which question is the newest of its kind: what an older one still does is for nobody."""

from __future__ import annotations

from itertools import count
from threading import Lock

Key = tuple[str, str]
"""What a question is about, and the tab of a browser that asks it."""


class NewestAsked:
    """Who asked last about each thing, in each tab."""

    def __init__(self) -> None:
        self._lock, self._numbers = Lock(), count()
        self._last: dict[Key, int] = {}

    def begin(self, key: Key) -> Turn:
        """Take a turn; that of whoever asked before is over."""
        with self._lock:
            self._last.pop(key, None)
            number = self._last[key] = next(self._numbers)
            while len(self._last) > _MOST:  # whoever is forgotten is over as well
                del self._last[next(iter(self._last))]
        return Turn(self, key, number)

    def is_last(self, key: Key, number: int) -> bool:
        """Tell whether nobody has asked since."""
        return self._last.get(key) == number


class Turn:
    """One question's turn, as work that can be ended asks for it."""

    def __init__(self, turns: NewestAsked, key: Key, number: int) -> None:
        self._turns, self._key, self._number = turns, key, number

    def is_set(self) -> bool:
        """Tell whether it is over."""
        return not self._turns.is_last(self._key, self._number)


_MOST = 500
"""Turns that are remembered."""
