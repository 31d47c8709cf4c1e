"""Files that mean harm, read by a process of their own that says what it made of them and what that took."""

from __future__ import annotations

import sys
from pathlib import Path

from audiocoach.bounds import MAX_BYTES
from tests.support.processor_speed import run_timed
from tests.support.small_process import MOST_MEMORY

SECONDS, MEGABYTES = 1.0, 50
"""Seconds of a processor as fast as that for which limits are set."""


def check_it_ends_soon_and_small(path: Path, reading: str, expected: str) -> None:
    """Have code read the file of `sys.argv[1]`; it prints seconds, megabytes (by `most()`) and what it made of it."""
    assert path.stat().st_size <= MAX_BYTES
    ran = run_timed([sys.executable, "-c", MOST_MEMORY + reading, path])
    seconds, megabytes, said = ran.out.split(" ", 2)
    assert expected in said
    assert float(seconds) / ran.slower < SECONDS
    assert float(megabytes) < MEGABYTES
