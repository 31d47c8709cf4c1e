"""What a FIT file says of its own sizes, held against what is there before anything heavy reads it.

The layout is that of the FIT protocol, which Garmin publishes: a header, definitions and data messages, a checksum.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from audiocoach.errors import AudiocoachError
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.storage.installation import how_to_add

MAX_MESSAGES = 400
"""A watch takes 50 to 100 steps in a workout; each message costs its reader a millisecond and 30 kB."""

MAX_FIELDS = 8_000
"""In all messages and definitions together; a step has ten."""

WORKOUT_FILE = 5
_FILE_ID = 0
_KINDS = {4: "an activity", 6: "a course", 15: "a log of health", 20: "an activity", 32: "a segment"}
_DAMAGED = ("the file is damaged or cut off", "export it again from the program that wrote it")


def without_fit_tool(what: str) -> AudiocoachError:
    """Return the error for FIT files that cannot be read or written here: it names the extra."""
    message = f"FIT files are {what} with fit-tool, which is not installed"
    return AudiocoachError(message, how_to_add("fit"))


@dataclass(frozen=True, slots=True)
class FitOutline:
    """The first of the files in some bytes: where it ends, and whether more follow."""

    end: int
    is_followed: bool


@dataclass(frozen=True, slots=True)
class _Definition:
    """The messages that a definition announces: their number, size and fields, and where the type of a file stands."""

    number: int
    size: int
    fields: int
    type_at: int


def outline(data: bytes) -> FitOutline:
    """See that a FIT file is a workout, and that its sizes are true.

    Raises:
        ImportRefusedError: when it is cut off or damaged, no workout, or has more messages than any watch takes.
    """
    begin, size = _header(data)
    file_type, fields = None, 0
    for count, (definition, at) in enumerate(_messages(data, begin, begin + size), 1):
        fields += definition.fields + 1
        if count > MAX_MESSAGES or fields > MAX_FIELDS:
            what = f"more than {MAX_MESSAGES} messages" if count > MAX_MESSAGES else "messages of too many fields"
            raise ImportRefusedError(f"this file has {what}, and no watch takes so many steps")
        if at and file_type is None and definition.number == _FILE_ID and definition.type_at >= 0:
            file_type = data[at + definition.type_at]
            _check_type(file_type)
    if file_type is None:
        raise ImportRefusedError("this FIT file does not say what it is, and is no workout")
    end = begin + size + 2
    return FitOutline(end, len(data) > end and data[end + 8 : end + 12] == b".FIT")


def _check_type(file_type: int) -> None:
    if file_type != WORKOUT_FILE:
        what = _KINDS.get(file_type, "something else")
        raise ImportRefusedError(f"this FIT file is {what}, not a workout", "export the workout, not what was done")


def _header(data: bytes) -> tuple[int, int]:
    """Return where the messages begin, and how many bytes of them there are."""
    length = data[0] if data else 0
    if length not in (12, 14) or len(data) < length or data[8:12] != b".FIT":
        raise ImportRefusedError(*_DAMAGED)
    (size,) = struct.unpack_from("<I", data, 4)
    if length + size + 2 > len(data):
        raise ImportRefusedError(*_DAMAGED)
    return length, size


def _messages(data: bytes, at: int, end: int) -> Iterator[tuple[_Definition, int]]:
    """Yield each definition, with 0, and that of each data message, with where its fields begin."""
    known: dict[int, _Definition] = {}
    while at < end:
        head = data[at]
        at += 1
        if head & 0x80:
            local = head >> 5 & 3
        elif head & 0x40:
            known[head & 15], at = _definition(data, at, end, has_more=bool(head & 0x20))
            yield known[head & 15], 0
            continue
        else:
            local = head & 15
        definition = known.get(local)
        if definition is None or at + definition.size > end:
            raise ImportRefusedError(*_DAMAGED)
        yield definition, at
        at += definition.size


def _definition(data: bytes, at: int, end: int, *, has_more: bool) -> tuple[_Definition, int]:
    """Read a definition: five bytes, three for each field, and then the same for what developers add."""
    if at + 5 > end:
        raise ImportRefusedError(*_DAMAGED)
    (number,) = struct.unpack_from(">H" if data[at + 1] else "<H", data, at + 2)
    size, type_at, all_fields, fields = 0, -1, 0, data[at + 4]
    at += 5
    for own in (True, False) if has_more else (True,):
        if not own:
            fields = data[at] if at < end else 0
            at += 1
        if at + 3 * fields > end:
            raise ImportRefusedError(*_DAMAGED)
        for place in range(at, at + 3 * fields, 3):
            if own and data[place] == 0 and data[place + 1] == 1:
                type_at = size
            size += data[place + 1]
        all_fields += fields
        at += 3 * fields
    return _Definition(number, size, all_fields, type_at), at
