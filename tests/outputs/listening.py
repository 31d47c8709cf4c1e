"""Sounds whose place can be found to the sample, and decoders of all kinds of files that are not ours."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import miniaudio
import numpy as np

Samples = np.ndarray
"""Shape (samples, channels), full scale 1."""


@dataclass(frozen=True)
class Layout:
    rate: int
    channels: int


VOICE, MUSIC = Layout(24_000, 1), Layout(48_000, 2)

OPUS_RATE = 48_000
"""Opus always decodes at this rate, whatever went in."""


def burst(seed: int, layout: Layout, length_ms: int = 300) -> np.ndarray:
    """Noise between 400 and 6000 Hz: it matches itself at one shift only, and survives any bitrate."""
    count = length_ms * layout.rate // 1000
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / layout.rate)
    spectrum[(hertz < 400) | (hertz > 6000)] = 0
    sound = np.fft.irfft(spectrum, count) * np.hanning(count)
    return sound / np.max(np.abs(sound)) * 0.5


def session(layout: Layout, total_samples: int, starts: list[int]) -> tuple[bytes, dict[int, np.ndarray]]:
    """`total_samples` of silence with a burst from each start on, as 16-bit samples, and the bursts by their start."""
    bursts = {start: burst(seed, layout) for seed, start in enumerate(starts)}
    sound = np.zeros((total_samples, layout.channels))
    for start, each in bursts.items():
        sound[start : start + len(each)] += each[:, None]
    return np.rint(sound * 32_767).astype("<i2").tobytes(), bursts


def by_pyav(path: Path) -> Samples:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt")
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        channels = container.streams.audio[0].channels
        return np.concatenate([frame.to_ndarray().reshape(-1, channels) for frame in frames])


def by_ffmpeg(path: Path) -> Samples:
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    assert not done.stderr
    with av.open(str(path)) as container:
        return np.frombuffer(done.stdout, "<f4").reshape(-1, container.streams.audio[0].channels)


def by_miniaudio(path: Path) -> Samples:
    facts = miniaudio.get_file_info(str(path))
    decoded = miniaudio.decode_file(
        str(path), miniaudio.SampleFormat.FLOAT32, nchannels=facts.nchannels, sample_rate=facts.sample_rate
    )
    return np.array(decoded.samples, np.float32).reshape(-1, facts.nchannels)


def by_opusdec(path: Path) -> Samples:
    command = ["opusdec", "--quiet", "--rate", str(OPUS_RATE), str(path), "-"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    with av.open(str(path)) as container:
        return np.frombuffer(done.stdout, "<i2").reshape(-1, container.streams.audio[0].channels) / 32768


def decoders(suffix: str) -> dict[str, Callable[[Path], Samples]]:
    """Whatever here decodes such files."""
    found: dict[str, Callable[[Path], Samples]] = {"PyAV": by_pyav}
    if shutil.which("ffmpeg"):
        found["ffmpeg"] = by_ffmpeg
    if suffix in (".wav", ".flac"):
        found["miniaudio"] = by_miniaudio
    if suffix in (".opus", ".ogg") and shutil.which("opusdec"):
        found["opusdec"] = by_opusdec
    return found


def error(heard: Samples, clip: np.ndarray, start: int, scale: int, reach: int = 2000) -> int:
    """By how many samples `clip` is found away from `start`; what is heard has `scale` times the clip's rate."""
    wanted = np.fft.irfft(np.fft.rfft(clip), len(clip) * scale)
    around = np.pad(heard[:, 0], (reach, reach + len(wanted)))[start * scale :][: len(wanted) + 2 * reach]
    size = 1 << (len(around) - 1).bit_length()
    match = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(wanted, size)), size)
    return int(np.argmax(match[: 2 * reach + 1])) - reach
