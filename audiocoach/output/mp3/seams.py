"""Find where frames of one encoding can be followed by frames of another, inside sound that goes on.

Both have encoded the same samples there. Their frames differ in two ways that matter:

- A frame's sound begins in the unused bytes of frames before it (ISO 11172-3, `main_data_begin`). The later encoding's
  frame k can follow the earlier one's frame k - 1 when the bytes it borrows fit behind the sound of that frame; then
  those bytes move there, and the frames are not changed otherwise.
- Each half frame overlaps the next by a window, long or short. The two windows that meet must have the same shape;
  otherwise their overlap does not cancel out, which is heard as a click.
"""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.output.mp3.frames import FrameLayout

_GRANULE_BITS = {1: 63, 2: 59}
_SCALEFACTOR_BITS = {1: 9, 2: 4}
"""Bits of `scalefac_compress`; this and the above by granules in a frame: 1 in MPEG-2, 2 in MPEG-1."""

_BLOCK_START, _BLOCK_SHORT, _BLOCK_STOP = 1, 2, 3


@dataclass(frozen=True, slots=True)
class SideInfo:
    """What a frame says about its sound."""

    borrowed: int
    """Bytes of sound that stand in frames before it."""

    sound_bytes: int
    """All its bytes of sound, borrowed or its own."""

    opens_short: tuple[bool, ...]
    """Whether its first window begins with a short slope, for each channel."""

    closes_short: tuple[bool, ...]
    """Whether its last window ends with a short slope, for each channel."""


def read_side_info(frame: bytes, layout: FrameLayout) -> SideInfo:
    """Read a frame's side info, which stands behind the four bytes of its header."""
    size = len(layout.side_info)
    bits = int.from_bytes(frame[4 : 4 + size], "big")

    def field(at: int, length: int) -> int:
        return bits >> (8 * size - at - length) & ((1 << length) - 1)

    granules, channels = layout.granules, layout.channels
    count = granules * channels
    at = 8 * size - count * _GRANULE_BITS[granules]  # behind main_data_begin, private bits and scfsi
    length, blocks = 0, []
    for _ in range(count):
        length += field(at, 12)  # part2_3_length
        switched = at + 12 + 9 + 8 + _SCALEFACTOR_BITS[granules]
        blocks.append(field(switched + 1, 2) if field(switched, 1) else 0)
        at += _GRANULE_BITS[granules]
    return SideInfo(
        borrowed=layout.borrowed(frame),
        sound_bytes=-(-length // 8),
        opens_short=tuple(block in (_BLOCK_SHORT, _BLOCK_STOP) for block in blocks[:channels]),
        closes_short=tuple(block in (_BLOCK_START, _BLOCK_SHORT) for block in blocks[-channels:]),
    )


def can_follow(before: bytes, frame: bytes, layout: FrameLayout, bitrate: int) -> bool:
    """Tell whether `frame` may follow `before`, a frame of another encoding."""
    earlier, later = read_side_info(before, layout), read_side_info(frame, layout)
    room = layout.main_bytes(bitrate) + earlier.borrowed - earlier.sound_bytes
    return later.borrowed <= room and later.opens_short == earlier.closes_short


def sound_before(frames: bytes, wanted: int, layout: FrameLayout, bitrate: int) -> bytes:
    """Return the last `wanted` bytes of sound that stand in `frames`: what the frame behind them borrows."""
    size, head = layout.frame_bytes(bitrate), layout.head_bytes
    sound = b"".join(frames[at + head : at + size] for at in range(0, len(frames), size))
    return sound[len(sound) - wanted :]


def lend(frames: bytearray, sound: bytes, layout: FrameLayout, bitrate: int) -> None:
    """Overwrite the last bytes for sound in `frames` with `sound`, so that a frame that borrows it can follow."""
    end, main = len(frames), layout.main_bytes(bitrate)
    while sound:
        part = sound[-main:]
        frames[end - len(part) : end] = part
        sound = sound[: -len(part)]
        end -= layout.frame_bytes(bitrate)
