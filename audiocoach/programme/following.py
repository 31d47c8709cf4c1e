"""A programme that somebody follows, with the journal beside it: which one, what is logged, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audiocoach.errors import AudiocoachError, Unreadable
from audiocoach.programme.adapting.deciding import decide
from audiocoach.programme.adapting.decision import Decision, Entry, Planned
from audiocoach.programme.journal.reading import Journal, read_journal
from audiocoach.programme.journal.spelling import date_hint, share
from audiocoach.programme.journal.writing import append_entry
from audiocoach.programme.load_programme import load_programme
from audiocoach.programme.programme import PlannedSession, Programme
from audiocoach.script.library import SUFFIXES, find_script
from audiocoach.script.source import kind_of_file
from audiocoach.storage.shipped import shipped_dir

JOURNAL_SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class Due:
    """What comes next: the decision, its session (None while there is to be none), and whether that is due today."""

    decision: Decision
    planned: PlannedSession | None
    is_today: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A programme somebody follows: its file, and the journal beside it (of a shipped one: in the current folder)."""

    path: Path
    programme: Programme
    journal: Path

    @property
    def name(self) -> str:
        """Give what the journal calls it."""
        return self.path.stem

    @property
    def planned(self) -> list[Planned]:
        """Give its sessions as the adapting rules see them."""
        is_length = self.programme.dose_is_length
        return [Planned(planned.id, planned.dose, is_length) for planned in self.programme.sessions]

    def read(self) -> Journal:
        """Read the journal, as of today; what is wrong in it is among its problems, and loses nothing else."""
        return read_journal(
            self.journal, today=date.today(), sessions=[planned.id for planned in self.programme.sessions]
        )

    def write(self, entry: Entry) -> str:
        """Write an entry into the journal; returns its line.

        Raises:
            AudiocoachError: when there is no such session, its day is still to come, or the journal cannot be written.
        """
        if entry.session is not None:
            self.programme.find(entry.session)
        if entry.date > date.today():
            raise AudiocoachError(f"{entry.date} is still to come", "log a session on the day it was run, or later")
        return append_entry(self.journal, entry, self.name)

    def same_day(self, entry: Entry) -> str:
        """Say what the journal has of an entry's day already, before it is written; "" for nothing."""
        others = [known.session for known in self.read().entries if known.date == entry.date and known.session]
        if entry.session is None or not others:
            return ""
        if entry.session in others:
            return f"{entry.session} was logged on {entry.date} already: this entry corrects that one"
        known = ", ".join(dict.fromkeys(others))
        return f"{known} was logged on {entry.date} already, and this is another session ('--on' sets the day)"

    def due(self, entries: Iterable[Entry]) -> Due:
        """Decide which session comes next."""
        decision = decide(entries, self.planned, date.today(), self.programme.adapt)
        planned = None if decision.session is None else self.programme.find(decision.session)
        return Due(decision, planned, decision.not_before <= date.today())


def followed(name: str | None) -> Followed:
    """Find the programme meant: by name or path; else the one whose journal, or whose file, is alone in this folder.

    Raises:
        AudiocoachError: when that is none, or not clear.
    """
    path = find_script(name) if name is not None else _only_one()
    if kind_of_file(path) != "programme":
        raise AudiocoachError(
            f"{path}: this is no programme", "a journal follows a programme: 'audiocoach list' shows some"
        )
    is_shipped = path.resolve().is_relative_to(shipped_dir("scripts").resolve())
    folder = Path() if is_shipped else path.parent
    return Followed(path, load_programme(path), folder / f"{path.stem}{JOURNAL_SUFFIX}")


def _only_one() -> Path:
    journals = sorted(Path().glob(f"*{JOURNAL_SUFFIX}"))
    if len(journals) == 1:
        return _programme_of(journals[0])
    files = [path for path in sorted(Path().iterdir()) if path.suffix in SUFFIXES and kind_of_file(path) == "programme"]
    if not journals and len(files) == 1:
        return files[0]
    found = ", ".join(path.stem for path in (journals or files))
    what = f"there are several here: {found}" if found else "there is no programme here"
    raise AudiocoachError(
        f"which programme? {what}",
        option="name it: '--programme NAME'; 'audiocoach list' shows those that come along",
    )


def _programme_of(journal: Path) -> Path:
    for suffix in SUFFIXES:
        if (path := journal.with_suffix(suffix)).is_file():
            return path
    return find_script(journal.stem)


def entry_of(
    session: str | None,
    felt: int | None,
    done: str | None,
    pain: int | None,
    stumbles: int | None,
    on: str | None,
    note: str,
    *,
    stop: bool,
    cleared: bool,
) -> Entry:
    """Make an entry of what somebody says: `done` such as 85%, `on` such as 2026-05-31; None for the day: today.

    Raises:
        AudiocoachError: when it says too little, or something unreadable.
    """
    if session is None and not (stop or cleared):
        raise AudiocoachError(
            "which session? 'audiocoach log 1.1 --felt 4'", "'audiocoach next' says which one was due"
        )
    when = date.today() if on is None else day_of(on)
    try:
        share_done = None if done is None else share(f"{done.strip()}%" if done.strip().isdecimal() else done.strip())
    except Unreadable as error:
        raise AudiocoachError(f"{error.message}", error.hint) from None
    return Entry(when, session, felt, share_done, pain, stumbles, stop=stop, cleared=cleared, note=note)


def day_of(text: str) -> date:
    """Read a day such as 2026-05-31.

    Raises:
        AudiocoachError: when it is none, with how days are written.
    """
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # there is no such day
    hint = date_hint(text) or f"days look like {date.today()}"
    raise AudiocoachError(f"'{text}' is not a day", hint)
