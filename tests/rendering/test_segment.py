"""A session as a pydub segment has the samples of its files."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

import audiocoach
from audiocoach import OutputError, as_segment, load_session, parse_session, render
from audiocoach.script.model import Session
from audiocoach.sound.summing import AudioSegment
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support.decoders import by_pyav

SCRIPT = "session: Short\nvoice: {engine: tone}\nsteps: [{work: 12s, cadence: 160, name: Go}, rest 5s]\n"


@pytest.fixture(params=["voice", "music"])
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Session:
    script = tmp_path / "short.yaml"
    script.write_text(SCRIPT + ("music: music.wav\n" if request.param == "music" else ""), encoding="utf-8")
    with wave.open(str(tmp_path / "music.wav"), "wb") as file:
        file.setparams((2, 2, 48_000, 0, "NONE", ""))
        file.writeframes(np.random.default_rng(1).integers(-9000, 9000, (48_000 * 8, 2), "<i2").tobytes())
    return load_session(script)


@pytest.mark.slow
def test_a_segment_has_the_samples_of_the_files(session: Session, tmp_path: Path) -> None:
    segment = as_segment(session)
    assert isinstance(segment, AudioSegment)
    shape = (48_000, 2) if session.music else (24_000, 1)
    assert (segment.frame_rate, segment.channels, segment.sample_width) == (*shape, 2)
    assert len(segment) == 17_000
    render(session, tmp_path / "short.wav")
    with wave.open(str(tmp_path / "short.wav"), "rb") as file:
        assert (file.getframerate(), file.getnchannels()) == shape
        assert file.readframes(file.getnframes()) == segment.raw_data
    render(session, tmp_path / "short.flac")
    decoded = np.rint(by_pyav(tmp_path / "short.flac") * 32768).astype("<i2")
    assert decoded.tobytes() == segment.raw_data
    assert np.any(decoded)


@pytest.mark.slow
def test_a_segment_goes_on_in_pydub(session: Session) -> None:
    segment = as_segment(session)
    file = segment.export(io.BytesIO(), format="wav")
    assert AudioSegment.from_wav(file).raw_data == segment.raw_data
    assert len(segment[2_000:5_000].fade_out(500) + segment) == 20_000


@pytest.mark.slow
def test_the_studio_is_the_one_given_and_the_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    studio = Studio(ClipCache(Store(tmp_path / "kept")))
    session = parse_session("session: Short\nvoice: {engine: tone}\nsteps: [work 20s Go]\n")
    segment = as_segment(session, studio=studio, progress=lambda stage, done, of: told.append(stage))
    assert studio.spoken
    assert set(told) == {"speaking"}
    assert segment.rms


def test_more_than_three_hours_are_written_and_not_held() -> None:
    long = "session: Long\nvoice: {{engine: tone}}\ncoach: beeps-only\nsteps: [work {}]\n"
    with pytest.raises(OutputError, match=r"3:00:01 is too long.*\n.*'render'"):
        as_segment(parse_session(long.format("3:00:01")))


@pytest.mark.slow
def test_pydub_is_imported_when_a_segment_is_asked_for_and_not_before() -> None:
    import subprocess
    import sys

    code = "import sys, audiocoach; audiocoach.as_segment; assert 'pydub' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert "as_segment" in audiocoach.__all__
