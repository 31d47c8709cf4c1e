"""What is kept of the people of a club: told, kept when somebody is renamed, and gone when they leave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiocoach.__main__ import main

PLAN = """
programme: Winter
weeks: 2
per-week: 2
progression: {running: {start: 60s, grow: 10%}}
session: {session: Run, voice: {engine: tone}, steps: [work (running) Run]}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "club.csv").write_text("name,id\nAnn,\nAnn Marie,\nBert,7\n")
    for who in ("Ann", "Ann Marie", "Bert"):
        assert main(["log", "1.1", "--felt", "4", "--athletes", "club.csv", "--athlete", who, "-p", "plan.yaml"]) == 0
    return tmp_path


def journals(here: Path) -> list[str]:
    return sorted(path.name for path in (here / "journals").iterdir())


def test_journals_are_made_beside_the_table_for_their_owner_alone(here: Path) -> None:
    assert journals(here) == ["7.journal", "ann marie.journal", "ann.journal"]
    if (here / "journals").stat().st_mode & 0o077 or any(
        path.stat().st_mode & 0o077 for path in (here / "journals").iterdir()
    ):
        pytest.fail("others can read them")


def test_an_id_keeps_the_journal_when_somebody_is_renamed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text("name,id\nAnna,\nAnn Marie,\nRobert,7\n")
    capsys.readouterr()
    assert main(["club", "--json"]) == 0
    said = capsys.readouterr()
    rows = {row["athlete"]: row["next"] for row in json.loads(said.out)}
    assert rows == {"Anna": "1.1", "Ann Marie": "1.2", "Robert": "1.2"}
    assert said.err.count("nobody in club.csv has this journal") == 1
    assert str(Path("journals/ann.journal")) in said.err


def test_who_leaves_is_forgotten_and_nobody_else(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "other.yaml").write_text(PLAN.replace("Winter", "Summer"))
    assert main(["log", "1.1", "--athletes", "club.csv", "--athlete", "Ann", "-p", "other.yaml"]) == 0
    assert "ann other.journal" in journals(here)
    (here / "journals" / "ann.waiting").write_text("")
    capsys.readouterr()
    assert main(["club", "club.csv", "--forget", "Ann"]) == 1
    assert "there is nobody to ask" in capsys.readouterr().err
    assert main(["club", "club.csv", "--forget", "Ann", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "take line 2 out of club.csv" in said
    assert journals(here) == ["7.journal", "ann marie.journal"]
    assert main(["club", "club.csv", "--forget", "Ann", "--yes"]) == 0
    assert "nothing is kept of Ann" in capsys.readouterr().out


def test_a_history_is_somebodys(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["history", "-p", "plan.yaml", "--athletes", "club.csv", "--athlete", "Bert"]) == 0
    assert "1.1" in capsys.readouterr().out


def test_what_was_run_stays_as_it_was_run(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text("name,running.start,coach\nCarla,60s,\nDora,60s,\n")
    log = ["log", "-p", "plan.yaml", "--athletes", "club.csv", "--athlete", "Carla"]
    assert main([*log, "1.1", "--felt", "4", "--on", "2026-11-02"]) == 0
    (here / "club.csv").write_text("name,running.start,coach\nCarla,75s,none\nDora,60s,\n")
    assert main([*log, "1.2", "--felt", "4", "--on", "2026-11-04"]) == 0
    assert main([*log, "2.1", "--felt", "4", "--on", "2026-11-06"]) == 0
    lines = (here / "journals" / "carla.journal").read_text().splitlines()
    assert [line for line in lines if line.startswith("# values")] == [
        '# values {"running.start": "60s"}',
        '# values {"coach": "none", "running.start": "75s"}',
    ]
    capsys.readouterr()
    assert main(["history", "-p", "plan.yaml", "--athletes", "club.csv", "--athlete", "Carla"]) == 0
    doses = [line.split()[2] for line in capsys.readouterr().out.splitlines()[1:4]]
    assert doses == ["1:00", "1:22", "1:30"]
    (here / "club.csv").write_text("name,running.start,coach\nCarla,,\nDora,60s,\n")
    assert main(["history", "-p", "plan.yaml", "--athletes", "club.csv", "--athlete", "Carla"]) == 0
    assert [line.split()[2] for line in capsys.readouterr().out.splitlines()[1:4]] == doses


@pytest.mark.slow
def test_a_share_keeps_what_was_run_as_it_was_run(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "plan.yaml").write_text(PLAN.replace("session: Run", 'session: "{running} of running"'))
    (here / "club.csv").write_text("name,running.start,first-session\nCarla,60s,\nDora,60s,\nEmil,60s,2.1\n")
    share = ["share", "plan.yaml", "--athletes", "club.csv", "-o", "web", "-q"]
    assert main(share) == 0
    log = ["log", "-p", "plan.yaml", "--athletes", "club.csv", "--athlete", "Carla"]
    assert main([*log, "1.1", "--felt", "4", "--on", "2026-11-02"]) == 0
    before = sounds(here)
    assert [name for name in before if name.startswith("Emil")] == [
        "Emil/plan/W02S1 1.12 of running.mp3", "Emil/plan/W02S2 1.19 of running.mp3",
    ]  # fmt: skip
    (here / "club.csv").write_text("name,running.start,first-session\nCarla,75s,\nDora,60s,\nEmil,60s,2.1\n")
    assert main(share) == 0
    after = sounds(here)
    kept = {name for name in before if after.get(name) == before[name]}
    assert {name.partition("/")[0] for name in before.keys() - kept} == {"Carla"}
    assert "Carla/plan/W01S1 1.00 of running.mp3" in kept
    assert len([name for name in after if name.startswith("Carla")]) == 4


def sounds(here: Path) -> dict[str, bytes]:
    return {
        path.relative_to(here / "web").as_posix(): path.read_bytes() for path in sorted((here / "web").rglob("*.mp3"))
    }


def test_a_line_of_values_that_is_none_says_nothing(here: Path) -> None:
    from audiocoach.programme.journal.reading import read_journal

    path = here / "journals" / "odd.journal"
    path.write_text('# values {"a": 1}\n# values {"a"\n# values []\n# values {"b": "2"}\n2026-11-02  1.1\n')
    journal = read_journal(path)
    assert (journal.values, journal.ran_with, journal.problems) == ({"b": "2"}, {"1.1": {"b": "2"}}, ())
