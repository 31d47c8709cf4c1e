"""Following a programme from the page: what comes next, how it was, and whose journal it is."""

from __future__ import annotations

import os
import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.storage.shipped import shipped_dir
from tests.support.short_programme import SHORT
from tests.support.studio_page import Page


@pytest.fixture
def plan(folder: Path) -> Path:
    path = folder / "plan.yaml"
    path.write_text(SHORT, encoding="utf-8")
    return path


def test_the_first_session_comes_first(page: Page, plan: Path) -> None:
    found = page.ask("journal", path="plan.yaml")
    assert found["next"]["id"] == "1.1"
    assert found["next"]["today"]
    assert found["entries"] == []
    assert found["sessions"] == ["1.1", "1.2", "2.1", "2.2"]
    assert "medical" in found["advice"]
    assert not plan.with_suffix(".journal").exists(), "looking writes nothing"


def test_what_is_told_is_in_the_journal_and_decides(page: Page, plan: Path) -> None:
    found = page.ask("log", path="plan.yaml", session="1.1", felt=4, done=100, pain=0, note="windy")
    assert plan.with_suffix(".journal").read_text(encoding="utf-8").splitlines()[-1] == found["written"]
    assert found["entries"] == [
        {"date": date.today().isoformat(), "session": "1.1", "felt": 4, "done": 100, "pain": 0}
        | {"stumbles": None, "stop": False, "cleared": False, "note": "windy"}
    ]
    assert found["next"]["id"] == "1.2"
    assert not found["next"]["today"], "a day of rest lies between"
    assert page.ask("journal", path="plan.yaml")["next"] == found["next"]


