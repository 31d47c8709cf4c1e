"""`--pace`, an athlete's own pace, and `--units`: distances become lengths, and each is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import Run

TONE = "voice: {engine: tone}\n"
STEPS = "steps:\n  - talk: auto\n    name: Get ready\n  - 2 x (work 400m Run, rest 90s Walk)\n"
QUARTERS = f"session: Quarters\n{TONE}coach: standard\n{STEPS}"


def test_without_a_pace_it_is_an_error_that_says_how_to_give_one(run: Run) -> None:
    Path("q.yaml").write_text(QUARTERS)
    told = run("check", "--fast", "q.yaml")
    assert told.code == 1
    assert "'pace: 5:30/km'" in told.err + told.out


def test_a_pace_on_the_command_line_makes_them_lengths_and_is_printed(run: Run) -> None:
    Path("q.yaml").write_text(QUARTERS)
    told = run("check", "--fast", "q.yaml", "--pace", "4:30/km")
    assert told.code == 0
    assert "note: 400m at 4:30/km is 1:48" in told.out + told.err
    shown = run("show", "--fast", "q.yaml", "--pace", "4:30/km", "--json")
    intervals = json.loads(shown.out)["intervals"]
    assert [each["end_ms"] - each["start_ms"] for each in intervals][1:] == [108_000, 90_000] * 2
    assert intervals[1]["by_pace"] == "400m @ 4:30/km"


@pytest.mark.parametrize(
    ("units", "said", "printed"),
    [
        ((), "at four thirty a kilometre", "400m at 4:30/km is 1:48"),
        (("--units", "mi"), "at seven fifteen a mile", "400m at 7:15/mi is 1:48"),
    ],
)
def test_the_plan_says_it_once_in_the_units_that_are_thought_in(
    run: Run, units: tuple[str, ...], said: str, printed: str
) -> None:
    """270 s x 1.609344 are 434.5 s: 7:15 to the second."""
    Path("q.yaml").write_text(QUARTERS)
    told = run("show", "--fast", "q.yaml", "--pace", "4:30/km", *units)
    assert told.code == 0
    assert told.out.count(said) == 1
    assert printed in told.err


def test_a_pace_without_its_distance_is_for_the_units(run: Run) -> None:
    Path("q.yaml").write_text(QUARTERS)
    assert "400m at 7:15/mi" in run("show", "--fast", "q.yaml", "--pace", "7:15", "--units", "mi").err
    told = run("show", "--fast", "q.yaml", "--pace", "7:15")
    assert told.code == 2
    assert "did you mean '7:15/km' or '7:15/mi'?" in told.err.replace("\n", " ")


@pytest.mark.slow
def test_a_pace_changes_no_script_that_is_valid_without_it_and_says_so(run: Run) -> None:
    Path("q.yaml").write_text(QUARTERS.replace("400m", "400s"))
    Path("own.yaml").write_text(f"pace: 5:00/km\n{QUARTERS}")
    for path, note in (("q.yaml", "q.yaml: good"), ("own.yaml", "pace of its own, 5:00/km: 4:00/km is not used")):
        plain = json.loads(run("show", "--fast", "--json", path).out)
        told = run("show", "--fast", "--json", path, "--pace", "4:00/km")
        assert json.loads(told.out) == plain
        assert note in run("check", "--fast", path, "--pace", "4:00/km").out


@pytest.mark.slow
def test_each_athlete_runs_at_their_own_pace(run: Run) -> None:
    Path("q.yaml").write_text(QUARTERS)
    Path("club.csv").write_text("name,pace\nAnn,4:30/km\nBen,5:00/km\nEve,\n")
    assert run("render", "q.yaml", "--athletes", "club.csv", "-o", "out").code == 1
    told = run("render", "q.yaml", "--athletes", "club.csv", "-o", "out", "--pace", "6:00/km")
    assert told.code == 0
    for note in ("400m at 4:30/km is 1:48", "400m at 5:00/km is 2:00", "400m at 6:00/km is 2:24"):
        assert note in told.err + told.out
    Path("club.csv").write_text("name,pace\nAnn,12 km/h\n")
    told = run("render", "q.yaml", "--athletes", "club.csv", "-o", "out")
    assert told.code == 1
    assert "club.csv:2: '12 km/h' is a speed, not a pace" in told.err


@pytest.mark.slow
def test_the_file_says_how_to_make_it_again(run: Run) -> None:
    Path("q.yaml").write_text(QUARTERS)
    assert run("render", "q.yaml", "-o", "q.mp3", "--pace", "4:30/km", "--units", "mi").code == 0
    told = run("extract", "q.mp3", "-o", "again")
    assert told.code == 0
    assert "--pace 4:30/km --units mi" in told.out + told.err


RACED = QUARTERS.replace("400m", "400m @ 5k")


def test_a_race_on_the_command_line_makes_paces_of_somebodys(run: Run) -> None:
    Path("q.yaml").write_text(RACED)
    without = run("check", "--fast", "q.yaml")
    assert without.code == 1
    assert "--race 5k=24:00" in (without.err + without.out)
    told = run("check", "--fast", "q.yaml", "--race", "5k=24:00")
    assert told.code == 0
    assert "note: 400m at 4:48/km, your 5 km pace, is 1:55" in told.out + told.err
    several = run("show", "--fast", "q.yaml", "--race", "10k=50:00, half=1:52:30.5", "--units", "mi")
    assert "at seven forty-five a mile, your five kilometre pace" in several.out
    assert "your 5 km pace is worked out from 10k in 50:00" in several.err
    intervals = json.loads(run("show", "--fast", "q.yaml", "--race", "5k=20:00", "--json").out)["intervals"]
    assert intervals[1]["by_pace"] == "400m @ 4:00/km"


@pytest.mark.parametrize(
    ("race", "message"),
    [
        ("5k=4:48", "is this a pace?"),
        ("24:00", "write it as 5k=24:00"),
        ("5k=24:00,5k=25:00", "no race of its own"),
        ("5x=24:00", "not the distance of a race"),
        ("", "write it as 5k=24:00"),
    ],
)
def test_what_is_no_race_is_told_of_its_option(run: Run, race: str, message: str) -> None:
    Path("q.yaml").write_text(RACED)
    told = run("check", "--fast", "q.yaml", "--race", race)
    assert told.code == 2
    said = " ".join(told.err.replace("│", " ").split())
    assert "--race" in said
    assert message in said


@pytest.mark.slow
def test_the_file_says_by_which_races_it_was_made(run: Run) -> None:
    Path("q.yaml").write_text(RACED)
    race = "5k=23:59.5,half=1:52:30"
    assert run("render", "q.yaml", "-o", "q.mp3", "--race", race).code == 0
    told = run("extract", "q.mp3", "-o", "again")
    assert told.code == 0
    assert f"--race {race}" in told.out + told.err
