"""A session that never pauses: its sound is one window for minutes, which is encoded a chunk at a time."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from audiocoach.mix.session_sound import Sounding
from audiocoach.mix.windows import Placed
from audiocoach.output.write import pieces_of, write_mp3_file
from audiocoach.sound.clip import Clip
from tests.support.decoders import by_miniaudio, by_pyav

pytestmark = pytest.mark.slow

TIME = np.arange(24_000) / 24_000
CLIPS = [
    Clip(np.rint(9000 * np.sin(2 * np.pi * hertz * TIME) * np.hanning(24_000)).astype("<i2").tobytes())
    for hertz in (330, 440, 550)
]


def without_a_pause(seconds: int) -> Sounding:
    """A clip of a second every 1,050 ms."""
    placed = tuple(Placed.at_ms(1050 * n, CLIPS[n % 3]) for n in range(seconds * 1000 // 1050))
    return Sounding(seconds * 1000, placed)


class Nothing(dict[str, bytes]):
    """Keeps no frames, which on disk would take no memory."""

    def __setitem__(self, key: str, frames: bytes) -> None:
        pass


def write(sounding: Sounding, path: Path) -> None:
    write_mp3_file(path, sounding, pieces_of(sounding, 48, Nothing()), 48, b"")


def test_it_is_heard_as_it_is_meant(tmp_path: Path) -> None:
    sounding = without_a_pause(70)
    assert [window.length > 60 * 24_000 for window in sounding.windows()] == [True]
    write(sounding, tmp_path / "out.mp3")
    meant = np.zeros(70 * 24_000)
    for each in sounding.placed:
        meant[each.at : each.end] += np.frombuffer(each.clip.pcm, "<i2") / 32768
    for heard in (by_pyav(tmp_path / "out.mp3"), by_miniaudio(tmp_path / "out.mp3")):
        assert heard.shape == meant.shape
        assert 10 * np.log10(np.mean((heard - meant) ** 2) / np.mean(meant**2)) < -20


def test_memory_does_not_grow_with_it(tmp_path: Path) -> None:
    peaks = []
    for seconds in (70, 70, 700):
        tracemalloc.start()
        write(without_a_pause(seconds), tmp_path / "out.mp3")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 1.5 * peaks[1]
