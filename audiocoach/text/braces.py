"""Words in braces: `{name}`, `{left leg|right leg}` and `{{` in what a coach writes. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from audiocoach.errors import Unreadable
from audiocoach.text.filled import Filled, capitalised, mark, marked

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|\{")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: literal, a word to fill in, or alternatives to take in turn by round."""

    literal: str = ""
    word: str = ""
    alternatives: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)


def pieces(text: str) -> Iterator[Piece]:
    """Split a text into its pieces, in order.

    Raises:
        Unreadable: with the place of a brace that is not closed or holds nothing.
    """
    at = 0
    for found in _PIECE.finditer(text):
        if found.start() > at:
            yield Piece(literal=text[at : found.start()])
        at = found.end()
        if found[0] in ("{{", "}}"):
            yield Piece(literal=found[0][0])
        elif found[1] is None:
            raise Unreadable(
                "this brace is not closed", "close it, or write '{{' for a brace itself", (found.start(), len(text))
            )
        elif "|" in found[1]:
            options = tuple(option.strip() for option in found[1].split("|"))
            yield Piece(alternatives=options, span=found.span())
        elif not found[1].strip():
            raise Unreadable(
                "there is nothing in these braces",
                "write a word such as {name}, or '{{' for a brace itself",
                found.span(),
            )
        else:
            yield Piece(word=found[1].strip(), span=found.span())
    if at < len(text):
        yield Piece(literal=text[at:])


@lru_cache(1024)
def _taken_apart(text: str) -> tuple[tuple[tuple[Piece, str], ...], Filled | None]:
    """Take a text apart once: a coach's few sentences are filled in for every step.

    Returns:
        Each piece with the literal behind it, and the text itself on one line where there is nothing to fill in.
    """
    parts = tuple(pieces(text))
    behind = [*(part.literal for part in parts[1:]), ""]
    whole = "".join(part.literal for part in parts)
    plain = Filled(" ".join(whole.split())) if all(part.literal for part in parts) else None
    return tuple(zip(parts, behind, strict=False)), plain


def fill(text: str, word: Callable[[str], str], round_: int = 1) -> Filled:
    """Fill in a text's words by `word` and choose its alternatives by the round (from 1), on one line.

    A value that begins a sentence is given a capital.
    """
    parts, plain = _taken_apart(text)
    if plain is not None:
        return plain
    filled = apart = ended = ""
    for piece, behind in parts:
        value = piece.literal or (
            piece.alternatives[(round_ - 1) % len(piece.alternatives)] if piece.alternatives else ""
        )
        if piece.word:
            value = word(piece.word)
            if ended in ("", ".", "!", "?"):
                value = capitalised(value)
        apart += mark(marked(value), filled, behind) if piece.word else value
        filled += value
        ended = value.rstrip()[-1:] or ended  # the last sign so far
    said = " ".join(filled.split())
    return Filled(said, said if apart == filled else " ".join(apart.split()))
