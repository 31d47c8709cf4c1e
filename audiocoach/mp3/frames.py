"""MP3 frames at 24 kHz mono: their sizes, their headers, and silence.

MPEG-2 Layer III, constant bitrate. A frame is 576 samples, so 24 ms exactly, and its size in bytes is exactly
three times the bitrate: frames never need padding, and frame n is found by multiplying.
"""

from __future__ import annotations

from audiocoach.units import RATE

FRAME_SAMPLES = 576
FRAME_MS = FRAME_SAMPLES * 1000 // RATE

ENCODER_DELAY = 576
"""Samples that LAME puts in front; the Info frame tells players to drop them."""

DECODER_DELAY = 529
"""Samples by which every Layer III decoder lags behind: enough frames must follow for the last one to come out."""

DEFAULT_BITRATE = 48

_BITRATE_INDEX = {
    32: 4,
    40: 5,
    48: 6,
    56: 7,
    64: 8,
    80: 9,
    96: 10,
    112: 11,
    128: 12,
    144: 13,
    160: 14,
}

BITRATES = tuple(_BITRATE_INDEX)
"""The bitrates a session can have, in kb/s."""

_SIDE_INFO = bytes.fromhex("000000034800000000")
"""The nine bytes LAME writes for a silent granule: no bits reserved, no values, and a gain nobody applies."""


def frame_bytes(bitrate: int) -> int:
    """Bytes of one frame at `bitrate` kb/s."""
    return FRAME_SAMPLES * bitrate * 1000 // 8 // RATE


def frame_count(total_samples: int) -> int:
    """Frames it takes until a decoder has given `total_samples` after its start-up."""
    return -(-(total_samples + ENCODER_DELAY + DECODER_DELAY) // FRAME_SAMPLES)


def padding(total_samples: int) -> int:
    """Samples that come out after the last wanted one; the Info frame tells players to drop them."""
    return frame_count(total_samples) * FRAME_SAMPLES - ENCODER_DELAY - total_samples


def header(bitrate: int) -> bytes:
    """Four bytes: frame sync, MPEG-2 Layer III without CRC; bitrate and 24 kHz; mono, original."""
    check_bitrate(bitrate)
    return bytes([0xFF, 0xF3, _BITRATE_INDEX[bitrate] << 4 | 0b01 << 2, 0b11 << 6 | 0b01 << 2])


def silent_frame(bitrate: int) -> bytes:
    """One frame that decodes to nothing and that neither lends bits to another frame nor borrows any."""
    return (header(bitrate) + _SIDE_INFO).ljust(frame_bytes(bitrate), b"\0")


def check_bitrate(bitrate: int) -> None:
    """Raise ValueError for a bitrate that is not one of `BITRATES`."""
    if bitrate not in _BITRATE_INDEX:
        raise ValueError(f"{bitrate} kb/s is not one of {', '.join(map(str, BITRATES))}")


def check_frames(data: bytes, bitrate: int) -> int:
    """Count the frames in `data`; ValueError unless all are whole and of the one kind a file is made of.

    The first may not borrow bits from frames before it: in a file, others would stand there.
    """
    size, wanted = frame_bytes(bitrate), header(bitrate)
    if not data or len(data) % size:
        raise ValueError(f"{len(data)} bytes are not whole frames of {size}")
    for offset in range(0, len(data), size):
        if data[offset : offset + 4] != wanted:
            found = data[offset : offset + 4].hex()
            raise ValueError(f"frame {offset // size} starts with {found}, not with {wanted.hex()}")
    if data[4]:
        raise ValueError(f"the first frame borrows {data[4]} bytes from frames before it")
    return len(data) // size
