"""Scripts to be shared: read all at once, each with the names its files will have, then brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from audiocoach.errors import Problem
from audiocoach.labels.embedded.origin import Origin
from audiocoach.programme.load_programme import load_programme
from audiocoach.programme.programme import Programme
from audiocoach.quantities.variables import written
from audiocoach.rendering.fingerprint import fingerprint
from audiocoach.rendering.programme_timelines import all_timelines
from audiocoach.rendering.session import render_all
from audiocoach.rendering.timelines import check_music, timeline_of
from audiocoach.rendering.whole_programme import ProgrammeOrder, plain_title
from audiocoach.rendering.workshop import Workshop
from audiocoach.rendering.write_files import Order
from audiocoach.script.library import find_script
from audiocoach.script.load import load_session
from audiocoach.script.model import Session
from audiocoach.script.source import kind_of_file
from audiocoach.sharing.folder import SharedFolder
from audiocoach.sharing.shared_site import SOUNDS, Item
from audiocoach.speech.casting import Casting, cast_of, named_cast
from audiocoach.storage.scratch import scratch_folder
from audiocoach.text.file_names import safe_name
from audiocoach.timeline.athlete import ATHLETE
from audiocoach.timeline.timeline import Timeline

REST_DAYS = 2
"""Single sessions stand in the calendar so many days apart: one of rest between two."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A session whose sound is up to date, and what was noticed on the way; `id` is its number in a programme."""

    item: Item
    session: Session
    notes: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class SingleSource:
    """A script with one session, the `number`th of such."""

    stem: str
    session: Session
    number: int
    suffix: str = SOUNDS[0]

    @property
    def title(self) -> str:
        """Give it as it is written."""
        return plain_title(self.session)

    @property
    def description(self) -> str:
        """Give its own; empty if it has none."""
        return self.session.description or ""

    @property
    def athlete(self) -> str:
        """Tell whom it is for; empty for nobody by name."""
        return _athlete(self.session)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Give its one session."""
        return (self.session,)

    def warnings(self) -> tuple[Problem, ...]:
        """Give those about the script as a whole; those about its session are its timeline's."""
        return ()

    def days(self) -> tuple[str, ...]:
        """Give the weekdays it is meant for; none, as any will do."""
        return ()

    def files(self) -> list[str]:
        """Name its sound."""
        return [_named(self.stem) + self.suffix]

    def timelines(self, shop: Workshop) -> list[Timeline]:
        """Lay out its session; what would not be rendered is reported here."""
        check_music(self.session)
        return [timeline_of(self.session, shop)]

    def bring(self, folder: SharedFolder, timelines: Sequence[Timeline], shop: Workshop) -> Iterator[Brought]:
        """Render it; a file that would be the same is not touched."""
        (name,), (timeline,) = self.files(), timelines
        fresh = False
        path, notes, digests = folder.path / name, tuple[str, ...](), shop.digests
        made_from = self._made_from(shop)
        with suppress(FileNotFoundError):
            # What was once made from the same, to the byte, is not made again.
            fresh = digests.of(path) in digests.made_from(made_from)
        if fresh:
            folder.took(name, new=False)
        else:
            with scratch_folder() as scratch:
                (done,) = render_all([Order(self.session, scratch / f"session{self.suffix}")], shop)
                folder.put_file(name, done.path)
            digests.note_made(made_from, digests.of(path))
            notes = done.notes
        item = Item(self.stem, name, path.stat().st_size, timeline, self.number * REST_DAYS)
        yield Brought(item, self.session, notes)

    def _made_from(self, shop: Workshop) -> str:
        """Give the fingerprint of its file, with the script in it: one that is alone has no other way to get anew."""
        session, sheet, casting = self.session, shop.sheets.of(self.session), Casting(shop.studio.engine)
        inside = Origin(session, sheet, bitrate=shop.bitrate).archive()
        settings = ["alone", self.suffix, str(shop.bitrate), sha256(repr(inside).encode()).hexdigest()]
        return fingerprint(session, sheet, named_cast(cast_of(session, sheet, casting), casting), settings)


