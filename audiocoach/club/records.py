"""What was made for whom, one line each, in `done/NAME.jsonl`: written whole, read as anybody's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, asdict, dataclass, fields, replace
from hashlib import sha256
from typing import Any

from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.strange_json import read_json

FOLDER = "done"
SUFFIX = ".jsonl"

MOST_BYTES = 16_000_000
"""Of one file of records. Fewer are written into one."""

_MOST_WRITTEN = 8_000_000
"""Bytes of one file that is written, unless a single record has more."""

_MOST_OF_A_LINE = 8_000_000
"""Bytes: a track for each of ten thousand steps, by names of a hundred letters that take six bytes each."""

_MOST_TEXT = 2_000
_MOST_PARTS = 10_100
"""A track for each step, and what lies beside."""

_DIGEST = LatePattern(r"[0-9a-f]{64}")
_OUTSIDE = LatePattern(r"[\\:\x00-\x1f]|^/|^$|(?:^|/)(?:\.{1,2})?(?:/|$)")
"""What no name in the output folder has: a way out of it, or signs that only some systems take."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file that belongs to a record's: its name below the output folder, with `/`, SHA-256 in hexadecimal, bytes."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Record:
    """One session for one athlete: the file it became, or why it was refused.

    `athlete` is their id, or else what their files are called after; empty for nobody by name. `session` is the
    script's name, with the session of a programme behind it. `file` is below the output folder, with `/`; `made_from`
    is the digest of all that its content depends on. `turn` counts how often the file was made from something new: of
    two records of a file, the higher one holds. `length_ms` is of its sound. `parts` lie beside it. `version` is of the
    audiocoach that made it, where that is known.
    """

    athlete: str
    session: str
    file: str
    sha256: str = ""
    bytes: int = 0
    made_from: str = ""
    refused: str = ""
    turn: int = 1
    length_ms: int = 0
    parts: tuple[Part, ...] = ()
    version: str = ""


_NAMES: dict[type, tuple[set[str], set[str]]] = {
    kind: ({each.name for each in fields(kind) if each.default is MISSING}, {each.name for each in fields(kind)})
    for kind in (Part, Record)
}
"""Of each kind, the values that it must have and those that it may have."""


def is_inside(name: str) -> bool:
    """Tell whether a name, with `/`, is one that a file below the output folder can have on every system."""
    return not _OUTSIDE.search(name)


def written(records: Iterable[Record]) -> bytes:
    """Write records as JSON, a line each."""
    return b"".join(map(_line, records))


def in_files(records: Iterable[Record]) -> Iterator[bytes]:
    """Write records as `written` does, no more of them in one file than are read again."""
    lines: list[bytes] = []
    size = 0
    for line in map(_line, records):
        if lines and size + len(line) > _MOST_WRITTEN:
            yield b"".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield b"".join(lines)


def _line(record: Record) -> bytes:
    return f"{json.dumps(asdict(record), separators=(',', ':'))}\n".encode()


def name_of(data: bytes) -> str:
    """Name a file of records by its content: the same, put twice, is there once."""
    return f"{sha256(data).hexdigest()[:32]}{SUFFIX}"


def read(data: bytes) -> tuple[list[Record], int]:
    """Read a file of records, whoever wrote it: what is one, and how many lines are none."""
    if len(data) > MOST_BYTES:
        return [], 1
    found: list[Record] = []
    wrong = 0
    for line in data.split(b"\n"):
        if line.strip():
            try:
                found.append(_record(line))
            except ValueError:
                wrong += 1
    return found, wrong


def _record(line: bytes) -> Record:
    values = read_json(line, most=_MOST_OF_A_LINE)
    own = _values(values, Record)
    parts = own.pop("parts", [])
    if not isinstance(parts, list) or len(parts) > _MOST_PARTS:
        raise ValueError("its parts are no list")
    return Record(**_checked(own), parts=tuple(Part(**_checked(_values(each, Part))) for each in parts))


def _values(values: Any, kind: type) -> dict[str, Any]:
    needed, known = _NAMES[kind]
    if not isinstance(values, dict) or not needed <= values.keys() <= known:
        raise ValueError("these are not the values of a record")
    return dict(values)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """Hold values to what a record's may be."""
    for name, value in values.items():
        if name in ("bytes", "turn", "length_ms"):
            if type(value) is not int or not 0 <= value < 1 << 50:
                raise ValueError(f"{name} is no number of that kind")
        elif not isinstance(value, str) or len(value) > _MOST_TEXT:
            raise ValueError(f"{name} is no text, or too long")
    if not is_inside(values["file"]):
        raise ValueError("its file is not in this folder")
    digests = [values.get("sha256", ""), values.get("made_from", "")]
    if any(digest and not _DIGEST.fullmatch(digest) for digest in digests) or not (digests[0] or values.get("refused")):
        raise ValueError("a digest is none")
    return values


def passed_on(record: Record, athlete: str) -> list[Record]:
    """Give the record of a file that was another's, or theirs by another id, and is somebody's now; else none."""
    if record.athlete == athlete or not record.sha256:
        return []
    return [replace(record, athlete=athlete, turn=record.turn + 1)]


def latest(records: Iterable[Record]) -> dict[str, Record]:
    """Give the record that holds of each file. Where two of one turn disagree, neither does."""
    found: dict[str, Record] = {}
    for record in records:
        if record.refused:
            continue
        before = found.get(record.file)
        if before is None or before.turn < record.turn:
            found[record.file] = record
        elif before.turn == record.turn and before != record:
            found[record.file] = Record(record.athlete, record.session, record.file, turn=record.turn)
    return found
