"""Decode MP3 frames again, to prove what they hold. Nothing else here decodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audiocoach.output.mp3.frames import DECODER_DELAY, ENCODER_DELAY, FrameLayout
from audiocoach.output.proof import Missing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]
else:
    Samples = Any

DELAY = ENCODER_DELAY + DECODER_DELAY
"""Samples of frames without an Info frame that come before the first one that went in."""


def decoded(frames: bytes, layout: FrameLayout, bitrate: int) -> Samples:
    """Decode frames of which the first borrows nothing: 16-bit values from the first sample that went into them, of
    shape (n,) or (n, 2).

    Raises:
        Missing: when they cannot be decoded.
    """
    import miniaudio
    import numpy as np

    channels = layout.channels
    sound = np.zeros(len(frames) // layout.frame_bytes(bitrate) * layout.frame_samples * channels, np.int16)
    at, form = 0, miniaudio.SampleFormat.SIGNED16
    try:
        # A second at a time: all at once would be in memory twice.
        for part in miniaudio.stream_memory(frames, form, channels, layout.rate, frames_to_read=layout.rate):
            sound[at : at + len(part)] = part[: len(sound) - at]
            at += len(part)
    except miniaudio.DecodeError:
        raise Missing(0) from None
    return (sound if channels == 1 else sound.reshape(-1, channels))[DELAY:]
