"""Two processes at once, and processes that are killed: no entry that was said to be written is ever lost."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from audiocoach.programme.journal.reading import read_journal

pytestmark = pytest.mark.slow

Start = Callable[[Path, str, int], subprocess.Popen[str]]
TODAY = date(2026, 12, 1)

WRITER = """
import sys
from datetime import date
from pathlib import Path
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.writing import append_entry

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    note = f"{name}-{number} " + "x" * (number * 37 % 480)
    append_entry(path, Entry(date(2026, 11, 22), "3.2", felt=5, note=note), "backwards")
    sys.stdout.write(f"{name}-{number}\\n")
    sys.stdout.flush()
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A process that waits for a line, then appends; it says each entry when it is written."""
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def writers() -> Iterator[Start]:
    """Start a writer that does not outlive its test."""
    with ExitStack() as stack:

        def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
            process = stack.enter_context(writer(path, name, count))
            stack.callback(process.kill)
            return process

        yield start


def go(*processes: subprocess.Popen[str]) -> None:
    """Let them begin together, once all of them can."""
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.close()


def names(path: Path) -> list[str]:
    return [entry.note.split()[0] for entry in read_journal(path, today=TODAY).entries]


def test_two_processes_at_once_lose_nothing_and_write_one_header(tmp_path: Path, writers: Start) -> None:
    path = tmp_path / "journal.txt"
    both = [writers(path, name, 200) for name in ("a", "b")]
    go(*both)
    for process in both:
        assert process.stdout
        assert len(process.stdout.read().split()) == 200
        assert process.wait() == 0
    found = names(path)
    for name in ("a", "b"):
        assert [one for one in found if one.startswith(name)] == [f"{name}-{number}" for number in range(200)]
    assert len(found) == 400
    assert path.read_bytes().count(b"# audiocoach journal of") == 1
    assert not read_journal(path, today=TODAY).problems


def test_many_processes_that_make_the_journal_at_once_write_one_header(tmp_path: Path, writers: Start) -> None:
    path = tmp_path / "journal.txt"
    many = [writers(path, f"p{number}", 1) for number in range(6)]
    go(*many)
    for process in many:
        assert process.wait() == 0
    assert sorted(names(path)) == [f"p{number}-0" for number in range(6)]
    assert path.read_bytes().startswith(b"# audiocoach journal of backwards\n")
    assert path.read_bytes().count(b"# audiocoach journal of") == 1


@pytest.mark.skipif(os.name != "posix", reason="killing is a signal")
def test_killed_at_fifty_random_moments_no_reported_entry_is_lost(tmp_path: Path, writers: Start) -> None:
    path = tmp_path / "journal.txt"
    chance = random.Random(20261122)  # noqa: S311  (moments, not secrets)
    waiting: list[subprocess.Popen[str]] = []
    reported: list[str] = []
    for number in range(50 + 4):  # four start while another one is being killed
        waiting.append(writers(path, f"k{number}", 100_000))
        if number < 4:
            continue
        process = waiting.pop(0)
        assert process.stdout
        go(process)
        reported += [process.stdout.readline().strip() for _ in range(chance.randrange(4))]
        until = time.perf_counter() + chance.random() * 0.004
        while time.perf_counter() < until:
            pass
        process.kill()
        reported += process.stdout.read().split()
        process.wait()
        journal = read_journal(path, today=TODAY)
        assert not [problem for problem in journal.problems if problem.where.line < len(path.read_bytes().splitlines())]
    found = names(path)
    assert len(reported) > 50
    assert set(reported) <= set(found)
    assert len(found) == len(set(found)), "and none is there twice"
    assert path.read_bytes().count(b"# audiocoach journal of") == 1
