"""How fast a processor is now, so that a limit in seconds of it means the same on any machine.

Limits are set for a processor on which `loop_seconds` gives `LOOP_SECONDS`: a server of two cores that are idle.
On a machine half as fast, or with so much else to do that a second of its processor is worth half as much, it gives
twice that, and what is measured counts half. It never counts more than it took: no fast machine fails by chance.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOOP_SECONDS = 0.0125


def loop_seconds() -> float:
    """Measure what a little work takes now that is like reading a script: many small objects, made and looked up."""
    collecting = gc.isenabled()
    gc.disable()  # it would look through all that the tests have made
    before = time.process_time()
    made = [{"at": number, "name": str(number), "of": (number, number + 1)} for number in range(20_000)]
    known: dict[object, int] = {}
    for each in made:
        known[each["name"]] = known.get(each["of"], 0) + len(each)
    taken = time.process_time() - before
    if collecting:
        gc.enable()
    return taken


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Hold a block to so many seconds of a processor, where limits are set."""
    began = time.process_time()
    yield
    taken = time.process_time() - began
    if taken >= seconds:  # only then is it asked how fast this one is
        slower = max(1.0, statistics.median(loop_seconds() for _ in range(15)) / LOOP_SECONDS)
        assert taken / slower < seconds, f"{taken:.1f} s, {slower:.1f} times slower"


@dataclass(frozen=True)
class Ran:
    """What a process gave and wrote, and how much slower the processor was meanwhile than where limits are set."""

    code: int
    out: str
    err: str
    slower: float


def run_timed(command: Sequence[str | Path], folder: Path | None = None) -> Ran:
    """Run a command to its end. The loop is measured again and again: shared machines change speed within seconds."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, text=True) as process:
        loops = [loop_seconds()]
        while True:
            try:
                out, err = process.communicate(timeout=0.1)
            except subprocess.TimeoutExpired:
                loops.append(loop_seconds())
            else:
                return Ran(process.returncode, out, err, max(1.0, statistics.median(loops) / LOOP_SECONDS))
