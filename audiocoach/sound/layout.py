"""The sample rates and channels of sessions: mono for voice alone, stereo with music, or that folded for one ear."""

from __future__ import annotations

from dataclasses import dataclass

RATE = 48_000
"""Samples a second of everything with music in it: MPEG-1 Layer III frames of 1152 samples are then 24 ms exactly."""

SAMPLES_PER_MS = RATE // 1000


@dataclass(frozen=True, slots=True)
class Layout:
    """How samples of 16 bits follow each other: `rate` frames a second, `channels` interleaved in each."""

    rate: int
    channels: int

    @property
    def sample_bytes(self) -> int:
        """Count the bytes of one sample of every channel."""
        return 2 * self.channels


MONO = Layout(24_000, 1)
"""Speech and signals alone."""

STEREO = Layout(RATE, 2)
"""Speech and signals over music."""

FOLDED = Layout(RATE, 1)
"""Speech and signals over music, left and right in one."""
