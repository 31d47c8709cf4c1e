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
