"""`extract`: the script in a rendered file, as files again."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach import __version__
from audiocoach.errors import OutputError, file_problem

if TYPE_CHECKING:
    from audiocoach.labels.archive import Archive


def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that was rendered.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Where to. Default: a new folder named like the file."),
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
) -> None:
    """Take the script out of a rendered file.

    With the coach sheet and the sounds that rendering it again needs.
    """
    _extract(file, output or Path(file.stem), force=force)


def _extract(file: Path, folder: Path, *, force: bool) -> None:
    """Write what a file was rendered from into a folder, and say how to render it again.

    Raises:
        AudiocoachError: when it carries no script, or one that none of ours would; nothing is written then.
        OutputError: when a file is there already, or cannot be written.
    """
    from audiocoach.atomic import replacing
    from audiocoach.labels.reading import archive_in

    archive = archive_in(file)
    targets = _targets(archive.files, folder, force=force)
    for name, target in targets.items():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(file_problem(target.parent, error)) from None
        with replacing(target) as out:
            out.write(archive.files[name])
        print(target)
    for missing in archive.missing:
        print(f"not in the file, and needed: {missing}")
    if archive.version and archive.version != __version__:
        print(f"rendered by audiocoach {archive.version}; this is {__version__}, and may say and sound it otherwise")
    if command := _command(archive, folder):
        print(f"render it again: {command}")


def _targets(files: Mapping[str, bytes], folder: Path, *, force: bool) -> dict[str, Path]:
    """Where each file goes: into the folder, wherever links in it lead, and not over what is there."""
    targets = {name: folder / name for name in files}
    home = Path(os.path.realpath(folder))
    for target in targets.values():
        if not Path(os.path.realpath(target)).is_relative_to(home):
            raise OutputError(f"{target}: a link leads out of {folder}; give another folder with '-o'")
        if not force and (target.exists() or target.is_symlink()):
            raise OutputError(f"{target}: this is there already\n  give another folder with '-o', or '--force'")
    return targets


def _command(archive: Archive, folder: Path) -> str:
    """The command that renders it again, for a shell; empty when the file does not say."""
    if not archive.arguments or archive.arguments[0] not in archive.files:
        return ""
    script, *options = archive.arguments
    placed = [str(folder / each) if each in archive.files else each for each in options]
    return shlex.join(["audiocoach", "render", str(folder / script), *placed])
