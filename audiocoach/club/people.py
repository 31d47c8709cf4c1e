"""Read a table of people, as spreadsheets save it (CSV, .xlsx) or written by hand (YAML), as rows of named texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from audiocoach.errors import AudiocoachError, Where, file_problem
from audiocoach.script.yaml.located import Mapping as Keys
from audiocoach.script.yaml.located import Sequence as Items
from audiocoach.script.yaml.located import Text
from audiocoach.storage.regular_files import open_regular
from audiocoach.text.csv_tables import as_meant
from audiocoach.text.decoding import decoded
from audiocoach.text.suggest import nearest

MOST_ROWS = 1_000_000
_MOST_MB, _MOST_MB_BY_HAND = 64, 1
"""What a table takes as CSV, and in any other way."""

_MOST_CELLS = 5 * MOST_ROWS
"""With something in them: each is a text that knows its place, some 400 bytes."""

_MOST_SHOWN = 60
NAME = "name"


@dataclass(frozen=True, slots=True)
class Row:
    """One person: the line they stand in, and what each column says of them where it says anything."""

    line: int
    cells: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class People:
    """A table as it is written: its columns, each with its place, and its rows, those of nobody included."""

    columns: tuple[Text, ...]
    rows: tuple[Row, ...]


def read_people(path: Path) -> People:
    """Read a table, by its suffix or as CSV.

    Raises:
        AudiocoachError: when it cannot be read, or has no column of names.
    """
    by_hand = path.suffix.lower() in (".yaml", ".yml")
    data = _data(path, _MOST_MB_BY_HAND if by_hand else _MOST_MB)
    if by_hand:
        return _of_yaml(path, _text(data))
    if data.startswith(b"PK\x03\x04"):
        if len(data) > _MOST_MB_BY_HAND << 20:
            raise _too_large(path, _MOST_MB_BY_HAND)
        return _of_workbook(path, data)
    return _of_csv(path, _text(data))


def _data(path: Path, most_mb: int) -> bytes:
    try:
        with open_regular(path) as file:
            data = file.read((most_mb << 20) + 1)
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None
    if len(data) > most_mb << 20:
        raise _too_large(path, most_mb)
    return data


def _too_large(path: Path, most_mb: int) -> AudiocoachError:
    hint = "" if most_mb == _MOST_MB else f"as CSV it may have {_MOST_MB} MiB"
    return AudiocoachError(f"{path}: a table of athletes has at most {most_mb} MiB", hint)


def _text(data: bytes) -> str:
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what spreadsheets on Windows write
    return text.replace("\0", " ")


def _of_csv(path: Path, text: str) -> People:
    dialect = csv.excel()
    dialect.delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), dialect)
        heading = next(rows, [])
        return _of_rows(path, (1, heading), ((rows.line_num, row) for row in rows), dialect.delimiter)
    except csv.Error as error:
        raise AudiocoachError(f"{path}: this table cannot be read: {error}") from None


def _of_workbook(path: Path, data: bytes) -> People:
    from audiocoach.exchange.refusals import ImportRefusedError
    from audiocoach.exchange.workbooks import read_workbook

    try:
        sheets = read_workbook(data)
    except ImportRefusedError as error:
        raise AudiocoachError(f"{path}: {error.message}", error.hint) from None
    named = [sheet for sheet in sheets if sheet.rows and NAME in (cell.strip().casefold() for cell in sheet.rows[0][1])]
    if not named:
        raise AudiocoachError(f"{path}: no sheet has a column 'name'", "its first row names the columns: name, file, …")
    heading, *rows = named[0].rows
    return _of_rows(path, heading, iter(rows), ",")


def _of_rows(
    path: Path, heading: tuple[int, Sequence[str]], rows: Iterator[tuple[int, Sequence[str]]], sign: str
) -> People:
    first, cells = heading
    columns = tuple(Text(cell.strip(), _place(path, first, cell.strip()), plain=True) for cell in cells)
    if NAME not in (column.casefold() for column in columns):
        raise AudiocoachError(f"{path}:{first}: there is no column 'name'", _heading_hint(columns, sign))
    found: list[Row] = []
    cells_left = _MOST_CELLS
    for line, row in rows:
        found.append(Row(line, dict(_cells(path, line, columns, row))))
        cells_left -= len(found[-1].cells)
        if len(found) > MOST_ROWS or cells_left < 0:
            most = f"{MOST_ROWS} rows, and {_MOST_CELLS} cells with something in them"
            raise AudiocoachError(f"{path}: a table of athletes has at most {most}", "part it into several")
    return People(tuple(column for column in columns if column), tuple(found))


def _cells(path: Path, line: int, columns: Sequence[Text], row: Sequence[str]) -> Iterator[tuple[str, Text]]:
    for column, cell in zip_longest(columns, row[: len(columns) + 1], fillvalue=""):
        if said := as_meant(cell).strip():
            yield column, Text(said, _place(path, line, column), plain=True)


def _place(path: Path, line: int, column: str) -> Where:
    """Name a cell: a table's lines are not shown in messages, as people see them in a spreadsheet."""
    return Where(f"{path}:{line}, column '{column[:_MOST_SHOWN]}'", folder=path.parent)


