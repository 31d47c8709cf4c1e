"""A programme that somebody follows, with the journal beside it: which one, what is logged, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from audiocoach.errors import AudiocoachError, Problem, Unreadable, file_problem
from audiocoach.programme.adapting.deciding import decide
from audiocoach.programme.adapting.decision import Decision, Entry, Planned
from audiocoach.programme.journal.reading import Journal, JournalError, journal_title, read_journal, values_line
from audiocoach.programme.journal.spelling import date_hint, share
from audiocoach.programme.journal.writing import append_entry
from audiocoach.programme.load_programme import load_programme
from audiocoach.programme.programme import PlannedSession, Programme
from audiocoach.programme.progress import progress_of, told
from audiocoach.script.library import SUFFIXES, find_script, shipped_scripts
from audiocoach.script.source import kind_of_file
from audiocoach.storage.shipped import shipped_dir
from audiocoach.text.file_names import safe_part
from audiocoach.timeline.words_used import said_of
from audiocoach.vocabulary import PROGRESS_WORDS

JOURNAL_SUFFIX = ".journal"
WAITING_SUFFIX = ".waiting"
"""Of what came for a journal and waits for a yes; see `receiving`."""


@dataclass(frozen=True, slots=True)
class Due:
    """What comes next: the decision, its session (None while there is to be none), and whether that is due today."""

    decision: Decision
    planned: PlannedSession | None
    is_today: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A programme somebody follows: its file, and the journal beside it (of a shipped one: in the current folder), or
    in their club's, where `whose` it is, is known, and the `values` they have of their own. They begin with the session
    `first`, if not with the programme's.
    """

    path: Path
    programme: Programme
    journal: Path
    first: str = ""
    in_club: bool = False
    whose: str = ""
    values: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """Give what the journal calls it."""
        return self.path.stem

    @property
    def called(self) -> str:
        """Name the journal as people know it: with whose it is, where its file may be called after a number."""
        return f"{self.whose} ({self.journal})" if self.whose else str(self.journal)

    @property
    def planned(self) -> list[Planned]:
        """Give the sessions that they are to run, as the adapting rules see them."""
        is_length = self.programme.dose_is_length
        return [Planned(planned.id, planned.dose, is_length) for planned in self.programme.since(self.first)]

    def read(self) -> Journal:
        """Read the journal, as of today; what is wrong in it is among its problems, and loses nothing else."""
        return read_journal(
            self.journal, today=date.today(), sessions=[planned.id for planned in self.programme.sessions]
        )

    def told(self) -> Programme:
        """Give the programme with what the journal says of it in the session that comes next, if it says anything.

        A journal that cannot be read in full says nothing, and one of the programme's warnings tells so.
        """
        if not self.journal.is_file():
            return self.programme
        try:
            journal = self.read()
        except JournalError as error:
            return self._untold(error.message)
        if not journal.whole:
            return self._untold(f"{self.journal}: there are lines in it that cannot be read")
        decision = self.due(journal.entries).decision
        if decision.session is None:
            return self.programme
        return told(self.programme, decision.session, progress_of(journal.entries, self.planned, decision))

    def _untold(self, why: str) -> Programme:
        if not any(said_of(PROGRESS_WORDS, planned.session, None) for planned in self.programme.sessions):
            return self.programme
        what = "so no session says what was done before; 'audiocoach next' shows what to mend"
        note = Problem(f"{why}, {what}", severity="note")
        return replace(self.programme, warnings=(*self.programme.warnings, note))

    def write(self, entry: Entry) -> str:
        """Write an entry into the journal; returns its line.

        Raises:
            AudiocoachError: when there is no such session, its day is still to come, or the journal cannot be written.
        """
        self.check(entry)
        self.make_folder()
        noted = () if self.values in (None, self.read().values) else (values_line(self.values or {}),)
        return append_entry(self.journal, entry, self.name, before=noted)

    def make_folder(self) -> None:
        """Make the folder of a club's journals, where it is not there yet.

        Raises:
            AudiocoachError: when it cannot be made.
        """
        if self.in_club:
            try:
                self.journal.parent.mkdir(mode=0o700, exist_ok=True)
            except OSError as error:
                raise AudiocoachError(file_problem(self.journal.parent, error)) from None

    def check(self, entry: Entry) -> None:
        """Hold an entry against the programme and the day.

        Raises:
            AudiocoachError: when there is no such session, or its day is still to come.
        """
        if entry.session is not None:
            self.programme.find(entry.session)
        if entry.date > date.today():
            raise AudiocoachError(f"{entry.date} is still to come", "log a session on the day it was run, or later")

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


