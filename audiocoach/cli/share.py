"""`share`: a folder for others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from audiocoach.cli.console import file_size, line, lines, progress_bar
from audiocoach.cli.export import formats_of
from audiocoach.cli.options import (
    Athlete,
    Athletes,
    Coach,
    Files,
    Group,
    KeepGoing,
    Music,
    Pace,
    Quiet,
    Race,
    Rate,
    Units,
    Verify,
    Voice,
    changing,
    paced,
)
from audiocoach.cli.those import print_refused, those
from audiocoach.quantities.units import clock, plural, to_the_second

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from audiocoach.club.roster import Roster
    from audiocoach.sharing.several import ShareWishes
    from audiocoach.sharing.stages import Shared


def share(
    paths: Files,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Which folder. Default: 'output/share', or 'output/share NAME' with '--athlete NAME'. "
            "With '--athletes', each has one in it.",
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url", metavar="URL", help="Where the folder will be on the web, for a podcast feed; 'none' ends it."
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Of the page; '' for the first script's, which is the default.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The first day, such as 2026-05-31: for a calendar; 'none' ends it."),
    ] = None,
    also: Annotated[
        str | None,
        typer.Option(
            metavar="KINDS",
            help="Beside each sound, and on the page: workouts for watches and other programs: zwo, fit, txt. Several: "
            "zwo,fit. 'none' ends it.",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="KIND",
            help="Of sounds: mp3 (the default, for any player), m4a, or opus (the smallest).",
        ),
    ] = None,
    bitrate: Annotated[
        str | None,
        typer.Option(metavar="KB/S", help="Of MP3s: 32 to 160, with music 64 to 320; 'none' for the usual one."),
    ] = None,
    voice: Voice = None,
    rate: Rate = None,
    coach: Coach = None,
    music: Music = None,
    athlete: Athlete = None,
    athletes: Athletes = None,
    group: Group = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    *,
    archive: Annotated[bool, typer.Option("--zip", help="Make a zip of it as well, beside the folder.")] = False,
    keep_going: KeepGoing = False,
    verify: Verify = False,
    quiet: Quiet = False,
) -> int:
    """Make a folder to share: for any web server, a chat or a USB stick.

    The MP3s, a page to play them, a playlist, a calendar and a podcast feed. Done again, it is brought up to date, with
    the title, address, start, workouts and format it had; sessions of scripts you no longer name go, files of your own
    stay.
    What was shared for one athlete is never replaced by another's. A table of athletes gets a folder for each.
    """
    from audiocoach.programme.following import day_of
    from audiocoach.sharing.several import ShareWishes

    first_day: date | Literal["none"] | None = None
    if start:
        first_day = "none" if start == "none" else day_of(start)
    address = "" if base_url == "none" else base_url
    change = changing(voice, coach, music, rate=rate)
    kinds = None if also is None else () if also == "none" else formats_of(also, "--also")
    wishes = ShareWishes(paths, title, address, first_day, archive, change, kinds, _plain(kind), _rate(bitrate))
    with paced(pace, units, race):
        if athletes is None:
            _share_one(wishes, output, athlete, verify=verify, quiet=quiet)
        else:
            roster = those(athlete, athletes, group, keep_going=keep_going, scripts=paths)
            return _share_several(wishes, output, roster, athletes, verify=verify, quiet=quiet, keep_going=keep_going)
    return 0


def _plain(kind: str | None) -> str | None:
    return None if kind is None else kind.strip().lower().lstrip(".")


def _rate(bitrate: str | None) -> int | None:
    """Read a bitrate of MP3s; 0 for the usual one."""
    from audiocoach.output.mp3.frames import FOLDED, MONO, STEREO

    if bitrate is None or bitrate.strip().lower() == "none":
        return None if bitrate is None else 0
    known = sorted({*MONO.bitrates, *STEREO.bitrates, *FOLDED.bitrates})
    if bitrate.strip() not in map(str, known):
        message = f"{bitrate} is none of {', '.join(map(str, known))}; 'none' is the usual one"
        raise typer.BadParameter(message, param_hint="--bitrate")
    return int(bitrate)


def _share_one(wishes: ShareWishes, output: Path | None, athlete: str | None, *, verify: bool, quiet: bool) -> None:
    from audiocoach.rendering.athletes import athlete as named
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.sharing.club_index import refresh_index
    from audiocoach.sharing.stages import share as brought_up_to_date
    from audiocoach.sharing.which_folder import SHARED, usual_folder

    folder = output or usual_folder(SHARED, athlete)
    with progress_bar(folder.name, quiet=quiet) as progress:
        done = brought_up_to_date(
            wishes.names,
            folder,
            title=wishes.title,
            base_url=wishes.base_url,
            start=wishes.start,
            archive=wishes.archive,
            also=wishes.also,
            kind=wishes.kind,
            bitrate=wishes.bitrate,
            change=wishes.change if athlete is None else wishes.change_for(named(athlete)),
            shop=Workshop(progress=progress, verify=verify),
            on_wait=waiting_note(folder),
        )
    print_notes(folder, done)
    refresh_index(folder, done)
    if not quiet:
        _report(folder, done)


def _share_several(
    wishes: ShareWishes,
    output: Path | None,
    roster: Roster,
    table: Path,
    *,
    verify: bool,
    quiet: bool,
    keep_going: bool,
) -> int:
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.sharing.club_share import ClubShare
    from audiocoach.sharing.stages import PAGE

    club = ClubShare(wishes, output, roster.named, waiting_note)
    told: set[str] = set()
    with progress_bar(table.name, quiet=quiet) as progress:
        for _, folder, done in club.made(Workshop(progress=progress, verify=verify), keep_going=keep_going):
            print_notes(folder, done, told)
            if not quiet:
                line(_in_one_line(folder, done) + (f", and {done.archive}" if done.archive else ""))
    index = club.bring_index(wishes.title or table.stem)
    for note in index.notes:
        lines(note, error=True)
    if not quiet:
        page = index.path.parent / club.rows[0].folder / PAGE
        line(f"  each has a page, {page}: send a folder, or put them on any web server")
        if index.is_there:
            line(f"  {index.path}: links all of them, for you; leave it out where they are not to see each other")
    return 1 if print_refused(roster, club.refused) else 0


def waiting_note(folder: Path) -> Callable[[], None]:
    """Give what says, once, that another sharing is waited for."""
    told: list[Path] = []

    def tell() -> None:
        if not told:
            told.append(folder)
            line(f"note: {folder}: another 'audiocoach share' is at work there; waiting for it", error=True)

    return tell


def print_notes(folder: Path, done: Shared, told: set[str] | None = None) -> None:
    """Print what was noticed and not `told` of another folder already, and what of ours went or was left."""
    from audiocoach.sharing.shared_site import SOUNDS

    told = set() if told is None else told
    for note in done.notes:
        if note not in told:
            told.add(note)
            lines(note, error=True)
    now = {item.file.rpartition(".")[0]: item.file for item in done.site.items}
    for name in done.changes.removed:
        if name.endswith(SOUNDS):
            other = now.get(name.rpartition(".")[0])
            why = f"it is {other.rpartition('/')[2]} now" if other else "it is not part of this share"
            line(f"note: {folder / name}: removed: {why}", error=True)
    for name in done.changes.left:
        line(f"note: {folder / name}: no longer needed, but changed since; delete it if you like", error=True)
    for name in done.changes.unproven:
        line(f"note: {folder / name}: no longer needed, but not known to be ours; delete it if you like", error=True)


def _in_one_line(folder: Path, done: Shared) -> str:
    items = done.site.items
    length = clock(to_the_second(sum(item.timeline.length_ms for item in items)))
    return f"{folder}: {plural(len(items), 'session')}, {length}, {file_size(sum(item.size for item in items))}"


def _report(folder: Path, done: Shared) -> None:
    from audiocoach.sharing.stages import CALENDAR, FEED, PAGE

    site, changes = done.site, done.changes
    line(_in_one_line(folder, done))
    removed = f", {len(changes.removed)} removed" if changes.removed else ""
    line(f"  {plural(len(changes.written), 'file')} written, {len(changes.kept)} as before{removed}")
    line(f"  {folder / PAGE}: the page; open it, or put the folder on any web server")
    if site.start:
        first = min(filter(None, map(site.date_of, site.items)))
        line(f"  {CALENDAR}: from {first:%a %Y-%m-%d}")
    else:
        line(f"  no {CALENDAR}: '--start DATE' says when the first session is")
    if site.base_url:
        line(f"  {FEED}: subscribe to {site.url(FEED)}")
    else:
        line(f"  no {FEED}: a podcast needs to know where it will be: '--base-url https://…'")
    if done.archive:
        line(f"  {done.archive}: all of it in one file, {file_size(done.archive.stat().st_size)}")
