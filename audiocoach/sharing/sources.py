"""Scripts to be shared: read all at once, each with the names its files will have, then brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from audiocoach.errors import Problem
from audiocoach.programme.load_programme import load_programme
from audiocoach.programme.programme import Programme
from audiocoach.quantities.variables import written
from audiocoach.rendering.session import render
from audiocoach.rendering.timelines import build_timeline, check_music
from audiocoach.rendering.watching import Progress
from audiocoach.rendering.whole_programme import all_timelines, file_name, plain_title, render_programme
from audiocoach.script.library import find_script
from audiocoach.script.load import load_session
from audiocoach.script.model import Session
from audiocoach.script.source import kind_of_file
from audiocoach.sharing.folder import SharedFolder
from audiocoach.sharing.shared_site import Item
from audiocoach.speech.studio import Studio
from audiocoach.text.file_names import safe_name
from audiocoach.timeline.athlete import ATHLETE
from audiocoach.timeline.timeline import Timeline

REST_DAYS = 2
"""Single sessions stand in the calendar so many days apart: one of rest between two."""


@dataclass(frozen=True, slots=True)
class Making:
    """How sound is made: what is changed in each session, kb/s, where words are spoken, and who is told."""

    change: Callable[[Session], Session] | None = None
    bitrate: int | None = None
    studio: Studio | None = None
    progress: Progress | None = None

    def changed(self, session: Session) -> Session:
        """The session as it is to be rendered."""
        return self.change(session) if self.change else session


@dataclass(frozen=True, slots=True)
class Brought:
    """A session whose sound is up to date, and what was noticed on the way."""

    item: Item
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SingleSource:
    """A script with one session, the `number`th of such."""

    stem: str
    session: Session
    number: int

    @property
    def title(self) -> str:
        """As it is written."""
        return plain_title(self.session)

    @property
    def description(self) -> str:
        """Its own, if it has one."""
        return self.session.description or ""

    @property
    def athlete(self) -> str:
        """Whom it is for; empty for nobody by name."""
        return _athlete(self.session)

    def warnings(self) -> tuple[Problem, ...]:
        """About the script as a whole; those about its session are its timeline's."""
        return ()

    def days(self) -> tuple[str, ...]:
        """The weekdays it is meant for: any."""
        return ()

    def files(self) -> list[str]:
        """The names of its sound."""
        return [f"{_named(self.stem)}.mp3"]

    def timelines(self, making: Making) -> list[Timeline]:
        """Its session in time; what would not be rendered is told here."""
        check_music(self.session)
        return [build_timeline(self.session, studio=making.studio, progress=making.progress)]

    def bring(self, folder: SharedFolder, timelines: Sequence[Timeline], making: Making) -> Iterator[Brought]:
        """Render it; a file that would be the same is not touched."""
        (name,), (timeline,) = self.files(), timelines
        with TemporaryDirectory(prefix="audiocoach-") as scratch:
            target = Path(scratch) / "session.mp3"
            done = render(self.session, target, bitrate=making.bitrate, studio=making.studio, progress=making.progress)
            folder.put_file(name, target)
        yield Brought(Item(self.stem, name, done.size, timeline, self.number * REST_DAYS), done.notes)


@dataclass(frozen=True, slots=True)
class ProgrammeSource:
    """A script with a programme."""

    stem: str
    programme: Programme
    making: Making

    @property
    def title(self) -> str:
        """As it is written."""
        return self.programme.title

    @property
    def description(self) -> str:
        """Its own, if it has one."""
        return self.programme.description

    @property
    def athlete(self) -> str:
        """Whom it is for; empty for nobody by name."""
        return _athlete(self.making.changed(self.programme.sessions[0].session))

    def warnings(self) -> tuple[Problem, ...]:
        """About the script as a whole; those about its sessions are their timelines'."""
        return self.programme.warnings

    def days(self) -> tuple[str, ...]:
        """The weekdays it is meant for, if it says so."""
        return self.programme.days

    def files(self) -> list[str]:
        """The names of its sounds, in a folder of its own."""
        return [
            f"{_named(self.stem)}/"
            + file_name(planned, plain_title(self.making.changed(planned.session)), self.programme.weeks)
            for planned in self.programme.sessions
        ]

    def timelines(self, making: Making) -> list[Timeline]:
        """Its sessions in time; what would not be rendered is told here."""
        for planned in self.programme.sessions:
            check_music(making.changed(planned.session))
        return all_timelines(self.programme, change=making.change, studio=making.studio, progress=making.progress)[0]

    def bring(self, folder: SharedFolder, timelines: Sequence[Timeline], making: Making) -> Iterator[Brought]:
        """Render what is not up to date."""
        home = _named(self.stem)
        rendered, fresh = render_programme(
            self.programme,
            folder.path / home,
            change=making.change,
            bitrate=making.bitrate,
            studio=making.studio,
            progress=making.progress,
            on_done=lambda done: folder.took(f"{home}/{done.path.name}", new=True),
        )
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
            )
            yield Brought(item, notes.get(base, ()))


Source = SingleSource | ProgrammeSource


def _athlete(session: Session) -> str:
    return written(session.variables[ATHLETE]) if ATHLETE in session.variables else ""


def _named(stem: str) -> str:
    return safe_name(stem) or "session"


def load_sources(names: Sequence[str], making: Making) -> list[Source]:
    """Read scripts; all of them before anything is rendered.

    Raises:
        AudiocoachError: when one is missing or wrong.
    """
    found: list[Source] = []
    for path in map(find_script, names):
        if kind_of_file(path) == "programme":
            found.append(ProgrammeSource(path.stem, load_programme(path), making))
        else:
            singles = sum(isinstance(source, SingleSource) for source in found)
            found.append(SingleSource(path.stem, making.changed(load_session(path)), singles))
    return found
