"""`import`: workouts of other programs become scripts that pass their check; nothing of the user's is overwritten."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from audiocoach import load_session
from tests.support.commands import Made, Run
from tests.support.expected_workouts import SAMPLES


@pytest.fixture
def given(here: Path) -> Path:
    """A folder with a workout of Zwift and one of intervals.icu."""
    shutil.copy(SAMPLES / "zwo" / "late-and-unsorted.zwo", here / "ferry.zwo")
    shutil.copy(SAMPLES / "icu" / "press-lap.txt", here / "laps.txt")
    shutil.copy(SAMPLES / "icu" / "distance-without-pace.txt", here / "far.txt")
    return here


@pytest.mark.slow
def test_a_script_is_written_that_passes_its_check(run: Run, given: Path, made: Made) -> None:
    said = run("import", "ferry.zwo")
    assert (said.code, said.err) == (0, "")
    first, *notes = said.out.splitlines()
    assert first == "ferry.yaml: 8:30, 3 steps, 5 cues; 2 sentences left out"
    assert [note.partition(": ")[0] for note in notes] == ["  ferry.zwo", "  ferry.zwo:5", "  ferry.zwo:11"]
    assert "ferry.yaml" in made()
    checked = run("check", "ferry.yaml", "--fast")
    assert (checked.code, checked.err) == (0, "")
    assert load_session(given / "ferry.yaml").session == "Ferry timetable"


def test_importing_again_shows_the_difference_and_keeps_what_was_edited(run: Run, given: Path) -> None:
    run("import", "ferry.zwo")
    script = given / "ferry.yaml"
    edited = script.read_text(encoding="utf-8").replace("warm-up: 3m", "warm-up: 4m")
    script.write_text(edited, encoding="utf-8")
    said = run("import", "ferry.zwo")
    assert said.code == 1
    assert "-  - warm-up: 4m\n+  - warm-up: 3m\n" in said.out
    assert "--force" in said.err
    assert script.read_text(encoding="utf-8") == edited
    assert run("import", "ferry.zwo", "--force").code == 0
    assert "warm-up: 3m" in script.read_text(encoding="utf-8")
    again = run("import", "ferry.zwo")
    assert (again.code, again.out.splitlines()[0].rpartition(", ")[2]) == (0, "as it was")


def test_a_refusal_names_the_flag_and_every_step_concerned(run: Run, given: Path, made: Made) -> None:
    said = run("import", "far.txt")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("far.txt:2: ")
    assert "lines 2 and 3" in said.err
    assert "--pace" in said.err
    assert "far.yaml" not in made()
    assert run("import", "far.txt", "--pace", "6:00/km").out.startswith("far.yaml: 31:00, ")


def test_flags_that_are_none_are_named(run: Run, given: Path) -> None:
    assert "--pace" in run("import", "far.txt", "--pace", "12 km/h").err
    assert "--open" in run("import", "laps.txt", "--open", "soon").err
    assert "icu, fit" in run("import", "laps.txt", "--from", "paper").err


def test_what_comes_on_standard_input_goes_to_standard_output(
    run: Run, given: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = io.TextIOWrapper(io.BytesIO((given / "laps.txt").read_bytes()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", typed)
    said = run("import", "-", "-o", "-", "--open", "2m")
    assert said.code == 0
    assert "  - warm-up: 2m\n" in said.out
    assert "<stdin>:10: has an open end" in said.err
    assert made() == set()


def test_a_folder_becomes_a_folder_and_a_table(run: Run, given: Path) -> None:
    (given / "plan" / "week 1").mkdir(parents=True)
    shutil.move(given / "ferry.zwo", given / "plan" / "week 1")
    shutil.move(given / "laps.txt", given / "plan")
    shutil.move(given / "far.txt", given / "plan")
    (given / "plan" / "read me.txt").write_text("hello\n", encoding="utf-8")
    said = run("import", "plan")
    assert said.code == 1
    table = said.out.rpartition("\n\n")[2]
    names = [" ".join(row.split()).replace("\\", "/") for row in table.splitlines()]
    assert names == [
        "plan/far.txt not imported",
        "plan/laps.txt plan-scripts/laps.yaml 28:00, 4 notes",
        "plan/week 1/ferry.zwo plan-scripts/week 1/ferry.yaml 8:30, 3 notes",
        "plan/read me.txt no workout",
    ]
    assert load_session(given / "plan-scripts" / "week 1" / "ferry.yaml").session == "Ferry timetable"


def test_workouts_of_one_name_do_not_take_each_others_place(run: Run, given: Path) -> None:
    shutil.copy(given / "laps.txt", given / "ferry.txt")
    assert run("import", "ferry.zwo", "ferry.txt", "-o", "both").code == 0
    assert sorted(path.name for path in (given / "both").iterdir()) == ["ferry-txt.yaml", "ferry.yaml"]


@pytest.mark.slow
def test_many_workouts_become_one_programme(run: Run, given: Path) -> None:
    for day in (1, 2, 10):
        shutil.copy(given / "ferry.zwo", given / f"Day {day}.zwo")
    shutil.copy(SAMPLES / "zwo" / "yaml-traps.zwo", given / "Day 3.zwo")
    days = [path.name for path in sorted(given.glob("Day *.zwo"))]
    refused = run("import", *days, "--programme", "Ferries", "--per-week", "3")
    assert refused.code == 1
    assert "--per-week 1 or 2 or 4" in refused.err
    said = run("import", *days, "--programme", "Ferries", "--per-week", "2")
    assert (said.code, said.err) == (0, "")
    rows = [" ".join(row.split()) for row in said.out.rpartition("\n\n")[2].splitlines()]
    assert rows == [
        "Day 1.zwo 1.1 8:30",
        "Day 2.zwo 1.2 8:30",
        "Day 3.zwo 2.1 4:00",
        "Day 10.zwo 2.2 8:30",
        "Ferries.yaml: 4 sessions, 2 weeks",
    ]
    assert run("check", "Ferries.yaml", "--fast").code == 0
    shown = json.loads(run("show", "Ferries.yaml", "--session", "2.1", "--fast", "--json").out)
    assert shown["title"] == 'Rule #1: {no} "hurry" - ever'
    assert run("import", *days, "--programme", "Ferries", "--per-week", "4").code == 1


TABLE = """\
Week;Day;Title;Steps;Step 2
1;Mon;Easy {start};warm-up 5m Walk;"6 x (work 60s Run, rest 90s Walk)"
1;Thu;;work 20m Run;

