"""Each file operation of each command fails in turn: plain words, nothing half, nothing lost, and on it goes.

Of those that the same lines do again and again, for clips or files that differ, the first and the last: `make attack`
has all of them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from attacks.trials import COMMANDS, Trial
from tests.support.failing_system import HOW

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the operations are those of POSIX")


def try_all(folder: Path, name: str) -> None:
    """Let each operation fail in turn: what is written in each way, anything else in one of two."""
    trial = Trial(folder, name)
    for number in trial.first_and_last:
        for how in (*HOW, "part") if trial.steps[number - 1].startswith("write") else (HOW[number % 2],):
            place = folder / f"{number} {how}"
            place.mkdir()
            trial.of(place, number, how)
            shutil.rmtree(place)


QUICK = ("log", "log into a new journal", "log what was sent", "new")


@pytest.mark.parametrize("name", QUICK)
def test_each_operation_fails_in_turn(tmp_path: Path, name: str) -> None:
    try_all(tmp_path, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in QUICK])
def test_each_operation_of_what_takes_longer_fails_in_turn(tmp_path: Path, name: str) -> None:
    try_all(tmp_path, name)
