"""The day on which files are made: the clock's, unless they are to be the same on another day."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

_CHOSEN: ContextVar[date | None] = ContextVar("_CHOSEN", default=None)


def today() -> date:
    """The day of making; `$SOURCE_DATE_EPOCH` stands in for the clock where files must be the same ever after."""
    chosen = _CHOSEN.get()
    if chosen is not None:
        return chosen
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if seconds.isascii() and seconds.isdecimal() and len(seconds) < 12:
        return date(*time.gmtime(int(seconds))[:3])
    return date.today()


@contextmanager
def dated(day: date) -> Iterator[None]:
    """Within this block, it is that day."""
    before = _CHOSEN.set(day)
    try:
        yield
    finally:
        _CHOSEN.reset(before)
