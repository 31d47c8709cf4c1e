"""Scripts as large as they may be, in the studio: each question is answered, and the page is there for the next one."""

from __future__ import annotations

import pytest

from tests.support.bombs import BOMBS
from tests.support.studio_page import Page

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_leaves_the_page_alive(page: Page, name: str) -> None:
    text = BOMBS[name]()
    for question, more in (
        ("check", {"measured": False}),
        ("complete", {"offset": len(text) // 2}),
        ("act", {"act": "lengthen", "step": "0", "by_ms": 5000}),
        ("draft", {"digest": "", "tab": "7"}),
    ):
        got = page.post(question, {"path": "mine.yaml", "text": text, **more})
        assert got.status == 200 or (400 <= got.status < 500 and got.json["message"]), (question, got.status)
    assert page.ask("check", path="mine.yaml", text="session: S\nsteps: work 20s Run\n")["problems"] == []
