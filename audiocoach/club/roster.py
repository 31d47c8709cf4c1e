"""Those for whom scripts are read: a name, or a table of people with what each has of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError, Problem, ScriptError, Unreadable
from audiocoach.quantities.paces import Pace, parse_pace
from audiocoach.rendering.athletes import Athlete, athlete, clean_name, plain_file
from audiocoach.script.given_values import IGNORED, OWN_KEYS, OwnValues
from audiocoach.script.yaml.located import Text
from audiocoach.storage.same_names import folded_name
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import did_you_mean

if TYPE_CHECKING:
    from audiocoach.club.people import People, Row
    from audiocoach.quantities.race_times import Races

MOST_ATHLETES = 1_000_000
MOST_AT_ONCE = 1_000
"""Athletes for whom one process makes something, so that it ends while somebody waits."""

JOURNALS = "journals"
"""The folder of a club's journals, beside its table."""

_NAME = "name"
_FACTS = (_NAME, "id", "file", "group", "first-session", "pace")
_RACE = LatePattern(r"race[-_ .]+(\d.*|(?:half|marathon|mile)\b.*)", re.IGNORECASE)
"""A column such as `race-5k`, with somebody's time over that distance."""

_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Roster:
    """Those for whom something is made, `None` for nobody by name.

    `refused` are the lines of their table that are wrong, where the others go on. `left_out` are those who stand in
    them, as far as these tell, and why; `None` for nobody by name.
    """

    athletes: tuple[Athlete | None, ...] = (None,)
    refused: tuple[Problem, ...] = ()
    left_out: tuple[tuple[Athlete | None, str], ...] = ()

    @property
    def named(self) -> tuple[Athlete, ...]:
        """Give those who have a name."""
        return tuple(who for who in self.athletes if who is not None)


def everybody(name: str | None, table: Path | None, group: str | None = None, *, keep_going: bool = False) -> Roster:
    """Give those whom the command line names, or nobody, once.

    Args:
        name: somebody's; of a table, the one of this name (or id) in it.
        table: a table of people.
        group: those of it alone who are in this group.
        keep_going: whether lines that are wrong keep the others from nothing.

    Raises:
        AudiocoachError: when nobody is meant, or the table is wrong.
    """
    if table is not None:
        roster = read_roster(table, keep_going=keep_going)
        roster = roster if group is None else _of_group(roster, group, table)
        return roster if name is None else _of_name(roster, name, table)
    if group is not None:
        raise AudiocoachError("a group of which table?", option="name it: '--athletes club.csv --group NAME'")
    return Roster((None if name is None else athlete(name),))


def check_count(roster: Roster, table: Path | None) -> None:
    """See that these are no more athletes than one process serves while somebody waits.

    Raises:
        AudiocoachError: when they are.
    """
    if len(roster.athletes) > MOST_AT_ONCE:
        what = f"{table}: these are {len(roster.athletes)} athletes, and more than {MOST_AT_ONCE} at once"
        option = "'render --jobs 2' or 'render --shard 1/10' makes files for more; '--group NAME' takes some of them"
        raise AudiocoachError(what, option=option)


def _of_group(roster: Roster, group: str, table: Path) -> Roster:
    wanted = group.strip().casefold()
    found = tuple(who for who in roster.named if wanted in _groups(who))
    if not found:
        known = list(
            dict.fromkeys(each.strip() for who in roster.named for each in who.group.split(",") if each.strip())
        )
        listing = f"its groups are {', '.join(known[:12])}" if known else "it has no column 'group'"
        raise AudiocoachError(f"{table}: nobody is in a group '{group}'", did_you_mean(group, known, listing))
    left_out = tuple((who, why) for who, why in roster.left_out if who is not None and wanted in _groups(who))
    return replace(roster, athletes=found, left_out=left_out)


def _groups(who: Athlete) -> set[str]:
    return {each.strip().casefold() for each in who.group.split(",")}


def _of_name(roster: Roster, name: str, table: Path) -> Roster:
    wanted = clean_name(name).casefold()
    found = [who for who in roster.named if wanted in (who.id.casefold(), who.file.casefold())]
    found = found or [who for who in roster.named if wanted == who.name.casefold()]
    if len(found) != 1:
        names = [who.name for who in roster.named]
        listing = f"in it are {', '.join(names[:12])}{' …' if len(names) > 12 else ''}"
        if found:
            several = ", ".join(f"'{who.id or who.file}'" for who in found)
            raise AudiocoachError(f"{table}: there are several called '{name}'", f"say which: {several}")
        raise AudiocoachError(f"{table}: nobody in it is called '{name}'", did_you_mean(name, names, listing))
    return replace(roster, athletes=(found[0],), left_out=())


def read_roster(path: Path, *, keep_going: bool = False) -> Roster:
    """Read a table of people: who each is, and what they have of their own in scripts.

    Raises:
        ScriptError: with each line that is wrong, unless it is to go on without them.
        AudiocoachError: when it cannot be read, or nobody is in it.
    """
    from audiocoach.club.people import read_people

    people = read_people(path)
    reader = _Reader(path, people)
    everyone = tuple(reader.athletes())
    problems = tuple(reader.problems)
    if problems and (not keep_going or not everyone):
        raise ScriptError(problems)
    if not everyone:
        raise AudiocoachError(f"{path}: there is nobody in this table")
    return Roster(everyone, problems, tuple(reader.left_out))


