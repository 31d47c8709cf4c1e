"""What a program builds, as the nodes that a YAML file would hold: texts, mappings and lists, each with its argument.

So one set of rules reads both. A length is a text such as `90s`, or a whole number of milliseconds, as it is in the
values themselves; None and an empty list say that a key is not given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from os import PathLike, fspath
from typing import Any, Protocol, runtime_checkable

from audiocoach.errors import Problem, ScriptError, Where
from audiocoach.quantities.lengths import Moment, write_length
from audiocoach.script.context import Reading
from audiocoach.script.yaml.characters import NO_TEXT
from audiocoach.script.yaml.located import Mapping, Sequence, Text
from audiocoach.vocabulary import KINDS

MOST_ENTRIES = 200_000
"""Texts, lists and mappings together: more than 1 MiB of YAML has room for."""

_DEEPEST = 20
_LENGTHS = frozenset((*KINDS, "every", "min-length"))
_LEVELS = frozenset(("level", "duck"))
_TABLES = frozenset(("blocks", "sounds", "say-as", "on", "progression", "plan"))
"""Keys whose value is a table by names of the author's own; within it no name is a key of ours."""


@runtime_checkable
class Built(Protocol):
    """A value that has been built, and checked, before: see `mapping.Written`."""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return what was noticed when it was checked, without being wrong."""

    def placed_at(self, where: Where) -> Any:
        """Say where it stands now."""


def argument(where: Where, key: object) -> Where:
    """Go on from an argument to what it holds under a key, or at a number: `steps[0]`, `steps[0].work`."""
    way = where.argument
    if isinstance(key, int):
        way += f"[{key}]"
    elif str(key).isidentifier():
        way += f".{key}" if way else str(key)
    else:
        way += f'["{NO_TEXT.sub(" ", str(key)[:60])}"]'
    return replace(where, argument=way)


def nodes_from(data: object, context: Reading, keys: Collection[str]) -> Any:
    """Turn plain data into nodes.

    Args:
        data: dicts, lists, tuples, texts, numbers, true and false, and values of the model within them.
        context: takes note of what is none of these.
        keys: those of all mappings of a script, so that `warm_up` and `from_` can stand for `warm-up` and `from`.

    Raises:
        ScriptError: when there is more of it than any script has.
    """
    return _Nodes(context, {key.replace("-", "_"): key for key in keys} | {"from_": "from"}).node(
        data, Where(folder=context.folder), ""
    )


@dataclass
class _Nodes:
    context: Reading
    keys: MappingType[str, str]
    entries: int = 0

    def node(self, data: object, where: Where, key: str, depth: int = 0, *, by_name: bool = False) -> Any:
        """Turn data behind the script's key `key` into a node; `by_name`: its own keys are names, not ours.

        Raises:
            ScriptError: when it is nested too deep, or has too many entries.
        """
        self.entries += 1
        if self.entries > MOST_ENTRIES or depth > _DEEPEST:
            much = f"nested more than {_DEEPEST} deep" if depth > _DEEPEST else f"more than {MOST_ENTRIES:,} entries"
            raise ScriptError([*self.context.problems, Problem(much, where, "use 'blocks' and 'repeat'")])
        if isinstance(data, Text | Mapping | Sequence):
            return data
        if isinstance(data, Built):
            self._warn_again(data.warnings, where)
            return data.placed_at(where)
        if isinstance(data, MappingType):
            return self._mapping(data, where, key, depth, by_name=by_name)
        if isinstance(data, list | tuple):
            items = [self.node(entry, argument(where, place), key, depth + 1) for place, entry in enumerate(data)]
            return Sequence(items, where)
        return self._text(data, where, "" if by_name else key)

    def _warn_again(self, warnings: Iterable[Problem], where: Where) -> None:
        """Note what was noticed when a value was built, at its place in this one."""
        for known in warnings:
            way = ".".join(filter(None, [where.argument, known.where.argument]))
            at = known.where if known.where.line else replace(where, argument=way)
            self.context.warn(known.message, at, known.hint)

    def _mapping(self, data: MappingType[Any, Any], where: Where, key: str, depth: int, *, by_name: bool) -> Mapping:
        found: dict[Text, Any] = {}
        own_names = key in _TABLES or by_name
        for name, value in data.items():
            if not own_names and (value is None or (isinstance(value, dict | list | tuple) and not value)):
                continue
            inner = argument(where, str(name))
            text = self._text(name if own_names else self.keys.get(str(name), name), inner, "")
            # The rows of a plan are tables by name as well; a rule of a progression has keys of ours.
            node = self.node(value, inner, "" if key == "on" else str(text), depth + 1, by_name=key == "plan")
            found[text] = node
        return Mapping(found, where)

    def _text(self, data: object, where: Where, key: str) -> Text:
        if isinstance(data, bool):
            return Text("true" if data else "false", where)
        if isinstance(data, int) and data.bit_length() < 64:
            return Text(_length(data) if key in _LENGTHS else str(data), where)
        if isinstance(data, float):
            return Text(f"{data:g}dB" if key in _LEVELS else f"{data:g}", where)
        if isinstance(data, PathLike):
            data = fspath(data)
        if not isinstance(data, str | Moment):
            self.context.error(
                f"a {type(data).__name__} is nothing that a script can hold", where, "give a text, a number or a list"
            )
            return Text("…", where)
        text = str(data)
        if (wrong := NO_TEXT.search(text)) is not None:
            self.context.error(f"a character that is not text (U+{ord(wrong[0]):04X})", where, "leave it out")
            text = NO_TEXT.sub("\ufffd", text)
        return Text(text, where)


def _length(milliseconds: int) -> str:
    return write_length(milliseconds) if milliseconds > 0 else f"{milliseconds}s"


def moved(value: Any, where: Where) -> Any:
    """Say of a value that has been read, and of all within it, at which argument it stands now."""
    if isinstance(value, Text):
        return Text(value, where, plain=value.plain)
    if isinstance(value, tuple):
        return tuple(moved(entry, argument(where, place)) for place, entry in enumerate(value))
    return value.placed_at(where) if isinstance(value, Built) else value
