"""Work that takes a while: one after the other, each with somebody who is told how far it is, and can end it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from audiocoach.errors import AudiocoachError, CancelledError
from audiocoach.rendering.watching import Watch
from audiocoach.studio.asked import Answer, Unasked, said

Work = Callable[[Watch], Answer]
"""What is done: told whom to tell, it returns what was made."""

_MOST = 100
"""Jobs that are remembered."""
WAITING = "waiting"
"""What a job is said to do while another one is being done."""
_LOOK_SECONDS = 0.2
"""After which a job that waits looks whether it is still wanted."""
_QUIET_SECONDS = 15.0
"""After which something is said, so that whoever has gone away is noticed."""


@dataclass(eq=False)
class Job:
    """One piece of work: what was last said of it, and whether that is the last word."""

    told: Answer = field(default_factory=lambda: {"done": 0, "of": 0, "what": WAITING})
    ended: bool = False
    cancel: Event = field(default_factory=Event)
    _listeners: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = field(default_factory=list)
    _turn: Lock = field(default_factory=Lock)

    def tell(self, told: Answer, *, ended: bool = False) -> None:
        """Say how it goes; from any thread."""
        with self._turn:
            if self.ended:
                return
            self.told, self.ended = told, ended
            for loop, news in self._listeners:
                loop.call_soon_threadsafe(news.set)

    async def events(self) -> AsyncIterator[Answer | None]:
        """Yield what is said of it from now on until the last word; None when nothing is said for a while."""
        news = asyncio.Event()
        news.set()
        listener = asyncio.get_running_loop(), news
        with self._turn:
            self._listeners.append(listener)
        try:
            while True:
                try:
                    async with asyncio.timeout(_QUIET_SECONDS):
                        await news.wait()
                except TimeoutError:
                    yield None
                    continue
                news.clear()
                with self._turn:
                    told, ended = self.told, self.ended
                yield told
                if ended:
                    return
        finally:
            with self._turn:
                self._listeners.remove(listener)


class RunningJobs:
    """The jobs of one studio."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._turn = Lock()
        self._at_work = Lock()

    def start(self, work: Work) -> str:
        """Begin some work, in a thread of its own; return the name of the job."""
        name, job = secrets.token_hex(8), Job()
        with self._turn:
            self._jobs[name] = job
            for old in [each for each, found in self._jobs.items() if found.ended][:-_MOST]:
                del self._jobs[old]
        # It is ended with the process: what it writes is whole or not there.
        Thread(target=self._run, args=(job, work), name=f"job {name}", daemon=True).start()
        return name

    def find(self, name: str) -> Job:
        """Find a job by its name.

        Raises:
            Unasked: when there is none.
        """
        job = self._jobs.get(name)
        if job is None:
            raise Unasked("there is no such job")
        return job

    def end(self) -> None:
        """Ask all of them for an end."""
        with self._turn:
            for job in self._jobs.values():
                job.cancel.set()

    def _run(self, job: Job, work: Work) -> None:
        def progress(what: str, done: int, of: int) -> None:
            job.tell({"done": done, "of": of, "what": what})

        watch = Watch(progress, job.cancel)
        try:
            while not self._at_work.acquire(timeout=_LOOK_SECONDS):
                watch.check()
            try:
                watch.check()
                told: Answer = {"finished": work(watch)}
            finally:
                self._at_work.release()
        except CancelledError as error:
            told = {"failed": said(error), "cancelled": True}
        except AudiocoachError as error:
            told = {"failed": said(error)}
        except Exception as error:
            told = {"failed": {"message": f"audiocoach has a bug: {type(error).__name__}", "hint": "report it"}}
        job.tell(told, ended=True)
