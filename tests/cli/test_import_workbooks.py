"""`import plan.xlsx`: a workbook is a programme, each cell read as people see it, and named where it cannot be."""

from __future__ import annotations

import builtins
import json
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Made, Run
from tests.support.workbooks import HEAD, ROWS, book, saved, sheet_xml, text_row, zipped

EACH = """\
plan.xlsx: sheet "Plan", row 2  1.1  Easy {start}
plan.xlsx: sheet "Plan", row 3  1.2  Session 1.2
plan.xlsx: sheet "Plan", row 4  2.1  More
plan.xlsx: sheet "Plan", row 5  2.2  #1: long
plan.yaml: 4 sessions, 2 weeks
"""


def lengths(run: Run, session: str = "1.1") -> list[tuple[str, int]]:
    shown = json.loads(run("show", "plan.yaml", "--session", session, "--fast", "--json").out)
    return [(each["kind"], each["end_ms"] - each["start_ms"]) for each in shown["intervals"]]


def test_a_workbook_becomes_a_programme(run: Run, here: Path) -> None:
    (here / "plan.xlsx").write_bytes(saved(book()))
    said = run("import", "plan.xlsx")
    assert (said.code, said.err, said.out) == (0, "", EACH)
    assert run("check", "plan.yaml", "--fast").code == 0
    assert lengths(run)[:3] == [("warm-up", 300_000), ("work", 60_000), ("rest", 90_000)]


