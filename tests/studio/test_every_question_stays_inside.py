"""Whatever is asked, with whatever name in whatever place of a question: nothing outside of the folder is met."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from audiocoach.studio.questions import QUESTIONS
from tests.support.studio_page import SCRIPT, Page

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices")

NAMES = [
    "../secret.yaml",
    "ABSOLUTE",
    "up/secret.yaml",
    "out.yaml",
    "pipe.yaml",
    "zero.yaml",
    ".hidden.yaml",
    "x\x00.yaml",
]
KEYS = ("path", "folder", "athletes", "coach", "voice", "name", "session", "job", "tab", "template", "paths")
HARMLESS = {"close", "leave", "new", "people", "phone-end", "state", "import"}
"""Questions that name no file, or whose names become others."""


def everything(top: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in top.rglob("*") if path.is_file() and "zero" not in path.name}


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - HARMLESS))
@pytest.mark.parametrize("given", NAMES)
def test_no_question_takes_a_script_from_elsewhere(page: Page, folder: Path, name: str, given: str) -> None:
    given = str(folder.parent / "secret.yaml") if given == "ABSOLUTE" else given
    before = everything(folder.parent)
    asked: dict[str, Any] = {"path": given, "text": SCRIPT, "digest": "", "tab": "a", "offset": 0, "act": "remove"}
    got = page.post(name, {**asked, "step": "0", "job": given, "folder": given, "paths": [given]})
    if name not in ("act", "check", "complete", "play") or got.status != 200:
        assert got.status in (400, 409, 422), got
    assert b"Nobody but its owner" not in got.body
    assert everything(folder.parent) == before


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - {"close"}))
def test_no_value_breaks_a_question(page: Page, folder: Path, name: str) -> None:
    outside = everything(folder.parent / "outside")
    asked: dict[str, Any] = {"path": "mine.yaml", "text": SCRIPT, "digest": "", "tab": "a", "offset": 0, "name": "n"}
    for key in KEYS:
        for value in ("../outside", 5, {"a": 1}, "\x00"):
            got = page.post(name, {**asked, "template": "workout", "act": "remove", "step": "0", key: value})
            assert got.status in (200, 400, 409, 422), (key, value, got)
            assert b"Nobody but its owner" not in got.body
            page.desk.jobs.end()
    assert everything(folder.parent / "outside") == outside