2;Mon;More;warm-up 5m Walk;7 x (work 60s Run, rest 90s Walk)
2;Thu;#1: long;work 25m Run;
"""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_of_sessions_becomes_a_programme(run: Run, here: Path, encoding: str) -> None:
    (here / "plan.csv").write_text(TABLE, encoding=encoding)
    said = run("import", "plan.csv")
    assert (said.code, said.err) == (0, "")
    rows = [" ".join(row.split()) for row in said.out.strip().splitlines()]
    assert rows == [
        "plan.csv:2 1.1 Easy {start}",
        "plan.csv:3 1.2 Session 1.2",
        "plan.csv:5 2.1 More",
        "plan.csv:6 2.2 #1: long",
        "plan.yaml: 4 sessions, 2 weeks",
    ]
    assert run("check", "plan.yaml", "--fast").code == 0
    planned = run("plan", "plan.yaml").out
    assert "Thu" in planned
    assert json.loads(run("show", "plan.yaml", "--session", "1.1", "--fast", "--json").out)["title"] == "Easy {start}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("work 25m", "wrok 25m", "plan.csv:6: cell D6: 'wrok' is not a kind of step"),
        ("7 x (work 60s", "7 x (work 60", "plan.csv:5: cell E5: "),
        ("2;Thu;#1: long;work 25m Run;", "", "plan.csv:5: week 2 has 1 session, and week 1 has 2"),
        ("2;Mon", "soon;Mon", "plan.csv:5: cell A5: 'soon' is no week"),
        ("work 20m Run", "", "plan.csv:3: cell D3: this session has no steps"),
        (";Steps;Step 2", ";a;b", "plan.csv:1: no column is called 'steps'"),
    ],
)
def test_what_cannot_be_read_in_a_table_is_named_by_its_cell(
    run: Run, here: Path, old: str, new: str, said: str
) -> None:
    (here / "plan.csv").write_text(TABLE.replace(old, new), encoding="utf-8")
    refused = run("import", "plan.csv")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(said)
    assert not (here / "plan.yaml").exists()


def test_what_became_of_each_as_data(run: Run, given: Path) -> None:
    data = json.loads(run("import", "ferry.zwo", "--json").out)["files"][0]
    assert (data["output"], data["length_ms"], data["steps"], data["cues"]) == ("ferry.yaml", 510_000, 3, 5)
    assert [(note["id"], note["line"]) for note in data["notes"]] == [
        ("kind", None),
        ("late-words", 5),
        ("late-words", 11),
    ]
    refused = run("import", "far.txt", "--json")
    assert refused.code == 1
    assert json.loads(refused.out)["files"][0]["error"]["lines"] == [2, 3]


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_workout_is_taken_directly_and_leaves_no_script(run: Run, given: Path, made: Made, command: str) -> None:
    before = made()
    said = run(command, "laps.txt", "--open", "2m", "--fast")
    assert said.code == 0
    assert "22:00" in said.out
    assert "laps.txt:3: has an open end" in said.err
    assert made() == before
    refused = run(command, "far.txt", "--fast")
    assert (refused.code, refused.out) == (1, "")
    assert "--pace" in refused.err


def test_flags_of_an_import_are_for_imports(run: Run, given: Path) -> None:
    said = run("check", "backwards-first", "--open", "2m", "--fast")
    assert said.code == 2
    assert "--open" in said.err


@pytest.mark.slow
def test_a_workout_is_rendered_shared_and_taken_out_again(run: Run, given: Path, made: Made) -> None:
    before = made()
    assert run("render", "ferry.zwo", "--quiet").err == ""
    assert made() - before == {"output/", "output/ferry.mp3"}
    assert run("extract", "output/ferry.mp3").code == 0
    imported = run("import", "ferry.zwo", "-o", "-").out
    assert (given / "ferry" / "ferry.yaml").read_text(encoding="utf-8") == imported
    assert run("share", "ferry.zwo").code == 0
    assert (given / "output" / "share" / "ferry.mp3").exists()
    assert not (given / "ferry.yaml").exists()


@pytest.mark.slow
def test_lines_that_are_not_in_the_users_file_are_said_to_be_those_of_its_script(run: Run, here: Path) -> None:
    (here / "my table.csv").write_text("week,title,steps\n1,A,work 1m Run\n", encoding="utf-8")
    said = run("check", "my table.csv", "--fast")
    shown = "'audiocoach import 'my table.csv' -o -' prints"
    assert ("my table.csv:" in said.out) == (shown in said.out)
    assert shown in said.out
    assert "work 1m Run" in run("import", "my table.csv", "-o", "-").out
    (here / "a.yaml").write_text("session: A\nsteps: [work 1m Run]\n", encoding="utf-8")
    assert "those of its script" not in run("check", "a.yaml", "--fast").out
