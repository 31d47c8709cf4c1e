"""Folders for a while: gone when they are no longer needed, at the latest with the next one that is made.

A file beside each is locked for as long as its maker lives; see `passing_files`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from audiocoach.errors import OutputError, os_reason
from audiocoach.storage.passing_files import claim, is_new_name, new_name, remove_if_dead

_PREFIX, _LOCK = "audiocoach-", ".lock"

_HINT = "make room there, or set TMPDIR to another folder"

LEAST_ROOM = 1_000_000
"""Bytes without which nothing can be spoken: ten seconds of speech take half of them."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder that is gone afterwards.

    Raises:
        OutputError: when it cannot be made, or there is no room in it.
    """
    sweep_scratch()
    try:
        lock = Path(tempfile.gettempdir(), new_name(_PREFIX, _LOCK))
    except OSError as error:
        raise OutputError(f"there is no folder for temporary files: {os_reason(error)}", _HINT) from error
    handle = None
    try:
        try:
            check_scratch()
            handle = claim(str(lock))
            folder = _of(lock)
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise OutputError(
                f"{lock.parent}: temporary files cannot be written there: {os_reason(error)}", _HINT
            ) from error
        yield folder
    finally:
        if handle is not None:
            os.close(handle)
            with suppress(OSError):
                _remove(lock)


def check_scratch() -> None:
    """See that there is room for temporary files.

    Raises:
        OutputError: when there is not.
    """
    folder = tempfile.gettempdir()
    if shutil.disk_usage(folder).free < LEAST_ROOM:
        raise OutputError(f"{folder}: temporary files cannot be written there: the disk is full", _HINT)


def sweep_scratch() -> None:
    """Remove the folders of dead processes."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if is_new_name(entry.name, _PREFIX, _LOCK):
                remove_if_dead(Path(entry.path), _remove)


def _of(lock: Path) -> Path:
    return lock.with_suffix("")


def _remove(lock: Path) -> None:
    """Remove a folder and then its lock, so that a folder is never left without."""
    folder = _of(lock)
    if not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)
    if not os.path.lexists(folder):
        lock.unlink()
