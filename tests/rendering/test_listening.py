"""What is listened to is what is rendered."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from audiocoach.errors import OutputError, ScriptError, SoundError
from audiocoach.rendering.listening import Listening, of_file, of_session
from audiocoach.rendering.session import render
from audiocoach.script.load import load_session, parse_session
from audiocoach.sound.layout import MONO, STEREO
from audiocoach.speech.studio import Studio

SCRIPT = "session: Short\nvoice: {engine: tone}\ncoach: beeps-only\nsteps: [{work: 6s, cadence: 160}, rest 4s]\n"


def write_wave(path: Path, samples: np.ndarray, rate: int = 48_000) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())


def samples_of(listening: Listening) -> bytes:
    return b"".join(listening.blocks())


@pytest.mark.slow
@pytest.mark.parametrize("music", [False, True])
def test_a_session_is_heard_as_it_would_be_written(tmp_path: Path, *, music: bool) -> None:
    write_wave(tmp_path / "music.wav", np.random.default_rng(1).uniform(-9000, 9000, (48_000 * 8, 2)))
    script = tmp_path / "short.yaml"
    script.write_text(SCRIPT + ("music: music.wav\n" if music else ""), encoding="utf-8")
    session = load_session(script)
    listening = of_session(session)
    assert listening.layout is (STEREO if music else MONO)
    render(session, tmp_path / "short.wav")
    with wave.open(str(tmp_path / "short.wav"), "rb") as file:
        assert (file.getframerate(), file.getnchannels()) == (listening.layout.rate, listening.layout.channels)
        assert file.readframes(file.getnframes()) == samples_of(listening)
    assert listening.session_ms(listening.layout.rate * 3) == 3_000


def test_a_file_is_heard_as_it_is(tmp_path: Path) -> None:
    samples = np.random.default_rng(2).integers(-32_768, 32_768, (48_000, 2))
    write_wave(tmp_path / "noise.wav", samples)
    listening = of_file(tmp_path / "noise.wav")
    assert listening.layout is STEREO
    assert np.array_equal(np.frombuffer(samples_of(listening), "<i2").reshape(-1, 2), samples)


def test_what_is_no_sound_is_told(tmp_path: Path) -> None:
    (tmp_path / "run.mp3").write_text("no sound")
    with pytest.raises(SoundError, match=r"run\.mp3"):
        samples_of(of_file(tmp_path / "run.mp3"))


def test_a_folder_that_is_not_there_is_told_before_anything_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def speak(*_: object, **__: object) -> None:
        raise AssertionError("spoken in vain")

    monkeypatch.setattr(Studio, "record", speak)
    with pytest.raises(OutputError, match=r"there is no folder .*gone; make it first"):
        render(parse_session(SCRIPT.replace("coach: beeps-only\n", "")), tmp_path / "gone" / "run.mp3")


def test_missing_music_is_told_before_anything_is_spoken(tmp_path: Path) -> None:
    script = tmp_path / "short.yaml"
    script.write_text(SCRIPT + "music: gone.mp3\n", encoding="utf-8")
    with pytest.raises(ScriptError, match=r"gone\.mp3"):
        of_session(load_session(script))
