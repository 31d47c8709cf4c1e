"""Programmes with what the journals beside them say in the session that comes next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.rendering.athletes import Athlete, plain_file
from audiocoach.script.standard_input import STDIN

if TYPE_CHECKING:
    from audiocoach.programme.programme import Programme


def told_to(who: Athlete | None, path: Path, programme: Programme, *, own: bool = False) -> Programme:
    """Give a programme as it is for somebody: with what their journal says, if there is one; see `following.follow`.

    With `own`, as where athletes are several, another's journal says nothing to them.
    """
    if path == STDIN:
        return programme
    from audiocoach.programme.following import follow

    return follow(path, programme, file_part(who), own=own).told()


def file_part(who: Athlete | None) -> str:
    """Return what stands in the names of somebody's files; empty for nobody."""
    return "" if who is None else plain_file(who.file)
