"""A folder with two scripts in it, and the command as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import Made, Run, Said, files


@pytest.fixture
def here(here: Path, samples: Path) -> Path:
    """The current folder: two sessions and a coach sheet, and nothing else."""
    for name in ("first-steps", "whiteboard", "coach-mine"):
        shutil.copy(samples / f"{name}.yaml", here)
    return here


@pytest.fixture
def command(here: Path) -> Run:
    """The same as a process of its own; `PYTHONUTF8="0"` and the like change its environment."""

    def command(*arguments: str, **environment: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "audiocoach", *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
        )
        said = Said(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
        assert "Traceback" not in said.err
        return said

    return command


@pytest.fixture
def made(here: Path) -> Made:
    """What has appeared in the current folder since the test began."""
    before = files(here)
    return lambda: files(here) - before
