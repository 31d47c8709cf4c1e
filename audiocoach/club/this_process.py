"""This process as the only worker: a bug that somebody meets is theirs alone, as with any other workers. What the
system refuses, such as one more open file, is nobody's: it ends the command.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from typing import Any

from audiocoach.errors import is_of_the_system


class ThisProcess:
    """Makes a chunk as soon as it is handed out."""

    width = 1

    def executor(self) -> Executor:
        """Give what makes chunks here."""
        return _Here()

    def lose(self, futures: Sequence[Future[Any]]) -> bool:  # noqa: ARG002 - each is done when it is known
        """Tell that there are no others."""
        return False

    def end(self) -> None:
        """Do nothing: it ends with the command."""


class _Here(Executor):
    def submit(self, job: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(job(*given, **named))
        except Exception as error:
            if is_of_the_system(error):
                raise
            future.set_exception(error)
        return future
