"""Read what a system's voice writes: 16-bit PCM as WAV (Linux, Windows) or AIFF (macOS, whatever the suffix).

A file has to hold what it says it holds. A program that writes into a pipe cannot know that when it begins: it says 0
or as much as there can be (`STREAMED`), and its sound goes to the end.
"""

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

STREAMED = 0x7000_0000
"""A size from here on stands for "to the end": espeak-ng says 0x7FFFF000, SoX 0x7FFFFFFF, FFmpeg 0xFFFFFFFF."""

_SLACK = 8
"""Bytes behind the sound that are no chunk and are not missed: too few for a chunk's name and size."""


class NotWhole(ValueError):
    """A sound file that holds less than it says, or more: words are missing from it."""


def read_pcm(path: Path) -> Clip:
    """Read a file's sound as it is, at its own rate and channels.

    Raises:
        OSError: when the file cannot be read.
        NotWhole: when it is cut short, or holds more than it says.
        ValueError: when it is neither WAV nor AIFF of 16 bits, or is damaged.
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
        is_sound, begin = name in (b"data", b"SSND"), position + 8
        if is_sound and (size >= STREAMED or (size == 0 and not _only_chunks(data, begin, order))):
            size = len(data) - begin
        if begin + size > len(data):
            raise NotWhole("the sound file is cut short")
        if name in _READ:
            yield name, data[begin : begin + size]
        position = begin + size + size % 2  # chunks begin at even offsets
        if is_sound and not _only_chunks(data, position, order):
            raise NotWhole("the sound file holds more than its header says")


def _only_chunks(data: bytes, position: int, order: str) -> bool:
    """Tell whether nothing but whole chunks without sound, and zeros as padding, come from `position` on."""
    while len(data) - position >= _SLACK and any(data[position:]):
        name, size = struct.unpack_from(f"{order}4sI", data, position)
        position += 8 + size + size % 2
        if (
            name in (b"data", b"SSND", b"RIFF", b"FORM")
            or not all(0x20 <= byte < 0x7F for byte in name)
            or position > len(data) + 1
        ):
            return False
    return True


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
    pcm, claimed = chunks[b"SSND"][8 + offset :], frames * channels * 2
    if len(pcm) < claimed:
        raise NotWhole("the sound file is cut short")
    if any(pcm[claimed + _SLACK :]):
        raise NotWhole("the sound file holds more than its header says")
    pcm = pcm[:claimed]
    if coding != b"sowt":  # sowt is little-endian already
        samples = array("h", pcm)
        samples.byteswap()
        pcm = samples.tobytes()
    # The rate is an 80-bit float: its value is mantissa * 2**(exponent - 16383 - 63).
    return Clip(pcm, round(mantissa * 2.0 ** (exponent - 16446)), channels)
