"""What the benchmarks share: a command measured as a process of its own, in time and memory.

Wall time and CPU are of the process and all it starts; memory is the summed proportional set size (PSS) of its whole
tree, read every 20 ms, which only Linux tells. Reading it takes a fifth of one CPU: a run that is watched has no time
worth telling.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LINUX = sys.platform == "linux"
SAMPLE_EVERY_S = 0.02


@dataclass(frozen=True)
class Run:
    """One process: seconds of wall time and CPU, and megabytes at its peak (None where it was not watched)."""

    wall_s: float
    cpu_s: float
    peak_mb: float | None


def tree(root: int) -> Iterator[int]:
    """Yield a process and all that it has started, and they, and so on."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                parent = int(Path(entry.path, "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    waiting = [root]
    while waiting:
        process = waiting.pop()
        yield process
        waiting += children.get(process, [])


def pss_kb(process: int) -> int:
    """Return the proportional set size of a process in kB; 0 when it has just ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def measured(command: list[str], environment: dict[str, str], *, watched: bool) -> Run:
    """Run a command to its good end and measure it; its memory only when it is `watched`."""
    peak, done = 0, threading.Event()
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def watch() -> None:
        nonlocal peak
        while not done.wait(SAMPLE_EVERY_S):
            peak = max(peak, sum(map(pss_kb, tree(process.pid))))

    watcher = threading.Thread(target=watch, daemon=True)
    if watched:
        watcher.start()
    assert process.stderr is not None
    said = process.stderr.read()
    if hasattr(os, "wait4"):  # which tells the CPU of this one child and of those it has waited for itself
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
    else:
        process.wait()
        cpu = float("nan")
    wall = time.perf_counter() - began
    done.set()
    if watched:
        watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}\n{said.decode(errors='replace')}")
    return Run(wall, cpu, peak / 1000 if watched else None)


def surroundings(cache: Path) -> dict[str, str]:
    """Return the environment of a command whose cache is in `cache`; modules are compiled once, as for users."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "AUDIOCOACH_CACHE": str(cache)}


def median(runs: list[Run]) -> Run:
    """Take the median of the times, and the memory. Of several runs, the time of the watched one is left out."""
    peaks = [run.peak_mb for run in runs if run.peak_mb is not None]
    timed = runs[:-1] or runs
    return Run(
        statistics.median(run.wall_s for run in timed),
        statistics.median(run.cpu_s for run in timed),
        max(peaks, default=None),
    )


def memory(value: float | None) -> str:
    """Write megabytes, or a dash where they were not measured."""
    return "-" if value is None else f"{value:.0f} MB"
