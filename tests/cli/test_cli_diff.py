"""Two scripts compared: by steps, cues and times; with 1 when times differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import Run

SESSION = """
session: Hills
voice: tone
steps:
  - talk: auto
    say: Welcome to the hills.
  - warm-up 5m Jog
  - repeat: 3
    steps:
      - work: 60s
        name: Uphill
        effort: 7-8
        cues:
          - at: halfway
            say: Half of it is done.
          - at: -10s
            sound: halfway
      - rest 90s Walk
"""

GERMAN = (
    SESSION.replace("session: Hills", "session: Berge\nlanguage: de").replace(
        "Welcome to the hills.", "Willkommen in den Bergen, schön, dass du da bist."
    )
    .replace("Uphill", "Bergauf").replace("Half of it is done.", "Die Hälfte ist geschafft.").replace("Walk", "Gehen")
)  # fmt: skip


def compare(run: Run, other: str, *options: str) -> tuple[int, list[str]]:
    Path("a.yaml").write_text(SESSION)
    Path("b.yaml").write_text(other)
    said = run("diff", "a.yaml", "b.yaml", *options)
    return said.code, said.out.splitlines()


def test_a_script_is_as_itself(run: Run) -> None:
    assert compare(run, SESSION) == (0, ["The same steps, cues and times: 12:33."])


@pytest.mark.slow
def test_in_two_languages_times_alone_are_compared(run: Run) -> None:
    code, lines = compare(run, GERMAN)
    assert code == 0
    assert lines[1].startswith("  ~    0:00  talk 0:02 Listen → 0:0")
    assert lines[2:] == ["", "In two languages (en and de): times are compared, words are not."]
    code, lines = compare(run, GERMAN.replace("90s", "80s"))
    assert code == 1
    assert sum(line.startswith("  + ") for line in lines) == sum(line.startswith("  - ") for line in lines) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "code", "told"),
    [
        ("name: Uphill", "name: Hill", 0, ["~ work 1:00 Uphill → Hill"] * 3),
        ("Half of", "Most of", 0, ["~ Half of it is done. → Most of it is done."] * 3),
        ("effort: 7-8", "effort: 9", 0, ["~ work 1:00 Uphill: effort 7-8 → 9"] * 3),
        ("effort: 7-8", "effort: 7-8\n        cadence: 170", 1, ["~ work 1:00 Uphill: cadence none → 170"] * 3),
        ("at: halfway", "at: 50%", 0, []),
        ("at: halfway", "at: 20s", 1, ["- Half of it is done.", "+ Half of it is done."] * 3),
        ("at: -10s", "at: -12s", 1, ["- (halfway)", "+ (halfway)"] * 3),
        ("warm-up 5m", "warm-up 6m", 1, ["- warm-up 5:00 Jog", "+ warm-up 6:00 Jog"]),
        ("repeat: 3", "repeat: 4", 1, ["+ work 1:00 Uphill", "+ rest 1:30 Walk"]),
        ("work: 60s", "drill: 60s", 1, ["- work 1:00 Uphill", "+ drill 1:00 Uphill"] * 3),
    ],
)
def test_what_differs_is_told_in_order(run: Run, old: str, new: str, code: int, told: list[str]) -> None:
    found, lines = compare(run, SESSION.replace(old, new), "--fast")
    assert found == code
    rows = [line.split(None, 2) for line in lines if line.startswith("  ")]
    assert [f"{sign} {text}" for sign, _, text in rows] == told
    said = run("diff", "a.yaml", "b.yaml", "--fast", "--json")
    data = json.loads(said.out)
    assert (said.code, data["times_differ"]) == (code, bool(code))
    assert len(data["sessions"][0]["differences"]) == len(told)


PLAN = "programme: P\nweeks: 2\nper-week: 1\nprogression: {n: {start: 60s, grow: 10%}}\nsession:\n"
PLAN += SESSION.replace("\n", "\n  ").replace("warm-up 5m", "warm-up (n)")


@pytest.mark.slow
def test_programmes_are_compared_session_by_session(run: Run) -> None:
    Path("old.yaml").write_text(PLAN)
    Path("new.yaml").write_text(PLAN.replace("10%", "20%"))
    said = run("diff", "old.yaml", "new.yaml", "--fast")
    assert said.code == 1
    assert said.out.splitlines()[0].startswith("2.1  ")
    assert "1 session with the same steps, cues and times." in said.out
    assert run("diff", "old.yaml", "new.yaml", "--fast", "--session", "1.1").code == 0
    assert run("diff", "old.yaml", "old.yaml", "--fast", "--session", "1.1", "--session", "2.1").code == 1
    Path("longer.yaml").write_text(PLAN.replace("weeks: 2", "weeks: 3"))
    said = run("diff", "old.yaml", "longer.yaml", "--fast")
    assert said.code == 1
    assert "+    0:00  session 3.1" in said.out


def test_a_session_and_a_programme_need_to_know_which_session(run: Run) -> None:
    Path("old.yaml").write_text(PLAN)
    Path("a.yaml").write_text(SESSION)
    said = run("diff", "a.yaml", "old.yaml", "--fast")
    assert said.code == 1
    assert "--session 1.1" in said.err
    assert run("diff", "a.yaml", "old.yaml", "--fast", "--session", "2.1").code == 1
    assert run("diff", "a.yaml", "nowhere.yaml").code == 1
    assert run("diff", "a.yaml", "old.yaml", *["--session", "1.1"] * 3).code == 2


@pytest.mark.slow
def test_the_flagship_keeps_its_times_in_every_language(run: Run) -> None:
    for language in ("de", "es"):
        assert run("diff", "backwards-first", f"backwards-first.{language}", "--fast").code == 0
