"""Lay encoded pieces and silence end to end into an MP3 file, straight to its target."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import BinaryIO

from audiocoach.output.mp3.frames import DEFAULT_BITRATE, MONO, FrameLayout
from audiocoach.output.mp3.info_frame import info_frame

_SILENT_FRAMES = 1024
"""Frames of silence written at a time, about 25 seconds: gaps are slices of one block."""

_MOST_KNOWN, _MOST_OF_ONE = 1000, 1 << 15
"""Pieces that are checked once for all files that have them, and kept for that: how many bytes each has at most."""


def write_mp3(
    target: BinaryIO,
    pieces: Iterable[tuple[int, bytes]],
    total_samples: int,
    bitrate: int = DEFAULT_BITRATE,
    tag: bytes = b"",
    layout: FrameLayout = MONO,
    lead: int = 0,
) -> int:
    """Write `tag`, an Info frame, and `total_samples` of sound made of `pieces` with silence between them.

    A piece is (start sample counted from the session's start, frames encoded at that sample's phase within a frame), in
    time order: from `encode_windows`, or from `encode_stream`, whose pieces may follow each other without a gap.
    Samples are at the layout's rate; players drop the first `lead` of them. Frames after the last that any sample needs
    are left out. Holds one piece at a time, and the short ones that were checked last.

    Returns the number of bytes written.

    Raises:
        ValueError: for pieces that overlap or do not fit: a bug in whatever placed them.
    """
    if total_samples <= 0:
        raise ValueError(f"a file has at least one sample, got {total_samples}")
    size = layout.frame_bytes(bitrate)
    last = layout.frame_count(total_samples)
    silence = memoryview(layout.silent_frame(bitrate) * min(_SILENT_FRAMES, last))

    info = info_frame(total_samples, bitrate, layout, lead)
    target.write(tag)
    target.write(info)
    at = 0
    for start, frames in pieces:
        first = start // layout.frame_samples
        goes_on = first == at > 0
        if not 0 <= start < total_samples and not goes_on:
            raise ValueError(f"a piece at sample {start} is outside 0..{total_samples}")
        if first < at:
            raise ValueError(f"a piece at sample {start} meets the one before it, which ends with frame {at}")
        check = _known_count if len(frames) <= _MOST_OF_ONE else _count
        count = check(frames, bitrate, layout, goes_on)
        _write_silence(target, silence, (first - at) * size)
        target.write(memoryview(frames)[: max(0, last - first) * size])
        at = first + count
    _write_silence(target, silence, (last - at) * size)
    return len(tag) + len(info) + last * size


def _count(frames: bytes, bitrate: int, layout: FrameLayout, goes_on: bool) -> int:  # noqa: FBT001 - for a cache
    return layout.check_frames(frames, bitrate, goes_on=goes_on)


_known_count = lru_cache(_MOST_KNOWN)(_count)


def _write_silence(target: BinaryIO, block: memoryview, byte_count: int) -> None:
    for _ in range(byte_count // len(block)):
        target.write(block)
    if byte_count > 0:
        target.write(block[: byte_count % len(block)])