def test_it_says_the_same_as_a_text_of_the_same_cells(run: Run, here: Path) -> None:
    import csv

    (here / "plan.xlsx").write_bytes(saved(book()))
    with (here / "plan.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *ROWS])
    assert run("import", "plan.xlsx", "-o", "a.yaml").code == 0
    assert run("import", "plan.csv", "-o", "b.yaml").code == 0
    assert (here / "a.yaml").read_text(encoding="utf-8") == (here / "b.yaml").read_text(encoding="utf-8")


def test_it_is_told_by_its_content(run: Run, here: Path) -> None:
    (here / "from-the-coach").write_bytes(saved(book()))
    assert run("import", "from-the-coach", "-o", "plan.yaml").out.endswith("plan.yaml: 4 sessions, 2 weeks\n")
    (here / "table.txt").write_text("week,title,steps\n1,A,work 5m\n", encoding="utf-8")
    assert run("import", "table.txt").out.endswith("table.yaml: 1 session, 1 week\n")


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv"])
def test_a_table_is_taken_directly_and_leaves_no_script(
    run: Run, here: Path, made: Made, samples: Path, name: str
) -> None:
    (here / name).write_bytes((samples / name).read_bytes())
    before = made()
    said = run("check", name, "--fast")
    assert said.code == 0, said.err
    assert "4 sessions" in said.out
    assert (
        json.loads(run("show", name, "--session", "2.2", "--fast", "--json").out)["intervals"][-1]["end_ms"]
        == 1_500_000
    )
    assert made() == before
    (here / name).write_bytes(b"week,title,steps\n1,A,wrok 5m\n")
    assert f"{name}:2: cell C2: 'wrok' is not a kind of step" in run("check", name, "--fast").err


def test_cells_are_read_as_people_see_them(run: Run, here: Path) -> None:
    made = book(
        [
            ("Week", "Day", "Title", "Steps"),
            (1.0, date(2026, 6, 1), 42, "work 5m Run"),
            (1, datetime(2026, 6, 4), time(7, 30), "work 5m Run\n\n 2 x (work 60s Up,\n rest 60s Down)"),
            (2, date(2026, 6, 8), timedelta(minutes=90), "work 5m Run"),
            (2, date(2026, 6, 11), 2.5, "work 5m Run"),
        ]
    )
    (here / "plan.xlsx").write_bytes(saved(made))
    rows = run("import", "plan.xlsx").out.splitlines()
    assert [row.rpartition("  ")[2] for row in rows[:4]] == ["42", "7:30", "1:30:00", "2.5"]
    assert "days: [Mon, Thu]\n" in (here / "plan.yaml").read_text(encoding="utf-8")
    assert [kind for kind, _ in lengths(run, "1.2")] == ["work", "work", "rest", "work", "rest"]


def test_a_cell_joined_over_rows_stands_for_each(run: Run, here: Path) -> None:
    made = book([HEAD, *ROWS])
    made["Plan"].merge_cells("A2:A3")
    made["Plan"].merge_cells("A4:A5")
    made["Plan"].merge_cells("D4:E4")
    (here / "plan.xlsx").write_bytes(saved(made))
    said = run("import", "plan.xlsx")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("plan.yaml: 4 sessions, 2 weeks\n")


def result(of: str, value: str, type_: str = "str") -> str:
    return f'<row r="2"><c r="D2" t="{type_}"><f>{of}</f>{value}</c></row>'


HEAD_ROW = text_row(1, ("Note", "Day", "Title", "Steps"))


def test_a_formula_is_its_result(run: Run, here: Path) -> None:
    sheet = sheet_xml(HEAD_ROW + result("B1&amp;C1", "<v>work 12m Run</v>"))
    (here / "plan.xlsx").write_bytes(zipped({"xl/worksheets/sheet1.xml": sheet}))
    assert run("import", "plan.xlsx").code == 0
    assert lengths(run) == [("work", 720_000)]


def changed(cell: str, value: Any) -> Callable[[], bytes]:
    def make() -> bytes:
        made = book()
        made["Plan"][cell] = value
        return saved(made)

    return make


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (changed("D5", "wrok 25m Run"), "D5: 'wrok' is not a kind of step"),
        (changed("E4", "7 x (work 60s Run"), "E4: "),
        (changed("D3", None), "D3: this session has no steps"),
        (changed("D3", time(0, 20)), "D3: "),
        (changed("D3", datetime(2026, 5, 5)), "D3: "),
        (changed("A4", "soon"), "A4: 'soon' is no week"),
        (changed("A4", 1), "A5: week 2 has 1 session, and week 1 has 3"),
        (changed("D3", "=CONCATENATE(A1)"), "D3: the result of its formula is not in the file"),
        (
            lambda: zipped({"xl/worksheets/sheet1.xml": sheet_xml(HEAD_ROW + result("X", "<v>#REF!</v>", "e"))}),
            "D2: its formula gives #REF!",
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_its_cell(
    run: Run, here: Path, made: Made, make: Callable[[], bytes], said: str
) -> None:
    (here / "plan.xlsx").write_bytes(make())
    refused = run("import", "plan.xlsx")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f'plan.xlsx: sheet "Plan", {said}')
    assert "plan.yaml" not in made()


def test_other_sheets_and_columns_are_told(run: Run, here: Path) -> None:
    made = book([(*HEAD, "Coach's note"), *[(*row, "slowly") for row in ROWS]])
    made.create_sheet("Help").append(["How to use this"])
    for name, state in (("Old", "visible"), ("Secret", "hidden")):
        sheet = made.create_sheet(name)
        sheet.append(["title", "steps"])
        sheet.append(["A", "work 5m"])
        sheet.sheet_state = state
    made["Plan"]["B4"] = "Fri"
    made["Plan"]["G8"] = "Ask me!"
    (here / "plan.xlsx").write_bytes(saved(made))
    said = run("import", "plan.xlsx")
    assert said.code == 0
    assert said.out.splitlines()[:4] == [
        '  plan.xlsx: sheet "Old" has steps, too, and is left out',
        '  plan.xlsx: sheet "Plan", row 8 is no session, and is left out',
        "  plan.xlsx: sheet \"Plan\", F1: the column 'Coach's note' is left out",
        '  plan.xlsx: sheet "Plan", B1: the days are left out, for they are not alike in each week, or no weekdays',
    ]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: saved(book([("a", "b"), (1, 2)])), "no sheet has a column called 'steps' (\"Plan\")"),
        (lambda: saved(book([])), "no sheet has a column called 'steps'"),
        (lambda: saved(book([HEAD])), "the table has no sessions"),
        (lambda: saved(book())[:-300], "the workbook is damaged"),
        (
            lambda: zipped({"xl/workbook.xml": "<workbook>"}),
            "the workbook is damaged: malformed XML in xl/workbook.xml",
        ),
        (lambda: zipped({"xl/workbook.xml": "<!DOCTYPE a><a/>"}), "the workbook has a DOCTYPE"),
        (lambda: zipped({"[Content_Types].xml": "<a/>"}), "the workbook is damaged"),
        (lambda: zipped(method=zipfile.ZIP_LZMA), "the workbook is packed in a way that none is"),
    ],
)
def test_what_is_no_plan_is_refused(run: Run, here: Path, made: Made, make: Callable[[], bytes], said: str) -> None:
    (here / "plan.xlsx").write_bytes(make())
    refused = run("import", "plan.xlsx")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"plan.xlsx: {said}")
    assert made() == {"plan.xlsx"}


def test_without_openpyxl_the_extra_is_named(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "plan.xlsx").write_bytes(saved(book()))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    refused = run("import", "plan.xlsx")
    assert refused.code == 1
    assert "workbooks are read with openpyxl, which is not installed" in refused.err
    assert "[xlsx]" in refused.err


def test_nothing_that_a_workbook_points_to_is_opened(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = book()
    made["Plan"]["C2"].hyperlink = "file:///etc/passwd"
    (here / "plan.xlsx").write_bytes(saved(made))
    opened: list[str] = []
    real = builtins.open

    def spy(file: Any, *arguments: Any, **named: Any) -> Any:
        opened.append(str(file))
        return real(file, *arguments, **named)

    monkeypatch.setattr(builtins, "open", spy)
    assert run("import", "plan.xlsx").code == 0
    assert not any("passwd" in name for name in opened)
