"""The first frame of an MP3 file: the Info frame, with the length to the sample and the table for seeking.

Players read it instead of playing it. Its layout (big-endian; offsets count from the frame's start):

    mono stereo        (mono of 48 kHz: its side info is 17 bytes, and all behind it stands 15 earlier than in stereo)
      0       0  frame header (4), then side info of zeros (9 or 32)
     13      36  "Info" (constant bitrate), flags, frames, bytes, 100 seek entries, quality
    133     156  LAME's extension, 36 bytes, with the samples to drop at both ends, closed by a CRC of all before it
    169     192  zeros to the frame's end
"""

from __future__ import annotations

import struct
from functools import lru_cache

from audiocoach.output.mp3.frames import ENCODER_DELAY, MONO, FrameLayout, frames_of

_HAS_ALL = 0b1111
_QUALITY = 80

_ENCODER = b"LAME3.100"
"""Players look for the name before they trust the delay, and parse the version; all of them know this one."""

_CBR = 1
_INFO_BITRATE = 64
"""The smallest bitrate, in kb/s, whose frame (192 bytes) holds it all; used where the audio's frames are smaller."""

_PLAIN_STEREO, _JOINT_STEREO = 1, 3
_AT_48_KHZ = 2


@lru_cache(64)  # files of many athletes are of one length
def info_frame(total_samples: int, bitrate: int, layout: FrameLayout = MONO, lead: int = 0) -> bytes:
    """Make the Info frame of a file of `total_samples` at `bitrate` kb/s, in a frame of at least 64 kb/s.

    `lead`: how many of the samples players are to drop in front; the field holds 4,095 with the encoder's delay.
    """
    own = max(bitrate, _INFO_BITRATE)
    size = layout.frame_bytes(own)
    frames = layout.frame_count(total_samples)
    file_bytes = size + frames * layout.frame_bytes(bitrate)

    start = layout.header(own) + bytes(len(layout.side_info))
    table = _seek_table(frames, layout.frame_bytes(bitrate), size)
    xing = struct.pack(">4s3I", b"Info", _HAS_ALL, frames, file_bytes) + table
    xing += struct.pack(">I", _QUALITY)
    lame = struct.pack(
        ">9s B B I H H B B 3s B b H I H",
        _ENCODER,
        0 << 4 | _CBR,  # revision of this tag; how the bitrate was chosen
        0,  # lowpass: unknown
        0,  # peak: unknown
        0,  # replay gain for radio: none
        0,  # replay gain for audiophiles: none
        0,  # encoder flags and ATH type
        min(bitrate, 255),
        (ENCODER_DELAY + lead << 12 | layout.padding(total_samples)).to_bytes(3, "big"),
        _kind(layout, bitrate),
        0,  # gain applied
        0,  # preset and surround
        file_bytes,
        0,  # CRC of the music: would need all of it before the first byte is written, and nobody checks it
    )
    covered = start + xing + lame
    return (covered + struct.pack(">H", crc16(covered))).ljust(size, b"\0")


def info_length(start: bytes) -> int:
    """Read from an Info frame how many bytes it and the audio behind it have; `start` is the frame's beginning.

    Raises:
        ValueError: when that is not an Info frame.
    """
    layout = frames_of(start)
    at = 4 + len(layout.side_info)
    if len(start) < at + 16 or start[at : at + 4] != b"Info":
        raise ValueError("no Info frame")
    _, _, file_bytes = struct.unpack(">3I", start[at + 4 : at + 16])
    return int(file_bytes)


def _kind(layout: FrameLayout, bitrate: int) -> int:
    """Make a byte: noise shaping (two bits), stereo mode (three), unwise settings (one), the source's rate (two)."""
    if layout.granules == 1:
        return 0  # mono, from below 32 kHz
    stereo = _JOINT_STEREO if layout.is_joint(bitrate) else _PLAIN_STEREO
    return _AT_48_KHZ << 6 | (0 if layout.channels == 1 else stereo) << 2


def _seek_table(frames: int, size: int, info_bytes: int) -> bytes:
    """Say where each per cent of the playing time is, a byte each, in 256ths of the file (Info frame included)."""
    whole = info_bytes + frames * size
    return bytes(min(255, round(256 * (info_bytes + frames * size * percent / 100) / whole)) for percent in range(100))


def crc16(data: bytes) -> int:
    """Compute the CRC-16/ARC that closes LAME's tag: polynomial 0x8005 reflected, starting at 0."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
