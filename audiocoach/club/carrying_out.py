"""Carry chunks out by workers that may die, hang or never come back: what can be finished is, the rest is named."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field
from typing import Protocol

from audiocoach.club.chunk import Chunk, ChunkDone, run_chunk
from audiocoach.club.nothing_made import refusal
from audiocoach.club.records import Record
from audiocoach.errors import AudiocoachError, bug_in_words
from audiocoach.quantities.units import plural

MOST_LOST = 24
"""Chunks that are lost one after the other, with none finished in between: then no other will be either."""

_LEAST_S = 120.0
"""Seconds that any chunk may take."""

_FIRST_S = 3600.0
"""Seconds that those who go first may take: they have all spoken that is shared, by whatever voice."""

_TIMES_AS_LONG = 10
"""How much longer a chunk may take than the slowest one before it, an athlete."""

_LOOKED_AFTER_S = 5.0
"""Seconds after which somebody looks whether a worker hangs."""

_MOST_NAMED = 12
"""Athletes without anything that a message names."""

Job = Callable[[Chunk], ChunkDone]


class AllLostError(BrokenExecutor):
    """All that was handed out is lost, through no fault of any chunk."""


class ChunkLostError(Exception):
    """Several workers have ended without a word while they made this chunk; the others go on."""


class WorkersGoneError(AudiocoachError):
    """There are no workers any more, and there will be none."""


class Workers(Protocol):
    """Those who carry chunks out. `width` is how many of them there are, now."""

    width: int

    def executor(self) -> Executor:
        """Give the workers, new ones after the last were ended.

        Raises:
            WorkersGoneError: when there can be none.
        """

    def lose(self, futures: Sequence[Future[ChunkDone]]) -> bool:
        """Do without the workers who carry these out, and tell whether the others go on; if not, all are ended."""

    def end(self) -> None:
        """End the workers that there are, whatever they are doing."""


@dataclass(slots=True)
class _Task:
    """A chunk on its way: how often it was lost with a worker, how the last time, and whether it goes alone."""

    chunk: Chunk
    lost: int = 0
    why: str = ""
    since: float = 0.0
    alone: bool = False


@dataclass(slots=True)
class _Patience:
    """How long a chunk may take: so many seconds at least, or by what those before it took (s an athlete)."""

    least: float
    slowest: float = 0.0
    first: float = 0.0

    def learn(self, chunk: Chunk, seconds: float) -> None:
        self.slowest = max(self.slowest, seconds / len(chunk.athletes))

    def turn_to(self, least: float) -> None:
        """Turn from those who go first to the others: until one of these is known, they may take as long."""
        self.least, self.first, self.slowest = least, self.slowest, 0.0

    def ends(self, task: _Task) -> float:
        """Give when a task is given up, by the monotonic clock in seconds."""
        each = self.slowest or self.first
        return task.since + max(self.least, _TIMES_AS_LONG * each * len(task.chunk.athletes))


@dataclass(slots=True)
class CarryingOut:
    """Chunks being carried out by workers; `job` is what is done with each, `least_s` any chunk may take, and `first_s`
    those that go first.

    `note` is told the records of those who are refused here: no chunk that came to an end has written them down.
    """

    workers: Workers
    job: Job = run_chunk
    least_s: float = _LEAST_S
    first_s: float = _FIRST_S
    note: Callable[[Sequence[Record]], None] = lambda _: None
    _later: deque[_Task] = field(default_factory=deque)
    _waiting: deque[_Task] = field(default_factory=deque)
    _alone: deque[_Task] = field(default_factory=deque)
    _running: dict[Future[ChunkDone], _Task] = field(default_factory=dict)
    _executor: Executor | None = None
    _lost: int = 0

    def all(self, chunks: Iterable[Chunk], first: Iterable[Chunk] = ()) -> Generator[ChunkDone, None, None]:
        """Carry chunks out; yields each as it ends. Workers are ended when something ends it before, such as that
        nobody asks any more; else they are there for more.

        The `first` go before all others, one after the other, by a worker too: what one of them has spoken is known to
        the next, and whatever becomes of the worker is none of this process' business.

        Of a chunk that was lost twice with its worker, or has hung, or has met a bug, the one athlete is found by
        halves, and refused.

        Raises:
            AudiocoachError: when nothing can be made for anybody, or workers end at once.
            OSError: what the system refuses this process, where that is the worker.
            Exception: a bug that everybody meets.
        """
        alone = list(first)
        self._later = deque(map(_Task, (*alone, *chunks)))
        patience = _Patience(self.first_s)
        try:
            for _ in alone:
                self._waiting.append(self._later.popleft())
                yield from self._until_done(patience)
            patience.turn_to(self.least_s)
            self._waiting, self._later = self._later, deque()
            yield from self._until_done(patience)
        except BaseException:
            self._broken()
            raise

    def _until_done(self, patience: _Patience) -> Iterator[ChunkDone]:
        """Have all that is waiting carried out."""
        while self._waiting or self._alone or self._running:
            try:
                self._hand_out()
            except WorkersGoneError as error:
                raise AudiocoachError(f"{error.message}; {self._left()}", error.hint) from None
            until = min(map(patience.ends, self._running.values()), default=0.0) - time.monotonic()
            done, _ = wait(self._running, max(0.0, min(until, _LOOKED_AFTER_S)), FIRST_COMPLETED)
            for future in sorted(done, key=_went_wrong):  # what was finished is nobody's fault
                yield from self._ended(future, patience)
            yield from self._gone(patience)

    def _hand_out(self) -> None:
        """Give the workers what they have room for. What may be the death of one goes alone."""
        if self._executor is None:
            self._executor = self.workers.executor()
        if any(task.alone for task in self._running.values()):
            return
        if self._alone and not self._running:
            self._begin(self._alone.popleft())
            return
        while self._waiting and not self._alone and self._executor and len(self._running) < self.workers.width:
            self._begin(self._waiting.popleft())

    def _begin(self, task: _Task) -> None:
        assert self._executor is not None
        task.since = time.monotonic()
        try:
            self._running[self._executor.submit(self.job, task.chunk)] = task
        except BrokenExecutor:
            self._put_back([task])
            self._broken()

    def _ended(self, future: Future[ChunkDone], patience: _Patience) -> Iterator[ChunkDone]:
        if (task := self._running.pop(future, None)) is None:
            return
        try:
            done = future.result()
        except AudiocoachError:
            raise
        except AllLostError:
            self._put_back([*self._running.values(), task])
            self._broken()
        except ChunkLostError as error:  # which has had its second try, and more
            yield from self._again(task, str(error), times=3)
        except BrokenExecutor:
            suspects = [task, *self._running.values()]
            self._broken()
            for each in suspects:
                yield from self._again(each, "its worker ended without a word, more than once")
        except Exception as error:
            if task.chunk.athletes == (None,):  # there are no others to go on with
                raise
            yield from self._again(task, f"{bug_in_words(error)}; please report it", bug=error)
        else:
            self._lost = 0
            patience.learn(task.chunk, done.seconds)
            yield done

    def _gone(self, patience: _Patience) -> Iterator[ChunkDone]:
        """Give up what hangs; what other workers were doing meanwhile begins anew."""
        now = time.monotonic()
        hanging = {future: task for future, task in self._running.items() if patience.ends(task) <= now}
        if not hanging:
            return
        for future in hanging:
            del self._running[future]
        if not self.workers.lose(list(hanging)):
            self._put_back(self._running.values())
            self._broken()
        for task in hanging.values():
            yield from self._again(task, "it took far longer than the others, and was given up")

    def _put_back(self, tasks: Iterable[_Task]) -> None:
        """Have tasks begun again that were not lost by any fault of theirs."""
        for task in tasks:
            (self._alone if task.alone else self._waiting).appendleft(task)

    def _broken(self) -> None:
        """Do without the workers there were."""
        self._running.clear()
        self._executor = None
        self.workers.end()

    def _left(self) -> str:
        """Say for whom it is not known that all was made; of a chunk on its way there may be some files."""
        chunks = [task.chunk for task in (*self._running.values(), *self._alone, *self._waiting, *self._later)]
        names = list(dict.fromkeys(who.name for chunk in chunks for who in chunk.athletes if who is not None))
        more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
        return f"not done yet: {', '.join(names[:_MOST_NAMED])}{more}"

    def _again(self, task: _Task, why: str, times: int = 1, bug: Exception | None = None) -> Iterator[ChunkDone]:
        """Have a chunk that was lost so many times made again: as it is, in halves, alone, or not at all."""
        self._lost += 1
        task.lost, task.why = task.lost + times, why
        if self._lost > MOST_LOST:
            if bug is not None:
                raise bug
            hint = "what ends them: too little memory, or a program that watches over this computer?"
            lost = plural(self._lost, "chunk")
            raise AudiocoachError(f"workers do not finish anything: {lost} were lost one after the other: {why}", hint)
        if task.lost == 1:
            self._waiting.append(task)
        elif len(task.chunk.athletes) > 1:
            self._waiting.extend(_Task(half, 1, why) for half in task.chunk.halves())
        elif task.lost == 2:  # perhaps it was another's fault
            task.alone = True
            self._alone.append(task)
        else:
            order, (who,) = task.chunk.order, task.chunk.athletes
            name = "" if who is None else f"for {who.name}: "
            refused = (refusal(order, who, f"{name}nothing was made: {why}"),)
            self.note(refused)
            yield ChunkDone(refused)


def _went_wrong(future: Future[ChunkDone]) -> bool:
    return future.cancelled() or future.exception() is not None
