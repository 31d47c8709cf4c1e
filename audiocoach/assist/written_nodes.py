"""What a script's text is made of, by YAML's own parser: each mapping, list and scalar with the characters it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import yaml

from audiocoach.errors import AudiocoachError
from audiocoach.script.yaml.written_lines import marks
from audiocoach.script.yaml.yaml_events import exact_events, fast_events

UNREAD = "the script has mistakes, and nobody can tell yet what stands where in it"
MEND_FIRST = "mend those first: they stand under their lines"


@dataclass(slots=True, eq=False)
class Scalar:
    """A text: its characters with their quotes or their `|`, in order; `style` is the sign before it, if any."""

    start: int
    end: int
    value: str
    style: str
    anchor: str = ""


@dataclass(slots=True, eq=False)
class Items:
    """A list; `flow` where it stands in brackets."""

    start: int
    end: int
    flow: bool
    anchor: str = ""
    items: list[Part] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Keys:
    """A mapping; `flow` where it stands in braces."""

    start: int
    end: int
    flow: bool
    anchor: str = ""
    entries: list[tuple[Scalar, Part]] = field(default_factory=list)

    def entry(self, name: str) -> tuple[Scalar, Part] | None:
        """Return a key with its value; None where there is no such key."""
        return next((entry for entry in self.entries if entry[0].value == name), None)

    def value(self, name: str) -> Part | None:
        """Return the value of a key; None where there is no such key."""
        found = self.entry(name)
        return found[1] if found else None


@dataclass(slots=True, eq=False)
class Alias:
    """A `*name`, which stands for what `&name` is written at."""

    start: int
    end: int
    anchor: str = ""


Part = Scalar | Items | Keys | Alias


def written(text: str) -> Keys:
    """Read the parts of a script.

    Raises:
        AudiocoachError: where it is no YAML, or no keys and values.
    """
    for events in (fast_events(text), exact_events(text)):
        if events is None:
            continue
        with suppress(yaml.YAMLError):
            root = _root(text, events)
            if root is not None:
                return root
    raise AudiocoachError(UNREAD, MEND_FIRST)


def _root(text: str, events: Iterator[yaml.Event]) -> Keys | None:
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            root = _part(text, next(events), events)
            return root if isinstance(root, Keys) else None
    return None


def _part(text: str, event: yaml.Event, events: Iterator[yaml.Event]) -> Part:
    start, end = (mark.index for mark in marks(event))
    if isinstance(event, yaml.AliasEvent):
        return Alias(start, end, event.anchor or "")
    assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
    anchor = event.anchor or ""
    if isinstance(event, yaml.ScalarEvent):
        end = start + len(text[start:end].rstrip()) if event.style in ("|", ">") else end
        return Scalar(start, end, event.value, event.style or "", anchor)
    found: Items | Keys
    if isinstance(event, yaml.SequenceStartEvent):
        found = Items(start, end, bool(event.flow_style), anchor)
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            found.items.append(_part(text, inner, events))
        last = found.items[-1].end if found.items else end
    else:
        found = Keys(start, end, bool(event.flow_style), anchor)
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = _part(text, inner, events)
            value = _part(text, next(events), events)
            if isinstance(key, Scalar):
                found.entries.append((key, value))
        last = max(found.entries[-1][0].end, found.entries[-1][1].end) if found.entries else end
    # The end of what stands without brackets is known to YAML only where the next thing begins.
    found.end = marks(inner)[1].index if found.flow else last
    return found


def anchored(part: Part) -> bool:
    """Tell whether a part, or anything in it, has an anchor or stands for one."""
    if isinstance(part, Keys):
        return bool(part.anchor) or any(anchored(key) or anchored(value) for key, value in part.entries)
    if isinstance(part, Items):
        return bool(part.anchor) or any(map(anchored, part.items))
    return isinstance(part, Alias) or bool(part.anchor)
