"""What the page asks as one types: mistakes with their mends, what may be written, and acts on the picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.studio_page import Page

TEXT = "# 🏃 first\nsession: A\ncoach: beeps-only\nsteps:\n  - work 2m Run\n"
"""A sign before everything that JavaScript counts as two."""


@pytest.fixture
def mine(tmp_path: Path) -> Page:
    (tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
    found = Page(tmp_path)
    found.enter()
    return found


def as_browsers_do(text: str, edits: list[dict[str, Any]]) -> str:
    """Make edits whose places are counted in UTF-16 units."""
    data = text.encode("utf-16-le")
    for edit in sorted(edits, key=lambda each: -each["from"]):
        data = data[: 2 * edit["from"]] + edit["text"].encode("utf-16-le") + data[2 * edit["to"] :]
    return data.decode("utf-16-le")


def test_a_mistake_comes_with_edits_that_mend_it(mine: Page) -> None:
    text = TEXT.replace("work", "wrok")
    (problem,) = mine.ask("check", path="a.yaml", text=text, measured=False)["problems"]
    assert (problem["line"], problem["severity"]) == (5, "error")
    assert as_browsers_do(text, problem["mends"][0]["edits"]) == TEXT


def test_an_act_gives_edits_and_what_is_chosen_afterwards(mine: Page) -> None:
    done = mine.ask("act", path="a.yaml", text=TEXT, act="lengthen", step="0", by_ms=5000)
    after = as_browsers_do(TEXT, done["edits"])
    assert after == TEXT.replace("2m", "2m5s") or "125s" in after or "2:05" in after
    chosen = after.encode("utf-16-le")[2 * done["select"]["from"] : 2 * done["select"]["to"]].decode("utf-16-le")
    assert "Run" in chosen


def test_an_act_that_cannot_be_done_is_refused_with_a_way(mine: Page) -> None:
    got = mine.post("act", {"path": "a.yaml", "text": TEXT, "act": "remove", "step": "0"})
    assert got.status == 422
    assert got.json["message"]
    assert got.json["hint"]


def test_what_may_be_written_is_offered_at_its_place(mine: Page) -> None:
    text = TEXT + "  - dri"
    found = mine.ask("complete", path="a.yaml", text=text, offset=len(text.encode("utf-16-le")) // 2)
    edit = {"from": found["from"], "to": found["to"], "text": "drill"}
    assert as_browsers_do(text, [edit]) == TEXT + "  - drill"
    assert any(each["label"].startswith("drill") for each in found["options"])


def test_voices_and_coaches_are_those_of_the_language(mine: Page) -> None:
    found = mine.ask("choices", path="a.yaml", language="de")
    assert "standard" in found["coaches"]
    assert found["voices"]
    assert {voice["language"].partition("-")[0] for voice in found["voices"]} == {"de"}


@pytest.mark.parametrize("name", ["../a.yaml", "/etc/passwd", "a.txt", ".a.yaml"])
@pytest.mark.parametrize("question", ["check", "act", "complete", "choices"])
def test_no_other_folder_is_looked_into(mine: Page, question: str, name: str) -> None:
    got = mine.post(question, {"path": name, "text": TEXT, "offset": 0, "measured": False})
    assert got.status == 422


@pytest.mark.parametrize(
    "wrong", [{}, {"path": "a.yaml"}, {"path": 1, "text": []}, {"path": "a.yaml", "text": "\ud800"}]
)
@pytest.mark.parametrize("question", ["check", "act", "complete"])
def test_what_no_page_of_ours_asks_is_refused(mine: Page, question: str, wrong: dict[str, Any]) -> None:
    assert mine.post(question, wrong).status == 400


def test_what_cannot_be_spoken_is_still_drawn_and_said(mine: Page) -> None:
    text = TEXT.replace("coach: beeps-only", "voice: {name: nobody-at-all}")
    found = mine.ask("check", path="a.yaml", text=text, measured=True)
    assert "<svg" in found["svg"]
    assert found["measured"] is False
    assert any(each["severity"] == "error" for each in found["problems"])


def test_a_programme_has_values_that_an_act_changes(mine: Page) -> None:
    opened = mine.ask("new", template="programme", name="plan", tab="ab")
    found = mine.ask("check", path=opened["path"], text=opened["text"], measured=False, session="1.1")
    value = found["values"][0]
    wanted = value["value"] + value["step"]
    asked = {"path": opened["path"], "text": opened["text"], "act": "set-value", "key": value["key"], "value": wanted}
    after = as_browsers_do(opened["text"], mine.ask("act", **asked)["edits"])
    again = mine.ask("check", path=opened["path"], text=after, measured=False)
    assert again["values"][0]["value"] == wanted
    assert found["timeline"]["steps"]
    assert again["svg"] != found["svg"]


def test_a_coach_sheet_is_held_to_what_a_sheet_may_be(mine: Page) -> None:
    found = mine.ask("check", path="a.yaml", text="coach: Me\nwrok: 5\nmoments: nonsense\n", measured=False)
    assert found["kind"] == "coach"
    assert {each["line"] for each in found["problems"]} == {2, 3}
    right = mine.ask("check", path="a.yaml", text="coach: Me\nmoments:\n  - {when: start, say: Go.}\n")
    assert (right["kind"], right["problems"]) == ("coach", [])


def test_what_older_questions_wait_for_ends_in_the_same_tab_alone(mine: Page) -> None:
    older, other = (mine.desk.newest.begin(("a.yaml", tab)) for tab in ("a", "b"))
    newer = mine.desk.newest.begin(("a.yaml", "a"))
    assert [each.is_set() for each in (older, other, newer)] == [True, False, False]
