"""Read what a system's voice writes: 16-bit PCM as WAV (Linux, Windows) or AIFF (macOS, whatever the suffix)."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from pathlib import Path

from audiocoach.sound.clip import Clip
from audiocoach.storage.regular_files import open_regular

_READ = (b"fmt ", b"data", b"COMM", b"SSND")
"""The chunks that are looked at; of others, a file may have millions."""

_PCM, _EXTENSIBLE = 1, 0xFFFE
_BITS = 16


def read_pcm(path: Path) -> Clip:
    """Read a file's sound as it is, at its own rate and channels.

    Raises:
        OSError: when the file cannot be read.
        ValueError: when it is neither WAV nor AIFF of 16 bits, is damaged, or is cut short.
    """
    with open_regular(path) as file:
        data = file.read()
    form, kind = data[:4], data[8:12]
    try:
        if form == b"RIFF" and kind == b"WAVE":
            return _wave(dict(_chunks(data, "<")))
        if form == b"FORM" and kind in (b"AIFF", b"AIFC"):
            return _aiff(dict(_chunks(data, ">")), compressed=kind == b"AIFC")
    except (KeyError, struct.error, OverflowError) as error:
        raise ValueError("the sound file is damaged") from error
    raise ValueError("it is no sound file")


def _chunks(data: bytes, order: str) -> Iterator[tuple[bytes, bytes]]:
    position = 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from(f"{order}4sI", data, position)
        if position + 8 + size > len(data):
            raise ValueError("the sound file is cut short")
        if name in _READ:
            yield name, data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2  # chunks begin at even offsets


def _wave(chunks: dict[bytes, bytes]) -> Clip:
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if kind not in (_PCM, _EXTENSIBLE) or bits != _BITS:
        raise ValueError(f"the sound file is not {_BITS}-bit PCM")
    return Clip(chunks[b"data"], rate, channels)


def _aiff(chunks: dict[bytes, bytes], *, compressed: bool) -> Clip:
    channels, frames, bits, exponent, mantissa = struct.unpack_from(">hIhHQ", chunks[b"COMM"])
    coding = chunks[b"COMM"][18:22] if compressed else b"NONE"
    if coding not in (b"NONE", b"twos", b"sowt") or bits != _BITS:
        raise ValueError(f"the sound file is not {_BITS}-bit PCM")
    (offset,) = struct.unpack_from(">I", chunks[b"SSND"])
    pcm = chunks[b"SSND"][8 + offset :][: frames * channels * 2]
    if coding != b"sowt":  # sowt is little-endian already
        samples = array("h", pcm)
        samples.byteswap()
        pcm = samples.tobytes()
    # The rate is an 80-bit float: its value is mantissa * 2**(exponent - 16383 - 63).
    return Clip(pcm, round(mantissa * 2.0 ** (exponent - 16446)), channels)
