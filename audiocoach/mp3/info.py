"""The first frame of an MP3 file: the Info frame, with the length to the sample and the table for seeking.

Players read it instead of sounding it. Its layout (big-endian; offsets count from the frame's start):

      0  frame header (4), then side info of zeros (9 for mono MPEG-2)
     13  "Info" (constant bitrate), flags, frames, bytes, 100 seek entries, quality
    133  LAME's extension, 36 bytes, with the samples to drop at both ends, closed by a CRC of all before it
"""

from __future__ import annotations

import struct

from audiocoach.mp3.frames import ENCODER_DELAY, frame_bytes, frame_count, header, padding

_SIDE_INFO_BYTES = 9
_HAS_ALL = 0b1111
_QUALITY = 80

_ENCODER = b"LAME3.100"
"""Players look for the name before they trust the delay, and parse the version; this is the one they all know."""

_CBR, _BELOW_32_KHZ = 1, 0
_INFO_BITRATE = 64
"""The smallest bitrate whose frame holds the 169 bytes; used where the audio's own frames are smaller."""


def info_frame(total_samples: int, bitrate: int) -> bytes:
    """Make the Info frame of a file of `total_samples` at `bitrate` kb/s, in a frame of at least 64 kb/s."""
    own = max(bitrate, _INFO_BITRATE)
    size = frame_bytes(own)
    frames = frame_count(total_samples)
    file_bytes = size + frames * frame_bytes(bitrate)

    start = header(own) + bytes(_SIDE_INFO_BYTES)
    xing = struct.pack(">4s3I", b"Info", _HAS_ALL, frames, file_bytes) + _seek_table(frames, bitrate, size)
    xing += struct.pack(">I", _QUALITY)
    lame = struct.pack(
        ">9s B B I H H B B 3s B b H I H",
        _ENCODER,
        0 << 4 | _CBR,  # revision of this tag; how the bitrate was chosen
        0,  # lowpass: not said
        0,  # peak: not said
        0,  # replay gain for radio and
        0,  # for audiophiles: not said
        0,  # encoder flags and ATH type
        bitrate,
        (ENCODER_DELAY << 12 | padding(total_samples)).to_bytes(3, "big"),
        _BELOW_32_KHZ,  # noise shaping, stereo mode: mono; the source's rate class
        0,  # gain applied
        0,  # preset and surround
        file_bytes,
        0,  # CRC of the music: needs all of it before the first byte is written, and nobody checks it
    )
    covered = start + xing + lame
    return (covered + struct.pack(">H", crc16(covered))).ljust(size, b"\0")


def info_length(start: bytes) -> int:
    """How many bytes an Info frame says it and the audio behind it have; `start` is the frame's beginning.

    Raises ValueError when that is no Info frame.
    """
    at = 4 + _SIDE_INFO_BYTES
    if len(start) < at + 16 or start[at : at + 4] != b"Info":
        raise ValueError("no Info frame")
    _, _, file_bytes = struct.unpack(">3I", start[at + 4 : at + 16])
    return int(file_bytes)


def _seek_table(frames: int, bitrate: int, info_bytes: int) -> bytes:
    """Where each per cent of the playing time is, in 256ths of the file (Info frame included)."""
    size = frame_bytes(bitrate)
    whole = info_bytes + frames * size
    return bytes(min(255, round(256 * (info_bytes + frames * size * percent / 100) / whole)) for percent in range(100))


def crc16(data: bytes) -> int:
    """CRC-16/ARC, as LAME closes its tag with it: polynomial 0x8005 reflected, starting at 0."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
