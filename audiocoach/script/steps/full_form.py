"""Spell out a whiteboard line that has keys beneath it: as they stand on the lines of a file, before these are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import parse_moment
from audiocoach.script.steps.kind_words import item_meant
from audiocoach.script.steps.whiteboard import looks_like_whiteboard, parse_items
from audiocoach.script.yaml.located import Text
from audiocoach.script.yaml.sentences import behind_comment, value_start
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import as_value
from audiocoach.vocabulary import KINDS

_OF_SETS = frozenset({"name", "skip-last-rest"})
_OF_STEPS = frozenset({"name", "say-as", "say", "cues", "marks", "effort", "cadence", "coach", "sound"})
_HEAD = LatePattern(r"(\s*(?:-\s+)+|steps:\s+)(?=\S)")
_KEY = LatePattern(r"(\s*)([A-Za-z][\w-]*):(\s.*|$)")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A line of a file that is an item of the whiteboard form, `- work 2m Run: Go.`.

    Attributes:
        before: what stands before the item: white space and a dash, or `steps:`.
        text: the item itself.
        value: what stands behind its colon, if anything does.
        comment: what stands behind it all, with the white space before that.
    """

    before: str
    text: str
    value: str
    comment: str

    @property
    def column(self) -> int:
        """Return where the item begins, from 0, once it stands behind a dash of its own."""
        return 4 if self.before.startswith("steps") else len(self.before)

    @property
    def dash(self) -> str:
        """Return what stands before the item once it has a dash of its own."""
        return "  - " if self.before.startswith("steps") else self.before

    @property
    def as_key(self) -> tuple[str, ...]:
        """Return the lines that make a key of the item, to which others can be added."""
        behind = f" {self.value}" if self.value else ""
        line = f"{self.dash}{self.text}:{behind}{self.comment}"
        return ("steps:", line) if self.before.startswith("steps") else (line,)


def item_line(line: str) -> ItemLine | None:
    """Read a line of a file as an item of the whiteboard form; None for one that looks like none."""
    head = _HEAD.match(line)
    if not head:
        return None
    bare = behind_comment(line)
    start = head.end() + value_start(bare[head.end() :])
    text = bare[head.end() : start].rstrip()
    value = bare[start:] if text.endswith(":") else ""
    text = text[:-1] if text.endswith(":") else bare[head.end() :]
    text = text.rstrip(", ")
    return ItemLine(head[0], text, value, line[len(bare) :]) if looks_like_whiteboard(text) else None


def full_form(item: ItemLine, beneath: Sequence[str]) -> list[str] | None:
    """Write an item and the lines beneath it in the full form.

    Args:
        item: the line.
        beneath: the lines of its further keys, the first of which begins where each of them does.

    Returns:
        The lines, or None where the item cannot be read, or does not have such keys.
    """
    entries = _entries(item.text)
    if entries is None or item.value[:1] in ("{", "[", "|", ">"):
        return None
    if item.value:
        entries["say"] = item.value
    of_set = "repeat" in entries
    margin = len(beneath[0]) - len(beneath[0].lstrip())
    lines: list[str] = []
    for line in beneath:
        own = _KEY.match(line)
        inner = " " * max(0, len(line) - len(line.lstrip()) - margin) + line.strip()
        if own and len(own[1]) == margin:
            key = own[2].lower()
            if key == "repeat" and not of_set and len(beneath) == 1 and not item.value:
                return _with_dash(item, [f"repeat:{own[3]}", f"steps: {as_value(item.text)}"])
            if key in (_OF_SETS if of_set else _OF_STEPS):
                entries.pop(key, None)
                inner = f"{key}:{own[3].rstrip()}"
            elif not of_set and _is_moment(own[2]):
                lines += ["cues:"] if not lines else []
                inner = f"  - at: {own[2]}\n    say:{own[3].rstrip()}"
            else:
                return None
        lines += inner.split("\n")
    return _with_dash(item, [*(f"{key}: {value}" for key, value in entries.items()), *lines])


def _with_dash(item: ItemLine, lines: Sequence[str]) -> list[str]:
    head = ["steps:"] if item.before.startswith("steps") else []
    return [*head, item.dash + lines[0], *(" " * item.column + line for line in lines[1:])]


def _is_moment(key: str) -> bool:
    try:
        parse_moment(key)
    except Unreadable:
        return False
    return True


def _entries(text: str) -> dict[str, str] | None:
    """Return the keys and the values of one step or set, as a script has them; None for a line that is no such."""
    slips: list[Unreadable] = []
    meant = item_meant(text, 0, "") if text.partition(" ")[0] not in KINDS and "(" not in text else None
    line = Text(meant[1] if meant and meant[0] == len(text) else text)
    try:
        items = parse_items(line, (), "", slips.append)
    except Unreadable:
        return None
    if slips or len(items) != 1 or isinstance(items[0], Text):
        return None
    if "repeat" in items[0]:
        inside = line[line.index("(") + 1 : line.rindex(")")].strip()
        return {"repeat": items[0][Text("repeat")], "steps": as_value(inside)}
    return {str(key): str(value) if key != "name" else as_value(value) for key, value in items[0].items()}
