"""The edits of a text that mend what is wrong with it, as the hints of its problems say it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from operator import eq

from audiocoach.assist.text_edits import Edit
from audiocoach.errors import Instead, Problem, Where
from audiocoach.script.yaml.characters import UNPRINTABLE

_MOST_TOLD = 60
"""Most characters of what is to be written that a mend's title shows."""


@dataclass(frozen=True, slots=True)
class Mend:
    """One way to mend something: what a button says, and what it does to the text."""

    title: str
    edits: tuple[Edit, ...]


class Mender:
    """Makes mends for the problems of one text, which they call `file`: it knows where each of their lines begins."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        whole = UNPRINTABLE.sub("\ufffd", text).splitlines(keepends=True)
        self.starts = [0, *accumulate(map(len, whole))]
        self.lines = [line.splitlines()[0] for line in whole]

    def all(self, problems: Sequence[Problem]) -> Iterator[tuple[Mend, ...]]:
        """Yield for each problem the ways to mend it that are sure to fit the text.

        Where whole lines are to be written anew, they were read as if they had been: what else is found on them may
        stand elsewhere, and is mended after that.
        """
        spans = [each.lines for problem in problems for each in problem.instead if each.lines]
        anew = {line for first, last in spans for line in range(first, last + 1)}
        for problem in problems:
            yield tuple(self._mends(problem, anew)) if problem.where.file == self.file else ()

    def _mends(self, problem: Problem, anew: Container[int]) -> Iterator[Mend]:
        for instead in problem.instead:
            if not (instead.where or instead.lines) and problem.where.line in anew:
                continue
            edits = self._of_lines(instead) if instead.lines else self._of_place(instead, problem.where)
            if edits:
                yield Mend(_title(instead, self, edits), tuple(edits))

    def line_of(self, offset: int) -> str:
        """Return the line that a place of the text is in, without white space around it."""
        return self.lines[bisect_right(self.starts, offset) - 1].strip()

    def _of_lines(self, instead: Instead) -> list[Edit]:
        """Edit whole lines; nothing where they are not those of the text."""
        assert instead.lines is not None
        first, last = instead.lines
        if not 1 <= first <= last <= len(self.lines) or "\ufffd" in instead.text:
            return []
        start = self.starts[first - 1]
        if not instead.text.strip():
            return [Edit(start, self.starts[last], "")]
        return self._least(Edit(start, self.starts[last - 1] + len(self.lines[last - 1]), instead.text))

    def _of_place(self, instead: Instead, underlined: Where) -> list[Edit]:
        """Edit a part of a line; nothing where the line is not that of the text."""
        where = instead.where or underlined
        line = where.line - 1
        if instead.part or not 0 <= line < len(self.lines):
            return []
        start = self.starts[line] + where.column - 1
        if self.lines[line] != where.source or where.column - 1 + where.width > len(where.source):
            return []
        edits = [Edit(start, start + where.width, instead.text)]
        if self.text[start : start + where.width] == instead.text:
            return []
        before, behind = where.source[: where.column - 1], where.source[where.column - 1 + where.width :]
        if instead.beneath and ": " in instead.text and (before.strip(" -") or behind.strip()) and not _opens(before):
            return []  # a mapping of its own, where none can stand
        if instead.beneath and _opens(before):
            edits[0] = Edit(start, start + where.width, ", ".join([instead.text, *instead.beneath]))
        elif instead.beneath:
            margin = " " * (len(where.source) - len(where.source.lstrip(" -")))
            end = self.starts[line] + len(self.lines[line])
            edits.append(Edit(end, end, "".join(f"\n{margin}{entry}" for entry in instead.beneath)))
        return edits

    def _least(self, edit: Edit) -> list[Edit]:
        """Leave out what an edit would write again as it is; nothing where that is all of it."""
        was = self.text[edit.start : edit.end]
        before = _same(was, edit.text)
        behind = _same(was[before:][::-1], edit.text[before:][::-1])
        least = Edit(edit.start + before, edit.end - behind, edit.text[before : len(edit.text) - behind])
        return [least] if least.start < least.end or least.text else []


def _same(one: str, other: str) -> int:
    """Count the characters that two texts begin with alike."""
    return sum(1 for _ in takewhile(bool, map(eq, one, other)))


def _opens(before: str) -> bool:
    """Tell whether a brace is open behind a part of a line."""
    return before.count("{") > before.count("}")


def _title(instead: Instead, lines: Mender, edits: Sequence[Edit]) -> str:
    """Say what is written: the first line of it that is not there as it is."""
    if not instead.text.strip():
        return "take it out"
    told = [line.strip() for line in instead.text.strip().splitlines()]
    if instead.lines is not None:
        there = {line.strip() for line in lines.lines[instead.lines[0] - 1 : instead.lines[1]]}
        new = [line for line in told if line not in there] or [lines.line_of(edits[0].start)]
        told = [new[0], *(["…"] if len(new) > 1 else [])]
    first = told[0].removesuffix(",") if edits[0].start == edits[0].end else told[0]
    shown = first if len(first) <= _MOST_TOLD else f"{first[:_MOST_TOLD]}…"
    more = " …" if len(told) > 1 else "".join(f" and '{entry}'" for entry in instead.beneath)
    return f"write '{shown}'{more}"
