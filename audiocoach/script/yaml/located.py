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
        w = self.where
        at = w.column - 1 + start
        if not self.plain:  # the opening quote
            at += 1
        if w.source[at : at + len(text)] == text:
            w = Where(w.file, w.line, at + 1, max(1, len(text)), w.source, w.folder)
        return Text(text, w, plain=self.plain)


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
