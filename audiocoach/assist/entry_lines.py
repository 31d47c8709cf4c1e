"""The lines that an item of a list takes in a script, and what is put between them."""

from __future__ import annotations

from audiocoach.assist.board_lines import Span, as_scalar, in_style, is_plain
from audiocoach.assist.placed_steps import Entry
from audiocoach.assist.text_edits import Edit
from audiocoach.assist.written_nodes import Scalar

LONG = 118
"""Most characters of a line that is written anew."""


def line_start(text: str, at: int) -> int:
    """Return where the line begins that a character stands in."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line ends that a character stands in, before its line end."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def column(text: str, at: int) -> int:
    """Return how many characters of its line stand before one."""
    return at - line_start(text, at)


def dash_column(text: str, entry: Entry) -> int:
    """Return the column of the dashes of the list that an entry stands in."""
    assert entry.among is not None
    return column(text, entry.among.start)


def lines_of(text: str, entry: Entry) -> Span:
    """Return where the lines of an entry begin, with its dash, and end, before the last one's line end."""
    dash = dash_column(text, entry)
    start = line_start(text, entry.part.start)
    while start and text[start : start + dash + 1].strip(" ") != "-":
        start = line_start(text, start - 1)
    return start, line_end(text, entry.part.end)


def comment_behind(text: str, entry: Entry) -> bool:
    """Tell whether a comment stands behind an entry on its last line."""
    return "#" in text[entry.part.end : line_end(text, entry.part.end)]


def shifted(lines: str, by: int) -> str:
    """Move all lines but the first further in, or out; empty ones stay empty."""
    first, *others = lines.split("\n")
    if by >= 0:
        return "\n".join([first, *(" " * by + line if line.strip() else line for line in others)])
    return "\n".join([first, *(line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in others)])


def in_scalar(text: str, scalar: Scalar, edits: list[Edit], *, flow: bool) -> list[Edit]:
    """Return edits within a scalar, given as its value has their texts: it gets quotes where it needs them now."""
    inside = [Edit(edit.start, edit.end, in_style(edit.text, scalar.style)) for edit in edits]
    if scalar.style:
        return inside
    value, at = "", scalar.start
    for edit in edits:
        value += text[at : edit.start] + edit.text
        at = edit.end
    value += text[at : scalar.end]
    if is_plain(" ".join(value.split()), flow=flow):
        return inside
    return [Edit(scalar.start, scalar.end, as_scalar(" ".join(value.split()), '"', flow=flow))]
