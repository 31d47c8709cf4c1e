"""The coach sheets of sessions: which one a session has, each read once."""

from __future__ import annotations

from pathlib import Path

from audiocoach.errors import NOWHERE
from audiocoach.script.load import load_sheet
from audiocoach.script.model import CoachSheet, Session


def coach_of(session: Session) -> CoachSheet | None:
    """The session's coach sheet; None for `coach: none`.

    Raises:
        ScriptError: when the sheet is missing or wrong, or does not speak the session's language.
    """
    if session.coach == "none":
        return None
    if session.is_written("coach"):
        return load_sheet(session.coach, session.folder, session.place("coach"), language=session.language)
    default = session.coach == type(session).model_fields["coach"].default
    where = session.value_place("language") if default and session.is_written("language") else NOWHERE
    return load_sheet(session.coach, where=where, anywhere=True, language=session.language)


class Sheets:
    """Each coach sheet read once; the sessions of a programme, or of a club, nearly always share theirs."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, Path | None], CoachSheet | None] = {}

    def of(self, session: Session) -> CoachSheet | None:
        """The coach sheet of a session; see `coach_of`."""
        key = (session.coach, session.language, session.folder if session.is_written("coach") else None)
        if key not in self._found:
            self._found[key] = coach_of(session)
        return self._found[key]
