"""Which words in braces a session or its coach says anywhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audiocoach.errors import Where
from audiocoach.script.model import Session
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.text.braces import pieces


def said_of(words: Iterable[str], session: Session, sheet: CoachSheet | None) -> frozenset[str]:
    """Find which of the words are in the title, the description or any cue of a session, or in any of its coach's."""
    coachs = [text for moment in (sheet.moments if sheet else ()) for text in moment.say]
    texts = dict.fromkeys([*coachs, *(text for text, _ in texts_of(session))])
    return frozenset(word for word in words if any(in_braces(word, text) for text in texts))


def in_braces(word: str, text: str) -> bool:
    """Tell whether a text has this word in braces."""
    return word in text and any(piece.word == word for piece in pieces(text))


def texts_of(session: Session) -> Iterator[tuple[str, Where]]:
    """Yield the texts of a session that may have any word of the language in them, each with its place."""
    yield session.session, session.value_place("session")
    yield session.description or "", session.value_place("description")
    for step in session.written_steps():
        yield from ((text, step.value_place("say")) for text in step.say)
        for cue in step.own_cues:
            yield from ((text, cue.value_place("say")) for text in cue.say)
