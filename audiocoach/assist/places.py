"""Which lines of a text a step of a session stands on, and which steps a line belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from audiocoach.assist.typed_place import keys_in
from audiocoach.errors import Where
from audiocoach.script.model import Session
from audiocoach.script.sets_around import is_set


@dataclass(frozen=True, slots=True)
class StepPlace:
    """A step or a set in the text.

    Attributes:
        id: its place in the session, and in each set around it: "0", or "2/1" for the second step of a set.
        line: the line it begins on, from 1.
        last_line: the one it ends on.
        columns: the part of its line, where others stand on the line as well: from a column (from 1) to before another.
        is_set: whether it is a set.
    """

    id: str
    line: int
    last_line: int
    columns: tuple[int, int] | None = None
    is_set: bool = False

    def holds(self, line: int, column: int | None) -> bool:
        """Tell whether a line, or what stands in one of its columns, is part of it."""
        if not self.line <= line <= self.last_line:
            return False
        return column is None or self.columns is None or self.columns[0] <= column <= self.columns[1]


@dataclass(frozen=True, slots=True)
class StepPlaces:
    """The steps and sets of a session in its text, each set before what it has in it.

    `steps` are the steps alone, in the order of `Interval.number`; `uses` the lines of the blocks that a line names.
    """

    all: Sequence[StepPlace]
    steps: Sequence[StepPlace]
    uses: dict[int, list[range]]

    def at(self, line: int, column: int | None = None) -> tuple[str, ...]:
        """Name the steps that a line belongs to: of a line about a set all that the set has in it.

        A step of a block that is used twice is two. `column`, from 1, picks one of those that share the line.
        """
        sets = [each.id for each in self.all if each.is_set and each.holds(line, column)]
        around = sets[-1] if sets else ""
        found = [step.id for step in self.steps if step.holds(line, column)]
        if column is None or not found:
            found += [step.id for lines in self.uses.get(line, ()) for step in self._used(line, lines)]
        if not found and around:
            found = [step.id for step in self.steps if _inside(step.id, around)]
        return tuple(found) or (self.at(line) if column is not None else ())

    def _used(self, line: int, lines: range) -> Iterator[StepPlace]:
        """Yield the steps of a block, which is written on some lines, that stand where another line names it."""
        sets = {each.id: each for each in self.all if each.is_set}
        here = [each for each in sets.values() if each.holds(line, None)]
        near = [each.id for each in here if each.line == line] or [each.id for each in here[-1:]] or [""]
        for step in self.steps:
            around = [sets[step.id[:at]] for at, sign in enumerate(step.id) if sign == "/" and step.id[:at] in sets]
            is_here = all(each.holds(line, None) or each.line in lines for each in around)
            if step.line in lines and is_here and any(_inside(step.id, each) for each in near):
                yield step

    def of(self, step: str) -> StepPlace | None:
        """Find a step or a set by its id; None where there is none in the text."""
        return next((each for each in self.all if each.id == step), None)


def step_places(session: Session, text: str, file: str) -> StepPlaces:
    """Find the steps of a session in the text that it was read from, in which places call it `file`.

    A template in another file has none.
    """
    lines = text.split("\n")
    every = [_place(name, item, lines) for name, item in _items(session.steps, "") if _first(item).file == file]
    steps = [each for each in every if not each.is_set]
    return StepPlaces(every, steps, _uses(text, lines))


def _items(items: Iterable[Any], around: str) -> Iterator[tuple[str, Any]]:
    for index, item in enumerate(items):
        name = f"{around}{index}"
        yield name, item
        if is_set(item):
            yield from _items(item.steps, f"{name}/")


def _first(item: Any) -> Where:
    where: Where = item.place()
    return where


def _place(name: str, item: Any, lines: Sequence[str]) -> StepPlace:
    where = _first(item)
    before, behind = where.source[: where.column - 1], where.source[where.column - 1 + where.width :]
    is_line = " " in where.source[where.column - 1 : where.column - 1 + where.width]
    shared = is_line and (bool(before.strip(" -")) or behind.lstrip()[:1] in (",", ")"))
    if before.strip(" -") or shared:
        last = max(where.line, where.last)
    else:
        last = _end(lines, where.line, before.rfind("-") if "-" in before else len(before) - 1)
    columns = (where.column, where.column + where.width) if shared else None
    return StepPlace(name, where.line, last, columns, is_set(item))


def _end(lines: Sequence[str], line: int, dash: int) -> int:
    """Find the last line of what begins on one and stands further in than its dash."""
    last = line
    for number in range(line, len(lines)):
        bare = lines[number].lstrip(" ")
        if bare and not bare.startswith("#"):
            if len(lines[number]) - len(bare) <= dash:
                break
            last = number + 1
    return last


def _uses(text: str, lines: Sequence[str]) -> dict[int, list[range]]:
    """Give each line that names blocks the lines on which these are written."""
    found: dict[int, list[range]] = {}
    blocks = [key for key in keys_in(text) if key.path[:-1] in (("blocks",), ("session", "blocks"))]
    items = {at: re.split(r"[(),\[\]]", line.partition(" #")[0].strip(" -")) for at, line in enumerate(lines, 1)}
    for block in blocks:
        margin = len(lines[block.line - 1]) - len(lines[block.line - 1].lstrip())
        written = range(block.line, _end(lines, block.line, margin) + 1)
        for at, parts in items.items():
            if block.path[-1] in (part.removeprefix("steps:").strip() for part in parts):
                found.setdefault(at, []).append(written)
    return found


def _inside(step: str, around: str) -> bool:
    return not around or step.startswith(f"{around}/")
