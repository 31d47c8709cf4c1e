"""Read the text of a script as its sessions, and find what is wrong with these in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import AudiocoachError, Problem
from audiocoach.script.context import Reading
from audiocoach.script.load import parse_session
from audiocoach.script.model import Session
from audiocoach.script.source import kind_of, nodes_of

Sessions = Mapping[str, Session]
"""The sessions of a script by their ids, such as `2.1`; a single one has none."""


@dataclass(frozen=True, slots=True)
class TextChecks:
    """How the texts of one file are read.

    Attributes:
        file: what messages call it.
        folder: where the files that it names lie; None: it can name none.
    """

    file: str
    folder: Path | None

    def read(self, text: str) -> Sessions:
        """Read the sessions of a script.

        Raises:
            ScriptError: with everything that is wrong in the text.
        """
        if kind_of(nodes_of(text, Reading(file=self.file, folder=self.folder))) != "programme":
            return {"": parse_session(text, self.file, self.folder)}
        from audiocoach.programme.load_programme import parse_programme

        programme = parse_programme(text, self.file, self.folder)
        return {planned.id: planned.session for planned in programme.sessions}

    def wrong(self, sessions: Sessions) -> tuple[Problem, ...]:
        """Find words that meet or run on, with their lengths estimated, and sounds that cannot be used."""
        from audiocoach.rendering.timelines import arranged
        from audiocoach.script.coach_sheets import Sheets
        from audiocoach.sound.loaded_signals import SoundShelf
        from audiocoach.timeline.athlete import placeheld

        named = [(f"session {name}" if name else "", placeheld(session)) for name, session in sessions.items()]
        try:
            _, problems = arranged(named, None, Sheets(), SoundShelf())
        except AudiocoachError as error:
            return (Problem(error.message, hint=error.hint),)
        return tuple(problem for problem in problems if problem.severity == "error")

    def newly_wrong(self, before: Sessions, after: Sessions) -> Problem | None:
        """Find the first thing that is wrong in sessions that have changed, where more is wrong in them than before."""
        changed = {name: session for name, session in after.items() if before.get(name) != session}
        now = self.wrong(changed)
        if not now:
            return None
        then = self.wrong({name: session for name, session in before.items() if name in changed})
        if len(now) <= len(then):
            return None
        return next((problem for problem in now if problem not in then), now[0])
