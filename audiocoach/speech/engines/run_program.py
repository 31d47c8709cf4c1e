"""Run an external program once: with limits on time and output, and an end for all it has started."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from audiocoach.speech.engines.guarded import Guarded, started

MOST_BYTES = 500_000_000
"""More than any sound that is needed here."""

_FIRST_LOOK_S, _LONGEST_LOOK_S = 0.002, 0.05
_LAST_WORDS = 4096


def run_program(
    arguments: Sequence[str], stdin: bytes, stdout: Path | None, limit_s: float, stop: threading.Event
) -> str:
    """Run a program to its end. Return why it failed, or nothing.

    Nothing it prints can block it, as it goes to files. Whatever it has started ends with it.

    Args:
        arguments: the program's path and its arguments. No shell sees them.
        stdin: what it reads.
        stdout: the file for what it writes; None: discarded.
        limit_s: how many seconds it may take.
        stop: ends it early, from another thread.
    """
    with ExitStack() as files:
        source: IO[bytes] = files.enter_context(tempfile.TemporaryFile())
        source.write(stdin)
        source.seek(0)
        errors: IO[bytes] = files.enter_context(tempfile.TemporaryFile())
        sound: IO[bytes] = files.enter_context((stdout or Path(os.devnull)).open("wb"))
        try:
            with started(arguments, source, sound, errors) as program:
                reason = _watch(program, [errors, sound], limit_s, stop)
                if reason:
                    return reason
                outcome = program.outcome()
        except (OSError, ValueError) as error:
            return f"it cannot be started: {error}"
        if outcome == 0:
            return ""
        if isinstance(outcome, str):
            return f"it cannot be started: {outcome}"
        crashed = outcome < 0
        how = f"it crashed ({signal.Signals(-outcome).name})" if crashed else f"it ended with code {outcome}"
        return how + _last_words(errors)


def _watch(program: Guarded, written: Sequence[IO[bytes]], limit_s: float, stop: threading.Event) -> str:
    deadline, look = time.monotonic() + limit_s, _FIRST_LOOK_S
    while not program.ended():
        if stop.wait(look):
            return "it was stopped"
        if time.monotonic() > deadline:
            return f"it took longer than {limit_s:g} s"
        if any(os.fstat(file.fileno()).st_size > MOST_BYTES for file in written):
            return f"it wrote more than {MOST_BYTES // 1_000_000} MB"
        look = min(_LONGEST_LOOK_S, look * 2)
    return ""


def _last_words(errors: IO[bytes]) -> str:
    """Return the last line it wrote to standard error, in brackets, or nothing."""
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - _LAST_WORDS))
    said = [line.strip() for line in errors.read().decode(errors="replace").splitlines() if line.strip()]
    return f" ({said[-1][:200]})" if said else ""
