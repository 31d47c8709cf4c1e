"""The tempo of songs whose tempo is known, and of sounds that have none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mutagen.flac import FLAC
from mutagen.id3 import ID3, TBPM

from audiocoach.music.in_step import SURE, in_step
from audiocoach.music.onsets import Onsets
from audiocoach.music.tempo import Tempo, folded, tempo_of
from audiocoach.music.tempos import measure_tempo, tagged, tempos_of
from audiocoach.music.track import Track
from audiocoach.storage.store import Store
from tests.support.made_songs import RATE, STYLES, song
from tests.support.music_files import noise, write_music


def found_in(sound: np.ndarray, near: float | None = None, block: int = RATE) -> Tempo | None:
    onsets = Onsets()
    for start in range(0, len(sound), block):
        onsets.add(sound[start : start + block].T.astype(np.float32))
    return tempo_of(onsets.curves(), near)


def clicks(beats: float, seconds: float, first: float) -> np.ndarray:
    found = np.zeros(round(seconds * RATE))
    time = np.arange(480)
    for at in np.arange(first, seconds - 0.02, 60 / beats):
        start = round(at * RATE)
        found[start : start + 480] = np.sin(2 * np.pi * 1000 * time / RATE) * np.exp(-time / 150)
    return np.repeat(found[:, None], 2, axis=1)


@pytest.mark.slow
def test_of_thirty_songs_at_least_28_have_their_tempo_but_for_doubling() -> None:
    right, beside = 0, []
    for style in STYLES:
        for drums in (True, False):
            for beats in (71.3, 88.0, 101.7, 126.0, 149.2):
                found = found_in(song(beats, style, 30, drums=drums))
                assert found is not None
                near, _ = folded(found.beats, beats)
                right += abs(near / beats - 1) < 0.005 and found.sure >= SURE
                period = 60 / beats / 2  # half a beat off is no other step where songs are slower than steps
                beside.append(abs((found.first - 0.3 + period / 2) % period - period / 2))
    assert right >= 28
    assert sorted(beside)[27] < 0.020


@pytest.mark.slow
@pytest.mark.parametrize("drums", [True, False])
@pytest.mark.parametrize("beats", [101.7, 126.0, 149.2, 162.0, 176.0])
def test_a_syncopated_song_has_its_beat_where_it_is_and_not_where_its_bass_is(beats: float, drums: bool) -> None:
    found = found_in(song(beats, "syncopated", 30, drums=drums))
    assert found is not None
    period = 60 / beats
    assert abs((found.first - 0.3 + period / 2) % period - period / 2) < 0.020


@pytest.mark.parametrize("beats", [140.0, 158.0, 164.0, 172.0])
def test_a_chord_that_comes_early_in_each_bar_is_no_beat(beats: float) -> None:
    sound, period = np.zeros(32 * RATE), 60 / beats

    def put(at: float, seconds: float, decay: float, *partials: float) -> None:
        time = np.arange(round(seconds * RATE)) / RATE
        shape = np.minimum(1, np.minimum(time / 0.008, (seconds - time) / 0.02)) * np.exp(-decay * time)
        wave = sum(np.sin(2 * np.pi * each * time) * partials[0] / each for each in partials)
        sound[round(at * RATE) : round(at * RATE) + len(time)] += shape * wave

    for beat in range(int(29 / period)):
        at, root = 0.2 + period * beat, (110.0, 146.8, 98.0, 130.8)[beat // 4 % 4]
        put(at + 0.5 * period * (beat % 4 == 3), 0.9 * period, 3, *(root * each for each in (1, 1.25, 1.5, 2, 3)))
        if beat % 4 == 0:
            put(at, 3 * period, 1, root / 2)
    found = found_in(np.repeat(sound[:, None] / 5, 2, axis=1))
    assert found is not None
    assert abs((found.first - 0.2 + period / 2) % period - period / 2) < 0.020


def test_clicks_are_found_where_they_are() -> None:
    for beats, first in ((120.0, 0.25), (93.0, 0.411)):
        found = found_in(clicks(beats, 20, first))
        assert found is not None
        assert found.beats == pytest.approx(beats, rel=0.002)
        assert found.first == pytest.approx(first, abs=0.005)
        assert found.sure > 0.98


def test_blocks_of_any_length_give_the_same() -> None:
    sound = clicks(100, 12, 0.2)
    assert found_in(sound) == found_in(sound, block=7_001)


@pytest.mark.slow
def test_what_has_no_steady_beat_is_not_sure() -> None:
    wandering = clicks(120, 30, 0.25)
    time = np.arange(len(wandering))
    warped = np.interp(time + 0.1 * RATE * np.sin(2 * np.pi * time / RATE / 20), time, wandering[:, 0])
    for sound in (noise(20.0), np.repeat(warped[:, None], 2, axis=1)):
        found = found_in(sound)
        assert found is not None
        assert found.sure < SURE
    assert found_in(noise(5.0)) is None
    assert found_in(np.zeros((20 * RATE, 2))) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "parts",
    [
        ((85, 30), (100, 30)),
        ((85, 30), (88.4, 30)),
        ((85, 30), (110, 30), (85, 30)),
        ((96, 60), (104, 20)),
        ((85, 150), (100, 30)),
        ((120, 240), (90, 40)),
        ((85, 120), (100, 30), (85, 120)),
        ((85, 300), (88.4, 30)),
    ],
    ids=str,
)
def test_a_song_that_changes_its_tempo_is_not_sure(parts: tuple[tuple[float, float], ...]) -> None:
    found = found_in(np.concatenate([song(beats, seconds=seconds) for beats, seconds in parts]))
    assert found is None or found.sure < SURE


def strummed(seconds: float) -> np.ndarray:
    """Make notes that come when they like."""
    random, found = np.random.default_rng(1), np.zeros(round(seconds * RATE))
    time = np.arange(round(1.2 * RATE)) / RATE
    for at in np.cumsum(random.uniform(0.25, 1.1, round(seconds / 0.7))):
        part = found[round(at * RATE) :][: len(time)]
        part += (np.sin(2 * np.pi * random.choice((220, 262, 330, 392)) * time) * np.exp(-3 * time))[: len(part)]
    return np.repeat((found / np.abs(found).max() * 0.5)[:, None], 2, axis=1)


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
def test_a_song_of_four_minutes_that_begins_freely_and_leaves_its_drums_for_a_while_is_sure(style: str) -> None:
    bar = 4 * 60 / 101.7
    parts = [
        song(101.7, style, bars * bar, first=0, drums=drums) for bars, drums in ((30, True), (13, False), (45, True))
    ]
    found = found_in(np.concatenate([strummed(30), *parts]))
    assert found is not None
    assert found.beats == pytest.approx(101.7, rel=0.002)
    assert found.sure >= SURE


@pytest.mark.slow
def test_a_song_that_rests_for_a_while_keeps_its_tempo() -> None:
    bars = 4 * 60 / 88
    quiet = np.zeros((round(4 * bars * RATE), 2))
    found = found_in(np.concatenate([song(88, seconds=8 * bars, first=0), quiet, song(88, seconds=8 * bars, first=0)]))
    assert found is not None
    assert found.sure >= SURE


@pytest.mark.slow
@pytest.mark.parametrize("says", [100, 113.3, 120, 127.5])
def test_a_song_whose_tag_says_something_else_has_the_tempo_that_is_heard(tmp_path: Path, says: float) -> None:
    write_music(tmp_path / "x.flac", song(85.0, seconds=25))
    tags = FLAC(tmp_path / "x.flac")
    tags["bpm"] = str(says)
    tags.save()
    found = measure_tempo(tmp_path / "x.flac")
    assert found is not None
    assert found.beats == pytest.approx(85.0, rel=0.002)
    assert found.sure >= SURE


def test_a_tempo_is_folded_into_the_octave_around_the_wanted_one() -> None:
    assert folded(84.0, 170) == (168.0, 1)
    assert folded(170.0, 85) == (85.0, -1)
    assert folded(121.0, 170) == (121.0, 0)
    assert folded(170 * 2**0.5 * 1.001, 170)[1] == -1


def test_a_song_says_how_it_was_brought_into_step() -> None:
    track = Track(Path("Song.mp3"), 180 * RATE, -14.0)
    made = in_step(track, Tempo(84.0, 0.3, 1.0), 170, 0.04)
    assert str(made) == "Song, 84.0 → 85.0, x 2 = 170, + 1.2 %"
    assert str(in_step(track, Tempo(174.0, 0.3, 1.0), 170, 0.04)) == "Song, 174.0 → 170.0, x 1 = 170, − 2.3 %"
    assert in_step(track, Tempo(80.0, 0.3, 1.0), 170, 0.04) is None
    assert in_step(track, Tempo(80.0, 0.3, 1.0), 170, 0.08) is not None


def test_a_tag_is_read_from_each_kind_of_file_and_what_cannot_be_is_not(tmp_path: Path) -> None:
    sound = noise(2.0)
    mp3, flac = write_music(tmp_path / "a.mp3", sound), write_music(tmp_path / "a.flac", sound)
    assert tagged(mp3) is None
    for says, read in (("128", 128.0), ("0", None), ("fast", None), ("9e999", None), ("127,5", 127.5)):
        tags = ID3()
        tags.add(TBPM(encoding=3, text=[says]))
        tags.save(mp3)
        other = FLAC(flac)
        other["BPM"] = says
        other.save()
        assert (tagged(mp3), tagged(flac)) == (read, read)


def test_a_tempo_is_measured_once_and_kept_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "kept")
    tracks = [
        Track(write_music(tmp_path / "a.flac", clicks(90, 12, 0.2)), 12 * RATE, -14.0, "a"),
        Track(write_music(tmp_path / "b.flac", noise(3.0)), 3 * RATE, -14.0, "b"),
    ]
    first = tempos_of(tracks, store)
    assert first[tracks[0].path] is not None
    assert first[tracks[1].path] is None

    def never(path: Path, _: object) -> None:
        raise AssertionError(path)

    monkeypatch.setattr("audiocoach.music.tempos.measure_tempo", never)
    assert tempos_of(tracks, Store(store.folder)) == first
