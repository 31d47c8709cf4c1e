"""`log`, `next` and `history`: following a programme, with the journal beside it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audiocoach.errors import AudiocoachError
from audiocoach.programme.adapting.deciding import decide
from audiocoach.programme.adapting.decision import NO_MEDICAL_ADVICE, Decision, Entry, Planned
from audiocoach.programme.journal.history import history_lines
from audiocoach.programme.journal.reading import read_journal
from audiocoach.programme.journal.spelling import date_hint, share
from audiocoach.programme.journal.writing import append_entry
from audiocoach.programme.load_programme import load_programme
from audiocoach.programme.programme import Programme
from audiocoach.script.library import SUFFIXES, find_script
from audiocoach.script.source import kind_of_file
from audiocoach.storage.shipped import shipped_dir

JOURNAL_SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class Followed:
    """A programme somebody follows: its file, and the journal beside it (of a shipped one: in the current folder)."""

    path: Path
    programme: Programme
    journal: Path

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.path.stem

    @property
    def planned(self) -> list[Planned]:
        """Its sessions as the adapting rules see them."""
        is_length = self.programme.dose_is_length
        return [Planned(planned.id, planned.dose, is_length) for planned in self.programme.sessions]

    def entries(self) -> tuple[Entry, ...]:
        """The journal's entries; what is wrong in it is told, and loses nothing else."""
        journal = read_journal(
            self.journal, today=date.today(), sessions=[planned.id for planned in self.programme.sessions]
        )
        for problem in journal.problems:
            print(problem, file=sys.stderr)
        return journal.entries


def followed(name: str | None) -> Followed:
    """The programme meant: by name or path; else the one whose journal, or whose file, is alone in this folder.

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
        f"which programme? {what}", "name it: '--programme NAME'; 'audiocoach list' shows those that come along"
    )


def _programme_of(journal: Path) -> Path:
    for suffix in SUFFIXES:
        if (path := journal.with_suffix(suffix)).is_file():
            return path
    return find_script(journal.stem)


def log(entry: Entry, name: str | None) -> None:
    """Write an entry into the journal, and say what it means for the next session."""
    following = followed(name)
    if entry.session is not None:
        following.programme.find(entry.session)
    if entry.date > date.today():
        raise AudiocoachError(f"{entry.date} is still to come", "log a session on the day it was run, or later")
    line = append_entry(following.journal, entry, following.name)
    print(f"{following.journal}: {line}")
    _tell(following, _decision(following))


def _decision(following: Followed) -> Decision:
    return decide(following.entries(), following.planned, date.today(), following.programme.adapt)


def show_next(name: str | None, *, render: bool) -> None:
    """Say which session comes next, and why; render it if wanted."""
    following = followed(name)
    decision = _decision(following)
    _tell(following, decision)
    if render and decision.session is not None:
        from audiocoach.cli.render import Wishes, render_scripts

        render_scripts([str(following.path)], None, Wishes(lambda session: session, sessions=(decision.session,)))


def _tell(following: Followed, decision: Decision) -> None:
    programme = following.programme
    if decision.session is None:
        print("Next: nothing, until this is cleared.")
    else:
        planned = programme.find(decision.session)
        day = "today" if decision.not_before <= date.today() else f"from {decision.not_before:%a %Y-%m-%d}"
        dose = f"{programme.dose_name} {programme.dose_text(planned.dose)}"
        print(f"Next: {planned.id} of {programme.title} ({dose}), {day}.")
    for reason in decision.reasons:
        print(f"  {reason}")
    if decision.stop:
        again = "'audiocoach log --cleared --note \"what the professional said\"' takes the plan up again."
        print(f"  {again}")
    print(NO_MEDICAL_ADVICE)


def show_history(name: str | None) -> None:
    """Print the journal as a table and a chart."""
    following = followed(name)
    for line in _history(following):
        print(line)


def _history(following: Followed) -> Sequence[str]:
    return history_lines(following.entries(), following.planned)


def entry(
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
    """An entry from what the command line says.

    Raises:
        AudiocoachError: when it says too little, or something unreadable.
    """
    from audiocoach.errors import Unreadable

    if session is None and not (stop or cleared):
        raise AudiocoachError(
            "which session? 'audiocoach log 1.1 --felt 4'", "'audiocoach next' says which one was due"
        )
    when = date.today() if on is None else day(on)
    try:
        share_done = None if done is None else share(f"{done.strip()}%" if done.strip().isdecimal() else done.strip())
    except Unreadable as error:
        raise AudiocoachError(error.message, error.hint) from None
    return Entry(when, session, felt, share_done, pain, stumbles, stop=stop, cleared=cleared, note=note)


def day(text: str) -> date:
    """A day as it is written on the command line."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # there is no such day
    hint = date_hint(text) or f"days look like {date.today()}"
    raise AudiocoachError(f"'{text}' is not a day", hint)
