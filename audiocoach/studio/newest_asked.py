"""Which question is the newest of its kind: what an older one still does is for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Lock

from audiocoach.errors import CancelledError

Key = tuple[str, ...]
"""What a question is about, and the tab of a browser that asks it."""


class NewestAsked:
    """Who asked last about each thing, in each tab."""

    def __init__(self) -> None:
        self._lock, self._working, self._numbers = Lock(), Lock(), count()
        self._last: dict[Key, int] = {}

    def begin(self, key: Key) -> Turn:
        """Take a turn; that of whoever asked before is over."""
        with self._lock:
            self._last.pop(key, None)
            number = self._last[key] = next(self._numbers)
            while len(self._last) > _MOST:  # whoever is forgotten is over as well
                del self._last[next(iter(self._last))]
        return Turn(self, key, number)

    @contextmanager
    def working(self, turn: Turn) -> Iterator[None]:
        """Work on one question at a time: who waits keeps no processor from who works.

        Raises:
            CancelledError: before any work, when somebody has asked since.
        """
        with self._working:
            turn.check()
            yield

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

    def check(self) -> None:
        """End the work on a question when its turn is over.

        Raises:
            CancelledError: when it is.
        """
        if self.is_set():
            raise CancelledError("something newer was asked")


_MOST = 500
"""Turns that are remembered."""