class _Reader:
    """A table being read; `problems` grows, and so does `left_out`; see `Roster`."""

    def __init__(self, path: Path, people: People) -> None:
        self.path, self.people = path, people
        self.problems: list[Problem] = []
        self.left_out: list[tuple[Athlete | None, str]] = []
        self._files: dict[str, tuple[int, str]] = {}
        self._journals: dict[str, int] = {}
        self._folder = self.path.parent / JOURNALS
        self._own = tuple(
            column
            for column in people.columns
            if _plain(column) not in (*_FACTS, *OWN_KEYS)
            and not column.startswith(IGNORED)
            and not _RACE.fullmatch(column)
        )
        named = Counter(clean_name(_fact(row, _NAME)).casefold() for row in people.rows)
        self._namesakes = {name for name, count in named.items() if count > 1}

    def athletes(self) -> Iterator[Athlete]:
        """Give the athlete of each row; of a wrong one its problems."""
        count = 0
        for row in self.people.rows:
            noted = len(self.problems)
            who = self._athlete(row)
            if wrong := self.problems[noted:]:
                self.left_out.append((who, "\n".join(problem.on_command_line() for problem in wrong)))
                continue
            if who is None:
                continue
            count += 1
            if count > MOST_ATHLETES:
                raise AudiocoachError(f"{self.path}: these are more than {MOST_ATHLETES} athletes")
            yield who

    def _athlete(self, row: Row) -> Athlete | None:
        name = clean_name(_fact(row, _NAME))
        if not name:
            if row.cells:
                self._wrong(row, "there is no name in this line")
            return None
        if "" in row.cells:
            hint = "is there a comma too many in it? The first line is to name every column"
            self._wrong(row, "there is more in this line than the first one has columns", hint)
        own_id = clean_name(_fact(row, "id")) or _fact(row, "id")
        file = clean_name(_fact(row, "file"))
        if not file:
            file = f"{name} {own_id}" if own_id and name.casefold() in self._namesakes else name
        first, other = self._files.setdefault(folded_name(plain_file(file)), (row.line, file))
        if first != row.line:
            as_well = f", '{other}'" if other != file else ""
            hint = "give each a name of its own in a column 'file', or a column 'id'"
            self._wrong(row, f"'{file}' would get the same file as line {first}{as_well}", hint)
        line = self._journals.setdefault(folded_name(plain_file(own_id or file)), row.line)
        if line != row.line and first == row.line:
            what = f"'{own_id}' is the id" if own_id else f"'{file}' would get the journal"
            self._wrong(
                row, f"{what} of line {line} already", "give each an id of their own, or a name in a column 'file'"
            )
        return Athlete(
            name,
            file,
            row.line,
            self._pace(row),
            self._races(row),
            OwnValues(tuple(_own(row, OWN_KEYS)), tuple(_own(row, self._own)), self._own),
            own_id,
            _fact(row, "group"),
            _fact(row, "first-session"),
            self._folder,
        )

    def _pace(self, row: Row) -> Pace | None:
        try:
            return parse_pace(own) if (own := _fact(row, "pace")) else None
        except Unreadable as error:
            self._wrong(row, error.message, error.hint)
            return None

    def _races(self, row: Row) -> Races | None:
        """Read somebody's races, each from its column."""
        columns = {name: found[1] for name in row.cells if (found := _race_in(name))}
        if not columns:
            return None
        from audiocoach.quantities.race_times import race_of, together

        races = []
        for name, distance in columns.items():
            try:
                races.append(race_of(distance, str(row.cells[name])))
            except Unreadable as error:
                self.problems.append(Problem(error.message, row.cells[name].where, error.hint))
        try:
            return together(races) if len(races) == len(columns) else None
        except Unreadable as error:
            self._wrong(row, error.message, error.hint)
            return None

    def _wrong(self, row: Row, message: str, hint: str = "") -> None:
        self.problems.append(Problem(f"{self.path}:{row.line}: {message}", hint=hint))


@lru_cache(1024)
def _race_in(column: str) -> re.Match[str] | None:
    return _RACE.fullmatch(column)


def _fact(row: Row, column: str) -> str:
    """Give what a row says in a column, whatever the capitals of its name."""
    return next((str(text) for name, text in row.cells.items() if _plain(name) == column), "")


@lru_cache(1024)  # it is asked for each of a row's
def _plain(column: str) -> str:
    """Write a column's name as it is known: `First session` is `first-session`."""
    return re.sub(r"[ _]+", "-", column.strip()).casefold()


def _own(row: Row, columns: Sequence[str]) -> Iterator[tuple[str, Text]]:
    wanted = {column.casefold() for column in columns}
    for name, text in row.cells.items():
        if name.casefold() in wanted:
            yield (name.casefold() if name.casefold() in OWN_KEYS else name), text
