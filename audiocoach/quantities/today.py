"""The date on which files are made: the clock's, or a chosen one so that files come out the same on any day."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

_CHOSEN: ContextVar[date | None] = ContextVar("_CHOSEN", default=None)


def today() -> date:
    """Return the day on which files are made: that of `dated`, else of `$SOURCE_DATE_EPOCH` (UTC), else the clock's."""
    chosen = _CHOSEN.get()
    if chosen is not None:
        return chosen
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if seconds.isascii() and seconds.isdecimal() and len(seconds) < 12:
        return date(*time.gmtime(int(seconds))[:3])
    return date.today()


@contextmanager
def dated(day: date) -> Iterator[None]:
    """Make `today` return `day` within this block."""
    before = _CHOSEN.set(day)
    try:
        yield
    finally:
        _CHOSEN.reset(before)
