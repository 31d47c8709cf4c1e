"""`render` by several processes, or for a share of the athletes: what is printed of it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audiocoach.cli.console import file_size, line, lines, progress_bar
from audiocoach.cli.those import print_refused
from audiocoach.club.store_address import checked_address
from audiocoach.errors import Unreadable
from audiocoach.quantities.units import clock, to_the_second
from audiocoach.script.standard_input import DASH
from audiocoach.text.addresses import is_address
from audiocoach.vocabulary import AUDIO_SUFFIXES

if TYPE_CHECKING:
    from audiocoach.club.carrying_out import Workers
    from audiocoach.club.chunk import ChunkDone
    from audiocoach.club.local_workers import LocalWorkers
    from audiocoach.club.order_for_many import OrderForMany
    from audiocoach.club.planning import Plan
    from audiocoach.club.roster import Roster
    from audiocoach.club.shards import Shard


def check_many(paths: Sequence[str], output: str | None, shard: str | None, table: Path | None) -> Shard | None:
    """See that scripts are files, that output is a folder, and read `--shard`, which parts a table.

    Raises:
        typer.BadParameter: when something of it is not so.
    """
    if DASH in paths:
        raise typer.BadParameter("workers read no standard input: save the script in a file", param_hint="PATH")
    if output == DASH:
        raise typer.BadParameter("several workers need a folder, not a stream", param_hint="--output")
    if output is not None and is_address(output):
        if checked_address(output).startswith("memory:"):
            raise typer.BadParameter("what is in memory is gone when the command ends", param_hint="--output")
    elif output is not None and (suffix := Path(output).suffix) and not Path(output).is_dir():
        what = "is a file's name" if suffix.lower() in AUDIO_SUFFIXES else "is no folder yet: make it first"
        raise typer.BadParameter(f"several workers need a folder, and '{output}' {what}", param_hint="--output")
    if shard is None:
        return None
    from audiocoach.club.shards import Shard

    if table is None:
        raise typer.BadParameter("a share of which table? Name it: '--athletes club.csv'", param_hint="--shard")
    try:
        return Shard.parse(shard)
    except Unreadable as error:
        raise typer.BadParameter(f"{error.message} — {error.hint}", param_hint="--shard") from None


def render_for_many(
    order: OrderForMany, roster: Roster, *, jobs: int, shard: Shard | None, on: str | None = None, quiet: bool
) -> int:
    """Make all of an order that is not done yet, and print what was made; returns the exit code.

    `on` is the address of a scheduler whose workers make it.
    """
    from audiocoach.club.carrying_out import CarryingOut
    from audiocoach.club.destinations import write_down
    from audiocoach.club.nothing_made import of_table
    from audiocoach.club.planning import planned
    from audiocoach.club.this_process import ThisProcess

    athletes = roster.athletes
    shop = order.workshop()
    destination = order.destination(shop)
    left_out = of_table(order, roster, shard)
    if shard is not None:
        athletes = tuple(who for who in athletes if who is not None and shard.takes(who))
        if not athletes:
            line(f"note: nobody is in share {shard}", error=True)
            write_down(left_out, destination)
            return 1 if print_refused(roster) else 0
    with ExitStack() as stack:
        width = jobs
        workers: Workers = ThisProcess()
        if on is not None:
            from audiocoach.club.cluster import ClusterWorkers

            workers = cluster = ClusterWorkers(on)
            stack.callback(cluster.close)
            _tell_notes(cluster.prepare(order, athletes))
            width = cluster.width
        plan = planned(order, athletes, shop, destination, width)
        if on is None and jobs > 1 and plan.first:
            workers = _processes(max(1, min(jobs, len(plan.chunks))), stack)
        if order.spliced:
            from audiocoach.club.splicing import with_packs

            plan = with_packs(plan, roster.athletes, workers)
        _tell_notes(plan.notes)
        write_down((*left_out, *plan.records), destination)
        work = CarryingOut(workers, note=partial(write_down, destination=destination))
        return _made(order, roster, plan, work.all(plan.chunks, plan.first), quiet=quiet)


def _tell_notes(notes: Iterable[str]) -> None:
    for note in notes:
        lines(f"note: {note}", error=True)


def _made(
    order: OrderForMany,
    roster: Roster,
    plan: Plan,
    carried_out: Generator[ChunkDone, None, None],
    *,
    quiet: bool,
) -> int:
    """Print what is made of a plan as it is carried out; returns the exit code."""
    printed = _Printed(order, quiet=quiet)
    total = sum(len(chunk.athletes) for chunk in (*plan.first, *plan.chunks))
    with progress_bar(order.output, quiet=quiet) as progress, closing(carried_out) as all_done:
        athletes_done = 0
        for done in all_done:
            printed.tell(done)
            athletes_done += done.athletes
            if progress is not None:
                progress("athletes", athletes_done, total)
    if not quiet:
        old = plan.up_to_date + printed.up_to_date
        line(f"{order.output}: {printed.made} rendered{f', {old} up to date' if old else ''}")
    return 1 if print_refused(roster, plan.refused, printed.refused) else 0


def _processes(width: int, stack: ExitStack) -> LocalWorkers:
    """Begin so many processes, which end with the stack. The first athlete's files are made by one of them as well:
    what kills it is named, whoever of the table that is.
    """
    from audiocoach.club.local_workers import LocalWorkers

    workers = LocalWorkers(width)
    stack.callback(workers.end)
    workers.begin()
    return workers


class _Printed:
    """What has been printed, and is to be counted."""

    def __init__(self, order: OrderForMany, *, quiet: bool) -> None:
        self._order, self._quiet = order, quiet
        self._told: set[str] = set()
        self.made = self.up_to_date = 0
        self.refused: list[str] = []

    def tell(self, done: ChunkDone) -> None:
        """Print what was made, and what was noticed and not told before."""
        self._note([*done.warnings, *(f"note: {note}" for note in done.notes)])
        made = [record for record in done.records if not record.refused]
        self.refused += [record.refused for record in done.records if record.refused]
        self.made += len(made)
        self.up_to_date += done.up_to_date
        if self._quiet:
            return
        for record, seconds in zip(made, done.each_s, strict=True):
            output, length = self._order.output, clock(to_the_second(record.length_ms))
            path = f"{output.rstrip('/')}/{record.file}" if is_address(output) else Path(output) / record.file
            size = record.bytes + sum(part.bytes for part in record.parts if self._order.split)
            line(f"{path}  {length}  {file_size(size)}  in {seconds:.1f} s")

    def _note(self, notes: Iterable[str]) -> None:
        for note in notes:
            if note not in self._told:
                self._told.add(note)
                lines(note, error=True)
