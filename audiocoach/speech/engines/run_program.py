"""Run an external program once: with limits on time and output, and an end for all it has started."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from audiocoach.speech.engines.guarded import Guarded, started
from audiocoach.speech.engines.sound_sizes import too_large

MOST_ERRORS = 64_000_000
"""Bytes on standard error; a program that complains of more will not end."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many seconds a program may take, and how many bytes of sound it may write."""

    seconds: float
    most_bytes: int


_FIRST_LOOK_S, _LONGEST_LOOK_S = 0.002, 0.05
_LAST_WORDS = 4096


def run_program(
    arguments: Sequence[str],
    stdin: bytes,
    sound: Path,
    limits: Limits,
    stop: threading.Event,
    *,
    to_stdout: bool,
) -> str:
    """Run a program to its end. Return why it failed, or nothing.

    Nothing it prints can block it, as it goes to files. Whatever it has started ends with it.

    Args:
        arguments: the program's path and its arguments. No shell sees them.
        stdin: what it reads.
        sound: the file that its sound goes into.
        limits: how long it may take, and how large that file may become.
        stop: ends it early, from another thread.
        to_stdout: it writes the sound to standard output, and not to the file by its name.
    """
    with ExitStack() as files:
        source: IO[bytes] = files.enter_context(tempfile.TemporaryFile())
        source.write(stdin)
        source.seek(0)
        errors: IO[bytes] = files.enter_context(tempfile.TemporaryFile())
        output: IO[bytes] = files.enter_context((sound if to_stdout else Path(os.devnull)).open("wb"))
        try:
            with started(arguments, source, output, errors) as program:
                reason = _watch(program, errors, sound, limits, stop)
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


def _watch(program: Guarded, errors: IO[bytes], sound: Path, limits: Limits, stop: threading.Event) -> str:
    deadline, look = time.monotonic() + limits.seconds, _FIRST_LOOK_S
    while not program.ended():
        if stop.wait(look):
            return "it was stopped"
        if time.monotonic() > deadline:
            return f"it took longer than {limits.seconds:g} s"
        if why := too_large(sound, limits.most_bytes):
            return why
        if os.fstat(errors.fileno()).st_size > MOST_ERRORS:
            return f"it wrote more than {MOST_ERRORS // 1_000_000} MB of errors"
        look = min(_LONGEST_LOOK_S, look * 2)
    return too_large(sound, limits.most_bytes)


def _last_words(errors: IO[bytes]) -> str:
    """Return the last line it wrote to standard error, in brackets, or nothing."""
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - _LAST_WORDS))
    said = [line.strip() for line in errors.read().decode(errors="replace").splitlines() if line.strip()]
    return f" ({said[-1][:200]})" if said else ""
