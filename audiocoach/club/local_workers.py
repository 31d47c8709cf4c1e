"""Worker processes of this computer, by the standard library: new ones, so that it is the same on every system."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from importlib import import_module
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

MOST_WORKERS = 61
"""So many Windows can wait for."""

_NEEDED = ("audiocoach.club.chunk", "numpy", "mutagen.id3", "lameenc", "miniaudio")
"""What each will import for MP3s."""

_COLLECTED = 200_000, 20, 100
"""How seldom cycles are looked for, as in the command itself."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""`M_TRIM_THRESHOLD` and `M_MMAP_THRESHOLD` of glibc's `malloc.h`."""

_KEPT, _KEPT_OF_ONE = 16 << 20, 4 << 20
"""Bytes of free memory that each thread keeps, and of the largest piece: what a clip of 8 s is shaped in."""


class LocalWorkers:
    """So many processes. They end with this one, however it ends."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._context = _Known()
        self._pool: ProcessPoolExecutor | None = None

    def begin(self) -> None:
        """Start the processes already: to import what they need takes as long as some athletes do."""
        pool = self.executor()
        for _ in range(self.width):  # with each thing to do it starts one, while none waits for some
            pool.submit(_begun)

    def executor(self) -> Executor:
        """Give the processes that have begun, or begin with new ones."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.width, mp_context=self._context, initializer=_begin)
        return self._pool

    def lose(self, futures: Sequence[Future[Any]]) -> bool:  # noqa: ARG002 - nobody knows which process has which
        """Tell that all have to be ended."""
        return False

    def end(self) -> None:
        """End the processes that there are, whatever they are doing."""
        for process in self._context.started:
            with suppress(ValueError):  # it has ended, and was waited for
                process.kill()
        self._context.started.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    @property
    def process_ids(self) -> list[int]:
        """Give the ids of the processes that were started last."""
        return [process.pid for process in self._context.started if process.pid is not None]


class _Known(SpawnContext):
    """Starts processes, and knows which."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SpawnProcess] = []

    def Process(self, *arguments: Any, **named: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        process = SpawnProcess(*arguments, **named)
        self.started.append(process)
        return process


def _begin() -> None:
    """Make a process a worker: it imports what it needs, and who started it ends it, not Ctrl-C in their terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_COLLECTED)
    _keep_memory()
    threading.Thread(target=_end_with_parent, daemon=True, name="end with the parent").start()
    for module in _NEEDED:
        import_module(module)


def _keep_memory() -> None:
    """Keep memory that is free for the next clip. By itself glibc gives each sound's back to the system, which fills
    new pages with zeros a millisecond later: a quarter of the time in which a clip is shaped. It learns to keep some
    where something larger was free once, such as the cover that is drawn for the first athlete, in another process.
    """
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "mallopt"):  # other C libraries have none
            library.mallopt(_MMAP_THRESHOLD, _KEPT_OF_ONE)
            library.mallopt(_TRIM_THRESHOLD, _KEPT)


def _begun() -> None:
    """Do nothing: a pool starts its processes when it has things to do."""


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
