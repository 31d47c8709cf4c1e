"""Lines of the whiteboard form, with the characters of a script that each of their items takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from audiocoach.assist.written_nodes import MEND_FIRST, UNREAD, Scalar
from audiocoach.errors import AudiocoachError, Unreadable, Where
from audiocoach.script.steps.whiteboard import parse_items
from audiocoach.script.yaml.located import Mapping, Text
from audiocoach.vocabulary import KINDS

Span = tuple[int, int]


@dataclass(slots=True, eq=False)
class BoardItem:
    """A step, a set, or the name of a block, on a line of the whiteboard form. Spans count characters of the script.

    Attributes:
        what: the kind of a step, "set", or "" for a name that stands for other steps.
        text: the item as the line has it, without what the line's quotes ask for.
        start: where it begins.
        end: where it ends.
        length: the length of a step, or how many rounds a set has.
        name: the name of a step, if it has one.
        items: what stands in a set's brackets.
    """

    what: str
    text: str
    start: int
    end: int
    length: Span = (0, 0)
    name: Span | None = None
    items: list[BoardItem] = field(default_factory=list)


def board_items(value: str, places: Sequence[int], names: Collection[str], at_races: bool) -> list[BoardItem]:  # noqa: FBT001
    """Read a line of the whiteboard form.

    Args:
        value: the line.
        places: where each of its characters stands in the script.
        names: the blocks and variables that may stand for items.
        at_races: as `parse_items` has it.

    Raises:
        AudiocoachError: where it cannot be read.
    """
    slips: list[Unreadable] = []
    line = Text(value, Where(line=1, column=1, width=len(value), source=value), plain=True)
    try:
        found = parse_items(line, names, "en", slips.append, at_races=at_races)
    except Unreadable:
        raise AudiocoachError(UNREAD, MEND_FIRST) from None
    if slips:
        raise AudiocoachError(UNREAD, MEND_FIRST)
    return [_item(value, places, item) for item in found]


def _item(value: str, places: Sequence[int], item: Mapping | Text) -> BoardItem:
    first, last = _span(value, item)
    own = BoardItem("", value[first:last], places[first], places[last - 1] + 1)

    def placed(part: Text) -> Span:
        start, end = _span(value, part)
        return places[start], places[end - 1] + 1

    if isinstance(item, Text):
        return own
    if "repeat" in item:
        own.what, own.length = "set", placed(item[Text("repeat")])
        own.items = [_item(value, places, inner) for inner in item[Text("steps")]]
        return own
    own.what = next(key for key in item if key in KINDS)
    own.length = placed(item[Text(own.what)])
    own.name = placed(item[Text("name")]) if "name" in item else None
    return own


def _span(value: str, part: Mapping | Text) -> Span:
    start = part.where.column - 1
    return start, start + len(value[start : start + part.where.width].rstrip())


def places_in(text: str, scalar: Scalar) -> list[int] | None:
    """Return where each character of a scalar's value stands in the script; None where one stands for others."""
    at, end = scalar.start, scalar.end
    if scalar.style in ("|", ">"):
        at = text.index("\n", at) + 1
    elif scalar.style:
        at, end = at + 1, end - 1
    places: list[int] = []
    for char in scalar.value.rstrip("\n"):
        if char.isspace():
            places.append(at)
            while at < end and text[at].isspace():
                at += 1
            continue
        while at < end and text[at].isspace():
            at += 1
        sign = text[at : at + 2]
        if (sign == "''" and scalar.style == "'") or (sign in ('\\"', "\\\\") and scalar.style == '"'):
            at += 1
        if at >= end or text[at] != char or (char == "\\" and scalar.style == '"' and sign != "\\\\"):
            return None
        places.append(at)
        at += 1
    places += [at] * (len(scalar.value) - len(places))
    return places


def in_style(value: str, style: str) -> str:
    """Write part of a value as the quotes ask for that it stands in."""
    if style == "'":
        return value.replace("'", "''")
    return value.replace("\\", "\\\\").replace('"', '\\"') if style == '"' else value


_FIRST = "-?:,[]{}#&*!|>'\"%@`"


def is_plain(value: str, *, flow: bool) -> bool:
    """Tell whether a value means itself without quotes, within braces and brackets with `flow`."""
    if not value or value != value.strip() or "\n" in value or "\t" in value:
        return False
    if value[0] in _FIRST and not (value[0] in "-?:" and len(value) > 1 and value[1] not in " ,[]{}"):
        return False
    if flow and any(sign in value for sign in ",[]{}?"):
        return False
    return ": " not in value and " #" not in value and not value.endswith(":")


def as_scalar(value: str, style: str = "", *, flow: bool) -> str:
    """Write a value as a scalar, in the quotes of `style`, or without any where it needs none."""
    if style == "'" and "\n" not in value:
        return f"'{in_style(value, style)}'"
    if style != '"' and is_plain(value, flow=flow) and "{" not in value:
        return value
    return '"' + in_style(value, '"').replace("\n", "\\n").replace("\t", "\\t") + '"'
