"""Scripts to a folder to be shared, brought up to date each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from audiocoach.exchange.outgoing import outgoing
from audiocoach.exchange.written_formats import check_written, write_workout
from audiocoach.labels.pictures.cover import cover_png
from audiocoach.labels.transcripts import chapters_json, vtt
from audiocoach.programme.programme import DAYS
from audiocoach.quantities.today import dated
from audiocoach.rendering.athletes import Athlete
from audiocoach.rendering.disk_room import estimated_size
from audiocoach.rendering.workshop import Workshop
from audiocoach.rendering.write_files import Order
from audiocoach.script.model import Session
from audiocoach.sharing.alone import alone_in
from audiocoach.sharing.feed import feed
from audiocoach.sharing.folder import Changes, SharedFolder, names_apart
from audiocoach.sharing.ics import calendar
from audiocoach.sharing.owners import Owner
from audiocoach.sharing.page import page
from audiocoach.sharing.playlist import playlist
from audiocoach.sharing.shared_site import Item, Settings, Site
from audiocoach.sharing.sources import Brought, Source, load_sources
from audiocoach.sharing.zip import older_zip, write_zip, zip_beside
from audiocoach.storage.store import Store
from audiocoach.timeline.timeline import Timeline

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
    also: Sequence[str] | None = None,
    kind: str | None = None,
    bitrate: int | None = None,
    change: Callable[[Session], Session] | None = None,
    shop: Workshop | None = None,
    on_wait: Callable[[], None] | None = None,
    who: Athlete | None = None,
    replacing: bool = False,
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
        also: workouts for watches and other programs beside each sound: suffixes such as `zwo` and `fit`; () for none.
        kind: of sounds: mp3, m4a or opus.
        bitrate: of MP3s, in kb/s; 0 for the usual one.
        change: applied to each session, such as another voice.
        shop: what the sound is made with.
        on_wait: called while another process shares into the folder; its end is waited for.
        who: whom of a table it is for, where there are others of that name.
        replacing: whether a share of other scripts alone may go for this one.

    Title, base, start, `also`, kind and bitrate that are None are as they were when the folder was last shared: a feed
    has subscribers.

    Raises:
        AudiocoachError: when a script is wrong or missing, the folder is somebody else's or of other scripts, the base
            is no web address, the start is in no usual year, sounds have no such bitrate, or a file cannot be written.
    """
    return share_sources(
        load_sources(names, change),
        folder,
        lambda known: known.over(title, base_url, start, also, kind, bitrate),
        archive=archive,
        shop=shop or Workshop(),
        on_wait=on_wait,
        who=who,
        replacing=replacing,
    )


def share_sources(
    sources: Sequence[Source],
    folder: Path,
    over: Callable[[Settings], Settings],
    *,
    archive: bool,
    shop: Workshop,
    on_wait: Callable[[], None] | None = None,
    who: Athlete | None = None,
    replacing: bool = False,
    timelines: Sequence[Sequence[Timeline]] | None = None,
) -> Shared:
    """Do as `share` with scripts that are read already.

    `over` gives a folder's settings with what is requested now; `timelines` are those of each, if they are laid out.
    """

    def shared() -> SharedFolder:
        found = SharedFolder(folder, shop.digests)
        found.settings = over(found.settings)
        return found

    def waiting() -> None:
        shop.watch.check()
        if on_wait is not None:
            on_wait()

    before = shared()
    check_written(before.settings.also)
    if archive:
        zip_beside(folder)
    Sharing.of(before, sources, who=who, replacing=replacing)
    laid = [source.timelines(shop) for source in sources] if timelines is None else timelines
    # Only now is it known that there will be something; what another process has shared meanwhile is read again.
    with alone_in(folder, waiting):
        zipped = zip_beside(folder) if archive else None
        sharing = Sharing.of(shared(), sources, zipped, who=who, replacing=replacing)
        sharing.claim()
        shop = replace(shop, bitrate=sharing.shared.settings.bitrate or shop.bitrate)
        return sharing.write(sharing.bring(laid, shop), shop)


