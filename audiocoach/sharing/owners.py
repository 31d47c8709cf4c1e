"""Tell whose a shared folder is: one athlete's, or nobody's by name. One's is never replaced by another's."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from audiocoach.errors import AudiocoachError, OutputError
from audiocoach.labels.embedded.take_out import archive_in
from audiocoach.rendering.athletes import Athlete, plain_file
from audiocoach.sharing.shared_site import is_sound
from audiocoach.text.one_line import one_line

_MOST_SHOWN = 80


def folder_for(folder: Path, athlete: str) -> Path:
    """Return an athlete's own folder, beside the one that is nobody's: `share Ann` beside `share`."""
    return folder.with_name(f"{folder.name} {plain_file(athlete)}") if athlete and folder.name else folder


def heard_in(sounds: Iterable[Path]) -> str | None:
    """Tell whom sounds were made for, from the first that can be read: a name, '' for nobody; None where none can.

    For folders from a version whose lists did not say so yet.
    """
    for sound in sounds:
        try:
            arguments = archive_in(sound).arguments
        except AudiocoachError:
            continue
        return next((name for option, name in pairwise(arguments) if option == "--athlete"), "")
    return None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a folder is: a name, '' for nobody's by name; and what tells them from others of that name, if known."""

    name: str
    id: str = ""
    file: str = ""

    @classmethod
    def of(cls, who: Athlete) -> Owner:
        """Give what a table says of somebody."""
        return cls(who.name, who.id, who.file if who.file != who.name else "")

    def is_same(self, other: Owner) -> bool:
        """Tell whether this is the same person: by their ids, which stay when names change, or else by their names."""
        if self.id and other.id:
            return self.id == other.id
        return self.name == other.name and (not self.file or not other.file or self.file == other.file)

    def with_marks_of(self, before: Owner | None) -> Owner:
        """Keep what was known already of the same person."""
        return self if before is None else Owner(self.name, self.id or before.id, self.file or before.file)

    @property
    def called(self) -> str:
        """Write the name, which may come from a stranger's list, as one short line; an empty one in words."""
        shown = one_line(self.name)[:_MOST_SHOWN] or "nobody by name"
        mark = one_line(self.id or self.file)[:_MOST_SHOWN]
        return f"{shown} ({mark})" if mark else shown


def refuse_another(folder: Path, owner: Owner | None, athlete: Owner) -> None:
    """Refuse a folder that is somebody else's. An `owner` of None is unknown, and then anybody may use it.

    Raises:
        OutputError: when it is, naming both athletes and another folder.
    """
    if owner is None or owner.is_same(athlete):
        return
    plain = folder.name.removesuffix(f" {plain_file(owner.name)}")
    other = folder_for(folder.with_name(plain) if plain else folder, athlete.file or athlete.name or "for all")
    example = f", such as -o {shlex.quote(str(other))}" if other != folder else ""
    alike = owner.name == athlete.name
    of, to = (owner.called, athlete.called) if alike else (Owner(owner.name).called, Owner(athlete.name).called)
    raise OutputError(
        f"{folder}: this was shared for {of}, and not for {to}",
        f"share into another folder{example}; or delete this one first, if nobody needs it",
    )


def refuse_other_scripts(folder: Path, before: Iterable[str], sounds: Iterable[str]) -> None:
    """Refuse to replace a share by one of other scripts alone. `before` and `sounds` are names of sound in it.

    Raises:
        OutputError: when sessions of all its scripts would go.
    """
    known = {_script_of(name) for name in before}
    if known and known.isdisjoint(map(_script_of, sounds)):
        named = one_line(", ".join(sorted(known)))[:_MOST_SHOWN]
        raise OutputError(
            f"{folder}: this is a share of {named}, all of which would go",
            "share into another folder with '-o', or name these scripts as well; "
            "or delete the folder first, if nobody needs it",
        )


def _script_of(sound: str) -> str:
    """Name the script that a sound is of: `run.mp3` of "run", `plan/W01S1 Easy.mp3` of "plan"."""
    name = sound.partition("/")[0]
    return name.rpartition(".")[0] if is_sound(name) else name
