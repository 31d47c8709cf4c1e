"""Whom a session names with `{athlete}`: nobody in a script, somebody on the command line. Pure."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from audiocoach.errors import Problem, ScriptError
from audiocoach.script.model import Session
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.text.sentence_ends import sure_sentences
from audiocoach.timeline.words_used import in_braces, said_of, texts_of

ATHLETE = "athlete"

NOBODY_NAMED = "{athlete} has no name to fill in"
_HINT = "say who with 'for_athlete', or take the word out"
_OPTION = "say who with '--athlete NAME', or take the word out"


LONG_REST = 60
"""Characters, four seconds of speech: with less of a text left, it is not worth taking apart. What a coach says behind
a title that names somebody ("Thirty minutes. Ten times: …") has some more, and is then stored once for all."""


@lru_cache(maxsize=1024)
def apart(text: str, name: str) -> tuple[str, ...]:
    """Split a text into parts that can be spoken one by one: sentences with a name, and those between, which sound
    the same for everybody. Empty where these are too short to matter.
    """
    named = name.casefold()
    parts = [
        (naming, " ".join(own))
        for naming, own in groupby(sure_sentences(text.strip(), named), lambda sentence: named in sentence.casefold())
    ]
    rest = sum(len(part) for naming, part in parts if not naming)
    return tuple(part for _, part in parts) if len(parts) > 1 and rest >= LONG_REST else ()


def check_named(session: Session) -> None:
    """Raise an error where a session names somebody and does not know whom.

    Raises:
        ScriptError: with each place where it does not.
    """
    if ATHLETE in session.variables:
        return
    places = dict.fromkeys(where for text, where in texts_of(session) if in_braces(ATHLETE, text))
    if places:
        raise ScriptError([Problem(NOBODY_NAMED, where, _HINT, option=_OPTION) for where in places])


def placeheld(session: Session) -> Session:
    """Return a session that names nobody yet with `{athlete}` standing for itself: to look at, not to be spoken."""
    known = ATHLETE in session.variables or not names_somebody(session, None)
    return session if known else session.for_athlete(f"{{{ATHLETE}}}")


def names_somebody(session: Session, sheet: CoachSheet | None) -> bool:
    """Tell whether `{athlete}` is anywhere in the words of a session or its coach."""
    return bool(said_of((ATHLETE,), session, sheet))
