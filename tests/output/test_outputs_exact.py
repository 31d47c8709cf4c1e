"""Every kind of file has each sound at its sample and the length exact, in every decoder there is."""

from __future__ import annotations

import hashlib
import wave
from pathlib import Path

import mutagen.flac
import pytest

from audiocoach.output.other_formats import FORMATS, write_audio
from tests.support.decoders import OPUS_RATE, by_miniaudio, decoders_of
from tests.support.noise_in_any_format import MUSIC, VOICE, Layout, error, session

pytestmark = pytest.mark.slow

LENGTHS_MS = [2000, 2001, 2047, 2048, 2999]
"""Whole and uneven numbers of every encoder's frames (20 ms of Opus, 1024 samples of AAC)."""


@pytest.mark.parametrize("length_ms", LENGTHS_MS)
@pytest.mark.parametrize("layout", [VOICE, MUSIC], ids=["voice", "music"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_each_sound_is_at_its_sample_and_the_length_is_exact(
    tmp_path: Path, suffix: str, layout: Layout, length_ms: int
) -> None:
    total = length_ms * layout.rate // 1000
    last = total - 300 * layout.rate // 1000
    pcm, bursts = session(layout, total, [0, layout.rate // 2 + 37, last])
    path = tmp_path / f"session{suffix}"
    write_audio(path, [pcm], rate=layout.rate, channels=layout.channels, total_samples=total)
    scale = OPUS_RATE // layout.rate if FORMATS[suffix].codec == "libopus" else 1
    for name, decode in decoders_of(suffix).items():
        heard = decode(path)
        assert heard.shape == layout.shape(total * scale), name
        assert [error(heard, burst, start, scale) for start, burst in bursts.items()] == [0, 0, 0], name


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_shortest_session_there_is(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"session{suffix}"
    write_audio(path, [bytes(48_000)], rate=24_000, channels=1, total_samples=24_000)
    scale = 2 if FORMATS[suffix].codec == "libopus" else 1
    for name, decode in decoders_of(suffix).items():
        heard = decode(path)
        assert heard.shape == (24_000 * scale,), name
        assert not heard.any(), name


def test_a_wav_file_has_the_very_samples(tmp_path: Path) -> None:
    pcm, _ = session(MUSIC, 48_048, [0, 20_000])
    write_audio(tmp_path / "a.wav", [pcm], rate=48_000, channels=2, total_samples=48_048)
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 2, 2)
        assert file.readframes(file.getnframes()) == pcm


def test_a_flac_file_has_the_very_samples_and_says_so(tmp_path: Path) -> None:
    pcm, _ = session(VOICE, 24_024, [0, 10_000])
    write_audio(tmp_path / "a.flac", [pcm], rate=24_000, channels=1, total_samples=24_024)
    facts = mutagen.flac.FLAC(tmp_path / "a.flac").info
    assert facts.total_samples == 24_024
    assert facts.md5_signature == int(hashlib.md5(pcm, usedforsecurity=False).hexdigest(), 16)
    heard = by_miniaudio(tmp_path / "a.flac")
    assert (heard * 32768).astype("<i2").tobytes() == pcm


def test_an_m4a_file_begins_with_its_table(tmp_path: Path) -> None:
    pcm, _ = session(VOICE, 48_000, [0])
    write_audio(tmp_path / "a.m4a", [pcm], rate=24_000, channels=1, total_samples=48_000)
    data = (tmp_path / "a.m4a").read_bytes()
    assert data[4:12] == b"ftypM4A "
    assert data.index(b"moov") < data.index(b"mdat")
