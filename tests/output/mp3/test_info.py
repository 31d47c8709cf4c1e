"""The Info frame, byte by byte, and the arithmetic behind it."""

import io
import struct

import mutagen.mp3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.output.mp3.frames import BITRATES, FRAME_MS, MONO
from audiocoach.output.mp3.info_frame import crc16, info_frame
from tests.support.noise_in_mp3 import mp3


def test_every_byte_of_the_info_frame_of_ten_seconds_at_48_kbps() -> None:
    frame = info_frame(240_000, 48)
    assert len(frame) == 192  # 64 kb/s: the 144 bytes of a 48 kb/s frame are too few
    assert frame[0:2] == b"\xff\xf3"  # sync, MPEG-2, Layer III, no CRC
    assert frame[2] == 0x84  # bitrate index 8: 64 kb/s; sample rate index 1: 24 kHz; no padding
    assert frame[3] == 0xC4  # mono, original
    assert frame[4:13] == bytes(9)  # side info: a silent frame, for players that do not know better
    assert frame[13:17] == b"Info"  # constant bitrate ("Xing" would be variable)
    assert frame[17:21] == b"\0\0\0\x0f"  # all four that follow are here:
    assert frame[21:25] == struct.pack(">I", 419)  # frames, this one not counted: ceil((240000 + 576 + 529) / 576)
    assert frame[25:29] == struct.pack(">I", 192 + 419 * 144)  # bytes, this one counted
    assert frame[29] == 1  # 0 % is after this frame: 192 of 60528 bytes, in 256ths
    assert frame[29 + 50] == 128  # 50 % is in the middle
    assert frame[29 + 99] == 253  # 99 %
    assert frame[129:133] == struct.pack(">I", 80)  # quality, as a number nobody reads
    assert frame[133:142] == b"LAME3.100"  # without a name they know, players ignore the delay
    assert frame[142] == 0x01  # tag revision 0, constant bitrate
    assert frame[143:153] == bytes(10)  # lowpass, peak, two replay gains, flags: not said
    assert frame[153] == 48  # the bitrate of the audio, which the header above does not tell
    drop = int.from_bytes(frame[154:157], "big")
    assert drop >> 12 == 576  # samples to drop in front: the encoder's delay
    assert drop & 0xFFF == 419 * 576 - 576 - 240_000  # and behind
    assert frame[157:161] == bytes(4)  # mono, from below 32 kHz; no gain; no preset
    assert frame[161:165] == struct.pack(">I", 192 + 419 * 144)  # bytes, again
    assert frame[165:167] == bytes(2)  # CRC of the music: not said
    assert frame[167:169] == struct.pack(">H", crc16(frame[:167]))  # CRC of everything before it
    assert frame[169:] == bytes(23)


def test_the_crc_is_the_one_called_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D


@pytest.mark.parametrize("bitrate", BITRATES)
def test_the_info_frame_holds_its_169_bytes_at_every_bitrate(bitrate: int) -> None:
    frame = info_frame(24_000, bitrate)
    assert len(frame) == MONO.frame_bytes(max(bitrate, 64)) >= 170
    assert frame[:4] == MONO.header(max(bitrate, 64))


@pytest.mark.parametrize("bitrate", BITRATES)
def test_a_frame_is_three_bytes_for_each_kbps_and_24_ms(bitrate: int) -> None:
    assert MONO.frame_bytes(bitrate) == 3 * bitrate
    assert FRAME_MS == 24


@pytest.mark.slow
@settings(derandomize=True, deadline=None)
@given(st.integers(1, 24_000 * 3600 * 12))
def test_delay_length_and_padding_fill_the_frames(total: int) -> None:
    assert 576 + total + MONO.padding(total) == MONO.frame_count(total) * 576
    assert 529 <= MONO.padding(total) < 529 + 576  # enough for the decoder, and 12 bits hold it


@pytest.mark.parametrize(("seconds", "allowed"), [(6, 1), (1800, 75_000 / 512 + 1)])
def test_the_seek_table_finds_each_per_cent_as_well_as_256_steps_can(seconds: int, allowed: float) -> None:
    data = mp3([], 24_000 * seconds)
    table = data[29:129]
    frames = (len(data) - 192) // 144
    assert list(table) == sorted(table)
    for percent, entry in enumerate(table):
        reached = (entry / 256 * len(data) - 192) / 144
        assert abs(reached - frames * percent / 100) <= allowed


@pytest.mark.parametrize("bitrate", BITRATES)
@pytest.mark.parametrize("total", [24_000 * 61, 1_000_001])
def test_a_tag_reader_sees_length_bitrate_and_kind(bitrate: int, total: int) -> None:
    info = mutagen.mp3.MP3(io.BytesIO(mp3([], total, bitrate))).info
    assert info.length == pytest.approx(total / 24_000, abs=1e-9)
    assert info.bitrate == pytest.approx(1000 * bitrate, rel=0.001)
    assert info.bitrate_mode == mutagen.mp3.BitrateMode.CBR
    assert (info.sample_rate, info.channels, info.layer, info.version) == (24_000, 1, 3, 2)
    assert info.encoder_info.startswith("LAME")
    assert not info.sketchy


GOOD = MONO.silent_frame(48) * 3


@pytest.mark.parametrize(
    ("frames", "bitrate", "says"),
    [
        (b"", 48, "not whole frames"),
        (GOOD[:-1], 48, "not whole frames"),
        (GOOD, 144, "starts with fff364c4, not with fff3d4c4"),
        (GOOD[:144] + bytes(144), 48, "frame 1 starts with 00000000"),
        (GOOD[:4] + b"\5" + GOOD[5:], 48, "borrows 5 bytes"),
    ],
)
def test_frames_of_another_kind_are_not_laid_into_a_file(frames: bytes, bitrate: int, says: str) -> None:
    assert MONO.check_frames(GOOD, 48) == 3
    with pytest.raises(ValueError, match=says):
        MONO.check_frames(frames, bitrate)


def test_only_listed_bitrates_exist() -> None:
    assert BITRATES == (32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    with pytest.raises(ValueError, match="50 kb/s is not one of 32, 40"):
        MONO.header(50)
