"""A row that is the end of every process which makes its file: it is named wherever it stands, and the rest is made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.club.carrying_out import CarryingOut
from audiocoach.club.local_workers import LocalWorkers
from audiocoach.club.records import Record, read
from tests.support.commands import Run, Said, contents
from tests.support.jobs_that_fail import chunk_of, deadly

pytestmark = pytest.mark.slow

SCRIPT = """
session: Run for {athlete}
voice: {engine: deadly}
coach: none
steps:
  - {work: 60s, say: "Hello {athlete}, let us begin."}
"""
CROWDED = """
session: Run for {athlete}
voice: {engine: tone}
coach: none
steps:
  - {work: 20s, cues: [{at: 5s, say: "Hello {athlete}, let us begin."}, {at: 8s, say: Go.}]}
"""
ENGINE = """
import os, signal
from audiocoach.speech import Clip, Voice


class Deadly:
    name = "deadly"

    def version(self):
        return "1"

    def voices(self):
        return (Voice(self.name, "bee", "Bee", "en-GB"),)

    def speak(self, utterances, on_each=None):
        if "HEALED" not in os.environ and any("Poison" in each.text for each in utterances):
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return [
            Clip((b"\\x00\\x20" * 25 + b"\\x00\\xe0" * 25) * 30 * len(each.text), 22_050) for each in utterances
        ]
"""
OTHERS = ("Ann", "Ben", "Cleo")


@pytest.fixture
def render(here: Path, tmp_path: Path) -> Callable[..., Said]:
    """Run `render` for a table of these names as a process of its own, with a voice that may be the end of it."""
    packages = tmp_path / "packages"
    about = packages / "audiocoach_deadly-1.0.dist-info"
    about.mkdir(parents=True)
    (packages / "audiocoach_deadly.py").write_text(ENGINE)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: audiocoach-deadly\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[audiocoach.engines]\ndeadly = audiocoach_deadly:Deadly\n")
    (here / "run.yaml").write_text(SCRIPT)

    def render(*options: str, names: tuple[str, ...], **more: str) -> Said:
        (here / "club.csv").write_text("".join(f"{name}\n" for name in ("name", *names)))
        command = [sys.executable, "-m", "audiocoach", "render", "run.yaml", "--athletes", "club.csv", "-o", "out"]
        environment = {**os.environ, **more, "PYTHONPATH": str(packages), "AUDIOCOACH_CACHE": str(here / "cache")}
        said = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, check=False)
        return Said(said.returncode, said.stdout, said.stderr)

    return render


def refused(folder: Path) -> list[Record]:
    found = (record for path in (folder / "done").iterdir() for record in read(path.read_bytes())[0])
    return [record for record in found if record.refused]


@pytest.mark.parametrize(("at", "options"), [(0, ()), (2, ()), (0, ("--spliced",)), (1, ("--spliced",))], ids=str)
def test_it_is_named_wherever_it_stands_and_running_again_completes_it(
    render: Callable[..., Said], here: Path, options: tuple[str, ...], at: int
) -> None:
    names = (*OTHERS[:at], "Poison", *OTHERS[at:])
    said = render("--jobs", "2", *options, names=names)
    assert said.code == 1, said.err
    assert "for Poison: nothing was made: its worker ended without a word, more than once" in said.err
    assert said.out.splitlines()[-1] == "out: 3 rendered"
    assert {path.name.split(".")[0] for path in (here / "out").glob("*.mp3*")} == {f"run {name}" for name in OTHERS}
    assert [record.athlete for record in refused(here / "out")] == ["Poison"]
    if not at and not options:  # now nothing else is due
        alone = render("--jobs", "2", names=names)
        assert (alone.code, alone.out.splitlines()[-1]) == (1, "out: 0 rendered, 3 up to date"), alone.err
    again = render("--jobs", "2", *options, names=names, HEALED="1")
    assert (again.code, again.out.splitlines()[-1]) == (0, "out: 1 rendered, 3 up to date"), again.err


def test_who_has_no_room_for_their_words_shares_nothing_and_the_next_two_make_the_same_pack_anywhere(
    here: Path, run: Run
) -> None:
    (here / "run.yaml").write_text(CROWDED)
    long = "Maximiliane Wilhelmina Alexandra Theodora Charlotte Friederike Augusta Amalia"
    (here / "club.csv").write_text("".join(f"{name}\n" for name in ("name", long, *OTHERS)))
    for out, how in (("two", ("--jobs", "2")), ("one", ("--shard", "1/1"))):
        said = run("render", "run.yaml", "--athletes", "club.csv", "-o", out, "--spliced", *how)
        assert (said.code, said.out.splitlines()[-1]) == (1, f"{out}: 3 rendered"), said.err
        assert f"for {long} (line 2 of the table):" in said.err
    made = contents(here / "two")
    assert {name: data for name, data in made.items() if not name.startswith("done/")} == {
        name: data for name, data in contents(here / "one").items() if not name.startswith("done/")
    }
    assert sum(name.startswith("shared/") for name in made) == 1


def test_those_who_go_first_may_take_long_and_what_hangs_among_them_is_given_up() -> None:
    workers = LocalWorkers(2)
    try:
        work = CarryingOut(workers, deadly, first_s=6.0)
        done = list(work.all([chunk_of("Ann", "Ben")], first=[chunk_of("Hang")]))
    finally:
        workers.end()
    records = [record for each in done for record in each.records]
    assert sorted(record.athlete for record in records if not record.refused) == ["Ann", "Ben"]
    assert [record.athlete for record in records if "given up" in record.refused] == ["Hang"]
