"""Ask at the terminal, where somebody is there to answer."""

from __future__ import annotations

import sys

import typer

from audiocoach.errors import AudiocoachError
from audiocoach.shown import shown


def agreed(question: str, doing: str, *, yes: bool = False) -> bool:
    """Ask whether to go on; `doing`, such as "fetching", is what it is about.

    Raises:
        AudiocoachError: when there is nobody to ask, who agrees to nothing, and it was not said to be right (`yes`).
    """
    if yes:
        return True
    refuse_nobody(doing)
    return typer.confirm(shown(question))


def refuse_nobody(doing: str) -> None:
    """Refuse to ask where nobody is there.

    Raises:
        AudiocoachError: when that is so.
    """
    if not sys.stdin.isatty():
        raise AudiocoachError(f"{doing} has to be agreed to, and there is nobody to ask", option="add --yes to agree")
