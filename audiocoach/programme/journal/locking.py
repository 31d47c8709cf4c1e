"""Keep two processes from writing to one journal at once: an advisory lock on the file itself."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def locked(path: Path, *, seconds: float = 10) -> Iterator[int]:
    """Open the file for appending, made if need be, and keep out every other process that asks for the same lock.

    Raises:
        TimeoutError: when another process keeps the lock for that many seconds.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    while True:
        handle = os.open(path, flags, 0o666)
        try:
            lock(handle, seconds=seconds)
            if _is_still(handle, path):
                yield handle
                return
        finally:
            unlock(handle)
            os.close(handle)


def _is_still(handle: int, path: Path) -> bool:
    """Tell whether this is still the file of that name: an editor that saves puts another in its place."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def lock(handle: int, *, seconds: float) -> None:
    """Take the lock, or raise TimeoutError. Where the file system has no locks, a single append must be enough."""
    deadline = time.monotonic() + seconds
    while not _try_lock(handle):
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.002)


if sys.platform == "win32":
    import msvcrt

    _FAR = 0x7FFF0000
    """A locked byte cannot be read by others, so it is one that no journal has."""

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def unlock(handle: int) -> None:
        """Give the lock back."""
        os.lseek(handle, _FAR, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def unlock(handle: int) -> None:
        """Give the lock back."""
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)
