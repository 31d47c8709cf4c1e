"""Workbooks to import: written by openpyxl, or part by part where no program writes such a thing."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl

HEAD = ("Week", "Day", "Title", "Steps", "Step 2")
ROWS: tuple[tuple[Any, ...], ...] = (
    (1, "Mon", "Easy {start}", "warm-up 5m Walk", "6 x (work 60s Run, rest 90s Walk)"),
    (1, "Thu", None, "work 20m Run", None),
    (2, "Mon", "More", "warm-up 5m Walk", "7 x (work 60s Run, rest 90s Walk)"),
    (2, "Thu", "#1: long", "work 25m Run", None),
)

_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
<Override PartName="/xl/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
</Types>"""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELS = (
    f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" '
    f'Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets><sheet name="Plan" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)
_BOOK_RELS = (
    f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" '
    f'Target="worksheets/sheet1.xml"/></Relationships>'
)


def book(rows: Sequence[Sequence[Any]] = (HEAD, *ROWS), name: str = "Plan") -> openpyxl.Workbook:
    """A workbook of one sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def sheet_xml(rows: str, behind: str = "") -> str:
    """The XML of a worksheet."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{behind}</worksheet>'


def zipped(parts: dict[str, str | bytes] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of such parts, in the place of the usual ones."""
    usual: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _BOOK_RELS,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"/>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"/>',
        "xl/worksheets/sheet1.xml": sheet_xml(text_row(1, HEAD) + text_row(2, ("1", "Mon", "A", "work 20m Run"))),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in (usual | (parts or {})).items():
            archive.writestr(name, part)
    return out.getvalue()


def text_row(number: int, cells: Sequence[str]) -> str:
    """A row of texts."""
    inside = "".join(
        f'<c r="{chr(ord("A") + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'
