"""Workers that die, hang or meet bugs: what can be finished is, the rest is named."""

from __future__ import annotations

import errno
import os
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.club.carrying_out import MOST_LOST, CarryingOut
from audiocoach.club.chunk import Chunk, ChunkDone
from audiocoach.club.local_workers import LocalWorkers
from audiocoach.club.this_process import ThisProcess
from audiocoach.errors import AudiocoachError, OutputError
from tests.support.jobs_that_fail import WorkersHere, chunk_of, deadly, names_in, noted

NAMES = [f"Name{number}" for number in range(12)]


def chunks(names: Iterable[str], size: int) -> list[Chunk]:
    rest = list(names)
    return [chunk_of(*rest[at : at + size]) for at in range(0, len(rest), size)]


def told(done: Iterable[ChunkDone]) -> tuple[list[str], dict[str, str]]:
    """Those who got something, and why others did not."""
    records = [record for each in done for record in each.records]
    return (
        [record.athlete for record in records if not record.refused],
        {record.athlete: record.refused for record in records if record.refused},
    )


@given(
    poison=st.sets(st.sampled_from(NAMES), max_size=3),
    size=st.integers(1, 12),
    width=st.integers(1, 4),
)
def test_whoever_ends_workers_is_named_and_everybody_else_gets_theirs(poison: set[str], size: int, width: int) -> None:
    workers = WorkersHere(width, lambda chunk: not poison.isdisjoint(names_in(chunk)))
    made, refused = told(CarryingOut(workers, noted).all(chunks(NAMES, size)))
    assert sorted(made) == sorted(set(NAMES) - poison)
    assert refused.keys() == poison
    assert all(f"for {name}: nothing was made" in why for name, why in refused.items())


