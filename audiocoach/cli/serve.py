"""`serve`: a shared folder on this computer's network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import line
from audiocoach.cli.options import Athlete, Athletes, Coach, Group, Music, Quiet, Rate, Voice, changing
from audiocoach.cli.share import print_notes, waiting_note
from audiocoach.cli.those import the_one

if TYPE_CHECKING:
    from audiocoach.rendering.athletes import Athlete as Named
    from audiocoach.sharing.entry_desk import Slot
    from audiocoach.sharing.server import Place


def serve(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="DIR|PATH...", help="A folder that 'share' made, or scripts.", show_default=False),
    ],
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=65535, help="Which port; 0: any that is free. Default: 8712."),
    ] = None,
    voice: Voice = None,
    rate: Rate = None,
    coach: Coach = None,
    music: Music = None,
    athlete: Athlete = None,
    athletes: Athletes = None,
    group: Group = None,
    *,
    log: Annotated[
        bool,
        typer.Option(
            "--log", help="Take what runners say on the page into the journals here; pain waits for your yes."
        ),
    ] = False,
    renew: Annotated[bool, typer.Option("--renew", help="With --log: a new address; old links log no more.")] = False,
    lan: Annotated[
        bool, typer.Option("--lan", help="Open it to the local network; a QR code for phones is shown.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Show sessions in a browser, on this computer or on a phone near it.

    To this computer alone, unless '--lan' is given, and to be read alone, unless '--log' is. Of a folder with one for
    each athlete, '--athlete' says whose.
    """
    from audiocoach.rendering.athletes import about, given_of, naming
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.sharing import server, which_folder
    from audiocoach.sharing.stages import share

    if (voice or rate or coach or music) and Path(paths[0]).is_dir():
        raise typer.BadParameter("these are for scripts; a shared folder is served as it is", param_hint="--voice etc.")
    if renew and not log:
        raise typer.BadParameter("it goes with '--log'", param_hint="--renew")
    who = the_one(athlete, athletes, group)
    change = changing(voice, coach, music, rate=rate)
    which_folder.check_here(paths)
    folder = Path(paths[0])
    if folder.is_dir():
        folder = which_folder.served_folder(paths, who)
        if not quiet and not which_folder.page_runs(folder):
            line(
                f"note: {folder}: its page is another version's, or somebody else's, and will only be read; "
                "share the scripts anew for one that plays",
                error=True,
            )
    else:
        folder = which_folder.usual_folder(which_folder.SERVED, who)
        with about(who), given_of(who):
            done = share(
                paths,
                folder,
                change=naming(who, change),
                shop=Workshop(),
                on_wait=waiting_note(folder),
                who=who,
                replacing=True,
            )
        print_notes(folder, done)
    slots = _slots(folder, paths, who, renew=renew) if log else {}
    place = server.open_place(server.DEFAULT_PORT if port is None else port, lan=lan)
    _print_place(place, next(iter(slots), ""), lan=lan, quiet=quiet, spliced=which_folder.holds_spliced(folder))
    desk = place.desk(slots, lambda told: line(told, flush=True)) if log else None
    try:
        server.serve(folder, place, desk, lambda told: line(told, error=True, flush=True))
    except KeyboardInterrupt:
        if not quiet:
            line()
            line("stopped")


def _slots(folder: Path, paths: list[str], who: Named | None, *, renew: bool) -> dict[str, Slot]:
    """Give the address at which entries of this folder arrive, and whose they are."""
    from audiocoach.rendering.athletes import athlete
    from audiocoach.sharing.folder import SharedFolder
    from audiocoach.sharing.log_slots import programmes_of, slots

    if who is None and (owner := SharedFolder(folder).owner):
        who = athlete(owner)
    return slots(programmes_of(folder, paths), [who], renew=renew)


def _print_place(place: Place, address: str, *, lan: bool, quiet: bool, spliced: bool) -> None:
    """Print where it is; `address`: where entries arrive, which browsers keep to themselves until one is sent."""
    url = f"{place.url}#log={address}" if address else place.url
    if lan and not quiet:
        _print_code(url)
    line(url, flush=True)
    if not quiet:
        who = "everybody in this network who has the address can listen" if lan else "for this computer alone"
        more = "; '--lan' opens it to your phone" if place.is_local else ""
        line(f"  {who}{more}")
        if spliced:
            line(f"  no page lists them: each is at its own name, with %20 for a blank: {place.url}run%20Ann.mp3")
        if address:
            line("  what is sent from the page is logged here; pain and stops wait: 'audiocoach log --waiting'")
        line("  Ctrl-C stops", flush=True)


def _print_code(url: str) -> None:
    """Print the address for a phone's camera, where the terminal can show it."""
    if not sys.stdout.isatty() or "utf" not in (sys.stdout.encoding or "").lower():
        return
    import segno

    segno.make_qr(url).terminal(compact=True, border=2)
