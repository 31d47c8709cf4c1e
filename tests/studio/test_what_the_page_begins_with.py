"""What the page begins with: the folder's scripts, as far as it is looked through, and templates in its language."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.studio import opened_folder
from audiocoach.studio.questions import LARGE
from tests.support.studio_page import SCRIPT, Page

SHEET = "coach: Me\nmoments:\n  - {when: start, say: Go.}\n"


@pytest.mark.parametrize("text", [SHEET, SHEET.removeprefix("coach: Me\n"), "extends: standard\nlanguage: en\n"])
def test_a_coach_sheet_is_known_for_one(page: Page, folder: Path, text: str) -> None:
    (folder / "me.yaml").write_text(text, encoding="utf-8")
    assert [each["path"] for each in page.ask("state")["scripts"]] == ["mine.yaml"]
    assert page.ask("open", path="me.yaml")["kind"] == "coach"
    assert "me.yaml" in page.ask("choices", path="mine.yaml")["coaches"]


def test_a_folder_that_is_looked_through_has_nothing_to_say(page: Page) -> None:
    assert page.ask("state")["notes"] == []


def test_a_list_that_is_not_all_says_so(page: Page, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = folder / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    (deep / "deep.yaml").write_text(SCRIPT, encoding="utf-8")
    (note,) = page.ask("state")["notes"]
    assert "may be missing" in note
    (deep / "deep.yaml").unlink()
    deep.rmdir()
    assert page.ask("state")["notes"] == []
    monkeypatch.setattr(opened_folder, "_MOST_LOOKED_AT", 2)
    assert page.ask("state")["notes"] == [note]


def test_the_page_knows_of_what_is_shown_to_phones(page: Page, folder: Path) -> None:
    assert page.ask("state")["phone"] is None


@pytest.mark.parametrize(
    ("language", "told"),
    [("de", "language: de"), ("es", "language: es"), ("de-AT", "language: de"), ("nl", ""), ("../x", ""), ("", "")],
)
def test_a_template_is_in_the_pages_language_where_it_comes_in_that(page: Page, language: str, told: str) -> None:
    text = page.ask("new", template="backwards-first", name="first", language=language)["text"]
    assert told in text
    assert bool(told) == ("language:" in text)


def test_a_take_may_be_as_long_as_the_page_records() -> None:
    assert "take" in LARGE
