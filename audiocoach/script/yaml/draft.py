"""The lines of a script as they are read: those of its file, and where it has slips, as these were meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audiocoach.errors import Hint, Instead, Problem, Where

GLUED_DASH = "a dash needs a space behind it"

SHOWN = 10
"""Most lines that a hint shows."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What is wrong, and the lines as they are meant: `lines` in the place of those from `first` to before `end`."""

    problem: Problem
    first: int
    end: int
    lines: tuple[str, ...]


class Draft:
    """A file's lines, corrected in memory, each of which knows the line (from 0) that it stands for."""

    def __init__(self, file: str, written: list[str], folder: Path | None = None) -> None:
        self.file, self.folder = file, folder
        self._written = written
        self.lines = list(written)
        self._numbers = list(range(len(written)))

    @property
    def text(self) -> str:
        """Return the whole, as it is to be read."""
        return "\n".join(self.lines) + "\n"

    def shown(self, at: int) -> str:
        """Return the line of the file that the line `at` stands for; "" behind the last."""
        return self._written[self._numbers[at]] if at < len(self._numbers) else ""

    def at(self, where: Where) -> int:
        """Find the line that stands for the one of a place in the file; the last line for a place behind all."""
        return self._numbers.index(where.line - 1) if where.line - 1 in self._numbers else len(self.lines) - 1

    def where(self, at: int, column: int, width: int = 1) -> Where:
        """Return the place of what stands in the line `at` at `column`, both from 0, in the file."""
        number = self._numbers[at] if at < len(self._numbers) else at
        return Where(self.file, number + 1, column + 1, width, self.shown(at), self.folder)

    def is_corrected(self, where: Where) -> bool:
        """Tell whether the line of a place is read as another one than it is: what is found on it may be elsewhere."""
        return self.lines[self.at(where)] != self._written[where.line - 1]

    def until(self, where: Where, at: int) -> Where:
        """Return a place that goes on to the line `at`."""
        return replace(where, last=self._numbers[min(at, len(self._numbers) - 1)] + 1)

    def hint(self, seen: Iterable[str], first: int, end: int, lines: Sequence[str]) -> Hint:
        """Write a hint that shows some lines, to write `lines` in the place of those from `first` to before `end`.

        Of a line of the file that is several here, all are written.
        """
        last = end - 1
        while first and self._numbers[first - 1] == self._numbers[first]:
            first, lines = first - 1, [self.lines[first - 1], *lines]
        while last + 1 < len(self.lines) and self._numbers[last + 1] == self._numbers[last]:
            last, lines = last + 1, [*lines, self.lines[last + 1]]
        place = (self._numbers[first] + 1, self._numbers[last] + 1)
        return Hint(shown(seen), Instead("\n".join(lines), lines=place))

    def apply(self, mend: Mend) -> bool:
        """Put the lines that are meant in place; tell whether that changes anything."""
        if tuple(self.lines[mend.first : mend.end]) == mend.lines:
            return False
        inserted = len(mend.lines) - (mend.end - mend.first)
        numbers = [self._numbers[mend.first + max(0, at - inserted)] for at in range(len(mend.lines))]
        self.lines[mend.first : mend.end] = mend.lines
        self._numbers[mend.first : mend.end] = numbers
        return True


def line_mend(draft: Draft, at: int, message: str, column: int, corrected: str, width: int = 0) -> Mend:
    """Say what is wrong with one line from `column` (from 0) on, or `width` signs of it, and how it is meant."""
    written = draft.shown(at)
    where = draft.where(at, column, width or max(1, len(written.rstrip()) - column))
    # Where only its indentation changes, that has to be seen: against the line above.
    above = line_above(draft.lines, at) if corrected.strip() == written.strip() else -1
    seen = [*draft.lines[above : above + 1], corrected] if above >= 0 else [corrected]
    hint = draft.hint(seen, at, at + 1, [corrected]) if corrected.strip() else "take it out"
    return Mend(Problem(message, where, hint), at, at + 1, (corrected,))


def is_content(line: str) -> bool:
    """Tell whether something stands on a line besides a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def line_above(lines: list[str], at: int) -> int:
    """Find the nearest line above that has something on it; -1 when there is none."""
    return next((number for number in range(at - 1, -1, -1) if is_content(lines[number])), -1)


def indent(line: str) -> str:
    """Return the white space that a line begins with."""
    return line[: len(line) - len(line.lstrip())]


def shown(lines: Iterable[str]) -> str:
    """Write a hint: these lines, without the white space that all of them begin with."""
    kept = [line.rstrip() for line in lines if line.strip()]
    margin = min(len(indent(line)) for line in kept)
    dots = ["…"] if len(kept) > SHOWN else []
    return "\n  ".join(["did you mean", *(line[margin:] for line in kept[:SHOWN]), *dots])
