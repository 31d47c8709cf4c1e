"""Any timeline, with music and without, as a decoder hears it: everything at its sample, nothing but coding noise."""

from __future__ import annotations

from pathlib import Path

import lameenc
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.mix.session_sound import Sounding
from audiocoach.mix.windows import Placed
from audiocoach.music.bed import Bed, prepare
from audiocoach.output.mp3.lame import QUALITY
from audiocoach.output.write import pieces_of, write_mp3_file
from audiocoach.script.sound_wishes import MusicWish
from audiocoach.sound.clip import Clip
from audiocoach.sound.loudness import true_peak
from audiocoach.storage.store import Store
from tests.support import music_reference as meant
from tests.support.decoders import by_pyav
from tests.support.music_files import noise, steps, write_music

pytestmark = pytest.mark.slow

LENGTHS_MS = (80, 300, 900)


def clip(length_ms: int) -> Clip:
    sound = noise(length_ms / 1000, 24_000, 1, seed=length_ms, below=1500)[:, 0] * 0.4
    return Clip(np.rint(sound * 32768).astype("<i2").tobytes())


CLIPS = {length: clip(length) for length in LENGTHS_MS}


def encoded_whole(sound: np.ndarray, rate: int, bitrate: int, path: Path) -> np.ndarray:
    """The same encoded in one go, put beside the original by the lag at which they fit best."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(sound.shape[1])
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_bit_rate(bitrate)
    encoder.set_quality(QUALITY)
    pcm = np.rint(sound * 32767).astype("<i2").tobytes()
    path.write_bytes(bytes(encoder.encode(pcm)) + bytes(encoder.flush()))
    heard = by_pyav(path).reshape(-1, sound.shape[1])
    return heard[1105 : 1105 + len(sound)]


def power(sound: np.ndarray) -> float:
    return float(np.mean(np.square(sound, dtype=np.float64)))


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bed, np.ndarray]:
    """Eight seconds of music, as laid out and as meant."""
    folder = tmp_path_factory.mktemp("bed")
    path = write_music(folder / "music.wav", noise(3.7, seed=3))
    laid = prepare(MusicWish(file=(str(path),)), steps(("work", 8)), 8_000, Store(folder / "kept"))
    track = laid.stretches[0].passages[0].track
    data = path.read_bytes()
    sound = np.frombuffer(data[data.index(b"data") + 8 :], "<i2").reshape(-1, 2) / 32768 * laid.gain(track)
    return laid, meant.bed({"work": [sound]}, steps(("work", 8)))


@pytest.mark.parametrize("over_music", [False, True], ids=["voice", "music"])
@settings(derandomize=True, deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 7 * 24_000), st.sampled_from(LENGTHS_MS)), min_size=1, max_size=8))
def test_any_timeline_is_heard_as_it_is_meant(
    tmp_path: Path, bed: tuple[Bed, np.ndarray], over_music: bool, clips: list[tuple[int, int]]
) -> None:
    clips = sorted(clips)
    # No more than two at a time: what would be too loud is limited, which other tests look at.
    clips = [each for n, each in enumerate(clips) if n < 2 or each[0] >= clips[n - 2][0] + 24 * 900]
    placed = tuple(Placed(at, CLIPS[length]) for at, length in clips)
    words = tuple((at // 24, -(-at // 24) + length) for at, length in clips)
    sounding = Sounding(8_000, placed, words, bed[0] if over_music else None)
    layout = sounding.layout
    bitrate, path = layout.default_bitrate, tmp_path / "any.mp3"
    known: dict[str, bytes] = {}
    write_mp3_file(path, sounding, pieces_of(sounding, bitrate, known), bitrate, b"")
    first = path.read_bytes()
    write_mp3_file(path, sounding, pieces_of(sounding, bitrate, known), bitrate, b"")
    assert path.read_bytes() == first, "what is known changes nothing"

    if over_music:
        whole = meant.mix(bed[1], [(each.at, each.clip) for each in placed], words)
    else:
        whole = np.zeros((8 * 24_000, 1))
        for each in placed:
            whole[each.at : each.end, 0] += np.frombuffer(each.clip.pcm, "<i2") / 32768
    heard = by_pyav(path).reshape(-1, layout.channels)
    assert heard.shape == whole.shape
    usual = encoded_whole(whole, layout.rate, bitrate, tmp_path / "whole.mp3")
    count = len(usual)
    size = 2 * len(whole)
    match = np.fft.irfft(np.fft.rfft(heard[:, 0], size) * np.conj(np.fft.rfft(whole[:, 0], size)), size)
    assert np.argmax(match) == 0, "at its sample"
    ours, theirs = power(heard[:count] - whole[:count]), power(usual - whole[:count])
    # A window begins with no bits saved up, where one encoding has had silence to save them.
    assert ours < 1.6 * theirs + 1e-9, "nothing but coding noise"
    assert true_peak(heard, layout.rate) <= -0.5
