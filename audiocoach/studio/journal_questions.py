"""The questions about following a programme: what comes next and why, and how a session was."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError
from audiocoach.studio.asked import Answer, Asked, number_in, switch_in, text_in
from audiocoach.studio.commands_shown import shown_command
from audiocoach.studio.desk import Desk

if TYPE_CHECKING:
    from audiocoach.programme.adapting.decision import Entry
    from audiocoach.programme.following import Followed
    from audiocoach.rendering.athletes import Athlete

_SHOWN = 10
"""Entries that the page shows: the last of them."""


def journal(desk: Desk, asked: Asked) -> Answer:
    """Say which session comes next, and why, and what was logged: of one, or of somebody in a table of athletes."""
    following = _following(desk, asked)
    found = following.read()
    return {
        **_next(following, found.entries),
        "problems": [{"message": str(problem)} for problem in found.problems],
        "command": shown_command("next", *_whose(desk, asked)),
    }


def log(desk: Desk, asked: Asked) -> Answer:
    """Write into the journal how a session was, as the command line does."""
    from audiocoach.programme.following import entry_of

    following = _following(desk, asked)
    told = _told(asked)
    entry = entry_of(
        text_in(asked, "session", "") or None,
        told.get("felt"),
        f"{told['done']}%" if "done" in told else None,
        told.get("pain"),
        told.get("stumbles"),
        text_in(asked, "on", "") or None,
        text_in(asked, "note", ""),
        stop=switch_in(asked, "stop"),
        cleared=switch_in(asked, "cleared"),
    )
    note = following.same_day(entry)
    written = following.write(entry)
    return {
        **_next(following, following.read().entries),
        "written": written,
        "notes": [note] if note else [],
        "command": shown_command("log", *_options(asked, told), *_whose(desk, asked)),
    }


def unlog(desk: Desk, asked: Asked) -> Answer:
    """Take the last entry back, by a line more in the journal; `last` is what the page showed of it."""
    from audiocoach.programme.receiving import take_back

    following = _following(desk, asked)
    if _last(following.read().entries) != text_in(asked, "last"):
        raise AudiocoachError("the journal has changed meanwhile", "look at what was logged once more")
    entry, written = take_back(following, None)
    care = entry.stop or entry.pain or entry.cleared
    return {
        **_next(following, following.read().entries),
        "written": written,
        "notes": ["what it said of pain, a stop or its clearing counts no more"] if care else [],
        "command": shown_command("log", "--undo", *_whose(desk, asked)),
    }


def people(desk: Desk, asked: Asked) -> Answer:
    """Name those of a table of athletes, and the tables that lie in the folder."""
    table = text_in(asked, "athletes", "")
    found = _people(desk, table) if table else ()
    names = [who.name.casefold() for who in found]
    called = [who.name if names.count(who.name.casefold()) == 1 else who.id or who.file for who in found]
    return {"tables": desk.folder.tables(), "people": called}


_NUMBERS = ("felt", "done", "pain", "stumbles")
_MOST = {"felt": 10, "done": 100, "pain": 10, "stumbles": 999}


def _told(asked: Asked) -> dict[str, int]:
    """Return what was said in numbers.

    Raises:
        AudiocoachError: for one that is too large.
    """
    told = {key: number_in(asked, key) for key in _NUMBERS if asked.get(key) is not None}
    for key, number in told.items():
        if number > _MOST[key]:
            raise AudiocoachError(f"'{key}' is {number}", f"it goes to {_MOST[key]}")
    return told


def _options(asked: Asked, told: dict[str, int]) -> Iterator[str]:
    if session := text_in(asked, "session", ""):
        yield session
    for key, number in told.items():
        yield from (f"--{key}", f"{number}%" if key == "done" else str(number))
    for key in ("on", "note"):
        if text := text_in(asked, key, ""):
            yield from (f"--{key}", text)
    yield from (f"--{key}" for key in ("stop", "cleared") if switch_in(asked, key))


def _whose(desk: Desk, asked: Asked) -> Iterator[str]:
    """Write the options that name the programme, and whose journal is meant."""
    yield from ("--programme", desk.folder.typed_name(text_in(asked, "path")))
    if table := text_in(asked, "athletes", ""):
        yield from ("--athletes", desk.folder.typed_name(table))
    if athlete := text_in(asked, "athlete", ""):
        yield from ("--athlete", athlete)


def _people(desk: Desk, table: str) -> tuple[Athlete, ...]:
    from audiocoach.club.roster import check_count, read_roster

    path = desk.folder.table(table)
    roster = read_roster(path, keep_going=True)
    check_count(roster, path)
    return roster.named


def _following(desk: Desk, asked: Asked) -> Followed:
    """Find the programme and the journal beside it, which must be in the folder as well.

    Raises:
        AudiocoachError: when there is no such programme, or its journal leads out of the folder.
    """
    from audiocoach.rendering.told_programmes import followed_for

    path = desk.folder.script(text_in(asked, "path"))
    table, name = text_in(asked, "athletes", ""), text_in(asked, "athlete", "")
    who = None
    if table:
        found = [each for each in _people(desk, table) if name in (each.id, each.file, each.name) and name]
        if len(found) != 1:
            raise AudiocoachError(f"{table}: this is for one athlete at a time", "choose who it is")
        who = found[0]
    following = followed_for(str(path), who, path.parent, own=who is not None)
    journal = Path(os.path.abspath(following.journal))  # noqa: PTH100 - links are not followed yet
    if not journal.is_relative_to(desk.folder.home):
        hint = "copy the programme into the folder that is open: a template, or 'audiocoach new NAME --from THIS'"
        raise AudiocoachError(f"{text_in(asked, 'path')}: its journal would not lie in this folder", hint)
    desk.folder.file(desk.folder.name_of(journal))
    return following


def _next(following: Followed, entries: Sequence[Entry]) -> Answer:
    from audiocoach.programme.adapting.decision import NO_MEDICAL_ADVICE

    programme, due = following.programme, following.due(entries)
    planned = due.planned
    return {
        "next": None
        if planned is None
        else {
            "id": planned.id,
            "dose": f"{programme.dose_name} {programme.dose_text(planned.dose)}",
            "from": due.decision.not_before.isoformat(),
            "today": due.is_today,
        },
        "reasons": list(due.decision.reasons),
        "stop": due.decision.stop,
        "sessions": [each.id for each in programme.sessions],
        "entries": [_entry(each) for each in entries[-_SHOWN:]],
        "last": _last(entries),
        "advice": NO_MEDICAL_ADVICE,
    }


def _last(entries: Sequence[Entry]) -> str:
    """Write the last entry as the journal has it; "" where there is none."""
    from audiocoach.programme.journal.line import format_entry

    return format_entry(entries[-1]) if entries else ""


def _entry(entry: Entry) -> Answer:
    return {
        "date": entry.date.isoformat(),
        "session": entry.session,
        "felt": entry.felt,
        "done": None if entry.done is None else round(100 * float(entry.done)),
        "pain": entry.pain,
        "stumbles": entry.stumbles,
        "stop": entry.stop,
        "cleared": entry.cleared,
        "note": entry.note,
    }
