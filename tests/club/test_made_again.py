"""The same command again: what is there stays, on whatever computer it was made and whoever has run it meanwhile."""

from __future__ import annotations

import errno
import gc
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from audiocoach.club.carrying_out import CarryingOut
from audiocoach.club.destinations import FolderDestination, write_down
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.planning import planned
from audiocoach.club.records import Record, latest, read, written
from audiocoach.club.roster import read_roster
from audiocoach.rendering.athletes import Athlete
from tests.support.commands import Made, Run, files
from tests.support.jobs_that_end_badly import Dies
from tests.support.short_programme import SHORT

SCRIPT = """
session: Run
voice: {engine: tone}
steps:
  - {work: 20s, say: "Go {athlete}."}
"""


@pytest.fixture
def club(here: Path) -> Path:
    """A session, a programme and a table of three, in the current folder."""
    (here / "run.yaml").write_text(SCRIPT)
    (here / "short.yaml").write_text(SHORT)
    (here / "club.csv").write_text("name,id,hard.start\nAnn,1,10s\nBen,2,12s\nCleo,3,\n")
    return here


@pytest.fixture
def made(club: Path) -> Made:
    """What has appeared in the current folder since the test began."""
    before = files(club)
    return lambda: files(club) - before


def recorded(folder: Path) -> list[Record]:
    """All records of a folder."""
    return [record for path in (folder / "done").iterdir() for record in read(path.read_bytes())[0]]


def last(run: Run, *arguments: str) -> str:
    """Run a command that ends well; gives the last line that it prints."""
    said = run("render", *arguments, "--athletes", "club.csv", "-o", "out")
    assert said.code == 0, said.err
    return said.out.splitlines()[-1]


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("--split", "steps"), ("--spliced",)], ids=str)
def test_what_a_computer_with_another_cache_has_made_is_known_by_its_records(
    club: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, more: tuple[str, ...]
) -> None:
    short = ("short.yaml", "--shard", "1/1", *more)
    assert last(run, *short) == "out: 12 rendered"
    before = {path: path.stat().st_mtime_ns for path in (club / "out").rglob("*.mp3*")}
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "another"))
    assert last(run, *short) == "out: 0 rendered, 12 up to date"
    assert {path: path.stat().st_mtime_ns for path in (club / "out").rglob("*.mp3*")} == before


@pytest.mark.slow
def test_a_damaged_file_of_a_programme_is_no_less_damaged_for_its_record(club: Path, run: Run) -> None:
    short = ("short.yaml", "--shard", "1/1")
    assert last(run, *short) == "out: 12 rendered"
    path = next((club / "out" / "short Ben").glob("W01S2*"))
    before = path.read_bytes()
    path.write_bytes(before[:-9] + b"?" + before[-8:])
    assert last(run, *short) == "out: 1 rendered, 11 up to date"
    assert path.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("more", [("--jobs", "2"), ("--spliced",)], ids=str)
def test_what_was_run_keeps_its_file_whatever_has_changed_since(club: Path, run: Run, more: tuple[str, ...]) -> None:
    assert last(run, "short.yaml", *more) == "out: 12 rendered"
    (club / "journals").mkdir()
    (club / "journals" / "2.journal").write_text("# audiocoach journal of short\n2026-11-02  1.1  felt 4\n")
    before = {path: sha256(path.read_bytes()).hexdigest() for path in (club / "out" / "short Ben").iterdir()}
    table = (club / "club.csv").read_text()
    (club / "club.csv").write_text(table.replace("Ben,2,12s", "Ben,2,16s"))
    assert last(run, "short.yaml", *more) == "out: 3 rendered, 9 up to date"
    first = next(path for path in before if path.name.startswith("W01S1"))
    assert sha256(first.read_bytes()).hexdigest() == before[first]
    assert [path.name for path in first.parent.glob("W01S1*")] == [first.name]


@pytest.mark.slow
def test_what_was_run_by_somebody_is_made_where_it_is_missing_whatever_others_have(club: Path, run: Run) -> None:
    assert last(run, "short.yaml", "--spliced") == "out: 12 rendered"
    (club / "journals").mkdir()
    (club / "journals" / "2.journal").write_text("# audiocoach journal of short\n2026-11-02  1.1  felt 4\n")
    ran = next((club / "out" / "short Ben").glob("W01S1*"))
    ran.unlink()
    assert last(run, "short.yaml", "--spliced") == "out: 1 rendered, 11 up to date"
    assert ran.exists()


