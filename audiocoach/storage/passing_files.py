"""Files that are there only while something is made: each is locked by its maker, and those of the dead are removed.

A name says on which computer it was made, as another one's locks may not be seen from here: what comes from elsewhere,
or lies where there are no locks, is left for a day.
"""

from __future__ import annotations

import os
import stat
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from audiocoach.storage.locks import is_still, lock, try_lock

STALE_SECONDS = 86_400
"""Seconds after its last change from which a file counts as abandoned whose maker cannot be asked for."""


def new_name(prefix: str, suffix: str) -> str:
    """Make up a new, short name for a file made here."""
    return f"{prefix}{_here()}-{os.urandom(8).hex()}{suffix}"


def is_new_name(name: str, prefix: str, suffix: str) -> bool:
    """Tell whether `new_name` makes up such names, on whatever computer."""
    where, _, number = name.removeprefix(prefix).removesuffix(suffix).partition("-")
    known = name.startswith(prefix) and name.endswith(suffix)
    return known and (len(where), len(number)) == (8, 16) and not set(where + number) - set("0123456789abcdef")


def claim(name: str, folder: int | None = None) -> int:
    """Make a new file and lock it; return its handle. `folder` is the handle of the folder that its name is in.

    Another process may take it for a dead one's before it is locked, and remove it: then it is made again.

    Raises:
        OSError: when it cannot be made.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    while True:
        handle = os.open(name, flags, 0o666, dir_fd=folder)
        try:
            lock(handle, seconds=None)
            if is_still(handle, name, folder):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def remove_if_dead(path: Path, remove: Callable[[Path], object] = Path.unlink) -> bool:
    """Remove a file whose maker is dead, with `remove`; return whether it was. What cannot be told is left."""
    with suppress(OSError):
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        flags = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags)
        try:
            certain = try_lock(handle)
            if certain is False or not is_still(handle, path):
                return False
            age = time.time() - os.fstat(handle).st_mtime
            # On Windows a file is closed before it gets its last name, and nobody has its lock for that moment.
            if age <= STALE_SECONDS and not (certain and os.name == "posix" and f"-{_here()}-" in path.name):
                return False
            if os.name == "posix":
                remove(path)
        finally:
            os.close(handle)
        if os.name != "posix":  # what is open cannot be removed there
            remove(path)
        return True
    return False


@cache
def _here() -> str:
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(name.encode(errors='surrogateescape')):08x}"
