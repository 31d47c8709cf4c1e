"""Where a timeline comes from, and the user's own files that rendering it again needs.

Scripts, coach sheets and short sounds are packed together; music is not, only named.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from audiocoach.labels.embedded.again import OWN_ENGINES
from audiocoach.labels.embedded.archive import Archive, is_plain
from audiocoach.labels.pictures.printed_words import printed_words
from audiocoach.quantities.variables import written
from audiocoach.script.given_values import NOTHING_OWN
from audiocoach.script.library import SUFFIXES
from audiocoach.script.standard_input import given
from audiocoach.storage.regular_files import read_regular
from audiocoach.storage.shipped import shipped_dir
from audiocoach.timeline.athlete import ATHLETE
from audiocoach.version import __version__

if TYPE_CHECKING:
    from audiocoach.programme.programme import PlannedSession, Programme
    from audiocoach.script.model import Session
    from audiocoach.script.sheet_model import CoachSheet

MOST_SOUND = 600_000
"""Most bytes of the user's own sounds that go into a file: 12 seconds in all, where a signal lasts tenths of one."""

_COACH = "coach-sheet"
OWN_TABLE = "athlete/table.yaml"
"""The archive's folder for a coach sheet from outside the script's folder: shipped, or named on the command line."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A session with its coach sheet, its place in a programme if it has one, and the bitrate if one was requested."""

    session: Session | None = None
    sheet: CoachSheet | None = None
    programme: Programme | None = None
    planned: PlannedSession | None = None
    bitrate: int | None = None

    @property
    def album(self) -> str:
        """Return the programme's title; empty without a programme."""
        return self.programme.title if self.programme else ""

    @property
    def track(self) -> str:
        """Return the session's number in a programme, as `5/24`; empty without one."""
        if self.programme is None or self.planned is None:
            return ""
        return f"{self.programme.sessions.index(self.planned) + 1}/{len(self.programme.sessions)}"

    @property
    def badge(self) -> str:
        """Return `W3 S2` for a session of a programme; empty for any other."""
        return badge_of(self.session) if self.session else ""

    def archive(self) -> Archive | None:
        """Gather the files and options that give the same audio again; None for a session that came from no file."""
        session = self.session
        file = self.programme.file if self.programme else session.place().file if session else ""
        script = Path(file)
        typed = given(script)
        if session is None or session.folder is None or (typed is None and not script.is_file()):
            return None
        sheets = _sheets(session)
        homes = [(script.parent, "")]
        if sheets:
            homes.append((sheets[0].parent, f"{_COACH}/"))
        homes.append((shipped_dir("scripts") / "coaches", f"{_COACH}/shipped/"))
        name = script.name if typed is None else script.with_suffix(SUFFIXES[0]).name
        name = name if is_plain(name) else "script.yaml"
        wanted: dict[str, Path] = {}
        for path in (Path(session.place().file), *sheets, *self._sounds()):
            if path != script:
                wanted.setdefault(_named(path, homes), path)
        wanted.pop(name, None)
        found = _with_room(wanted)
        left_out = [inside for inside in wanted if inside not in found]
        files = {name: read_regular(script) if typed is None else typed, **found}
        if session.own != NOTHING_OWN:
            files[OWN_TABLE] = _own_table(session)
        missing = [*_music(session), *_voices(session, self.sheet), *left_out]
        coach = _named(sheets[0], homes) if sheets else "none"
        return Archive(files, (name, *self._options(session, coach)), tuple(missing), __version__)

    def _sounds(self) -> Iterable[Path]:
        from audiocoach.timeline.signals import own_sounds

        return own_sounds(self.session, self.sheet) if self.session else ()

    def _options(self, session: Session, coach: str) -> Iterator[str]:
        """Yield the options that were requested on the command line, as they apply where the files are taken out."""
        if self.planned is not None:
            yield from ("--session", self.planned.id)
        if not session.is_written("coach") and session.coach != type(session).model_fields["coach"].default:
            yield from ("--coach", coach if session.coach.endswith(SUFFIXES) else session.coach)
        if not session.is_written("voice") and (session.voice.engine or session.voice.name):
            yield from ("--voice", ":".join(filter(None, [session.voice.engine, session.voice.name])))
        if not session.voice.is_written("rate") and session.voice.rate is not None:
            yield from ("--rate", str(session.voice.rate))
        if session.own != NOTHING_OWN:
            yield from ("--athletes", OWN_TABLE)
        elif ATHLETE in session.variables:
            yield from ("--athlete", written(session.variables[ATHLETE]))
        paces = {each.pace for step in session.written_steps() if (each := step.by_pace) and not each.is_own}
        if session.pace is None and paces:
            yield from ("--pace", str(paces.pop()))
        if session.paced.races is not None:
            yield from ("--race", ",".join(f"{name}={time}" for name, time in session.paced.races.written.items()))
        if session.paced.per is not None:
            yield from ("--units", session.paced.per)
        if self.bitrate is not None:
            yield from ("--bitrate", str(self.bitrate))


