"""How fast the voice speaks: `--rate slow`, `voice: {rate: slow}`, and voices that have one rate of their own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.commands import Run

STEPS = """
steps:
  - warm-up 60s Walk
  - work: 60s
    name: Run
    cues:
      - {at: 20s, say: Nice and easy., voice: {rate: 300}}
"""


def lengths(run: Run, script: str, *options: str) -> dict[str, int]:
    """How long (ms) each sentence lasts."""
    Path("a.yaml").write_text(f"session: A\nvoice: {script}{STEPS}")
    told = run("show", "a.yaml", "--json", *options)
    assert told.code == 0
    return {e["text"]: e["end_ms"] - e["start_ms"] for e in json.loads(told.out)["events"] if e["type"] == "say"}


@pytest.mark.slow
def test_slow_is_120_words_a_minute_wherever_it_is_said(run: Run) -> None:
    slow = lengths(run, "{rate: slow}")
    assert slow == lengths(run, "{rate: 120}") == lengths(run, "{rate: fast}", "--rate", "slow")
    assert slow == lengths(run, "{engine: pyttsx3}", "--rate", "120")
    usual = lengths(run, "{rate: 150}")
    assert usual == lengths(run, "{engine: pyttsx3}") == lengths(run, "{rate: 90}", "--rate", "NORMAL")
    own, *others = "Nice and easy.", *(text for text in usual if text != "Nice and easy.")
    assert slow[own] == usual[own], "a cue with a rate of its own keeps it"
    assert others
    for text in others:
        assert 1.05 < slow[text] / usual[text] < 1.4, text


@pytest.mark.parametrize("rate", ["slowly", "0", "59", "401", "1.5", ""])
def test_what_is_no_rate_is_wrong_usage_that_says_what_is_one(run: Run, rate: str) -> None:
    told = run("check", "first-run", "--fast", "--rate", rate)
    assert told.code == 2
    assert "--rate" in told.err
    assert "60" in told.err


@pytest.mark.slow
@pytest.mark.parametrize("voice", ["{engine: recorded, name: takes, fallback: tone}", "{engine: command, name: mine}"])
def test_a_voice_with_a_rate_of_its_own_says_so(run: Run, voice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("takes").mkdir()
    Path("settings.toml").write_text('[commands.mine]\nrun = ["espeak-ng", "-w", "{file}", "{text}"]\n')
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(Path("settings.toml").absolute()))
    Path("a.yaml").write_text(f"session: A\nvoice: {voice}{STEPS}")
    if "command" in voice:
        monkeypatch.setattr("audiocoach.speech.engines.command_engine._speak", _spoken)
    assert "has a rate of its own" not in run("check", "a.yaml").out
    told = run("check", "a.yaml", "--rate", "slow")
    assert "has a rate of its own, and 120 words a minute changes nothing in it" in told.out
    assert told.code == 0


def _spoken(utterance: object, stop: object) -> object:
    from audiocoach.speech.engines.interface import Utterance
    from audiocoach.speech.engines.tone_engine import ToneEngine

    assert isinstance(utterance, Utterance)
    tone = ToneEngine()
    return tone.speak([replace(utterance, voice=tone.voices()[0])])[0]


@pytest.mark.slow
def test_a_rendered_file_says_at_which_rate(run: Run) -> None:
    Path("a.yaml").write_text(f"session: A\nvoice: tone{STEPS}")
    assert run("render", "a.yaml", "--rate", "slow", "-o", "a.mp3").code == 0
    assert "a.yaml --rate 120" in run("extract", "a.mp3", "-o", "out").out
