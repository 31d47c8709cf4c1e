"""`render`: sessions to files, programmes to folders of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import file_size, line, lines, progress_bar
from audiocoach.cli.options import (
    Athlete,
    Athletes,
    Beside,
    Coach,
    Group,
    Jobs,
    KeepGoing,
    Music,
    On,
    Pace,
    Quiet,
    Race,
    Rate,
    Scripts,
    Share,
    Spliced,
    Units,
    Verify,
    Voice,
    change_of,
    changing,
    kinds_of,
    pace_and_races,
    paced,
)
from audiocoach.cli.standard_output import SHOWN, to_standard_output
from audiocoach.cli.those import print_refused, those
from audiocoach.quantities.units import clock, plural, to_the_second
from audiocoach.script.standard_input import DASH
from audiocoach.text.addresses import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiocoach.labels.side_files import Facts
    from audiocoach.rendering.orders import Wanted
    from audiocoach.rendering.session import Rendered
    from audiocoach.rendering.whole_programme import ProgrammeOrder
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.rendering.write_files import Order


def render(
    paths: Scripts,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR",
            help="Where to: an MP3 (or .m4a, .opus, .ogg, .flac, .wav), or a folder, or an object store "
            "(s3://bucket/run/); '-' is standard output, as MP3. Default: 'output'.",
        ),
    ] = None,
    voice: Voice = None,
    rate: Rate = None,
    coach: Coach = None,
    music: Music = None,
    bitrate: Annotated[
        int | None,
        typer.Option(metavar="KB/S", help="Of MP3s: 32 to 160, with music 64 to 320. Default: 48, with music 128."),
    ] = None,
    session: Annotated[
        list[str] | None, typer.Option(metavar="3.2", help="Of a programme, only this session. May be given again.")
    ] = None,
    week: Annotated[
        list[int] | None, typer.Option(metavar="3", help="Of a programme, only this week. May be given again.")
    ] = None,
    beside: Beside = None,
    athlete: Athlete = None,
    athletes: Athletes = None,
    group: Group = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    jobs: Jobs = 1,
    shard: Share = None,
    on: On = None,
    split: Annotated[
        str | None,
        typer.Option(
            metavar="steps",
            help="Numbered tracks that play without a gap, one for each step, in a folder with a playlist: for players "
            "that cannot seek.",
        ),
    ] = None,
    *,
    mono: Annotated[
        bool, typer.Option("--mono", help="Music in one channel, for one earbud (a voice alone always is).")
    ] = False,
    spliced: Spliced = False,
    keep_going: KeepGoing = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Make anew even what is up to date: of programmes, and with '--jobs' and its like."
        ),
    ] = False,
    verify: Verify = False,
    quiet: Quiet = False,
) -> int:
    """Turn scripts into MP3 files.

    A session becomes one file, a programme a folder of them, in which only what has changed is rendered again.
    """
    from audiocoach.output.mp3.frames import FOLDED, MONO, STEREO
    from audiocoach.rendering.orders import Wishes, check_single, wanted
    from audiocoach.rendering.targets import DEFAULT_FOLDER
    from audiocoach.rendering.workshop import Workshop

    if bitrate is not None and bitrate not in (known := sorted({*MONO.bitrates, *STEREO.bitrates, *FOLDED.bitrates})):
        raise typer.BadParameter(f"{bitrate} is none of {', '.join(map(str, known))}", param_hint="--bitrate")
    change, kinds = changing(voice, coach, music, rate=rate), kinds_of(beside)
    many = jobs > 1 or shard is not None or on is not None or spliced or is_address(output or "")
    if on is not None and jobs > 1:
        raise typer.BadParameter("'--on' has its own workers: leave one of them out", param_hint="--jobs")
    roster = those(athlete, athletes, group, keep_going=keep_going, scripts=paths, many=many)
    wishes = Wishes(change, tuple(session or ()), tuple(week or ()), roster.athletes, keep_going=keep_going)
    _check_split(split, output, kinds)
    if spliced:
        _check_spliced(athletes, split)
    if many:
        from audiocoach.cli.render_for_many import check_many, render_for_many
        from audiocoach.club.order_for_many import OrderForMany

        share = check_many(paths, output, shard, athletes)
        own_pace, races = pace_and_races(pace, units, race)
        order = OrderForMany(
            tuple(paths),
            str(DEFAULT_FOLDER) if output is None else output,
            change_of(voice, coach, music, rate=rate),
            wishes.sessions,
            wishes.weeks,
            pace=own_pace,
            units=units,
            races=races,
            bitrate=bitrate,
            folded=mono,
            split=split is not None,
            beside=kinds,
            force=force,
            verify=verify,
            keep_going=keep_going,
            spliced=spliced,
        )
        return render_for_many(order, roster, jobs=jobs, shard=share, on=on, quiet=quiet)
    shop = Workshop(bitrate=bitrate, verify=verify, folded=mono, split=split is not None)
    if DASH in paths and (output is None or (output != DASH and not Path(output).suffix)):
        message = "what comes on standard input has no name to be written under: give one with '-o FILE.mp3'"
        raise typer.BadParameter(message, param_hint="--output")
    if output == DASH:
        if kinds:
            raise typer.BadParameter("there is nothing beside standard output; name a file", param_hint="--with")
        check_single(paths, wishes)
        with to_standard_output() as path, paced(pace, units, race):
            make(wanted(paths, path, wishes), shop, quiet=quiet, piped=True)
        return 0
    target = None if output is None else Path(output)
    with paced(pace, units, race):
        ordered = wanted(paths, target, wishes)
    make(ordered, shop, beside=kinds, force=force, quiet=quiet)
    return 1 if print_refused(roster, ordered.refused) else 0


def _check_split(split: str | None, output: str | None, beside: Sequence[str]) -> None:
    if split is None:
        return
    if split != "steps":
        raise typer.BadParameter(f"'{split}' is none of: steps", param_hint="--split")
    if output == DASH:
        raise typer.BadParameter("tracks are a folder, and standard output carries one file", param_hint="--split")
    if beside:
        raise typer.BadParameter("there is no one file that these could lie beside; leave one out", param_hint="--with")


def _check_spliced(table: Path | None, split: str | None) -> None:
    if table is None:
        raise typer.BadParameter("shared by whom? Name the table: '--athletes club.csv'", param_hint="--spliced")
    if split is not None:
        raise typer.BadParameter("it is for one MP3 each, not for tracks: leave one out", param_hint="--spliced")


def make(
    wanted: Wanted,
    shop: Workshop,
    *,
    beside: Sequence[str] = (),
    force: bool = False,
    quiet: bool = False,
    piped: bool = False,
) -> None:
    """Render what is wanted, and print what was made.

    `beside`: which kinds of files are wanted beside each. `piped`: the one file goes to standard output, so that what
    is printed does not.
    """
    for note in wanted.notes:
        lines(f"note: {note}", error=True)
    told: set[str] = set()
    for orders in wanted.singles:
        _make_single(orders, shop, beside, told, quiet=quiet, piped=piped)
    for order in wanted.programmes:
        _make_programme(order, shop, beside, told, force=force, quiet=quiet)


def _make_single(
    orders: Sequence[Order],
    shop: Workshop,
    beside: Sequence[str],
    told: set[str],
    *,
    quiet: bool,
    piped: bool,
) -> None:
    from audiocoach.rendering.orders import batches
    from audiocoach.rendering.session import render_all

    if beside:
        from audiocoach.labels.side_files import Facts

    for together in batches(orders, shop):
        title = plural(len(together), "file")
        if len(together) == 1:
            title = SHOWN if piped else together[0].path.name
        with (
            progress_bar(title, quiet=quiet) as progress,
            closing(render_all(together, shop.telling(progress))) as files,
        ):
            for done in files:
                _report(done, told, quiet=quiet, piped=piped)
                if beside:
                    _write_beside(Facts(done.timeline, done.path), beside, quiet=quiet)


def _make_programme(
    order: ProgrammeOrder, shop: Workshop, beside: Sequence[str], told: set[str], *, force: bool, quiet: bool
) -> None:
    from audiocoach.rendering.session import render_all
    from audiocoach.rendering.whole_programme import older_files

    _tell(map(str, order.programme.warnings), told)
    rendered: list[Rendered] = []
    with progress_bar(order.folder.name, quiet=quiet) as progress:
        due, fresh = order.due(shop, force=force)
        if due and (changed := order.changed_voices(shop)):
            _tell([f"note: {changed}"], told)
        with closing(render_all(due, shop.telling(progress))) as files:
            for done in files:
                _report(done, told, quiet=quiet)
                rendered.append(done)
    if beside:
        for facts in order.facts(rendered, shop):
            _write_beside(facts, beside, quiet=quiet)
    for stale in older_files(order.programme, order.folder, order.run):
        what, then = "an older file", "delete it"
        if stale.is_dir():  # whose owner may have put something of their own in it
            what, then = "an older folder of tracks", "delete it, but for what is yours in it"
        line(f"note: {stale}: {what} of a session that is now called otherwise; {then}", error=True)
    if not quiet:
        old = f", {len(fresh)} up to date" if fresh else ""
        line(f"{order.folder}: {len(rendered)} rendered{old}")


def _report(done: Rendered, told: set[str], *, quiet: bool, piped: bool = False) -> None:
    """Say what was made; what was noticed in it only where it has not been `told` of another file already."""
    _tell([*map(str, done.timeline.warnings), *(f"note: {note}" for note in done.notes)], told)
    if not quiet:
        length = clock(to_the_second(done.timeline.length_ms))
        path = SHOWN if piped else done.path
        line(f"{path}  {length}  {file_size(done.size)}  in {done.seconds:.1f} s", error=piped)


def _tell(notes: Iterable[str], told: set[str]) -> None:
    """Print what has not been told yet."""
    for note in notes:
        if note not in told:
            told.add(note)
            lines(note, error=True)


def _write_beside(facts: Facts, kinds: Sequence[str], *, quiet: bool) -> None:
    from audiocoach.labels.side_files import notes_beside, write_beside

    for path in write_beside(facts, kinds):
        if not quiet:
            line(path)
    for note in notes_beside(facts, kinds):
        line(f"note: {note}", error=True)
