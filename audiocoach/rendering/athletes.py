"""Those for whom a session is made, and what their files are called after."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from audiocoach.errors import AudiocoachError
from audiocoach.quantities.paces import Pace
from audiocoach.script.load import given_pace

LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Athlete:
    """A name as it is spoken, and what its files are called after: the same, unless the table says otherwise.

    `line` is where it stands in the table; 0 for one that is in none. `pace` is theirs, for scripts that have distances
    and no pace of their own; it counts where a script is read.
    """

    name: str
    file: str
    line: int = field(default=0, compare=False)
    pace: Pace | None = None

    @classmethod
    def named(cls, name: str, file: str | None = None, pace: str | None = None) -> Athlete:
        """Make somebody of a name, what their files are called after if that is another, and a pace like `4:30/km`.

        Raises:
            AudiocoachError: when one of these is none.
        """
        return replace(athlete(name), file=athlete(file or name).file, pace=given_pace(pace))


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
