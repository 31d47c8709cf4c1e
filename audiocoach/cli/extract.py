"""`extract`: the script in a rendered file, as files again."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.console import line
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
    from audiocoach.labels.embedded.unpack import unpacking

    found = unpacking(file, output or Path(file.stem), force=force)
    for path in found.write():
        line(path)
    for needed in found.needed:
        line(f"not in the file, and needed: {needed}")
    if found.version:
        line(f"rendered by audiocoach {found.version}; this is {__version__}, and may say and sound it otherwise")
    if found.command:
        if found.refused:
            line(f"not taken over, as no file of ours says it: {shlex.join(found.refused)}")
        line(f"render it again: {shlex.join(found.command)}")
