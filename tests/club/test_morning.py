"""The coach's morning: a row an athlete from the journals beside the table, and what all of them run next."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.quantities.today import today

PLAN = """
programme: Winter
weeks: 3
per-week: 3
progression: {running: {start: 60s, grow: 10%}}
session:
  session: Run
  voice: {engine: tone}
  steps:
    - {warm-up: 20s, say: Let us begin.}
    - work (running) Run
"""
ROWS = {
    "Ann": [(9, "1.1 felt 4"), (7, "1.2 felt 4 pain 4")],
    "Bert": [(7, "1.1 felt 4")],
    "Carla": [(6, "1.1 felt 7"), (4, "1.1 felt 7"), (2, "1.1 felt 7")],
    "Dora": [(2, "1.1 felt 4")],
    "Emil": [(3, "1.1 felt 4 stop note: =HYPERLINK(evil)")],
    "Fay": [(9, "1.1 felt 4 stop"), (2, "cleared note: physio says go on")],
    "Gus": [],
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "club.csv").write_text("name,group\n" + "".join(f"{name},{name[0]}\n" for name in ROWS))
    (tmp_path / "journals").mkdir()
    for name, lines in ROWS.items():
        if lines:
            text = "".join(f"{today() - timedelta(days=ago)}  {said}\n" for ago, said in lines)
            (tmp_path / "journals" / f"{name.lower()}.journal").write_text(f"# audiocoach journal of plan\n{text}")
    return tmp_path


def test_those_who_need_the_coach_come_first(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["club", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["athlete"], row["flags"], row["next"]) for row in rows] == [
        ("Emil", ["stopped"], None),
        ("Ann", ["pain 4", "2 missed"], "1.1"),
        ("Fay", ["cleared after a stop", "2 missed"], "1.1"),
        ("Bert", ["2 missed"], "1.2"),
        ("Carla", ["stuck on 1.1"], "1.1"),
        ("Dora", [], "1.2"),
        ("Gus", [], "1.1"),
    ]
    assert [row["missed"] for row in rows] == [0, 2, 2, 2, 0, 0, None]
    assert all(row["why"] for row in rows)
    assert main(["club"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:5]] == ["stopped", "pain", "cleared", "2"]
    assert main(["club", "--group", "d", "--json"]) == 0
    assert [row["athlete"] for row in json.loads(capsys.readouterr().out)] == ["Dora"]


def test_the_same_is_said_one_by_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["club", "--json"]) == 0
    rows = {row["athlete"]: row for row in json.loads(capsys.readouterr().out)}
    assert main(["next", "--athletes", "club.csv"]) == 0
    said = capsys.readouterr().out
    for name, row in rows.items():
        own = said.partition(f"{name}:\n")[2]
        assert own.startswith(f"Next: {row['next']} of Winter" if row["next"] else "Next: nothing")
        assert row["why"][0] in own


def test_no_cell_of_the_table_begins_a_formula(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text('name,group\n"=1+1 Ann","@SUM(A1)"\n-Bert,+x\n')
    assert main(["club", "--csv"]) == 0
    cells = [cell for row in csv.reader(io.StringIO(capsys.readouterr().out)) for cell in row]
    assert "'=1+1 Ann" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@\t" and cell]


@pytest.mark.slow
def test_everybodys_next_session_and_week_are_made_in_one_go(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["club", "--render", "-o", "out"]) == 0
    said = capsys.readouterr()
    assert {str(path.relative_to(here / "out"))[:-4] for path in (here / "out").rglob("*.mp3")} == {
        "plan Ann/W01S1 Run", "plan Bert/W01S2 Run", "plan Carla/W01S1 Run", "plan Dora/W01S2 Run",
        "plan Fay/W01S1 Run", "plan Gus/W01S1 Run",
    }  # fmt: skip
    assert "Emil: nothing is rendered, as the plan is stopped" in said.err
    assert main(["club", "--week", "-o", "week", "--group", "D"]) == 0
    assert [path.name for path in sorted((here / "week" / "plan Dora").iterdir())] == ["W01S2 Run.mp3", "W01S3 Run.mp3"]


def test_a_journal_that_cannot_be_read_hides_nobody(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "journals" / "dora.journal").unlink()
    (here / "journals" / "dora.journal").mkdir()
    (here / "journals" / "bert.journal").write_text("# audiocoach journal of plan\nyesterday  1.1\n")
    assert main(["club", "--json"]) == 1
    said = capsys.readouterr()
    rows = {row["athlete"]: row for row in json.loads(said.out)}
    assert "Dora" not in rows
    assert rows["Bert"]["flags"] == ["journal"]
    assert "not a file that a journal can be kept in" in said.err
    assert "yesterday" in said.err


def test_nobody_climbs_out_of_the_folder_of_journals(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text('name,id\nAnn,../../etc/passwd\n"../Bert",\nCON,\n')
    assert main(["club", "--json"]) == 0
    paths = [Path(row["journal"]) for row in json.loads(capsys.readouterr().out)]
    assert {path.parent for path in paths} == {Path("journals")}
    assert not [path for path in paths if path.name.lower().startswith(("con.", "."))]


def test_a_journal_of_another_programme_is_left_to_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "other.yaml").write_text(PLAN.replace("Winter", "Summer"))
    assert main(["club", "-p", "other.yaml", "--group", "A", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["journal"] == str(Path("journals/ann other.journal"))
    assert row["next"] == "1.1"
    assert main(["club", "--json"]) == 1
    assert "there are several here: other, plan" in capsys.readouterr().err


def test_without_a_table_it_is_said_how_to_have_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["club"]) == 1
    assert "call it club.csv; its first line is: name" in capsys.readouterr().err


def test_a_mistake_in_a_row_hides_nobodys_pain(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text("name,running.start\nAnn,5q\nDora,\n")
    assert main(["club", "--json"]) == 1
    said = capsys.readouterr()
    rows = {row["athlete"]: row for row in json.loads(said.out)}
    assert rows["Ann"]["flags"] == ["pain 4", "2 missed", "row"]
    assert rows["Ann"]["next"] is None
    assert rows["Dora"]["next"] == "1.2"
    assert "club.csv:2, column 'running.start': '5q' is not a length" in said.err


def test_what_a_runner_says_stands_in_the_row(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["club", "--csv", "--group", "E"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("'=HYPERLINK(evil)")
