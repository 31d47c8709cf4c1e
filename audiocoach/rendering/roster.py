"""A table (CSV) of those for whom a session is made, as spreadsheets save it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import AudiocoachError, Problem, ScriptError, Unreadable, file_problem
from audiocoach.quantities.paces import parse_pace
from audiocoach.rendering.athletes import Athlete, athlete, clean_name, plain_file
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.same_names import folded_name
from audiocoach.text.decoding import decoded
from audiocoach.text.suggest import nearest

MOST_ATHLETES = 1_000
_MOST_BYTES = 1024 * 1024
_COLUMNS = ("name", "file", "pace")
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Roster:
    """Those for whom something is made, `None` for nobody by name; `notes` is what was noticed in their table."""

    athletes: tuple[Athlete | None, ...] = (None,)
    notes: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[Athlete, ...]:
        """Give those who have a name."""
        return tuple(who for who in self.athletes if who is not None)


def everybody(name: str | None, table: Path | None) -> Roster:
    """Give those whom the command line names, or nobody, once.

    Raises:
        AudiocoachError: when it names them in both ways, or wrongly.
    """
    if name is not None and table is not None:
        raise AudiocoachError("one athlete or a table of them, not both", option="take --athlete or --athletes out")
    if table is not None:
        return read_roster(table)
    return Roster((None if name is None else athlete(name),))


def read_roster(path: Path) -> Roster:
    """Read a table with the column `name` and, where files are to be called otherwise, `file`; with `pace`, how fast
    each of them runs.

    Raises:
        ScriptError: with each line that is wrong.
        AudiocoachError: when it cannot be read, or nobody is in it.
    """
    text = _text(path)
    dialect = csv.excel()
    dialect.delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), dialect)
        heading = [cell.strip() for cell in next(rows, [])]
        columns = [cell.casefold() for cell in heading]
        if "name" not in columns:
            raise AudiocoachError(f"{path}:1: there is no column 'name'", _heading_hint(heading, dialect.delimiter))
        everyone = tuple(_athletes(path, columns, ((rows.line_num, row) for row in rows)))
    except csv.Error as error:
        raise AudiocoachError(f"{path}: this table cannot be read: {error}") from None
    if not everyone:
        raise AudiocoachError(f"{path}: there is nobody in this table")
    return Roster(everyone, tuple(_unused(path, heading)))


def _text(path: Path) -> str:
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
    return text.replace("\0", " ")


def _heading_hint(heading: Sequence[str], sign: str) -> str:
    """Write the heading as it should be: which of several columns has the names, only their owner knows."""
    if len(filled := [cell for cell in heading if cell]) == 0:
        return "the first line is: name, or: name,file"
    found = next((cell for cell in filled if nearest(cell, ["name", "vorname", "firstname", "athlete"])), filled[0])
    right = sign.join("name" if cell == found else cell for cell in heading)[:_MOST_SHOWN]
    return (
        f"did you mean 'name' in place of '{found[:_MOST_SHOWN]}'? The first line is then: {right}\n"
        "if that line is somebody already, write a line above it: name"
    )


def _athletes(path: Path, columns: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[Athlete]:
    """Give each row's athlete, and in the end, if need be, raise what is wrong with all of them."""
    problems: list[Problem] = []
    taken: dict[str, tuple[int, str]] = {}
    count = 0
    for line, row in rows:
        cells = dict(zip(columns, row, strict=False))
        name = clean_name(cells.get("name", ""))
        if not name:
            if any(cell.strip() for cell in row):
                problems.append(Problem(f"{path}:{line}: there is no name in this line"))
            continue
        file = clean_name(cells.get("file", "")) or name
        first, other = taken.setdefault(folded_name(plain_file(file)), (line, file))
        if first != line:
            as_well = f", '{other}'" if other != file else ""
            message = f"{path}:{line}: '{file}' would get the same file as line {first}{as_well}"
            problems.append(Problem(message, hint="give each a name of its own in a column 'file'"))
            continue
        count += 1
        if count > MOST_ATHLETES:
            raise AudiocoachError(f"{path}: these are more than {MOST_ATHLETES} athletes")
        try:
            yield Athlete(name, file, line, parse_pace(own) if (own := cells.get("pace", "").strip()) else None)
        except Unreadable as error:
            problems.append(Problem(f"{path}:{line}: {error.message}", hint=error.hint))
    if problems:
        raise ScriptError(problems)


def _unused(path: Path, heading: Sequence[str]) -> Iterator[str]:
    """Tell of columns that nothing is made of: whoever wrote one expected something."""
    unknown = [cell for cell in heading if cell and cell.casefold() not in _COLUMNS]
    for cell in unknown[:5]:
        yield f"{path}:1: column '{cell[:_MOST_SHOWN]}' is not used; known: {', '.join(_COLUMNS)}"
