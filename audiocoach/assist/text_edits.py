"""Edits of a text: what is put in place of which characters, how they are made, and how they are taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    r"""A stretch of a text, and what is put in its place.

    Attributes:
        start: where it begins: characters of the text, whose lines end with "\n", as Python counts them.
        end: where it ends; the same as `start` for what is only put in.
        text: what stands there afterwards; empty for what is only taken out.
    """

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return the text once all edits are made; what several put in at one place stands in their order.

    Raises:
        ValueError: where edits overlap, or reach beyond the text: a mistake of the program's own.
    """
    parts: list[str] = []
    at = 0
    for edit in in_order(edits):
        if not at <= edit.start <= edit.end <= len(text):
            raise ValueError(f"{edit} overlaps another edit or reaches beyond the text of {len(text)} characters")
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits by their places; those at one place stay in their order."""
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def inverse(text: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits that make `text` again of what `applied(text, edits)` is."""
    back: list[Edit] = []
    moved = 0
    for edit in in_order(edits):
        start = edit.start + moved
        back.append(Edit(start, start + len(edit.text), text[edit.start : edit.end]))
        moved += len(edit.text) - (edit.end - edit.start)
    return tuple(back)


def utf16(text: str, offset: int) -> int:
    """Return how many UTF-16 units, as JavaScript counts a text, stand before a character of it."""
    return offset + sum(char > "\uffff" for char in text[:offset])


def from_utf16(text: str, units: int) -> int:
    """Return which character of a text begins behind so many UTF-16 units; within one, the character itself."""
    at = 0
    for index, char in enumerate(text):
        at += 2 if char > "\uffff" else 1
        if at > units:
            return index
    return len(text)