def test_the_command_that_is_shown_does_the_same(
    page: Page, plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = page.ask("log", path="plan.yaml", session="1.1", felt=4, done=90, note="it's windy")
    journal = plan.with_suffix(".journal")
    written = journal.read_bytes()
    journal.unlink()
    monkeypatch.chdir(plan.parent)
    program, *arguments = shlex.split(said["command"])
    assert (program, main(arguments)) == ("audiocoach", 0)
    assert journal.read_bytes() == written
    program, *arguments = shlex.split(page.ask("journal", path="plan.yaml")["command"])
    assert main(arguments) == 0
    assert "Next: 1.2 of Short and sweet" in capsys.readouterr().out


def test_a_stop_is_a_stop_and_is_cleared(page: Page, plan: Path) -> None:
    found = page.ask("log", path="plan.yaml", session="1.1", stop=True)
    assert found["next"] is None
    assert found["stop"]
    found = page.ask("log", path="plan.yaml", cleared=True, note="the physiotherapist says so")
    assert not found["stop"]
    assert found["next"] is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"session": "9.9", "felt": 4}, "9.9"),
        ({"session": "1.1", "felt": 11}, "it goes to 10"),
        ({"session": "1.1", "pain": 99}, "it goes to 10"),
        ({"session": "1.1", "on": "2999-01-01", "felt": 4}, "still to come"),
        ({"felt": 4}, "which session"),
        ({"session": "1.1", "felt": -1}, "whole number"),
        ({"session": "1.1", "felt": "4"}, "whole number"),
        ({"session": "1.1", "stop": "yes"}, "true or false"),
        ({"path": "mine.yaml", "session": "1.1"}, "no programme"),
        ({"path": "../plan.yaml", "session": "1.1"}, "no name"),
        ({"athletes": "club.txt", "session": "1.1"}, "no name of a table"),
        ({"athletes": "../club.csv", "session": "1.1"}, "no name"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(page: Page, plan: Path, asked: dict, said: str) -> None:
    got = page.post("log", {"path": "plan.yaml", **asked})
    assert 400 <= got.status < 500
    assert said in got.json["message"] + got.json["hint"]
    assert not list(plan.parent.glob("**/*.journal"))


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_journal_that_leads_out_of_the_folder_is_neither_read_nor_written(page: Page, plan: Path) -> None:
    outside = plan.parent.parent / "plan.journal"
    outside.write_text("# audiocoach journal of plan\n2026-01-05  1.1  felt 5\n", encoding="utf-8")
    before = outside.read_bytes()
    plan.with_suffix(".journal").symlink_to(outside)
    for got in (
        page.post("journal", {"path": "plan.yaml"}),
        page.post("log", {"path": "plan.yaml", "session": "1.1", "felt": 4}),
    ):
        assert got.status == 422
        assert "leads out of the folder" in got.json["message"]
    assert outside.read_bytes() == before


def test_each_athlete_of_a_table_has_their_own(page: Page, plan: Path) -> None:
    (plan.parent / "club.csv").write_text("name,id\nAnn,7\nBob,8\n", encoding="utf-8")
    assert page.ask("people") == {"tables": ["club.csv"], "people": []}
    assert page.ask("people", athletes="club.csv")["people"] == ["Ann", "Bob"]
    found = page.ask("log", path="plan.yaml", athletes="club.csv", athlete="Ann", session="1.1", felt=4)
    assert found["next"]["id"] == "1.2"
    assert page.ask("journal", path="plan.yaml", athletes="club.csv", athlete="Bob")["next"]["id"] == "1.1"
    assert [path.name for path in (plan.parent / "journals").iterdir()] == ["7.journal"]
    assert page.post("journal", {"path": "plan.yaml", "athletes": "club.csv"}).status == 422
    assert page.post("journal", {"path": "plan.yaml", "athletes": "club.csv", "athlete": "Eve"}).status == 422


def test_a_day_before_today_can_be_told(page: Page, plan: Path) -> None:
    day = (date.today() - timedelta(days=3)).isoformat()
    found = page.ask("log", path="plan.yaml", session="1.1", felt=4, on=day)
    assert found["entries"][0]["date"] == day
    assert found["next"]["today"]


def test_a_programme_that_comes_along_is_followed_from_a_folder_of_ones_own(tmp_path: Path) -> None:
    page = Page(shipped_dir("scripts"))
    page.enter()
    got = page.post("log", {"path": "backwards-8-weeks.yaml", "session": "1.1", "felt": 4})
    assert got.status == 422
    assert "would not lie in this folder" in got.json["message"]


@pytest.mark.parametrize("told", [{"felt": 9, "stumbles": 3}, {"stop": True}, {"pain": 8}])
def test_the_last_entry_is_taken_back_by_a_line_more(page: Page, plan: Path, told: dict) -> None:
    first = page.ask("log", path="plan.yaml", session="1.1", felt=4, on=(date.today() - timedelta(3)).isoformat())
    second = page.ask("log", path="plan.yaml", session="1.2", **told)
    assert second["next"] != first["next"]
    lines = plan.with_suffix(".journal").read_text(encoding="utf-8").splitlines()
    found = page.ask("unlog", path="plan.yaml", last=second["last"])
    assert (found["next"], found["entries"]) == (first["next"], first["entries"])
    assert bool(found["notes"]) == ("felt" not in told), "of pain and stops it is said that they count no more"
    after = plan.with_suffix(".journal").read_text(encoding="utf-8").splitlines()
    assert after == [*lines, found["written"]]
    assert page.ask("journal", path="plan.yaml")["next"] == first["next"]
    again = page.ask("log", path="plan.yaml", session="1.2", felt=3, stumbles=1)
    assert again["entries"][-1]["stumbles"] == 1


def test_only_the_entry_that_was_shown_is_taken_back(page: Page, plan: Path) -> None:
    shown = page.ask("log", path="plan.yaml", session="1.1", felt=4)
    main(["log", "1.2", "--felt", "5", "--programme", str(plan)])
    before = plan.with_suffix(".journal").read_bytes()
    got = page.post("unlog", {"path": "plan.yaml", "last": shown["last"]})
    assert (got.status, "meanwhile" in got.json["message"]) == (422, True)
    assert plan.with_suffix(".journal").read_bytes() == before


def test_where_nothing_is_logged_nothing_is_taken_back(page: Page, plan: Path) -> None:
    got = page.post("unlog", {"path": "plan.yaml", "last": ""})
    assert (got.status, "nothing is logged" in got.json["message"]) == (422, True)
