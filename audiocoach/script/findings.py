"""Report problems of many sessions once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from audiocoach.errors import Problem, ScriptError
from audiocoach.text.late_pattern import LatePattern

_NUMBER = LatePattern(r"\d[\d.:]*")


class Findings:
    """Problems of many sessions, each reported once, with the first session it stands in: "session 1.1", or a file."""

    def __init__(self, sessions: int) -> None:
        self.sessions = sessions
        self._found: dict[tuple[str, ...], tuple[Problem, list[str]]] = {}

    def note(self, problems: Iterable[Problem], session: str) -> None:
        """Note what is wrong in one session."""
        for problem in problems:
            # The same problem, by however much the words are too long.
            message, hint = (_NUMBER.sub("", text) for text in (problem.message, problem.hint))
            told = message, hint, str(problem.where), problem.severity
            self._found.setdefault(told, (problem, []))[1].append(session)

    @contextmanager
    def of(self, session: str) -> Iterator[None]:
        """Note the script errors that are raised within, as those of one session, and go on behind it."""
        try:
            yield
        except ScriptError as error:
            self.note(error.problems, session)

    def all(self) -> list[Problem]:
        """Return every problem once; one that is not in all sessions says where it is."""
        return [self._told(problem, names) for problem, names in self._found.values()]

    def _told(self, problem: Problem, names: list[str]) -> Problem:
        if len(names) == self.sessions:
            return problem
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        return replace(problem, message=f"{problem.message} (in {names[0]}{more})")