def followed(name: str | None, who: str = "", *, own: bool = False) -> Followed:
    """Find the programme meant: by name or path; else the one whose journal, or whose file, is alone in this folder.

    `who` and `own`: see `follow`.

    Raises:
        AudiocoachError: when that is none, or not clear.
    """
    path = programme_file(name)
    return follow(path, load_programme(path), who, own=own)


def programme_file(name: str | None, folder: Path = Path(), *, translated: bool = False) -> Path:
    """Find the file of the programme meant: by name or path; else the one whose journal or file is alone in a folder.

    `translated`: whether `plan.de` beside `plan` is the same one in another language, as where each has their own.

    Raises:
        AudiocoachError: when that is none, or not clear.
    """
    path = find_script(name) if name is not None else _only_one(folder, translated=translated)
    if kind_of_file(path) != "programme":
        raise AudiocoachError(
            f"{path}: this is no programme", "a journal follows a programme: 'audiocoach list' shows some"
        )
    return path


def follow(
    path: Path, programme: Programme, who: str = "", *, own: bool = False, club: Path | None = None, first: str = ""
) -> Followed:
    """Put a programme that was read from a file together with its journal, which need not be there.

    Args:
        path: the programme's file.
        programme: what was read from it.
        who: an athlete, as files are called after them: theirs is `plan Ann.journal`, or else the programme's.
        own: whether it has to be theirs.
        club: the journal that they have in a club; one that they had beside the programme before stays theirs, and one
            that follows another programme is left to that.
        first: the session they begin with.

    Raises:
        AudiocoachError: when there is no such session.
    """
    programme.since(first)
    is_shipped = path.resolve().is_relative_to(shipped_dir("scripts").resolve())
    folder = Path() if is_shipped else path.parent
    shared, theirs = (folder / f"{stem}{JOURNAL_SUFFIX}" for stem in (path.stem, f"{path.stem} {who}"))
    if club is not None:
        journal = theirs if theirs.is_file() else _in_club(club, path.stem)
        return Followed(path, programme, journal, first, in_club=journal is not theirs)
    return Followed(path, programme, theirs if who and (own or theirs.is_file()) else shared, first)


def _in_club(journal: Path, programme: str) -> Path:
    """Name somebody's journal in their club: the plain one, unless it follows another programme."""
    try:
        theirs = journal_title(journal)
    except JournalError:  # it is told where it is read
        return journal
    other = theirs is not None and theirs.casefold() != programme.casefold()
    return journal.with_name(f"{journal.stem} {safe_part(programme)}{JOURNAL_SUFFIX}") if other else journal


def _only_one(folder: Path, *, translated: bool) -> Path:
    kept = sorted(path for suffix in (JOURNAL_SUFFIX, WAITING_SUFFIX) for path in folder.glob(f"*{suffix}"))
    journals = list(dict.fromkeys(_programme_of(path) for path in kept))
    if len(journals) == 1:
        return _file_of(journals[0], folder) or find_script(journals[0])
    files = [path for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES and kind_of_file(path) == "programme"]
    if translated:
        names = {path.stem for path in files}
        files = [path for path in files if path.stem.rpartition(".")[0] not in names]
    if not journals and len(files) == 1:
        return files[0]
    found = ", ".join(journals or (path.stem for path in files))
    what = f"there are several here: {found}" if found else "there is no programme here"
    raise AudiocoachError(
        f"which programme? {what}",
        option="name it: '--programme NAME'; 'audiocoach list' shows those that come along",
    )


def _programme_of(journal: Path) -> str:
    """Return what a journal's programme is called: as the journal, or as what stands there before an athlete's name."""
    shipped = {path.stem for path in shipped_scripts()}
    stem = journal.stem
    while stem:
        if _file_of(stem, journal.parent) is not None or stem in shipped:
            return stem
        stem = stem.rpartition(" ")[0]
    return journal.stem


def _file_of(name: str, folder: Path) -> Path | None:
    return next((path for suffix in SUFFIXES if (path := folder / f"{name}{suffix}").is_file()), None)


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
