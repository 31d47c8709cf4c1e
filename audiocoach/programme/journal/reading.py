"""Read a journal: every line that can be read, and a report of every other."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from audiocoach.errors import AudiocoachError, Problem, Unreadable, Where, file_problem
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.line import DATE, MAX_LINE, SESSION, read_line, span
from audiocoach.programme.journal.spelling import visible
from audiocoach.storage.locks import lock, unlock
from audiocoach.storage.regular_files import IrregularFileError, open_regular
from audiocoach.text.decoding import utf16_of
from audiocoach.text.strange_json import read_json
from audiocoach.text.suggest import did_you_mean

MAX_BYTES = 5_000_000
MAX_PROBLEMS = 100
"""Problems that are reported one by one; the rest are counted."""

BOM = b"\xef\xbb\xbf"
_UNDO = re.compile("undo[.!]?", re.IGNORECASE)
_VALUES = re.compile(r"\s*#\s*values\s+(\{.*\})", re.IGNORECASE)
TITLE = re.compile(r"\s*#\s*audiocoach journal of\s+(\S.*)", re.IGNORECASE)


class JournalError(AudiocoachError):
    """A journal that cannot be read or written at all."""


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal as read: its entries in the order of the file, what could not be read, and whose journal it is.

    `whole`: every line could be read in full, whether or not the programme has its session. `ids`: what entries from a
    page are known by, those included that were taken back. `values` are somebody's own ones of the programme as it was
    last logged with; None where none are noted. `ran_with` has those that each session was run with, by its id.
    """

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    programme: str | None = None
    whole: bool = True
    ids: frozenset[str] = frozenset()
    values: Mapping[str, str] | None = None
    ran_with: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def values_line(values: Mapping[str, str]) -> str:
    """Write somebody's own values as a line of a journal: what is logged below it was run with them."""
    return f"# values {json.dumps(values, ensure_ascii=False, sort_keys=True)}"


def _values_in(text: str) -> dict[str, str] | None:
    """Read such a line; None for any other, or one that somebody has changed into something else."""
    found = _VALUES.fullmatch(text.rstrip())
    try:
        values = read_json(found[1]) if found else None
    except ValueError:
        return None
    is_right = isinstance(values, dict) and all(isinstance(value, str) for value in values.values())
    return values if is_right else None


def read_journal(path: Path, *, today: date | None = None, sessions: Collection[str] = ()) -> Journal:
    """Read a journal; one that is not there yet is empty.

    Report, with place and nearest right spelling, every line that cannot be read in full, every date after `today`
    (the computer's, unless given) and, when `sessions` are given, every session that is none of them.

    Raises:
        JournalError: when the file cannot be read or is too large.
    """
    data = _content(path)
    today = today or date.today()
    if utf16 := utf16_of(data):
        data = data.decode(utf16, errors="replace").encode()
    entries: list[Entry] = []
    problems: list[Problem] = []
    told, whole = 0, True
    programme: str | None = None
    ids: set[str] = set()
    values: dict[str, str] | None = None
    by_line: dict[int, Mapping[str, str]] = {}
    for number, raw in enumerate(raw_lines(data), 1):
        text = visible(raw.decode("utf-8", errors="replace")).rstrip()
        if not text.strip():
            continue
        if text.lstrip().startswith("#"):
            title = TITLE.match(text)
            programme = programme or (title and title.group(1).strip()) or None
            values = noted if (noted := _values_in(text)) is not None else values
            continue
        found, faults = read_line(text)
        faults += _bytes_fault(raw)
        if found.get("date", today) > today:
            what = f"{found.pop('date')} is after today, {today}"
            faults.append(Unreadable(what, "a session is logged when it is done: mend the date", span(text, DATE)))
        ids.update([found["id"]] if "id" in found else [])
        if is_undo := found.pop("undo", False):
            faults += [] if faults else _take_back(entries, found, text)
        damaged = bool(faults)
        whole = whole and not damaged
        session = found.get("session")
        if sessions and session and session not in sessions:
            hint = did_you_mean(session, sessions, "It counts for rest and for care, but leads nowhere.")
            faults.insert(0, Unreadable(f"the programme has no session {session}", hint, span(text, SESSION)))
        problems += [_problem(fault, path, number, text) for fault in faults[: MAX_PROBLEMS - len(problems)]]
        told += len(faults)
        near = entries[-1].date if entries else today
        if not is_undo and (entry := _entry(found, number, near, damaged=damaged)):
            entries.append(entry)
            by_line |= {} if values is None else {number: values}
    if told > MAX_PROBLEMS:
        problems.append(Problem(f"{path}: {told - MAX_PROBLEMS} more such problems", severity="warning"))
    ran_with = {entry.session: by_line[entry.line] for entry in entries if entry.session and entry.line in by_line}
    return Journal(tuple(entries), tuple(problems), programme, whole, frozenset(ids), values, ran_with)


