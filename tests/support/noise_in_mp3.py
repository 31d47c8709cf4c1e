"""Mono MP3 files of sounds whose place in what a decoder gives can be found to the sample."""

import io

import numpy as np

from audiocoach.mix.windows import Placed, windows
from audiocoach.output.mp3.encode_windows import encode_windows
from audiocoach.output.mp3.writer import write_mp3
from audiocoach.sound.clip import Clip


def noise(seed: int, length_ms: int, peak: float = 0.5) -> Clip:
    """Make noise between 400 and 6000 Hz: it matches itself at one shift only, and survives any bitrate."""
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
    """Return by how many samples the clips are away from their places, sought `reach` samples to both sides."""
    around = np.pad(decoded, reach)
    found = set()
    for each in placed:
        clip = np.frombuffer(each.clip.pcm, "<i2").astype(float)
        start = each.at
        match = np.correlate(around[start : start + len(clip) + 2 * reach], clip, "valid")
        found.add(int(np.argmax(match)) - reach)
    return found
