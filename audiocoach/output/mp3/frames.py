"""MP3 frames in the three layouts that files have: their sizes, their headers, and silence.

Layer III, constant bitrate. A frame of either layout is 24 ms exactly, and its size in bytes is exactly three times
the bitrate: frames never need padding, and frame n is found by multiplying.
"""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.sound import layout
from audiocoach.sound.layout import Layout

ENCODER_DELAY = 576
"""Samples that LAME adds in front; the Info frame tells players to drop them."""

DECODER_DELAY = 529
"""Samples by which every Layer III decoder lags: enough frames must follow for the last sample to come out."""

FRAME_MS = 24

_ONE_CHANNEL = 0b11
"""The mode, in a header."""


@dataclass(frozen=True, slots=True)
class FrameLayout:
    """What all frames of a file have in common, besides the bitrate. One file never has two."""

    sound: Layout
    """Rate and channels of the samples encoded; LAME never resamples."""

    bitrates: tuple[int, ...]
    """The bitrates that a session can have, in kb/s."""

    default_bitrate: int

    side_info: bytes
    """What LAME writes behind the header of a silent frame: nothing borrowed, no values, a gain without effect."""

    sync: bytes
    """Two bytes: frame sync, MPEG-1 or MPEG-2, Layer III, without CRC."""

    known_bitrates: tuple[int, ...]
    """All bitrates of this MPEG version, in kb/s; a header names one by its place here, counted from 1."""

    @property
    def rate(self) -> int:
        """Return the samples a second."""
        return self.sound.rate

    @property
    def channels(self) -> int:
        """Return the number of channels, 1 or 2."""
        return self.sound.channels

    @property
    def frame_samples(self) -> int:
        """Count the samples (of each channel) in a frame."""
        return self.rate * FRAME_MS // 1000

    @property
    def granules(self) -> int:
        """Count the granules of 576 samples, coded on their own, in a frame: two in MPEG-1, one in MPEG-2."""
        return self.frame_samples // 576

    @property
    def borrowed_bits(self) -> int:
        """Return the bits of the side info's first field, `main_data_begin`."""
        return 9 if self.granules == 2 else 8

    @property
    def most_borrowed(self) -> int:
        """Return the most bytes by which a frame's sound can begin before the frame."""
        return (1 << self.borrowed_bits) - 1

    @property
    def sample_bytes(self) -> int:
        """Count the bytes of one 16-bit sample of every channel."""
        return self.sound.sample_bytes

    @property
    def head_bytes(self) -> int:
        """Count the bytes of a frame's header and side info."""
        return 4 + len(self.side_info)

    def frame_bytes(self, bitrate: int) -> int:
        """Count the bytes of one frame at `bitrate` kb/s."""
        return bitrate * FRAME_MS // 8

    def main_bytes(self, bitrate: int) -> int:
        """Count the bytes of one frame behind its side info: room for sound, its own or that of frames after it."""
        return self.frame_bytes(bitrate) - self.head_bytes

    def frame_count(self, total_samples: int) -> int:
        """Count the frames that a decoder needs to give `total_samples` after its start-up."""
        return -(-(total_samples + ENCODER_DELAY + DECODER_DELAY) // self.frame_samples)

    def padding(self, total_samples: int) -> int:
        """Count the samples that come out after the last one of the session; the Info frame has players drop them."""
        return self.frame_count(total_samples) * self.frame_samples - ENCODER_DELAY - total_samples

    def is_joint(self, bitrate: int) -> bool:
        """Tell whether LAME may code a frame as middle and side: from 160 kb/s on it writes two plain channels."""
        return self.channels == 2 and bitrate <= _JOINT_UP_TO

    def header(self, bitrate: int) -> bytes:
        """Make a header, four bytes: sync; bitrate and sample rate (index 1: 24 or 48 kHz); channels, original.

        Raises:
            ValueError: for a bitrate that is not one of `bitrates`.
        """
        self.check_bitrate(bitrate)
        mode = _ONE_CHANNEL if self.channels == 1 else 0b01 if self.is_joint(bitrate) else 0b00
        return self.sync + bytes([self.known_bitrates.index(bitrate) + 1 << 4 | 0b01 << 2, mode << 6 | 0b01 << 2])

    def silent_frame(self, bitrate: int) -> bytes:
        """Make a frame that decodes to silence and neither lends bytes to other frames nor borrows any."""
        return (self.header(bitrate) + self.side_info).ljust(self.frame_bytes(bitrate), b"\0")

    def borrowed(self, frame: bytes) -> int:
        """Read how many bytes before this frame its sound begins, headers and side info not counted."""
        return int.from_bytes(frame[4:6], "big") >> (16 - self.borrowed_bits)

    def check_bitrate(self, bitrate: int) -> None:
        """Raise ValueError for a bitrate that is not one of `bitrates`."""
        if bitrate not in self.bitrates:
            raise ValueError(f"{bitrate} kb/s is not one of {', '.join(map(str, self.bitrates))}")

    def check_frames(self, data: bytes, bitrate: int, *, goes_on: bool = False) -> int:
        """Count the frames in `data`, all whole and of the one kind that a file is made of.

        The first may not borrow bytes from frames before it, since in a file others would stand there; unless the
        piece `goes_on` where one that was encoded with it ends.

        Raises:
            ValueError: for anything else.
        """
        size, wanted = self.frame_bytes(bitrate), self.header(bitrate)
        allowed = _headers(wanted, joint=self.is_joint(bitrate))
        if not data or len(data) % size:
            raise ValueError(f"{len(data)} bytes are not whole frames of {size}")
        # A byte of all headers at a time: of half an hour, each frame by itself would take as long as writing it.
        if any(data[place::size].strip(bytes({each[place] for each in allowed})) for place in range(4)):
            headers = ((at // size, data[at : at + 4]) for at in range(0, len(data), size))
            number, found = next(each for each in headers if each[1] not in allowed)
            raise ValueError(f"frame {number} starts with {found.hex()}, not with {wanted.hex()}")
        if not goes_on and (borrowed := self.borrowed(data)):
            raise ValueError(f"the first frame borrows {borrowed} bytes from frames before it")
        return len(data) // size


_JOINT_UP_TO = 128
"""The highest bitrate of joint stereo, in kb/s; measured with lameenc 1.9.0 at all bitrates of `STEREO`."""


def _headers(plain: bytes, *, joint: bool) -> list[bytes]:
    """List the headers that frames of one file can have: in joint stereo, each says whether it is middle and side."""
    return [plain, plain[:3] + bytes([plain[3] | 0b10 << 4])] if joint else [plain]


MONO = FrameLayout(
    sound=layout.MONO,
    bitrates=(32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    default_bitrate=48,
    side_info=bytes.fromhex("000000034800000000"),
    sync=b"\xff\xf3",
    known_bitrates=(8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
"""Speech and signals: MPEG-2, 576 samples a frame."""

STEREO = FrameLayout(
    sound=layout.STEREO,
    # 56 and below are in the standard, but too low for music at 48 kHz.
    bitrates=(64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    default_bitrate=128,
    side_info=bytes.fromhex("000ff00000690000000800000d20000001000001a40000002000003480000004"),
    sync=b"\xff\xfb",
    known_bitrates=(32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
)
"""With music: MPEG-1, 1152 samples a frame."""


FOLDED = FrameLayout(
    sound=layout.FOLDED,
    bitrates=STEREO.bitrates,
    default_bitrate=80,
    side_info=bytes.fromhex("0003c00001a40000002000003480000004"),
    sync=STEREO.sync,
    known_bitrates=STEREO.known_bitrates,
)
"""With music, in one channel: MPEG-1. More than half of a stereo's bits: no other side shares them."""


def frames_for(sound: Layout) -> FrameLayout:
    """Return the frame layout that sound of this rate and these channels is encoded in."""
    return next(each for each in (MONO, STEREO, FOLDED) if each.sound == sound)


def frames_of(header: bytes) -> FrameLayout:
    """Return the layout of a frame by its header, of which four bytes are needed."""
    if header[:2] != STEREO.sync:
        return MONO
    return FOLDED if header[3] >> 6 == _ONE_CHANNEL else STEREO


# Shorthands for voice alone, the usual case.
BITRATES, DEFAULT_BITRATE = MONO.bitrates, MONO.default_bitrate
frame_bytes, frame_count = MONO.frame_bytes, MONO.frame_count
