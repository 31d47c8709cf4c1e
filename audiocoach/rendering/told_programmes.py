"""Programmes with what the journals beside them say in the session that comes next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError
from audiocoach.rendering.athletes import Athlete, about, given_of, plain_file
from audiocoach.script.standard_input import STDIN

if TYPE_CHECKING:
    from audiocoach.programme.following import Followed
    from audiocoach.programme.programme import PlannedSession, Programme


def told_to(who: Athlete | None, path: Path, programme: Programme, *, own: bool = False) -> Programme:
    """Give a programme as it is for somebody: with what their journal says, if there is one; see `following.follow`.

    With `own`, as where athletes are several, another's journal says nothing to them.
    """
    if path == STDIN:
        return programme
    return followed_by(who, path, programme, own=own).told()


def followed_by(who: Athlete | None, path: Path, programme: Programme, *, own: bool = False) -> Followed:
    """Put a programme together with somebody's journal, their club's or the one beside it; see `following.follow`."""
    found = _with_journal(who, path, programme, own=own)
    if who is None or who.journals is None:
        return found
    values = who.values if who.values or who.own.columns else None
    return replace(found, whose=who.name, values=values, programme=_as_run(who, path, found))


def _with_journal(who: Athlete | None, path: Path, programme: Programme, *, own: bool = False) -> Followed:
    from audiocoach.programme.following import follow

    club = who.journal if who else None
    first = who.first_session if who else ""
    return follow(path, programme, file_part(who), own=own, club=club, first=first)


def _as_run(who: Athlete, path: Path, followed: Followed) -> Programme:
    """Give a programme whose sessions that somebody has run are as they were then, whatever values they have now.

    Where those make no session any more, as the plan itself has changed, it is as it would be now.
    """
    from audiocoach.programme.journal.reading import JournalError
    from audiocoach.programme.load_programme import load_programme
    from audiocoach.programme.programme import in_order

    programme = followed.programme
    try:
        ran_with = followed.read().ran_with
    except JournalError:  # it is told where the journal is read
        return programme
    then: dict[str, PlannedSession] = {}
    for values in {tuple(sorted(each.items())): each for each in ran_with.values() if each != who.values}.values():
        try:
            with given_of(who.with_values(values)):
                sessions = load_programme(path).sessions
        except AudiocoachError:
            continue
        then |= {each.id: each for each in sessions if ran_with.get(each.id) == values}
    if not then:
        return programme
    return replace(programme, sessions=in_order([then.get(each.id, each) for each in programme.sessions]))


def run_of(who: Athlete | None, path: Path, programme: Programme) -> frozenset[str]:
    """Name the sessions that somebody of a club has run; none where their journal cannot be read, which is told."""
    if who is None or who.journals is None or path == STDIN:
        return frozenset()
    from audiocoach.programme.journal.reading import JournalError

    try:
        return frozenset(entry.session or "" for entry in _with_journal(who, path, programme).read().entries)
    except JournalError:
        return frozenset()


def followed_for(name: str | None, who: Athlete | None, folder: Path = Path(), *, own: bool = False) -> Followed:
    """Find the programme meant, and read it as it is for somebody; see `following.programme_file`.

    Raises:
        AudiocoachError: when it is none, or wrong for them.
    """
    from audiocoach.programme.following import programme_file
    from audiocoach.programme.load_programme import load_programme

    path = programme_file(name, folder, translated=who is not None and who.journals is not None)
    with about(who):
        with given_of(who):
            programme = load_programme(path)
        return followed_by(who, path, programme, own=own)


def file_part(who: Athlete | None) -> str:
    """Return what stands in the names of somebody's files; empty for nobody."""
    return "" if who is None else plain_file(who.file)
