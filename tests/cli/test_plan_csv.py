"""`plan --csv`: a programme as a table that `import` reads back with the same lengths and kinds, and nothing to run."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from audiocoach.programme.load_programme import parse_programme
from audiocoach.rendering.importing_table import table_programme
from audiocoach.rendering.plan_as_table import plan_table
from audiocoach.rendering.programme_timelines import all_intervals
from tests.support.commands import Made, Run
from tests.support.random_sessions import Item, full_form, items
from tests.support.shipped_files import PROGRAMMES

SHIPPED = [path.stem for path in PROGRAMMES]

PLAN = """\
programme: Stairs
weeks: 2
per-week: 1
days: [Sun]
progression:
  many: [3, 4]
session:
  session: "=Week {week}"
  steps:
    - talk: auto
      say: Here we go.
    - repeat: many
      name: Up and down
      skip-last-rest: true
      steps:
        - {work: 60s, name: "Up, {left|right} foot first", effort: 6, say: "Go."}
        - {rest: 90s, name: "Down (30s hard, then 400m)"}
    - {rest: 1s, name: "-2 (a, b), @home"}
    - {work: "400m @ 4:30/km", name: Fast}
"""


def planned(run: Run, name: str) -> list[Any]:
    return [
        [(each["kind"], each["end_ms"] - each["start_ms"]) for each in session["intervals"]]
        for session in json.loads(run("plan", name, "--json").out)["sessions"]
    ]


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))


def test_there_are_programmes_that_ship() -> None:
    assert len(SHIPPED) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_each_programme_that_ships_comes_back(run: Run, here: Path, name: str) -> None:
    said = run("plan", name, "--csv", "-o", "plan.csv")
    assert said.code == 0
    assert run("import", "plan.csv").code == 0
    assert planned(run, "plan.yaml") == planned(run, name)
    text = (here / "plan.csv").read_bytes().decode()
    cells = [cell for row in rows(text) for cell in row]
    assert not any(cell.lstrip()[:1] in tuple("=+-@\t\r|%") for cell in cells if cell)
    assert all(row[0].isdigit() for row in rows(text)[1:])


@pytest.mark.slow
def test_what_it_cannot_carry_is_told_and_cells_are_no_formulas(run: Run, here: Path) -> None:
    (here / "stairs.yaml").write_text(PLAN, encoding="utf-8")
    said = run("plan", "stairs.yaml", "--csv")
    assert said.code == 0
    head, first, _ = rows(said.out)
    assert head == ["week", "day", "title", "steps", *(f"step {number}" for number in range(2, 11))]
    assert first[:3] == ["1", "Sun", "'=Week 1"]
    assert first[3].startswith("talk ")
    assert first[4:] == [
        "work 1m Up, left foot first",
        "rest 1m30s Down hard then",
        "work 1m Up, right foot first",
        "rest 1m30s Down hard then",
        "work 1m Up, left foot first",
        "rest 1s -2 (a, b), @home",
        "work 400m @ 4:30/km Fast",
        "",
        "",
    ]
    assert said.err.splitlines()[1:] == [
        "note: the name 'Down (30s hard, then 400m)' becomes 'Down hard then'",
        "note: what is said stays behind: 4 cues of all sessions",
        "note: the names of sets stay behind",
        "note: effort stays behind",
        "note: the rules behind the numbers stay behind",
    ]
    (here / "plan.csv").write_text(said.out, encoding="utf-8")
    told = run("import", "plan.csv")
    assert told.out.splitlines()[0] == "plan.csv:2  1.1  =Week 1"
    assert planned(run, "plan.yaml") == planned(run, "stairs.yaml")
    assert "400m @ 4:30/km" in (here / "plan.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(items())
def test_random_sessions_come_back(found: list[Item]) -> None:
    steps = full_form(found, "    ")
    script = f"programme: P\nweeks: 1\nper-week: 1\nsession:\n  session: S\n  steps:\n{steps}"
    programme = parse_programme(script, "P")
    laid = all_intervals(programme)
    table = plan_table(programme, laid, {"1.1": "S"})
    back = parse_programme(table_programme(table.text.encode(), "P").text, "P")
    there = [(each.kind, each.length_ms, each.step.name) for each in laid["1.1"]]
    here = [(each.kind, each.length_ms, each.step.name) for each in all_intervals(back)["1.1"]]
    changed = any(loss.startswith("the name ") for loss in table.losses)
    assert [row[:2] for row in here] == [row[:2] for row in there]
    assert changed or here == there


@pytest.mark.slow
def test_a_file_is_written_whole_or_not_at_all(run: Run, here: Path, made: Made) -> None:
    assert run("plan", "couch-to-5k", "--csv", "-o", "deep/down/plan.csv").out == "deep/down/plan.csv: 27 sessions\n"
    (here / "taken").mkdir()
    refused = run("plan", "couch-to-5k", "--csv", "-o", "taken")
    assert refused.code == 1
    assert "this is a folder" in refused.err


@pytest.mark.parametrize("flags", [("-o", "x.csv"), ("--csv", "--json"), ("--csv", "--diff", "1.1", "1.2")])
def test_flags_that_do_not_go_together_are_refused(run: Run, here: Path, made: Made, flags: tuple[str, ...]) -> None:
    assert run("plan", "couch-to-5k", *flags).code == 2
    assert made() == set()


GERMAN = """\
programme: Hafenrunde
weeks: 2
per-week: 1
session:
  session: "Woche {week}"
  language: de
  steps: [warm-up 2m, "3 x (work 60s Laufen, rest 60s)"]
"""


@pytest.mark.slow
def test_a_german_programme_comes_back_german(run: Run, here: Path) -> None:
    (here / "hafen.yaml").write_text(GERMAN, encoding="utf-8")
    said = run("plan", "hafen.yaml", "--csv", "-o", "hafen.csv")
    assert "language" not in said.err
    assert run("import", "hafen.csv", "-o", "back.yaml").code == 0
    assert planned(run, "back.yaml") == planned(run, "hafen.yaml")
    names = [json.loads(run("plan", name, "--json").out)["sessions"] for name in ("hafen.yaml", "back.yaml")]
    assert [[each["name"] for each in one["intervals"]] for one in names[0]] == [
        [each["name"] for each in one["intervals"]] for one in names[1]
    ]
    assert 'language: "de"' in (here / "back.yaml").read_text(encoding="utf-8")
    assert run("check", "hafen.csv", "--fast").code == 0


@pytest.mark.slow
def test_the_language_of_a_table_is_one(run: Run, here: Path) -> None:
    (here / "a.csv").write_text("week,title,language,steps\n1,A,de,work 1m\n2,B,,work 1m\n", encoding="utf-8")
    assert run("import", "a.csv", "-o", "-").out.count('language: "de"') == 1
    assert 'language: "fr"' in run("import", "a.csv", "-o", "-", "--language", "fr").out
    (here / "b.csv").write_text("week,title,language,steps\n1,A,de,work 1m\n2,B,fr,work 1m\n", encoding="utf-8")
    assert "cell C3" in (said := run("import", "b.csv")).err
    assert "one language" in said.err
    (here / "c.csv").write_text("week,title,language,steps\n1,A,Quatsch!,work 1m\n", encoding="utf-8")
    assert "cell C2" in run("import", "c.csv").err
