"""A plan that is a table (.csv, .xlsx): a row a session, its steps in whiteboard form in cells; to one programme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.bounds import MAX_SESSIONS
from audiocoach.errors import Unreadable
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.telling import readable
from audiocoach.exchange.words_of_files import plain
from audiocoach.languages.lookup import LANGUAGES, base
from audiocoach.programme.file import MAX_PER_WEEK
from audiocoach.programme.programme import DAYS
from audiocoach.quantities.units import plural
from audiocoach.rendering.importing_files import data_of
from audiocoach.rendering.importing_programme import PlannedLines, written_programme
from audiocoach.rendering.plan_grid import HEADS, STEPS, Grid
from audiocoach.rendering.table_rows import TableRow, steps_of
from audiocoach.script.standard_input import STDIN
from audiocoach.script.values.choices import read_language

MOST_NOTED = 10
"""Rows beside the table that are told."""

_COLUMNS = ("week", "day", "title", "language")


@dataclass(frozen=True, slots=True)
class TableProgramme:
    """What a table became: a programme's text, for each row the number of its session, and what to know of it."""

    text: str
    sessions: tuple[tuple[int, str, str], ...]
    """Line (or row), number and title."""

    sheet: str = ""
    notes: tuple[str, ...] = ()


def table_of(path: Path, title: str = "", per_week: int | None = None, language: str = "") -> TableProgramme:
    """Read a table of sessions from a file; without a title, it is called like the file.

    Raises:
        ImportRefusedError: with the file and the place in it.
    """
    data = data_of(path)
    try:
        return table_programme(data, title or title_of(path), per_week, language)
    except ImportRefusedError as error:
        raise error.in_file(str(path), readable(data)) from None


def title_of(path: Path) -> str:
    """Return what a programme of a table is called that has no other title."""
    return "Plan" if path == STDIN else path.stem


def table_programme(data: bytes, title: str, per_week: int | None = None, language: str = "") -> TableProgramme:
    """Read a table of sessions.

    Args:
        data: the file: a workbook (.xlsx), or UTF-8 or UTF-16 with commas, semicolons or tabs.
        title: the programme's.
        per_week: sessions a week, where there is no column for weeks.
        language: of the words; empty: that of the column `language`, else English.

    Raises:
        ImportRefusedError: with the line, and the cell as a spreadsheet names it.
    """
    grid = Grid.of(data)
    if not grid.rows:
        raise ImportRefusedError("the table is empty", HEADS)
    columns, steps = _columns(grid)
    every = [TableRow(grid, line, cells, columns, steps) for line, cells in grid.rows[1:]]
    found = [row for row in every if row.is_session]
    if not found:
        raise ImportRefusedError("the table has no sessions", "a row is a session")
    if len(found) > MAX_SESSIONS:
        raise ImportRefusedError(f"{len(found):,} sessions are more than {MAX_SESSIONS}", "take fewer")
    numbers, count = _numbered(found, per_week)
    planned = [
        PlannedLines(number, row.title or f"Session {number}", steps)
        for number, row, steps in zip(numbers, found, steps_of(found), strict=True)
    ]
    days = _days(found, count)
    language = language or _language(found)
    silent = bool(language) and base(language) not in LANGUAGES
    text = written_programme(title, planned, count, days=days, language=language, silent=silent)
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


def _language(rows: Sequence[TableRow]) -> str:
    """Return the language that the column for it says, once or in each row; empty without one."""
    named = [(row, row.value("language")) for row in rows if row.value("language")]
    first = ""
    for row, written in named:
        try:
            found = read_language(written)
        except Unreadable as error:
            raise row.grid.refusal(row.line, row.columns["language"], error.message, error.hint) from None
        if first and found != first:
            message = f"'{found}', and sessions above are in '{first}'"
            raise row.grid.refusal(row.line, row.columns["language"], message, "a programme has one language")
        first = found
    return first


def _left_out(grid: Grid, rows: Sequence[TableRow], days: Sequence[str]) -> Iterator[str]:
    """Say what of the table is in no session."""
    line, head = grid.rows[0]
    known = {*rows[0].columns.values(), *rows[0].step_columns}
    for at, name in enumerate(head):
        if at not in known and any(at < len(row.cells) and row.cells[at].strip() for row in rows):
            yield f"{grid.named(line, at)}: the column '{plain(name)[:60]}' is left out"
    if not days and any(row.value("day") for row in rows):
        at = rows[0].columns["day"]
        yield f"{grid.named(line, at)}: the days are left out, for they are not alike in each week, or no weekdays"


def _numbered(rows: Sequence[TableRow], per_week: int | None) -> tuple[list[str], int]:
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


def _days(rows: Sequence[TableRow], count: int) -> tuple[str, ...]:
    """Return the weekdays, where each week has the same."""
    named = [row.day for row in rows]
    first = named[:count]
    alike = all(named[at : at + count] == first for at in range(0, len(named), count))
    return tuple(first) if alike and len(set(first)) == count and set(first) <= set(DAYS) else ()
