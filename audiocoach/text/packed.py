"""Texts in pieces that are not too long. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from audiocoach.text.sentence_ends import sure_sentences


def packed(parts: Iterable[str], most: int) -> Iterator[str]:
    """Join parts, with blanks between, into pieces of as many as fit into `most` characters; a longer part is a piece
    of its own.
    """
    piece = ""
    for part in parts:
        if piece and len(piece) + 1 + len(part) > most:
            yield piece
            piece = ""
        piece = f"{piece} {part}" if piece else part
    if piece:
        yield piece


def gathered(text: str, most: int) -> Sequence[str]:
    """Cut a text where sentences surely end, into pieces of as many as fit into `most` characters; a longer sentence
    stays whole. Of nothing but blanks there is one piece too, an empty one.
    """
    return [text] if len(text) <= most else list(packed(sure_sentences(text.strip()), most)) or [""]
