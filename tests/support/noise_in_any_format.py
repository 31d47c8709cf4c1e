"""Sounds whose place can be found to the sample, whatever kind of file they were written to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.support.decoders import Sound


@dataclass(frozen=True)
class Layout:
    rate: int
    channels: int

    def shape(self, samples: int) -> tuple[int, ...]:
        """Return the shape of what a decoder gives."""
        return (samples,) if self.channels == 1 else (samples, self.channels)


VOICE, MUSIC = Layout(24_000, 1), Layout(48_000, 2)


def burst(seed: int, layout: Layout, length_ms: int = 300) -> np.ndarray:
    """Make noise between 400 and 6000 Hz: it matches itself at one shift only, and survives any bitrate."""
    count = length_ms * layout.rate // 1000
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / layout.rate)
    spectrum[(hertz < 400) | (hertz > 6000)] = 0
    sound = np.fft.irfft(spectrum, count) * np.hanning(count)
    return sound / np.max(np.abs(sound)) * 0.5


def session(layout: Layout, total_samples: int, starts: list[int]) -> tuple[bytes, dict[int, np.ndarray]]:
    """Make `total_samples` of silence with a burst from each start on, as 16-bit samples; and the bursts by start."""
    bursts = {start: burst(seed, layout) for seed, start in enumerate(starts)}
    sound = np.zeros((total_samples, layout.channels))
    for start, each in bursts.items():
        sound[start : start + len(each)] += each[:, None]
    return np.rint(sound * 32_767).astype("<i2").tobytes(), bursts


def error(heard: Sound, clip: np.ndarray, start: int, scale: int, reach: int = 2000) -> int:
    """Return by how many samples `clip` is away from `start`; what is heard has `scale` times the clip's rate."""
    wanted = np.fft.irfft(np.fft.rfft(clip), len(clip) * scale)
    first = heard if heard.ndim == 1 else heard[:, 0]
    around = np.pad(first, (reach, reach + len(wanted)))[start * scale :][: len(wanted) + 2 * reach]
    size = 1 << (len(around) - 1).bit_length()
    match = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(wanted, size)), size)
    return int(np.argmax(match[: 2 * reach + 1])) - reach