def _heading_hint(heading: Sequence[str], sign: str) -> str:
    """Write the heading as it should be: which of several columns has the names, only their owner knows."""
    if len(filled := [cell for cell in heading if cell]) == 0:
        return "the first line is: name, or: name,file"
    found = next((cell for cell in filled if nearest(cell, [NAME, "vorname", "firstname", "athlete"])), filled[0])
    right = sign.join(NAME if cell == found else cell for cell in heading)[:_MOST_SHOWN]
    return (
        f"did you mean 'name' in place of '{found[:_MOST_SHOWN]}'? The first line is then: {right}\n"
        "if that line is somebody already, write a line above it: name"
    )


def _of_yaml(path: Path, text: str) -> People:
    from audiocoach.errors import ScriptError
    from audiocoach.script.yaml.nodes import read_nodes

    root, problems = read_nodes(text, str(path), path.parent)
    if problems:
        raise ScriptError(problems)
    if isinstance(root, Keys) and "athletes" in root:
        root = root[Text("athletes")]
    if isinstance(root, Keys) and all(isinstance(each, Keys) or each == "" for each in root.values()) and root:
        root = Items([_named(name, each) for name, each in root.items()], root.where)
    if not isinstance(root, Items):
        hint = "write each as '- name: Ann', and beneath it what is theirs: 'running: {start: 5m}'"
        raise AudiocoachError(f"{path}: this is no list of athletes", hint)
    rows, columns = [], dict[str, Text]()
    for item in root:
        if not isinstance(item, Keys):
            item = Keys({Text(NAME, item.where): item}, item.where)
        cells = dict(_flat(item))
        columns |= {name: Text(name, text.where) for name, text in cells.items() if name not in columns}
        rows.append(Row(item.where.line, {name: text for name, text in cells.items() if text.strip()}))
    return People(tuple(columns.values()), tuple(rows))


def _named(name: Text, own: object) -> Keys:
    """Return somebody of a mapping by name as one of a list."""
    return Keys({Text(NAME, name.where): name, **(own if isinstance(own, Keys) else {})}, name.where)


def _flat(keys: Keys, before: str = "") -> Iterator[tuple[str, Text]]:
    """Give `running.start` for `running: {start: …}`, and `race-5k` for `race: {5k: …}`."""
    for key, value in keys.items():
        name = f"{before}{key}"
        if isinstance(value, Keys):
            yield from _flat(value, f"{name}-" if name.casefold() == "race" else f"{name}.")
        elif isinstance(value, Text):
            yield name, value
        else:
            raise AudiocoachError(f"{key.where}: '{name}' is a list, and one value is wanted", "write one value")
