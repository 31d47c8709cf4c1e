"""Words in braces: `{name}`, `{last, else: your first time}`, `{left leg|right leg}` and `{{`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from audiocoach.errors import Unreadable
from audiocoach.text.filled import Filled, capitalised, mark, marked
from audiocoach.text.late_pattern import LatePattern

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|\{")
_ELSE = LatePattern(r"\s*else\s*:(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: literal, a word to fill in, or alternatives to take in turn by round.

    `otherwise` stands in place of a word that has nothing to say; None where that is not said.
    """

    literal: str = ""
    word: str = ""
    otherwise: str | None = None
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
            word, otherwise = _with_else(found[1].strip())
            yield Piece(word=word, otherwise=otherwise, span=found.span())
    if at < len(text):
        yield Piece(literal=text[at:])


def _with_else(inside: str) -> tuple[str, str | None]:
    """Part what stands in braces into the word and its `else`, if it has one. A bar has made alternatives of it before:
    `{last, else: a|b}` alternates, as it did when there was no `else`.
    """
    word, comma, behind = inside.partition(",")
    found = _ELSE.fullmatch(behind) if comma else None
    return (inside, None) if found is None or not word else (word.rstrip(), found[1].strip())


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

    A value that begins a sentence is given a capital. For a word that has nothing to say (`LookupError`), its `else`
    stands.
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
            value = _value(piece, word)
            if ended in ("", ".", "!", "?"):
                value = capitalised(value)
        apart += mark(marked(value), filled, behind) if piece.word else value
        filled += value
        ended = value.rstrip()[-1:] or ended  # the last sign so far
    said = " ".join(filled.split())
    return Filled(said, said if apart == filled else " ".join(apart.split()))


def _value(piece: Piece, word: Callable[[str], str]) -> str:
    if piece.otherwise is None:
        return word(piece.word)
    try:
        return word(piece.word)
    except LookupError:
        return piece.otherwise
