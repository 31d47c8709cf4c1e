"""A guard may be killed at any moment, also between its program and the next line: the program ends all the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.speech.engines import guarded
from tests.support.life_signs import life_signs

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="named pipes")

STUBBORN = Path(__file__).parents[1] / "support" / "stubborn_program.py"

KILLED = """
import os, runpy, sys
fork, guard = os.fork, os.getpid()
def fork_and_die():
    program = fork()
    if program:
        os.kill(guard, 9)
    os.set_inheritable(os.open({pipe!r}, os.O_WRONLY), True)
    while os.getppid() == guard:
        os.sched_yield()
    os.write(os.open({pipe!r}, os.O_WRONLY), b"x")
    if {is_late}:
        os.read(int(sys.argv[1]), 1)  # until nobody wants the program any more
    return program
os.fork = fork_and_die
sys.argv[0] = {guard!r}
runpy.run_path({guard!r}, run_name="__main__")
"""


@pytest.mark.parametrize("signs_of_life", [1, 4], ids=["before it is the program", "once it is the program"])
def test_a_guard_is_killed_right_after_it_has_forked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signs_of_life: int
) -> None:
    pipe, guard = str(tmp_path / "alive"), str(guarded.GUARD)
    code = KILLED.format(pipe=pipe, guard=guard, is_late=signs_of_life == 1)
    (tmp_path / "guard.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(guarded, "GUARD", tmp_path / "guard.py")
    command = [sys.executable, "-S", str(STUBBORN), pipe, "3"]
    nowhere = subprocess.DEVNULL
    with life_signs(tmp_path / "alive") as alive:
        with guarded.started(command, nowhere, nowhere, nowhere):
            alive.wait_for(signs_of_life)
        assert alive.all_ended()


def test_a_program_that_cannot_be_started_is_named() -> None:
    nowhere = subprocess.DEVNULL
    with guarded.started(["/nowhere/voice"], nowhere, nowhere, nowhere) as program:
        assert program.outcome() == "[Errno 2] No such file or directory: '/nowhere/voice'"
