"""A plan's table as rows of texts, from a text file (.csv) or a workbook (.xlsx), and how a cell of it is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audiocoach.bounds import MAX_BYTES
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.words_of_files import text_of
from audiocoach.exchange.workbook_parts import is_workbook
from audiocoach.exchange.workout import SourcePlace
from audiocoach.text.csv_tables import as_meant

TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx")
HEADS = (
    "the first row names the columns: week, day, title, language, steps; further columns may be called step 2, step 3"
)
STEPS = "step"
"""How the columns for steps begin."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that are not empty, each with its line (or row) in the file; `sheet` is the worksheet's name, of a workbook.

    `wrong` says of cells that have no text what is the matter with them, by line and column (from 0); `notes` what the
    user should know of the file.
    """

    rows: Sequence[tuple[int, Sequence[str]]]
    sheet: str = ""
    wrong: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: bytes) -> Grid:
        """Read a file: a workbook, or a text with commas, semicolons or tabs.

        Raises:
            ImportRefusedError: when it is no table, or a workbook with none for a plan.
        """
        if len(data) > MAX_BYTES:
            raise ImportRefusedError("larger than 1 MiB, the most a plan may have")
        return _of_workbook(data) if is_workbook(data) else cls(_rows(text_of(data)))

    def refusal(
        self, line: int, column: int | None, message: str, hint: str = "", *, lines: Sequence[int] = ()
    ) -> ImportRefusedError:
        """Return the error for a cell, or without a column for a line, or for several."""
        if self.sheet:
            return ImportRefusedError(f"{self.named(line, column)}: {message}", hint)
        cell = "" if column is None else f"cell {cell_name(column, line)}: "
        return ImportRefusedError(f"{cell}{message}", hint, places=[SourcePlace(each) for each in lines or (line,)])

    def named(self, line: int, column: int | None) -> str:
        """Name a cell, or without a column a row, where the file's name stands before it."""
        where = f"row {line}" if column is None else cell_name(column, line)
        return f'sheet "{self.sheet[:60]}", {where}' if self.sheet else f"line {line}"


def cell_name(column: int, line: int) -> str:
    """Name a cell as a spreadsheet does, by its column from 0 and its line from 1: `D4`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def is_table(data: bytes) -> bool:
    """Tell a plan by its content: a workbook, or a first line that names a column for steps, and others of a plan."""
    if is_workbook(data):
        return True
    try:
        head = text_of(data[:4096]).lstrip().partition("\n")[0]
    except ImportRefusedError:
        return False
    names = {name.strip(' "').casefold() for name in head.split(max(",;\t", key=head.count))}
    return any(name.startswith(STEPS) for name in names) and not names.isdisjoint(("week", "day", "title"))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return each row that is not empty, with the line at which it begins."""
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, [as_meant(cell) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefusedError(f"this is no table ({error})", "save it as CSV", places=[SourcePlace(line)]) from None
    return rows


def _of_workbook(data: bytes) -> Grid:
    from audiocoach.exchange.workbooks import plans_of, read_workbook

    sheets = read_workbook(data)
    plans = list(plans_of(sheets))
    if not plans:
        names = ", ".join(f'"{sheet.name[:60]}"' for sheet in sheets[:10])
        raise ImportRefusedError(f"no sheet has a column called 'steps' ({names or 'none has cells'})", HEADS)
    others = [f'sheet "{sheet.name[:60]}" has steps, too, and is left out' for sheet in plans[1:11]]
    return Grid(plans[0].rows, plans[0].name, plans[0].wrong, tuple(others))
