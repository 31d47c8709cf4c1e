"""A disk that fails at one operation: an error of the system, a write that takes a part, the end of the process."""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

WAYS = ("EIO", "ENOSPC", "EACCES", "short", "kill")
_CHANGING = ("replace", "rename", "unlink", "remove", "mkdir", "rmdir", "link", "symlink", "utime", "truncate")


class Disk:
    """Counts what is done below a folder that changes it, and fails at one of these operations.

    `at`: at which, counted from 0; -1: at none. `way`: one of `WAYS`. `done` names the operations that were done.
    """

    def __init__(self, folder: Path, at: int = -1, way: str = "EIO") -> None:
        self._folder, self._at, self._way = os.path.realpath(folder), at, way
        self.done: list[str] = []

    @property
    def failed(self) -> str:
        """Name the operation at which it failed; empty where there were fewer."""
        return self.done[self._at] if 0 <= self._at < len(self.done) else ""

    def step(self, name: str, path: object = "") -> bool:
        """Count an operation, and fail when it is the one; True when it should be done by a part only."""
        self.done.append(name)
        if len(self.done) - 1 != self._at:
            return False
        if self._way == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self._way == "short":
            return True
        number = getattr(errno, self._way)
        raise OSError(number, os.strerror(number), str(path) or None)

    def is_below(self, path: object) -> bool:
        """Tell whether a path, or an open file, is below the folder."""
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        return os.path.abspath(os.fsdecode(path)).startswith(self._folder)  # noqa: PTH100  # as it is written

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Put it in the place of the system's, for this process."""
        with ExitStack() as patches:
            for name in _CHANGING:
                if hasattr(os, name):
                    patches.enter_context(mock.patch.object(os, name, self._changing(name, getattr(os, name))))
            patches.enter_context(mock.patch.object(os, "fsync", self._fsync(os.fsync)))
            patches.enter_context(mock.patch.object(os, "open", self._handle(os.open)))
            patches.enter_context(mock.patch.object(os, "write", self._write(os.write)))
            patches.enter_context(mock.patch.object(io, "open", self._open(io.open)))
            patches.enter_context(mock.patch.object(builtins, "open", self._open(builtins.open)))
            yield

    def _changing(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def changing(path: Any, *arguments: Any, **named: Any) -> Any:
            if self.is_below(path):
                self.step(name, path)
            return real(path, *arguments, **named)

        return changing

    def _fsync(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def fsync(handle: int) -> None:
            self.step("fsync")
            real(handle)

        return fsync

    def _handle(self, real: Callable[..., int]) -> Callable[..., int]:
        def opened(path: Any, flags: int, *arguments: Any, **named: Any) -> int:
            if self.is_below(path) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.step("open", path)
            return real(path, flags, *arguments, **named)

        return opened

    def _write(self, real: Callable[[int, Any], int]) -> Callable[[int, Any], int]:
        def write(handle: int, data: Any) -> int:
            part = handle > 2 and self.step("write")
            return real(handle, memoryview(data).cast("B")[: max(1, len(data) // 2)] if part else data)

        return write

    def _open(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def opened(path: Any, mode: str = "r", buffering: int = -1, *arguments: Any, **named: Any) -> Any:
            if not self.is_below(path) or not set(mode) & set("wxa+"):
                return real(path, mode, buffering, *arguments, **named)
            self.step("open", path)
            raw = _Raw(self, os.fspath(path), mode.replace("b", "").replace("t", ""))
            if buffering == 0:
                return raw
            size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
            buffered = io.BufferedRandom(raw, size) if "+" in mode else io.BufferedWriter(raw, size)
            return buffered if "b" in mode else io.TextIOWrapper(buffered, *arguments, **named)

        return opened


class _Raw(io.FileIO):
    """A file whose writes are counted."""

    def __init__(self, disk: Disk, path: Any, mode: str) -> None:
        super().__init__(path, mode)
        self._disk = disk

    def write(self, data: Any) -> int:
        part = self._disk.step("write")
        return super().write(memoryview(data).cast("B")[: max(1, len(data) // 2)] if part else data)
