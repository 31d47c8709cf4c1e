"""Music to measure with, made here: three tracks of four minutes, in which every beat is another."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE = 44_100
MINUTES = 4
TEMPI = (160, 168, 176)
_CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))


def beats(tempo: int, seed: int) -> NDArray[np.float32]:
    """Make a drum, a chord and a hi-hat on every beat, the chord changing every four; (samples, 2) in [-1, 1]."""
    random = np.random.default_rng(seed)
    length = RATE * 60 // tempo
    time = np.arange(length) / RATE
    drum = np.sin(2 * np.pi * (50 * time + 30 * (1 - np.exp(-time * 30)) / 30)) * np.exp(-time * 9)
    found = []
    for beat in range(MINUTES * tempo):
        root = 110 * 2 ** (seed / 12)
        notes = [root * 2 ** (step / 12) for step in _CHORDS[beat // 4 % 4]]
        partials = [(note * k, 1 / k**1.3, random.uniform(0, 2 * np.pi)) for note in notes for k in range(1, 9)]
        chord = sum(np.sin(2 * np.pi * f * time + shift) * size for f, size, shift in partials)
        hat = random.standard_normal((length, 2)) * np.exp(-((time - length / RATE / 2) ** 2) * 2e3)[:, None]
        mono = 0.4 * drum + 0.07 * chord * np.exp(-time * 2)
        side = random.standard_normal(length) * 0.01
        found.append(np.stack([mono + side, mono - side], axis=1) + 0.06 * hat)
    whole: NDArray[np.float32] = np.clip(np.concatenate(found), -1, 1).astype(np.float32)
    return whole


def make(folder: Path) -> None:
    """Write the tracks as MP3s of 192 kb/s, as people have them."""
    folder.mkdir()
    for number, tempo in enumerate(TEMPI):
        with av.open(str(folder / f"{number + 1} {tempo}.mp3"), "w") as container:
            stream = container.add_stream("libmp3lame", rate=RATE, options={"b": "192k"})
            stream.layout = "stereo"
            sound = beats(tempo, number)
            for start in range(0, len(sound), RATE):
                block = np.ascontiguousarray(sound[start : start + RATE].T)
                frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
                frame.sample_rate = RATE
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
