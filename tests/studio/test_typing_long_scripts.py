"""What a key costs in long scripts, in seconds of the processor; and that older questions are dropped before work."""

from __future__ import annotations

import gc
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Semaphore
from typing import Any

import pytest

from audiocoach.storage.shipped import shipped_dir
from audiocoach.studio.check_question import check
from audiocoach.studio.newest_asked import Key, NewestAsked, Turn
from tests.support.long_scripts import long_session
from tests.support.patience import PATIENCE_S
from tests.support.processor_speed import LOOP_SECONDS, loop_seconds
from tests.support.studio_page import Page

MOST_SECONDS = 0.3
MOST_OF_ONE = 2.5
"""How much longer one of them may take than most: on a busy computer, some meet what else it does."""

KEYS = 12


@pytest.fixture
def mine(tmp_path: Path) -> Page:
    found = Page(tmp_path)
    found.enter()
    return found


def typed(text: str, line: str, word: str = "now, and light") -> list[str]:
    """The texts that come of typing at the end of a line of it, key by key."""
    assert line in text
    return [text.replace(line, line + word[:count], 1) for count in range(1, KEYS + 1)]


TEXTS = {
    "a session of 300 lines": (long_session(300), "# A long session"),
    "words in a session of 300 lines": (long_session(300), "say: Halfway, keep the rhythm"),
    "24 sessions": (
        (shipped_dir("scripts") / "backwards-8-weeks.yaml").read_text(encoding="utf-8"),
        "Stay slow. When you go too fast",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_no_key_in_a_long_script_is_answered_later_than_it_should_be(mine: Page, name: str) -> None:
    taken, loops = [], []
    gc.collect()
    gc.freeze()  # what other tests have left is not looked through for this one
    for number, text in enumerate(typed(*TEXTS[name])):
        loops.append(loop_seconds())
        before = time.thread_time()
        found = check(mine.desk, {"path": "a.yaml", "text": text, "tab": "a"})
        if number:  # the first one reads what ships
            taken.append(time.thread_time() - before)
        assert found["svg"]
        assert not [each for each in found["problems"] if each["severity"] == "error"]
    gc.unfreeze()
    slower = max(1.0, statistics.median(loops) / LOOP_SECONDS)
    assert statistics.median(taken) <= slower * MOST_SECONDS, sorted(taken)
    assert max(taken) <= slower * MOST_SECONDS * MOST_OF_ONE, sorted(taken)


def test_a_long_script_is_as_long_as_it_says() -> None:
    assert len(long_session(300).splitlines()) == 300


class Counted(NewestAsked):
    """Tells whenever a question has come."""

    def __init__(self) -> None:
        super().__init__()
        self.came = Semaphore(0)

    def begin(self, key: Key) -> Turn:
        turn = super().begin(key)
        self.came.release()
        return turn


def test_of_all_that_wait_the_newest_is_worked_on_and_the_others_are_dropped_before(mine: Page) -> None:
    newest = Counted()
    object.__setattr__(mine.desk, "newest", newest)
    texts = [f"session: A{number}\ncoach: none\nsteps:\n  - work 20s Run\n" for number in range(6)]

    def answered(text: str) -> Any:
        return mine.ask("check", path="a.yaml", text=text, tab="a")

    with ThreadPoolExecutor(len(texts)) as threads:
        with newest.working(newest.begin(("another", "b"))):
            assert newest.came.acquire(timeout=PATIENCE_S)
            waiting = []
            for text in texts:
                waiting.append(threads.submit(answered, text))
                assert newest.came.acquire(timeout=PATIENCE_S), "one after the other they come"
        *older, last = (each.result() for each in waiting)
    assert older == [{"ended": True}] * len(older)
    assert last["title"] == "A5"
