"""`schema`: the JSON Schema of scripts."""

from __future__ import annotations

from typing import Annotated, Literal

import typer


def schema(
    of: Annotated[
        Literal["session", "programme", "coach"],
        typer.Argument(metavar="WHAT", help="session, programme or coach: which kind."),
    ] = "session",
) -> None:
    """Print the JSON Schema of scripts.

    For completion and checks in an editor.
    """
    from audiocoach.programme.json_schema import schema_text

    print(schema_text(of), end="")
