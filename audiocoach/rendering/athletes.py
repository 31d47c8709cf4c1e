"""Those for whom a session is made: what their files are called after, and what scripts are to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError, Problem, ScriptError
from audiocoach.quantities.paces import Pace
from audiocoach.script.context import at_pace
from audiocoach.script.given_values import NOTHING_OWN, OWN_KEYS, OwnValues, with_own
from audiocoach.script.load import given_pace, given_races
from audiocoach.script.model import Session
from audiocoach.script.yaml.located import Text

if TYPE_CHECKING:
    from audiocoach.quantities.race_times import Races

LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Athlete:
    """A name as it is spoken, and what its files are called after: the same, unless the table says otherwise.

    `line` is where it stands in the table; 0 for one that is in none. `pace` is theirs, for scripts that have distances
    and no pace of their own, by `races` their `@ 5k` is a pace, and `own` is what they have of scripts' other values:
    all of them count where a script is read.
    `id` stays theirs when a name changes. They begin a programme with `first_session`, if it is not its first.
    `journals` is the folder of a club's journals; None: theirs is beside the programme.
    """

    name: str
    file: str
    line: int = field(default=0, compare=False)
    pace: Pace | None = None
    races: Races | None = None
    own: OwnValues = NOTHING_OWN
    id: str = ""
    group: str = ""
    first_session: str = ""
    journals: Path | None = field(default=None, compare=False)

    @classmethod
    def named(
        cls, name: str, file: str | None = None, pace: str | None = None, race: Mapping[str, str] | None = None
    ) -> Athlete:
        """Make somebody of a name, what their files are called after if that is another, a pace like `4:30/km`, and
        races like `{"5k": "24:00"}`.

        Raises:
            AudiocoachError: when one of these is none.
        """
        return replace(athlete(name), file=athlete(file or name).file, pace=given_pace(pace), races=given_races(race))

    @property
    def reads(self) -> object:
        """Give what scripts are read with: they are the same for all for whom this is."""
        return self.pace, self.races, self.own

    @property
    def values(self) -> dict[str, str]:
        """Give all that they have of their own in scripts, by column, as a table has it."""
        races = {f"race-{name}": time for name, time in self.races.written.items()} if self.races else {}
        pace = {"pace": str(self.pace)} if self.pace else {}
        return {name: str(text) for name, text in (*self.own.keys, *self.own.variables)} | races | pace

    def with_values(self, values: Mapping[str, str]) -> Athlete:
        """Give the same person with other values; what is none any more is left out."""
        races = {name.partition("-")[2]: time for name, time in values.items() if name.startswith("race-")}
        own = {name: Text(text) for name, text in values.items() if name != "pace" and not name.startswith("race-")}
        keys = tuple((name, text) for name, text in own.items() if name in OWN_KEYS)
        variables = tuple((name, text) for name, text in own.items() if name not in OWN_KEYS)
        return replace(
            self,
            own=OwnValues(keys, variables),
            races=given_races(races) if races else None,
            pace=given_pace(values.get("pace")),
        )

    @property
    def journal(self) -> Path | None:
        """Give the journal that they have in their club; None where they are in none."""
        plain = plain_file(self.id or self.file).casefold()
        return None if self.journals is None else self.journals / f"{plain}.journal"


@contextmanager
def given_of(who: Athlete | None) -> Iterator[None]:
    """Read scripts as they are for somebody: at their pace, and with their own values.

    Raises:
        ScriptError: in the end, for values that no programme read meanwhile knows.
    """
    if who is None:
        yield
        return
    with at_pace(who.pace, races=who.races), with_own(who.own):
        yield


def naming(who: Athlete | None, change: Callable[[Session], Session]) -> Callable[[Session], Session]:
    """Give a change of sessions that names somebody in them as well."""
    return change if who is None else lambda session: change(session).for_athlete(who.name)


@contextmanager
def about(who: Athlete | None) -> Iterator[None]:
    """Say in an error whom of a table it is about."""
    if who is None or not who.line:
        yield
        return
    try:
        yield
    except AudiocoachError as error:
        raise told_of(who, error) from None


def told_of(who: Athlete | None, error: AudiocoachError) -> AudiocoachError:
    """Make the same error, which says whom of a table it is about."""
    if who is None or not who.line:
        return error
    problem = Problem(error.message, hint=error.hint, option=error.option)
    problems = error.problems if isinstance(error, ScriptError) else [problem]
    return ScriptError(problems, f"for {who.name} (line {who.line} of the table):")


def athlete(name: str) -> Athlete:
    """Make somebody of a name.

    Raises:
        AudiocoachError: when that is none.
    """
    clean = clean_name(name)
    if not clean:
        raise AudiocoachError(f"{name!r} is no name", option="--athlete takes a name with a letter in it")
    return Athlete(clean, clean)


def file_stem(script: str, who: Athlete | None) -> str:
    """Name the file of a script for somebody: `first-run Ann`. The script's own name stays as it is."""
    return script if who is None else f"{script} {plain_file(who.file)}"


def plain_file(name: str) -> str:
    """Write a name without anything that a file system refuses or that leads elsewhere."""
    from audiocoach.text.file_names import safe_name

    return safe_name(name) or "athlete"


def clean_name(name: str) -> str:
    """Return a name as it is spoken, in one line; empty where no letter is in it."""
    from audiocoach.text.speakable import is_speakable, without_controls

    clean = " ".join(without_controls(name).split())[:LONGEST_NAME]
    return clean if is_speakable(clean) else ""
