"""Start programs that end with this process, however it dies, and with all that they have started.

On POSIX a guard stands between (`process_guard.py`), whose end of a socket tells it that nobody is left. Elsewhere the
program is started as it is, and only its own process is ended.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

GUARD = Path(__file__).with_name("process_guard.py")

_GUARDED = hasattr(os, "posix_spawn")
_PATIENCE_S = 5.0
_BLOCK = 65_536

Stream = int | IO[bytes] | None


class Guarded:
    """A running program: `process` is it, or its guard; both have its streams."""

    def __init__(self, process: subprocess.Popen[bytes], life: socket.socket | None) -> None:
        self.process, self._life = process, life

    def ended(self) -> bool:
        """Tell whether it has ended; its process id is not released by that."""
        if hasattr(os, "waitid"):
            return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        return self.process.poll() is not None

    def end(self) -> None:
        """End it with all it has started, from any thread, without waiting for that; once more does no harm."""
        with suppress(OSError):
            if self._life is None:
                self.process.kill()
            else:
                self._life.shutdown(socket.SHUT_WR)

    def outcome(self) -> int | str:
        """Wait for its end, and return its exit code, negative for a signal's number; or why it was not started."""
        if self._life is None:
            return self.process.wait()
        try:
            self.process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._end_guard()
        code = self.process.wait()
        _, outcome = self._said()
        if not outcome:  # it was ended before what it guards
            self._end_guard()
            return code
        return int(outcome) if outcome.removeprefix("-").isdecimal() else outcome

    def _end_guard(self) -> None:
        with suppress(OSError):
            self.process.kill()
            program, _ = self._said()
            if program:
                os.killpg(int(program), signal.SIGKILL)

    def _said(self) -> tuple[str, str]:
        """Return the program's process id and how it ended, as far as they have been said.

        The id is waited for: whoever becomes the program says it first, or leaves the socket when it cannot.
        """
        if self._life is None:
            return "", ""
        try:
            said = self._life.recv(_BLOCK, socket.MSG_PEEK).decode(errors="replace")
        except OSError:
            said = ""
        program, outcome, *_ = [*said.split("\n"), "", ""]
        return program, outcome


@contextmanager
def started(command: Sequence[str], stdin: Stream, stdout: Stream, stderr: Stream) -> Iterator[Guarded]:
    """Start a program, by its path and its arguments; end it, with all it has started, however the block ends.

    Raises:
        OSError, ValueError: when it cannot be started; with a guard, `Guarded.outcome` says so.
    """
    ours, theirs = socket.socketpair() if _GUARDED else (None, None)
    try:
        guard = [sys.executable, "-I", "-S", str(GUARD), str(theirs.fileno())] if theirs else []
        process = subprocess.Popen(  # noqa: S603  # a script of ours, or the user's own command; no shell sees it
            [*guard, *command],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            pass_fds=[theirs.fileno()] if theirs else [],
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except BaseException:
        for end in (ours, theirs):
            if end is not None:
                end.close()
        raise
    if theirs is not None:
        theirs.close()
    if ours is not None:
        ours.settimeout(_PATIENCE_S)
    guarded = Guarded(process, ours)
    try:
        yield guarded
    finally:
        guarded.end()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        try:
            guarded.outcome()
        finally:
            if ours is not None:
                ours.close()
