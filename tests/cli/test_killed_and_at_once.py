"""Commands that are ended at many moments, and many at once in the same places: all end right, and so do the next."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from attacks.trials import COMMANDS, contents, is_record, left_over, prepare
from audiocoach.programme.journal.reading import read_journal
from tests.support.patience import PATIENCE_S

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on this system"),
]

ROOT = Path(__file__).parents[2]


def environment(folder: Path) -> dict[str, str]:
    (folder / "tmp").mkdir(exist_ok=True)
    paths = {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp"), "AUDIOCOACH_CACHE": str(folder / "cache")}
    return {**os.environ, **paths}


def ran(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "audiocoach", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


# In a process of its own, which forks and runs no threads meanwhile.
ENDED = """
import os, shutil, sys
from pathlib import Path
from attacks.trials import SIGNALS, Trial

os.fsync = os.fstat  # a process is ended, no power is cut: what it has written is there without the disk
home, every = Path(sys.argv[1]), sys.argv[3] == "every"
trial = Trial(home, sys.argv[2])
for number in trial.first_and_last:
    if every or not trial.steps[number - 1].startswith(("read", "scandir")):
        for how in SIGNALS if every else [SIGNALS[number % 3]]:
            place = home / "place"
            place.mkdir()
            print(trial.of(place, number, how))
            shutil.rmtree(place)
"""


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "cache"])
def test_ended_at_any_operation_all_is_old_or_whole_and_the_next_run_ends_right(tmp_path: Path, name: str) -> None:
    every = "every" if COMMANDS[name].entered else "each change"
    done = subprocess.run(
        [sys.executable, "-c", ENDED, str(tmp_path), name, every],
        cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.stderr, done.stderr[-500:]
    assert done.returncode == 0
    said = done.stdout.splitlines()
    assert len(said) > 2
    assert {line.rpartition(": ")[2] for line in said} <= {"-9", "130", "0"}
    assert sum(line.endswith((": -9", ": 130")) for line in said) > len(said) * 0.8


TOGETHER = {
    "share": ("share", "p.yaml", "-o", "site"),
    "render": ("render", "s.yaml", "-o", "out.mp3"),
    "render a programme": ("render", "p.yaml"),
    "log": ("log", "1.1", "--note", "n", "--on", "2026-02-01", "--programme", "q.yaml"),
    "cache prune": ("cache", "prune", "--limit", "0"),
}


def all_end_right(folder: Path, commands: Sequence[Sequence[str]]) -> None:
    """Run commands at once in one place: each ends right, and says nothing but that it waits."""
    with ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "audiocoach", *arguments],
                    cwd=folder,
                    env=environment(folder),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
            )
            for arguments in commands
        ]
        for process in running:
            _, err = process.communicate(timeout=PATIENCE_S)
            told = [line for line in err.decode().splitlines() if not line.endswith(("waiting for it", "it repeats"))]
            assert (process.returncode, told) == (0, [])
    assert left_over(folder) == []


def made(folder: Path) -> dict[str, bytes]:
    """What there is but for entries in the journal, and what a shared folder remembers of itself."""
    return {name: data for name, data in contents(folder).items() if name != "q.journal" and not is_record(name)}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a programme rendered, so that there is something to prune."""
    folder = tmp_path_factory.mktemp("prepared")
    prepare(folder)
    assert ran(folder, "render", "p.yaml", "-o", "first").returncode == 0
    return folder


@pytest.mark.parametrize("names", [*TOGETHER, "all of them"])
def test_many_at_once_all_end_right(tmp_path: Path, prepared: Path, names: str) -> None:
    commands = [TOGETHER[names]] if names in TOGETHER else list(TOGETHER.values())
    alone = shutil.copytree(prepared, tmp_path / "alone")
    for arguments in commands:
        assert ran(alone, *arguments).returncode == 0
    for count in (2, 10):
        folder = shutil.copytree(prepared, tmp_path / f"{count} together")
        all_end_right(folder, commands * (count // len(commands) or 1))
        assert made(folder) == made(alone)
        journal = folder / "q.journal"
        if TOGETHER["log"] in commands:
            assert [entry.note for entry in read_journal(journal).entries] == ["n"] * (count // len(commands) or 1)
            assert journal.read_text(encoding="utf-8").count("# audiocoach journal of") == 1


def test_renders_and_pruning_at_once_end_right(tmp_path: Path) -> None:
    prepare(tmp_path)
    all_end_right(
        tmp_path, [("render", "p.yaml", "--force"), ("cache", "prune", "--limit", "0"), ("cache", "clear")] * 3
    )


def test_whoever_waits_says_so(tmp_path: Path) -> None:
    prepare(tmp_path)
    code = (
        "import sys; from pathlib import Path; from audiocoach.sharing.alone import alone_in\n"
        "with alone_in(Path('site')): print('in', flush=True); sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"in\n"
        with subprocess.Popen(
            [sys.executable, "-m", "audiocoach", "share", "p.yaml", "-o", "site"],
            cwd=tmp_path,
            env=environment(tmp_path),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as waiting:
            assert waiting.stderr is not None
            assert b"another 'audiocoach share' is at work there; waiting for it" in waiting.stderr.readline()
            other.communicate(b"\n")
            assert waiting.wait(PATIENCE_S) == 0
