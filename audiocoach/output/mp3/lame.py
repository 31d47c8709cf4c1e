"""LAME, set up in one place: the same layout and bitrate always get the same encoder."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from audiocoach.output.mp3.frames import FrameLayout

QUALITY = 3
"""LAME's quality, 0 (best, slow) to 9. On speech 2 to 6 measure alike within 0.5 dB; 7 and up have no hearing model."""

THREADS = 2
"""Encoders at a time; LAME works without Python's lock. More would not have got more cores where this was measured."""


def encoder(layout: FrameLayout, bitrate: int) -> Any:
    """Make a fresh encoder, without memory of any sound: `encode(pcm)` and `flush()` return frames.

    How the samples are divided among calls of `encode` makes no difference to the frames.

    Raises:
        ValueError: for a bitrate that the layout does not have.
    """
    layout.check_bitrate(bitrate)
    import lameenc

    fresh = lameenc.Encoder()
    fresh.silence()
    fresh.set_channels(layout.channels)
    fresh.set_in_sample_rate(layout.rate)
    # Set explicitly: by default LAME picks a lower rate for low bitrates.
    fresh.set_out_sample_rate(layout.rate)
    fresh.set_bit_rate(bitrate)
    fresh.set_quality(QUALITY)
    return fresh


def described(layout: FrameLayout, bitrate: int) -> str:
    """Describe, for keys, all that an encoder's frames depend on besides the samples."""
    return f"{named()}, {layout.rate} Hz, {layout.channels} channels, {bitrate} kb/s, quality {QUALITY}"


def named() -> str:
    """Name the encoder and its version."""
    return f"lameenc {_version()}"


@cache
def _version() -> str:
    return version("lameenc")
