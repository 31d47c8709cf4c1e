"""Files that are either the old one or the whole new one, whatever happens in between."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from audiocoach.errors import OutputError, file_problem

STALE_SECONDS = 3600
"""A partial file that nobody has written to for this long has no writer any more."""

_BUFFER = 1 << 20
"""Bytes handed to the system at a time. In pieces of 4 kB, 65 MB took three times as long to be on the disk."""

_PREFIX, _SUFFIX = ".audiocoach-", ".part"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that becomes `path` when the block ends well; else `path` stays as it was and nothing is left.

    The bytes are on the disk before the name is: a power cut leaves one file or the other. A symbolic link stays
    one, and what it points to is replaced. Raises OutputError when the system will not write.
    """
    target = Path(os.path.realpath(path))
    partial = _partial(target.parent)
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _sweep(target.parent)
        with whole_file(target, partial, lasting=True) as file:
            yield file
    except OSError as error:
        if error.filename and error.filename not in (str(partial), str(target)):
            raise  # somebody else's file, met while this one was open
        raise OutputError(_plain(path, error)) from error


@contextmanager
def whole_file(target: Path, partial: Path | None = None, *, lasting: bool = False) -> Iterator[BinaryIO]:
    """Open a file that becomes `target` when the block ends well; no reader ever sees a part of it.

    It is `partial` until then. Where it is to be `lasting`, the bytes and then the name are on the disk when this
    ends; else a power cut may leave a damaged file. Raises OSError, and leaves nothing, when it cannot be written.
    """
    partial = partial or _partial(target.parent)
    try:
        # As open() would make it, with the permissions of any new file, but never over or through what is there.
        with partial.open("xb", _BUFFER) as file:
            yield file
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise
    if lasting:
        sync_folder(target.parent)


def is_partial(name: str) -> bool:
    """Whether a file has a name as `whole_file` gives it while it is written."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def _partial(folder: Path) -> Path:
    """A new name beside the target, because only within one file system is renaming atomic; and not too long."""
    return folder / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"


def _sweep(folder: Path) -> None:
    """Clear away what a killed process left half-written here, long ago."""
    for partial in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):  # another process has just done so
            if time.time() - partial.stat().st_mtime > STALE_SECONDS:
                partial.unlink()


def sync_folder(folder: Path) -> None:
    """Have the new name itself on the disk. Not every system and file system can; the file is whole anyway."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _plain(path: Path, error: OSError) -> str:
    folder = path.parent
    if error.errno == errno.ENOENT:
        return f"{path}: there is no folder {folder}; make it first, or write somewhere else"
    if error.errno == errno.ENOTDIR:
        return f"{path}: {folder} is not a folder; write somewhere else"
    if error.errno == errno.EISDIR:
        return f"{path}: this is a folder; give the name of a file in it"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"{path}: no permission to write here (or another program has the file open); write somewhere else"
    if error.errno == errno.EROFS:
        return f"{path}: this disk can only be read; write somewhere else"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path}: the disk is full; make room, or write somewhere else"
    return file_problem(path, error)