@dataclass(frozen=True, slots=True)
class Sharing:
    """What a folder is to hold: the sound of scripts, and all `files` by their names; `zipped`: where its zip goes."""

    shared: SharedFolder
    sources: tuple[Source, ...]
    files: tuple[str, ...]
    zipped: Path | None

    @classmethod
    def of(
        cls,
        shared: SharedFolder,
        sources: Sequence[Source],
        zipped: Path | None = None,
        *,
        who: Athlete | None = None,
        replacing: bool = False,
    ) -> Sharing:
        """Name all that will be written.

        Raises:
            OutputError: when the folder is somebody else's or, unless `replacing`, of other scripts alone, two files
                would have one name, or one cannot have the bitrate.
        """
        settings = shared.settings
        sources = [replace(source, suffix=settings.suffix) for source in sources]
        for session in (each for source in sources for each in source.sessions):
            estimated_size(Order(session, Path(f"any{settings.suffix}")), settings.bitrate or None)
        name = sources[0].athlete
        shared.belong_to(replace(Owner.of(who), name=name) if who and name else name)
        sounds = [name for source in sources for name in source.files()]
        beside = [
            name.rpartition(".")[0] + suffix
            for name in sounds
            for suffix in (*SIDE_FILES, *(f".{kind}" for kind in settings.also))
        ]
        files = [*sounds, *beside, PAGE, PLAYLIST]
        if settings.base_url:
            files += [FEED, COVER]
        if settings.start:
            files.append(CALENDAR)
        names_apart(files)
        if not replacing:
            shared.keep_apart(files)
        return cls(shared, tuple(sources), tuple(files), zipped)

    def claim(self) -> None:
        """Say what will be written, before any of it is; see `SharedFolder.claim`."""
        self.shared.claim(self.files)

    def bring(self, timelines: Sequence[Sequence[Timeline]], shop: Workshop) -> list[Brought]:
        """Bring the sound of each session up to date, and set each on its day."""
        start, brought = self.shared.settings.start, []
        with dated(self.shared.published):  # a new year makes no new file
            for source, own in zip(self.sources, timelines, strict=True):
                for each in source.bring(self.shared, own, shop):
                    day = each.item.day + wait(start, source)
                    brought.append(replace(each, item=replace(each.item, day=day, also=self.shared.settings.also)))
        return brought

    def write(self, brought: Sequence[Brought], shop: Workshop) -> Shared:
        """Write all else that the folder holds, and remove what it is not to hold any more."""
        site = self._site(tuple(each.item for each in brought))
        for item in site.items:
            put_beside(self.shared, item, shop.store)
        lost = [note for each in brought for note in put_workouts(self.shared, each)]
        put_site(self.shared, site)
        changes = self.shared.finish()
        if self.zipped:
            write_zip(self.zipped, self.shared.path.resolve(), self.files)
        notes = (*self._notes(brought), *dict.fromkeys(lost))
        if not self.zipped and (old := older_zip(self.shared.path, self.files)):
            notes += (f"note: {old}: older than what is in the folder now; '--zip' makes it anew",)
        return Shared(site, changes, notes, self.zipped)

    def _site(self, items: tuple[Item, ...]) -> Site:
        first, settings = self.sources[0], self.shared.settings
        description = first.description if len(self.sources) == 1 else ""
        title = settings.title or _title(first)
        shared = self.shared
        return Site(title, items, description, settings.base_url, settings.start, shared.published, shared.since)

    def _notes(self, brought: Sequence[Brought]) -> tuple[str, ...]:
        """Gather what was noticed, each once."""
        found = [str(warning) for source in self.sources for warning in source.warnings()]
        found += [str(warning) for each in brought for warning in each.item.timeline.warnings]
        found += [f"note: {note}" for each in brought for note in each.notes]
        return tuple(dict.fromkeys(found))


def _title(source: Source) -> str:
    """Write a script's title with whom it is for."""
    named = not source.athlete or source.athlete.casefold() in source.title.casefold()
    return source.title if named else f"{source.title} – {source.athlete}"


def put_beside(shared: SharedFolder, item: Item, store: Store | None = None) -> None:
    """Write what lies beside each session's sound."""
    made = (
        vtt(item.timeline).encode(),
        chapters_json(item.timeline).encode(),
        cover_png(item.timeline, badge=item.badge, store=store),
    )
    shared.put_all(dict(zip(map(item.beside, SIDE_FILES), made, strict=True)))


def put_workouts(shared: SharedFolder, brought: Brought) -> list[str]:
    """Write the workouts for watches beside a session's sound; return what they cannot carry."""
    if not brought.item.also:
        return []
    notes, out = [], outgoing(brought.session, brought.item.timeline)
    for kind in brought.item.also:
        found = write_workout(out, kind, brought.id)
        shared.put(brought.item.beside(f".{kind}"), found.data)
        notes += [f"note: .{kind}: {loss.text}" for loss in found.losses]
    return notes


def put_site(shared: SharedFolder, site: Site) -> None:
    """Write what there is once in the folder."""
    shared.put(PLAYLIST, playlist(site))
    if site.base_url:
        shared.put_file(COVER, shared.path / site.items[0].beside(".png"))
        shared.put(FEED, feed(site, FEED, COVER))
    if site.start:
        shared.put(CALENDAR, calendar(site, PAGE))
    shared.put(
        PAGE, page(site, playlist=PLAYLIST, feed=FEED if site.base_url else "", calendar=CALENDAR if site.start else "")
    )


def wait(start: date | None, source: Source) -> int:
    """Count the days from the start until a script's first session: one with weekdays of its own begins on one."""
    days = source.days()
    if not start or not days:
        return 0
    return (min(map(DAYS.index, days)) - start.weekday()) % 7
