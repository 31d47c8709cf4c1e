"""Music made in code: known sound, written as the kinds of file that people have."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame


@dataclass(frozen=True)
class Step:
    kind: str
    start_ms: int
    end_ms: int


def steps(*parts: tuple[str, float]) -> tuple[Step, ...]:
    found, at = [], 0
    for kind, seconds in parts:
        found.append(Step(kind, at, at + round(seconds * 1000)))
        at = found[-1].end_ms
    return tuple(found)


LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}

CODERS = {
    ".mp3": ("libmp3lame", "fltp"),
    ".m4a": ("aac", "fltp"),
    ".aac": ("aac", "fltp"),
    ".flac": ("flac", "s16"),
    ".opus": ("libopus", "flt"),
    ".webm": ("libopus", "flt"),
    ".ogg": ("flac", "s16"),
    ".wav": ("pcm_s16le", "s16"),
    ".aiff": ("pcm_s16be", "s16"),
}


@lru_cache(maxsize=4)
def noise(seconds: float, rate: int = 48_000, channels: int = 2, *, seed: int = 1, below: float = 3000) -> np.ndarray:
    """Make noise from 100 Hz to `below`, peak 0.5, that has one best place against itself: shape (n, channels).

    What several tests in a row ask for is made once, and not to be written to.
    """
    count = round(seconds * rate)
    random = np.random.default_rng(seed).standard_normal((count, channels))
    spectrum = np.fft.rfft(random, axis=0)
    frequencies = np.fft.rfftfreq(count, 1 / rate)
    spectrum[(frequencies < 100) | (frequencies > below)] = 0
    sound = np.fft.irfft(spectrum, n=count, axis=0)
    ramp = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / (0.01 * rate))
    found = sound / np.abs(sound).max() * 0.5 * ramp[:, None]
    found.flags.writeable = False
    return found


def write_music(
    path: Path,
    sound: np.ndarray,
    rate: int = 48_000,
    *,
    coder: str | None = None,
    sample_format: str | None = None,
    options: dict[str, str] | None = None,
    title: str = "",
) -> Path:
    """Encode (n, channels) floats; the suffix says as what, unless `coder` and `sample_format` do."""
    layout = LAYOUTS[sound.shape[1]]
    with av.open(str(path), "w", options=options or {}) as container:
        if title:
            container.metadata["title"] = title
        stream = container.add_stream(
            coder or CODERS[path.suffix][0], rate=rate, layout=layout, options={"strict": "experimental"}
        )
        stream.format = sample_format or CODERS[path.suffix][1]
        values = np.ascontiguousarray(sound, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(values, format="flt", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return path


def film(path: Path, seconds: int = 1) -> Path:
    """Write a film without sound."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        for _ in range(seconds * 10):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            for packet in stream.encode(picture):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path
