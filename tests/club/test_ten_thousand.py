"""Ten thousand athletes over a hundred shares, of whose chunks some die at random moments: each file once, whole."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from audiocoach.club.carrying_out import CarryingOut
from audiocoach.club.chunk import Chunk, ChunkDone, run_chunk
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.planning import planned
from audiocoach.club.records import latest, read
from audiocoach.club.roster import read_roster
from audiocoach.club.shards import Shard
from audiocoach.storage.scratch import scratch_folder
from tests.support.jobs_that_fail import WorkersHere

ATHLETES, SHARES, DYING = 10_000, 100, 0.05

SCRIPT = """
session: A minute
coach: none
voice: {engine: tone}
steps:
  - {work: 60s, name: Run, say: "Go."}
"""


class Shelf:
    """Where files go: of each the digests of all that was ever put there is kept, and not the file.

    After `left` operations, if that is a number, the process that puts there is lost.
    """

    replaces = False

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, int]] = {}
        self.put: Counter[str] = Counter()
        self.done: dict[str, bytes] = {}
        self.left: int | None = None

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        with scratch_folder() as folder:
            yield folder

    def published(self, name: str, sha256: str, size: int) -> bool:
        return self.files.get(name) == (sha256, size)

    def publish(self, name: str, file: Path, sha256: str) -> None:
        self._operation()
        self.files[name] = sha256_of(file), file.stat().st_size
        assert self.files[name][0] == sha256
        self.put[name] += 1
        file.unlink()

    def bring(self, name: str, sha256: str, folder: Path) -> None:
        raise AssertionError("nothing is needed to make others")

    def put_record(self, name: str, data: bytes) -> None:
        self._operation()
        self.done[name] = data
        self._operation()

    def records(self) -> Iterator[tuple[str, bytes]]:
        yield from self.done.items()

    def _operation(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise BrokenProcessPool("the worker is gone")


def sha256_of(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


@pytest.mark.slow
def test_ten_thousand_over_a_hundred_shares_whose_chunks_die_get_each_file_once(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "run.yaml").write_text(SCRIPT)
    (here / "club.csv").write_text("name,id\n" + "".join(f"Runner,{number}\n" for number in range(ATHLETES)))
    shelf, random = Shelf(), Random(21)  # noqa: S311
    monkeypatch.setattr(OrderForMany, "destination", lambda order, shop: shelf)
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # no power is cut here

    def dying(chunk: Chunk) -> ChunkDone:
        dies = random.random() < DYING
        shelf.left = random.randrange(len(chunk.athletes) + 2) if dies else None
        try:
            return run_chunk(chunk)
        finally:
            shelf.left = None

    order = OrderForMany(("run.yaml",), "out", bitrate=32)
    everybody = read_roster(here / "club.csv").athletes
    made: Counter[str] = Counter()
    for number in range(1, SHARES + 1):
        shop, share = order.workshop(), Shard(number, SHARES)
        mine = [who for who in everybody if who is not None and share.takes(who)]
        plan = planned(order, mine, shop, shelf, 1)
        workers = WorkersHere(4)
        done = list(CarryingOut(workers, dying).all((*plan.first, *plan.chunks)))
        assert plan.refused == ()
        made.update(record.athlete for each in done for record in each.records if not record.refused)
    assert made == Counter(str(number) for number in range(ATHLETES))
    assert shelf.files.keys() == {f"run Runner {number}.mp3" for number in range(ATHLETES)}
    assert sum(shelf.put.values()) > ATHLETES, "some were made again"
    records = latest(record for data in shelf.done.values() for record in read(data)[0])
    assert {name: (each.sha256, each.bytes) for name, each in records.items()} == shelf.files
    again = planned(order, everybody, order.workshop(), shelf, 1)
    assert (again.first, again.chunks, again.up_to_date) == ((), (), ATHLETES)
