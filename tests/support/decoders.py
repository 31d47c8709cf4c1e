"""Decode files by programs and libraries that are not ours, none of which may find an error.

Each takes a file, or the bytes of an MP3, and gives float samples at the file's own rate, full scale 1: of shape
(samples,) when it is mono, (samples, channels) otherwise.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import av.logging
import miniaudio
import numpy as np

_AT_ONCE = 1 << 20
Sound = np.ndarray
Decoder = Callable[[bytes | Path], Sound]

OPUS_RATE = 48_000
"""Opus always decodes at this rate, whatever went in."""


def by_pyav(source: bytes | Path) -> Sound:
    with _as_file(source) as path, _complaints() as said, av.open(str(path)) as container:
        resampler = av.AudioResampler("flt")
        frames = [out for frame in _large(container) for out in resampler.resample(frame)]
        found = _by_channels(np.concatenate([frame.to_ndarray().ravel() for frame in frames]), path)
    assert not said
    return found


def by_miniaudio(source: bytes | Path) -> Sound:
    with _as_file(source) as path:
        facts = miniaudio.get_file_info(str(path))
        decoded = miniaudio.decode_file(
            str(path), miniaudio.SampleFormat.FLOAT32, nchannels=facts.nchannels, sample_rate=facts.sample_rate
        )
        return _by_channels(np.array(decoded.samples, np.float32), path)


def by_ffmpeg(source: bytes | Path) -> Sound:
    # From a file: older versions do not trim the end of what comes through a pipe.
    with _as_file(source) as path:
        return _by_channels(
            np.frombuffer(_said_by("ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-"), "<f4"), path
        )


def by_mpg123(source: bytes | Path) -> Sound:
    with _as_file(source) as path:
        return _by_channels(np.frombuffer(_said_by("mpg123", "-q", "-e", "f32", "-s", path), "<f4"), path)


def by_opusdec(source: bytes | Path) -> Sound:
    with _as_file(source) as path:
        samples = np.frombuffer(_said_by("opusdec", "--quiet", "--rate", OPUS_RATE, path, "-"), "<i2")
        return _by_channels(samples / np.float32(32768), path)


LIBRARIES: dict[str, Decoder] = {"PyAV": by_pyav, "miniaudio": by_miniaudio}
"""What is installed with the package."""

PROGRAMS: dict[str, Decoder] = {"ffmpeg": by_ffmpeg, "mpg123": by_mpg123}
"""More decoders of MP3, where they happen to be installed."""

OF_MP3: dict[str, Decoder] = LIBRARIES | {name: decode for name, decode in PROGRAMS.items() if shutil.which(name)}
"""Every decoder of MP3 that is here."""


def decoders_of(suffix: str) -> dict[str, Decoder]:
    """Find whatever here decodes files with this suffix."""
    found: dict[str, Decoder] = {"PyAV": by_pyav}
    if shutil.which("ffmpeg"):
        found["ffmpeg"] = by_ffmpeg
    if suffix in (".wav", ".flac"):
        found["miniaudio"] = by_miniaudio
    if suffix in (".opus", ".ogg") and shutil.which("opusdec"):
        found["opusdec"] = by_opusdec
    return found


def check_by_programs(data: bytes) -> None:
    """Fail when a program that is here even warns of an MP3: ffmpeg, or mp3val, but for there being no tag."""
    with _as_file(data) as path:
        if shutil.which("ffmpeg"):
            done = subprocess.run(
                ["ffmpeg", "-v", "warning", "-i", str(path), "-f", "null", "-"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=True,
            )
            assert not done.stderr, done.stderr
        if shutil.which("mp3val"):
            said = subprocess.run(["mp3val", str(path)], capture_output=True, check=True, text=True).stdout
            wrong = [line for line in said.splitlines() if line.startswith(("WARNING", "ERROR"))]
            assert not [line for line in wrong if "No supported tags" not in line], said


def _large(container: av.container.InputContainer) -> Iterator[av.AudioFrame]:
    """Decode into frames of many seconds: half an hour of MP3 is 70,000 small ones, each slow to convert."""
    gathered = av.AudioFifo()
    for frame in container.decode(audio=0):
        frame.pts = None  # where the file begins later than at 0, times would be held to be wrong
        gathered.write(frame)
        if gathered.samples >= _AT_ONCE:
            yield gathered.read()
    if gathered.samples:
        yield gathered.read()


@contextmanager
def _as_file(source: bytes | Path) -> Iterator[Path]:
    if isinstance(source, Path):
        yield source
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "decoded.mp3"
        path.write_bytes(source)
        yield path


@contextmanager
def _complaints() -> Iterator[list[tuple[int, str, str]]]:
    """Collect what FFmpeg's libraries find wrong meanwhile; by itself PyAV has them keep silent."""
    before = av.logging.get_level()
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture() as said:
            yield said
    finally:
        av.logging.set_level(before)


def _said_by(*command: object) -> bytes:
    done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout


def _by_channels(samples: np.ndarray, path: Path) -> Sound:
    with av.open(str(path)) as container:
        channels = container.streams.audio[0].channels
    return samples if channels == 1 else samples.reshape(-1, channels)
