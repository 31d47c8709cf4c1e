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
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from attacks.kept import Finding, Kept
from attacks.target import Target
from attacks.watching import LONGEST_S, watched

ROUND_S = 300.0
"""Each target has its turn once in such a time; a longer campaign has several rounds."""

_SILENT_S = 6 * LONGEST_S
"""A worker speaks each second between attempts, and an attempt is ended by its own alarm: longer silence is a hang."""


@dataclass
class Summary:
    """What came of one target in this run."""

    target: str
    attempts: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    biggest_mb: float = 0.0
    new: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, told: dict[str, float], seconds: float) -> None:
        """Add what a worker told last."""
        self.attempts += int(told.get("attempts", 0))
        self.new += int(told.get("new", 0))
        self.seconds += seconds
        self.slowest_s = max(self.slowest_s, told.get("slowest_s", 0.0))
        self.biggest_mb = max(self.biggest_mb, told.get("biggest_mb", 0.0))


def campaign(targets: Sequence[Target], kept: Kept, seed: str, seconds: float) -> list[Summary]:
    """Attack for some seconds, and sum up; what earlier runs have found is tried again first."""
    summaries = {target.name: Summary(target.name) for target in targets}
    for target in targets:
        _try_again(target, kept)
    at_once = max(1, min(2, os.cpu_count() or 1, len(targets)))
    rounds = max(1, round(seconds / ROUND_S))
    shares = sum(target.share for target in targets)
    with (
        tempfile.TemporaryDirectory(prefix="attacks-", ignore_cleanup_errors=True) as scratch,
        ThreadPoolExecutor(at_once) as workers,
    ):
        for turn in range(rounds):
            jobs = [
                workers.submit(
                    _turn, target, kept, f"{seed}/{turn}", seconds * at_once / rounds * target.share / shares, scratch
                )
                for target in sorted(targets, key=lambda target: -target.share)
            ]
            for job in jobs:
                name, told, took = job.result()
                summaries[name].add(told, took)
    for summary in summaries.values():
        summary.findings = kept.findings(summary.target)
    return list(summaries.values())


def _try_again(target: Target, kept: Kept) -> None:
    """Forget findings that break nothing any more."""
    for finding in kept.findings(target.name):
        if finding.broken.startswith("the process") or watched(target, finding.input.read_bytes()).broken:
            continue
        for path in finding.folder.iterdir():
            path.unlink()
        finding.folder.rmdir()


def _turn(target: Target, kept: Kept, seed: str, seconds: float, scratch: str) -> tuple[str, dict[str, float], float]:
    """Let workers attack one target until its time is over; one that hangs or dies is followed by another."""
    began, number, total = time.monotonic(), 0, {"attempts": 0.0, "new": 0.0, "slowest_s": 0.0, "biggest_mb": 0.0}
    while (left := seconds - (time.monotonic() - began)) > 0:
        number += 1
        began_at = kept.attempts(target.name)
        arguments = [target.name, str(kept.home), f"{seed}/{target.name}/{began_at}", f"{left:.1f}", str(number)]
        told, ended, trace = _work(arguments, scratch)
        kept.count(target.name, int(told.get("attempts", 0)))
        for key in ("attempts", "new"):
            total[key] += told.get(key, 0)
        for key in ("slowest_s", "biggest_mb"):
            total[key] = max(total[key], told.get(key, 0.0))
        now = kept.now(target.name, number)
        if ended and not now.exists():
            raise RuntimeError(f"{target.name}: no attempt could be made: {ended}\n{trace}")
        if ended:
            kept.found(target.name, ended, now.read_bytes(), trace)
        now.unlink(missing_ok=True)
    return target.name, total, time.monotonic() - began


def _work(arguments: Sequence[str], scratch: str) -> tuple[dict[str, float], str, str]:
    """Run a worker; gives what it told last, how it ended where that is not well, and what else it said."""
    surroundings = {**os.environ, "AUDIOCOACH_CACHE": f"{scratch}/cache", "TMPDIR": scratch}
    with tempfile.TemporaryFile(dir=scratch) as said:
        worker = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "attacks.worker", *arguments],
            stdout=subprocess.PIPE, stderr=said, text=True, env=surroundings,
        )  # fmt: skip
        lines: queue.Queue[str] = queue.Queue()
        assert worker.stdout is not None
        reading = threading.Thread(target=_read, args=(worker, lines), daemon=True)
        reading.start()
        told: dict[str, float] = {}
        ended = ""
        while True:
            try:
                line = lines.get(timeout=_SILENT_S)
            except queue.Empty:
                # With which it says where it was.
                worker.send_signal(getattr(signal, "SIGABRT", signal.SIGTERM))
                ended = f"the process hung for {_SILENT_S:g} s and could not be interrupted"
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
    """Write a campaign's summary: a line for each target, then each finding with its file."""
    rows = [f"{'target':<10}{'attempts':>10}{'a second':>10}{'new':>7}{'findings':>10}{'slowest':>10}{'biggest':>10}"]
    rows += [
        f"{each.target:<10}{each.attempts:>10,}{each.attempts / max(each.seconds, 0.1):>10.1f}{each.new:>7}"
        f"{len(each.findings):>10}{each.slowest_s:>8.2f} s{each.biggest_mb:>7.0f} MB"
        for each in summaries
    ]
    rows += [f"\n{found.target}: {found.broken}\n  {found.input}" for each in summaries for found in each.findings]
    return "\n".join(rows)


def exit_code(summaries: Sequence[Summary]) -> int:
    """Say 1 where something was found."""
    return int(any(summary.findings for summary in summaries))


def home() -> Path:
    """Return the folder in which campaigns keep what they have."""
    return Path(__file__).parents[1] / ".attacks"
