"""What a YAML file holds, as plain text, mappings and lists that remember where they were written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from audiocoach.errors import NOWHERE, Where


class Text(str):
    """A scalar: its text, its place, and whether it stood there plain (without quotes)."""

    __slots__ = ("plain", "where")
    where: Where
    plain: bool

    def __new__(cls, text: str, where: Where = NOWHERE, *, plain: bool = False) -> Text:
        """Build it like the string it is."""
        self = super().__new__(cls, text)
        self.where, self.plain = where, plain
        return self

    def part(self, start: int, end: int) -> Text:
        """Return the text from `start` to `end`, with its own place when that can be told from the line."""
        text = self[start:end]
        return Text(text, self._at(start, end, 0 if self.plain else 1) or self.where, plain=self.plain)

    def shown(self, start: int, end: int) -> Where | None:
        """Return the place of the text from `start` to `end`; None where its line does not show it letter by letter."""
        found = self._at(start, end, 0 if self.plain else 1)
        return found or self._at(start, end, 0)  # what is a part of a quoted text has no quote of its own

    def _at(self, start: int, end: int, quote: int) -> Where | None:
        w, text = self.where, self[start:end]
        at = w.column - 1 + quote + start
        if w.source[at : at + len(text)] != text:
            return None
        return Where(w.file, w.line, at + 1, max(1, len(text)), w.source, w.folder)


class Mapping(dict[Text, Any]):
    """Keys (each a `Text`) and values, with the place of the whole; `flow` when written in braces."""

    def __init__(self, entries: dict[Text, Any], where: Where, *, flow: bool = False) -> None:
        super().__init__(entries)
        self.where, self.flow = where, flow

    def changed(self, entries: dict[Text, Any]) -> Mapping:
        """Return it with entries in place of its own of the same name, each with its place."""
        others = {key: value for key, value in self.items() if key not in entries}
        return Mapping({**others, **entries}, self.where, flow=self.flow)


class Sequence(list[Any]):
    """Items, with the place of the whole; `flow` when written in brackets."""

    def __init__(self, items: list[Any], where: Where, *, flow: bool = False) -> None:
        super().__init__(items)
        self.where, self.flow = where, flow


Node = Text | Mapping | Sequence


def where_of(data: object) -> Where:
    """Return the place of a node, or nowhere for a plain value made by a program."""
    return getattr(data, "where", NOWHERE)


def scalars(data: object) -> Iterator[Text]:
    """Yield every text in a tree, keys and values."""
    if isinstance(data, Text):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from scalars(key)
            yield from scalars(value)
    elif isinstance(data, list):
        for item in data:
            yield from scalars(item)
