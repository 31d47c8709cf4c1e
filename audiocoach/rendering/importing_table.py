"""A plan that is a table (.csv, .xlsx): a row a session, its steps in whiteboard form in cells; to one programme."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audiocoach.bounds import MAX_SESSIONS
from audiocoach.errors import ScriptError
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.telling import readable
from audiocoach.exchange.words_of_files import plain
from audiocoach.programme.file import MAX_PER_WEEK
from audiocoach.programme.programme import DAYS
from audiocoach.quantities.units import plural
from audiocoach.rendering.importing_files import data_of
from audiocoach.rendering.importing_programme import PlannedLines, written_programme
from audiocoach.rendering.plan_grid import HEADS, STEPS, Grid
from audiocoach.script.load import parse_session
from audiocoach.script.standard_input import STDIN

MAX_TABLE_STEPS = 3_000
"""Steps of all sessions as written: seven in each of the most sessions that a programme may have."""

MAX_CELL = 8_000
"""Characters of a cell."""

MOST_NOTED = 10
"""Rows beside the table that are told."""

_COLUMNS = ("week", "day", "title")


@dataclass(frozen=True, slots=True)
class TableProgramme:
    """What a table became: a programme's text, for each row the number of its session, and what to know of it."""

    text: str
    sessions: tuple[tuple[int, str, str], ...]
    """Line (or row), number and title."""

    sheet: str = ""
    notes: tuple[str, ...] = ()


def table_of(path: Path, title: str = "", per_week: int | None = None) -> TableProgramme:
    """Read a table of sessions from a file; without a title, it is called like the file.

    Raises:
        ImportRefusedError: with the file and the place in it.
    """
    data = data_of(path)
    try:
        return table_programme(data, title or title_of(path), per_week)
    except ImportRefusedError as error:
        raise error.in_file(str(path), readable(data)) from None


def title_of(path: Path) -> str:
    """Return what a programme of a table is called that has no other title."""
    return "Plan" if path == STDIN else path.stem


def table_programme(data: bytes, title: str, per_week: int | None = None) -> TableProgramme:
    """Read a table of sessions.

    Args:
        data: the file: a workbook (.xlsx), or UTF-8 or UTF-16 with commas, semicolons or tabs.
        title: the programme's.
        per_week: sessions a week, where there is no column for weeks.

    Raises:
        ImportRefusedError: with the line, and the cell as a spreadsheet names it.
    """
    grid = Grid.of(data)
    if not grid.rows:
        raise ImportRefusedError("the table is empty", HEADS)
    columns, steps = _columns(grid)
    every = [_Row(grid, line, cells, columns, steps) for line, cells in grid.rows[1:]]
    found = [row for row in every if row.is_session]
    if not found:
        raise ImportRefusedError("the table has no sessions", "a row is a session")
    if len(found) > MAX_SESSIONS:
        raise ImportRefusedError(f"{len(found):,} sessions are more than {MAX_SESSIONS}", "take fewer")
    numbers, count = _numbered(found, per_week)
    planned = [
        PlannedLines(number, row.title or f"Session {number}", steps)
        for number, row, steps in zip(numbers, found, _steps_of(found), strict=True)
    ]
    days = _days(found, count)
    text = written_programme(title, planned, count, days=days)
    told = tuple((row.line, each.number, each.title) for row, each in zip(found, planned, strict=True))
    beside = [f"{grid.named(row.line, None)} is no session, and is left out" for row in every if not row.is_session]
    notes = (*grid.notes, *beside[:MOST_NOTED], *_left_out(grid, found, days))
    return TableProgramme(text, told, grid.sheet, notes)


def _columns(grid: Grid) -> tuple[dict[str, int], list[int]]:
    line, head = grid.rows[0]
    names = [plain(name).casefold() for name in head]
    columns = {name: names.index(name) for name in _COLUMNS if name in names}
    steps = [at for at, name in enumerate(names) if name.startswith(STEPS)]
    if not steps:
        raise grid.refusal(line, None, "no column is called 'steps'", HEADS)
    return columns, steps


