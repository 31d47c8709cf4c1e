"""Find the files a script names: beside it or below it, and nowhere else.

Every name of a file or folder passes `named_path`, where it is read and again where the file is used. A name carries
its place, and that the script's folder; without a folder, as for text that a program was sent, a script names no file.
"""

from __future__ import annotations

import os
from itertools import accumulate
from pathlib import Path

from audiocoach.errors import Where
from audiocoach.script.context import Reading
from audiocoach.script.yaml.located import where_of
from audiocoach.text.late_pattern import LatePattern

COPY_IT = "copy the file beside the script, and write its name alone"


ADDRESS = LatePattern(r"(?i)[a-z][a-z0-9+.-]*:/|(?:spotify|tidal|deezer|youtube|mailto):")
"""An address of the net: `https://…`, or one of a streaming service such as `spotify:playlist:…`."""
NO_ADDRESS = "audiocoach plays files, and '{name}' is an address"
FILES_ONLY = "save the music as a file, where its licence allows it, and name that"


def check_sound_file(sound: str, where: Where, context: Reading, role: str = "") -> None:
    """Note a `.wav` that does not lie in the script's folder or below it, or is not there."""
    if not sound.lower().endswith(".wav"):
        return
    where = where_of(sound) if where_of(sound).line or where_of(sound).argument else where
    path = beside(sound, where, context)
    if path is not None and not is_file(path):
        context.error(
            f"there is no sound file '{sound}'{f' for {role!r}' if role else ''}", where, f"looked for {path}"
        )


def check_music_file(name: str, where: Where, context: Reading) -> None:
    """Note a music file or folder that does not lie in the script's folder or below it, or is not there."""
    if is_address(name):
        context.error(NO_ADDRESS.format(name=name), where, FILES_ONLY)
        return
    path = beside(name, where, context)
    if path is not None and not is_there(path):
        context.error(f"there is no music file or folder '{name}'", where, f"looked for {path}")


def is_address(name: str) -> bool:
    """Tell whether a name is an address on the net, such as a streaming service's, and no file's."""
    return ADDRESS.match(name.strip()) is not None


def beside(name: str, where: Where, context: Reading, way_out: str = COPY_IT) -> Path | None:
    """Find what `name` means beside the script; note one that leads out of its folder, and return None.

    Return None as well where a program names the file, which may lie anywhere.
    """
    if context.of_program:
        return None
    folder = where.folder if where.line else context.folder
    path = inside_folder(name, folder)
    if path is None:
        context.error(*refusal(name, folder, where, way_out))
    return path


def refusal(name: str, folder: Path | None, where: Where, way_out: str = COPY_IT) -> tuple[str, Where, str]:
    """Say why a script may not read what it names, alike whether that exists or not: message, place, way out."""
    if folder is None and where.argument:
        return f"'{name}' lies in no folder", where, "say in which: session_from(data, folder=…)"
    if folder is None:
        return f"'{name}' needs a script file to be beside", where, "save the script as a file first"
    return f"'{name}' is outside of the script's folder", where, COPY_IT if where.argument else way_out


def named_path(name: str, where: Where) -> Path | None:
    """Find the file that a name means, by the place that names it; None for one that a script may not read.

    A file named by a program or on the command line, not in a script, may lie anywhere.
    """
    return inside_folder(name, where.folder) if where.line or where.folder else Path(name)


def inside_folder(name: str, folder: Path | None) -> Path | None:
    """Find the file `name` means beside a script; None when that leads out of the script's folder, or it has none.

    A name that leads out as it is written is refused before anything is looked for on the disk.
    """
    if folder is None or "\x00" in name or "\\" in name or Path(name).is_absolute() or Path(name).drive:
        return None
    if min(accumulate(-1 if part == ".." else 1 for part in Path(name).parts), default=0) < 0:
        return None
    path = folder / name
    return path if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)) else None


def is_file(path: Path) -> bool:
    """Tell whether a file is there; False for a name that no file can have."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Tell whether a file or a folder is there; False for a name that none can have."""
    try:
        return path.exists()
    except OSError:
        return False
