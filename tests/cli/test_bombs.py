"""A script as large as it may be ends soon and in little memory: as a value, or as an error with its place.

How soon is counted in seconds of a processor where limits are set (`tests/support/processor_speed.py`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from audiocoach.bounds import MAX_BYTES
from tests.support.bombs import BOMBS, HEAD
from tests.support.processor_speed import run_timed

resource = pytest.importorskip("resource", reason="only Unix tells what a child has used")
pytestmark = pytest.mark.slow

CPU_SECONDS, MEGABYTES = 6.0, 300
ORDINARY_SECONDS, TRIES = 2.5, 3


# Started by a small process: what a system says of a child's memory counts the process that it was forked from.
STARTED = """
import json, os, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
child = subprocess.Popen([sys.executable, "-m", "audiocoach", *sys.argv[1:]], stderr=subprocess.STDOUT)
_, status, usage = os.wait4(child.pid, 0)
used = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
print(json.dumps([os.waitstatus_to_exitcode(status), *used]), file=sys.stderr)
"""


def used(path: Path, *arguments: str) -> tuple[int, str, float, float]:
    """Run a command; return its exit code, what it says, and what it took: seconds of a processor as fast as the one
    where limits are set, and megabytes.
    """
    ran = run_timed([sys.executable, "-c", STARTED, *arguments], path.parent)
    code, seconds, kilobytes = json.loads(ran.err)
    return code, ran.out, seconds / ran.slower, kilobytes / 1024 / (1024 if sys.platform == "darwin" else 1)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_goes_out(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_text(BOMBS[name](), encoding="utf-8")
    assert path.stat().st_size <= MAX_BYTES
    command = ["plan"] if name.startswith(("a programme", "sessions")) else ["check", "--fast"]
    code, told, seconds, megabytes = used(path, *command, path.name)
    assert code in (0, 1), told[:2_000]
    assert told.startswith("bomb.yaml:") or code == 0
    assert len(told.splitlines()) < 1_000
    assert seconds < CPU_SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.parametrize(
    "steps",
    ["  - 3333 x (work 8s Run, rest 9s Walk, drill 8s Hop)\n", "  - work: 8s\n    name: Run\n" * 9_999],
    ids=["in sets", "written out"],
)
def test_an_ordinary_session_of_ten_thousand_steps_is_no_bomb(steps: str, tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_text(HEAD + steps, encoding="utf-8")
    seconds = []
    while len(seconds) < TRIES and min(seconds, default=ORDINARY_SECONDS) >= ORDINARY_SECONDS:
        code, told, taken, _ = used(path, "check", "--fast", path.name)
        assert code == 0
        assert ": good." in told
        seconds.append(taken)
    assert min(seconds) < ORDINARY_SECONDS, "what it takes when least else is done"
