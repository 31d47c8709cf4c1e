"""Where frames of one encoding can go on with frames of another, inside sound that goes on.

Both have encoded the same samples there. Their frames differ in two ways that matter:

- A frame's sound begins in the unused bytes of frames before it (ISO 11172-3, `main_data_begin`). The later encoding's
  frame k may go behind the earlier one's frame k - 1 when what it borrows has room behind the sound of that frame; then
  those bytes move there, and no frame is changed otherwise.
- Each half frame overlaps the next by a window, long or short. The two windows that meet must have the same shape, or
  what one leaves over the other does not take away: that would be a click.
"""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.output.mp3.frames import FrameLayout

_GRANULE_BITS = {1: 63, 2: 59}
_SCALEFACTOR_BITS = {1: 9, 2: 4}
"""Of `scalefac_compress`; both by the number of granules in a frame, so MPEG-2 and MPEG-1."""

_BLOCK_START, _BLOCK_SHORT, _BLOCK_STOP = 1, 2, 3


@dataclass(frozen=True, slots=True)
class SideInfo:
    """What a frame says of its sound."""

    borrowed: int
    """Bytes of sound that stand in frames before it."""

    sound_bytes: int
    """All its bytes of sound, borrowed or its own."""

    opens_short: tuple[bool, ...]
    """Whether its first window begins with a short slope, for each channel."""

    closes_short: tuple[bool, ...]
    """Whether its last window ends with a short slope, for each channel."""


def read_side_info(frame: bytes, layout: FrameLayout) -> SideInfo:
    """Read what stands behind the four bytes of a frame's header."""
    size = len(layout.side_info)
    bits = int.from_bytes(frame[4 : 4 + size], "big")

    def field(at: int, length: int) -> int:
        return bits >> (8 * size - at - length) & ((1 << length) - 1)

    granules, channels = layout.granules, layout.channels
    count = granules * channels
    at = 8 * size - count * _GRANULE_BITS[granules]  # behind what is borrowed, private bits and shared scale factors
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
    """Whether `frame` may stand behind `before`, a frame of another encoding."""
    earlier, later = read_side_info(before, layout), read_side_info(frame, layout)
    room = layout.main_bytes(bitrate) + earlier.borrowed - earlier.sound_bytes
    return later.borrowed <= room and later.opens_short == earlier.closes_short


def sound_before(frames: bytes, wanted: int, layout: FrameLayout, bitrate: int) -> bytes:
    """The last `wanted` bytes of sound that stand in `frames`: what the frame behind them borrows."""
    size, head = layout.frame_bytes(bitrate), layout.head_bytes
    sound = b"".join(frames[at + head : at + size] for at in range(0, len(frames), size))
    return sound[len(sound) - wanted :]


def lend(frames: bytearray, sound: bytes, layout: FrameLayout, bitrate: int) -> None:
    """Put `sound` where the last bytes of sound in `frames` are, so that a frame that borrows it can follow."""
    end, main = len(frames), layout.main_bytes(bitrate)
    while sound:
        part = sound[-main:]
        frames[end - len(part) : end] = part
        sound = sound[: -len(part)]
        end -= layout.frame_bytes(bitrate)
