"""Many athletes by several processes: the same files as by one, and only what is missing is made again."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from audiocoach.club.carrying_out import CarryingOut
from audiocoach.club.local_workers import LocalWorkers
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.planning import planned
from audiocoach.club.records import latest, read
from audiocoach.club.roster import read_roster
from audiocoach.rendering.athletes import Athlete
from tests.support.commands import Made, Run, Said, files
from tests.support.jobs_that_fail import dying_once
from tests.support.short_programme import SHORT

SCRIPT = """
session: Run for {athlete}
voice: {engine: tone}
steps:
  - {warm-up: 60s, say: "Hello {athlete}, let us begin."}
  - 3 x (work 60s Run, rest 60s Walk)
"""
CROWDED = """
session: Run for {athlete}
voice: {engine: tone}
steps:
  - {work: 20s, cues: [{at: 5s, say: "Hello {athlete}, let us begin."}, {at: 8s, say: Go.}]}
"""
NAMES = ("Ann", "Ben", "Cleo", "Dora", "Émile", "Fay")


@pytest.fixture
def club(here: Path) -> Path:
    """A script that names somebody, and a table of six, in the current folder."""
    (here / "run.yaml").write_text(SCRIPT)
    (here / "club.csv").write_text("name,id\n" + "".join(f"{name},{at}\n" for at, name in enumerate(NAMES)))
    return here


@pytest.fixture
def made(club: Path) -> Made:
    """What has appeared in the current folder since the test began."""
    before = files(club)
    return lambda: files(club) - before


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "done"
    }


def recorded(folder: Path) -> dict[str, str]:
    """The digest of each file by the records of it."""
    lines = [record for path in (folder / "done").iterdir() for record in read(path.read_bytes())[0]]
    return {name: record.sha256 for name, record in latest(lines).items()}


@pytest.mark.slow
def test_two_processes_make_the_bytes_of_one(club: Path, run: Run) -> None:
    assert run("render", "run.yaml", "--athletes", "club.csv", "-o", "one").code == 0
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", "two", "--jobs", "2")
    assert said.code == 0
    assert said.out.splitlines()[-1] == "two: 6 rendered"
    assert digests(club / "two") == digests(club / "one")
    assert len(digests(club / "two")) == len(NAMES)


@pytest.mark.parametrize(("athletes", "most"), [(19, 10), (200, 50), (1_000, 250), (9_000, 500)])
def test_chunks_grow_with_what_each_worker_gets(club: Path, athletes: int, most: int) -> None:
    order = OrderForMany(("run.yaml",), "out")
    shop = order.workshop()
    people = [Athlete.named(f"Ann {number}") for number in range(athletes)]
    plan = planned(order, people, shop, order.destination(shop), 2)
    sizes = [len(chunk.athletes) for chunk in (*plan.first, *plan.chunks)]
    assert (sizes[0], max(sizes), sum(sizes)) == (1, most, athletes)


@pytest.mark.slow
def test_two_processes_make_the_tracks_of_one(club: Path, run: Run) -> None:
    tracks = ("render", "run.yaml", "--athletes", "club.csv", "--split", "steps")
    assert run(*tracks, "-o", "one").code == 0
    assert run(*tracks, "-o", "two", "--jobs", "2").code == 0
    assert digests(club / "two") == digests(club / "one")
    assert len(list((club / "two" / "run Ann").glob("*.mp3"))) == 7
    again = run(*tracks, "-o", "two", "--jobs", "2")
    assert again.out.splitlines()[-1] == "two: 0 rendered, 6 up to date"


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


def made_and_fresh(said: Said) -> str:
    """The last line that was printed."""
    assert said.err == ""
    return said.out.splitlines()[-1]


@pytest.mark.slow
def test_again_only_what_is_missing_or_was_made_from_something_else_is_made(club: Path, run: Run) -> None:
    render = ("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--shard", "1/1", "--with", "lrc")
    assert made_and_fresh(run(*render)) == "out: 6 rendered"
    assert made_and_fresh(run(*render)) == "out: 0 rendered, 6 up to date"
    (club / "out" / "run Ann.mp3").unlink()
    (club / "out" / "run Fay.lrc").unlink()
    assert made_and_fresh(run(*render)) == "out: 2 rendered, 4 up to date"
    table = (club / "club.csv").read_text()
    (club / "club.csv").write_text(table.replace("Ben,1", "Benno,1"))
    assert made_and_fresh(run(*render)) == "out: 1 rendered, 5 up to date"
    before = digests(club / "out")
    (club / "run.yaml").write_text(SCRIPT.replace("let us begin", "off we go"))
    assert made_and_fresh(run(*render)) == "out: 6 rendered"
    (club / "run.yaml").write_text(SCRIPT)
    assert made_and_fresh(run(*render)) == "out: 6 rendered", "what was made of it is there no longer"
    assert digests(club / "out") == before
    assert made_and_fresh(run(*render)) == "out: 0 rendered, 6 up to date"
    path = club / "out" / "run Cleo.mp3"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert made_and_fresh(run(*render)) == "out: 0 rendered, 6 up to date"
    assert made_and_fresh(run(*render, "--verify")) == "out: 1 rendered, 5 up to date"
    assert digests(club / "out") == before
    assert made_and_fresh(run(*render, "--force")) == "out: 6 rendered"


@pytest.mark.slow
def test_whoever_cannot_be_served_is_named_and_the_others_get_theirs(club: Path, run: Run) -> None:
    (club / "run.yaml").write_text(CROWDED)
    long = "Maximiliane Wilhelmina Alexandra Theodora Charlotte Friederike Augusta Amalia"
    table = (club / "club.csv").read_text().replace("Cleo,2", f"{long},2")
    (club / "club.csv").write_text(table)
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--shard", "1/1")
    assert said.code == 1
    assert "refused: 1 athlete\n" in said.err
    assert "two cues at once" in said.err
    assert f"for {long} (line 4 of the table):" in said.err
    assert len(digests(club / "out")) == len(NAMES) - 1
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--shard", "1/1")
    assert (again.code, again.out.splitlines()[-1]) == (1, "out: 0 rendered, 5 up to date")


@pytest.mark.slow
def test_a_row_that_is_wrong_keeps_all_from_theirs_unless_they_are_to_go_on(club: Path, run: Run) -> None:
    (club / "club.csv").write_text("name,language\nAnn,\nBen,klingon\nCleo,\n")
    render = ("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--shard", "1/1")
    said = run(*render)
    assert (said.code, digests(club / "out") if (club / "out").exists() else {}) == (1, {})
    said = run(*render, "--keep-going")
    assert said.code == 1
    assert "refused: 1 athlete" in said.err
    assert sorted(digests(club / "out")) == ["run Ann.mp3", "run Cleo.mp3"]


@pytest.mark.slow
def test_programmes_with_athletes_are_made_by_two_processes_as_by_one(club: Path, run: Run) -> None:
    (club / "short.yaml").write_text(SHORT)
    (club / "club.csv").write_text("name,hard.start\nAnn,10s\nBen,12s\nCleo,\n")
    assert run("render", "short.yaml", "--athletes", "club.csv", "-o", "one").code == 0
    many = ("render", "short.yaml", "--athletes", "club.csv", "-o", "two", "--jobs", "2")
    assert made_and_fresh(run(*many)) == "two: 12 rendered"
    assert digests(club / "two") == digests(club / "one")
    assert recorded(club / "two") == digests(club / "two")
    assert made_and_fresh(run(*many[:4], "-o", "one", "--jobs", "2")) == "one: 0 rendered, 12 up to date"
    assert recorded(club / "one") == digests(club / "one"), "what one process has made is written down as well"
    next((club / "two" / "short Ben").glob("W01S2*")).unlink()
    assert made_and_fresh(run(*many)) == "two: 1 rendered, 11 up to date"
    assert digests(club / "two") == digests(club / "one")


@pytest.mark.slow
def test_workers_that_are_killed_in_the_middle_lose_nothing(club: Path, run: Run) -> None:
    assert run("render", "run.yaml", "--athletes", "club.csv", "-o", "one").code == 0
    order = OrderForMany(("run.yaml",), "two")
    shop = order.workshop()
    plan = planned(order, read_roster(club / "club.csv").athletes, shop, order.destination(shop), 1)
    (club / "two").mkdir()
    chunks = (*plan.first, *plan.chunks)
    workers = LocalWorkers(2)
    try:
        done = list(CarryingOut(workers, dying_once).all(chunks))
    finally:
        workers.end()
    assert sorted(record.athlete for each in done for record in each.records) == [str(n) for n in range(len(NAMES))]
    assert len(list(club.glob("begun-*"))) >= len(chunks) > 1
    assert digests(club / "two") == digests(club / "one")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("run.yaml", "--shard", "1/3"), "a share of which table?"),
        (("run.yaml", "--athletes", "club.csv", "--shard", "4/3"), "there is no share 4 of 3"),
        (("run.yaml", "--athletes", "club.csv", "--shard", ""), "'' is no share"),
        (("run.yaml", "--athletes", "club.csv", "--jobs", "0"), "--jobs"),
        (("run.yaml", "--athletes", "club.csv", "--jobs", "2", "-o", "-"), "need a folder, not a stream"),
        (("run.yaml", "--athletes", "club.csv", "--jobs", "2", "-o", "all.mp3"), "'all.mp3' is a file's name"),
    ],
)
def test_what_many_cannot_have_is_refused_before_anything_is_made(
    club: Path, run: Run, made: Made, arguments: tuple[str, ...], told: str
) -> None:
    said = run("render", *arguments)
    assert (said.code, made()) == (2, set())
    assert told in " ".join(said.err.split())


def test_more_athletes_than_one_process_serves_are_told_how_they_are_made(club: Path, run: Run) -> None:
    (club / "club.csv").write_text("name,id\n" + "".join(f"Runner,{number}\n" for number in range(1001)))
    said = run("render", "run.yaml", "--athletes", "club.csv")
    assert said.code == 1
    assert "club.csv: these are 1001 athletes, and more than 1000 at once" in said.err
    assert "--jobs 2" in said.err
    assert "--shard 1/10" in said.err


@pytest.mark.parametrize("where", [("--on", "nowhere"), ("-o", "ftp://host/run/")])
def test_for_other_places_there_may_be_more_of_them_than_that(club: Path, run: Run, where: tuple[str, str]) -> None:
    (club / "club.csv").write_text("name,id\n" + "".join(f"Runner,{number}\n" for number in range(1001)))
    said = run("render", "run.yaml", "--athletes", "club.csv", *where)
    assert said.code == 1
    assert "1001" not in said.err
    assert "address of a scheduler" in said.err or "no object store of this kind" in said.err
