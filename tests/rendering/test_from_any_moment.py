"""A session that is heard from any moment on gives the samples of the whole: words, limiter, music and all."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audiocoach.music.tracks import measure
from audiocoach.rendering.listening import Listening, of_session
from audiocoach.script.load import load_session
from audiocoach.sound.decoding import decode
from audiocoach.sound.decoding.decode import blocks, blocks_from
from audiocoach.sound.decoding.entry_places import Place, place_before
from tests.support.music_files import noise, write_music

pytestmark = pytest.mark.slow

SCRIPT = """\
session: Any moment
voice: {engine: tone}
coach: calm
MUSIC
steps:
  - warm-up 20s Walk
  - 2 x (work 12s Run, rest 9s Walk)
  - {work: 15s, cadence: 170}
"""

MUSIC = {
    "none": "",
    "one song, over and over": "music: {file: a.mp3, level: 12dB}",
    "one for each kind": "music: {work: [a.mp3, b.opus], rest: b.opus, warm-up: c.flac}",
    "from its middle": "music: {file: c.flac, from: 11s, loop: false}",
    "a story that waits": "music: {file: c.flac, under-words: pause}",
}


@pytest.fixture(scope="module", params=MUSIC, ids=lambda name: name.replace(" ", "-"))
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Listening, bytes]:
    folder = tmp_path_factory.mktemp("moments")
    write_music(folder / "a.mp3", 1.9 * noise(17.3, 44_100), 44_100)
    write_music(folder / "b.opus", noise(23.1, seed=2))
    write_music(folder / "c.flac", noise(44.0, 44_100, 1, seed=3), 44_100)
    text = SCRIPT.replace("MUSIC", MUSIC[request.param])
    (folder / "any.yaml").write_text(text, encoding="utf-8")
    listening = of_session(load_session(folder / "any.yaml"))
    return listening, b"".join(listening.blocks())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 77_000))
@example(0)
@example(1)
@example(2_400)
@example(2_420)
@example(2_421)
@example(20_000)
@example(32_010)
@example(76_999)
def test_from_any_moment_on_it_is_the_whole(session: tuple[Listening, bytes], start_ms: int) -> None:
    listening, whole = session
    frame = listening.layout.rate // 1000 * listening.layout.channels * 2
    assert b"".join(listening.blocks(start_ms)) == whole[start_ms * frame :]


@pytest.mark.parametrize("start_ms", [0, 7, 31_000, 60_500])
def test_its_parts_are_those_of_the_whole_from_any_moment_on(session: tuple[Listening, bytes], start_ms: int) -> None:
    sounding = session[0].sounding
    assert sounding is not None
    assert b"".join(sounding.apart(start_ms)) == b"".join(sounding.apart())[start_ms * 48 * 6 :]


KINDS = [
    *((suffix, rate) for suffix in (".mp3", ".flac", ".wav", ".ogg") for rate in (44_100, 48_000)),
    *((".wav", rate) for rate in (8_000, 11_025, 22_050, 32_000, 96_000)),
    (".opus", 48_000),
    (".webm", 48_000),
]


@pytest.mark.parametrize(("suffix", "rate"), KINDS)
def test_music_that_is_entered_on_the_way_is_the_same_from_there(tmp_path: Path, suffix: str, rate: int) -> None:
    path = write_music(tmp_path / f"song{suffix}", noise(31.7, rate, below=0.4 * rate), rate)
    _, _, places = measure(path, Event())
    whole = np.concatenate(list(blocks(path)), axis=1)
    assert len(places) == 6
    for seconds in (7.5, 18.0, 31.6):
        sample = round(seconds * 48_000)
        place = place_before(places, sample)
        assert place is not None
        assert sample - place.at < 8 * 48_000
        entered = np.concatenate(list(blocks_from(path, place)), axis=1)
        assert np.array_equal(entered[:, sample - place.at :], whole[:, sample:])


@pytest.mark.parametrize("suffix", [".m4a", ".aac"])
def test_aac_is_entered_at_the_very_sample(tmp_path: Path, suffix: str) -> None:
    """Its noise is another one each time; tones are the same."""
    times = np.arange(31 * 44_100) / 44_100
    tones = sum(np.sin(2 * np.pi * (each * times + 9 * np.sin(times))) for each in (220, 331, 470, 1003))
    path = write_music(tmp_path / f"tones{suffix}", 0.15 * np.stack((tones, tones), axis=1), 44_100)
    _, _, places = measure(path, Event())
    whole = np.concatenate(list(blocks(path)), axis=1)
    place = place_before(places, 20 * 48_000)
    assert place is not None
    entered = np.concatenate(list(blocks_from(path, place)), axis=1)
    over = 20 * 48_000 - place.at
    assert entered.shape[1] == whole.shape[1] - place.at
    assert np.abs(entered[:, over:] - whole[:, 20 * 48_000 :]).max() < 0.01


def test_what_cannot_be_entered_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = write_music(tmp_path / "song.flac", noise(12.0, 44_100), 44_100)
    whole = np.concatenate(list(blocks(path)), axis=1)
    wrong = Place(pts=123_457, count=5 * 44_100, rate=44_100)
    assert np.array_equal(np.concatenate(list(blocks_from(path, wrong)), axis=1), whole[:, wrong.at :])


def test_deep_inside_long_music_little_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By count, not by the clock: the last minute of ten costs what the first does."""
    write_music(tmp_path / "long.mp3", noise(60.0, 44_100), 44_100)
    text = SCRIPT.replace("MUSIC", "music: long.mp3").replace("20s Walk", "10min Walk")
    (tmp_path / "long.yaml").write_text(text.replace("long.mp3", "[long.mp3, long.mp3]"), encoding="utf-8")
    listening = of_session(load_session(tmp_path / "long.yaml"))
    decoded: list[int] = []
    real = decode._converted

    def counting(*given: object) -> object:
        for block in real(*given):  # type: ignore[arg-type]
            decoded.append(block.shape[1])
            yield block

    monkeypatch.setattr(decode, "_converted", counting)
    for start_ms in (1_000, 55_000, 299_000, 590_000):
        decoded.clear()
        next(iter(listening.blocks(start_ms)))
        assert sum(decoded) < 20 * 48_000
