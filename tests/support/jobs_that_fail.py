"""Chunks that end their worker, hang, or meet a bug, wherever somebody of a certain name is in them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from audiocoach.club.chunk import Chunk, ChunkDone, run_chunk
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.records import Record
from audiocoach.rendering.athletes import athlete


def chunk_of(*names: str) -> Chunk:
    """A chunk of a script that is never read."""
    return Chunk(OrderForMany(("run.yaml",), "out"), tuple(map(athlete, names)))


def names_in(chunk: Chunk) -> list[str]:
    return [who.name for who in chunk.athletes if who is not None]


def noted(chunk: Chunk) -> ChunkDone:
    """What would be made of a chunk, without making it."""
    records = tuple(Record(name, "run", f"run {name}.mp3", "0" * 64) for name in names_in(chunk))
    return ChunkDone(records, seconds=0.01 * len(records), each_s=(0.01,) * len(records))


def deadly(chunk: Chunk) -> ChunkDone:
    """End the process where somebody is called Poison, and hang where somebody is called Hang; else make nothing."""
    if "Poison" in names_in(chunk):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if "Hang" in names_in(chunk):
        threading.Event().wait()
    return noted(chunk)


def dying_once(chunk: Chunk) -> ChunkDone:
    """Render, but end the process the first time that each chunk is begun: `begun-…` remembers which were."""
    begun = Path(f"begun-{names_in(chunk)[0]}")
    if not begun.exists():
        begun.touch()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return run_chunk(chunk)


class WorkersHere:
    """Workers in this very process, one after the other, which are told when to break.

    `breaks` is asked before each chunk: its worker is lost where that says so, and with it whatever else is running.
    """

    def __init__(self, width: int, breaks: Callable[[Chunk], bool] = lambda chunk: False) -> None:
        self.width, self.breaks = width, breaks
        self.begun = self.ended = self.submitted = 0

    def executor(self) -> Executor:
        self.begun += 1
        return _Here(self)

    def end(self) -> None:
        self.ended += 1


class _Here(Executor):
    def __init__(self, workers: WorkersHere) -> None:
        self._workers = workers

    def submit(self, job: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        self._workers.submitted += 1
        future: Future[Any] = Future()
        (chunk,) = arguments
        if self._workers.breaks(chunk):
            future.set_exception(BrokenProcessPool("the worker is gone"))
            return future
        try:
            future.set_result(job(chunk))
        except Exception as error:
            future.set_exception(error)
        return future
