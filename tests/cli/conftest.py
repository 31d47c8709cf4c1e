"""The command run in this process, or as a process of its own, in a folder with two scripts in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Made, Run, Said, files

from audiocoach.__main__ import main


@pytest.fixture
def here(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: two sessions and a coach sheet, and nothing else."""
    folder = tmp_path / "here"
    folder.mkdir()
    for name in ("first-steps", "whiteboard", "coach-mine"):
        shutil.copy(samples / f"{name}.yaml", folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("show", "tabata")` gives the exit code and what was printed."""

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        code = main(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "\x1b" not in said.out + said.err, "no colours where there is no terminal"
        return Said(code, said.out, said.err)

    return run


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
