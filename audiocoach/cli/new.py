"""`new`: a commented script to begin with."""

from __future__ import annotations

from typing import Annotated

import typer


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The new script's name, such as my-workout.", show_default=False)
    ],
) -> None:
    """Start a script of your own.

    With comments, and such that it renders at once.
    """
    from audiocoach.script.starter import write_starter

    path = write_starter(name)
    shown = f'"{path}"' if any(not (sign.isalnum() or sign in "-_./\\:") for sign in str(path)) else str(path)
    print(f"{path}: a workout to change as you like\n  audiocoach render {shown}")
