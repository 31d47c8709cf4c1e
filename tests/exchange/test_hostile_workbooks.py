"""Workbooks that mean harm are refused, or read, within a second and fifty megabytes."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.bounds import MAX_BYTES
from tests.support.hostile_files import check_it_ends_soon_and_small
from tests.support.workbooks import HEAD, sheet_xml, text_row, zipped

pytest.importorskip("resource", reason="only Unix bounds and tells what a child takes")

pytestmark = pytest.mark.slow

_READING = """\
import resource, sys, time
from pathlib import Path
import openpyxl
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.rendering.importing_table import table_programme
from tests.support.workbooks import book, saved
table_programme(saved(book()), "x")
data = Path(sys.argv[1]).read_bytes()
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
before, began = most(), time.process_time()
try:
    said = f"read {table_programme(data, 'x').text.count(chr(10))} lines"
except ImportRefusedError as error:
    said = f"refused: {error.message}"
print(time.process_time() - began, most() - before, said)
"""

SHEET = "xl/worksheets/sheet1.xml"
HEAD_ROW = text_row(1, HEAD)
SESSION = text_row(2, ("1", "Mon", "A", "work 20m Run"))
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


def sheet(rows: str, behind: str = "") -> bytes:
    return zipped({SHEET: sheet_xml(rows, behind)})


def lying(data: bytes, size: int) -> bytes:
    """The same zip, whose list says that each part has another size than it has."""
    changed = bytearray(data)
    at = changed.find(b"PK\1\2")
    while at >= 0:
        changed[at + 24 : at + 28] = struct.pack("<I", size)
        at = changed.find(b"PK\1\2", at + 4)
    return bytes(changed)


def many_entries() -> bytes:
    return zipped({f"a{n}": b"" for n in range(8_000)}, zipfile.ZIP_STORED)


def main(inside: str, root: str = "sst") -> str:
    return f'<{root} xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inside}</{root}>'


def books(sheets: str, rels: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    head = f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}"><sheets>'
    return zipped(
        {
            "xl/workbook.xml": f"{head}{sheets}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{rels}</Relationships>',
        }
    )


def rel(number: int, target: str = "worksheets/sheet1.xml") -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="rId{number}" Type="{office}/worksheet" Target="{target}"/>'


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: zipped({"xl/sharedStrings.xml": bytes(90_000_000)}), "larger than any plan"),
    "a bomb that lies": (lambda: lying(zipped({"xl/sharedStrings.xml": bytes(90_000_000)}), 9), "refused"),
    "a size that lies": (lambda: lying(zipped(), 4_000_000_000), "larger than any plan"),
    "a picture of any size": (lambda: zipped({"xl/media/image1.png": bytes(200_000_000)}), "read"),
    "parts": (many_entries, "more than 1,000 parts"),
    "entities of entities": (
        lambda: zipped({SHEET: f'<!DOCTYPE a [<!ENTITY e0 "ha">{ENTITIES}]>' + sheet_xml("&e11;")}),
        "DOCTYPE",
    ),
    "a file of this computer": (
        lambda: zipped(
            {"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>'}
        ),
        "DOCTYPE",
    ),
    "levels": (lambda: zipped({SHEET: "<a>" * 200_000}), "more than 20 deep"),
    "cells": (lambda: sheet("<row>" + "<c/>" * 400_000 + "</row>"), "more elements"),
    "as many cells as may be": (
        lambda: sheet(HEAD_ROW + SESSION + '<row r="3">' + '<c t="n"><v>1</v></c>' * 29_900 + "</row>"),
        "beyond row 10,000 or column 200",
    ),
    "as many rows as may be": (
        lambda: sheet(HEAD_ROW + "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(2, 9_900))),
        "9,898 sessions are more than 400",
    ),
    "shared texts": (lambda: zipped({"xl/sharedStrings.xml": main("<si><t>a</t></si>" * 29_900)}), "read"),
    "styles": (lambda: zipped({"xl/styles.xml": main(f"<cellXfs>{'<xf/>' * 59_000}</cellXfs>", "styleSheet")}), ""),
    "forms of numbers": (
        lambda: zipped(
            {
                "xl/styles.xml": main(
                    "<numFmts>"
                    + "".join(f'<numFmt numFmtId="{n}" formatCode="{"y" * 40}{n}"/>' for n in range(164, 30_000))
                    + "</numFmts>",
                    "styleSheet",
                )
            }
        ),
        "",
    ),
    "names": (
        lambda: zipped(
            {"xl/workbook.xml": main("<definedNames>" + '<definedName name="a">1</definedName>' * 59_000, "workbook")}
        ),
        "malformed",
    ),
    "a far row": (lambda: sheet(HEAD_ROW + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "beyond row"),
    "an empty far row": (lambda: sheet(HEAD_ROW + SESSION + '<row r="1048576"/>'), "read"),
    "a far column": (lambda: sheet(HEAD_ROW + '<row r="2"><c r="XFD2"><v>1</v></c></row>'), "column 200"),
    "a dimension that lies": (
        lambda: zipped(
            {SHEET: sheet_xml(HEAD_ROW + SESSION).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')}
        ),
        "read",
    ),
    "joined cells": (
        lambda: sheet(HEAD_ROW + SESSION, "<mergeCells>" + '<mergeCell ref="A1:E1048576"/>' * 50_000 + "</mergeCells>"),
        "5,000 joined",
    ),
    "as many joined cells as may be": (
        lambda: sheet(HEAD_ROW + SESSION, "<mergeCells>" + '<mergeCell ref="A1:E1048576"/>' * 5_000 + "</mergeCells>"),
        "read",
    ),
    "as many forms as may be": (
        lambda: zipped({"xl/styles.xml": main(f"<cellXfs>{'<xf/>' * 9_990}</cellXfs>", "styleSheet")}),
        "read",
    ),
    "a long text": (
        lambda: sheet(HEAD_ROW + text_row(2, ("1", "Mon", "A", "work 1m " + "go " * 1_200_000))),
        "refused",
    ),
    "a long number": (lambda: sheet(HEAD_ROW + f'<row r="2"><c r="A2"><v>{"9" * 3_900_000}</v></c></row>'), "refused"),
    "an exponent": (lambda: sheet(HEAD_ROW + '<row r="2"><c r="A2"><v>1e999999999</v></c></row>'), "A2"),
    "attributes": (
        lambda: sheet(HEAD_ROW + "<row " + " ".join(f'a{n}="1"' for n in range(350_000)) + "/>"),
        "refused",
    ),
    "steps": (lambda: sheet(HEAD_ROW + text_row(2, ("1", "Mon", "A", "work 1s, " * 300_000))), "refused"),
    "one sheet many times": (
        lambda: books("".join(f'<sheet name="a{n}" sheetId="{n}" r:id="rId1"/>' for n in range(9_000)), rel(1)),
        "names a sheet twice",
    ),
    "one sheet by many names": (
        lambda: books(
            "".join(f'<sheet name="a{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, 50)),
            "".join(rel(n, "../xl/" * n + "worksheets/sheet1.xml") for n in range(1, 50)),
        ),
        "names a sheet twice",
    ),
}


HEADS = b"week,day,title,steps\n"
SESSIONS = [(n // 5 + 1, n, n + 9) for n in range(400)]
"""Week, number, and a length that no other has."""


def text(row: bytes, most: int = MAX_BYTES) -> bytes:
    """A table with as many of the rows as a file may hold."""
    return HEADS + row * ((most - len(HEADS)) // len(row))


BOMBS |= {
    "rows of a text": (lambda: text(b"1,Mon,A,work 1s\n"), "more than 400"),
    "columns of a text": (lambda: text(b"," * 8_000 + b"\n"), "no sessions"),
    "a cell that is never closed": (lambda: HEADS + b'1,Mon,"' + b"A\n" * 400_000, "no table"),
    "steps of a text": (
        lambda: HEADS + b"".join(b'%d,Mon,A,"%swork 1m"\n' % (n, b"work %ds, " % n * 790) for n in range(1, 9)),
        "more than 2,000",
    ),
    "as many steps of a text as may be": (
        lambda: HEADS + b"".join(b'%d,Mon,A,"%swork 1m"\n' % (n, b"work %ds, " % n * 490) for n in range(1, 5)),
        "read",
    ),
    "as many sessions of a text as may be": (
        lambda: HEADS + b"".join(b'%d,,A %d,"work %ds, 2 x (work 9s Run, rest 8s)"\n' % row for row in SESSIONS),
        "read",
    ),
    "as many rounds of a text as may be": (
        lambda: HEADS + b"".join(b'%d,Mon,A,"4999 x (work 1s, rest 1s)"\n' % n for n in range(1, 20)),
        "read",
    ),
    "as many sessions as may be": (
        lambda: sheet(
            text_row(1, (*HEAD, "step 2", "step 3"))
            + "".join(
                text_row(n, (str(week), "", f"A {n}", f"work {n}s", "work 1m Run", "rest 9s"))
                for n, (week, _, _) in enumerate(SESSIONS, 2)
            )
        ),
        "read",
    ),
    "sets of a text": (lambda: text(b"1,Mon,A," + b"2x(" * 2_000 + b"\n", 8_000), "deep"),
    "rounds of a text": (lambda: text(b"1,Mon,A,9999 x (work 1s)\n", 150), ""),
    "a long line of a text": (lambda: text(b"1,Mon,A,work 1s " + b"a" * 900_000 + b"\n"), "16,384"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_workbook_ends_soon_and_small(name: str, tmp_path: Path) -> None:
    make, expected = BOMBS[name]
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(make())
    check_it_ends_soon_and_small(path, _READING, expected)
