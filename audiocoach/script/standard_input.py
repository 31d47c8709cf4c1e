"""Scripts that stand in the place of files: one on standard input, called `<stdin>`, and imported workouts.

Only the command line gives them: to a program that uses the library, `-` and `<stdin>` are names of files as any other.
The folder of `<stdin>` is the current one, for whoever typed the command stands in it; it names files from there, and
none outside.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType

from audiocoach.bounds import MAX_BYTES
from audiocoach.errors import AudiocoachError, file_problem

DASH = "-"
"""What a command line calls standard input, and standard output; a file of that name is `./-`."""

STDIN = Path("<stdin>")

_NONE: Mapping[Path, bytes] = MappingProxyType({})
_given: ContextVar[Mapping[Path, bytes]] = ContextVar("scripts in the place of files", default=_NONE)


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
    with standing_for({STDIN: data}):
        yield


@contextmanager
def standing_for(scripts: Mapping[Path, bytes]) -> Iterator[None]:
    """Read scripts in the place of files until the block ends: of those that are no scripts themselves."""
    token = _given.set({**_given.get(), **scripts})
    try:
        yield
    finally:
        _given.reset(token)


def given(path: Path) -> bytes | None:
    """Give the bytes of the script that a path stands for, where it is not what lies there."""
    return _given.get().get(path)
