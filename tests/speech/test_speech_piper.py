"""The engine `piper`: what is broken, late or stuck ends in time; one model load for all; the same bytes either way."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest

from audiocoach.errors import SpeechError
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance
from audiocoach.speech.engines.piper_engine import WORKER, PiperEngine
from audiocoach.speech.engines.piper_models import voice_of
from audiocoach.speech.engines.worker_processes import ENDED, STUCK
from tests.support.patience import PATIENCE_S
from tests.support.speech_engines_here import joe, needs_piper

pytestmark = [needs_piper, pytest.mark.slow]


def said(*texts: str) -> list[Utterance]:
    return [Utterance(text, joe(), 150) for text in texts]


def test_a_process_each_gives_the_same_bytes_as_forking() -> None:
    texts = said("Go.", "Ten seconds.")
    forked = PiperEngine(fork=True).speak(texts)
    assert PiperEngine(fork=False).speak(texts) == forked
    assert all(isinstance(clip, Clip) for clip in forked)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("import time; time.sleep(600)", STUCK),
        ("import os; os.abort()", ENDED),
        ("import sys; sys.exit('no model')", f"{ENDED} (no model)"),
    ],
)
def test_a_worker_gone_wrong_ends_in_time(tmp_path: Path, body: str, reason: str) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(body)
    limit_s = 0.3 if reason == STUCK else PATIENCE_S
    began = time.monotonic()
    seen: list[str] = []
    results = PiperEngine(worker, limit_s=limit_s, grace_s=limit_s).speak(said("Go.", "Stop."), lambda: seen.append(""))
    assert results == [Refusal(reason)] * 2
    assert len(seen) == 2
    assert time.monotonic() - began < PATIENCE_S


def test_an_utterance_that_takes_too_long_is_ended_and_the_others_are_spoken() -> None:
    long = "Keep your knees soft. " * 200
    engine = PiperEngine(limit_s=-len(long) / 20 + 0.05)
    assert engine.speak(said(long)) == [Refusal("it took longer than 0.05 s")]


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    model = Path(joe().id.rpartition("@")[0])
    shutil.copy(f"{model}.json", tmp_path / "x.onnx.json")
    (tmp_path / "x.onnx").write_bytes(model.read_bytes()[:100_000])
    with pytest.raises(SpeechError, match=r"the neural voice in .*x\.onnx cannot be used"):
        PiperEngine().speak([Utterance("Go.", voice_of(tmp_path / "x.onnx"), 150)])


def test_the_model_is_loaded_once_for_many_and_not_at_all_for_none(tmp_path: Path) -> None:
    log, counted = tmp_path / "loads", tmp_path / "counted.py"
    first = "from __future__ import annotations\n"
    counted.write_text(WORKER.read_text().replace(first, f"{first}open({str(log)!r}, 'a').write('x')\n"))
    engine = PiperEngine(counted)
    assert engine.speak([]) == []
    assert not log.exists()
    clips = engine.speak(said(*(f"Round {n}." for n in range(1, 9))))
    assert all(isinstance(clip, Clip) for clip in clips)
    assert log.read_text() == "x"
    assert "onnxruntime" not in sys.modules
