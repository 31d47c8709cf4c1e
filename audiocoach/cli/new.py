"""`new`: a commented script to begin with, or a copy of one that comes along."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach.cli.console import line


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The new script's name, such as my-workout.", show_default=False)
    ],
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="NAME", help="Copy one of the included scripts ('audiocoach list')."),
    ] = None,
    *,
    programme: Annotated[bool, typer.Option("--programme", help="Start a programme: sessions over weeks.")] = False,
) -> None:
    """Start a script of your own.

    With comments, and such that it renders at once.
    """
    from audiocoach.script.source import kind_of_file
    from audiocoach.script.starter import write_starter

    if source is not None and programme:
        raise typer.BadParameter("a copy is what its original is", param_hint="--programme")
    path = write_starter(name, source=source, programme=programme)
    shown = f'"{path}"' if any(not (sign.isalnum() or sign in "-_./\\:") for sign in str(path)) else str(path)
    what, then = ("a programme", "plan") if kind_of_file(path) == "programme" else ("a workout", "render")
    line(f"{path}: {what} to change as you like")
    line(f"  audiocoach {then} {shown}")
