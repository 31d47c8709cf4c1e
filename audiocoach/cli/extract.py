"""`extract`: the script in a rendered file, as files again."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from audiocoach.errors import OutputError, file_problem
from audiocoach.version import __version__


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
    from audiocoach.labels.embedded.again import again
    from audiocoach.labels.embedded.take_out import archive_in
    from audiocoach.storage.whole_files import replacing

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
    found = again(archive, lambda name: _argument(folder / name))
    for needed in found.needed:
        print(f"not in the file, and needed: {needed}")
    if archive.version and archive.version != __version__:
        print(f"rendered by audiocoach {archive.version}; this is {__version__}, and may say and sound it otherwise")
    if archive.arguments and archive.arguments[0] in archive.files:
        if found.refused:
            print(f"not taken over, as no file of ours says it: {shlex.join(found.refused)}")
        command = ["audiocoach", "render", _argument(folder / archive.arguments[0]), *found.options]
        print(f"render it again: {shlex.join(command)}")


def _targets(files: Mapping[str, bytes], folder: Path, *, force: bool) -> dict[str, Path]:
    """Where each file goes: into the folder, wherever links in it lead, and not over what is there."""
    targets = {name: folder / name for name in files}
    home = Path(os.path.realpath(folder))
    for target in targets.values():
        if not Path(os.path.realpath(target)).is_relative_to(home):
            raise OutputError(f"{target}: a link leads out of {folder}; give another folder with '-o'")
        if not force and (target.exists() or target.is_symlink()):
            raise OutputError(f"{target}: this is there already", "give another folder with '-o', or '--force'")
    return targets


def _argument(path: Path) -> str:
    """A path that no command takes for an option."""
    text = str(path)
    return f"./{text}" if text.startswith("-") else text
