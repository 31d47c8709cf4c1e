"""Cut a session's samples into chunks of some seconds, each to be encoded on its own.

Sound without a long silence is a run. A run is cut into chunks that overlap, so that their frames can be joined; the
silence between runs is not encoded. The cuts depend on the samples alone, not on the blocks they come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audiocoach.output.mp3.frames import FrameLayout

CHUNK_FRAMES = 833
"""Frames of a chunk's own, 20 seconds; the rest overlaps its neighbours."""

WARM_UP = 4
"""Frames before its own with which a chunk begins: the first three are encoded as if zeros came before."""

EXTRA = 8
"""Frames behind its own with which a chunk ends: LAME holds up to six back until it knows what follows."""

SILENT_FRAMES = 42
"""Frames of zeros, a second, that end a run. After less, LAME still has room saved for the sound that follows."""

TAIL = 3
"""Frames after a run's last sound in which it still fades out of encoder and decoder. Fewer than `SILENT_FRAMES`."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Samples to encode: frames `first` to `end` of the session."""

    first: int
    end: int
    pcm: bytes

    opens: bool
    """Whether a run begins with it: there is silence or nothing before it."""

    closes_at: int | None
    """The frame before which a run that ends with it ends, tail included (maybe beyond `end`); None: it goes on."""


def chunks(blocks: Iterable[bytes], layout: FrameLayout, own_frames: int = CHUNK_FRAMES) -> Iterator[Chunk]:
    """Cut 16-bit samples (all channels interleaved), which come in blocks of any size, into chunks.

    Holds one chunk in memory.

    Raises:
        ValueError: when the bytes end within a sample.
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
    """Yield the samples a frame at a time, the last frame filled up with zeros."""
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
