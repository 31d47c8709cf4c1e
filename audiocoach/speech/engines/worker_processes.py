"""Run workers: processes that speak, each with a time limit, none of which outlives the call that started it."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any

from audiocoach.speech.engines.guarded import Guarded, started
from audiocoach.speech.engines.worker_jobs import HOPELESS, Job, Tally, WorkerFatal

AT_ONCE = min(4, os.cpu_count() or 1)
"""How many utterances are spoken, or shaped, at once: one for each core, and no more than memory surely holds."""

STUCK = "the voice's helper process stopped answering"
GARBAGE = "the voice's helper process answered with garbage"
ENDED = "the voice's helper process ended unexpectedly"

_IN_FLIGHT = 4 * AT_ONCE
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class _Worker:
    """A running worker, the two pipes to and from it, and what it writes to standard error."""

    program: Guarded
    to: IO[bytes]
    back: IO[bytes]
    errors: IO[bytes]

    def last_words(self) -> str:
        """Return the last line it wrote to standard error, in brackets, or nothing."""
        self.errors.seek(0)
        lines = self.errors.read().decode(errors="replace").split("\n")
        said = [line.strip() for line in lines if line.strip()]
        return f" ({said[-1]})" if said else ""


@contextmanager
def _started(command: Sequence[str]) -> Iterator[_Worker]:
    """Start a worker, this Python with a script of ours; end it, with all it started, however the block ends."""
    with (
        tempfile.TemporaryFile() as errors,
        started(command, subprocess.PIPE, subprocess.PIPE, errors) as program,
    ):
        to, back = program.process.stdin, program.process.stdout
        if to is None or back is None:
            raise AssertionError("started without pipes")
        yield _Worker(program, to, back, errors)


def run_forking(
    command: Sequence[str], jobs: Sequence[Job], on_each: Callable[[], None] | None = None, grace: float = 5.0
) -> dict[int, str]:
    """Have one helper fork children for the jobs. Return for each job's number why it failed, empty if it did not.

    The helper times each child. It may answer up to `grace` seconds later before it is ended itself.

    Raises:
        WorkerFatal: when nothing can be spoken here.
    """
    tally, waiting, unsent, unread = Tally(jobs, on_each), deque(jobs), b"", b""
    patience = max((job.limit for job in jobs), default=0.0) + grace
    with _started(command) as worker, selectors.DefaultSelector() as ready:
        os.set_blocking(worker.to.fileno(), False)
        ready.register(worker.back, selectors.EVENT_READ)
        deadline = time.monotonic() + patience
        while tally.missing:
            # Never all jobs at once: a full pipe each way, and both sides would wait for the other.
            while waiting and len(tally.missing) - len(waiting) < _IN_FLIGHT:
                unsent += waiting.popleft().line()
            if unsent and worker.to not in ready.get_map():
                ready.register(worker.to, selectors.EVENT_WRITE)
            events = ready.select(max(0.0, deadline - time.monotonic()))
            if not events and time.monotonic() >= deadline:
                return tally.give_up(STUCK)
            for key, _ in events:
                if key.fileobj is worker.to:
                    unsent = _send(worker, unsent)
                    if not unsent:
                        ready.unregister(worker.to)
                    continue
                block = os.read(worker.back.fileno(), _BLOCK)
                if not block:
                    return tally.give_up(ENDED + worker.last_words())
                *lines, unread = (unread + block).split(b"\n")
                if not all(tally.take(line) for line in lines) or len(unread) > _BLOCK:
                    return tally.give_up(GARBAGE)
                if tally.hopeless:
                    return tally.give_up(HOPELESS)
                if lines:
                    deadline = time.monotonic() + patience
    return tally.reasons


def _send(worker: _Worker, unsent: bytes) -> bytes:
    """Write what the pipe takes, and return the rest: nothing when nobody reads, as the end of the other pipe shows."""
    try:
        return unsent[os.write(worker.to.fileno(), unsent) :]
    except BlockingIOError:
        return unsent
    except BrokenPipeError:
        return b""


def run_one_by_one(
    command: Sequence[str],
    jobs: Sequence[Job],
    on_each: Callable[[], None] | None = None,
    grace: float = 5.0,
    at_once: int = AT_ONCE,
) -> dict[int, str]:
    """Have a process of its own speak each job, `at_once` together. Return and raise as `run_forking` does."""
    from concurrent.futures import ThreadPoolExecutor, as_completed

    tally, stop = Tally(jobs, on_each), threading.Event()

    def speak(job: Job) -> tuple[Job, bytes, str]:
        return job, *ask(command, job.line(), job.limit + grace, stop)

    with ThreadPoolExecutor(at_once) as threads:
        futures = [threads.submit(speak, job) for job in jobs]
        try:
            for future in as_completed(futures):
                job, line, reason = future.result()
                if reason or not tally.take(line, job):
                    tally.note(job.n, reason or GARBAGE, late=reason == STUCK)
                if tally.hopeless:
                    break
        finally:
            stop.set()  # on Ctrl-C too, so that each process still running ends at once
            threads.shutdown(cancel_futures=True)
    return tally.give_up(HOPELESS)


def ask(command: Sequence[str], line: bytes, limit: float, stop: threading.Event | None = None) -> tuple[bytes, str]:
    """Start a worker, give it one line and return its one line of answer, or why none came within `limit` seconds.

    `stop` ends it early, from another thread.
    """
    with _started(command) as worker:
        done, late = threading.Event(), threading.Event()

        def watch() -> None:
            deadline = time.monotonic() + limit
            while not done.wait(0.05):
                if (stop is not None and stop.is_set()) or time.monotonic() > deadline:
                    late.set()
                    worker.program.end()
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            with suppress(OSError):  # when nobody reads, nothing comes back either
                worker.to.write(line)
                worker.to.flush()
            answer = worker.back.readline(16 * _BLOCK)
        finally:
            done.set()
            watcher.join()
        if answer:
            return answer, ""
        return b"", STUCK if late.is_set() else ENDED + worker.last_words()


def worker_voices(command: Sequence[str], limit: float) -> list[list[Any]]:
    """Ask a worker in list mode for its voices: id, name and the system's code of the language.

    Raises:
        WorkerFatal: when it cannot list any.
    """
    line, reason = ask(command, b"", limit)
    if reason:
        raise WorkerFatal(reason)
    try:
        answer = json.loads(line)
        if "fatal" in answer:
            raise WorkerFatal(str(answer["fatal"]))
        return list(answer["voices"])
    except (ValueError, KeyError, TypeError) as error:
        raise WorkerFatal(GARBAGE) from error