@pytest.mark.slow
def test_what_was_made_by_one_process_and_run_is_known_to_all_by_its_session(club: Path, run: Run) -> None:
    (club / "club.csv").write_text("name,id\nAnn,1\n")
    (club / "journals").mkdir()
    (club / "journals" / "1.journal").write_text("# audiocoach journal of short\n2026-11-02  1.1  felt 4\n")
    assert run("render", "short.yaml", "--athletes", "club.csv", "-o", "out").code == 0
    ran = list((club / "out" / "short Ann").glob("W01S1*"))
    (club / "short.yaml").write_text(SHORT.replace("start: 10s", "start: 16s"))
    assert last(run, "short.yaml", "--shard", "1/1") == "out: 3 rendered, 1 up to date"
    assert {record.session for record in recorded(club / "out")} == {f"short {n}" for n in ("1.1", "1.2", "2.1", "2.2")}
    assert last(run, "short.yaml", "--spliced") == "out: 3 rendered, 1 up to date"
    assert list((club / "out" / "short Ann").glob("W01S1*")) == ran


@pytest.mark.slow
def test_tracks_that_were_made_by_one_process_are_known_with_their_playlists(club: Path, run: Run) -> None:
    (club / "club.csv").write_text("name,id\nAnn,1\n")
    (club / "journals").mkdir()
    (club / "journals" / "1.journal").write_text("# audiocoach journal of short\n2026-11-02  1.1  felt 4\n")
    assert run("render", "short.yaml", "--athletes", "club.csv", "-o", "out", "--split", "steps").code == 0
    made = {path.relative_to(club / "out").as_posix() for path in (club / "out").rglob("*.m*")}
    (club / "short.yaml").write_text(SHORT.replace("start: 10s", "start: 16s"))
    assert last(run, "short.yaml", "--shard", "1/1", "--split", "steps") == "out: 3 rendered, 1 up to date"
    first = next(record for record in recorded(club / "out") if record.session == "short 1.1")
    assert first.file.endswith(".m3u8")
    assert {first.file, *(part.file for part in first.parts)} == {name for name in made if "W01S1" in name}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "now"), [((), ("--split", "steps")), (("--split", "steps"), ())], ids=["whole", "tracks"]
)
def test_what_was_run_as_a_file_or_as_tracks_is_written_down_where_the_others_become_the_other_kind(
    club: Path, run: Run, before: tuple[str, ...], now: tuple[str, ...]
) -> None:
    (club / "club.csv").write_text("name,id\nAnn,1\n")
    (club / "journals").mkdir()
    (club / "journals" / "1.journal").write_text("# audiocoach journal of short\n2026-11-02  1.1  felt 4\n")
    assert run("render", "short.yaml", "--athletes", "club.csv", "-o", "out", *before).code == 0
    ran = {path.relative_to(club / "out").as_posix() for path in (club / "out").rglob("*.m*") if "W01S1" in str(path)}
    for made in ("3 rendered, 1", "0 rendered, 4"):
        assert last(run, "short.yaml", "--shard", "1/1", *now) == f"out: {made} up to date"
        found = {record.session: record for record in recorded(club / "out")}
        assert found.keys() == {f"short {number}" for number in ("1.1", "1.2", "2.1", "2.2")}
        assert {found["short 1.1"].file, *(part.file for part in found["short 1.1"].parts)} == ran


@pytest.mark.slow
def test_whoever_is_refused_stands_in_the_records_with_the_reason(club: Path, run: Run) -> None:
    (club / "club.csv").write_text("name,id,hard.start\nAnn,1,10s\nBen,2,eleven\nCleo,3,\n")
    said = run("render", "short.yaml", "--athletes", "club.csv", "-o", "out", "--shard", "1/1", "--keep-going")
    assert said.code == 1
    refused = [record for record in recorded(club / "out") if record.refused]
    assert [(record.athlete, record.session, record.file) for record in refused] == [("2", "short", "short Ben")]
    assert "for Ben (line 3 of the table):" in refused[0].refused
    assert latest(refused) == {}
    before = files(club / "out" / "done")
    run("render", "short.yaml", "--athletes", "club.csv", "-o", "out", "--shard", "1/1", "--keep-going")
    assert files(club / "out" / "done") == before, "the same again is not written twice"