@given(seed=st.integers(0, 10_000))
def test_workers_that_die_at_random_lose_nothing(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    workers = WorkersHere(3, lambda _: random.random() < 0.05)
    made, refused = told(CarryingOut(workers, noted).all(chunks(NAMES, 3)))
    assert (Counter(made), refused) == (Counter(NAMES), {})


def test_a_bug_that_one_meets_is_theirs_alone() -> None:
    def with_bug(chunk: Chunk) -> ChunkDone:
        if "Name7" in names_in(chunk):
            raise KeyError("a bug")
        return noted(chunk)

    made, refused = told(CarryingOut(WorkersHere(2), with_bug).all(chunks(NAMES, 5)))
    assert sorted(made) == sorted(set(NAMES) - {"Name7"})
    assert "audiocoach has a bug: KeyError" in refused["Name7"]


def test_in_this_process_a_file_that_one_lacks_is_theirs_and_what_the_system_refuses_ends_all() -> None:
    def without(error: OSError) -> Callable[[Chunk], ChunkDone]:
        def job(chunk: Chunk) -> ChunkDone:
            if "Name7" in names_in(chunk):
                raise error
            return noted(chunk)

        return job

    gone = CarryingOut(ThisProcess(), without(FileNotFoundError(errno.ENOENT, "No such file or directory")))
    made, refused = told(gone.all(chunks(NAMES, 5)))
    assert (sorted(made), list(refused)) == (sorted(set(NAMES) - {"Name7"}), ["Name7"])
    with pytest.raises(OSError, match="Too many open files"):
        list(CarryingOut(ThisProcess(), without(OSError(errno.EMFILE, "Too many open files"))).all(chunks(NAMES, 5)))


def test_a_bug_that_everybody_meets_is_told_as_one() -> None:
    def with_bug(chunk: Chunk) -> ChunkDone:
        raise KeyError("a bug")

    workers = WorkersHere(2)
    with pytest.raises(KeyError, match="a bug"):
        list(CarryingOut(workers, with_bug).all(chunks(map(str, range(1000)), 100)))
    assert workers.submitted <= 2 * MOST_LOST


def test_workers_that_finish_nothing_at_all_are_an_error_and_not_tried_for_ever() -> None:
    workers = WorkersHere(2, lambda _: True)
    with pytest.raises(AudiocoachError, match="workers do not finish anything"):
        list(CarryingOut(workers, noted).all(chunks(map(str, range(10_000, 20_000)), 100)))
    assert workers.submitted <= 3 * MOST_LOST
    assert workers.ended >= workers.begun


def test_what_nobody_can_be_helped_with_ends_all_of_it() -> None:
    def on_a_full_disk(chunk: Chunk) -> ChunkDone:
        raise OutputError("out: the disk is full")

    workers = WorkersHere(2)
    with pytest.raises(OutputError, match="the disk is full"):
        list(CarryingOut(workers, on_a_full_disk).all(chunks(NAMES, 3)))
    assert workers.submitted <= 2


def test_whoever_stops_asking_ends_the_workers() -> None:
    workers = WorkersHere(2)
    all_done = CarryingOut(workers, noted).all(chunks(NAMES, 1))
    next(iter(all_done))
    all_done.close()  # type: ignore[attr-defined]
    assert (workers.submitted, workers.ended) == (2, 1)


@pytest.mark.parametrize(("takes", "in_vain"), [(0.015, 0), (0.05, 1)])
def test_what_those_who_go_first_take_is_a_measure_for_the_others_until_one_of_these_is_done(
    monkeypatch: pytest.MonkeyPatch, takes: float, in_vain: int
) -> None:
    workers = WorkersOfAClock(takes)
    monkeypatch.setattr("audiocoach.club.carrying_out.time", SimpleNamespace(monotonic=workers.clock))
    made, refused = told(CarryingOut(workers, noted, least_s=0.01).all([chunk_of("Ben", "Cleo")], [chunk_of("Ann")]))
    assert (made, refused) == (["Ann", "Ben", "Cleo"], {})
    assert workers.in_vain == in_vain


class WorkersOfAClock(WorkersHere):
    """The first chunk takes a millisecond, the second so many seconds of a clock that goes on when it is looked at."""

    def __init__(self, takes: float) -> None:
        super().__init__(1)
        self.takes, self.now, self.in_vain = takes, 0.0, 0
        self.pending: Future[ChunkDone] | None = None
        self.ready = 0.0

    def clock(self) -> float:
        self.now += 0.001
        if self.pending is not None and self.now >= self.ready:
            self.pending.set_result(replace(noted(chunk_of("Ben", "Cleo")), seconds=self.takes))
            self.pending = None
        return self.now

    def executor(self) -> Executor:
        return self

    def submit(self, job: Callable[[Chunk], ChunkDone], chunk: Chunk) -> Future[ChunkDone]:
        self.submitted += 1
        future: Future[ChunkDone] = Future()
        if self.submitted == 2:
            self.pending, self.ready = future, self.now + self.takes
        else:
            future.set_result(replace(job(chunk), seconds=0.001 * len(chunk.athletes)))
        return future

    def lose(self, futures: Sequence[Future[ChunkDone]]) -> bool:
        self.in_vain += len(futures)
        self.pending = None
        return False


@pytest.mark.slow
def test_processes_that_begin_early_are_all_there_and_are_the_ones_that_work() -> None:
    workers = LocalWorkers(2)
    try:
        workers.begin()
        early = set(workers.process_ids)
        pool = workers.executor()
        found = {each.result() for each in [pool.submit(os.getpid) for _ in range(8)]}
    finally:
        workers.end()
    assert len(early) == 2
    assert found <= early
    for process in early:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.slow
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives memory back so soon")
def test_a_process_keeps_the_memory_of_a_sound_for_the_next() -> None:
    from tests.support.memory_taken import new_pages_a_sound

    workers = LocalWorkers(1)
    try:
        assert workers.executor().submit(new_pages_a_sound).result() < 50  # else a thousand
    finally:
        workers.end()


@pytest.mark.slow
def test_processes_that_are_killed_or_hang_are_begun_anew_and_whoever_did_it_is_named() -> None:
    people = ["Ann", "Poison", "Ben", "Cleo", "Hang", "Dora"]
    workers = LocalWorkers(2)
    try:
        began = time.monotonic()
        list(CarryingOut(workers, noted).all(chunks(["Eve", "Fay"], 1)))
        least_s = 5 * max(1.0, time.monotonic() - began)  # each time, new workers have to begin
        made, refused = told(CarryingOut(workers, deadly, least_s=least_s).all(chunks(people, 2)))
    finally:
        workers.end()
    assert sorted(made) == ["Ann", "Ben", "Cleo", "Dora"]
    assert "ended without a word" in refused["Poison"]
    assert "given up" in refused["Hang"]
