"""Entries that runners send: to whose journal each goes, what is known already, and what waits for the coach's yes.

What waits stands in a file beside the journal, `plan Ann.waiting`, which is kept as a journal is: nothing is removed, a
line with `undo` says that an entry waits no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from audiocoach.errors import AudiocoachError
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.following import JOURNAL_SUFFIX, WAITING_SUFFIX, Followed
from audiocoach.programme.journal.page_answers import PageAnswer, bare
from audiocoach.programme.journal.reading import read_journal
from audiocoach.programme.journal.writing import KnownEntryError, append_entry
from audiocoach.script.library import SUFFIXES, find_script, shipped_scripts
from audiocoach.script.source import kind_of_file

MAX_WAITING = 50
"""Entries of one journal that wait at once."""

Taken = Literal["written", "waits", "known"]


@dataclass(frozen=True, slots=True)
class Received:
    """An entry and whose journal it goes to.

    `known`: it is there already. `asks`: what in it is for the coach to see before it counts. `note`: what else is to
    be known of it.
    """

    following: Followed
    entry: Entry
    known: bool = False
    asks: tuple[str, ...] = ()
    note: str = ""


def care(entry: Entry, entries: Iterable[Entry] = ()) -> tuple[str, ...]:
    """Say what of an entry needs somebody's yes: pain, a stop, its clearing; and what it would change of `entries`."""
    says = [
        *([f"pain {entry.pain}"] if entry.pain else []),
        *(["stop"] if entry.stop else []),
        *(["cleared"] if entry.cleared else []),
    ]
    if any((known.date, known.session) == (entry.date, entry.session) for known in entries if known.session):
        says.append("another entry of that day")
    return tuple(says)


class Letterbox:
    """Finds whose journal an answer goes to: by the names of what is here, never by a path that a stranger wrote.

    `programme`: answers for others are refused. `followed` puts a programme's file together with the journal of
    whoever goes by a name.
    """

    def __init__(self, programme: str | None, followed: Callable[[Path, str], Followed]) -> None:
        self._only = find_script(programme) if programme is not None else None
        self._followed = followed

    def received(self, answer: PageAnswer) -> Received:
        """Find where an answer goes, and what there is to say about it.

        Raises:
            AudiocoachError: when it goes nowhere, or the programme has no such session on such a day.
        """
        following = self._followed(self._path(answer.programme), answer.name)
        following.check(answer.entry)
        known = answer.entry.id in following.read().ids
        note = "" if known else following.same_day(answer.entry)
        return Received(following, answer.entry, known, care(answer.entry), note)

    def _path(self, name: str) -> Path:
        """Find a programme in the current folder, or one that comes along, by its bare name."""
        scripts = [self._only] if self._only else [*scripts_here(), *shipped_scripts()]
        path = next((path for path in scripts if bare(path.stem).casefold() == name.casefold()), None)
        if path is None or kind_of_file(path) != "programme":
            only = f", and is not of '{self._only.stem}'" if self._only else ""
            hint = "" if self._only else "go to the folder that has it, or name it: '--programme PATH'"
            raise AudiocoachError(f"this is of the programme '{name}'{only}, which is not here", hint)
        return path


def scripts_here() -> list[Path]:
    """Return the scripts in the current folder."""
    return sorted(path for path in Path().iterdir() if path.suffix in SUFFIXES)


def take_back(following: Followed, what: str | None) -> tuple[Entry, str]:
    """Take back the last entry, the last of a session, or the one with an id, by a line more in the journal.

    Returns the entry and that line.

    Raises:
        AudiocoachError: when there is none, or the journal cannot be written.
    """
    entries = following.read().entries
    found = next((each for each in reversed(entries) if what in (None, each.session, each.id)), None)
    if found is None:
        what = "nothing is logged" if what is None else f"there is no entry of '{what}'"
        raise AudiocoachError(f"{following.journal}: {what}", "'audiocoach history' shows what is logged")
    if found.damaged:
        raise AudiocoachError(
            f"{following.journal}:{found.line}: this line cannot be read in full, and cannot be taken back",
            "mend it, or take it out, in the journal itself",
        )
    undo = Entry(found.date, found.session, undo=True, id=found.id)
    return found, append_entry(following.journal, undo, following.name)


def take(following: Followed, entry: Entry) -> Taken:
    """Write an entry that came by itself: into the journal, or, where it needs the coach's yes, to those that wait.

    Raises:
        AudiocoachError: when the programme has no such session, too many wait, or it cannot be written.
    """
    following.check(entry)
    journal = following.read()
    if entry.id in journal.ids:
        return "known"
    try:
        if not care(entry, journal.entries):
            following.write(entry)
            return "written"
        if len(waiting(following)) >= MAX_WAITING:
            raise AudiocoachError(
                f"{waiting_file(following)}: {MAX_WAITING} entries wait", "'audiocoach log --waiting'"
            )
        following.make_folder()
        append_entry(waiting_file(following), entry, following.name)
    except KnownEntryError:
        return "known"
    return "waits"


def waiting_file(following: Followed) -> Path:
    """Return where the entries for a journal wait."""
    return following.journal.with_suffix(WAITING_SUFFIX)


def waiting(following: Followed) -> tuple[Entry, ...]:
    """Give the entries that wait for a yes; what got into the journal since does not wait."""
    path = waiting_file(following)
    if not path.exists():
        return ()
    ids = following.read().ids
    entries = read_journal(path, today=date.today()).entries
    return tuple(entry for entry in entries if entry.id and not entry.damaged and entry.id not in ids)


def all_waiting(following: Followed) -> list[Received]:
    """Give what waits for the programme's journals, anybody's: of all that lie beside the one given."""
    folder, name = following.journal.parent, following.name
    found = []
    for path in sorted(folder.glob(f"*{WAITING_SUFFIX}")):
        if path.stem == name or path.stem.startswith(f"{name} "):
            found += received_waiting(replace(following, journal=path.with_suffix(JOURNAL_SUFFIX)))
    return found


def received_waiting(following: Followed) -> list[Received]:
    """Give what waits for one journal."""
    return [
        Received(following, entry, asks=care(entry), note=following.same_day(entry)) for entry in waiting(following)
    ]


def settle(following: Followed, entry: Entry, *, write: bool) -> str:
    """Write an entry that waited, or do not; in both cases it waits no more. Returns its line, if it is written."""
    line = ""
    if write:
        try:
            line = following.write(entry)
        except KnownEntryError:
            line = ""
    append_entry(waiting_file(following), Entry(entry.date, entry.session, undo=True, id=entry.id), following.name)
    return line
