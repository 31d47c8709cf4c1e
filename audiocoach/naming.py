"""Whom a session names with `{athlete}`: nobody in a script, somebody on the command line. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from audiocoach.braces import pieces
from audiocoach.errors import Problem, ScriptError, Where
from audiocoach.model import CoachSheet, Session

ATHLETE = "athlete"

NOBODY_NAMED = "nobody is named, so {athlete} has nothing to say"
_HINT = "say who with '--athlete NAME' or '--athletes FILE.csv', or take the word out"


def check_named(session: Session) -> None:
    """That a session that names somebody knows whom.

    Raises:
        ScriptError: with each place where it does not.
    """
    if ATHLETE in session.variables:
        return
    places = dict.fromkeys((str(where), where) for text, where in _texts(session) if _names_somebody(text))
    if places:
        raise ScriptError([Problem(NOBODY_NAMED, where, _HINT) for _, where in places])


def names_somebody(session: Session, sheet: CoachSheet | None) -> bool:
    """Whether `{athlete}` is anywhere in the words of a session or its coach."""
    coachs = (text for moment in (sheet.moments if sheet else ()) for text in moment.say)
    return any(map(_names_somebody, coachs)) or any(_names_somebody(text) for text, _ in _texts(session))


def _names_somebody(text: str) -> bool:
    return any(piece.word == ATHLETE for piece in pieces(text))


def _texts(session: Session) -> Iterator[tuple[str, Where]]:
    yield session.session, session.value_place("session")
    yield session.description or "", session.value_place("description")
    for step in session.written_steps():
        yield from ((text, step.value_place("say")) for text in step.say)
        for cue in step.cues:
            yield from ((text, cue.value_place("say")) for text in cue.say)
