"""Which bytes of a file a request asks for (RFC 9110, section 14). Pure."""

from __future__ import annotations

import re

MOST_RANGES = 100
"""Ranges in one request; who asks for more gets the whole."""

_RANGE = re.compile(r"\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII)


class MalformedError(ValueError):
    """A header that asks for nothing that could be understood."""


class BeyondError(ValueError):
    """A range that begins behind the file's end."""


def parse_ranges(header: str, size: int) -> list[tuple[int, int]]:
    """Read a `Range` header, of a file of `size` bytes: first bytes and those behind the last, none of them twice.

    An empty list stands for the whole file. What is no range is passed over.

    Raises:
        MalformedError: when there is no range in it, or one that ends before it begins.
        BeyondError: when one begins behind the file's end.
    """
    unit, _, listed = header.partition("=")
    if unit.strip().lower() != "bytes":
        raise MalformedError("only ranges of bytes are given")
    parts = listed.split(",")
    if len(parts) > MOST_RANGES:
        return []
    asked = [each for part in parts if (each := _RANGE.fullmatch(part)) and any(each.groups())]
    found = [_range(each[1], each[2], size) for each in asked]
    if not found:
        raise MalformedError("no range is asked for")
    if any(start >= size for start, _ in found):
        raise BeyondError("a range begins behind the end")
    if any(start >= stop for start, stop in found):
        raise MalformedError("a range ends before it begins")
    return _together(sorted(found))


def _range(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size


def _together(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join sorted ranges that touch or overlap."""
    found = ranges[:1]
    for start, stop in ranges[1:]:
        if start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], stop)
        else:
            found.append((start, stop))
    return found
