"""Write tables (CSV) for spreadsheets, which run what begins like a formula: the one place where any is written.

`as_meant` takes the mark away again that keeps a cell from being run.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = frozenset("=+-@\t\r\n\0|%＝＋－＠")
"""What makes a cell a formula, or is dropped in front of one: https://owasp.org/www-community/attacks/CSV_Injection."""


def csv_table(rows: Iterable[Sequence[str | int | float]]) -> str:
    """Write rows as CSV, a line each (CRLF, as RFC 4180 says). Text that a spreadsheet would run begins with `'`.

    Numbers stay numbers, negative ones too.
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue()


def as_meant(cell: str) -> str:
    """Return what a cell that has been read says, without the mark that `csv_table` puts before a formula."""
    return cell[1:] if cell[:1] == "'" and _inert(cell[1:]) != cell[1:] else cell


def _inert(cell: str | int | float) -> str | int | float:
    """Return a cell as a spreadsheet shows it, whatever it begins with behind spaces."""
    if isinstance(cell, str) and cell.lstrip(" \u00a0\ufeff")[:1] in _FORMULA:
        return f"'{cell}"
    return cell
