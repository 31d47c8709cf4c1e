"""A command in a terminal of its own."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.support.patience import PATIENCE_S


@dataclass
class InTerminal:
    """A command that is running, and all that its terminal has shown so far."""

    process: subprocess.Popen[bytes]
    screen: int
    shown: bytes = field(default=b"")

    def until(self, pattern: bytes) -> str:
        """Wait until it shows this."""
        while not re.search(pattern, self.shown, re.DOTALL):
            if not self._more():
                raise AssertionError(f"it ended after {self.shown!r} with {self.ended()!r}")
        return self.shown.decode().replace("\r\n", "\n")

    def ended(self) -> bytes:
        """Wait until it has ended; gives what it wrote to where the terminal is not."""
        while self._more():
            pass
        out, err = self.process.communicate(timeout=PATIENCE_S)
        return bytes(out or err)

    def _more(self) -> bool:
        assert select.select([self.screen], [], [], PATIENCE_S)[0], f"nothing more after {self.shown!r}"
        try:
            block = os.read(self.screen, 65_536)
        except OSError:  # what a terminal gives that nobody writes to any more
            return False
        self.shown += block
        return bool(block)


@contextmanager
def in_terminal(*arguments: str, messages: bool = False, **environment: str) -> Iterator[InTerminal]:
    """Run a command of ours with its output in a terminal or, with `messages`, those alone; it ends with the block."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "audiocoach", *arguments]
    surroundings = {**os.environ, "PYTHONUTF8": "1", "TERM": "xterm", "COLUMNS": "100", **environment}
    out, err = (subprocess.PIPE, theirs) if messages else (theirs, subprocess.PIPE)
    with subprocess.Popen(command, stdout=out, stderr=err, env=surroundings) as process:
        os.close(theirs)
        try:
            yield InTerminal(process, ours)
        finally:
            os.close(ours)
            process.kill()
