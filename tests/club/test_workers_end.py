"""However a command with workers is ended: no process stays, nothing is half there, and the next run completes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.life_signs import LifeSigns, life_signs
from tests.support.patience import PATIENCE_S

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and named pipes"),
]

PROGRAM = Path(__file__).parents[1] / "support" / "program_that_waits.py"
SCRIPT = """
session: Run
coach: none
steps:
  - {work: 60s, say: "Hello {athlete}, let us begin."}
"""


@pytest.fixture
def alive(tmp_path: Path) -> Iterator[LifeSigns]:
    with life_signs(tmp_path / "alive") as signs:
        yield signs


@pytest.mark.parametrize("way", ["Ctrl-C", "SIGTERM", "SIGKILL"])
def test_workers_end_with_the_command_and_the_next_run_completes_it(here: Path, alive: LifeSigns, way: str) -> None:
    (here / "run.yaml").write_text(SCRIPT)
    (here / "club.csv").write_text("name\nAnn\nWait\nBen\nCleo\n")
    engine = f"command:{sys.executable} -S {PROGRAM} {alive.path} {{text}}"
    command = [sys.executable, "-m", "audiocoach", "render", "run.yaml", "--athletes", "club.csv", "-o", "out"]
    command += ["--jobs", "2", "--voice"]
    environment = {**os.environ, "AUDIOCOACH_CACHE": str(here / "cache")}
    with subprocess.Popen(
        [*command, engine], env=environment, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            alive.wait_for(1)
            if way == "Ctrl-C":
                os.killpg(process.pid, signal.SIGINT)
            else:
                os.kill(process.pid, getattr(signal, way))
            _, told = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
    assert process.returncode == (-9 if way == "SIGKILL" else 130)
    assert b"Traceback" not in told
    assert alive.all_ended()
    again = subprocess.run([*command, "tone"], env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert sorted(path.name for path in (here / "out").glob("*.mp3")) == [
        f"run {name}.mp3" for name in ("Ann", "Ben", "Cleo", "Wait")
    ]
    assert [path for path in (here / "out").rglob("*") if path.name.startswith(".")] == []
