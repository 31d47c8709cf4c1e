"""Random sessions, written out as a coach would."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from hypothesis import strategies as st

from audiocoach.quantities.lengths import write_length
from audiocoach.quantities.units import DAY
from audiocoach.vocabulary import KINDS

NAMES = (
    "Run",
    "Easy jog",
    "Leg swings, left",
    "Calf",
    "High-knee march",
    "× Run ×",
    "Run (hard), then softer",
    "Übung",
)
SENTENCES = (
    "Go.",
    "Stand tall, shoulders loose.",
    "Last one: smooth.",
    "You are #1!",
    "Don't stop.",
    "- {name}: {length}",
)


@dataclass
class Item:
    """A step, or a set of `items`."""

    kind: str = ""
    length_ms: int = 0
    name: str | None = None
    repeat: int = 0
    items: list[Item] = field(default_factory=list)
    skip: bool = False
    keys: dict[str, object] = field(default_factory=dict)

    @property
    def skips(self) -> bool:
        """Tell whether its last rest is left out in its last round."""
        return self.skip and self.items[-1].kind == "rest" and len(self.items) > 1

    def total_ms(self) -> int:
        """Return its length in ms, all rounds together."""
        if not self.repeat:
            return self.length_ms
        inner = sum(item.total_ms() for item in self.items)
        return self.repeat * inner - (self.items[-1].length_ms if self.skips else 0)

    def lengths(self) -> list[int]:
        """List the length of each step in ms, in order."""
        if not self.repeat:
            return [self.length_ms]
        found = []
        for round_ in range(1, self.repeat + 1):
            last = self.skips and round_ == self.repeat
            found += [ms for item in (self.items[:-1] if last else self.items) for ms in item.lengths()]
        return found


def lengths(least: int = 1) -> st.SearchStrategy[int]:
    """Draw whole milliseconds, most of them whole seconds."""
    return st.one_of(st.integers(least, 1200).map(lambda s: s * 1000), st.integers(least * 1000, 300_000))


def steps(least: int = 1) -> st.SearchStrategy[Item]:
    """Draw steps without cues."""
    return st.builds(
        Item, kind=st.sampled_from(KINDS), length_ms=lengths(least), name=st.none() | st.sampled_from(NAMES)
    )


def items(of: st.SearchStrategy[Item] | None = None) -> st.SearchStrategy[list[Item]]:
    """Draw steps and sets of them, nested; no more than a session may hold."""
    single = of if of is not None else steps()
    nested = st.recursive(
        single,
        lambda inner: st.builds(
            Item, repeat=st.integers(1, 4), items=st.lists(inner, min_size=1, max_size=3), skip=st.booleans()
        ),
        max_leaves=6,
    )
    return st.lists(nested, min_size=1, max_size=4).filter(lambda found: sum(item.total_ms() for item in found) <= DAY)


def full_form(found: list[Item], indent: str = "  ") -> str:
    """Write items as keys and values."""
    lines = []
    for item in found:
        entries: dict[str, object] = {}
        if item.repeat:
            entries["repeat"] = item.repeat
            if item.skips:
                entries["skip-last-rest"] = True
        else:
            entries[item.kind] = write_length(item.length_ms)
            if item.name is not None:
                entries["name"] = item.name
        entries |= item.keys
        text = "".join(f"\n{indent}  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entries.items())
        lines.append(f"{indent}- {text.lstrip()}\n")
        if item.repeat:
            lines.append(f"{indent}  steps:\n{full_form(item.items, indent + '    ')}")
    return "".join(lines)


def whiteboard_line(item: Item) -> str:
    """Write an item as one line of text; that a last rest is skipped, only a line of its own can say, in braces."""
    if item.repeat:
        return f"{item.repeat} x ({', '.join(whiteboard_line(inner) for inner in item.items)})"
    return " ".join(filter(None, [item.kind, write_length(item.length_ms), item.name]))


def whiteboard(found: list[Item]) -> str:
    """Write each item as a line."""
    lines = []
    for item in found:
        line = json.dumps(whiteboard_line(item), ensure_ascii=False)
        lines.append(f"  - {line}: {{skip-last-rest: true}}\n" if item.skips else f"  - {line}\n")
    return "".join(lines)
