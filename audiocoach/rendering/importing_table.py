"""A plan that is a table (.csv): a row a session, its steps in whiteboard form in cells; read into one programme."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audiocoach.bounds import MAX_BYTES, MAX_SESSIONS
from audiocoach.errors import ScriptError
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.words_of_files import plain, text_of
from audiocoach.exchange.workout import SourcePlace
from audiocoach.programme.programme import DAYS
from audiocoach.quantities.units import plural
from audiocoach.rendering.importing_programme import PlannedLines, written_programme
from audiocoach.script.load import parse_session

TABLE_SUFFIXES = (".csv", ".tsv")
_COLUMNS = ("week", "day", "title")
_STEPS = "step"
_HEADS = "the first row names the columns: week, day, title, steps; further columns may be called step 2, step 3"


@dataclass(frozen=True, slots=True)
class TableProgramme:
    """What a table became: a programme's text, and for each row (its line in the file) the number of its session."""

    text: str
    sessions: tuple[tuple[int, str, str], ...]
    """Line, number and title."""


def table_programme(data: bytes, title: str, per_week: int | None = None) -> TableProgramme:
    """Read a table of sessions.

    Args:
        data: the file: UTF-8 or UTF-16, with commas, semicolons or tabs.
        title: the programme's.
        per_week: sessions a week, where there is no column for weeks.

    Raises:
        ImportRefusedError: with the line, and the cell as a spreadsheet names it.
    """
    if len(data) > MAX_BYTES:
        raise ImportRefusedError("larger than 1 MiB, the most a plan may have")
    rows = _rows(text_of(data))
    if not rows:
        raise ImportRefusedError("the table is empty", _HEADS)
    columns, steps = _columns(rows[0][1])
    found = [_Row(line, cells, columns, steps) for line, cells in rows[1:]]
    if not found:
        raise ImportRefusedError("the table has no sessions", "a row is a session")
    if len(found) > MAX_SESSIONS:
        raise ImportRefusedError(f"{len(found):,} sessions are more than {MAX_SESSIONS}", "take fewer")
    numbers, count = _numbered(found, per_week)
    planned = [
        PlannedLines(number, row.title or f"Session {number}", row.steps())
        for number, row in zip(numbers, found, strict=True)
    ]
    text = written_programme(title, planned, count, days=_days(found, count))
    told = tuple((row.line, each.number, each.title) for row, each in zip(found, planned, strict=True))
    return TableProgramme(text, told)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return each row that is not empty, with the line at which it begins."""
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, [plain(cell) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefusedError(f"this is no table ({error})", "save it as CSV", places=[SourcePlace(line)]) from None
    return rows


def _columns(head: Sequence[str]) -> tuple[dict[str, int], list[int]]:
    names = [name.casefold() for name in head]
    columns = {name: names.index(name) for name in _COLUMNS if name in names}
    steps = [at for at, name in enumerate(names) if name.startswith(_STEPS)]
    if not steps:
        raise ImportRefusedError("no column is called 'steps'", _HEADS, places=[SourcePlace(1)])
    return columns, steps


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Sequence[str]
    columns: Mapping[str, int]
    step_columns: Sequence[int]

    def value(self, name: str) -> str:
        at = self.columns.get(name, len(self.cells))
        return self.cells[at] if at < len(self.cells) else ""

    @property
    def title(self) -> str:
        return self.value("title")

    def refusal(self, column: int, message: str, hint: str = "") -> ImportRefusedError:
        return ImportRefusedError(
            f"cell {cell_name(column, self.line)}: {message}", hint, places=[SourcePlace(self.line)]
        )

    def week(self) -> int:
        written = self.value("week").casefold().removeprefix("week").strip()
        if not (written.isdecimal() and len(written) < 4 and int(written)):
            raise self.refusal(self.columns["week"], f"'{self.value('week')}' is no week", "weeks count from 1")
        return int(written)

    def steps(self) -> list[str]:
        """Return the steps as lines of a programme.

        Raises:
            ImportRefusedError: with the cell in which something cannot be read.
        """
        filled = [at for at in self.step_columns if at < len(self.cells) and self.cells[at]]
        if not filled:
            raise self.refusal(self.step_columns[0], "this session has no steps", "such as: 6 x (work 60s, rest 90s)")
        found = [f"  - {json.dumps(self.cells[at], ensure_ascii=False)}" for at in filled]
        try:
            parse_session("\n".join(["session: x", "steps:", *found, ""]))
        except ScriptError as error:
            at = min(max(error.problems[0].where.line - len(("session", "steps")) - 1, 0), len(filled) - 1)
            raise self.refusal(filled[at], error.message, error.hint) from None
        return found


def cell_name(column: int, line: int) -> str:
    """Name a cell as a spreadsheet does, by its column from 0 and its line from 1: `D4`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def _numbered(rows: Sequence[_Row], per_week: int | None) -> tuple[list[str], int]:
    """Number the sessions by week and place; return how many a week has, the same in each."""
    if "week" not in rows[0].columns:
        count = per_week or len(rows)
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
        numbers.append(f"{week}.{met[week]}")
    count = met[min(met)]
    for week in range(1, max(met) + 1):
        if met.get(week, 0) != count:
            message = f"week {week} has {plural(met.get(week, 0), 'session')}, and week {min(met)} has {count}"
            places = [SourcePlace(row.line) for row in rows if row.week() == week]
            raise ImportRefusedError(message, "a programme has as many in each week", places=places)
    return numbers, count


def _days(rows: Sequence[_Row], count: int) -> tuple[str, ...]:
    """Return the weekdays, where each week has the same."""
    named = [row.value("day")[:3].title() for row in rows]
    first = named[:count]
    alike = all(named[at : at + count] == first for at in range(0, len(named), count))
    return tuple(first) if alike and len(set(first)) == count and set(first) <= set(DAYS) else ()
