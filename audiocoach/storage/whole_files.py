"""Write files so that each is the old one or the whole new one, whatever happens in between."""

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
"""Seconds after its last write from which a partial file counts as abandoned."""

_BUFFER = 1 << 20
"""Bytes handed to the system at a time. In pieces of 4 kB, 65 MB took three times as long to reach the disk."""

_PREFIX, _SUFFIX = ".audiocoach-", ".part"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that becomes `path` when the block ends well; else `path` stays as it was and nothing is left.

    The bytes reach the disk before the name does: a power cut leaves one file or the other. A symbolic link stays
    one, and what it points to is replaced.

    Raises:
        OutputError: when the system refuses to write.
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
            raise  # about another file, met while this one was open
        raise OutputError(_plain(path, error)) from error


@contextmanager
def whole_file(target: Path, partial: Path | None = None, *, lasting: bool = False) -> Iterator[BinaryIO]:
    """Open a file that becomes `target` when the block ends well; no reader ever sees a part of it.

    Args:
        target: its final path.
        partial: its path until then; None: a new name beside `target`.
        lasting: put the bytes and then the name on the disk before returning; else a power cut may leave a damaged
            file.

    Raises:
        OSError: when it cannot be written; then nothing is left.
    """
    partial = partial or _partial(target.parent)
    try:
        # With the permissions of any new file, as open() gives them, but never over or through an existing one.
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
    """Tell whether `whole_file` gives such a name to a file while it is written."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def _partial(folder: Path) -> Path:
    """Make up a new, short name beside the target: renaming is atomic only within one file system."""
    return folder / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"


def _sweep(folder: Path) -> None:
    """Remove what a killed process left half-written in a folder more than `STALE_SECONDS` ago."""
    for partial in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):  # another process has just removed it
            if time.time() - partial.stat().st_mtime > STALE_SECONDS:
                partial.unlink()


def sync_folder(folder: Path) -> None:
    """Put a folder's new names on the disk. Not every system and file system can; the files are whole anyway."""
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
