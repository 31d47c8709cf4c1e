"""Tables for spreadsheets: no cell of theirs is a formula, and what was written is what is read."""

from __future__ import annotations

import ast
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import audiocoach
from audiocoach.text.csv_tables import as_meant, csv_table

RUN = "=+-@\t\r＝＋－＠"


@pytest.mark.slow
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1), min_size=1))
def test_no_cell_begins_like_a_formula_and_none_is_lost(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_table(rows), newline="")))
    for row, back in zip((row for row in rows if row), read, strict=True):
        assert all(cell in (written, f"'{written}") for cell, written in zip(back, row, strict=True))
        assert [as_meant(cell) for cell in back] == [as_meant(cell) for cell in row]
        assert not any(cell.lstrip(" \u00a0\ufeff")[:1] in tuple(RUN) for cell in back)


@pytest.mark.parametrize("cell", [f"{sign}1+1" for sign in RUN] + [" =1+1", "\ufeff@SUM(1)", "-2 kg", "|cmd", "%0A=1"])
def test_what_a_spreadsheet_would_run_is_text(cell: str) -> None:
    ((read,),) = csv.reader(io.StringIO(csv_table([[cell]]), newline=""))
    assert read == f"'{cell}"


def test_numbers_and_usual_words_stay_as_they_are() -> None:
    assert csv_table([["Ann, B.", -3, 4.5, "'x", "a-b", ""]]) == '"Ann, B.",-3,4.5,\'x,a-b,\r\n'


@pytest.mark.slow
def test_no_table_is_written_anywhere_else() -> None:
    package = Path(str(audiocoach.__file__)).parent
    writers = [
        path.name
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("writer", "DictWriter")
        and ast.unparse(node.value) == "csv"
    ]
    assert writers == ["csv_tables.py"]
