"""A workbook (.xlsx) from strangers as the few parts that are read, each looked at before anything heavy opens it.

It is a zip of XML. Counted are its entries, what they say they hold and what they do hold; refused are a DOCTYPE,
depth, and more elements than any plan has. Pictures, macros and links to other workbooks are not even unpacked. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_STORED, ZipFile

from audiocoach.bounds import MAX_NESTING
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.storage.bounded_zip import ZipRefusedError, bounded_zip

MAX_ENTRIES = 1_000
"""Of the zip's list."""

MAX_BYTES_OF_PARTS = 4_000_000
"""Unpacked, of all the parts that are read."""

MAX_ELEMENTS = 60_000
"""In all of them: a sheet of a thousand rows with a cell of some form in each of thirty columns."""

MAX_STYLES, MAX_MERGED = 10_000, 5_000
"""Elements of its styles, and joined cells: each costs whoever reads them 50 times what others do."""

MAX_SHEETS = 50

_BOOK = b"xl/workbook.xml"
_STYLES = "xl/styles.xml"
_READ = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|sharedStrings|styles)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_DAMAGED = "the workbook is damaged"
_SAVE = "open it in a spreadsheet program, and save it again as .xlsx, or as .csv"
_APART = "save the plan in one of its own"
_WHY = {
    "parts": (f"the workbook has more than {MAX_ENTRIES:,} parts", _APART),
    "size": ("the workbook is larger than any plan", _APART),
    "packing": ("the workbook is packed in a way that none is", _SAVE),
    "twice": (f"{_DAMAGED}: two parts have one name", _SAVE),
    "damaged": (f"{_DAMAGED}: {{which}}", _SAVE),
}
"""What is said of a zip that is refused, and what to do."""


@dataclass(slots=True)
class SheetFacts:
    """What a worksheet says beside its values: joined cells, and cells whose formula has no result in the file."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row and column, last row and column, from 1."""

    unknown: list[tuple[int, int]] = field(default_factory=list)
    """Row and column, from 1."""

    last_row: int = 0
    last_column: int = 0
    """Of the cells that have a value."""


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """What may be opened: a zip of the parts that are read, and the facts of each worksheet by its name in the zip."""

    data: bytes
    facts: dict[str, SheetFacts]


def is_workbook(data: bytes) -> bool:
    """Tell a workbook by its content: a zip with a part of that name in its list."""
    return data.startswith(b"PK\3\4") and _BOOK in data


def workbook_parts(data: bytes) -> WorkbookParts:
    """Take the parts that are read out of a workbook.

    Raises:
        ImportRefusedError: when it is damaged, or holds more than any plan does.
    """
    try:
        parts = bounded_zip(data, MAX_ENTRIES, MAX_BYTES_OF_PARTS, _is_read, folds=False)
    except ZipRefusedError as refused:
        message, hint = _WHY[refused.why]
        raise ImportRefusedError(message.format(which=refused.which), hint) from None
    guard = _Guard()
    facts = {name: guard.facts(name, part) for name, part in parts.items()}
    if guard.named_twice or guard.sheets > MAX_SHEETS:  # each would be read as often as it is named
        message = f"the workbook names a sheet twice, or more than {MAX_SHEETS}"
        raise ImportRefusedError(message, _APART)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as zipped:
        for name, part in parts.items():
            zipped.writestr(name, part)
    return WorkbookParts(out.getvalue(), facts)


def _is_read(name: str) -> bool:
    return _READ.fullmatch(name) is not None


class _Guard:
    """Looks at the XML of all parts together."""

    def __init__(self) -> None:
        self._left = MAX_ELEMENTS
        self.named_twice, self.sheets = False, 0

    def facts(self, name: str, data: bytes) -> SheetFacts:
        """Look at one part.

        Raises:
            ImportRefusedError: when it is malformed, or means harm.
        """
        reading = _Reading(min(self._left, MAX_STYLES) if name.lower() == _STYLES else self._left)
        before = reading.left
        try:
            reading.parser.Parse(data, True)  # noqa: FBT003 - expat takes no names
        except expat.ExpatError as error:
            message = f"{_DAMAGED}: malformed XML in {name[:60]}, line {error.lineno}"
            raise ImportRefusedError(message, _SAVE) from None
        except (LookupError, ValueError):
            raise ImportRefusedError(f"{_DAMAGED}: an unknown encoding in {name[:60]}", _SAVE) from None
        self._left -= before - reading.left
        self.sheets += len(reading.ids)
        self.named_twice |= len({*reading.ids}) < len(reading.ids) or len({*reading.targets}) < len(reading.targets)
        return reading.found


class _Reading:
    def __init__(self, left: int) -> None:
        self.left, self.joined, self._depth = left, 0, 0
        self.found = SheetFacts()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self._row = self._column = 0
        self._type = ""
        self._in_value = self._has_formula = self._has_value = False
        parser = self.parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.buffer_text = True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self.left -= 1
        if self._depth > MAX_NESTING:
            raise ImportRefusedError(f"the workbook has elements more than {MAX_NESTING} deep in each other", _SAVE)
        if self.left < 0:
            message = "the workbook has more elements than any plan"
            hint = "save the plan in one of its own, without empty rows and columns, or as .csv"
            raise ImportRefusedError(message, hint)
        tag = name.rpartition(" ")[2]
        if tag == "row":
            written = attributes.get("r", "")
            known = written.isdecimal() and len(written) < 8
            self._row, self._column = (int(written) if known else self._row + 1), 0
        elif tag == "c":
            self._row, self._column = _place(attributes.get("r", "")) or (self._row, self._column + 1)
            self._type = attributes.get("t", "n")
            self._has_formula = self._has_value = False
        elif tag == "f":
            self._has_formula = True
        elif tag in ("v", "is"):
            self._in_value = True
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            begin, end = _place(first), _place(last)
            self.joined += 1
            if begin and end:
                self.found.merged.append((*begin, *end))
            if self.joined > MAX_MERGED:
                message = f"the workbook has more than {MAX_MERGED:,} joined cells"
                raise ImportRefusedError(message, "save the plan in one of its own, or as .csv")
        elif tag == "sheet":
            self.ids.append(next((value for key, value in attributes.items() if key.endswith(" id")), ""))
        elif tag == "Relationship":
            self.targets.append(attributes.get("Target", "").rpartition("/")[2].casefold())

    def _characters(self, text: str) -> None:
        self._has_value |= self._in_value and bool(text)

    def _end(self, name: str) -> None:
        self._depth -= 1
        tag = name.rpartition(" ")[2]
        if tag in ("v", "is"):
            self._in_value = False
        elif tag == "c" and (self._has_formula or self._has_value):
            self.found.last_row = max(self.found.last_row, self._row)
            self.found.last_column = max(self.found.last_column, self._column)
            if not self._has_value and self._type != "str":  # a text may be empty
                self.found.unknown.append((self._row, self._column))

    def _doctype(self, *_: object) -> None:
        raise ImportRefusedError("the workbook has a DOCTYPE, which is refused", _SAVE)


def _place(cell: str) -> tuple[int, int] | None:
    """Read `D7` as row 7, column 4."""
    found = _CELL.fullmatch(cell)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column
