"""What belongs to a person in the studio: their own voice by the browser's microphone, and how their run was."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from audiocoach.sound.clip import Clip
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import get_engine
from audiocoach.speech.engines.interface import Utterance
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.test_browser_studio import studio
from tests.support.short_programme import SHORT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SENTENCE = "Well done. Walk it off slowly."


@contextmanager
def visited(browser: Any, home: Path, expected: str = "", **more: Any) -> Iterator[Any]:
    """The studio of a folder in a window of its own; what its console says that is not `expected` fails the test."""
    said: list[str] = []
    with studio(home) as address:
        context = browser.new_context(locale="en-GB", **more)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda it: None if expected and expected in it.text else said.append(it.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        yield page
        context.close()
    assert said == []


def speak_into(path: Path, text: str) -> float:
    """Write what a microphone hears: somebody saying a sentence, after half a second; returns its seconds."""
    engine = get_engine("pyttsx3")
    (clip,) = engine.speak([Utterance(text, choose_voice(engine, None, "en"), 150)])
    assert isinstance(clip, Clip)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, clip.rate, 0, "NONE", ""))
        file.writeframes(bytes(clip.rate) + clip.pcm + bytes(4 * clip.rate))
    return 0.5 + clip.length_ms / 1000


@pytest.fixture
def microphone(chromium: Any, tmp_path: Path) -> Iterator[tuple[Any, float]]:
    """A browser whose microphone hears `SENTENCE`, and how many seconds that takes."""
    heard = tmp_path / "heard.wav"
    seconds = speak_into(heard, SENTENCE)
    flags = [
        *FLAGS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={heard}%noloop",
    ]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags)
    yield browser, seconds
    browser.close()


def test_a_sentence_is_said_into_the_microphone_and_kept(microphone: tuple[Any, float], tmp_path: Path) -> None:
    browser, seconds = microphone
    home = tmp_path / "home"
    home.mkdir()
    (home / "mine.yaml").write_text(
        f"session: Mine\ncoach: none\nsteps:\n  - {{work: 20s, say: {SENTENCE}}}\n", encoding="utf-8"
    )
    with visited(browser, home, expected="422") as page:
        page.locator(".scripts .row").click()
        page.get_by_role("button", name="Your own voice").click()
        page.get_by_text("0 of 1 recorded").wait_for()
        assert page.locator(".to-say").inner_text() == SENTENCE
        page.get_by_role("button", name="Record").click()
        page.get_by_role("button", name="Stop").wait_for()
        page.wait_for_timeout(1000 * seconds + 500)  # it takes as long as it is said
        page.get_by_role("button", name="Stop").click()
        page.get_by_text("1 of 1 recorded").wait_for()
        page.get_by_text("voice: {engine: recorded, name: takes}").wait_for()
        # There is nothing more to hear: this take is none, and the one before stays.
        (kept,) = (home / "takes").iterdir()
        before = kept.read_bytes()
        page.get_by_role("button", name="Record again").click()
        page.get_by_role("button", name="Stop").click()
        page.locator(".recorder .wrong").wait_for()
        assert kept.read_bytes() == before


def test_without_a_microphone_that_is_said(chromium: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("session: Mine\nsteps: work 20s Run\n", encoding="utf-8")
    with visited(chromium, tmp_path) as page:
        page.locator(".scripts .row").click()
        page.get_by_role("button", name="Your own voice").click()
        page.get_by_role("button", name="Record").click()
        page.get_by_text("No microphone may be used").wait_for()


def test_how_it_was_is_written_down_and_decides_what_comes_next(chromium: Any, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(SHORT, encoding="utf-8")
    with visited(chromium, tmp_path, viewport={"width": 390, "height": 844}) as page:
        page.locator(".scripts").get_by_role("button", name="Short and sweet").click()
        page.get_by_role("heading", name="Next: 1.1").wait_for()
        page.get_by_text("How was it?").click()
        page.get_by_label("How hard, 1 to 10").fill("4")
        page.get_by_label("How much of it (%)").fill("100")
        page.get_by_label("A word about it").fill("<b>windy</b>")
        page.get_by_role("button", name="Write it down").click()
        page.get_by_role("heading", name="Next: 1.2").wait_for()
        page.get_by_text("What was logged").click()
        page.get_by_text("<b>windy</b>").first.wait_for()
        page.get_by_text("How was it?").click()
        page.get_by_label("Sharp pain, swelling, dizziness or a fall").check()
        page.get_by_role("button", name="Write it down").click()
        page.get_by_role("heading", name="Next: nothing, until this is cleared").wait_for()
        page.get_by_role("button", name="Take the last one back").click()
        page.get_by_text("It is taken back.").wait_for()
        page.get_by_role("heading", name="Next: 1.2").wait_for()
        page.get_by_text("How was it?").click()
        page.get_by_label("How often you stumbled").fill("2")
        page.get_by_role("button", name="Write it down").click()
        page.get_by_text("How often you stumbled: 2").wait_for()
    assert "felt 4  done 100%  note: <b>windy</b>" in (tmp_path / "plan.journal").read_text(encoding="utf-8")