@pytest.mark.slow
@pytest.mark.parametrize("shards", [1, 3])
def test_whoever_the_table_itself_refuses_stands_in_the_records_until_the_table_is_mended(
    club: Path, run: Run, shards: int
) -> None:
    (club / "club.csv").write_text("name,id,pace\nAnn,1,\nBen,2,quick\nCleo,3,\n,4,\nDora,3,\n")
    for number in range(1, shards + 1):
        command = ("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--keep-going")
        assert run(*command, "--shard", f"{number}/{shards}").code in (0, 1)
    refused = {record.athlete: record for record in recorded(club / "out") if record.refused}
    assert [record for record in recorded(club / "out") if record.refused and not record.athlete] == [refused[""]]
    assert refused.keys() == {"2", "3", ""}, "the second to have the id 3 is not the first, who has a file"
    assert (refused["2"].session, refused["2"].file) == ("run", "run Ben")
    assert refused["2"].refused.startswith("club.csv:3: ")
    assert "'3' is the id of line 4 already" in refused["3"].refused
    assert refused[""].refused.startswith("club.csv:5: there is no name in this line")
    before = latest(recorded(club / "out"))
    assert {record.athlete for record in before.values()} == {"1", "3"}
    (club / "club.csv").write_text("name,id,pace\nAnn,1,\nBen,2,5:00/km\nCleo,3,\nEve,4,\nDora,5,\n")
    assert last(run, "run.yaml", "--jobs", "2") == "out: 3 rendered, 2 up to date"
    assert {record.athlete for record in latest(recorded(club / "out")).values()} == {"1", "2", "3", "4", "5"}
    assert last(run, "run.yaml", "--jobs", "2") == "out: 0 rendered, 5 up to date"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "number"),
    [("Ann", "1"), ("Cleo", "3")],
)
def test_a_bug_that_one_meets_in_this_process_is_theirs_alone(
    club: Path, run: Run, monkeypatch: pytest.MonkeyPatch, who: str, number: str
) -> None:
    def with_bug(self: FolderDestination, name: str, file: Path, sha256: str) -> None:
        if who in name:
            raise KeyError("a bug")

    monkeypatch.setattr(FolderDestination, "publish", with_bug)
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--shard", "1/1", bug=True)
    assert said.code == 1
    assert re.search(
        rf"for {who}: nothing was made: audiocoach has a bug: KeyError: 'a bug' \(test_made_again.py:\d+\); please",
        said.err,
    )
    records = recorded(club / "out")
    assert {record.athlete for record in records if not record.refused} == {"1", "2", "3"} - {number}
    assert [record.athlete for record in records if record.refused] == [number]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (
            KeyError("a bug"),
            3,
            r"audiocoach has a bug: KeyError: 'a bug' \(test_made_again.py:\d+\)\n  Please report it",
        ),
        (OSError(errno.EMFILE, "Too many open files", "run Ann.mp3"), 1, r"(?m)^run Ann.mp3: too many open files$"),
    ],
)
def test_what_everybody_meets_in_this_process_is_told_as_for_one(
    club: Path, run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, told: str
) -> None:
    def failing(self: FolderDestination, name: str, file: Path, sha256: str) -> None:
        raise error

    (club / "club.csv").write_text("name,id\n" + "".join(f"Ann{number},{number}\n" for number in range(30)))
    monkeypatch.setattr(FolderDestination, "publish", failing)
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--shard", "1/1", bug=code == 3)
    assert said.code == code
    assert re.search(told, said.err.strip())


@pytest.mark.slow
def test_a_folder_of_a_files_name_is_no_session_that_was_run(club: Path, run: Run) -> None:
    (club / "out" / "short Ann" / "W01S1 mine.mp3").mkdir(parents=True)
    (club / "journals").mkdir()
    (club / "journals" / "1.journal").write_text("# audiocoach journal of short\n2026-11-02  1.1  felt 4\n")
    assert last(run, "short.yaml", "--shard", "1/1") == "out: 12 rendered"
    assert (club / "out" / "short Ann" / "W01S1 mine.mp3").is_dir()


