"""Smaller inputs that still break the same."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST_S = 10.0


def shrunk(data: bytes, breaks: Callable[[bytes], bool], longest_s: float = LONGEST_S) -> bytes:
    """Leave out pieces, from halves down to single bytes, as long as what is left `breaks`, for some seconds."""
    until = time.monotonic() + longest_s
    size = max(1, len(data) // 2)
    while size and time.monotonic() < until:
        at, smaller = 0, False
        while at < len(data) and time.monotonic() < until:
            without = data[:at] + data[at + size :]
            if breaks(without):
                data, smaller = without, True
            else:
                at += size
        size = size if smaller and size > 1 else size // 2
    return data
