import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import audiocoach.storage.shipped
from audiocoach.errors import SoundError
from audiocoach.quantities.units import RATE
from audiocoach.sound.signal_files import PEAK_LIMIT, load_shipped, load_sound
from audiocoach.storage.shipped import shipped_dir

PCM, MU_LAW, FLOAT, EXTENSIBLE = 1, 7, 3, 0xFFFE


def wav(
    data: bytes, *, rate: int = RATE, channels: int = 1, bits: int = 16, encoding: int = PCM, odd: str = ""
) -> bytes:
    form = struct.pack("<HHIIHH", encoding, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    if encoding == EXTENSIBLE:
        form += (
            struct.pack("<HHI", 22, bits, 0) + struct.pack("<H", PCM) + bytes.fromhex("000000001000800000aa00389b71")
        )
    chunks = b"LIST" + struct.pack("<I", 3) + b"abc\0" if odd else b""
    chunks += b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def tone(rate: int = RATE, seconds: float = 0.5, strength: float = 0.25) -> np.ndarray:
    return strength * np.sin(2 * np.pi * 900 * np.arange(int(rate * seconds)) / rate)


def pcm(values: np.ndarray, bits: int = 16) -> bytes:
    whole = np.rint(values * (2 ** (bits - 1) - 1)).astype("<i4")
    if bits == 8:
        return (whole + 128).astype(np.uint8).tobytes()
    return np.ascontiguousarray(whole.view(np.uint8).reshape(-1, 4)[:, : bits // 8]).tobytes()


def load(tmp_path: Path, content: bytes) -> np.ndarray:
    path = tmp_path / "own.wav"
    path.write_bytes(content)
    clip = load_sound(path)
    assert (clip.rate, clip.channels) == (RATE, 1)
    assert clip.frame_count % 24 == 0, "whole milliseconds"
    return np.frombuffer(clip.pcm, "<i2") / 32768


@pytest.mark.slow
@pytest.mark.parametrize("bits", [8, 16, 24, 32])
@pytest.mark.parametrize("rate", [8000, 22_050, 24_000, 44_100, 96_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_pcm_wav_becomes_the_same_clip(tmp_path: Path, bits: int, rate: int, channels: int) -> None:
    content = wav(pcm(np.repeat(tone(rate), channels), bits), rate=rate, channels=channels, bits=bits)
    got = load(tmp_path, content)
    assert len(got) == 12_000
    tolerance = 0.01 if bits == 8 else 0.0001  # a step of 8 bits is 0.008
    assert np.max(np.abs(got - tone())[600:-600]) < tolerance


@pytest.mark.parametrize("bits", [32, 64])
def test_float_wavs_are_read_too(tmp_path: Path, bits: int) -> None:
    content = wav(tone().astype(f"<f{bits // 8}").tobytes(), bits=bits, encoding=FLOAT)
    assert np.max(np.abs(load(tmp_path, content) - tone())) < 0.0001


def test_extensible_headers_and_unknown_chunks_are_understood(tmp_path: Path) -> None:
    content = wav(pcm(tone(), 24), bits=24, encoding=EXTENSIBLE, odd="yes")
    assert np.max(np.abs(load(tmp_path, content) - tone())) < 0.0001


def test_a_sound_in_the_right_shape_comes_out_bit_for_bit_and_is_padded(tmp_path: Path) -> None:
    data = pcm(tone())[: 2 * 1001]
    path = tmp_path / "own.wav"
    path.write_bytes(wav(data))
    assert load_sound(path).pcm == data + bytes(2 * (1008 - 1001))


@pytest.mark.parametrize("rate", [24_000, 48_000])
def test_a_loud_sound_is_turned_down_to_leave_room_for_the_voice(tmp_path: Path, rate: int) -> None:
    got = load(tmp_path, wav(pcm(tone(rate, strength=1.0)), rate=rate))
    assert np.max(np.abs(got)) == pytest.approx(PEAK_LIMIT / 32768, abs=0.001)
    assert 0.66 + np.max(np.abs(got)) < 1


def test_stereo_is_averaged_not_summed(tmp_path: Path) -> None:
    left = np.column_stack([tone(), np.zeros_like(tone())]).ravel()
    assert np.max(np.abs(load(tmp_path, wav(pcm(left), channels=2)) - tone() / 2)) < 0.0001


def test_a_file_cut_short_gives_what_it_has(tmp_path: Path) -> None:
    assert len(load(tmp_path, wav(pcm(tone()))[:-4801])) == 9600


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a WAV file; save it as"),
        (b"ID3\x03" + bytes(100), "not a WAV file; save it as"),
        (wav(b"")[:36], "no sound in it"),
        (wav(b"")[:24], "damaged"),
        (wav(b""), "empty"),
        (wav(bytes(4800)), "silent"),
        (wav(bytes(2 * (RATE * 10 + 1))), "longer than 10 seconds; cut it"),
        (wav(bytes(100), encoding=MU_LAW, bits=8), "format 7, 8 bits"),
        (wav(bytes(100), bits=12), "format 1, 12 bits"),
        (wav(bytes(120), channels=6), "6 channels; make it mono or stereo"),
        (wav(bytes(120), rate=192_000), "192000 samples a second; save it with"),
        (wav(bytes(120), rate=4000), "4000 samples a second; save it with"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_way_out(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "own.wav"
    path.write_bytes(content)
    with pytest.raises(SoundError, match=says) as caught:
        load_sound(path)
    assert str(path) in str(caught.value)


def test_ten_seconds_exactly_are_allowed(tmp_path: Path) -> None:
    assert len(load(tmp_path, wav(pcm(tone(seconds=10))))) == 10 * RATE


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="no such sound file; check the name"):
        load_sound(tmp_path / "gone.wav")
    with pytest.raises(SoundError, match=r"folder|permission"):
        load_sound(tmp_path)


def test_an_unknown_role_is_a_bug() -> None:
    with pytest.raises(ValueError, match="'jump'"):
        load_shipped("jump")


def test_shipped_sounds_need_only_the_standard_library() -> None:
    code = "import sys, audiocoach.sound.signal_files as s; s.load_shipped('work'); assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_wheel_and_a_checkout_both_have_their_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shipped_dir("sounds") == Path(__file__).parents[2] / "sounds"
    inside = tmp_path / "_shipped" / "scripts"
    inside.mkdir(parents=True)
    monkeypatch.setattr(audiocoach.storage.shipped, "_PACKAGE", tmp_path)
    assert shipped_dir("scripts") == inside
