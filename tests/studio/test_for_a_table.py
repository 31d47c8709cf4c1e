"""Of a script with a table of athletes: files and folders to share for all or one, and who gets none and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.studio.test_studio_jobs import told
from tests.support.studio_page import Page

HELLO = """\
session: Hello
coach: beeps-only
voice: {engine: tone}
steps:
  - {work: 20s, name: Run, say: "Go, {athlete}."}
"""
PROGRAMME = """\
programme: Winter
weeks: 2
per-week: 2
progression: {running: {start: 60s, grow: 10%}}
session: {session: Run, coach: beeps-only, voice: {engine: tone}, steps: [work (running) Run]}
"""
TABLE = "name,pace\nAnn,5:00/km\nBo,4:30/km\n,6:00/km\nCy,fast\n"


@pytest.fixture
def club(folder: Path) -> Path:
    (folder / "hello.yaml").write_text(HELLO, encoding="utf-8")
    (folder / "club.csv").write_text(TABLE, encoding="utf-8")
    return folder


def finished(page: Page, begun: dict[str, Any]) -> Any:
    last = told(page, begun["job"])[-1]
    assert "finished" in last, last
    return last["finished"]


def test_the_tables_of_the_folder_are_named_and_who_is_in_them(page: Page, club: Path) -> None:
    (club / "team.yaml").write_text("- {name: Di}\n- name: Ed\n", encoding="utf-8")
    assert page.ask("people")["tables"] == ["club.csv", "team.yaml"]
    assert page.ask("people", athletes="club.csv")["people"] == ["Ann", "Bo"]
    assert page.ask("people", athletes="team.yaml")["people"] == ["Di", "Ed"]
    (club / "club.csv").write_text("name,id\nAnn,a1\nAnn,a2\nBo,\n", encoding="utf-8")
    assert page.ask("people", athletes="club.csv")["people"] == ["a1", "a2", "Bo"]


@pytest.mark.slow
def test_each_of_a_table_gets_a_file_and_those_who_do_not_are_told_why(page: Page, club: Path) -> None:
    begun = page.ask("render", path="hello.yaml", athletes="club.csv")
    command = f"audiocoach render {club}/hello.yaml -o {club}/output --athletes {club}/club.csv --keep-going"
    assert begun["command"] == command
    made = finished(page, begun)
    assert [each["path"] for each in made["files"]] == ["output/hello Ann.mp3", "output/hello Bo.mp3"]
    assert [each["message"].partition("club.csv:")[2][:2] for each in made["refused"]] == ["4:", "5:"]


@pytest.mark.slow
def test_one_of_a_table_gets_theirs_alone(page: Page, club: Path) -> None:
    begun = page.ask("render", path="hello.yaml", athletes="club.csv", athlete="Bo", beside=["vtt"])
    assert begun["command"].endswith(f"--athletes {club}/club.csv --athlete Bo")
    made = finished(page, begun)
    assert [each["path"] for each in made["files"]] == ["output/hello Bo.mp3", "output/hello Bo.vtt"]
    assert made["refused"] == []


@pytest.mark.slow
def test_of_a_script_that_is_wrong_for_some_the_others_get_theirs(page: Page, club: Path) -> None:
    (club / "hello.yaml").write_text(HELLO + "  - {work: 400m, name: Lap}\n", encoding="utf-8")
    (club / "club.csv").write_text("name,pace\nAnn,5:00/km\nBo,\n", encoding="utf-8")
    made = finished(page, page.ask("render", path="hello.yaml", athletes="club.csv"))
    assert [each["path"] for each in made["files"]] == ["output/hello Ann.mp3"]
    (refused,) = made["refused"]
    assert refused["name"] == "Bo"
    assert "400m" in refused["message"]
    assert "--keep-going" not in refused["hint"]


@pytest.mark.slow
def test_each_of_a_table_gets_the_programme_that_is_theirs(page: Page, club: Path) -> None:
    (club / "weeks.yaml").write_text(PROGRAMME, encoding="utf-8")
    made = finished(page, page.ask("render", path="weeks.yaml", athletes="club.csv", sessions=["1.1"]))
    assert [each["path"].split("/")[1] for each in made["files"]] == ["weeks Ann", "weeks Bo"]


@pytest.mark.slow
@pytest.mark.parametrize("kept", ["W01S1 As it was called.mp3", "W01S1 Run/W01S1 Run.m3u8"])
def test_what_somebody_has_run_stays_under_an_older_title_or_as_tracks(page: Page, club: Path, kept: str) -> None:
    (club / "weeks.yaml").write_text(PROGRAMME, encoding="utf-8")
    (club / "club.csv").write_text("name\nAnn\n", encoding="utf-8")
    (club / "journals").mkdir()
    (club / "journals" / "ann.journal").write_text("# audiocoach journal of weeks\n2026-11-02  1.1  felt 4\n")
    file = club / "output" / "weeks Ann" / kept
    file.parent.mkdir(parents=True)
    file.write_bytes(b"as it was")
    made = finished(page, page.ask("render", path="weeks.yaml", athletes="club.csv", sessions=["1.1", "1.2"]))
    assert [each["path"] for each in made["files"]] == ["output/weeks Ann/W01S2 Run.mp3"]
    assert file.read_bytes() == b"as it was"


@pytest.mark.slow
def test_each_of_a_table_gets_a_folder_and_a_phone_is_shown_one_of_them(page: Page, club: Path) -> None:
    begun = page.ask("share", path="hello.yaml", athletes="club.csv")
    assert begun["command"] == (
        f"audiocoach share {club}/hello.yaml -o {club}/output/share-hello-club --athletes {club}/club.csv --keep-going"
    )
    made = finished(page, begun)
    assert [(each["name"], each["folder"]) for each in made["people"]] == [
        ("Ann", "output/share-hello-club/Ann"),
        ("Bo", "output/share-hello-club/Bo"),
    ]
    assert len(made["refused"]) == 2
    assert (club / "output/share-hello-club/index.html").is_file()
    shown = page.ask("phone", folder=made["people"][1]["folder"])
    assert shown["command"] == f"audiocoach serve {club}/output/share-hello-club/Bo --lan"
    page.ask("phone-end")


def test_files_of_another_kind_are_not_made_for_a_table(page: Page, club: Path) -> None:
    got = page.post("render", {"path": "hello.yaml", "athletes": "club.csv", "kind": "wav"})
    assert got.status == 422
    assert "MP3" in got.json["message"]


@pytest.mark.parametrize("question", ["render", "share"])
@pytest.mark.parametrize("table", ["../club.csv", "up/secret.yaml", ".hidden.yaml", "out.yaml", "mine.yaml", "no.csv"])
def test_a_table_that_is_none_makes_nothing(page: Page, club: Path, question: str, table: str) -> None:
    (club.parent / "club.csv").write_text(TABLE, encoding="utf-8")
    assert page.post(question, {"path": "hello.yaml", "athletes": table}).status in (400, 422)
    assert not (club / "output").exists()


def test_journals_that_lead_out_of_the_folder_are_not_read(page: Page, club: Path) -> None:
    (club / "journals").symlink_to(club.parent / "outside")
    got = page.post("render", {"path": "hello.yaml", "athletes": "club.csv"})
    assert got.status == 422
    assert "journals" in got.json["message"]


def test_who_is_not_in_the_table_gets_nothing(page: Page, club: Path) -> None:
    got = page.post("share", {"path": "hello.yaml", "athletes": "club.csv", "athlete": "Zoe"})
    assert got.status == 422
    assert "nobody in it is called 'Zoe'" in got.json["message"]
