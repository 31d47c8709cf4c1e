"""Decoders that are not ours, and sounds whose place in what they give can be found to the sample."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import av
import miniaudio
import numpy as np

from audiocoach.mix.windows import Placed, windows
from audiocoach.output.mp3.encode_windows import encode_windows
from audiocoach.output.mp3.writer import write_mp3
from audiocoach.sound.clip import Clip


def by_pyav(data: bytes) -> np.ndarray:
    with av.open(io.BytesIO(data)) as container:
        pieces = [frame.to_ndarray().ravel() for frame in container.decode(audio=0)]
    return np.concatenate(pieces).astype(float)


def by_miniaudio(data: bytes) -> np.ndarray:
    decoded = miniaudio.decode(data, miniaudio.SampleFormat.FLOAT32, nchannels=1, sample_rate=24_000)
    return np.array(decoded.samples, float)


def by_ffmpeg(data: bytes) -> np.ndarray:
    # From a file: older versions do not trim the end of what comes through a pipe.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "judged.mp3"
        path.write_bytes(data)
        command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<f4").astype(float)


def by_mpg123(data: bytes) -> np.ndarray:
    command = ["mpg123", "-q", "-e", "s16", "-m", "-s", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<i2") / 32768


PROGRAMS = {"ffmpeg": by_ffmpeg, "mpg123": by_mpg123}
"""More judges, where they happen to be installed."""

JUDGES = [by_pyav, by_miniaudio, *(judge for name, judge in PROGRAMS.items() if shutil.which(name))]

Judge = Callable[[bytes], np.ndarray]


def noise(seed: int, length_ms: int, peak: float = 0.5) -> Clip:
    """Noise between 400 and 6000 Hz: it matches itself at one shift only, and survives any bitrate."""
    count = length_ms * 24
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / 24_000)
    spectrum[(hertz < 400) | (hertz > 6000)] = 0
    samples = np.fft.irfft(spectrum, count) * np.hanning(count)
    return Clip(np.rint(samples / np.max(np.abs(samples)) * peak * 32_767).astype("<i2").tobytes())


def mp3(placed: list[Placed], total_samples: int, bitrate: int = 48, tag: bytes = b"") -> bytes:
    out = io.BytesIO()
    pieces = encode_windows(windows(placed, total_samples // 24), bitrate)
    assert write_mp3(out, pieces, total_samples, bitrate, tag) == len(out.getvalue())
    return out.getvalue()


def errors(decoded: np.ndarray, placed: list[Placed], reach: int = 2000) -> set[int]:
    """By how many samples each clip is found away from its place, searched `reach` samples to both sides."""
    around = np.pad(decoded, reach)
    found = set()
    for each in placed:
        clip = np.frombuffer(each.clip.pcm, "<i2").astype(float)
        start = each.at
        match = np.correlate(around[start : start + len(clip) + 2 * reach], clip, "valid")
        found.add(int(np.argmax(match)) - reach)
    return found
