"""Files a script names: beside it or below it, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from audiocoach.errors import Where
from audiocoach.script.context import Reading
from audiocoach.script.yaml.located import Text, where_of


def check_sound_file(sound: str, where: Where, context: Reading, role: str = "") -> None:
    """A `.wav` must lie in the script's folder or below it, and be there."""
    if not sound.lower().endswith(".wav") or context.folder is None:
        return
    where = where_of(sound) if isinstance(sound, Text) else where
    path = beside(sound, where, context)
    if path is not None and not is_file(path):
        context.error(
            f"there is no sound file '{sound}'{f' for {role!r}' if role else ''}", where, f"looked for {path}"
        )


def check_music_file(name: str, where: Where, context: Reading) -> None:
    """A music file or a folder of them must lie in the script's folder or below it, and be there."""
    if context.folder is None:
        return
    path = beside(name, where, context)
    if path is not None and not is_there(path):
        context.error(f"there is no music file or folder '{name}'", where, f"looked for {path}")


def beside(name: str, where: Where, context: Reading) -> Path | None:
    """What `name` means beside the script; one that leads out of its folder is noted, and None."""
    assert context.folder is not None
    path = inside_folder(name, context.folder)
    if path is None:
        context.error(
            f"'{name}' is outside of the script's folder",
            where,
            "copy the file beside the script, and write its name alone",
        )
    return path


def inside_folder(name: str, folder: Path) -> Path | None:
    """The file `name` means beside a script; None when that leads out of the script's folder."""
    if "\x00" in name or "\\" in name or Path(name).is_absolute() or Path(name).drive:
        return None
    path = folder / name
    return path if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)) else None


def is_file(path: Path) -> bool:
    """Whether a file is there; a name that no file can have is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Whether a file or a folder is there."""
    try:
        return path.exists()
    except OSError:
        return False
