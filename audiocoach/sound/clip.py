"""A clip: samples with their rate and channels."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.quantities.units import BYTES_PER_SAMPLE, RATE


@dataclass(frozen=True, slots=True)
class Clip:
    """Sound as 16-bit little-endian PCM (`pcm`), `rate` samples a second, `channels` interleaved.

    Clips for the mixer are always 24 kHz mono and a whole number of milliseconds long (padded with
    silence at the end), because timelines count in whole milliseconds.
    """

    pcm: bytes
    rate: int = RATE
    channels: int = 1

    @property
    def frame_count(self) -> int:
        """Count the samples of each channel."""
        return len(self.pcm) // (BYTES_PER_SAMPLE * self.channels)

    @property
    def length_ms(self) -> int:
        """Return the length in whole milliseconds, rounded up."""
        return -(-self.frame_count * 1000 // self.rate)
