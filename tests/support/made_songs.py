"""Songs made in code, of a tempo that is known: straight, swung or syncopated, with and without drums."""

from __future__ import annotations

from functools import cache

import numpy as np

RATE = 48_000
STYLES = ("straight", "swung", "syncopated")
PING = 9_000
"""Hertz of a mark on each beat, where one is wished: above voices, signals and clicks."""

_CHORDS = (220.0, 261.6, 174.6, 196.0)
_KICKS = {0: (0.0,), 1: (0.5,), 2: (0.5,), 3: (0.5,)}
_BASSES = {0: (0.0, 0.75), 1: (0.5,), 2: (0.25, 0.75), 3: (0.5,)}


def song(
    beats: float,
    style: str = "straight",
    seconds: float = 40,
    *,
    drums: bool = True,
    first: float = 0.3,
    ping: bool = False,
) -> np.ndarray:
    """Make a song, (n, 2), peak 0.6, of so many `beats` a minute, the first of them at `first` seconds."""
    random = np.random.default_rng(round(beats * 100) + len(style))
    found = np.zeros(round(seconds * RATE))
    period, off = 60 / beats, 2 / 3 if style == "swung" else 0.5

    def put(at: float, sound: np.ndarray, gain: float) -> None:
        start = round(at * RATE)
        part = sound[: max(0, len(found) - start)]
        found[start : start + len(part)] += gain * part

    for beat in range(int((seconds - first) / period)):
        at, place, root = first + beat * period, beat % 4, _CHORDS[beat // 4 % 4]
        syncopated = style == "syncopated"
        if drums:
            for part in _KICKS[place] if syncopated else ((0.0,) if place in (0, 2) else ()):
                put(at + part * period, _kick(), 0.9)
            put(at, _noise(0.18, 25), 0.35 if place in (1, 3) else 0.0)
            put(at, _noise(0.06, 70), 0.15)
            put(at + off * period, _noise(0.06, 70), 0.12)
        for part in _BASSES[place] if syncopated else (0.0,):
            put(at + part * period, _note(root / 2, 0.5), 0.25)
        if place == 0:
            for interval in (1, 1.26, 1.5):
                put(at, _note(root * interval, 2.0), 0.12)
        for part in (0.0, off) if not syncopated else ((0.0, 0.25, 0.75) if place % 2 == 0 else (0.25, 0.5)):
            if random.random() < 0.75:
                put(at + part * period, _note(root * 2 * random.choice((1, 1.125, 1.26, 1.5, 1.68)), 0.2), 0.15)
        if ping:
            put(at, _ping(), 0.2)
    return np.repeat((found / np.abs(found).max() * 0.6)[:, None], 2, axis=1)


@cache
def _kick() -> np.ndarray:
    time = np.arange(RATE // 4) / RATE
    return np.sin(2 * np.pi * (50 * time + 2 * (1 - np.exp(-time * 30)))) * np.exp(-time * 14)


@cache
def _noise(seconds: float, decay: float) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    sound = np.random.default_rng(round(decay)).standard_normal(len(time)) * np.exp(-time * decay)
    spectrum = np.fft.rfft(sound)
    spectrum[np.fft.rfftfreq(len(sound), 1 / RATE) > 8_000] = 0
    return np.fft.irfft(spectrum, len(sound))


@cache
def _note(frequency: float, seconds: float) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    sound = sum(np.sin(2 * np.pi * frequency * part * time) / part for part in range(1, 6))
    return sound * np.minimum(1, time / 0.006) * np.exp(-time * 3 / seconds)


@cache
def _ping() -> np.ndarray:
    time = np.arange(round(0.03 * RATE)) / RATE
    return np.sin(2 * np.pi * PING * time) * np.minimum(1, time / 0.001) * np.exp(-time * 200)
