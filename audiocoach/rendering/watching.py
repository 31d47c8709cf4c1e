"""Tell how the work goes on, and stop it when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from audiocoach.errors import CancelledError

Progress = Callable[[str, int, int], None]
"""Told as the work goes on: the stage's name, how much of it is done, and of how much."""


class Cancel(Protocol):
    """What can ask for an end from any thread, such as a `threading.Event`."""

    def is_set(self) -> bool:
        """Say whether the work should end."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told of the work, and who can end it."""

    progress: Progress | None = None
    cancel: Cancel | None = None

    def check(self) -> None:
        """End the work if that is asked for.

        Raises:
            CancelledError: when it is.
        """
        if self.cancel is not None and self.cancel.is_set():
            raise CancelledError("cancelled before it was finished; nothing was written")

    def stage(self, name: str, *, silent: bool = False) -> Callable[[int, int], None] | None:
        """Give what is to be called as one stage goes on; None where nobody listens. `silent`: only to be ended."""
        if self.cancel is None and (silent or self.progress is None):
            return None

        def told(done: int, total: int) -> None:
            self.check()
            if self.progress is not None and not silent:
                self.progress(name, done, total)

        return told
