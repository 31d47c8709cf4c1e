"""Shares for several athletes: a folder each, all of them looked at before any is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from audiocoach.errors import AudiocoachError, nobody_served
from audiocoach.rendering.athletes import Athlete, about, given_of, naming
from audiocoach.rendering.told_programmes import followed_by
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.library import find_script
from audiocoach.script.model import Session
from audiocoach.sharing.folder import SharedFolder
from audiocoach.sharing.shared_site import Settings
from audiocoach.sharing.sources import ProgrammeSource, Source, changed_sources, read_sources
from audiocoach.sharing.stages import Shared, Sharing, share_sources
from audiocoach.sharing.zip import zip_beside
from audiocoach.timeline.athlete import names_somebody
from audiocoach.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ShareWishes:
    """What is wanted of each folder; see `share`. A `base_url` is where all the folders will be, side by side."""

    names: Sequence[str]
    title: str | None = None
    base_url: str | None = None
    start: date | Literal["none"] | None = None
    archive: bool = False
    change: Callable[[Session], Session] = lambda session: session
    also: Sequence[str] | None = None
    kind: str | None = None
    bitrate: int | None = None

    def change_for(self, who: Athlete) -> Callable[[Session], Session]:
        """Give `change`, for somebody."""
        return naming(who, self.change)

    def over(self, known: Settings, folder: Path) -> Settings:
        """Give a folder's settings with what is wanted now."""
        return known.over(self.title, self.base_of(folder), self.start, self.also, self.kind, self.bitrate)

    def base_of(self, folder: Path) -> str | None:
        """Give the address of one athlete's folder."""
        return f"{self.base_url.rstrip('/')}/{quote(folder.name)}/" if self.base_url else self.base_url


def share_for_each(
    wishes: ShareWishes,
    folders: Sequence[tuple[Athlete, Path]],
    shop: Callable[[Path], Workshop],
    on_wait: Callable[[Path], Callable[[], None]],
    on_refused: Callable[[Athlete, AudiocoachError], None] | None = None,
) -> Iterator[tuple[Path, Shared]]:
    """Bring a folder for each athlete up to date, and give each as it is finished.

    Args:
        wishes: what is wanted of each.
        folders: whom each is for.
        shop: gives what a folder's sound is made with.
        on_wait: gives what is called while another process shares into a folder.
        on_refused: told those for whom it is wrong, where the others go on.

    Raises:
        AudiocoachError: as `share`, with whom it is about; what can be known before is, and then nothing is written.
    """
    scripts = _Scripts(wishes)
    good: list[tuple[Athlete, Path]] = []
    errors: list[AudiocoachError] = []
    for who, folder in folders:
        try:
            _check(scripts, who, folder)
        except AudiocoachError as error:
            errors.append(error)
            if on_refused is not None:
                on_refused(who, error)
        else:
            good.append((who, folder))
    if errors and (on_refused is None or not good):
        raise nobody_served(errors, len(folders))
    for who, folder in good:
        with about(who):
            made_with = shop(folder)
            done = share_sources(
                scripts.of(who),
                folder,
                partial(wishes.over, folder=folder),
                archive=wishes.archive,
                shop=made_with,
                on_wait=on_wait(folder),
                who=who,
                timelines=scripts.timelines(who, made_with),
            )
        yield folder, done


class _Scripts:
    """Scripts for many: read once for all to whom they are the same, and laid out once if they name nobody."""

    def __init__(self, wishes: ShareWishes) -> None:
        self.wishes = wishes
        self._paths = [find_script(name) for name in wishes.names]
        self._read: dict[object, list[Source]] = {}
        self._laid: dict[object, list[list[Timeline]] | None] = {}
        self._own: dict[Athlete, list[Source]] = {}

    def of(self, who: Athlete) -> list[Source]:
        """Give them as they are for somebody.

        Raises:
            AudiocoachError: when one is missing, or wrong for them.
        """
        return changed_sources(self._theirs(who), self.wishes.change_for(who))

    def timelines(self, who: Athlete, shop: Workshop) -> list[list[Timeline]] | None:
        """Give the timelines that all have who read them alike; None where each has their own."""
        if any(theirs is not common for theirs, common in zip(self._theirs(who), self._common(who), strict=True)):
            return None
        if who.reads not in self._laid:
            sources = changed_sources(self._common(who), self.wishes.change)
            sessions = [session for source in sources for session in source.sessions]
            own = any(names_somebody(session, shop.sheets.of(session)) for session in sessions)
            self._laid[who.reads] = None if own else [source.timelines(shop) for source in sources]
        return self._laid[who.reads]

    def _theirs(self, who: Athlete) -> list[Source]:
        """Give what all have who read them alike, but for what somebody has run already or begins after."""
        if who in self._own:
            return self._own[who]
        found: list[Source] = []
        for path, source in zip(self._paths, self._common(who), strict=True):
            if isinstance(source, ProgrammeSource):
                followed = followed_by(who, path, source.programme, own=True)
                if who.first_session or followed.programme is not source.programme:
                    sessions = followed.programme.since(who.first_session)
                    source = replace(source, programme=replace(source.programme, sessions=sessions))
            found.append(source)
        self._own[who] = found
        return found

    def _common(self, who: Athlete) -> list[Source]:
        if who.reads not in self._read:
            with given_of(who):
                self._read[who.reads] = read_sources(self.wishes.names)
        return self._read[who.reads]


def _check(scripts: _Scripts, who: Athlete, folder: Path) -> None:
    """Find out what is wrong with a folder or scripts for somebody, before anything is written."""
    with about(who):
        found = SharedFolder(folder)
        found.settings = scripts.wishes.over(found.settings, folder)
        zipped = zip_beside(folder) if scripts.wishes.archive else None
        Sharing.of(found, scripts.of(who), zipped, who=who)
