"""What a worker on another computer does: it tells what it has, and makes one chunk at a time.

It holds to what was found before the first chunk even where it came later: as the others, or not at all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.club.cluster_facts import Facts, differences, facts_here
from audiocoach.club.cluster_folder import Seen, look, sees
from audiocoach.errors import AudiocoachError

if TYPE_CHECKING:
    from audiocoach.club.chunk import Chunk, ChunkDone
    from audiocoach.club.order_for_many import OrderForMany
    from audiocoach.rendering.athletes import Athlete


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all workers of a run, of which `run` is the name.

    `facts` are those of the computer that began it, found for `athletes`. `folder` is where files go, in which the file
    `probe` has `content`; empty where they go to an object store.
    """

    run: str
    order: OrderForMany
    athletes: tuple[Athlete | None, ...]
    facts: Facts
    folder: str = ""
    probe: str = ""
    content: str = ""


class NotAsTheOthersError(AudiocoachError):
    """A worker that has something else than the computer that began a run."""


_ONE = threading.Lock()
"""One chunk at a time: paths count from the process' folder, and a second thread would win little."""

_held: set[str] = set()
"""The runs to whose terms this process holds."""


def look_around(terms: Terms) -> tuple[Facts, Seen]:
    """Tell what this process has, and what it sees of the folder."""
    with _ONE:
        facts = facts_here(terms.order, terms.athletes)
        return facts, look(terms.folder, terms.probe) if terms.folder else Seen()


def make_there(job: Callable[[Chunk], ChunkDone], chunk: Chunk, terms: Terms) -> ChunkDone:
    """Carry a chunk out in this process, which is a worker's.

    Raises:
        NotAsTheOthersError: when this process is none that files may be made in.
        AudiocoachError: as the job does.
    """
    with _ONE:
        if terms.run not in _held:
            _hold(terms)
            _held.add(terms.run)
        return job(chunk)


def _hold(terms: Terms) -> None:
    """See that this process has what the others have.

    Raises:
        NotAsTheOthersError: when it does not.
    """
    from distributed import get_worker

    who = str(get_worker().address)
    said = differences({"where it began": terms.facts, who: facts_here(terms.order, terms.athletes)})
    if said:
        raise NotAsTheOthersError(f"{who}: this worker is not as the others: {said[0]}", HINT)
    if terms.folder and not sees(terms.folder, terms.probe, terms.content):
        raise NotAsTheOthersError(f"{who}: this worker does not see the folder {terms.folder}", FOLDER_HINT)


HINT = "install the same on every computer: the same audiocoach, packages and voices, and folders with the scripts"
FOLDER_HINT = "give '-o' a folder that all computers share, or an object store: '-o s3://bucket/run/'"
