"""Scripts get another name, or a second one like them: nothing is written over, and nothing is lost to its name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError
from tests.support.studio_page import SCRIPT, Page

BYTES = b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode()


def test_a_script_is_duplicated_byte_by_byte_and_opened(page: Page, folder: Path) -> None:
    (folder / "mine.yaml").write_bytes(BYTES)
    names = [page.ask("duplicate", path="mine.yaml", tab="a")["path"] for _ in range(2)]
    assert names == ["mine-2.yaml", "mine-3.yaml"]
    assert {(folder / name).read_bytes() for name in ["mine.yaml", *names]} == {BYTES}


def test_a_script_in_a_folder_stays_there(page: Page, folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "inner" / "a.yml").write_bytes(BYTES)
    assert page.ask("duplicate", path="inner/a.yml", tab="a")["path"] == "inner/a-2.yml"
    assert page.ask("rename", path="inner/a.yml", name="b", tab="a")["path"] == "inner/b.yml"
    assert sorted(each.name for each in (folder / "inner").iterdir()) == ["a-2.yml", "b.yml"]


@pytest.mark.skipif(os.name != "posix", reason="rights are others elsewhere")
def test_a_script_that_is_renamed_keeps_its_bytes_and_who_may_read_it(page: Page, folder: Path) -> None:
    (folder / "mine.yaml").write_bytes(BYTES)
    (folder / "mine.yaml").chmod(0o600)
    assert page.ask("rename", path="mine.yaml", name="Hills & valleys", tab="a")["path"] == "Hills-&-valleys.yaml"
    new = folder / "Hills-&-valleys.yaml"
    assert (new.read_bytes(), new.stat().st_mode & 0o777) == (BYTES, 0o600)
    assert not (folder / "mine.yaml").exists()


@pytest.mark.parametrize("name", ["theirs", "Theirs.yaml", "../outside/secret", "..", "", "\x00", "a/b"])
def test_no_name_leads_over_a_file_or_out_of_the_folder(page: Page, folder: Path, name: str) -> None:
    (folder / "theirs.yaml").write_text("session: Theirs\n", encoding="utf-8")
    outside = sorted((folder.parent / "outside").iterdir())
    got = page.post("rename", {"path": "mine.yaml", "name": name, "tab": "a"})
    if got.status == 200:  # then it became a name in here
        assert (folder / got.json["path"]).read_text(encoding="utf-8") == SCRIPT
        assert "/" not in got.json["path"]
    else:
        assert (got.status, (folder / "mine.yaml").read_text(encoding="utf-8")) == (422, SCRIPT)
    assert (folder / "theirs.yaml").read_text(encoding="utf-8") == "session: Theirs\n"
    assert sorted((folder.parent / "outside").iterdir()) == outside


def test_a_file_that_comes_meanwhile_is_not_written_over(page: Page, folder: Path) -> None:
    (folder / "theirs.yaml").write_text("session: Theirs\n", encoding="utf-8")
    for change in (page.desk.files.rename, page.desk.files.copy):
        with pytest.raises(AudiocoachError, match="already"):
            change("mine.yaml", "theirs.yaml")
    assert (folder / "theirs.yaml").read_text(encoding="utf-8") == "session: Theirs\n"
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == SCRIPT


@pytest.mark.parametrize("journal", ["mine.journal", "mine Ann.journal", "mine.waiting"])
def test_a_programme_keeps_the_name_that_its_journal_has(page: Page, folder: Path, journal: str) -> None:
    (folder / journal).touch()
    got = page.post("rename", {"path": "mine.yaml", "name": "other", "tab": "a"})
    assert (got.status, journal in got.json["message"]) == (422, True)
    assert (folder / "mine.yaml").exists()


def test_what_is_being_written_keeps_its_name(page: Page, folder: Path) -> None:
    page.ask("look", path="mine.yaml", digest="", tab="b")
    assert "another tab" in page.post("rename", {"path": "mine.yaml", "name": "other", "tab": "a"}).json["message"]
    page.ask("leave", tab="b")
    page.ask("draft", path="mine.yaml", text=SCRIPT + "# more\n", digest="", tab="c")
    page.ask("leave", tab="c")
    assert "not saved" in page.post("rename", {"path": "mine.yaml", "name": "other", "tab": "a"}).json["message"]
    assert (folder / "mine.yaml").exists()


def test_scripts_that_speak_of_the_old_name_are_told(page: Page, folder: Path) -> None:
    (folder / "plan.yaml").write_text("programme: P\nsession: mine.yaml\nweeks: 1\n", encoding="utf-8")
    (note,) = page.ask("rename", path="mine.yaml", name="other", tab="a")["notes"]
    assert note.startswith("plan.yaml")