def _own_table(session: Session) -> bytes:
    """Write what somebody has of their own as the table that gives it again."""
    name = written(session.variables[ATHLETE]) if ATHLETE in session.variables else "athlete"
    cells = {"name": name, **dict(session.own.keys), **dict(session.own.variables)}
    lines = [f"  {json.dumps(column)}: {json.dumps(value, ensure_ascii=False)}" for column, value in cells.items()]
    return ("-\n" + "\n".join(lines) + "\n").encode()


def _with_room(files: Mapping[str, Path]) -> dict[str, bytes]:
    """Read files by their names in the archive: those with a plain name, as long as there is room for their sounds."""
    read = {}
    room = MOST_SOUND
    for inside, path in files.items():
        room -= path.stat().st_size if path.suffix.lower() == ".wav" else 0
        if room >= 0 and is_plain(inside):
            read[inside] = read_regular(path)
    return read


def badge_of(session: Session) -> str:
    """Return `W3 S2`, in the session's language, for one of a programme; empty for a single one."""
    numbers = session.variables
    if not {"week", "run"} <= numbers.keys():
        return ""
    return printed_words(session.language).badge.format(written(numbers["week"]), written(numbers["run"]))


def _sheets(session: Session) -> list[Path]:
    """List the files of the session's coach sheet and of all the sheets it extends."""
    from audiocoach.script.coach_sheets import sheet_files

    if session.coach == "none":
        return []
    if session.is_written("coach"):
        return sheet_files(session.coach, session.folder, language=session.language)
    return sheet_files(session.coach, anywhere=True, language=session.language)


def _named(path: Path, homes: Iterable[tuple[Path, str]]) -> str:
    """Name a file in the archive: by its path from the first of the folders that it lies in."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - drops `..` and follows no links
    for home, prefix in homes:
        folder = Path(os.path.abspath(home))  # noqa: PTH100
        if whole.is_relative_to(folder):
            return prefix + whole.relative_to(folder).as_posix()
    return f"{_COACH}/{path.name}"


def _music(session: Session) -> Iterator[str]:
    """Yield the names of the music files that a session asks for."""
    wish = session.music
    if wish is not None:
        names = [name for names in wish.lists.values() for name in names]
        yield from (f"music: {Path(name).name}" for name in dict.fromkeys(names))


def _voices(session: Session, sheet: CoachSheet | None) -> Iterator[str]:
    """Yield the names of the voices that are the user's own files or programs."""
    cues = [cue for step in session.written_steps() for cue in step.own_cues]
    wishes = [session.voice, *(each.voice for each in (*cues, *(sheet.moments if sheet else ())))]
    for wish in dict.fromkeys(wishes):
        name = wish.name or "" if wish else ""
        if wish and (wish.engine in OWN_ENGINES or set(name) & set("/\\") or name.lower().endswith(".onnx")):
            yield " ".join(filter(None, ["voice:", wish.engine, PurePath(name).name]))
