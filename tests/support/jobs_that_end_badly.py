"""What a worker may meet while it makes a chunk: each a job as `run_chunk` is, that any process can carry out."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from audiocoach.club import object_store
from audiocoach.club.chunk import Chunk, ChunkDone, run_chunk
from audiocoach.club.destinations import FolderDestination
from audiocoach.club.object_store import StoreDestination
from audiocoach.club.records import Record
from audiocoach.club.spliced_format import Head
from audiocoach.club.store_opening import opened
from tests.support.object_stores import UnreliableStore


def quick(chunk: Chunk) -> ChunkDone:
    """Write for each athlete a file that says who they are."""
    records = []
    for who in chunk.athletes:
        file, content = Path(chunk.order.output, f"{who.name}.txt"), who.name.encode()
        file.write_bytes(content)
        records.append(Record(who.id, "run", file.name, sha256(content).hexdigest(), len(content)))
    return ChunkDone(tuple(records), seconds=0.01, each_s=(0.01,) * len(records))


def _names(chunk: Chunk) -> set[str]:
    return {who.name for who in chunk.athletes}


def _is_first(folder: str, what: str) -> bool:
    try:
        Path(folder, f"{what}.happened").open("x").close()
    except FileExistsError:
        return False
    return True


@dataclass(frozen=True)
class Dies:
    """The worker that has somebody's chunk ends in the middle of it: once, or each time."""

    whose: str
    folder: str
    always: bool = False

    def __call__(self, chunk: Chunk) -> ChunkDone:
        if self.whose in _names(chunk) and (self.always or _is_first(self.folder, "death")):
            os._exit(9)
        return quick(chunk)


@dataclass(frozen=True)
class Hangs:
    """The first worker that has somebody's chunk never comes to an end."""

    whose: str
    folder: str

    def __call__(self, chunk: Chunk) -> ChunkDone:
        if self.whose in _names(chunk) and _is_first(self.folder, "hanging"):
            threading.Event().wait()
        return quick(chunk)


@dataclass(frozen=True)
class Waits:
    """Chunks are made, but for somebody's, which waits as long as its worker lives."""

    whose: str

    def __call__(self, chunk: Chunk) -> ChunkDone:
        if self.whose in _names(chunk):
            threading.Event().wait()
        return run_chunk(chunk)


@dataclass(frozen=True)
class DiesHalfway:
    """Chunks are made; but the first worker that has one ends once it has published so many of its files, before there
    is any record of them. Stores fail now and then meanwhile.
    """

    folder: str
    files: int

    def __call__(self, chunk: Chunk) -> ChunkDone:
        object_store.opened = _unreliable
        try:
            if len(chunk.athletes) > self.files and _is_first(self.folder, "halfway"):
                _end_after(self.files)
            return run_chunk(chunk)
        finally:
            object_store.opened = opened  # the same worker serves other tests


def _unreliable(address: str) -> UnreliableStore:
    return UnreliableStore(opened(address), len(address))


def _end_after(files: int) -> None:
    """Have this process end without a word when it has published so many files."""
    left = iter(range(files - 1, -1, -1))
    for kind in (FolderDestination, StoreDestination):

        def publish(self, name, file, sha256, whole=kind.publish) -> Head | None:
            head = whole(self, name, file, sha256)
            if not next(left):
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
            return head

        kind.publish = publish


def give_version(version: str) -> None:
    """Have the process tell another version of audiocoach."""
    from audiocoach.club import cluster_facts

    cluster_facts.__version__ = version


def look_elsewhere(folder: str | None) -> None:
    """Have the process see another folder in place of any; None: as it was."""
    from audiocoach.club import cluster_folder, cluster_work

    before = cluster_folder.look
    cluster_work.look = before if folder is None else lambda _, name: before(folder, name)
