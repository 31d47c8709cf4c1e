"""A voice of one's own, from the page: what is to be said, and takes that are looked at before they are kept."""

from __future__ import annotations

import base64
import io
import wave
from pathlib import Path

import numpy as np
import pytest

from audiocoach import load_session, render
from audiocoach.sound.clip import Clip
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import get_engine
from audiocoach.speech.engines.interface import Utterance
from tests.support.studio_page import Page

SCRIPT = """\
session: Mine
coach: none
steps:
  - {work: 20s, name: Run, say: Run backwards slowly.}
  - {rest: 10s, say: "Well done, and walk it off."}
"""


def wav(pcm: bytes, rate: int = 22_050, channels: int = 1) -> str:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(pcm)
    return base64.b64encode(made.getvalue()).decode()


def said(text: str) -> str:
    """What somebody says, as this computer's own voice does."""
    engine = get_engine("pyttsx3")
    (clip,) = engine.speak([Utterance(text, choose_voice(engine, None, "en"), 150)])
    assert isinstance(clip, Clip)
    return wav(clip.pcm, clip.rate)


def noise(seconds: float) -> str:
    return wav((3000 * np.random.default_rng(1).normal(size=int(22_050 * seconds))).astype("<i2").tobytes())


@pytest.fixture
def script(folder: Path) -> Path:
    path = folder / "talk.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def test_all_that_a_script_says_is_listed_in_its_order(page: Page, script: Path) -> None:
    found = page.ask("takes", path=script.name)
    assert [(each["text"], each["file"], each["there"]) for each in found["sentences"]] == [
        ("Run backwards slowly.", "run-backwards-slowly.wav", False),
        ("Well done, and walk it off.", "well-done-and-walk-it-off.wav", False),
    ]
    assert found["voice"] == "voice: {engine: recorded, name: takes}"


@pytest.mark.slow
def test_a_voice_of_ones_own_is_recorded_and_heard(page: Page, script: Path, tmp_path: Path) -> None:
    for each in page.ask("takes", path=script.name)["sentences"]:
        kept = page.ask("take", path=script.name, text=each["text"], wav=said(each["text"]))
        assert kept == {"file": f"takes/{each['file']}"}
    found = page.ask("takes", path=script.name)
    assert all(each["there"] for each in found["sentences"])
    script.write_text(f"{SCRIPT}{found['voice']}\n", encoding="utf-8")
    assert render(load_session(script), tmp_path / "out.mp3").timeline.dropped == ()


@pytest.mark.slow
def test_takes_lie_beside_the_script_that_says_them(page: Page, folder: Path, tmp_path: Path) -> None:
    (folder / "deep").mkdir()
    script = folder / "deep" / "talk.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    for each in page.ask("takes", path="deep/talk.yaml", folder="my #takes")["sentences"]:
        page.ask("take", path="deep/talk.yaml", folder="my #takes", text=each["text"], wav=said(each["text"]))
    found = page.ask("takes", path="deep/talk.yaml", folder="my #takes")
    assert all(each["there"] for each in found["sentences"])
    script.write_text(f"{SCRIPT}{found['voice']}\n", encoding="utf-8")
    assert render(load_session(script), tmp_path / "out.mp3").timeline.dropped == ()


@pytest.mark.slow
def test_what_is_no_take_of_the_words_is_not_kept(page: Page, script: Path) -> None:
    sentence = "Well done, and walk it off."
    for sound, reason in (
        (wav(bytes(44_100)), "silent"),
        (noise(1.8), "does not sound like speech"),
        (said("Hm."), "sound came"),
        (said(" ".join([sentence] * 8)), "it goes on for"),
    ):
        got = page.post("take", {"path": script.name, "text": sentence, "wav": sound})
        assert got.status == 422
        assert reason in got.json["message"]
    assert not (script.parent / "takes").exists()


@pytest.mark.slow
def test_a_take_is_recorded_again_only_when_that_is_said(page: Page, script: Path) -> None:
    first, second = said("Run backwards slowly."), said("Run backwards slowly, please.")
    page.ask("take", path=script.name, text="Run backwards slowly.", wav=first)
    got = page.post("take", {"path": script.name, "text": "Run backwards slowly.", "wav": second})
    assert (got.status, "says this already" in got.json["message"]) == (422, True)
    kept = script.parent / "takes" / "run-backwards-slowly.wav"
    assert kept.read_bytes() == base64.b64decode(first)
    page.ask("take", path=script.name, text="Run backwards slowly.", wav=second, again=True)
    assert kept.read_bytes() == base64.b64decode(second)
    kept.rename(kept.with_name("run-backwards-slowly.flac"))
    got = page.post("take", {"path": script.name, "text": "Run backwards slowly.", "wav": second, "again": True})
    assert "take it away first" in got.json["hint"]


@pytest.mark.parametrize(
    "asked",
    [
        {"wav": "no base64!"},
        {"wav": base64.b64encode(b"RIFF nothing").decode()},
        {"wav": wav(bytes(400), channels=2)},
        {"wav": wav(bytes(400), rate=1_000)},
        {"wav": wav(bytes(2 * 8_000 * 121), rate=8_000)},
        {"folder": "../outside"},
        {"folder": "up"},
        {"folder": ".git"},
        {"folder": "a/b"},
        {"folder": ".."},
        {"text": 5},
    ],
)
def test_nothing_else_is_taken_for_a_take(page: Page, folder: Path, asked: dict) -> None:
    before = sorted(folder.parent.rglob("*"))
    got = page.post("take", {"path": "mine.yaml", "text": "Go.", "wav": wav(bytes(400)), **asked})
    assert 400 <= got.status < 500
    assert sorted(folder.parent.rglob("*")) == before
