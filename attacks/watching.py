"""One attempt under watch: how long it took, how much memory, what it left, and what came out."""

from __future__ import annotations

import re
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from attacks.target import BrokenPromise, Target, promised
from audiocoach.errors import AudiocoachError
from audiocoach.storage.whole_files import is_partial

LONGEST_S = 6.0
"""What takes longer hangs, to who waits for it."""

_STATUS = Path("/proc/self/status")
_LINUX = _STATUS.exists()


class Hung(BaseException):
    """An attempt took too long. Not an `Exception`, so that no handler in the product takes it for its own."""


@dataclass(frozen=True)
class Attempt:
    """How an attempt went: `kind` is what happened, `broken` what should not have, with `trace` where.

    `hung`: it was broken off at whatever it did, an import perhaps, and nothing that this process does now is sure.
    """

    kind: str
    seconds: float
    memory_mb: float
    broken: str = ""
    trace: str = ""
    hung: bool = False


def watched(target: Target, data: bytes) -> Attempt:
    """Try an input, in an empty folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="attack-"))
    before, children = _memory_mb(peak=False), _children()
    began, busy = time.perf_counter(), time.process_time()
    kind, broken, trace, hung = "", "", "", False
    try:
        with _limit():
            kind = _happened(target, data, folder)
        _leaves_nothing(folder, children)
    except (Exception, Hung, SystemExit) as error:
        broken, trace, hung = _named(error), traceback.format_exc(), isinstance(error, Hung)
    seconds = time.perf_counter() - began
    busy = time.process_time() - busy
    grown = _memory_mb(peak=True) - before
    if not broken and busy > LONGEST_S:
        broken = f"it took more than {LONGEST_S:g} s"
    if not broken and grown > target.most_mb:
        broken = f"it took more than {target.most_mb} MB"
    shutil.rmtree(folder, ignore_errors=True)
    return Attempt(kind or broken, seconds, grown, broken, trace, hung)


def _happened(target: Target, data: bytes, folder: Path) -> str:
    try:
        return target.attempt(data, folder)
    except AudiocoachError as error:
        said = str(error)
        promised(said.strip(), "an error says nothing")
        promised(not re.search("[\x00-\x08\x0b-\x1f\x7f]", said), "an error says what would steer a terminal")
        promised(len(said) < 100_000, "an error says too much")
        return _general(error.message)


def _general(said: str) -> str:
    """Leave of a message what is ours: no numbers, no names, nothing in quotes."""
    return re.sub(r"(['\"“‘]).*?(['\"”’])|/\S+|\d[\d.:,]*|[^\x20-\x7e]+", "~", said.partition("\n")[0])[:120]


def _named(error: BaseException) -> str:
    """Name what broke by its type and the deepest place in the product, so that many inputs make one finding."""
    if isinstance(error, BrokenPromise):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "audiocoach" in frame.filename and "/attacks/" not in frame.filename]
    at = f" at {Path(ours[-1].filename).name}:{ours[-1].name}" if ours else ""
    return f"{type(error).__name__}{at}"


def _leaves_nothing(folder: Path, children: set[str]) -> None:
    promised(not [path for path in folder.rglob("*") if is_partial(path.name)], "a partial file is left")
    promised(_children() <= children, "a process is left")


def _children(process: int | str = "self") -> set[str]:
    """List the processes that one has started and not waited for; none where no system says so."""
    found: set[str] = set()
    for path in Path(f"/proc/{process}/task").glob("*/children") if _LINUX else ():
        with suppress(FileNotFoundError):  # of a thread that has just ended
            found.update(path.read_text().split())
    return found


@contextmanager
def _limit() -> Iterator[None]:
    """End what takes too long; where there are no alarms, the campaign ends the whole process."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    began, busy, kept = time.monotonic(), time.process_time(), kept_waiting_s()

    def ring(*_: object) -> None:
        # On a busy machine a second is less than one: what has not had its seconds of the processor may go on.
        unoccupied = time.monotonic() - began - max(0.0, kept_waiting_s() - kept)
        if time.process_time() - busy < LONGEST_S and unoccupied < 4 * LONGEST_S:
            signal.setitimer(signal.ITIMER_REAL, LONGEST_S / 6)
            return
        raise Hung

    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, LONGEST_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def kept_waiting_s(process: int | str = "self") -> float:
    """Say how long a process and its children were ready to run while others ran; 0 where no system says so."""
    total = 0
    children = [Path(f"/proc/{each}/schedstat") for each in _children(process)]
    for path in (*Path(f"/proc/{process}/task").glob("*/schedstat"), *children):
        with suppress(OSError, IndexError):  # it has just ended, or the system does not count
            total += int(path.read_text().split()[1])
    return total / 1e9


def _memory_mb(*, peak: bool) -> float:
    """Say what this process takes now, or took at most since that was asked; 0 where no system says so."""
    if not _LINUX:
        return 0.0
    if not peak:
        Path("/proc/self/clear_refs").write_text("5")
    field = "VmHWM:" if peak else "VmRSS:"
    return next(int(line.split()[1]) for line in _STATUS.read_text().splitlines() if line.startswith(field)) / 1000
