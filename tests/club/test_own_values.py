"""What each athlete has of their own: read as if it were written in the script, and told by row and column."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shlex
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.club.roster import read_roster
from audiocoach.errors import AudiocoachError
from audiocoach.programme.load_programme import load_programme
from audiocoach.rendering.athletes import given_of

PLAN = """
programme: Winter
weeks: 3
per-week: 2
progression:
  running: {start: 60s, grow: 10%, target: 80s}
  bouts: {week 1: 2, week 2: 3}
  easy: 45s
  reminder: [Slow., Steady., Smooth.]
plan: {2: {tip: Two}, 1: {tip: One}, 3: {tip: Three}}
session:
  session: Intervals for {athlete}
  language: en
  voice: {engine: tone}
  steps:
    - {warm-up: 60s, say: "Hello {athlete}. {reminder} {tip}"}
    - {repeat: bouts, steps: [work (running) Run, rest (easy) Walk]}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN)
    return tmp_path


def planned(*more: str) -> dict[str, dict[str, dict]]:
    """Each athlete's sessions by their ids, as `plan --json` tells them."""
    return {each["athlete"]: {s["session"]: s for s in each["sessions"]} for each in json.loads(_out(*more))}


def _out(*more: str) -> str:
    out = io.StringIO()
    from contextlib import redirect_stdout

    with redirect_stdout(out):
        assert main(["plan", "plan.yaml", "--json", "--athletes", *more]) == 0
    return out.getvalue()


OWN = {
    "running.start": "2m",
    "running.grow": "20%",
    "running.target": "3m",
    "bouts.week 2": "5",
    "easy": "30s",
    "tip": "Mine",
}


@pytest.mark.parametrize("kind", ["csv", "semicolons", "yaml", "xlsx"])
def test_own_values_are_as_if_written_in_the_script(here: Path, kind: str) -> None:
    table = _written(here, kind, [{"name": "Ann"} | OWN, {"name": "Bert"}])
    sessions = planned(table)
    written = PLAN.replace("start: 60s, grow: 10%, target: 80s", "start: 2m, grow: 20%, target: 3m").replace(
        "week 2: 3", "week 2: 5"
    )
    written = written.replace("easy: 45s", "easy: 30s").replace("Two", "Mine").replace("One", "Mine")
    (here / "written.yaml").write_text(written.replace("Three", "Mine"))
    (here / "nobody.csv").write_text("name\nAnn\nBert\n")
    alone = {each.id: each for each in load_programme(here / "written.yaml").sessions}
    for found in sessions["Ann"].values():
        same = alone[found["session"]]
        assert found["length_ms"] == sum(step.length for step in _steps(same))
    assert sessions["Bert"] == planned("nobody.csv")["Bert"]


def _steps(session) -> list:
    from audiocoach.languages.lookup import language_of
    from audiocoach.timeline.intervals import unroll

    return [each.step for each in unroll(session.session, language_of("en"))]


