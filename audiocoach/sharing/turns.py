"""Whose turn it is while more is asked for than can be answered: the one who asked last.

In a crowd, who came first has waited too long already, and may be one of those that only hold a place; who comes last
would wait for all of them. A crowd that is answered in turn answers nobody in time.
"""

from __future__ import annotations

import asyncio


class NewestFirst:
    """A number of turns at once, given back by whoever has one."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[asyncio.Future[None]] = []

    async def take(self) -> None:
        """Wait for a turn."""
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back()  # it came at the moment in which nobody wanted it any more
            raise

    def give_back(self) -> None:
        """Hand a turn to whoever asked last and still waits."""
        while self._waiting:
            turn = self._waiting.pop()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
