"""`club`: how each athlete stands, and what all of them run next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import line, lines
from audiocoach.cli.options import Group, Json, Programme, Quiet
from audiocoach.cli.those import print_refused, the_one, those

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocoach.club.morning import Standing


def club(
    table: Annotated[
        Path | None,
        typer.Argument(
            metavar="[TABLE]",
            help="A table of athletes. Default: club.csv, .xlsx or .yaml in this folder.",
            show_default=False,
        ),
    ] = None,
    programme: Programme = None,
    group: Group = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="With --render: where to. Default: 'output'.")
    ] = None,
    *,
    render: Annotated[bool, typer.Option("--render", help="Render everybody's next session.")] = False,
    week: Annotated[
        bool, typer.Option("--week", help="Render everybody's week instead, from their next session on.")
    ] = False,
    forget: Annotated[
        str | None, typer.Option(metavar="NAME", help="Delete what is kept of somebody beside the table; asks first.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --forget: do it without asking.")] = False,
    as_json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="As a table for spreadsheets.")] = False,
    quiet: Quiet = False,
) -> int:
    """Show how each athlete stands.

    A row each: last run, felt, pain, missed, what comes next and why; those who need you first. From the journals
    beside the table, in the folder 'journals'.
    """
    from audiocoach.club.keeping import nobodys_journals
    from audiocoach.club.morning import HEADING, Standing, row_of, standings, usual_table
    from audiocoach.club.roster import JOURNALS
    from audiocoach.programme.adapting.decision import NO_MEDICAL_ADVICE
    from audiocoach.text.csv_tables import csv_table

    if as_json and csv:
        raise typer.BadParameter("one of '--json' and '--csv', not both", param_hint="--csv")
    table = table or usual_table()
    if forget is not None:
        _forget(forget, table, yes=yes)
        return 0
    roster = those(None, table, group, keep_going=True)
    found = list(standings(roster.named, programme, table.parent))
    standing = [each for each in found if isinstance(each, Standing)]
    refused = [each for each in found if not isinstance(each, Standing)]
    refused += [(each.who, each.wrong) for each in standing if each.wrong is not None]
    for each in standing:
        for problem in each.problems:
            lines(problem, error=True)
    if as_json:
        from audiocoach.cli.console import print_json

        print_json([each.as_data() for each in standing])
    elif csv:
        for text in csv_table([HEADING, *map(row_of, standing)]).splitlines():
            line(text)
    elif not quiet:
        for text in table_lines([HEADING, *(row_of(each, shortly=True) for each in standing)]):
            line(text)
        line(NO_MEDICAL_ADVICE)
    if group is None:
        for path in nobodys_journals(roster.named, table.parent / JOURNALS):
            line(
                f"note: {path}: nobody in {table} has this journal; if somebody was renamed, rename it too", error=True
            )
    if render or week:
        _make(standing, output, week=week, quiet=quiet or as_json or csv)
    return 1 if print_refused(roster, refused) else 0


def _forget(name: str, table: Path, *, yes: bool) -> None:
    """Delete somebody's journals and addresses when that is agreed to, and say what is left to do."""
    from audiocoach.cli.asking import agreed
    from audiocoach.club.keeping import forget, kept_of, made_for
    from audiocoach.errors import AudiocoachError
    from audiocoach.sharing.log_addresses import forget_address, with_an_address

    who = the_one(name, table)
    if who is None:
        raise AudiocoachError("nobody is to be forgotten", "name somebody of the table")
    kept = kept_of(who)
    listed = with_an_address(table.parent, who)
    for path in kept:
        line(path)
    for path in listed:
        line(f"{path}: the address at which their entries arrive")
    if not kept and not listed:
        line(f"nothing is kept of {who.name} beside {table}")
    elif agreed(f"Delete what is kept of {who.name}?", "deleting", yes=yes):
        forget(kept)
        for path in listed:
            forget_address(path, who)
        line("deleted")
    else:
        line("nothing was deleted")
        return
    line(f"Yours to do: take line {who.line} out of {table}, and delete what was rendered or shared for {who.name}:")
    for path in made_for(who):
        line(f"  {path}")
    line("  and wherever else you had it written to; spoken words that name them go with 'audiocoach cache clear'")


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lay cells out in columns; a column in which nothing stands is left out."""
    kept = [at for at in range(len(rows[0])) if any(row[at] for row in rows[1:])]
    widths = {at: max(len(row[at]) for row in rows) for at in kept}
    return ["  ".join(row[at].ljust(widths[at]) for at in kept).rstrip() for row in rows]


def _make(standing: Sequence[Standing], output: Path | None, *, week: bool, quiet: bool) -> None:
    """Render what comes next for each, or their week from it on."""
    from audiocoach.cli.render import make
    from audiocoach.club.morning import next_orders
    from audiocoach.rendering.workshop import Workshop

    orders = next_orders(standing, output, week=week)
    make(orders, Workshop(), quiet=quiet)
    if not quiet:
        line()
        for order in orders.programmes:
            for planned in order.sessions:
                line(order.path(planned))
