"""Open files of the user: regular files only. A pipe, a device or a socket is never waited for, nor written over."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class IrregularFileError(OSError):
    """What is no regular file; `kind` says what it is, such as 'a pipe'."""

    def __init__(self, path: str | os.PathLike[str], kind: str) -> None:
        number = errno.EISDIR if kind == "a folder" else errno.EINVAL
        super().__init__(number, f"this is {kind}, not a file", os.fspath(path))
        self.kind = kind


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for reading, without ever waiting for another program.

    Raises:
        IrregularFileError: when it is anything else.
        OSError: when it is missing, or the system refuses.
    """
    refuse_irregular(path)  # before it is opened: a pipe would wait there, and some devices do something
    file = path.open("rb")
    try:
        _refuse(path, os.fstat(file.fileno()).st_mode)
    except BaseException:
        file.close()
        raise
    return file


def read_regular(path: Path) -> bytes:
    """Read a regular file as a whole; raise as `open_regular` does."""
    with open_regular(path) as file:
        return file.read()


def refuse_irregular(path: Path) -> None:
    """Raise `IrregularFileError` for what is there and is no regular file, wherever links lead."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    _refuse(path, mode)


def _refuse(path: str | os.PathLike[str], mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = next((kind for is_kind, kind in KINDS if is_kind(mode)), "something else")
        raise IrregularFileError(path, kind)
