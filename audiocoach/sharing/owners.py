"""Tell whose a shared folder is: one athlete's, or nobody's by name. One's is never replaced by another's."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from audiocoach.errors import AudiocoachError, OutputError
from audiocoach.labels.embedded.take_out import archive_in
from audiocoach.rendering.athletes import plain_file
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


def refuse_another(folder: Path, owner: str | None, athlete: str) -> None:
    """Refuse a folder that is somebody else's. An `owner` of None is unknown, and then anybody may use it.

    Raises:
        OutputError: when it is, naming both athletes and another folder.
    """
    if owner is None or owner == athlete:
        return
    plain = folder.name.removesuffix(f" {plain_file(owner)}")
    other = folder_for(folder.with_name(plain) if plain else folder, athlete or "for all")
    example = f", such as -o {shlex.quote(str(other))}" if other != folder else ""
    raise OutputError(
        f"{folder}: this was shared for {_called(owner)}, and not for {_called(athlete)}",
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
    return sound.partition("/")[0].removesuffix(".mp3")


def _called(athlete: str) -> str:
    """Write a name, which may come from a stranger's list, as one short line; an empty one in words."""
    return one_line(athlete)[:_MOST_SHOWN] or "nobody by name"
