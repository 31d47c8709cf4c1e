"""What memory costs that is taken and given back, again and again, as sounds are shaped."""

from __future__ import annotations

import resource


def new_pages_a_sound() -> int:
    """How many pages the system has to give for what a sound of a few seconds takes, when one was there before."""
    _take()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(10):
        _take()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) // 10


def _take() -> None:
    pieces = [b"x" * 600_000 for _ in range(8)]
    assert len(pieces) == 8
