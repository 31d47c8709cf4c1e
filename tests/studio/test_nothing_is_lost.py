"""What is written in the page, or by another program meanwhile, is lost by nothing that happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audiocoach.studio.open_tabs import GONE_SECONDS, OpenTabs
from tests.support.failing_system import failing
from tests.support.studio_page import SCRIPT, Page

NEW = SCRIPT.replace("20s", "30s")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_script_is_saved_as_it_stood(page: Page, folder: Path) -> None:
    data = b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode()
    (folder / "mine.yaml").write_bytes(data)
    (folder / "mine.yaml").chmod(0o640)
    opened = page.ask("open", path="mine.yaml")
    assert (opened["text"], opened["notes"]) == (SCRIPT, [])
    saved = page.ask("save", path="mine.yaml", text=NEW, digest=opened["digest"])
    assert (folder / "mine.yaml").read_bytes() == data.replace(b"20s", b"30s")
    assert (folder / "mine.yaml").stat().st_mode & 0o777 == 0o640
    assert saved["digest"] == page.ask("open", path="mine.yaml")["digest"]


def test_mixed_ends_of_lines_are_told_and_kept(page: Page, folder: Path) -> None:
    data = SCRIPT.replace("\n", "\r\n", 2).encode()
    (folder / "mine.yaml").write_bytes(data)
    opened = page.ask("open", path="mine.yaml")
    assert "different ways" in opened["notes"][0]
    page.ask("save", path="mine.yaml", text=NEW, digest=opened["digest"])
    assert (folder / "mine.yaml").read_bytes() == data.replace(b"20s", b"30s")


def test_a_file_that_another_program_changed_is_left_alone_and_both_texts_are_given(page: Page, folder: Path) -> None:
    opened = page.ask("open", path="mine.yaml")
    (folder / "mine.yaml").write_text(SCRIPT + "# theirs\n", encoding="utf-8")
    looked = page.ask("look", path="mine.yaml", digest=opened["digest"], tab="a")
    assert looked["changed"]
    got = page.post("save", {"path": "mine.yaml", "text": NEW, "digest": opened["digest"]})
    assert got.status == 409
    assert got.json["text"] == SCRIPT + "# theirs\n"
    assert got.json["digest"] == looked["digest"]
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == SCRIPT + "# theirs\n"
    page.ask("save", path="mine.yaml", text=NEW, digest=got.json["digest"])
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == NEW


def test_a_file_that_is_gone_is_told_and_comes_back_when_it_is_wanted(page: Page, folder: Path) -> None:
    opened = page.ask("open", path="mine.yaml")
    (folder / "mine.yaml").unlink()
    got = page.post("save", {"path": "mine.yaml", "text": NEW, "digest": opened["digest"]})
    assert (got.status, got.json["digest"]) == (409, "")
    page.ask("save", path="mine.yaml", text=NEW, digest="")
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == NEW


def test_what_stands_there_already_is_saved_by_anybody(page: Page) -> None:
    assert page.post("save", {"path": "mine.yaml", "text": SCRIPT, "digest": "old"}).status == 200


def test_what_is_written_is_kept_beside_the_file_and_found_after_a_crash(page: Page, folder: Path) -> None:
    opened = page.ask("open", path="mine.yaml", tab="a1")
    kept = page.ask("draft", path="mine.yaml", text=NEW, digest=opened["digest"], tab="a1")
    assert kept == {"changed": False, "digest": opened["digest"], "elsewhere": 0}
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == SCRIPT
    assert NEW in (folder / ".mine.yaml.a1.draft").read_text(encoding="utf-8")
    assert (folder / ".mine.yaml.a1.draft").stat().st_mode & 0o077 == 0
    later = Page(folder)  # another run
    later.enter()
    (listed,) = later.ask("state")["scripts"]
    assert listed["draft"]
    found = later.ask("open", path="mine.yaml", tab="b2")
    assert (found["text"], found["draft"]["text"], found["draft"]["digest"]) == (SCRIPT, NEW, opened["digest"])
    later.ask("discard", path="mine.yaml", tab="b2")
    assert later.ask("open", path="mine.yaml")["draft"] is None
    assert not later.ask("state")["scripts"][0]["draft"]


def test_saving_ends_the_draft_of_its_tab_and_no_other(page: Page, folder: Path) -> None:
    digest = page.ask("open", path="mine.yaml")["digest"]
    page.ask("draft", path="mine.yaml", text=NEW, digest=digest, tab="a")
    page.ask("draft", path="mine.yaml", text=NEW + "# b\n", digest=digest, tab="b")
    page.ask("save", path="mine.yaml", text=NEW, digest=digest, tab="a")
    opened = page.ask("open", path="mine.yaml", tab="c")
    assert [each["tab"] for each in opened["drafts"]] == ["b"]
    page.ask("discard", path="mine.yaml", tab="c")
    assert ".mine.yaml.b.draft" in names(folder)  # the tab that writes it is there still


def test_a_draft_of_a_file_that_is_gone_is_found(page: Page, folder: Path) -> None:
    digest = page.ask("open", path="mine.yaml")["digest"]
    page.ask("draft", path="mine.yaml", text=NEW, digest=digest, tab="a")
    (folder / "mine.yaml").unlink()
    assert [each["path"] for each in page.ask("state")["scripts"]] == ["mine.yaml"]
    opened = page.ask("open", path="mine.yaml")
    assert (opened["text"], opened["digest"], opened["draft"]["text"]) == ("", "", NEW)


@pytest.mark.parametrize("tab", ["", "A", "../a", "a" * 17, "a.b", "x"])
def test_a_tab_of_another_name_keeps_nothing(page: Page, folder: Path, tab: str) -> None:
    before = names(folder)
    asked = {"path": "mine.yaml", "text": NEW, "digest": "", "tab": tab}
    assert page.post("draft", asked).status == 400
    assert names(folder) == before


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_draft_that_is_a_link_is_neither_read_nor_written_over(page: Page, folder: Path) -> None:
    (folder / ".mine.yaml.a.draft").symlink_to(folder.parent / "secret.yaml")
    before = (folder.parent / "secret.yaml").read_bytes()
    assert page.post("draft", {"path": "mine.yaml", "text": NEW, "digest": "", "tab": "a"}).status == 422
    assert page.ask("open", path="mine.yaml")["draft"] is None
    assert (folder.parent / "secret.yaml").read_bytes() == before


def test_two_tabs_know_of_each_other() -> None:
    now = [0.0]
    tabs = OpenTabs(lambda: now[0])
    assert [tabs.seen("a", "x"), tabs.seen("b", "x"), tabs.seen("c", "y"), tabs.seen("a", "x")] == [0, 1, 0, 1]
    tabs.left("b")
    assert tabs.seen("a", "x") == 0
    tabs.seen("b", "x")
    now[0] = GONE_SECONDS + 1
    assert tabs.seen("a", "x") == 0


def test_a_script_is_saved_whole_or_not_at_all(page: Page, folder: Path) -> None:
    """Each operation of the disk fails in turn."""
    digest = page.ask("open", path="mine.yaml")["digest"]
    for how in ("EIO", "ENOSPC", "short"):
        for number in range(1, 100):
            asked = {"path": "mine.yaml", "text": f"{NEW}# {how} {number}\n", "digest": digest, "tab": "a"}
            before = (folder / "mine.yaml").read_bytes()
            with failing(folder, number, how) as system:
                got = page.post("save", asked)
            now = (folder / "mine.yaml").read_bytes()
            assert now in (before, asked["text"].encode())
            assert got.status in (200, 422)
            assert got.status != 200 or now != before
            if not system.failed:
                break
            digest = page.ask("look", path="mine.yaml", digest="", tab="a")["digest"]
        else:
            pytest.fail("it never came to an end")
    assert not [name for name in names(folder) if name.endswith(".part")]


def test_only_drafts_that_somebody_was_shown_are_thrown_away_when_they_are_named(page: Page) -> None:
    digest = page.ask("open", path="mine.yaml")["digest"]
    for tab in ("a", "b", "c"):
        page.ask("draft", path="mine.yaml", text=f"{NEW}# {tab}\n", digest=digest, tab=tab)
        page.ask("leave", tab=tab)
    page.ask("discard", path="mine.yaml", tab="d", tabs=["a", "c"])
    assert [each["tab"] for each in page.ask("open", path="mine.yaml")["drafts"]] == ["b"]
    page.ask("discard", path="mine.yaml", tab="d", tabs=[])
    assert [each["tab"] for each in page.ask("open", path="mine.yaml")["drafts"]] == ["b"]
    page.ask("discard", path="mine.yaml", tab="d")
    assert page.ask("open", path="mine.yaml")["drafts"] == []


@pytest.mark.parametrize("digest", ["x", "0" * 63, "0" * 65, "A" * 64, "nothing", "a\n"])
def test_a_draft_over_what_is_no_digest_is_refused_and_would_not_be_found_again(page: Page, digest: str) -> None:
    assert page.post("draft", {"path": "mine.yaml", "text": NEW, "digest": digest, "tab": "a"}).status == 400
    assert page.ask("open", path="mine.yaml")["drafts"] == []
