"""A campaign: every target gets its share of the time, two at once, and whoever hangs or dies is found out."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attacks.kept import Finding, Kept
from attacks.target import SCRATCH, Target
from attacks.watching import LONGEST_S, kept_waiting_s, watched

ROUND_S = 600.0
"""Each target has its turn once in such a time; a longer campaign has several rounds."""

_SILENT_S = 6 * LONGEST_S
"""A worker speaks each second between attempts, and an attempt is ended by its own alarm: longer silence is a hang."""

_START_S = 600.0
"""Before its first attempt a worker renders what it needs, in silence; on a busy machine that takes a while."""


@dataclass
class Summary:
    """What came of one target in this run; `seeds` of `planned` inputs that it begins with have been tried."""

    target: str
    attempts: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    biggest_mb: float = 0.0
    new: int = 0
    seeds: int = 0
    planned: int = 0
    cpu_s: float = 0.0
    sorts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def add(self, told: dict[str, Any]) -> None:
        """Add what a worker told last, where it told anything."""
        if told:
            self.attempts += told["attempts"]
            self.new += told["new"]
            self.cpu_s += told["cpu_s"]
            self.slowest_s = max(self.slowest_s, told["slowest_s"])
            self.biggest_mb = max(self.biggest_mb, told["biggest_mb"])
            self.seeds, self.planned = max(self.seeds, told["seeds"]), told["planned"]
            self.sorts.update(told["sorts"])


def campaign(targets: Sequence[type[Target]], kept: Kept, seed: str, seconds: float) -> list[Summary]:
    """Attack for some seconds, and sum up; what earlier runs have found is tried again first."""
    summaries = {target.name: Summary(target.name) for target in targets}
    for target in targets:
        _try_again(target, kept)
        kept.begin(target.name)
    at_once = max(1, min(2, os.cpu_count() or 1, len(targets)))
    rounds = max(1, round(seconds / ROUND_S))
    shares = sum(target.share for target in targets)
    with (
        tempfile.TemporaryDirectory(prefix="attacks-", ignore_cleanup_errors=True, dir=_quick_folder()) as scratch,
        ThreadPoolExecutor(at_once) as workers,
    ):
        for turn in range(rounds):
            jobs = [
                workers.submit(
                    _turn,
                    summaries[target.name],
                    kept,
                    f"{seed}/{turn}/{target.name}",
                    seconds * at_once / rounds * target.share / shares,
                    scratch,
                )
                for target in sorted(targets, key=lambda target: -target.share)
            ]
            for job in jobs:
                job.result()
    for summary in summaries.values():
        summary.findings = kept.findings(summary.target)
    return list(summaries.values())


def _try_again(kind: type[Target], kept: Kept) -> None:
    """Forget findings that break nothing any more."""
    findings = kept.findings(kind.name)
    if not findings:
        return
    target = kind()  # which may take a while
    for finding in findings:
        if finding.broken.startswith("the process") or watched(target, finding.input.read_bytes()).broken:
            continue
        for path in finding.folder.iterdir():
            path.unlink()
        finding.folder.rmdir()


def _quick_folder() -> str | None:
    """Give a folder in memory, where there is one: on a disk, making and removing folders takes most of the time."""
    memory = Path("/dev/shm")  # noqa: S108  # only where all is in a folder of our own
    return str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None


def _turn(summary: Summary, kept: Kept, seed: str, seconds: float, scratch: str) -> None:
    """Let workers attack one target until its time is over; one that hangs or dies is followed by another."""
    began, number, name = time.monotonic(), 0, summary.target
    while (left := seconds - (time.monotonic() - began)) > 0:
        number += 1
        arguments = [name, str(kept.home), f"{seed}/{kept.attempts(name)}", f"{left:.1f}", str(number)]
        told, ended, trace = _work(arguments, scratch)
        kept.count(name, told.get("attempts", 0))
        summary.add(told)
        now = kept.now(name, number)
        if ended and not now.exists():
            raise RuntimeError(f"{name}: no attempt could be made: {ended}\n{trace}")
        if ended:
            kept.found(name, ended, now.read_bytes(), trace)
        now.unlink(missing_ok=True)
    summary.seconds += time.monotonic() - began


def _work(arguments: Sequence[str], scratch: str) -> tuple[dict[str, Any], str, str]:
    """Run a worker; gives what it told last, how it ended where that is not well, and what else it said."""
    surroundings = {**os.environ, "AUDIOCOACH_CACHE": f"{scratch}/cache", "TMPDIR": scratch, SCRATCH: scratch}
    surroundings.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in the tests: on two cores more wait for one another
    with tempfile.TemporaryFile(dir=scratch) as said:
        worker = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "attacks.worker", *arguments],
            stdout=subprocess.PIPE, stderr=said, text=True, env=surroundings,
        )  # fmt: skip
        lines: queue.Queue[str] = queue.Queue()
        assert worker.stdout is not None
        reading = threading.Thread(target=_read, args=(worker, lines), daemon=True)
        reading.start()
        told: dict[str, Any] = {}
        ended = ""
        while True:
            silence, kept = _SILENT_S if told else _START_S, kept_waiting_s(worker.pid)
            try:
                line = lines.get(timeout=silence)
            except queue.Empty:
                if kept_waiting_s(worker.pid) - kept > silence / 2:
                    continue  # on a busy machine it is others that run
                # With which it says where it was.
                worker.send_signal(getattr(signal, "SIGABRT", signal.SIGTERM))
                ended = f"the process hung for {silence:g} s and could not be interrupted"
                break
            if not line:
                break
            told = json.loads(line)
        code = worker.wait()
        reading.join()
        worker.stdout.close()
        said.seek(0)
        trace = said.read().decode(errors="replace")
        if code and not ended:
            ended = f"the process ended with {code}: {' '.join(trace.strip().splitlines()[-1:])[:200]}"
    return told, ended, trace


def _read(worker: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert worker.stdout is not None
    for line in worker.stdout:
        lines.put(line)
    lines.put("")


def table(summaries: Sequence[Summary]) -> str:
    """Write a campaign's summary: a line for each target, its attempts by sort, then each finding with its file."""
    rows = [
        f"{'target':<10}{'attempts':>10}{'seconds':>9}{'of CPU':>8}{'seeds':>15}"
        f"{'new':>7}{'findings':>10}{'slowest':>10}{'biggest':>10}"
    ]
    rows += [
        f"{each.target:<10}{each.attempts:>10,}{each.seconds:>9,.0f}{each.cpu_s:>8,.0f}"
        f"{f'{each.seeds:,}/{each.planned:,}':>15}{each.new:>7}"
        f"{len(each.findings):>10}{each.slowest_s:>8.2f} s{each.biggest_mb:>7.0f} MB"
        for each in summaries
    ]
    for each in summaries:
        if len(each.sorts) > 1:
            rows += ["", f"{each.target}, by what was tried:"]
            rows += [f"{count:>10,}  {sort}" for sort, count in sorted(each.sorts.items())]
    rows += [f"\n{found.target}: {found.broken}\n  {found.input}" for each in summaries for found in each.findings]
    return "\n".join(rows)


def exit_code(summaries: Sequence[Summary]) -> int:
    """Say 1 where something was found."""
    return int(any(summary.findings for summary in summaries))


def home() -> Path:
    """Return the folder in which campaigns keep what they have."""
    return Path(__file__).parents[1] / ".attacks"
