"""The first words of a session, its title, length and plan: how they are cut short, and how to have all said. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from audiocoach.errors import Problem, Where
from audiocoach.text.braces import pieces

_NEEDED_LEAST = ("plan", "length")
"""What goes first where there is no room: the plan is heard again as it comes, and the length is on the display."""

_TITLE = "session"


_HINT = "put a 'talk: auto' first, which has time for them, such as  - talk auto Get ready"


def advice(where: Where) -> Problem:
    """Tell how the session's first words are heard after all, where its first step, written at `where`, has no room."""
    return Problem("not all of the session's title, length and plan is said", where, _HINT, "note")


def shortened(text: str) -> Iterator[str]:
    """Yield what is left of a coach's text without the sentences that say the plan, then without those that say the
    length, and at last the title alone; never without the title, if it is in there.
    """
    kept = list(_sentences(text))
    titled = any(_says(sentence, _TITLE) for sentence in kept)
    for word in _NEEDED_LEAST:
        kept = [sentence for sentence in kept if not _says(sentence, word)]
        if kept and any(_says(sentence, _TITLE) for sentence in kept) == titled:
            yield " ".join(kept)
    if titled:
        yield f"{{{_TITLE}}}."


def _says(sentence: str, word: str) -> bool:
    return any(piece.word == word for piece in pieces(sentence))


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text whose words are not filled in yet: a title may have full stops of its own."""
    words: list[str] = []
    for word in text.split():
        words.append(word)
        if word.endswith((".", "!", "?", "…")):
            yield " ".join(words)
            words = []
    if words:
        yield " ".join(words)
