"""How much memory may still be used here: what is free, and what a container allows."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_MEMINFO, _CGROUP = Path("/proc/meminfo"), Path("/sys/fs/cgroup")


def memory_left(meminfo: Path = _MEMINFO, cgroup: Path = _CGROUP) -> int | None:
    """Return the bytes that programs can still be given; None where the system does not tell (macOS, Windows)."""
    found = []
    with suppress(OSError, ValueError, IndexError):
        lines = meminfo.read_text(encoding="ascii").splitlines()
        found.append(int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1]) * 1024)
    with suppress(OSError, ValueError):
        most = int((cgroup / "memory.max").read_text(encoding="ascii"))
        found.append(most - int((cgroup / "memory.current").read_text(encoding="ascii")))
    return min(found, default=None)