def _left_out(grid: Grid, rows: Sequence[_Row], days: Sequence[str]) -> Iterator[str]:
    """Say what of the table is in no session."""
    line, head = grid.rows[0]
    known = {*rows[0].columns.values(), *rows[0].step_columns}
    for at, name in enumerate(head):
        if at not in known and any(at < len(row.cells) and row.cells[at].strip() for row in rows):
            yield f"{grid.named(line, at)}: the column '{plain(name)[:60]}' is left out"
    if not days and any(row.value("day") for row in rows):
        at = rows[0].columns["day"]
        yield f"{grid.named(line, at)}: the days are left out, for they are not alike in each week, or no weekdays"


@dataclass(frozen=True, slots=True)
class _Row:
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
        return plain(self.cell(self.columns[name])) if name in self.columns else ""

    @property
    def title(self) -> str:
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
            session = parse_session("\n".join(["session: x", "steps:", *map(_as_line, filled), ""]))
        except ScriptError as error:
            at = min(max(error.problems[0].where.line - len(("session", "steps")) - 1, 0), len(filled) - 1)
            raise self.grid.refusal(self.line, filled[at][0], error.message, error.hint) from None
        return sum(1 for _ in session.written_steps())


def _steps_of(rows: Sequence[_Row]) -> Iterator[list[str]]:
    """Yield the steps of each row as lines of a programme; those that several have are read once."""
    count = 0
    read: dict[tuple[str, ...], int] = {}
    for row in rows:
        filled = row.lines()
        texts = tuple(text for _, text in filled)
        if texts not in read:
            read[texts] = row.step_count(filled)
        count += read[texts]
        if count > MAX_TABLE_STEPS:
            message = f"the steps of all sessions are more than {MAX_TABLE_STEPS:,}"
            raise row.grid.refusal(row.line, row.step_columns[0], message, "take fewer, or sets: 6 x (…)")
        yield list(map(_as_line, filled))


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


def _numbered(rows: Sequence[_Row], per_week: int | None) -> tuple[list[str], int]:
    """Number the sessions by week and place; return how many a week has, the same in each."""
    if "week" not in rows[0].columns:
        count = per_week or len(rows)
        if count > MAX_PER_WEEK:
            message = f"{len(rows)} sessions are more than a week may have, and no column says their weeks"
            raise ImportRefusedError(message, "add a column 'week'", option="say how many a week has: '--per-week 3'")
        if len(rows) % count:
            message = f"{len(rows)} sessions do not fill weeks of {count}"
            raise ImportRefusedError(
                message, "add a column 'week', or another number", option="give another '--per-week'"
            )
        return [f"{at // count + 1}.{at % count + 1}" for at in range(len(rows))], count
    met: dict[int, int] = {}
    numbers = []
    for row in rows:
        week = row.week()
        met[week] = met.get(week, 0) + 1
        if met[week] > MAX_PER_WEEK:
            message = f"week {week} has more than {MAX_PER_WEEK} sessions"
            raise row.grid.refusal(row.line, row.columns["week"], message, "a programme has one a day at most")
        numbers.append(f"{week}.{met[week]}")
    count = met[min(met)]
    for week in range(1, max(met) + 1):
        if met.get(week, 0) != count:
            message = f"week {week} has {plural(met.get(week, 0), 'session')}, and week {min(met)} has {count}"
            lines = [row.line for row in rows if row.week() == week]
            hint = "a programme has as many in each week"
            if not lines:
                raise ImportRefusedError(message, hint)
            grid, at = rows[0].grid, rows[0].columns["week"]
            raise grid.refusal(lines[0], at if grid.sheet else None, message, hint, lines=lines)
    return numbers, count


def _days(rows: Sequence[_Row], count: int) -> tuple[str, ...]:
    """Return the weekdays, where each week has the same."""
    named = [row.day for row in rows]
    first = named[:count]
    alike = all(named[at : at + count] == first for at in range(0, len(named), count))
    return tuple(first) if alike and len(set(first)) == count and set(first) <= set(DAYS) else ()
