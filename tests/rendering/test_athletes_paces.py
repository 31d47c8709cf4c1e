"""Many athletes from the library: each runs a distance at their own pace, as from the table of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach import (
    Athlete,
    AudiocoachError,
    OutputError,
    ScriptError,
    load_session,
    parse_session,
    render,
    render_many,
)
from audiocoach.quantities.paces import parse_pace
from audiocoach.script.other_pace import run_at
from tests.support.commands import Run

QUARTERS = """\
session: Quarters
voice: {engine: tone}
coach: none
steps:
  - work 60s Ready
  - repeat: 2
    steps:
      - work: 400m
        name: Run
        cues: [{at: 100s, say: Nearly there.}]
      - rest 90s Walk
  - work 400m @ 5:00/km Home
"""


def lengths(rendered: object) -> list[int]:
    return [each.length_ms for each in rendered.timeline.intervals]  # type: ignore[attr-defined]


@pytest.mark.slow
def test_each_athlete_runs_at_their_own_pace(tmp_path: Path) -> None:
    session = parse_session(QUARTERS, pace="6:00/km")
    club = ["Ann", Athlete.named("Ben", pace="4:30/km"), Athlete.named("Eve", "eva", pace="8:00/mi")]
    ann, ben, eve = render_many(session, club, tmp_path)
    assert lengths(ann) == [60_000, 144_000, 90_000, 144_000, 90_000, 120_000]
    assert lengths(ben) == [60_000, 108_000, 90_000, 108_000, 90_000, 120_000]
    assert lengths(eve)[1] == 119_303  # 480 s x 400 / 1609.344
    assert eve.path.name == "Quarters eva.mp3"
    assert "400m at 4:30/km is 1:48" in " ".join(ben.notes)


def test_it_is_the_session_that_is_read_at_that_pace(tmp_path: Path) -> None:
    (tmp_path / "q.yaml").write_text(QUARTERS, encoding="utf-8")
    slow = load_session(tmp_path / "q.yaml", pace="6:00/km")
    fast = load_session(tmp_path / "q.yaml", pace="4:30/km")
    assert run_at(slow, parse_pace("4:30/km")) == fast
    assert run_at(slow, parse_pace("4:30/km")).paced == fast.paced
    assert run_at(slow, parse_pace("6:00/km")) == slow


def test_a_script_with_a_pace_of_its_own_keeps_it() -> None:
    session = parse_session(f"pace: 5:00/km\n{QUARTERS}")
    assert run_at(session, parse_pace("4:30/km")) is session


def test_what_does_not_fit_at_a_pace_is_told_with_its_line(tmp_path: Path) -> None:
    session = parse_session(QUARTERS, pace="6:00/km")
    with pytest.raises(ScriptError) as told:
        render_many(session, [Athlete.named("Kip", pace="3:00/km")], tmp_path)
    assert told.value.problems[0].where.line == 10
    assert not list(tmp_path.iterdir())


def test_what_is_no_athlete_is_refused() -> None:
    with pytest.raises(AudiocoachError, match="a speed, not a pace"):
        Athlete.named("Ann", pace="12 km/h")
    with pytest.raises(AudiocoachError, match="is no name"):
        Athlete.named("-")


@pytest.mark.slow
def test_tracks_and_one_channel_from_the_library(tmp_path: Path) -> None:
    session = parse_session(QUARTERS, pace="6:00/km")
    done = render(session, tmp_path / "q.mp3", split="steps", mono=True)
    assert done.path == tmp_path / "q" / "q.m3u8"
    assert len(list((tmp_path / "q").glob("*.mp3"))) == 6
    with pytest.raises(OutputError, match="tracks are a folder"), (tmp_path / "x").open("wb") as stream:
        render(session, stream, split="steps")


PROGRAMME = """\
programme: Laps
weeks: 1
per-week: 2
session:
  session: Laps
  voice: {engine: tone}
  coach: none
  steps: [work 400m Run]
"""


@pytest.mark.slow
def test_next_and_log_know_a_pace(run: Run, here: Path) -> None:
    (here / "laps.yaml").write_text(PROGRAMME, encoding="utf-8")
    assert "'pace: 5:30/km'" in run("next", "-p", "laps.yaml").err
    said = run("next", "-p", "laps.yaml", "--pace", "4:30/km", "--render")
    assert said.code == 0
    assert "Next: 1.1 of Laps (work 1:48)" in said.out
    assert "400m at 4:30/km is 1:48" in said.err
    logged = run("log", "1.1", "--felt", "3", "-p", "laps.yaml", "--pace", "4:30/km")
    assert logged.code == 0
    assert "Next: 1.2 of Laps (work 1:48)" in logged.out
