"""The rows of a plan that is a table: what their cells say, and their steps; what is wrong is named by its cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audiocoach.errors import ScriptError
from audiocoach.exchange.words_of_files import plain
from audiocoach.programme.programme import DAYS
from audiocoach.rendering.plan_grid import Grid
from audiocoach.script.load import parse_session

MAX_TABLE_STEPS = 2_000
"""Steps of all sessions as written: five in each of seven a week, for a year, are 1,820."""

ROWS_AT_ONCE = 20
"""Rows that are read together: most make no more than one session may have."""

MAX_CELL = 8_000
"""Characters of a cell."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A session: its line (or row), its cells, and which columns say what."""

    grid: Grid
    line: int
    cells: Sequence[str]
    columns: Mapping[str, int]
    step_columns: Sequence[int]

    @property
    def is_session(self) -> bool:
        """Tell whether anything stands in a column that is read."""
        known = (*self.columns.values(), *self.step_columns)
        return any(
            (at < len(self.cells) and self.cells[at].strip()) or (self.line, at) in self.grid.wrong for at in known
        )

    def cell(self, at: int) -> str:
        """Return a cell as it is.

        Raises:
            ImportRefusedError: when it has no text, such as a formula without a result.
        """
        if (self.line, at) in self.grid.wrong:
            hint = "open it in a spreadsheet program, mend the formula, and save it again"
            raise self.grid.refusal(self.line, at, self.grid.wrong[self.line, at], hint)
        text = self.cells[at] if at < len(self.cells) else ""
        if len(text) > MAX_CELL:
            message = f"{len(text):,} characters, and at most {MAX_CELL:,} are read"
            raise self.grid.refusal(self.line, at, message, "part it into several columns: steps, step 2")
        return text

    def value(self, name: str) -> str:
        """Return what stands in a column of this name; empty without one."""
        return plain(self.cell(self.columns[name])) if name in self.columns else ""

    @property
    def title(self) -> str:
        """Return its title; empty without one."""
        return self.value("title")

    @property
    def day(self) -> str:
        """Return the weekday that is named, or that of a date."""
        written = self.value("day")
        try:
            return DAYS[date.fromisoformat(written[:10]).weekday()]
        except ValueError:
            return written[:3].title()

    def week(self) -> int:
        """Return its week.

        Raises:
            ImportRefusedError: when the cell holds none.
        """
        written = self.value("week").casefold().removeprefix("week").strip()
        if not (written.isdecimal() and len(written) < 4 and int(written)):
            message = f"'{self.value('week')}' is no week"
            raise self.grid.refusal(self.line, self.columns["week"], message, "weeks count from 1")
        return int(written)

    def lines(self) -> list[tuple[int, str]]:
        """Return each item of its steps, behind its column.

        Raises:
            ImportRefusedError: when there is none.
        """
        filled = [(at, text) for at in self.step_columns for text in _lines_of(self.cell(at))]
        if not filled:
            hint = "such as: 6 x (work 60s, rest 90s)"
            raise self.grid.refusal(self.line, self.step_columns[0], "this session has no steps", hint)
        return filled

    def step_count(self, filled: Sequence[tuple[int, str]]) -> int:
        """Read its steps, and count them as written.

        Raises:
            ImportRefusedError: with the cell in which something cannot be read.
        """
        try:
            return _count(filled)
        except ScriptError as error:
            at = min(max(error.problems[0].where.line - len(("session", "steps")) - 1, 0), len(filled) - 1)
            raise self.grid.refusal(self.line, filled[at][0], error.message, error.hint) from None


def steps_of(rows: Sequence[TableRow]) -> Iterator[list[str]]:
    """Yield the steps of each row as lines of a programme.

    Rows are read several at once, which is quicker; one by one where something is wrong with any, or too much.
    """
    left = MAX_TABLE_STEPS
    for at in range(0, len(rows), ROWS_AT_ONCE):
        here = [(row, row.lines()) for row in rows[at : at + ROWS_AT_ONCE]]
        try:
            count = _count([item for _, filled in here for item in filled])
        except ScriptError:
            count = left + 1
        left -= count if count <= left else _count_each(here, left)
        for _, filled in here:
            yield list(map(_as_line, filled))


def _count_each(rows: Sequence[tuple[TableRow, Sequence[tuple[int, str]]]], most: int) -> int:
    """Count the steps of rows, each read by itself; what several have is read once.

    Raises:
        ImportRefusedError: with the cell in which something cannot be read, or the row with which they are too many.
    """
    count = 0
    read: dict[tuple[str, ...], int] = {}
    for row, filled in rows:
        texts = tuple(text for _, text in filled)
        if texts not in read:
            read[texts] = row.step_count(filled)
        count += read[texts]
        if count > most:
            message = f"the steps of all sessions are more than {MAX_TABLE_STEPS:,}"
            raise row.grid.refusal(row.line, row.step_columns[0], message, "take fewer, or sets: 6 x (…)")
    return count


def _count(filled: Sequence[tuple[int, str]]) -> int:
    """Count the steps in cells as they are written.

    Raises:
        ScriptError: when one cannot be read.
    """
    session = parse_session("\n".join(["session: x", "steps:", *map(_as_line, filled), ""]))
    return sum(1 for _ in session.written_steps())


def _as_line(item: tuple[int, str]) -> str:
    return f"  - {json.dumps(item[1], ensure_ascii=False)}"


def _lines_of(cell: str) -> Iterator[str]:
    """Yield the items in a cell: one a line, a set that goes on over several lines as one."""
    open_, brackets = "", 0
    for line in cell.splitlines():
        open_ = f"{open_} {line}" if brackets > 0 else line
        brackets = open_.count("(") - open_.count(")") if "(" in open_ else 0
        if brackets <= 0 and plain(open_):
            yield plain(open_)
    if brackets > 0:
        yield plain(open_)
