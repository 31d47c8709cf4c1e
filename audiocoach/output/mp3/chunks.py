"""A session's samples to chunks of some seconds, each to be encoded on its own.

Sound that goes on is a run. A run is cut into chunks that overlap, so that their frames can be joined; between runs is
silence that nobody encodes. Where the cuts are depends on the samples alone, not on the blocks they come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audiocoach.output.mp3.frames import FrameLayout

CHUNK_FRAMES = 833
"""20 seconds of each chunk are its own."""

WARM_UP = 4
"""Frames before its own with which a chunk begins: the first three hear zeros that are not there."""

EXTRA = 8
"""Frames behind its own with which a chunk ends: LAME holds up to six back until it knows what follows."""

SILENT_FRAMES = 42
"""So many frames of zeros, a second, end a run. After less, LAME still has room saved for the sound that follows."""

TAIL = 3
"""Frames after a run's last sound in which it still fades out of encoder and decoder. Fewer than `SILENT_FRAMES`."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Samples to encode: frames `first` to `end` of the session."""

    first: int
    end: int
    pcm: bytes

    opens: bool
    """Whether a run begins with it: silence is before it, or nothing."""

    closes_at: int | None
    """Where the run ends with it, in frames with its tail; None: it goes on."""


def chunks(blocks: Iterable[bytes], layout: FrameLayout, own_frames: int = CHUNK_FRAMES) -> Iterator[Chunk]:
    """Cut 16-bit samples (all channels interleaved), which come in blocks of any size, into chunks.

    Holds one chunk. Raises ValueError for samples that end within one.
    """
    held: list[bytes] = []
    first = silent = 0
    opens = True
    nothing = bytes(layout.frame_samples * layout.sample_bytes)
    number = -1
    for number, frame in enumerate(_frames(blocks, layout)):
        silent = silent + 1 if frame == nothing else 0
        if not held:
            if silent:
                continue
            first, opens = number, True
        held.append(frame)
        end = number + 1
        if silent == SILENT_FRAMES:
            yield Chunk(first, end, b"".join(held), opens, end - silent + TAIL)
            held = []
        elif len(held) == own_frames + EXTRA + (0 if opens else WARM_UP):
            yield Chunk(first, end, b"".join(held), opens, None)
            held, opens = held[-WARM_UP - EXTRA :], False
            first = end - len(held)
    if held:
        end = number + 1
        yield Chunk(first, end, b"".join(held), opens, end - silent + TAIL)


def _frames(blocks: Iterable[bytes], layout: FrameLayout) -> Iterator[bytes]:
    """The samples a frame at a time, the last one filled with zeros."""
    size = layout.frame_samples * layout.sample_bytes
    rest = b""
    for block in blocks:
        rest += block
        whole = len(rest) - len(rest) % size
        for at in range(0, whole, size):
            yield rest[at : at + size]
        rest = rest[whole:]
    if len(rest) % layout.sample_bytes:
        raise ValueError(f"the samples end within one: {len(rest)} bytes are left over")
    if rest:
        yield rest.ljust(size, b"\0")