def _written(folder: Path, kind: str, rows: list[dict[str, str]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    path = folder / f"club.{kind if kind in ('yaml', 'xlsx') else 'csv'}"
    if kind == "yaml":
        lines = ["athletes:"]
        for row in rows:
            first, *others = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in row.items())
            lines += [f"  - {first}", *(f"    {each}" for each in others)]
        path.write_text("\n".join(lines) + "\n")
    elif kind == "xlsx":
        openpyxl = pytest.importorskip("openpyxl", reason="workbooks need the extra 'xlsx'")
        book = openpyxl.Workbook()
        for row in cells:
            book.active.append(row)
        book.save(path)
    else:
        out = io.StringIO()
        csv.writer(out, delimiter=";" if kind == "semicolons" else ",").writerows(cells)
        path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path.name


def test_yaml_may_nest_what_belongs_together(here: Path) -> None:
    (here / "club.yaml").write_text("- Ann\n- {name: Bert, running: {start: 30s, grow: 20%}}\n")
    (here / "club.csv").write_text("name,running.start,running.grow\nAnn,,\nBert,30s,20%\n")
    assert planned("club.yaml") == planned("club.csv")


@pytest.mark.parametrize(
    ("heading", "row", "told"),
    [
        ("running.start", "5q", ["club.csv:2, column 'running.start': '5q' is not a length"]),
        ("running", "5m", ["club.csv:2, column 'running'", "such as 'running.start'"]),
        ("bouts", "4", ["column 'bouts'", "such as 'bouts.week 1'"]),
        ("runing.start", "5m", ["club.csv:1, column 'runing.start'", "did you mean 'running.start'?", "#runing.start"]),
        ("start", "5m", ["column 'start'", "of which variable? Call it 'running.start'", "#start"]),
        ("phone", "123", ["no programme here has a variable 'phone'", "its variables are running", "#phone"]),
        ("easy", "soon", ["for Ann (line 2 of the table)", "'easy' is text in this programme"]),
        ("running.target", "30s", ["club.csv:2, column 'running.target'"]),
        ("first-session", "9.1", ["for Ann (line 2 of the table)", "there is no session 9.1"]),
        ("pace", "quick", ["club.csv:2: "]),
        ("language", "xx", ["club.csv:2, column 'language'"]),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    here: Path, capsys: pytest.CaptureFixture[str], heading: str, row: str, told: list[str]
) -> None:
    (here / "club.csv").write_text(f"name,{heading}\nAnn,{row}\n")
    assert main(["plan", "plan.yaml", "--athletes", "club.csv"]) == 1
    said = "".join(capsys.readouterr())
    assert [each for each in told if each not in said] == []


def test_a_column_can_be_ignored_and_capitals_do_not_matter(here: Path) -> None:
    (here / "club.csv").write_text("Name,#phone,Running.Start\nAnn,+123,70s\nBert,,\n")
    assert planned("club.csv")["Ann"]["1.1"]["variables"]["running"] == 70_000


def test_one_wrong_row_stops_nobody_else_when_asked(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text("name,running.start\nAnn,70s\nBert,5q\n,3m\nCarla,75s\n")
    command = ["render", "plan.yaml", "--session", "1.1", "--athletes", "club.csv"]
    assert main(command) == 1
    assert not (here / "output").exists()
    assert main([*command, "--keep-going"]) == 1
    said = capsys.readouterr().err
    assert "refused: 2 athletes" in said
    assert "club.csv:4: there is no name in this line" in said
    assert "club.csv:3, column 'running.start': '5q' is not a length" in said
    assert sorted(path.name for path in (here / "output").iterdir()) == ["plan Ann", "plan Carla"]
    shared = ["share", "plan.yaml", "--athletes", "club.csv", "--keep-going", "-q"]
    assert main(shared) == 1
    assert "refused: 2 athletes" in capsys.readouterr().err
    assert sorted(path.name for path in (here / "output").glob("share*") if path.is_dir()) == [
        "share Ann",
        "share Carla",
    ]


def test_each_begins_where_they_are(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text("name,first-session\nAnn,\nBert,2.2\n")
    sessions = planned("club.csv")
    assert next(iter(sessions["Ann"])) == "1.1"
    assert list(sessions["Bert"]) == ["2.2", "3.1", "3.2"]
    with given_of(read_roster(here / "club.csv").named[1]):
        pass  # nothing of their own but where they begin


def test_somebody_hears_the_script_of_their_language(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "plan.de.yaml").write_text(PLAN.replace("language: en", "language: de").replace("Hello", "Hallo"))
    (here / "club.csv").write_text("name,language\nAnn,\nBert,de\nCarla,es\n")
    for name, word in (("Ann", "Hello Ann"), ("Bert", "Hallo Bert"), ("Carla", "Hello Carla")):
        command = ["show", "plan.yaml", "--session", "1.1", "--athletes", "club.csv", "--athlete", name]
        assert main([*command, "--fast"]) == 0
        assert word in capsys.readouterr().out
    assert main(["check", "plan.yaml", "--fast", "--athletes", "club.csv", "--athlete", "Carla"]) == 0
    assert "written in 'en' and read in 'es'" in capsys.readouterr().out


@pytest.mark.parametrize("own", ["en", "en-GB"])
@pytest.mark.parametrize("line", ["", "language: en\n", "language: en-GB\n"])
def test_who_speaks_the_scripts_language_is_told_nothing_of_it(
    here: Path, capsys: pytest.CaptureFixture[str], own: str, line: str
) -> None:
    (here / "run.yaml").write_text(f"session: Run\n{line}voice: {{engine: tone}}\nsteps:\n  - work 60s Run\n")
    (here / "club.csv").write_text(f"name,language\nAnn,{own}\n")
    assert main(["check", "run.yaml", "--fast", "--athletes", "club.csv"]) == 0
    assert "read in" not in capsys.readouterr().out


def test_a_single_session_makes_nothing_of_a_programmes_columns(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "run.yaml").write_text("session: Run\nvoice: {engine: tone}\nsteps:\n  - work 60s Run\n")
    (here / "club.csv").write_text("name,running.start,coach\nAnn,2m,none\nBert,,\n")
    assert main(["check", "run.yaml", "--fast", "--athletes", "club.csv"]) == 0
    assert "nothing is made of 'running.start' here" in "".join(capsys.readouterr())
    assert main(["show", "run.yaml", "--fast", "--athletes", "club.csv", "--athlete", "Ann"]) == 0
    alone = capsys.readouterr().out
    assert main(["show", "run.yaml", "--fast", "--coach", "none"]) == 0
    assert capsys.readouterr().out.splitlines()[2:] == alone.splitlines()[2:]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("- {name: Ann, running: [1, 2]}\n", "is a list, and one value is wanted"),
        ("name: Ann\n", "no list of athletes"),
        ("- {name: Ann\n", "club.yaml:"),
        ("- {nom: Ann}\n", "there is no name in this line"),
    ],
)
def test_a_wrong_yaml_table_is_told(here: Path, table: str, said: str) -> None:
    (here / "club.yaml").write_text(table)
    with pytest.raises(AudiocoachError) as told:
        read_roster(here / "club.yaml")
    assert said in str(told.value)


def test_namesakes_are_told_apart_by_their_ids(here: Path) -> None:
    (here / "club.csv").write_text("name,id\nAnn,7\nAnn,8\nBert,9\n")
    assert [who.file for who in read_roster(here / "club.csv").named] == ["Ann 7", "Ann 8", "Bert"]
    assert [who.journal.name for who in read_roster(here / "club.csv").named] == [
        "7.journal", "8.journal", "9.journal",
    ]  # fmt: skip
    (here / "club.csv").write_text("name,id\nAnn,bert\nBert,\n")
    with pytest.raises(AudiocoachError, match="'Bert' would get the journal of line 2 already"):
        read_roster(here / "club.csv")
    (here / "club.csv").write_text("name,id\nAnn,7\nBert,7\n")
    with pytest.raises(AudiocoachError, match="'7' is the id of line 2 already"):
        read_roster(here / "club.csv")


@pytest.mark.slow
def test_a_change_in_mid_season_touches_whom_it_concerns_and_what_is_still_to_be_run(here: Path) -> None:
    (here / "club.csv").write_text("name,running.start\nAnn,60s\nBert,60s\n")
    command = ["render", "plan.yaml", "--athletes", "club.csv", "-q"]
    assert main(command) == 0
    (here / "journals").mkdir()
    (here / "journals" / "ann.journal").write_text("# audiocoach journal of plan\n2026-11-02  1.1  felt 4\n")
    before = _digests(here)
    (here / "club.csv").write_text("name,running.start\nAnn,65s\nBert,60s\n")
    assert main(command) == 0
    changed = {name for name, digest in _digests(here).items() if before[name] != digest}
    assert changed == {f"plan Ann/W0{week}S{run} Intervals for Ann.mp3" for week, run in SESSIONS[1:4]}


@pytest.mark.slow
def test_what_was_run_keeps_its_file_though_its_title_would_change(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "plan.yaml").write_text(PLAN.replace("session: Intervals for {athlete}", 'session: "{running} of running"'))
    (here / "club.csv").write_text("name,running.start\nAnn,60s\n")
    command = ["render", "plan.yaml", "--athletes", "club.csv", "--session", "1.1", "--session", "1.2", "-q"]
    assert main(command) == 0
    (here / "journals").mkdir()
    (here / "journals" / "ann.journal").write_text("# audiocoach journal of plan\n2026-11-02  1.1  felt 4\n")
    before = _digests(here)
    (here / "club.csv").write_text("name,running.start\nAnn,65s\n")
    capsys.readouterr()
    assert main(command) == 0
    after = _digests(here)
    (new,) = after.keys() - before.keys()
    assert Path(new).name.startswith("W01S2 ")
    assert before.items() <= after.items()
    told = capsys.readouterr().err
    assert "W01S1" not in told, "it is no older file: it is what was run"


SESSIONS = [(week, run) for week in (1, 2, 3) for run in (1, 2)]


def _digests(here: Path) -> dict[str, str]:
    from hashlib import sha256

    folder = here / "output"
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.mp3")}


@pytest.mark.slow
def test_each_file_is_what_that_athlete_alone_would_get(here: Path) -> None:
    """Thirty athletes with three starting values, two languages, one row wrong: timelines as of single renders."""
    (here / "plan.de.yaml").write_text(PLAN.replace("language: en", "language: de").replace("Hello", "Hallo"))
    starts, languages = ("60s", "65s", "70s"), ("en", "de")
    names = [
        f"{first}{last}" for first in ("Ann", "Bo", "Cleo", "Dan", "Eve", "Fred") for last in ("a", "e", "i", "o", "u")
    ]
    rows = [f"{name},{starts[n % 3]},{languages[n % 2]}" for n, name in enumerate(names)]
    rows[7] = "Boi,never,en"
    (here / "club.csv").write_text("\n".join(["name,running.start,language", *rows]) + "\n")
    assert main(["render", "plan.yaml", "--athletes", "club.csv", "--session", "2.1", "-q", "--keep-going"]) == 1
    assert len(list((here / "output").rglob("*.mp3"))) == 29
    for n, name in enumerate(names):
        if n == 7:
            continue
        source = (here / ("plan.de.yaml" if n % 2 else "plan.yaml")).read_text()
        (here / "one").mkdir(exist_ok=True)
        (here / "one" / "plan.yaml").write_text(source.replace("start: 60s", f"start: {starts[n % 3]}"))
        assert main(["render", "one/plan.yaml", "--session", "2.1", "-q", "--athlete", name, "-o", "alone"]) == 0
        (alone,) = (here / "alone" / f"plan {name}").glob("*.mp3")
        together = here / "output" / f"plan {name}" / alone.name
        assert _sound(together) == _sound(alone), name


def _sound(path: Path) -> bytes:
    """The frames of an MP3, without its tags, which name the script."""
    data = path.read_bytes()
    size = int("".join(f"{byte:07b}" for byte in data[6:10]), 2) + 10
    return data[size:]


@pytest.mark.slow
def test_what_is_taken_out_of_a_file_gives_it_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text('name,running.start,coach,tip\nAnn,65s,none,"Mind: your ""feet"", # and eyes"\n')
    command = ["render", "plan.yaml", "--athletes", "club.csv", "--session", "1.2", "-q"]
    assert main(command) == 0
    (made,) = (here / "output").rglob("*.mp3")
    capsys.readouterr()
    assert main(["extract", str(made), "-o", "taken"]) == 0
    told = capsys.readouterr().out
    again = shlex.split(
        next(line for line in told.splitlines() if "audiocoach render" in line).partition("audiocoach ")[2]
    )
    assert main([*again, "-q", "-o", "again"]) == 0
    (same,) = (here / "again").rglob("*.mp3")
    assert _sound(same) == _sound(made)


RACING = """
session: Four times four hundred
voice: {engine: tone}
steps:
  - 4 x (work 400m @ 5k Run, rest 90s Walk)
"""


def test_a_race_makes_distances_somebodys(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "run.yaml").write_text(RACING)
    (here / "club.csv").write_text("name,race-5k,Race Half\nAnn,20:00,\nBert,,1:45:00\nCarla,,\n")
    lengths = []
    for name in ("Ann", "Bert"):
        assert main(["show", "run.yaml", "--fast", "--json", "--athletes", "club.csv", "--athlete", name]) == 0
        lengths.append(json.loads(capsys.readouterr().out)["intervals"][0]["end_ms"])
    (here / "bert.yaml").write_text(f"race: {{half: '1:45:00'}}{RACING}")
    assert main(["show", "bert.yaml", "--fast", "--json"]) == 0
    assert lengths == [96_000, json.loads(capsys.readouterr().out)["intervals"][0]["end_ms"]]
    assert main(["check", "run.yaml", "--fast", "--athletes", "club.csv"]) == 1
    assert "not good for 1 of 3 athletes: Carla (line 4)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("heading", "time", "told"),
    [
        ("race-5k", "4:50", ["column 'race-5k'", "is this a pace?"]),
        ("race-5k", "24:00:00", ["column 'race-5k'", "slower than 15 minutes", "24:00"]),
        ("race-5k", "soon", ["column 'race-5k'", "is not the time of a race"]),
        ("race-5q", "24:00", ["column 'race-5q'", "is not the distance of a race"]),
    ],
)
def test_a_race_that_is_none_is_told_by_its_cell(here: Path, heading: str, time: str, told: list[str]) -> None:
    (here / "club.csv").write_text(f"name,{heading}\nAnn,{time}\n")
    with pytest.raises(AudiocoachError) as said:
        read_roster(here / "club.csv")
    assert [each for each in told if each not in str(said.value)] == []


def test_a_comma_too_many_is_told(here: Path) -> None:
    (here / "club.csv").write_text("name,easy\nAnn,30s,,\nBert,30s,555 01\n")
    with pytest.raises(AudiocoachError) as told:
        read_roster(here / "club.csv")
    assert "club.csv:3: there is more in this line than the first one has columns" in str(told.value)


def test_without_keep_going_it_is_said_that_nobody_gets_anything(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "club.csv").write_text("name,running.start\nAnn,70s\nBert,5q\n")
    for command in ("render", "share"):
        assert main([command, "plan.yaml", "--athletes", "club.csv"]) == 1
        said = capsys.readouterr().err
        assert "nothing was made for anybody, as this is wrong for 1 of 2 athletes" in said
        assert "'--keep-going' goes on without them" in said


@pytest.mark.parametrize(
    ("typed", "shown_as", "read"),
    [
        (dt.timedelta(hours=24), "[h]:mm", "24:00"),
        (dt.time(19, 56), "h:mm", "19:56"),
        (dt.time(0, 24, 0), "h:mm:ss", "0:24:00"),
        (dt.time(0, 24, 30), "mm:ss", "24:30"),
        (dt.timedelta(hours=1, minutes=58, seconds=30), "[h]:mm:ss", "1:58:30"),
    ],
)
def test_a_time_in_a_workbook_is_what_is_seen_there(here: Path, typed: object, shown_as: str, read: str) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks need the extra 'xlsx'")
    book = openpyxl.Workbook()
    distance = "half" if read.startswith("1:") else "5k"
    for row in (("Name", f"race-{distance}", "First Session"), ("Ann", typed, "2.1")):
        book.active.append(row)
    book.active["B2"].number_format = shown_as
    book.save(here / "club.xlsx")
    (who,) = read_roster(here / "club.xlsx").named
    (here / "club.csv").write_text(f"name,race-{distance}\nAnn,{read}\n")
    assert who.races == read_roster(here / "club.csv").named[0].races
    assert who.first_session == "2.1"


def test_yaml_may_have_people_by_their_names(here: Path) -> None:
    (here / "club.yaml").write_text("Ann:\nBert: {running: {start: 30s, grow: 20%}}\n")
    (here / "club.csv").write_text("name,running.start,running.grow\nAnn,,\nBert,30s,20%\n")
    assert planned("club.yaml") == planned("club.csv")


def test_a_table_beyond_all_bounds_is_refused_by_what_it_has_too_much_of(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audiocoach.club.people.MOST_ROWS", 10)
    (here / "club.csv").write_text("name\n" + "Ann\n" * 11)
    with pytest.raises(AudiocoachError, match="at most 10 rows"):
        read_roster(here / "club.csv")
    (here / "club.yaml").write_text("- Ann\n" * 200_000)
    with pytest.raises(AudiocoachError, match="at most 1 MiB") as told:
        read_roster(here / "club.yaml")
    assert "as CSV it may have 64 MiB" in str(told.value)
