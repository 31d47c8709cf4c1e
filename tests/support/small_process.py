"""A command in a process of its own that has no gigabytes to take, and how much it took."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.patience import PATIENCE_S

_CHILD = """\
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from audiocoach.__main__ import main
code = main(sys.argv[2:])
line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(line.split()[1], file=sys.stderr)
sys.exit(code)
"""

MOST_MEMORY = """\
def most():
    import resource, sys
    if sys.platform == "linux":  # what `getrusage` says begins with what the parent had
        line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)
"""
"""Code for a process that asks itself how much memory it had at most, in megabytes."""

ADDRESSES = 1_500_000_000
"""Bytes that the process may even reserve: PyAV and numpy reserve 0.7 GB, of which they use a tenth."""

NEEDS_LINUX = "only Linux says and bounds what a process takes"
LINUX = sys.platform == "linux"


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, what it said, and the most memory it had (bytes)."""

    code: int
    out: str
    err: str
    most: int


def small(*arguments: str | Path) -> Ended:
    """Run a command with no more than `ADDRESSES`."""
    ran = subprocess.run(
        [sys.executable, "-c", _CHILD, str(ADDRESSES), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    *said, most = ran.stderr.splitlines()
    return Ended(ran.returncode, ran.stdout, "\n".join(said), int(most) * 1024)
