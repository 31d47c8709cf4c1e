"""Many athletes by several processes: the same files as by one, and only what is missing is made again."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.commands import Run

SCRIPT = """
session: Run for {athlete}
voice: {engine: tone}
steps:
  - {warm-up: 60s, say: "Hello {athlete}, let us begin."}
  - 3 x (work 60s Run, rest 60s Walk)
"""
NAMES = ("Ann", "Ben", "Cleo", "Dora", "Émile", "Fay")


@pytest.fixture
def club(here: Path) -> Path:
    """A script that names somebody, and a table of six, in the current folder."""
    (here / "run.yaml").write_text(SCRIPT)
    (here / "club.csv").write_text("name,id\n" + "".join(f"{name},{at}\n" for at, name in enumerate(NAMES)))
    return here


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "done"
    }


@pytest.mark.slow
def test_two_processes_make_the_bytes_of_one(club: Path, run: Run) -> None:
    assert run("render", "run.yaml", "--athletes", "club.csv", "-o", "one").code == 0
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", "two", "--jobs", "2")
    assert said.code == 0
    assert said.out.splitlines()[-1] == "two: 6 rendered"
    assert digests(club / "two") == digests(club / "one")
    assert len(digests(club / "two")) == len(NAMES)


@pytest.mark.slow
def test_shares_make_each_file_once_and_again_nothing(club: Path, run: Run) -> None:
    made = [
        run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--shard", f"{number}/3").out
        for number in (1, 2, 3)
    ]
    assert sorted(line.split("  ")[0] for out in made for line in out.splitlines() if ".mp3" in line) == sorted(
        str(Path("out", f"run {name}.mp3")) for name in NAMES
    )
    before = {path: path.stat().st_mtime_ns for path in (club / "out").glob("*.mp3")}
    (club / "out" / "run Ben.mp3").unlink()
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--jobs", "2")
    assert again.out.splitlines()[-1] == "out: 1 rendered, 5 up to date"
    changed = {path for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert changed == {club / "out" / "run Ben.mp3"}