@pytest.mark.slow
def test_whoever_ends_a_worker_stands_in_the_records(
    club: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (club / "out").mkdir()
    dying = partial(CarryingOut, job=Dies("Ben", str(tmp_path), always=True))
    monkeypatch.setattr("audiocoach.club.carrying_out.CarryingOut", dying)
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--jobs", "2")
    assert said.code == 1
    refused = [record for record in recorded(club / "out") if record.refused]
    assert [record.athlete for record in refused] == ["2"]
    assert "its worker ended without a word, more than once" in refused[0].refused


@pytest.mark.slow
@pytest.mark.parametrize(("script", "each"), [("run.yaml", 1), ("short.yaml", 4)])
@pytest.mark.parametrize("spliced", [(), ("--spliced",)], ids=str)
def test_whoever_comes_by_the_name_of_one_who_has_left_has_the_records_of_what_is_theirs(
    club: Path, run: Run, script: str, each: int, spliced: tuple[str, ...]
) -> None:
    command = (script, "--shard", "1/1", *spliced)
    assert last(run, *command) == f"out: {3 * each} rendered"
    (club / "club.csv").write_text((club / "club.csv").read_text().replace("Ben,2", "Ben,22"))
    for _ in range(2):
        assert last(run, *command) == f"out: 0 rendered, {3 * each} up to date"
        held = latest(recorded(club / "out")).values()
        assert Counter(record.athlete for record in held) == {"1": each, "22": each, "3": each}
    assert last(run, *command, "--force") == f"out: {3 * each} rendered"
    held = latest(recorded(club / "out")).values()
    assert Counter(record.athlete for record in held) == {"1": each, "22": each, "3": each}
    assert all(record.made_from and record.sha256 for record in held)


def test_records_beyond_what_one_file_holds_go_into_several(here: Path) -> None:
    records = [Record(str(n), "run", f"run {n}.mp3", "0" * 64, refused="x" * 1500) for n in range(12_000)]
    write_down(records, FolderDestination(here))
    assert sorted(recorded(here), key=lambda each: int(each.athlete)) == records
    assert len(list((here / "done").iterdir())) == 3


def test_records_of_many_weeks_are_not_in_memory_together(club: Path) -> None:
    class Weeks(FolderDestination):
        most = 0

        def records(self) -> Iterator[tuple[str, bytes]]:
            for week in range(1, 31):
                made = [Record(str(n), "run", f"run {n}.mp3", "0" * 64, 1, turn=week) for n in range(100)]
                yield f"{week}.jsonl", written(made)
                del made
                self.most = max(self.most, sum(isinstance(each, Record) for each in gc.get_objects()))

    before = sum(isinstance(each, Record) for each in gc.get_objects())
    order, weeks = OrderForMany(("run.yaml",), "out"), Weeks(Path("out"))
    planned(order, [Athlete(f"Ann {n}", str(n)) for n in range(100)], order.workshop(), weeks, 1)
    assert weeks.most - before <= 3 * 100


def test_no_file_is_read_of_what_was_made_from_something_else(club: Path, run: Run) -> None:
    class Asked(FolderDestination):
        names: list[str] = []  # noqa: RUF012

        def published(self, name: str, sha256: str, size: int) -> bool:
            self.names.append(name)
            return super().published(name, sha256, size)

    assert last(run, "run.yaml", "--jobs", "2") == "out: 3 rendered"
    order, destination = OrderForMany(("run.yaml",), "out", verify=True), Asked(Path("out"))
    athletes = read_roster(club / "club.csv").athletes
    assert planned(order, athletes, order.workshop(), destination, 1).up_to_date == len(destination.names) == 3
    (club / "run.yaml").write_text(SCRIPT.replace("Go", "Run"))
    assert planned(order, athletes, order.workshop(), destination, 1).up_to_date == 0
    assert len(destination.names) == 3


@pytest.mark.parametrize("more", [(), ("--jobs", "2"), ("--shard", "1/1"), ("--spliced",)], ids=str)
@pytest.mark.parametrize("script", ["run.yaml", "short.yaml"])
def test_two_scripts_of_one_name_are_not_made_in_each_others_place(
    club: Path, run: Run, made: Made, more: tuple[str, ...], script: str
) -> None:
    (club / "other").mkdir()
    (club / "other" / script).write_text((club / script).read_text().replace("20s", "30s").replace("10s", "11s"))
    before = made()
    said = run("render", script, f"other/{script}", "--athletes", "club.csv", "-o", "out", *more)
    assert said.code == 1
    assert re.search(r"(\w+)( Ann)?\.yaml and other/\1( Ann)?\.yaml would both become out/\1 Ann", said.err), said.err
    assert "one at a time" in said.err
    assert made() == before


def test_workers_elsewhere_and_processes_here_are_not_both_taken(club: Path, run: Run, made: Made) -> None:
    said = run("render", "run.yaml", "--athletes", "club.csv", "--jobs", "2", "--on", "tcp://127.0.0.1:1")
    assert (said.code, made()) == (2, set())
    assert "'--on' has its own workers" in " ".join(said.err.replace("│", " ").split())
