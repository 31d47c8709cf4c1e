"""`export`: scripts as workouts for watches and other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import line, progress_bar
from audiocoach.cli.options import Athlete, Coach, Fast, Pace, Quiet, Race, Rate, Script, Units, Voice, changing, paced
from audiocoach.quantities.units import clock, to_the_second

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiocoach.exchange.outgoing import Loss


def export(
    path: Script,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR",
            help="Where to: a .zwo (Zwift), a .fit (watches) or a .txt (intervals.icu); with --as a folder.",
        ),
    ],
    formats: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="KINDS", help="Into a folder, one file a session: zwo, fit, txt. Several: zwo,fit."
        ),
    ] = None,
    session: Annotated[str | None, typer.Option(metavar="3.2", help="Of a programme: only this session.")] = None,
    voice: Voice = None,
    rate: Rate = None,
    sheet: Coach = None,
    athlete: Athlete = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    *,
    coach: Annotated[
        bool, typer.Option("--coach", help="The coach's sentences too, not only the script's own.")
    ] = False,
    fast: Fast = False,
    quiet: Quiet = False,
) -> None:
    """Write workouts for watches and other programs.

    Tells what such a file cannot carry. Of a programme, one file a session, named as the MP3s are.
    """
    from audiocoach.rendering.exporting import export_orders, exported
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.storage.whole_files import write_whole

    kinds = formats_of(formats, "--as") if formats is not None else _of_suffix(output)
    with paced(pace, units, race):
        change = changing(voice, sheet, athlete=athlete, rate=rate)
        orders = export_orders(path, output, kinds if formats is not None else (), change, session)
    told: dict[tuple[str, str], list[str]] = {}
    with progress_bar(path, quiet=quiet) as progress:
        shop = None if fast else Workshop(progress=progress)
        for order in orders:
            found, timeline = exported(order, shop, with_coach=coach)
            write_whole(order.path, found.data)
            if not quiet:
                line(f"{order.path}: {clock(to_the_second(timeline.length_ms))}")
            for text in loss_lines(found.losses):
                told.setdefault((order.suffix, text), []).append(order.path.name)
            if order.suffix == "fit" and not quiet:
                told.setdefault(("fit", "to bring it to a watch, copy it to GARMIN/NewFiles by USB"), [])
    for (suffix, text), names in told.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        which = f" ({names[0]}{more})" if names and len(orders) > 1 else ""
        line(f"note: .{suffix}: {text}{which}", error=True)


def loss_lines(losses: Iterable[Loss]) -> list[str]:
    """Write what is lost, each once."""
    return list(dict.fromkeys(loss.text for loss in losses))


def formats_of(text: str, option: str) -> tuple[str, ...]:
    """Read kinds of file, such as `zwo,fit`.

    Raises:
        typer.BadParameter: when one is none.
    """
    from audiocoach.exchange.written_formats import WRITERS

    kinds = tuple(dict.fromkeys(kind.strip().lstrip(".").lower() for kind in text.split(",")))
    for kind in kinds:
        if kind not in WRITERS:
            raise typer.BadParameter(f"'{kind}' is none of {', '.join(WRITERS)}", param_hint=option)
    return kinds


def _of_suffix(output: Path) -> tuple[str, ...]:
    from audiocoach.exchange.written_formats import WRITERS

    suffix = output.suffix.lower().lstrip(".")
    if suffix not in WRITERS:
        known = ", ".join(f".{kind}" for kind in WRITERS)
        message = f"'{output}' ends in none of {known}; a folder needs '--as zwo' (or fit, txt)"
        raise typer.BadParameter(message, param_hint="--output")
    return (suffix,)
