"""Where somebody types in a script: the keys around it, by indentation and brackets, even where no YAML is.

YAML's own parser gives up at the line that is being typed. What is asked here is only what it would stand in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from audiocoach.bounds import MAX_NESTING

ITEM = "-"
"""In a path, an item of a list: no key is called so."""

_KEY = re.compile(r"(\"[^\"]*\"|'[^']*'|[^\s\"'#\[\]{},-][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)\s*")
_FLOW_KEY = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[^\"'\[\]{},:]+?)\s*:(?=\s|$)\s*")
_DASH = re.compile(r"-(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """A place in a script that is being typed.

    Attributes:
        path: the keys that it stands in, from the root on, with `ITEM` for an item of a list.
        siblings: the keys that the mapping has in which it stands, but for the one that is being typed.
        written: what was typed of it so far: of a value, or of a key or an item, behind its dashes.
        is_value: whether it is a value behind its key, or an entry of a list in brackets.
        column: where a key that begins here stands on its line, from 0.
        dashed: whether it stands in the column of dashes above, and has none itself.
        flow: whether it stands in braces or brackets.
    """

    path: tuple[str, ...]
    siblings: frozenset[str]
    written: str
    is_value: bool
    column: int
    dashed: bool = False
    flow: bool = False


@dataclass(slots=True)
class _Level:
    """A key or an item on the way to the place, and the keys of the mapping that begins in its column."""

    column: int
    name: str
    keys: list[str] = field(default_factory=list)


def typed_place(text: str, offset: int) -> TypedPlace:
    """Find what a place of a text stands in; `offset` counts characters.

    Lines that are words of a longer text, or no YAML, are passed over.
    """
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    levels = [_Level(-1, "")]
    words_of = -1  # the column of a key whose value is a text over several lines
    for above in text[:line_start].split("\n")[:-1]:
        bare = above.lstrip(" ")
        margin = len(above) - len(bare)
        if not bare or bare.startswith("#") or (0 <= words_of < margin):
            continue
        value = _enter(levels, above, len(above))[1]
        words_of = levels[-1].column if value is not None and re.match(r"[|>][-+\d]*\s*(?:#|$)", value) else -1
    typed = line[: offset - line_start]
    passed = list(levels)
    column, value = _enter(levels, typed, len(typed))
    begun = levels[-1] if value is not None else None
    path = tuple(level.name for level in levels[1:])
    behind = text[line_start + len(line) + 1 :].split("\n")
    siblings = _siblings(levels, begun, column, behind)
    written = value if value is not None else typed[column:]
    if in_flow := _Flow(path, siblings, column).of(written):
        return in_flow
    dashed = any(level.name == ITEM and level.column == column for level in passed)
    return TypedPlace(path, siblings, written, value is not None, column, dashed)


@dataclass(frozen=True, slots=True)
class TypedKey:
    """A key that begins on a line of a text: what it stands in, with itself, its value there, its line (from 1)."""

    path: tuple[str, ...]
    value: str
    line: int


def keys_in(text: str) -> list[TypedKey]:
    """List each key that begins on a line of a text, whether it can be read or not."""
    levels = [_Level(-1, "")]
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            _, value = _enter(levels, line, len(line))
            if value is not None:
                found.append(TypedKey(tuple(level.name for level in levels[1:]), value, number))
    return found


def flow_keys(value: str) -> list[str]:
    """List the keys that a value in braces begins with, one beside the other: those of `{main: work 5m, easy: 2m}`."""
    return [found.strip("\"'") for found in re.findall(r"[{,]\s*([\w-]+)\s*:(?=\s)", value)] if value[:1] == "{" else []


def _enter(levels: list[_Level], line: str, end: int) -> tuple[int, str | None]:
    """Go into what a line begins, up to `end`; give the column of what stands there, and a value behind its key."""
    column = len(line) - len(line.lstrip(" "))
    while dash := _DASH.match(line, column, end):
        while levels[-1].column > column or (levels[-1].column == column and levels[-1].name == ITEM):
            levels.pop()
        levels.append(_Level(column, ITEM))
        column = dash.end()
    found = _KEY.match(line, column, end)
    while levels[-1].column >= column:
        levels.pop()
    if found is None:
        return column, None
    name = found[1].strip("\"'")
    levels[-1].keys.append(name)
    levels.append(_Level(column, name))
    return column, line[found.end() : end]


def _siblings(levels: Sequence[_Level], begun: _Level | None, column: int, behind: Sequence[str]) -> frozenset[str]:
    """Collect the other keys of the mapping that a place stands in, those of the lines beneath it as well."""
    around = levels[-2] if begun else levels[-1]
    keys = [*around.keys[: -1 if begun else None]]
    for line in behind:
        bare = line.lstrip(" ")
        if bare and not bare.startswith("#"):
            margin = len(line) - len(bare)
            if margin < column or (margin == column and bare.startswith("- ")):
                break
            if margin == column and (found := _KEY.match(bare)):
                keys.append(found[1].strip("\"'"))
    return frozenset(keys)


class _Flow:
    """Reads what stands in braces and brackets of one line, as far as it was typed."""

    def __init__(self, path: tuple[str, ...], siblings: frozenset[str], column: int) -> None:
        self.path, self.siblings, self.column = path, siblings, column

    def of(self, typed: str) -> TypedPlace | None:
        """Find the place behind what was typed; None where no brace or bracket is open, or too many are."""
        if typed[:1] not in ("{", "["):
            return None
        opened: list[tuple[str, tuple[str, ...], list[str]]] = []
        at, key, quote = 0, "", ""
        path = self.path
        begins = 0
        while at < len(typed):
            char = typed[at]
            if quote:
                quote = "" if char == quote else quote
            elif char in "\"'" and not typed[begins:at].strip():
                quote = char
            elif char in "{[" and not typed[begins:at].strip():
                inside = (*path, key) if key else path
                if len(opened) == MAX_NESTING:
                    return None
                opened.append((char, (*inside, ITEM) if char == "[" else inside, []))
                path, key, begins = opened[-1][1], "", at + 1
            elif char in "}]" and opened and (char == "}") == (opened[-1][0] == "{"):
                opened.pop()
                path, key = (opened[-1][1], "") if opened else (self.path, "")
                begins = at + 1
            elif char == "," and opened:
                key, begins = "", at + 1
            elif opened and opened[-1][0] == "{" and not key and (found := _FLOW_KEY.match(typed, begins)):
                key = found[1].strip("\"'")
                opened[-1][2].append(key)
                at = begins = found.end()
                continue
            at += 1
        if not opened:
            return None
        inside_list = opened[-1][0] == "["
        keys = frozenset(opened[-1][2][: -1 if key else None])
        where = (*path, key) if key else path
        return TypedPlace(where, keys, typed[begins:].lstrip(), bool(key) or inside_list, self.column, flow=True)
