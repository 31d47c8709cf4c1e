from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from audiocoach.sound.clip import Clip
from audiocoach.sound.pcm_files import read_pcm
from audiocoach.speech.engines.interface import Refusal, Utterance
from audiocoach.speech.estimate import estimate_ms
from audiocoach.speech.shaping.shape import shape
from tests.support.speech_fakes import VOICE, square

GO = Utterance("Go.", VOICE, 150, outdoor=False)


def silence(length_ms: int, rate: int) -> bytes:
    return bytes(2 * (length_ms * rate // 1000))


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 24000, 44100, 48000])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_rate_and_channels_become_24_khz_mono_without_the_silence_around(rate: int, channels: int) -> None:
    middle = square(500, rate=rate, channels=channels)
    quiet = silence(200, rate) * channels
    clip = shape(Clip(quiet + middle.pcm + quiet * 2, rate, channels), GO)
    assert isinstance(clip, Clip)
    assert (clip.rate, clip.channels) == (24_000, 1)
    # Cutting a square wave's spectrum makes it ring for a few milliseconds; whole frames of an MP3 last 528 and 552.
    assert clip.length_ms == 552
    assert len(clip.pcm) == clip.length_ms * 48


def test_a_tone_is_kept_as_well_as_16_bits_can() -> None:
    def tone(rate: int) -> np.ndarray:
        time = np.arange(rate) / rate
        return 0.5 * np.sin(2 * np.pi * 6000 * time) * np.hanning(rate)

    raw = Clip(np.rint(tone(22_050) * 32767).astype("<i2").tobytes(), 22_050)
    clip = shape(raw, GO)
    assert isinstance(clip, Clip)
    got = np.frombuffer(clip.pcm, "<i2") / 32767
    want = tone(24_000)
    # The quiet ends of the window are trimmed: find, near where it is loud enough, to which sample.
    near = int(np.flatnonzero(np.abs(want) > 0.0025)[0]) - 120
    part = slice(2400, 18_000)
    errors = [np.mean((got[part] - want[part.start + lag : part.stop + lag]) ** 2) for lag in range(near - 9, near + 9)]
    # Rounding twice, going in and coming out, leaves 86.8 dB at this level.
    assert 10 * np.log10(np.mean(want[4800:19_200] ** 2) / min(errors)) > 86


@pytest.mark.parametrize("length_ms", range(470, 520, 7))
def test_a_clip_lasts_whole_frames_with_less_than_one_of_silence_behind(length_ms: int) -> None:
    clip = shape(square(length_ms), GO)
    assert isinstance(clip, Clip)
    assert len(clip.pcm) % (2 * 576) == 0
    audible = np.flatnonzero(np.frombuffer(clip.pcm, "<i2"))
    assert clip.frame_count - audible[-1] < 576 + 30 * 24


def peak(clip: Clip | Refusal) -> int:
    assert isinstance(clip, Clip)
    return int(np.abs(np.frombuffer(clip.pcm, "<i2").astype(int)).max())


def test_the_gain_is_applied_and_no_peak_passes_the_limit() -> None:
    assert peak(shape(square(500, 4000), GO)) == 4000
    assert peak(shape(square(500, 4000), GO, gain_db=6.0)) == pytest.approx(4000 * 10**0.3, abs=1)
    # -2 dBTP, and a square wave's peaks lie between its samples.
    assert 0.75 * 10**-0.1 < peak(shape(square(500, 32_000), GO, gain_db=6.0)) / 32767 <= 10**-0.1


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (Clip(b""), "the voice stayed silent"),
        (Clip(bytes(48_000)), "the voice stayed silent"),
        (square(500, level=40), "the voice stayed silent"),
        (square(12), "only 12 ms of sound came, where at least 40 ms were to be expected"),
        (Clip(b"\x01"), "the voice stayed silent"),
    ],
)
def test_what_cannot_be_speech_is_refused(raw: Clip, reason: str) -> None:
    assert shape(raw, GO) == Refusal(reason)


def test_a_long_text_cut_short_is_refused() -> None:
    text = "Keep your knees soft and land on the balls of your feet."
    result = shape(square(300), Utterance(text, VOICE, 150))
    assert isinstance(result, Refusal)
    assert result.reason.startswith("only 300 ms of sound came, where at least ")
    assert isinstance(shape(square(estimate_ms(text, 150) // 2), Utterance(text, VOICE, 150)), Clip)


def aiff(kind: bytes, coding: bytes, pcm: bytes, frames: int) -> bytes:
    # 22,050 as an 80-bit float: 22050 / 2**14 * 2**63 with the exponent 14.
    common = struct.pack(">hIhHQ", 1, frames, 16, 16383 + 14, int(22_050 / 2**14 * 2**63)) + coding
    sound = struct.pack(">II", 0, 0) + pcm
    chunks = b"".join(
        struct.pack(">4sI", name, len(body)) + body + b"\0" * (len(body) % 2)
        for name, body in ((b"COMM", common), (b"NOTE", b"odd"), (b"SSND", sound))
    )
    return b"FORM" + struct.pack(">I", len(chunks) + 4) + kind + chunks


@pytest.mark.parametrize(
    "data",
    [
        aiff(b"AIFF", b"", b"\x01\x02\x03\x04", 2),
        aiff(b"AIFC", b"sowt\0\0", b"\x02\x01\x04\x03", 2),
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0"
        + struct.pack("<HHIIHH", 1, 1, 22_050, 44_100, 2, 16)
        + b"data\x04\0\0\0\x02\x01\x04\x03",
    ],
    ids=["AIFF", "AIFF-C", "WAV"],
)
def test_wav_and_aiff_are_read_whatever_the_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "said.wav"
    path.write_bytes(data)
    assert read_pcm(path) == Clip(b"\x02\x01\x04\x03", 22_050, 1)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is no sound file"),
        (b"RIFF\0\0\0\0WAVE", "the sound file is damaged"),
        (b"RIFF\x24\0\0\0WAVEfmt \x02\0\0\0\x01\0data\0\0\0\0", "the sound file is damaged"),
        (b"RIFF\x24\0\0\0WAVEdata\xff\0\0\0", "the sound file is cut short"),
        (aiff(b"AIFC", b"ulaw\0\0", b"", 0), "the sound file is not 16-bit PCM"),
    ],
)
def test_what_is_no_whole_sound_file_is_an_error(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "said.wav"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=message):
        read_pcm(path)
