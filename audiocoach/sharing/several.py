"""Shares for several athletes: a folder each, all of them looked at before any is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from audiocoach.errors import AudiocoachError, together
from audiocoach.rendering.athletes import Athlete, about, given_of, naming
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.model import Session
from audiocoach.sharing.folder import SharedFolder
from audiocoach.sharing.sources import load_sources
from audiocoach.sharing.stages import Shared, Sharing, share
from audiocoach.sharing.zip import zip_beside


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

    def change_for(self, who: Athlete) -> Callable[[Session], Session]:
        """Give `change`, for somebody."""
        return naming(who, self.change)

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
    good: list[tuple[Athlete, Path]] = []
    errors: list[AudiocoachError] = []
    for who, folder in folders:
        try:
            _check(wishes, who, folder)
        except AudiocoachError as error:
            errors.append(error)
            if on_refused is not None:
                on_refused(who, error)
        else:
            good.append((who, folder))
    if errors and (on_refused is None or not good):
        raise together(errors)
    for who, folder in good:
        with about(who), given_of(who):
            done = share(
                wishes.names,
                folder,
                title=wishes.title,
                base_url=wishes.base_of(folder),
                start=wishes.start,
                archive=wishes.archive,
                also=wishes.also,
                change=wishes.change_for(who),
                shop=shop(folder),
                on_wait=on_wait(folder),
                who=who,
            )
        yield folder, done


def _check(wishes: ShareWishes, who: Athlete, folder: Path) -> None:
    """Find out what is wrong with a folder or scripts for somebody, before anything is written."""
    with about(who), given_of(who):
        found = SharedFolder(folder)
        found.settings = found.settings.over(wishes.title, wishes.base_of(folder), wishes.start, wishes.also)
        sources = tuple(load_sources(wishes.names, wishes.change_for(who)))
        Sharing.of(found, sources, zip_beside(folder) if wishes.archive else None, who=who)
