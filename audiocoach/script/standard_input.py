"""A script that the user's own command was given on standard input, in the place of a file called `<stdin>`.

Only the command line gives one: to a program that uses the library, `-` and `<stdin>` are names of files as any other.
Its folder is the current one, for whoever typed the command stands in it; it names files from there, and none outside.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from audiocoach.bounds import MAX_BYTES
from audiocoach.errors import AudiocoachError, file_problem

DASH = "-"
"""What a command line calls standard input, and standard output; a file of that name is `./-`."""

STDIN = Path("<stdin>")

_given: ContextVar[bytes | None] = ContextVar("a script on standard input", default=None)


@contextmanager
def script_on_standard_input() -> Iterator[None]:
    """Read standard input, which is `STDIN` until the block ends.

    Raises:
        AudiocoachError: when there is none, or it cannot be read.
    """
    if sys.stdin is None:
        raise AudiocoachError(f"{STDIN}: there is no standard input", "name a file instead of '-'")
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise AudiocoachError(file_problem(STDIN, error)) from None
    token = _given.set(data)
    try:
        yield
    finally:
        _given.reset(token)


def given(path: Path) -> bytes | None:
    """Give the bytes of the script that a path stands for, if that is `STDIN` and there is one."""
    return _given.get() if path == STDIN else None
