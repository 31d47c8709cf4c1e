"""Typing in a long script, in a real browser: the page asks little, and the server keeps up with half of one core."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.long_scripts import long_session
from tests.support.processor_speed import LOOP_SECONDS, loop_seconds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="what a process has used is read from /proc"),
]

KEYS, EVERY_MS = 100, 100
WORDS = "keep it light and tall, "


def seconds_used(process: int) -> float:
    """What a process has used of processors so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A studio with a long script, and its process."""
    text = long_session(300).replace("language: en", "voice: {engine: tone}")
    (tmp_path / "long.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "audiocoach", "studio", str(tmp_path), "--no-browser", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.terminate()


def test_ten_keys_a_second_keep_one_core_busy_for_half_of_the_time_at_most(
    chromium: Any, running: tuple[str, int]
) -> None:
    """The page's clock goes a tenth of a second from key to key, whatever they take here."""
    address, studio = running
    page = chromium.new_context(locale="en-GB").new_page()
    on_the_way: set[Any] = set()
    most, asked = 0, []

    def sent(request: Any) -> None:
        nonlocal most
        if "/api/check" in request.url and not request.post_data_json["measured"]:
            on_the_way.add(request)
            asked.append(request.post_data_json["text"])
            most = max(most, len(on_the_way))

    page.on("request", sent)
    page.on("requestfinished", lambda it: on_the_way.discard(it))
    page.goto(address)
    page.locator(".scripts").get_by_role("button", name="Everything at once").click()
    page.locator(".strip svg").wait_for()
    field = page.get_by_role("textbox", name="Script")
    field.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.type(" ")
    page.locator(".picture.measured").wait_for()
    page.clock.install()
    asked.clear()
    before, loops = seconds_used(studio), []
    for number in range(KEYS):
        page.keyboard.type(WORDS[number % len(WORDS)])
        page.clock.run_for(EVERY_MS)
        while on_the_way:
            page.wait_for_event("requestfinished")
        if number % 10 == 0:
            loops.append(loop_seconds())
    used = seconds_used(studio) - before
    slower = max(1.0, sorted(loops)[len(loops) // 2] / LOOP_SECONDS)
    while_typing = len(asked)
    page.clock.run_for(2000)
    page.wait_for_function("() => document.querySelector('.picture').classList.contains('measured')")
    typed = (WORDS * KEYS)[:KEYS]
    assert asked[-1].startswith(f"# A long session {typed}\n"), "what was typed last is asked about"
    assert most == 1, "one question is on its way at a time"
    assert 3 <= while_typing <= KEYS / 4, "the picture follows, and not every key is a question"
    assert used <= slower * KEYS * EVERY_MS / 1000 / 2, f"{used:.1f} s for {while_typing} checks"
