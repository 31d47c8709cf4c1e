"""Those for whom a session is made: a name from the command line, or a table of names."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import AudiocoachError, file_problem
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.same_names import folded_name
from audiocoach.text.decoding import decoded
from audiocoach.text.suggest import did_you_mean

MOST_ATHLETES = 1_000
LONGEST_NAME = 300
_MOST_BYTES = 1024 * 1024
_COLUMNS = ("name", "file")


@dataclass(frozen=True, slots=True)
class Athlete:
    """A name as it is spoken, and what its files are called after: the same, unless the table says otherwise."""

    name: str
    file: str


def athlete(name: str) -> Athlete:
    """Make somebody of a name.

    Raises:
        AudiocoachError: when that is none.
    """
    clean = _clean(name)
    if not clean:
        raise AudiocoachError(f"{name!r} is no name", option="--athlete takes a name with a letter in it")
    return Athlete(clean, clean)


def read_athletes(path: Path) -> list[Athlete]:
    """Read a table (CSV) with the column `name` and, where files are to be called otherwise, `file`.

    Raises:
        AudiocoachError: with the first line that is wrong.
    """
    try:
        with open_regular(path) as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None
    if len(data) > _MOST_BYTES:
        raise AudiocoachError(f"{path}: a table of athletes has at most 1 MiB")
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what spreadsheets on Windows write
    text = text.replace("\0", " ")
    dialect = csv.excel()
    dialect.delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        return _athletes(path, text, dialect)
    except csv.Error as error:
        raise AudiocoachError(f"{path}: this table cannot be read: {error}") from None


def _athletes(path: Path, text: str, dialect: csv.Dialect) -> list[Athlete]:
    rows = csv.reader(io.StringIO(text, newline=""), dialect)
    header = [cell.strip().casefold() for cell in next(rows, [])]
    if "name" not in header:
        hint = did_you_mean(header[0], _COLUMNS, "the first line is: name, or: name,file") if header else ""
        raise AudiocoachError(f"{path}:1: there is no column 'name'", hint or "the first line is: name")
    found: list[Athlete] = []
    lines: dict[str, tuple[int, str]] = {}
    for row in rows:
        cells = dict(zip(header, row, strict=False))
        name = _clean(cells.get("name", ""))
        if not name:
            if any(cell.strip() for cell in row):
                raise AudiocoachError(f"{path}:{rows.line_num}: there is no name in this line")
            continue
        file = _clean(cells.get("file", "")) or name
        line, other = lines.setdefault(folded_name(plain_file(file)), (rows.line_num, file))
        if line != rows.line_num:
            raise AudiocoachError(
                f"{path}:{rows.line_num}: '{file}' would get the same file as line {line}"
                + (f", '{other}'" if other != file else ""),
                "give each a name of its own in a column 'file'",
            )
        found.append(Athlete(name, file))
        if len(found) > MOST_ATHLETES:
            raise AudiocoachError(f"{path}: these are more than {MOST_ATHLETES} athletes")
    if not found:
        raise AudiocoachError(f"{path}: there is nobody in this table")
    return found


def file_stem(script: str, who: Athlete | None) -> str:
    """Name the file of a script for somebody: `first-run Ann`. The script's own name stays as it is."""
    return script if who is None else f"{script} {plain_file(who.file)}"


def plain_file(name: str) -> str:
    """Write a name without anything that a file system refuses or that leads elsewhere."""
    from audiocoach.text.file_names import safe_name

    return safe_name(name) or "athlete"


def _clean(name: str) -> str:
    from audiocoach.text.speakable import is_speakable, without_controls

    clean = " ".join(without_controls(name).split())[:LONGEST_NAME]
    return clean if is_speakable(clean) else ""


def everybody(name: str | None, table: Path | None) -> Sequence[Athlete | None]:
    """Give those whom the command line names, or nobody, once.

    Raises:
        AudiocoachError: when it names them in both ways, or wrongly.
    """
    if name is not None and table is not None:
        raise AudiocoachError("one athlete or a table of them, not both", option="take --athlete or --athletes out")
    if table is not None:
        return read_athletes(table)
    return [None if name is None else athlete(name)]
