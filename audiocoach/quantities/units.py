"""Time and its units. Pure arithmetic on whole numbers; no file and no sound.

Every time in audiocoach is in whole milliseconds, and its docstring says from where it counts (the start of the
session, the step or the clip). Speech and signals are 24 kHz mono, 16 bits, little-endian: one millisecond is 24
samples exactly.
"""

from __future__ import annotations

RATE = 24_000
"""Samples a second of speech and signals. MPEG-2 Layer III frames of 576 samples are then 24 ms exactly."""

SAMPLES_PER_MS = RATE // 1000
BYTES_PER_SAMPLE = 2

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def samples(milliseconds: int) -> int:
    """Convert milliseconds to samples at `RATE`, exactly."""
    return milliseconds * SAMPLES_PER_MS


def whole_ms(sample_count: int) -> int:
    """Return how many whole milliseconds hold `sample_count` samples at `RATE` (rounded up)."""
    return -(-sample_count // SAMPLES_PER_MS)


def to_the_second(milliseconds: int) -> int:
    """Round to the nearest whole second, in milliseconds: the precision at which lengths are spoken and written."""
    return (milliseconds + SECOND // 2) // SECOND * SECOND


def clock(milliseconds: int) -> str:
    """Write a length or a moment as people do: `0:30`, `1:50`, `1:02:03`; milliseconds are dropped."""
    seconds = milliseconds // SECOND
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def plural(number: int, noun: str) -> str:
    """Write a number of things in the English of messages: `1 cue`, `2 cues`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
