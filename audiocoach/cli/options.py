"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Scripts = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Scripts: a file's path, or a shipped script's name.", show_default=False),
]
Script = Annotated[
    str, typer.Argument(metavar="PATH", help="A script: a file's path, or a shipped script's name.", show_default=False)
]
Voice = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Another voice: NAME, ENGINE or ENGINE:NAME ('audiocoach voices' lists them)."),
]
Coach = Annotated[
    str | None, typer.Option(metavar="NAME", help="Another coach sheet: a name, a file's path, or 'none'.")
]
Music = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH",
        help="Music to play over, in place of the script's: a file, a folder, or 'none'. May be repeated.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")]
Json = Annotated[bool, typer.Option("--json", help="As data, for programs.")]
Fast = Annotated[bool, typer.Option("--fast", help="Estimate how long words last instead of speaking them.")]
Programme = Annotated[
    str | None,
    typer.Option(
        "--programme",
        "-p",
        metavar="NAME",
        help="Which programme: a path or a shipped name. Default: the one whose journal or file is in this folder.",
    ),
]
