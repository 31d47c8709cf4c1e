"""Keep two processes from one file or folder at once: an advisory lock on a file, which ends with the process.

The system gives a lock back however its holder dies, so a lock that can be had says that nobody is at work any more.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from audiocoach.storage.regular_files import refuse_irregular

TOLD_AFTER_S = 0.3
"""Seconds after which whoever waits is told: most locks are held for some thousandths of one."""

_FIRST_LOOK_S, _LONGEST_LOOK_S = 0.002, 0.05


@contextmanager
def locked(
    path: Path, *, seconds: float | None = 10, on_wait: Callable[[], None] | None = None, passing: bool = False
) -> Iterator[int]:
    """Open a file for appending, made if need be, and keep out every other process that asks for the same lock.

    Args:
        path: the file that is locked.
        seconds: how long to wait for it; None: until it is free.
        on_wait: called again and again while it waits; what it raises ends the waiting.
        passing: the file is there for the lock alone: it is no link, and goes with the lock.

    Raises:
        TimeoutError: when another process keeps the lock for that many seconds.
        OSError: when the file cannot be opened, or is no regular file.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) if passing else 0
    held = False
    while not held:
        refuse_irregular(path)
        handle = os.open(path, flags, 0o666)
        try:
            lock(handle, seconds=seconds, on_wait=on_wait)
            held = is_still(handle, path)
            if held:
                yield handle
        finally:
            if held and passing and not os.fstat(handle).st_size:
                _remove(path)
            unlock(handle)
            os.close(handle)


def _remove(path: Path) -> None:
    """Remove a passing file, also when the command is ended in that moment."""
    try:
        path.unlink()
    except OSError:
        pass  # on Windows, while another one waits for it
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def is_still(handle: int, path: str | os.PathLike[str], folder: int | None = None) -> bool:
    """Tell whether this is still the file of that name: an editor that saves puts another in its place.

    `folder` is the handle of the folder that the path begins in, if it is not the current one.
    """
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path, dir_fd=folder))
    except FileNotFoundError:
        return False


def lock(handle: int, *, seconds: float | None, on_wait: Callable[[], None] | None = None) -> None:
    """Take the lock, or raise TimeoutError. Where the file system has no locks, go on without."""
    began, look = time.monotonic(), _FIRST_LOOK_S
    while try_lock(handle) is False:
        waited = time.monotonic() - began
        if seconds is not None and waited > seconds:
            raise TimeoutError
        if on_wait is not None and waited > TOLD_AFTER_S:
            on_wait()
        time.sleep(look)
        look = min(look * 2, _LONGEST_LOOK_S)


if sys.platform == "win32":
    import msvcrt

    _FAR = 0x7FFF0000
    """A locked byte cannot be read by others, so it is one that no file here has."""

    def try_lock(handle: int) -> bool | None:
        """Take the lock if nobody has it; None where the file system has no locks."""
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

    def try_lock(handle: int) -> bool | None:
        """Take the lock if nobody has it; None where the file system has no locks."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True

    def unlock(handle: int) -> None:
        """Give the lock back."""
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)
