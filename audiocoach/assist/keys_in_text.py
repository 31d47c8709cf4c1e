"""Put a key into a step or set, where the text wants it: behind a line's colon, in braces, or on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence

from audiocoach.assist.board_lines import as_scalar
from audiocoach.assist.entry_lines import LONG, column, dash_column, line_end, line_start
from audiocoach.assist.placed_steps import Placed
from audiocoach.assist.text_edits import Edit
from audiocoach.assist.written_nodes import Items, Keys, Part, Scalar
from audiocoach.errors import AudiocoachError

_ORDER = ("repeat", "name", "say-as", "effort", "cadence", "say", "cues")
"""Behind which keys a key is put: those before it here, and the kind of a step."""


def with_key(text: str, placed: Placed, key: str, flow: str, block: str = "") -> list[Edit]:
    """Return the edits that give an entry one key more.

    Args:
        text: the script.
        placed: a step or set with an entry of its own, which does not have the key.
        key: the key.
        flow: its value as it stands within braces.
        block: its value on lines of its own, the first behind the key and the others counted from the key's column;
            empty where it is `flow` as well.

    Raises:
        AudiocoachError: where the entry cannot hold it.
    """
    entry = placed.site.entry
    if entry.keys is not None and (entry.keys.flow or not entry.keys.entries):
        return [_in_braces(entry.keys, f"{key}: {flow}", _behind(entry.keys, key))]
    if entry.keys is not None:
        margin = column(text, entry.keys.entries[0][0].start)
        end = line_end(text, _end(_behind(entry.keys, key)))
        value = (block or flow).replace("\n", "\n" + " " * margin)
        return [Edit(end, end, f"\n{' ' * margin}{key}:{_gap(value)}{value}")]
    said = entry.value
    if said is not None and not isinstance(said, Scalar):
        raise AudiocoachError("this step says several sentences in turn", "write it in the full form, with 'say:'")
    at = said.start if said else entry.part.end
    words = f"say: {as_scalar(said.value, said.style.strip('|>'), flow=True)}, " if said else ""
    colon = "" if said else ": "
    if said and not said.value:
        raise AudiocoachError("there is a colon behind this step, and nothing behind that", "take it away")
    room = LONG - column(text, at)
    if entry.flow or entry.among is None or len(words) + len(key) + len(flow) + 4 <= room:
        return [Edit(at, entry.part.end, f"{colon}{{{words}{key}: {flow}}}")]
    below = "\n" + " " * (dash_column(text, entry) + 4)
    value = (block or flow).replace("\n", below)
    own = f"{below}say: {as_scalar(said.value, said.style.strip('|>'), flow=False)}" if said else ""
    begin = len(text[:at].rstrip(" ")) if said else at
    return [Edit(begin, entry.part.end, f"{colon.strip()}{own}{below}{key}:{_gap(value)}{value}")]


def _gap(value: str) -> str:
    return "" if value.startswith("\n") else " "


def _behind(keys: Keys, key: str) -> tuple[Scalar, Part] | None:
    """Find the entry behind which a key belongs; None for an empty mapping."""
    if not keys.entries:
        return None
    before = _ORDER[: _ORDER.index(key)] if key in _ORDER else tuple(name.value for name, _ in keys.entries)
    found = keys.entries[0]
    for entry in keys.entries[1:]:
        if entry[0].value in before:
            found = entry
    return found


def _end(entry: tuple[Scalar, Part] | None) -> int:
    assert entry is not None
    return max(entry[0].end + 1, entry[1].end)


def _in_braces(keys: Keys, pair: str, behind: tuple[Scalar, Part] | None) -> Edit:
    if behind is None:
        return Edit(keys.start + 1, keys.start + 1, pair)
    end = _end(behind)
    return Edit(end, end, f", {pair}")


def other_value(scalar: Scalar, value: str, *, flow: bool) -> Edit:
    """Return the edit that gives a scalar another value, in its own quotes."""
    style = scalar.style if scalar.style in ("'", '"') else ""
    return Edit(scalar.start, scalar.end, as_scalar(value, style, flow=flow))


def without_a_key(text: str, placed: Placed, key: str) -> list[Edit]:
    """Return the edits that take a key with its value out of an entry that has it.

    Raises:
        AudiocoachError: where the entry is nothing without it.
    """
    entry = placed.site.entry
    keys = entry.keys
    assert keys is not None
    index = next(index for index, (name, _) in enumerate(keys.entries) if name.value == key)
    if len(keys.entries) == 1 and entry.line is not None:
        return [Edit(entry.line.end, entry.part.end, "")]
    if keys.flow:
        return [gap_closed(index, [(name.start, _end((name, value))) for name, value in keys.entries])]
    if not index:
        raise AudiocoachError(f"'{key}' is the first key of this step", "write its kind first")
    name, value = keys.entries[index]
    return [Edit(line_start(text, name.start) - 1, line_end(text, _end((name, value))), "")]


def gap_closed(index: int, spans: Sequence[tuple[int, int]]) -> Edit:
    """Return the edit that takes one of several out with the comma beside it."""
    if index + 1 < len(spans):
        return Edit(spans[index][0], spans[index + 1][0], "")
    return Edit(spans[index - 1][1] if index else spans[index][0], spans[index][1], "")


def one_less(text: str, items: Items, index: int) -> list[Edit]:
    """Return the edits that take an item out of a list that has others."""
    if items.flow:
        return [gap_closed(index, [(part.start, part.end) for part in items.items])]
    margin, start = column(text, items.start), line_start(text, items.items[index].start)
    while start and text[start : start + margin + 1].strip(" ") != "-":
        start = line_start(text, start - 1)
    return [Edit(start - 1, line_end(text, items.items[index].end), "")]


def one_more(text: str, items: Items, flow: str) -> list[Edit]:
    """Return the edits that put an item at the end of a list."""
    if items.flow or not items.items:
        at = items.items[-1].end if items.items else items.start + 1
        return [Edit(at, at, f", {flow}" if items.items else flow)]
    margin = column(text, items.start)
    end = line_end(text, items.items[-1].end)
    return [Edit(end, end, f"\n{' ' * margin}- {flow}")]
