"""Write to a journal: one entry at its end, whole or not at all, whoever else is writing."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from audiocoach.errors import Unreadable, file_problem
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.line import format_entry, parse_line, read_line
from audiocoach.programme.journal.reading import BOM, MAX_BYTES, TITLE, JournalError, raw_lines, too_large
from audiocoach.programme.journal.spelling import folded, visible
from audiocoach.storage.locks import locked
from audiocoach.storage.owner_only import keep_to_owner
from audiocoach.storage.regular_files import IrregularFileError
from audiocoach.storage.whole_files import sync_folder
from audiocoach.text.decoding import utf16_of


class KnownEntryError(JournalError):
    """An entry whose id the journal has already, be it that it was taken back."""


def append_entry(path: Path, entry: Entry, programme: str, *, before: Sequence[str] = ()) -> str:
    """Write an entry at the end of a journal, and return its line once it is on the disk.

    A journal that is not there yet begins with its header. Any number of processes may do this at once: each entry
    is one write under a lock, and begins on a line of its own whatever stands before it. One with an id is written
    once, whoever tries at the same time. Lines to stand `before` it are written with it.

    Raises:
        KnownEntryError: when its id is there already.
        JournalError: when it cannot be written, belongs to another programme, or would not be read back as it is.
    """
    line = format_entry(entry)
    try:
        read_back = parse_line(line)
    except Unreadable as fault:
        raise JournalError(f"not logged: {fault.message}", fault.hint) from None
    if read_back != replace(entry, note=folded(entry.note), damaged=False):
        raise JournalError(f"not logged: '{line}' says something else than was asked for")
    try:
        with locked(path) as handle:
            size = os.fstat(handle).st_size
            os.lseek(handle, 0, os.SEEK_SET)
            if entry.id and not entry.undo:
                _refuse_known(path, handle, entry.id)
                os.lseek(handle, 0, os.SEEK_SET)
            head = os.read(handle, 4096)
            os.lseek(handle, max(0, size - 1), os.SEEK_SET)
            last = os.read(handle, 1)
            added = [*before, line]
            data = _addition(path, added, programme, head=head, last=last, fresh=size <= len(head))
            keep_to_owner(handle)
            if size + len(data) > MAX_BYTES:
                raise JournalError(too_large(path))
            _append(handle, data, size)
        if not size:
            sync_folder(path.parent)
    except TimeoutError as error:
        raise JournalError(f"{path}: another program keeps the journal locked; try again") from error
    except IrregularFileError as error:
        raise JournalError(f"{path}: not a file that a journal can be kept in") from error
    except FileNotFoundError as error:
        raise JournalError(f"{path}: there is no folder {path.parent}; make it first") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise JournalError(f"{path}: the disk is full; make room, and log it again") from error
        raise JournalError(file_problem(path, error)) from error
    return line


def _refuse_known(path: Path, handle: int, known: str) -> None:
    """Raise where an entry of the journal has this id; a note that speaks of it is none."""
    data = b""
    while part := os.read(handle, MAX_BYTES):
        data += part
        if len(data) > MAX_BYTES:
            raise JournalError(too_large(path))
    mark = known.encode()
    for raw in raw_lines(data) if mark in data else ():
        if mark in raw and read_line(visible(raw.decode("utf-8", errors="replace")).rstrip())[0].get("id") == known:
            raise KnownEntryError(f"{path}: this entry is in it already")


def _written(handle: int, data: memoryview) -> int:
    """Write what the system takes of some bytes; return how many these are. None is as on a full disk."""
    taken = os.write(handle, data)
    if not taken:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return taken


def _append(handle: int, data: bytes, size: int) -> None:
    """Add bytes to a file of a size, and put them on the disk; it is as it was when that fails or is broken off."""
    try:
        left = memoryview(data)
        while left:  # one write, unless the system takes a part: the next says why
            left = left[_written(handle, left) :]
        os.fsync(handle)
    except BaseException:
        os.ftruncate(handle, size)
        raise


def header_lines(programme: str) -> list[str]:
    """Return the first lines of a new journal: whose it is, and how to read and correct it."""
    return [
        f"# audiocoach journal of {folded(programme)}",
        "# A line an entry: day  session  felt 1-10  done 85%  pain 0-10  stumbles 0  stop  note: your own words",
        "# Only the day and the session must be there. 'stop' is for sharp pain, swelling, dizziness or a fall: see a",
        "# professional. It holds until a later line such as: 2026-11-25  cleared  note: physio says go on",
        "# You may edit this file; '2026-11-22 3.2 undo' takes a line above back. Experimental, and no medical advice.",
    ]


def _addition(path: Path, added: Sequence[str], programme: str, *, head: bytes, last: bytes, fresh: bool) -> bytes:
    """Return the bytes to append to a file that begins with `head` and ends with `last`."""
    if utf16_of(head):
        raise JournalError(f"{path}: saved as UTF-16; save it as UTF-8, then log again")
    lines = [*added]
    empty = fresh and not head.removeprefix(BOM).strip()
    if empty:
        lines = [*header_lines(programme), *added]
    for text in head.removeprefix(BOM).decode("utf-8", errors="replace").splitlines():
        title = TITLE.match(text)
        if title and title.group(1).strip().casefold() != folded(programme).casefold():
            theirs = title.group(1).strip()
            raise JournalError(f"{path}: the journal of '{theirs}', not of '{programme}'; log to another file")
        if title:
            break
    end = "\r\n" if b"\r\n" in head else "\n"
    begin = end if last not in (b"", b"\n", b"\r") and not empty else ""
    return (begin + end.join(lines) + end).encode()