def _take_back(entries: list[Entry], found: dict[str, Any], text: str) -> list[Unreadable]:
    """Take the entry out that a line with `undo` means; what is wrong where there is none.

    That is the one with its id, or else the last above it of its day, and of its session where it names one. A line
    that cannot be read in full asks for care until it is mended.
    """
    for at in reversed(range(len(entries))):
        entry = entries[at]
        by_id = "id" not in found or entry.id == found["id"]
        by_day = "id" in found or (entry.date == found["date"] and found.get("session") in (None, entry.session))
        if by_id and by_day and not entry.damaged:
            del entries[at]
            return []
    hint = "'undo' stands below what it takes back, with the same day and session"
    return [Unreadable("there is nothing above that this takes back", hint, span(text, _UNDO))]


def raw_lines(data: bytes) -> list[bytes]:
    """Split a journal into its lines, as they stand in the file."""
    return re.split(rb"\r\n|\n|\r", data.removeprefix(BOM))


def journal_title(path: Path) -> str | None:
    """Tell which programme a journal follows; None where it does not say, or is not there.

    Raises:
        JournalError: as `read_journal`.
    """
    head = _content(path)[:4096].removeprefix(BOM).decode("utf-8", errors="replace")
    return next((title.group(1).strip() for line in head.splitlines() if (title := TITLE.match(line))), None)


def _content(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            # An entry being written is seen whole or not at all; where nothing can be locked, read anyway.
            with suppress(TimeoutError):
                lock(file.fileno(), seconds=1)
            data = file.read(MAX_BYTES + 1)
            unlock(file.fileno())
    except FileNotFoundError:
        return b""
    except IrregularFileError as error:
        raise JournalError(f"{path}: not a file that a journal can be kept in") from error
    except OSError as error:
        raise JournalError(file_problem(path, error)) from error
    if len(data) > MAX_BYTES:
        raise JournalError(too_large(path))
    return data


def _entry(found: dict[str, Any], number: int, near: date, *, damaged: bool) -> Entry | None:
    """Return a line's entry; of a damaged line what can be relied on, or None where that is nothing."""
    if not damaged:
        return Entry(**found, line=number)
    found = {key: value for key, value in found.items() if key != "cleared"}
    if "date" not in found:
        kept = {key: found[key] for key in ("pain", "stop") if key in found}
        return Entry(near, **kept, line=number, damaged=True) if kept else None
    if found.keys().isdisjoint(("session", "felt", "done", "pain", "stumbles", "stop")):
        return None
    return Entry(**found, line=number, damaged=True)


def _problem(fault: Unreadable, path: Path, number: int, text: str) -> Problem:
    start, end = fault.span or (len(text) - len(text.lstrip()), len(text))
    shown = text if len(text) <= MAX_LINE else text[:80] + "…"
    where = Where(str(path), number, start + 1, max(1, min(end, len(shown)) - start), shown)
    return Problem(fault.message, where, fault.hint, "warning")


def _bytes_fault(raw: bytes) -> list[Unreadable]:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        at = len(raw[: error.start].decode("utf-8"))
        return [Unreadable("a byte that is not UTF-8", "save the journal as UTF-8 and mend this line", (at, at + 1))]
    return []


def too_large(path: Path) -> str:
    """Return the message for a journal above `MAX_BYTES`."""
    return f"{path}: larger than {MAX_BYTES // 1_000_000} MB, the most a journal may be; is this the right file?"
