"""Those whom a command is for: `--athlete`, `--athletes` and `--group`, the same for all commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.cli.console import line, lines
from audiocoach.quantities.units import plural

if TYPE_CHECKING:
    from audiocoach.club.roster import Roster
    from audiocoach.errors import AudiocoachError
    from audiocoach.rendering.athletes import Athlete


def those(
    athlete: str | None,
    table: Path | None,
    group: str | None = None,
    *,
    keep_going: bool = False,
    scripts: Sequence[str] = (),
    many: bool = False,
) -> Roster:
    """Find whom the command line means, and print what was noticed, such as what none of the `scripts` can use.

    They are as many as one process serves while somebody waits, unless they may be `many`.

    Raises:
        AudiocoachError: when nobody is meant, or their table is wrong.
    """
    from audiocoach.club.roster import check_count, everybody

    roster = everybody(athlete, table, group, keep_going=keep_going)
    if not many:
        check_count(roster, table)
    columns = roster.named[0].own.columns if roster.named else ()
    if columns and scripts:
        from audiocoach.script.library import find_script
        from audiocoach.script.source import kind_of_file

        if not any(kind_of_file(find_script(name)) == "programme" for name in scripts):
            unused = ", ".join(f"'{column}'" for column in columns[:5])
            lines(f"note: {table}: nothing is made of {unused} here: these are for programmes", error=True)
    return roster


def the_one(athlete: str | None, table: Path | None = None, group: str | None = None) -> Athlete | None:
    """Find the one whom the command line means, or nobody.

    Raises:
        AudiocoachError: when it means several.
    """
    roster = those(athlete, table, group)
    if len(roster.athletes) > 1:
        from audiocoach.errors import AudiocoachError

        names = ", ".join(who.name for who in roster.named[:12])
        raise AudiocoachError(f"{table}: this is for one athlete at a time", f"say which: '--athlete NAME': {names}")
    return roster.athletes[0]


def print_refused(
    roster: Roster, refused: Iterable[tuple[Athlete, AudiocoachError]] = (), told: Iterable[str] = ()
) -> bool:
    """Print who was refused, and why; `told` are further reasons, as they are printed. Tell whether anybody was."""
    reasons = [problem.on_command_line() for problem in roster.refused]
    reasons += [error.on_command_line() for _, error in refused]
    reasons += told
    if reasons:
        line(f"refused: {plural(len(reasons), 'athlete')}", error=True)
    for reason in reasons:
        lines(reason, error=True)
    return bool(reasons)
