"""Make the sounds in this folder: `python sounds/make_sounds.py [folder]`. The same bytes every time.

A signal is told from the others by its rhythm and by where its pitch goes, as a runner outdoors hears neither
timbre nor exact pitch: up means more, down means less. Pitches lie between 587 and 1175 Hz, above the noise of
wind and traffic and where small earphones are strong.
"""

from __future__ import annotations

import sys
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE = 24_000
PEAK = 10 ** (-13 / 20)
RAMP_MS = 8

CLICK_PEAK = 10 ** (-18 / 20)
CLICK_MS = 20

D5, E5, FIS5, A5, B5, D6 = 587.33, 659.26, 739.99, 880.0, 987.77, 1174.66

SOFT = (1.0, 0.12)
BRIGHT = (1.0, 0.35, 0.15)
BELL = (1.0, 0.1, 0.25, 0.0, 0.1)
"""Strengths of the harmonics."""


@dataclass(frozen=True)
class Note:
    """A tone of `length` ms from `start` ms on, gliding from `pitch` to `glide_to` Hz; `fade` is its decay in ms."""

    start: int
    length: int
    pitch: float
    glide_to: float = 0.0
    fade: float = 0.0


# For each role its harmonics, its length in ms and its notes.
SIGNALS: dict[str, tuple[tuple[float, ...], int, tuple[Note, ...]]] = {
    # Four quick steps up: something begins.
    "session-start": (BRIGHT, 400, (Note(0, 75, D5), Note(80, 75, FIS5), Note(160, 75, A5), Note(240, 160, D6))),
    # One long tone that climbs slowly.
    "warm-up": (SOFT, 400, (Note(0, 400, D5, A5),)),
    # Short, long, up a fifth: go.
    "work": (BRIGHT, 380, (Note(0, 80, E5), Note(120, 260, B5))),
    # The other way round, long, short, down a fifth: let go.
    "rest": (SOFT, 380, (Note(0, 220, B5), Note(250, 130, E5))),
    # Three even steps down.
    "cool-down": (SOFT, 400, (Note(0, 110, A5), Note(145, 110, FIS5), Note(290, 110, D5))),
    # The clock of a countdown, and its last stroke: higher and longer.
    "tick": (SOFT, 80, (Note(0, 80, A5),)),
    "last-tick": (BRIGHT, 180, (Note(0, 180, D6),)),
    # A bell struck twice at one pitch.
    "halfway": (BELL, 400, (Note(0, 140, E5, fade=120), Note(220, 180, E5, fade=120))),
    # Three strokes and a long high tone that dies away with the session.
    "session-end": (
        BRIGHT,
        800,
        (Note(0, 75, A5), Note(115, 75, A5), Note(230, 75, A5), Note(345, 75, B5), Note(450, 350, D6, fade=220)),
    ),
}


# A metronome's click and its stressed one, as a struck block of wood: pitches in Hz, each with its strength and its
# decay in ms. The second, not a harmonic, is what makes it wood; it is gone before the first.
CLICKS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "click": ((880.0, 1.0, 4.0), (2380.0, 0.4, 1.5)),
    "accent": ((1174.66, 1.0, 4.0), (3170.0, 0.4, 1.5)),
}


def tone(note: Note, harmonics: tuple[float, ...]) -> np.ndarray:
    """Give the samples of one note, with ramps at both ends."""
    count = note.length * RATE // 1000
    pitch = np.linspace(note.pitch, note.glide_to or note.pitch, count, endpoint=False)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    samples = sum(strength * np.sin(n * phase) for n, strength in enumerate(harmonics, start=1))
    if note.fade:
        samples = samples * np.exp(-np.arange(count) / (note.fade * RATE / 1000))
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(RAMP_MS * RATE // 1000) / (RAMP_MS * RATE // 1000))
    samples[: len(ramp)] *= ramp
    samples[-len(ramp) :] *= ramp[::-1]
    return samples


def signal(role: str) -> bytes:
    """Give a signal as 16-bit samples, its peak at -13 dB below full scale."""
    harmonics, length, notes = SIGNALS[role]
    out = np.zeros(length * RATE // 1000)
    for note in notes:
        first = note.start * RATE // 1000
        out[first : first + note.length * RATE // 1000] += tone(note, harmonics)
    out *= PEAK / np.max(np.abs(out))
    return np.floor(out * 32767 + 0.5).astype("<i2").tobytes()


def click(role: str) -> bytes:
    """Give a click as 16-bit samples, its peak at -18 dB: softer than a signal, for there are many."""
    count = CLICK_MS * RATE // 1000
    time = np.arange(count) / RATE
    out = np.zeros(count)
    for pitch, strength, decay in CLICKS[role]:
        out += strength * np.sin(2 * np.pi * pitch * time) * np.exp(-time * 1000 / decay)
    rise, fall = RATE // 1000, 5 * RATE // 1000
    out[:rise] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / rise)
    out[-fall:] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(1, fall + 1) / fall)
    out *= CLICK_PEAK / np.max(np.abs(out))
    return np.floor(out * 32767 + 0.5).astype("<i2").tobytes()


def main(folder: Path) -> None:
    """Write every sound into `folder`."""
    made = {**{role: signal(role) for role in SIGNALS}, **{role: click(role) for role in CLICKS}}
    for role, pcm in made.items():
        with wave.open(str(folder / f"{role}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(pcm)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
