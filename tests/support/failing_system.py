"""A system whose Nth file operation fails: opened, read, written, put on the disk, renamed, linked, removed or made.

    with failing(folder, number=7, how="ENOSPC") as system:
        ...
    system.steps            # the operations below the folder, such as "fsync"
    system.sites            # and where in the package each was done
    system.failed           # the one that failed, such as "replace .audiocoach-….part"

Only what is below the folder counts, so that Python itself goes on. It works in this process alone.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import audiocoach

HOW = ("EIO", "ENOSPC", "short")
"""How an operation fails; `short`: of what is written, half is taken, and the rest is refused as on a full disk.

Any other of the system's errors can be named as well, such as "EACCES"; `part` takes half of what is written and
refuses nothing, which is no failure; the name of a signal ends the process.
"""

_PATHS = ("open", "replace", "rename", "link", "symlink", "unlink", "remove", "mkdir", "rmdir", "utime", "truncate",
          "scandir")  # fmt: skip
_PACKAGE = Path(audiocoach.__file__).parent
_SITE_LINES = 3
_HANDLES = ("write", "fsync", "ftruncate", "read")


def _site() -> str:
    """The innermost lines of the package that are being run, as "whole_files.py:52 store.py:90"."""
    frame, lines = sys._getframe(2), list[str]()
    while frame and len(lines) < _SITE_LINES:
        if name := _module(frame.f_code.co_filename):
            lines.append(f"{name}:{frame.f_lineno}")
        frame = frame.f_back  # type: ignore[assignment]
    return " ".join(lines)


@cache
def _module(file: str) -> str:
    """The name of a file of the package; empty for any other. Asked for each frame of each operation."""
    path = Path(file)
    return path.name if _PACKAGE in path.parents else ""


class FailingSystem:
    """Counts operations, and lets one fail; `number` 0: none."""

    def __init__(self, folder: Path, number: int, how: str) -> None:
        self.steps: list[str] = []
        self.sites: list[str] = []
        self.failed = ""
        self._folder, self._number, self._how = str(folder), number, how
        self._lock = threading.Lock()
        self._ours: set[int] = set()
        self._short = False

    def step(self, what: str) -> bool:
        """Count an operation; fail if it is the one. True: it is to be a short write."""
        with self._lock:
            self.steps.append(what)
            self.sites.append(_site())
            if self._short and what.startswith("write"):
                self._short = False
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if len(self.steps) != self._number:
                return False
            self.failed = what
        if self._how.startswith("SIG"):
            os.kill(os.getpid(), getattr(signal, self._how))
            return False
        if self._how in ("short", "part") and what.startswith("write"):
            self._short = self._how == "short"
            return True
        if self._how == "part":
            return False
        full = self._how in ("short", "ENOSPC") and not what.startswith("read")
        number = errno.ENOSPC if full else errno.EIO if self._how in ("short", "ENOSPC") else getattr(errno, self._how)
        raise OSError(number, os.strerror(number))

    def is_below(self, path: Any) -> bool:
        """Tell whether a path, or an open handle, is one that counts."""
        if isinstance(path, int):
            return path in self._ours
        try:
            return str(Path.cwd() / os.fsdecode(path)).startswith(self._folder)
        except TypeError:
            return False

    def by_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".", *rest: Any, **more: Any) -> Any:
            if not self.is_below(path):
                return real(path, *rest, **more)
            self.step(f"{name} {Path(os.fsdecode(path)).name}" if not isinstance(path, int) else name)
            found = real(path, *rest, **more)
            if name == "open":
                self._ours.add(found)
            return found

        return call

    def by_handle(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(handle: int, *rest: Any) -> Any:
            if handle not in self._ours:
                return real(handle, *rest)
            if self.step(name):
                return real(handle, rest[0][: max(1, len(rest[0]) // 2)])
            return real(handle, *rest)

        return call

    def closed(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def call(handle: int) -> None:
            self._ours.discard(handle)
            real(handle)

        return call

    def opened(self, real: Callable[..., Any]) -> Callable[..., Any]:
        system = self

        class Raw(io.FileIO):
            def write(self, data: Any) -> int:
                view = memoryview(data)
                if system.step("write"):
                    return super().write(view[: max(1, len(view) // 2)])
                return super().write(view)

            def readinto(self, buffer: Any) -> int:
                system.step("read")
                return super().readinto(buffer) or 0

            def readall(self) -> bytes:
                system.step("read")
                return super().readall()

        def call(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **more: Any) -> Any:
            if isinstance(file, int) or not system.is_below(file):
                return real(file, mode, buffering, *rest, **more)
            opener = more.pop("opener", None)
            if opener is None:
                system.step(f"open {Path(file).name}")
            raw = Raw(file, mode.replace("b", "").replace("t", ""), opener=opener)
            if buffering == 0:
                return raw
            size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
            kind = io.BufferedRandom if "+" in mode else io.BufferedReader if "r" in mode else io.BufferedWriter
            return kind(raw, size) if "b" in mode else io.TextIOWrapper(kind(raw, size), *rest, **more)

        return call


@contextmanager
def failing(folder: Path, number: int = 0, how: str = "EIO") -> Iterator[FailingSystem]:
    """Let one operation below a folder fail."""
    system = FailingSystem(folder, number, how)
    with pytest.MonkeyPatch.context() as patch:
        for name in _PATHS:
            patch.setattr(os, name, system.by_path(name, getattr(os, name)))
        for name in _HANDLES:
            patch.setattr(os, name, system.by_handle(name, getattr(os, name)))
        patch.setattr(os, "close", system.closed(os.close))
        patch.setattr(builtins, "open", system.opened(builtins.open))
        patch.setattr(io, "open", builtins.open)
        yield system
