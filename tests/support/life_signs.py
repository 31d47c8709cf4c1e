"""Know whether processes live without asking for their names: each holds a named pipe open, whose end is theirs."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.patience import PATIENCE_S


class LifeSigns:
    """The reading end of a pipe that every process holds open which was given its `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)
        self._reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self._seen = 0

    def wait_for(self, count: int = 1) -> None:
        """Wait until so many bytes have been written, in all."""
        deadline = time.monotonic() + PATIENCE_S
        while self._seen < count:
            data = self._read(deadline - time.monotonic())
            assert data is not None, f"{self._seen} of {count} processes came to life"
            self._seen += len(data)

    def all_ended(self) -> bool:
        """Tell whether everything that held the pipe open ends."""
        deadline = time.monotonic() + PATIENCE_S
        while (data := self._read(deadline - time.monotonic())) is not None:
            if not data:
                return True
        return False

    def close(self) -> None:
        os.close(self._reader)

    def _read(self, seconds: float) -> bytes | None:
        """Read what comes in time; b"" at the end of the pipe, None when nothing comes."""
        poll = select.poll()
        poll.register(self._reader, select.POLLIN)
        for _, event in poll.poll(max(0.0, seconds) * 1000):
            return os.read(self._reader, 1000) if event & select.POLLIN else b""
        return None


@contextmanager
def life_signs(path: Path) -> Iterator[LifeSigns]:
    """Make a pipe for life signs."""
    signs = LifeSigns(path)
    try:
        yield signs
    finally:
        signs.close()
