"""Where rendered files go."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from audiocoach.errors import OutputError
from audiocoach.output.write import MP3, check_target
from audiocoach.storage.same_names import all_as_there, as_there, folded_name
from audiocoach.text.file_names import safe_name
from audiocoach.vocabulary import AUDIO_SUFFIXES

DEFAULT_FOLDER = Path("output")


def fitting(folder: Path, stem: str, suffix: str = "") -> Path:
    """Return the path in a folder of what is called after a script, with a name that every system and card takes.

    What an older version has made there under the script's very name keeps it.
    """
    old = folder / f"{stem}{suffix}"
    return old if os.path.lexists(old) else folder / f"{safe_name(stem) or 'session'}{suffix}"


def notes_of(paths: Iterable[Path]) -> list[str]:
    """Say which of the paths that `fitting` chose have names that some system or card will refuse."""
    stems = ((path, path.stem if path.suffix.lower() in AUDIO_SUFFIXES else path.name) for path in paths)
    return [
        f"{path}: keeps its name, which some systems and a phone's card refuse; rename it to '{safe_name(stem)}'"
        for path, stem in stems
        if safe_name(stem) != stem
    ]


def claim(claimed: dict[str, Path], name: str, place: object, script: Path) -> None:
    """Note that a script gets a name, which becomes a file or folder at this place; `claimed` has which have theirs.

    Raises:
        OutputError: when another script has it.
    """
    if (other := claimed.setdefault(folded_name(name), script)) != script:
        option = "render them one at a time, each into a folder of its own with '-o'"
        raise OutputError(f"{other} and {script} would both become {place}", option=option)


def targets(scripts: Sequence[Path], output: Path | None) -> list[Path]:
    """Name the file for each script: an MP3, unless one file is named whose suffix says otherwise.

    Raises:
        OutputError: when two scripts would get the same file, or no file of this name can be written.
    """
    if output is not None and not output.is_dir() and output.suffix and len(scripts) == 1:
        check_target(output)
        return [as_there(output)]
    folder = DEFAULT_FOLDER if output is None else output
    if folder.exists() and not folder.is_dir():
        if output is None:
            move = "move it away, or say where to with '-o'"
            raise OutputError(f"{folder}: this is no folder to write into", option=move)
        if len(scripts) == 1:
            hint = f"a file to write ends in {', '.join(AUDIO_SUFFIXES)}; anything else is a folder"
        else:
            hint = f"{len(scripts)} scripts need a folder"
        raise OutputError(f"{folder}: this is no folder to write into", hint)
    if len(scripts) > 1 and folder.suffix.lower() in AUDIO_SUFFIXES:
        raise OutputError(f"{folder}: several scripts need a folder, not one file")
    found: dict[str, tuple[Path, Path]] = {}
    for script in scripts:
        target = fitting(folder, script.stem, MP3)
        other, before = found.setdefault(folded_name(target.name), (script, target))
        if other is not script:
            what = target if before == target else f"{before} and {target}, which are one name to many systems"
            raise OutputError(
                f"{other} and {script} would both become {what}", option="render them one at a time, with '-o FILE'"
            )
    return all_as_there(target for _, target in found.values())
