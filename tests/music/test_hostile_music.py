"""Music made to take memory by a number in it: refused by its name, and it was not taken."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.errors import SoundError
from audiocoach.sound.any_file import read_sound
from audiocoach.sound.decoding.decode import blocks
from audiocoach.sound.pcm_files import read_pcm
from audiocoach.sound.signal_files import load_sound
from tests.support.small_process import LINUX, NEEDS_LINUX, small


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data) + 8, kind) + data


def full(kind: bytes, *numbers: int, more: bytes = b"") -> bytes:
    return box(kind, struct.pack(f">{len(numbers) + 1}I", 0, *numbers) + more)


def m4a(count: int, *, each: int = 1, ticks: int = 1024, coder: bytes = b"alac", tracks: int = 1) -> bytes:
    """A file of 2 kB whose tables say that it has `count` samples of `each` bytes."""
    found = b""
    for number in range(1, tracks + 1):
        sound = box(coder, bytes(6) + b"\0\1" + bytes(8) + struct.pack(">HHHHI", 2, 16, 0, 0, 44_100 << 16))
        table = full(b"stsd", 1, more=sound) + full(b"stts", 1, count, ticks) + full(b"stsc", 1, 1, count, 1)
        table += full(b"stsz", each, count) + full(b"stco", 1, 40)
        inside = full(b"smhd", 0) + box(b"dinf", full(b"dref", 1, more=full(b"url "))) + box(b"stbl", table)
        times = full(b"mdhd", 0, 0, 44_100, count * ticks & 0x7FFFFFFF, 0)
        media = box(b"mdia", times + full(b"hdlr", 0, more=b"soun" + bytes(13)) + box(b"minf", inside))
        found += box(b"trak", full(b"tkhd", 0, 0, number, 0, 1000, more=bytes(60)) + media)
    start = box(b"ftyp", b"M4A \0\0\0\0M4A mp42isom") + box(b"mdat", bytes(2000))
    return start + box(b"moov", full(b"mvhd", 0, 0, 1000, 1000, more=bytes(80)) + found)


def streamed(count: int) -> bytes:
    """The same in fragments: a run of samples says nothing of each."""
    run = full(b"tfhd", 1) + full(b"trun", count)
    default = box(b"mvex", full(b"trex", 1, 1, 1024, 1, 0))
    whole = m4a(1)
    at = whole.index(b"moov") - 4
    moov = whole[at + 8 :] + default
    return whole[:at] + box(b"moov", moov) + box(b"moof", full(b"mfhd", 1) + box(b"traf", run))


def tagged(body: bytes) -> bytes:
    size = bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + body + (b"\xff\xfb\x90\x64" + bytes(413)) * 20


def squeezed() -> bytes:
    """A cover of 250 MB, compressed in a tag of 250 kB."""
    packed = struct.pack(">I", 250_000_000) + zlib.compress(bytes(250_000_000), 9)
    return tagged(b"APIC" + struct.pack(">I", len(packed)) + b"\0\x80" + packed)


def wav(channels: int, rate: int, bits: int, size: int, *, form: int = 1) -> bytes:
    head = struct.pack("<HHIIHH", form, channels, rate, 0xFFFFFFFF, channels * bits // 8 & 0xFFFF, bits)
    chunks = b"fmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", size)
    return b"RIFF" + struct.pack("<I", size) + b"WAVE" + chunks + bytes(4000)


def flac(*blocks: bytes, rate: int = 44_100) -> bytes:
    about = struct.pack(">HH", 65_535, 65_535) + bytes(6) + (rate << 44 | 1 << 41 | 15 << 36 | 2**36 - 1).to_bytes(8)
    return b"fLaC\0\0\0\x22" + about + bytes(16) + b"".join(blocks) + b"\xff\xf8\xc9\x18" + bytes(3000)


PICTURE = struct.pack(">II", 3, 9) + b"image/png" + struct.pack(">IIIII", 0, 1, 1, 24, 0)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "samples.m4a": lambda: m4a(50_000_000),
    "samples of nothing.m4a": lambda: m4a(2**31, each=0),
    "PCM samples.m4a": lambda: m4a(2**31 - 1, ticks=1, coder=b"sowt"),
    "tracks.m4a": lambda: m4a(20_000_000, tracks=10),
    "many tracks.m4a": lambda: m4a(2_500_000, tracks=400),
    "tables elsewhere.m4a": lambda: m4a(50_000_000).replace(b"minf", b"udta"),
    "without a type.m4a": lambda: m4a(50_000_000).replace(b"ftyp", b"free"),
    "run.m4a": lambda: streamed(2**31),
    "compressed cover.mp3": squeezed,
    "large cover.mp3": lambda: tagged(b"APIC\x0f\xff\xff\xff\0\0\0image/png\0\3\0"),
    "channels.wav": lambda: wav(65_535, 48_000, 64, 0xFFFFFFF0, form=3),
    "rate.wav": lambda: wav(2, 0xFFFFFFFF, 16, 4000),
    "slow.wav": lambda: wav(2, 1, 16, 4000),
    "picture.flac": lambda: flac(b"\x86\xff\xff\xff" + PICTURE + struct.pack(">I", 0xFFFFFF00)),
    "comments.flac": lambda: flac(b"\x84\xff\xff\xff" + struct.pack("<II", 0, 0xFFFFFFFF)),
    "seeks.flac": lambda: flac(b"\x83\xff\xff\xfe" + bytes(100)),
    "rate.flac": lambda: flac(rate=1),
}


@pytest.mark.slow
@pytest.mark.skipif(not LINUX, reason=NEEDS_LINUX)
def test_no_memory_is_taken_by_a_number_in_music(tmp_path: Path) -> None:
    script = tmp_path / "s.yaml"
    script.write_text("session: x\ncoach: none\nsteps: [work 20s Run]\n")
    (tmp_path / "good.wav").write_bytes(wav(2, 48_000, 16, 4000))
    usual = small("render", script, "--music", tmp_path / "good.wav", "--voice", "tone", "-o", tmp_path / "x.mp3")
    assert "too short for music" in usual.err, usual
    for name, made in HOSTILE.items():
        path = tmp_path / name
        path.write_bytes(made())
        ended = small("render", script, "--music", path, "--voice", "tone", "-o", tmp_path / "x.mp3")
        assert ended.code == 1, (name, ended)
        assert ended.err.startswith(f"{path}: "), (name, ended.err)
        assert ended.most - usual.most < 200_000_000, f"{name}: {(ended.most - usual.most) / 1e6:.0f} MB more"
        path.unlink()


@pytest.mark.parametrize("name", ["samples.m4a", "tracks.m4a", "tables elsewhere.m4a", "without a type.m4a", "run.m4a"])
def test_a_file_that_claims_more_than_it_holds_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name]())
    with pytest.raises(SoundError, match="claims to hold more than it does"):
        next(blocks(tmp_path / name))


def test_a_signal_whose_description_claims_four_gigabytes_is_read_or_told(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVEfmt \xf0\xff\xff\xff" + bytes(50))
    with pytest.raises(SoundError, match=r"x\.wav"):
        load_sound(path)


def test_sound_of_an_impossible_rate_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.aiff"
    about = struct.pack(">hIhHQ", 1, 4, 16, 0x7FFF, 1 << 63)
    chunks = b"COMM" + struct.pack(">I", len(about)) + about + b"SSND" + struct.pack(">I", 16) + bytes(16)
    path.write_bytes(b"FORM" + struct.pack(">I", len(chunks) + 4) + b"AIFF" + chunks)
    with pytest.raises(ValueError, match="damaged"):
        read_pcm(path)
    with pytest.raises(ValueError, match="sound"):
        read_sound(path)
