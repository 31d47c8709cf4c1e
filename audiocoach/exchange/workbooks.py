"""Read a workbook's worksheets (.xlsx) as rows of texts, with openpyxl; nothing is calculated or followed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.workbook_parts import SheetFacts, workbook_parts
from audiocoach.storage.installation import how_to_add

MAX_ROWS, MAX_COLUMNS = 10_000, 200
"""Of the cells that have a value; a plan has 400 sessions."""

_UNKNOWN = "the result of its formula is not in the file"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet's rows that are not empty, by their number from 1.

    `wrong` says of cells without a text what is the matter, by row (from 1) and column (from 0).
    """

    name: str
    rows: tuple[tuple[int, Sequence[str]], ...]
    wrong: Mapping[tuple[int, int], str]


def read_workbook(data: bytes) -> list[Sheet]:
    """Read the worksheets that are not hidden.

    A cell joined over several rows stands for each of them. Dates are written as `2026-05-31`, times as `0:20:00`.

    Raises:
        ImportRefusedError: when it is damaged, or larger than any plan; or openpyxl is not installed.
    """
    parts = workbook_parts(data)
    try:
        from openpyxl import load_workbook
    except ImportError:
        message = "workbooks are read with openpyxl, which is not installed"
        raise ImportRefusedError(message, how_to_add("xlsx")) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are not read
            book = load_workbook(BytesIO(parts.data), read_only=True, data_only=True, keep_links=False)
            return [_sheet(each, parts.facts) for each in book.worksheets if each.sheet_state == "visible"]
    except ImportRefusedError:
        raise
    except Exception as error:  # it raises whatever a damaged file makes happen
        message = f"the workbook is damaged ({type(error).__name__})"
        raise ImportRefusedError(message, "open it in a spreadsheet program, and save it again") from None


def _sheet(sheet: Any, every: Mapping[str, SheetFacts]) -> Sheet:
    facts = every.get(sheet._worksheet_path, SheetFacts())  # the one thing that tells which of the zip's it is
    if facts.last_row > MAX_ROWS or facts.last_column > MAX_COLUMNS:
        message = f'sheet "{sheet.title[:60]}" has cells beyond row {MAX_ROWS:,} or column {MAX_COLUMNS}'
        raise ImportRefusedError(message, "save the plan in a workbook of its own")
    rows: dict[int, list[str]] = {}
    wrong = {(row, column - 1): _UNKNOWN for row, column in facts.unknown}
    if facts.last_row and facts.last_column:
        for number, cells in enumerate(sheet.iter_rows(1, facts.last_row, 1, facts.last_column), 1):
            texts = [_text(cell.value, str(cell.number_format or "")) for cell in cells]
            failed = [(at, cell.value) for at, cell in enumerate(cells) if cell.data_type == "e"]
            wrong |= {(number, at): f"its formula gives {value}" for at, value in failed}
            if any(text.strip() for text in texts) or any((number, at) in wrong for at in range(len(texts))):
                rows[number] = texts
    _spread(rows, facts)
    return Sheet(sheet.title, tuple(rows.items()), wrong)


def _spread(rows: dict[int, list[str]], facts: SheetFacts) -> None:
    """Give each row what a cell says that is joined over several."""
    below: dict[int, int] = {}
    for first, column, last, _ in sorted(facts.merged):
        if first not in rows or column > len(rows[first]) or below.get(column, 0) >= first:
            continue  # nothing is in it; or two overlap, which no program writes
        below[column] = last
        for number in range(first + 1, min(last, facts.last_row) + 1):
            if number in rows and not rows[number][column - 1]:
                rows[number][column - 1] = rows[first][column - 1]


def _text(value: object, shown_as: str) -> str:
    """Write a cell's value as people see it; `shown_as` is its format, such as `[h]:mm`, which times follow."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        # A time of day has no seconds to anybody; before one o'clock it is a length.
        shown_as = shown_as.replace("s", "") if value.hour else shown_as
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        return _clock(round(value.total_seconds()), shown_as.casefold())
    return str(value)


def _clock(seconds: int, shown_as: str) -> str:
    """Write a length of time: hours and minutes, whatever they are meant to be, with seconds where these are seen."""
    if "h" not in shown_as and "s" in shown_as:
        return f"{seconds // 60}:{seconds % 60:02}"
    minutes = f"{seconds // 3600}:{seconds // 60 % 60:02}"
    return f"{minutes}:{seconds % 60:02}" if seconds % 60 or "s" in shown_as else minutes


def plans_of(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    """Yield the worksheets whose first row names a column for steps."""
    for sheet in sheets:
        if sheet.rows and any(cell.strip().casefold().startswith("step") for cell in sheet.rows[0][1]):
            yield sheet
