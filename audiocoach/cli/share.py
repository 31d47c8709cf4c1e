"""`share` and `serve`: a folder for others, and the same on the network."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Literal

from audiocoach.cli.console import file_size, progress_bar
from audiocoach.errors import AudiocoachError
from audiocoach.quantities.units import clock, plural, to_the_second
from audiocoach.rendering.athletes import athlete as named
from audiocoach.rendering.targets import DEFAULT_FOLDER
from audiocoach.sharing.folder import SharedFolder, is_shared
from audiocoach.sharing.owners import folder_for
from audiocoach.sharing.server import DEFAULT_PORT, LOOPBACK, open_place, serve
from audiocoach.sharing.sources import Making
from audiocoach.sharing.stages import CALENDAR, FEED, PAGE, Shared, share
from audiocoach.speech.studio import Studio

SHARED, SERVED = DEFAULT_FOLDER / "share", DEFAULT_FOLDER / "serve"


def share_scripts(
    names: Sequence[str],
    folder: Path | None,
    making: Making,
    *,
    athlete: str | None = None,
    title: str | None = None,
    base_url: str | None = None,
    start: date | Literal["none"] | None = None,
    archive: bool = False,
    quiet: bool = False,
) -> Shared:
    """Bring the folder up to date, and say what is in it and what is not; None: that of nobody, or of the athlete."""
    folder = folder or _own(SHARED, athlete)
    with progress_bar(folder.name, quiet=quiet) as progress:
        making = Making(making.change, making.bitrate, Studio(), progress)
        done = share(names, folder, title=title, base_url=base_url, start=start, archive=archive, making=making)
    for note in done.notes:
        print(note, file=sys.stderr)
    for name in done.changes.removed:
        if name.endswith(".mp3"):
            print(f"note: {folder / name}: removed, as no script given now makes it", file=sys.stderr)
    for name in done.changes.left:
        print(f"note: {folder / name}: no longer needed, but changed since; delete it if you like", file=sys.stderr)
    for name in done.changes.unproven:
        print(
            f"note: {folder / name}: no longer needed, but not known to be ours; delete it if you like", file=sys.stderr
        )
    if not quiet:
        _report(folder, done)
    return done


def _own(folder: Path, athlete: str | None) -> Path:
    """Choose the default folder: each athlete has one, and keeps the one shared before that was so."""
    if athlete is None:
        return folder
    who = named(athlete)
    with suppress(AudiocoachError):  # a damaged list is told by those whose folder it is
        if SharedFolder(folder).owner == who.name:
            return folder
    return folder_for(folder, who.file)


def _report(folder: Path, done: Shared) -> None:
    site, changes = done.site, done.changes
    count = len(site.items)
    length = clock(to_the_second(sum(item.timeline.length_ms for item in site.items)))
    size = file_size(sum(item.size for item in site.items))
    print(f"{folder}: {plural(count, 'session')}, {length}, {size}")
    removed = f", {len(changes.removed)} removed" if changes.removed else ""
    print(f"  {plural(len(changes.written), 'file')} written, {len(changes.kept)} as before{removed}")
    print(f"  {folder / PAGE}: the page; open it, or put the folder on any web server")
    if site.start:
        first = min(filter(None, map(site.date_of, site.items)))
        print(f"  {CALENDAR}: from {first:%a %Y-%m-%d}")
    else:
        print(f"  no {CALENDAR}: '--start DATE' says when the first session is")
    if site.base_url:
        print(f"  {FEED}: subscribe to {site.url(FEED)}")
    else:
        print(f"  no {FEED}: a podcast needs to know where it will be: '--base-url https://…'")
    if done.archive:
        print(f"  {done.archive}: all of it in one file, {file_size(done.archive.stat().st_size)}")


def serve_paths(
    names: Sequence[str], making: Making, port: int | None, *, athlete: str | None = None, lan: bool, quiet: bool
) -> None:
    """Serve a shared folder, or scripts that are shared into one first, until interrupted."""
    folder = Path(names[0])
    if not folder.is_dir():
        folder = _own(SERVED, athlete)
        share_scripts(names, folder, making, quiet=True)
    elif len(names) > 1:
        raise AudiocoachError(f"{folder}: a folder is served alone", "give one folder, or scripts")
    elif not is_shared(folder):
        hint = f"'audiocoach share SCRIPT -o {folder}' makes one; 'audiocoach serve SCRIPT' does both"
        raise AudiocoachError(f"{folder}: not a folder that 'audiocoach share' has made", hint)
    place = open_place(DEFAULT_PORT if port is None else port, lan=lan)
    if lan and not quiet:
        _print_code(place.url)
    print(place.url, flush=True)
    if not quiet:
        who = "everybody in this network who has the address can listen" if lan else "for this computer alone"
        more = "" if place.host != LOOPBACK else "; '--lan' opens it to your phone"
        print(f"  {who}{more}\n  Ctrl-C stops", flush=True)
    try:
        serve(folder, place)
    except KeyboardInterrupt:
        if not quiet:
            print("\nstopped")


def _print_code(url: str) -> None:
    """The address for a phone's camera, where the terminal can show it."""
    if not sys.stdout.isatty() or "utf" not in (sys.stdout.encoding or "").lower():
        return
    import segno

    segno.make_qr(url).terminal(compact=True, border=2)
