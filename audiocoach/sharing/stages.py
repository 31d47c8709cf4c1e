"""Scripts to a folder to be shared, brought up to date each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from audiocoach.labels.pictures.cover import cover_png
from audiocoach.labels.transcripts import chapters_json, vtt
from audiocoach.programme.programme import DAYS
from audiocoach.quantities.today import dated
from audiocoach.sharing.feed import feed
from audiocoach.sharing.folder import Changes, SharedFolder, names_apart
from audiocoach.sharing.ics import calendar
from audiocoach.sharing.page import page
from audiocoach.sharing.playlist import playlist
from audiocoach.sharing.shared_site import Item, Site
from audiocoach.sharing.sources import Making, Source, load_sources
from audiocoach.sharing.zip import write_zip, zip_beside
from audiocoach.storage.store import Store

PAGE, PLAYLIST, FEED, CALENDAR, COVER = "index.html", "playlist.m3u8", "feed.xml", "calendar.ics", "cover.png"
SIDE_FILES = (".vtt", ".chapters.json", ".png")


@dataclass(frozen=True, slots=True)
class Shared:
    """What `share` made: the site, its files, and the zip if there is one; `notes` is what was noticed in it."""

    site: Site
    changes: Changes
    notes: tuple[str, ...]
    archive: Path | None = None


def share(
    names: Sequence[str],
    folder: Path,
    *,
    title: str | None = None,
    base_url: str | None = None,
    start: date | Literal["none"] | None = None,
    archive: bool = False,
    making: Making | None = None,
) -> Shared:
    """Bring a folder up to date with scripts: sound, page, playlist, feed and calendar.

    Args:
        names: scripts' paths, or names of shipped ones.
        folder: where to; made if need be. What is in it and not made by `share` stays. It is one athlete's, or
            nobody's by name.
        title: of the whole; "" for that of the first script.
        base_url: where the folder will be on the web; a feed needs it; "" for none.
        start: the first day of the calendar, and of the feed; "none" for neither.
        archive: make a zip of it as well, beside the folder.
        making: how the sound is made.

    Title, base and start that are None are as they were when the folder was last shared: a feed has subscribers.

    Raises:
        AudiocoachError: when a script is wrong or missing, the folder is somebody else's, the base is no web address,
            the start is in no usual year, or a file cannot be written.
    """
    making = making or Making()
    shared = SharedFolder(folder)
    shared.settings = settings = shared.settings.over(title, base_url, start)
    zipped = zip_beside(folder) if archive else None
    sources = load_sources(names, making)
    first = sources[0]
    shared.belong_to(first.athlete)
    sounds = [name for source in sources for name in source.files()]
    extras = [PAGE, PLAYLIST, *([FEED, COVER] if settings.base_url else []), *([CALENDAR] if settings.start else [])]
    claimed = [*sounds, *(name.rpartition(".")[0] + suffix for name in sounds for suffix in SIDE_FILES), *extras]
    names_apart(claimed)
    timelines = [source.timelines(making) for source in sources]
    shared.claim(claimed)
    with dated(shared.published):  # a new year makes no new file
        brought = [
            (source, each)
            for source, own in zip(sources, timelines, strict=True)
            for each in source.bring(shared, own, making)
        ]
    items = tuple(replace(each.item, day=each.item.day + wait(settings.start, source)) for source, each in brought)
    site = Site(
        settings.title or _title(first),
        items,
        first.description if len(sources) == 1 else "",
        settings.base_url,
        settings.start,
        shared.published,
    )
    for item in items:
        put_beside(shared, item, making.studio.cache.store if making.studio else None)
    put_site(shared, site)
    changes = shared.finish()
    found = [str(warning) for source in sources for warning in source.warnings()]
    found += [str(warning) for item in items for warning in item.timeline.warnings]
    found += [f"note: {note}" for _, each in brought for note in each.notes]
    notes = tuple(dict.fromkeys(found))
    if zipped:
        write_zip(zipped, folder.resolve(), claimed)
    return Shared(site, changes, notes, zipped)


def _title(source: Source) -> str:
    """Write a script's title with whom it is for."""
    named = not source.athlete or source.athlete.casefold() in source.title.casefold()
    return source.title if named else f"{source.title} – {source.athlete}"


def put_beside(shared: SharedFolder, item: Item, store: Store | None = None) -> None:
    """What lies beside each session's sound."""
    made = (
        vtt(item.timeline).encode(),
        chapters_json(item.timeline).encode(),
        cover_png(item.timeline, badge=item.badge, store=store),
    )
    shared.put_all(dict(zip(map(item.beside, SIDE_FILES), made, strict=True)))


def put_site(shared: SharedFolder, site: Site) -> None:
    """What there is once in the folder."""
    shared.put(PLAYLIST, playlist(site))
    if site.base_url:
        shared.put_file(COVER, shared.path / site.items[0].beside(".png"))
        shared.put(FEED, feed(site, FEED, COVER))
    if site.start:
        shared.put(CALENDAR, calendar(site))
    shared.put(
        PAGE, page(site, playlist=PLAYLIST, feed=FEED if site.base_url else "", calendar=CALENDAR if site.start else "")
    )


def wait(start: date | None, source: Source) -> int:
    """Days from the start until a script's first session: a programme with weekdays of its own begins on one."""
    days = source.days()
    if not start or not days:
        return 0
    return (min(map(DAYS.index, days)) - start.weekday()) % 7