@dataclass(frozen=True, slots=True)
class ProgrammeSource:
    """A script with a programme."""

    stem: str
    programme: Programme
    suffix: str = SOUNDS[0]

    @property
    def title(self) -> str:
        """Give it as it is written."""
        return self.programme.title

    @property
    def description(self) -> str:
        """Give its own; empty if it has none."""
        return self.programme.description

    @property
    def athlete(self) -> str:
        """Tell whom it is for; empty for nobody by name."""
        return _athlete(self.programme.sessions[0].session)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Give all of them."""
        return tuple(planned.session for planned in self.programme.sessions)

    def warnings(self) -> tuple[Problem, ...]:
        """Give those about the script as a whole; those about its sessions are their timelines'."""
        return self.programme.warnings

    def days(self) -> tuple[str, ...]:
        """Give the weekdays it is meant for, if it says so."""
        return self.programme.days

    def files(self) -> list[str]:
        """Name its sounds, in a folder of its own."""
        order = ProgrammeOrder.of(self.programme, Path(_named(self.stem)), suffix=self.suffix)
        return [order.path(planned).as_posix() for planned in order.sessions]

    def timelines(self, shop: Workshop) -> list[Timeline]:
        """Lay out its sessions; what would not be rendered is reported here."""
        for planned in self.programme.sessions:
            check_music(planned.session)
        return all_timelines(self.programme, shop)[0]

    def bring(self, folder: SharedFolder, timelines: Sequence[Timeline], shop: Workshop) -> Iterator[Brought]:
        """Render what is not up to date."""
        home = _named(self.stem)
        due, fresh = ProgrammeOrder.of(self.programme, folder.path / home, suffix=self.suffix).due(shop)
        rendered = []

        def told(order: Order) -> Order:
            name = f"{home}/{order.path.name}"
            return replace(order, on_whole=lambda digest: folder.replace({name: digest}))

        due = [told(order) for order in due]
        with closing(render_all(due, shop)) as files:
            for done in files:
                folder.took(f"{home}/{done.path.name}", new=True)
                rendered.append(done)
        for path in fresh:
            folder.took(f"{home}/{path.name}", new=False)
        notes = {done.path.name: done.notes for done in rendered}
        for planned, timeline, name in zip(self.programme.sessions, timelines, self.files(), strict=True):
            base = name.rpartition("/")[2]
            item = Item(
                f"{self.stem}/{planned.id}",
                name,
                (folder.path / name).stat().st_size,
                timeline,
                planned.day,
                self.programme.title,
                planned.week,
                planned.run,
                athlete=self.athlete,
            )
            yield Brought(item, planned.session, notes.get(base, ()), planned.id)


Source = SingleSource | ProgrammeSource


def _athlete(session: Session) -> str:
    return written(session.variables[ATHLETE]) if ATHLETE in session.variables else ""


def _named(stem: str) -> str:
    return safe_name(stem) or "session"


def load_sources(names: Sequence[str], change: Callable[[Session], Session] | None = None) -> list[Source]:
    """Read scripts, all of them before anything is rendered, and change their sessions, such as for another voice.

    Raises:
        AudiocoachError: when one is missing or wrong.
    """
    return changed_sources(read_sources(names), change)


def read_sources(names: Sequence[str]) -> list[Source]:
    """Read scripts as they are written; see `load_sources`."""
    found: list[Source] = []
    for path in map(find_script, names):
        if kind_of_file(path) == "programme":
            found.append(ProgrammeSource(path.stem, load_programme(path)))
        else:
            singles = sum(isinstance(source, SingleSource) for source in found)
            found.append(SingleSource(path.stem, load_session(path), singles))
    return found


def changed_sources(sources: Sequence[Source], change: Callable[[Session], Session] | None) -> list[Source]:
    """Give sources with each session changed."""
    if change is None:
        return list(sources)
    return [
        replace(source, programme=source.programme.changed(change))
        if isinstance(source, ProgrammeSource)
        else replace(source, session=change(source.session))
        for source in sources
    ]
