"""Commands that are ended at many moments, and many at once in the same places: all end right, and so do the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from audiocoach.programme.journal.reading import read_journal
from tests.cli.test_each_operation_fails import COMMANDS, INPUTS, contents, prepare

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on this system"),
]

ROOT = Path(__file__).parents[2]
SIGNALS = ("SIGKILL", "SIGTERM", "SIGHUP")
MOMENTS = 4
Whole = tuple[str, int, dict[str, bytes]]
PATIENCE_S = 120


def environment(folder: Path) -> dict[str, str]:
    (folder / "tmp").mkdir(exist_ok=True)
    paths = {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp"), "AUDIOCOACH_CACHE": str(folder / "cache")}
    return {**os.environ, **paths}


def ran(folder: Path, *arguments: str, module: str = "audiocoach") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


def left_over(folder: Path) -> list[str]:
    passing = [path for path in folder.rglob("*") if path.suffix in (".part", ".lock")]
    return [path.name for path in [*passing, *(folder / "tmp").iterdir()]]


@pytest.fixture(scope="module", params=["render", "render a programme", "share", "share something else", "log"])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, int, dict[str, bytes]]:
    """A command, how many operations it takes, and what there is when nobody ends it."""
    folder = started_in(tmp_path_factory.mktemp("whole"), request.param)
    done = ran(
        folder, str(folder), "0", "EIO", *COMMANDS[request.param].arguments, module="tests.support.failing_system"
    )
    assert done.returncode == 0, done.stderr
    return request.param, int(done.stdout.splitlines()[-1]), contents(folder)


def started_in(folder: Path, name: str) -> Path:
    prepare(folder)
    for arguments in COMMANDS[name].before:
        assert ran(folder, *arguments).returncode == 0
    return folder


@pytest.mark.parametrize("moment", range(MOMENTS))
@pytest.mark.parametrize("number", SIGNALS)
def test_ended_at_any_moment_the_next_run_ends_right_and_sweeps(
    whole: Whole, tmp_path: Path, number: str, moment: int
) -> None:
    name, count, files = whole
    folder = started_in(tmp_path, name)
    before = contents(folder)
    at = 1 + (count - 1) * moment // (MOMENTS - 1)
    arguments = COMMANDS[name].arguments
    done = ran(folder, str(folder), str(at), number, *arguments, module="tests.support.failing_system")
    assert done.returncode in (-signal.SIGKILL if number == "SIGKILL" else 130, 0), done.stderr
    assert "Traceback" not in done.stderr
    after = contents(folder)
    for each, data in after.items():
        if not each.endswith(".part") and "audiocoach-share" not in each and not each.startswith("tmp/"):
            assert data in (before.get(each), files.get(each)), f"{each} is neither old nor whole"
    assert all(after[each] == before[each] for each in INPUTS)
    if number != "SIGKILL":
        assert left_over(folder) == []
    if name == "log" and after["p.journal"] == files["p.journal"]:
        return
    again = ran(folder, *arguments)
    assert again.returncode == 0, again.stderr
    assert all(line.startswith("note: ") for line in again.stderr.splitlines()), again.stderr
    found = contents(folder)
    assert found.keys() == files.keys()
    assert [each for each in found if found[each] != files[each] and "audiocoach-share" not in each] == []
    assert left_over(folder) == []


TOGETHER = {
    "share": ("share", "p.yaml", "-o", "site"),
    "render": ("render", "s.yaml", "-o", "out.mp3"),
    "render a programme": ("render", "p.yaml"),
    "cache prune": ("cache", "prune", "--limit", "0"),
}


@pytest.mark.parametrize("name", TOGETHER)
@pytest.mark.parametrize("count", [2, 10])
def test_many_at_once_all_end_right(tmp_path: Path, name: str, count: int) -> None:
    alone, folder = tmp_path / "alone", tmp_path / "together"
    for each in (alone, folder):
        each.mkdir()
        prepare(each)
    if name == "cache prune":
        assert ran(folder, "render", "p.yaml").returncode == 0
    assert ran(alone, *TOGETHER[name]).returncode == 0
    with ExitStack() as stack:
        command = [sys.executable, "-m", "audiocoach", *TOGETHER[name]]
        running = [
            stack.enter_context(
                subprocess.Popen(
                    command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
                )
            )
            for _ in range(count)
        ]
        for process in running:
            _, err = process.communicate(timeout=PATIENCE_S)
            told = [line for line in err.decode().splitlines() if not line.endswith(("waiting for it", "it repeats"))]
            assert (process.returncode, told) == (0, [])
    assert left_over(folder) == []
    if name != "cache prune":
        assert contents(folder) == contents(alone)


@pytest.mark.parametrize("count", [2, 10])
def test_many_entries_at_once_are_all_written(tmp_path: Path, count: int) -> None:
    prepare(tmp_path)
    with ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "audiocoach", "log", "1.1", "--note", f"n{n}", "--programme", "q.yaml"],
                    cwd=tmp_path,
                    env=environment(tmp_path),
                    stdout=subprocess.DEVNULL,
                )
            )
            for n in range(count)
        ]
        assert [process.wait(PATIENCE_S) for process in running] == [0] * count
    notes = [entry.note for entry in read_journal(tmp_path / "q.journal").entries]
    assert sorted(notes) == sorted(f"n{n}" for n in range(count))
    assert (tmp_path / "q.journal").read_text().count("# audiocoach journal of") == 1


def test_renders_and_pruning_at_once_end_right(tmp_path: Path) -> None:
    prepare(tmp_path)
    with ExitStack() as stack:
        commands = [("render", "p.yaml", "--force"), ("cache", "prune", "--limit", "0"), ("cache", "clear")] * 3
        running = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "audiocoach", *arguments],
                    cwd=tmp_path,
                    env=environment(tmp_path),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
            )
            for arguments in commands
        ]
        for process in running:
            _, err = process.communicate(timeout=PATIENCE_S)
            assert (process.returncode, err) == (0, b"")
    assert left_over(tmp_path) == []


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
