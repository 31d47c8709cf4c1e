"""The mix against one made by another way: positions, levels, joins, whatever the size of the blocks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from audiocoach.errors import SoundError
from audiocoach.music.bed import Bed, prepare
from audiocoach.music.mix import GRID, mixed
from audiocoach.script.sound_wishes import MusicWish
from audiocoach.sound.clip import Clip
from audiocoach.sound.decoding.decode import blocks
from audiocoach.sound.loudness import integrated, true_peak
from audiocoach.storage.store import Store
from tests.support import music_reference as meant
from tests.support.music_files import Step, noise, steps, write_music

RATE = 48_000
LSB = 1 / 32768


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def a_track(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes a WAV of noise, so that what is decoded is known to the bit."""
    folder = tmp_path_factory.mktemp("tracks")

    def make(seconds: float, seed: int = 1, below: float = 3000) -> Path:
        path = folder / f"{seconds}-{seed}-{below}.wav"
        return path if path.exists() else write_music(path, noise(seconds, seed=seed, below=below))

    return make


def samples_of(path: Path) -> np.ndarray:
    """A WAV of ours: 16 bits, stereo, after a header that ends with the data's size."""
    data = path.read_bytes()
    return np.frombuffer(data[data.index(b"data") + 8 :], "<i2").reshape(-1, 2) / 32768


@cache
def at_level(path: Path, lufs: float = -22.0) -> np.ndarray:
    sound = samples_of(path)
    return sound * 10 ** ((lufs - integrated(sound, RATE)) / 20)


def heard(bed: Bed, placed=(), words_ms=(), **options) -> np.ndarray:
    data = b"".join(mixed(bed, placed, words_ms, **options))
    return np.frombuffer(data, "<i2").reshape(-1, 2) / 32768


def word(milliseconds: int, seed: int = 5, peak: float = 0.25) -> Clip:
    """Something like speech that fits its band."""
    sound = noise(milliseconds / 1000, 24_000, 1, seed=seed, below=9000)[:, 0] * (peak / 0.5)
    return Clip(np.rint(sound * 32768).astype("<i2").tobytes())


def laid(*at_ms: int, length: int = 700) -> tuple[list[tuple[int, Clip]], list[tuple[int, int]]]:
    """Words at these times, and when they sound."""
    return [(at * 24, word(length)) for at in at_ms], [(at, at + length) for at in at_ms]


def test_words_alone_lie_at_their_sample_on_both_sides_and_all_else_is_zero() -> None:
    placed = [(24_000 + 7, word(300)), (60_001, word(200, 6))]
    found = heard(Bed(5_000), placed)
    assert found.shape == (240_000, 2)
    assert np.array_equal(found[:, 0], found[:, 1])
    even = np.zeros(120_000)
    for at, clip in placed:
        values = np.frombuffer(clip.pcm, "<i2")
        even[at : at + len(values)] += values
    assert np.array_equal(found[::2, 0] * 32768, even)
    assert np.abs(found - meant.mix(np.zeros((240_000, 2)), placed, [])).max() < 2 * LSB
    quiet = np.ones(240_000, bool)
    for at, clip in placed:
        quiet[2 * at : 2 * (at + clip.frame_count)] = False
    assert not found[quiet].any()


@pytest.mark.slow
def test_music_alone_is_its_tracks_at_their_level(a_track: Callable[..., Path], store: Store) -> None:
    paths = [a_track(7.0, 1), a_track(4.3, 2)]
    bed = prepare(MusicWish(file=tuple(map(str, paths))), steps(("work", 20)), 20_000, store)
    found = heard(bed)
    music = meant.bed({"work": [at_level(path) for path in paths]}, steps(("work", 20)))
    assert np.abs(found - music).max() < LSB
    middle = found[3 * RATE : 16 * RATE]
    assert integrated(middle, RATE) == pytest.approx(-22, abs=0.3)


@pytest.mark.slow
def test_every_format_comes_at_the_same_level(pieces: dict[str, Path], store: Store) -> None:
    for path in pieces.values():
        bed = prepare(MusicWish(file=(str(path),)), steps(("work", 30)), 30_000, store)
        assert integrated(heard(bed)[3 * RATE : 25 * RATE], RATE) == pytest.approx(-22, abs=0.3)


@pytest.mark.slow
def test_words_over_music_are_summed_and_the_music_is_ducked(a_track: Callable[..., Path], store: Store) -> None:
    path = a_track(7.0)
    bed = prepare(MusicWish(file=(str(path),)), steps(("work", 20)), 20_000, store)
    placed, words = laid(0, 3_000, 4_500, 9_000, 19_300)
    found = heard(bed, placed, words)
    music = meant.bed({"work": [at_level(path)]}, steps(("work", 20)))
    assert np.abs(found - meant.mix(music, placed, words)).max() < 3 * LSB


@pytest.mark.slow
def test_clicks_do_not_duck_the_music(a_track: Callable[..., Path], store: Store) -> None:
    path = a_track(7.0)
    bed = prepare(MusicWish(file=(str(path),)), steps(("work", 20)), 20_000, store)
    placed, _ = laid(3_000, 9_000)
    music = meant.bed({"work": [at_level(path)]}, steps(("work", 20)))
    assert np.abs(heard(bed, placed) - meant.mix(music, placed, [])).max() < 3 * LSB


@pytest.mark.slow
def test_the_margin_under_words_is_as_wanted(a_track: Callable[..., Path], store: Store) -> None:
    path = str(a_track(20.0, 3))
    for level, duck in ((-6.0, -12.0), (-10.0, -15.0), (0.0, -9.0)):
        wish = MusicWish.model_construct(file=(path,), level=level, duck=duck)
        bed = prepare(wish, steps(("work", 20)), 20_000, store)
        under = heard(bed, words_ms=[(4_000, 14_000)])[4 * RATE : 14 * RATE]
        assert integrated(under, RATE) == pytest.approx(-16 + level + duck, abs=0.5)


@pytest.mark.slow
def test_by_kind_each_list_goes_on_where_it_stopped(a_track: Callable[..., Path], store: Store) -> None:
    fast, calm = a_track(30.0, 1), a_track(30.0, 2)
    intervals = steps(("warm-up", 2), ("work", 4), ("rest", 2), ("work", 1.5), ("work", 2), ("rest", 3), ("talk", 3))
    wish = MusicWish(work=(str(fast),), rest=(str(calm),))
    found = heard(prepare(wish, intervals, intervals[-1].end_ms, store))
    music = meant.bed({"work": [at_level(fast)], "rest": [at_level(calm)]}, intervals)
    assert np.abs(found - music).max() < LSB
    assert not found[: 2 * RATE].any()
    assert not found[15 * RATE :].any()


@pytest.mark.slow
def test_a_list_that_is_gone_on_with_is_not_decoded_from_its_beginning(
    a_track: Callable[..., Path], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def counted(path: Path):
        opened.append(path)
        return blocks(path)

    monkeypatch.setattr("audiocoach.music.open_files.blocks", counted)
    fast, calm = a_track(30.0, 1), a_track(30.0, 2)
    intervals = steps(*[("work", 2), ("rest", 1)] * 6)
    heard(prepare(MusicWish(work=(str(fast),), rest=(str(calm),)), intervals, intervals[-1].end_ms, store))
    assert sorted(opened) == sorted([fast, calm])


@pytest.mark.slow
def test_without_loop_there_is_silence_after_the_music(a_track: Callable[..., Path], store: Store) -> None:
    wish = MusicWish(file=(str(a_track(3.0)), str(a_track(2.0))), loop=False)
    found = heard(prepare(wish, steps(("work", 12)), 12_000, store))
    end = 5 * RATE - meant.JOIN
    assert found[end - 4800 : end - 480].any()
    assert not found[end:].any()


@pytest.mark.slow
def test_a_loop_of_one_track_joins_its_end_and_its_beginning(tmp_path: Path, store: Store) -> None:
    # A second of a whole number of waves: played over and over, nothing may be heard of the joins but equal power.
    time = np.arange(RATE) / RATE
    wave = np.stack([np.sin(2 * np.pi * 220 * time)] * 2, axis=1) * 0.3
    path = write_music(tmp_path / "loop.wav", wave)
    found = heard(prepare(MusicWish(file=(str(path),)), steps(("work", 30)), 30_000, store))[2 * RATE : 26 * RATE, 0]
    bend = np.abs(np.diff(found, 2))
    assert bend.max() < 2 * np.median(np.sort(bend)[-len(bend) // 10 :])
    power = np.sqrt(np.convolve(found**2, np.ones(960) / 960, "valid"))
    assert 20 * np.log10(power.max() / np.median(power)) < 3.2  # two equal waves at equal power
    assert 20 * np.log10(power.min() / np.median(power)) > -0.5


@pytest.mark.slow
def test_joins_of_different_tracks_make_no_click_and_no_hole(a_track: Callable[..., Path], store: Store) -> None:
    paths = tuple(str(a_track(2.0, seed, 1000)) for seed in range(1, 5))
    found = heard(prepare(MusicWish(file=paths), steps(("work", 30)), 30_000, store))[2 * RATE : 26 * RATE]
    bend = np.abs(np.diff(found, 2, axis=0))
    assert bend.max() < 2 * np.quantile(bend, 0.999)


@pytest.mark.slow
@pytest.mark.parametrize("block", [1152, 4799, 48_000, GRID, 1_000_000_000])
def test_any_size_of_block_gives_the_same_samples(a_track: Callable[..., Path], store: Store, block: int) -> None:
    bed = prepare(MusicWish(file=(str(a_track(4.3)),)), steps(("work", 11)), 11_003, store)
    placed, words = laid(500, 4_000, 9_000)
    pieces = list(mixed(bed, placed, words, block))
    assert b"".join(pieces) == b"".join(mixed(bed, placed, words))
    assert sum(map(len, pieces)) == 11_003 * 48 * 4
    assert {len(piece) for piece in pieces[:-1]} <= {block * 4}


def loud(a_track: Callable[..., Path], store: Store) -> tuple[Bed, list[tuple[int, Clip]], list[tuple[int, int]]]:
    """A session in which the sum is far too loud, now and then."""
    wish = MusicWish.model_construct(file=(str(a_track(4.3)),), level=8.0, duck=-6.0)
    bed = prepare(wish, steps(("work", 11)), 11_000, store)
    return bed, [(at * 24, word(700, at, 0.65)) for at in (300, 2_300, 4_700, 9_000)], [(300, 1_000), (9_000, 9_700)]


@pytest.mark.slow
@pytest.mark.parametrize("grid", [1009, 30_011, 48_000, 500_000])
def test_the_grid_it_is_made_in_cannot_be_heard(
    a_track: Callable[..., Path], store: Store, grid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = loud(a_track, store)
    first = heard(*case)
    monkeypatch.setattr("audiocoach.music.mix.GRID", grid)
    assert np.array_equal(first, heard(*case))


@pytest.mark.slow
def test_the_sum_never_passes_its_ceiling(a_track: Callable[..., Path], store: Store) -> None:
    bed, placed, words = loud(a_track, store)
    found = heard(bed, placed, words)
    assert true_peak(found, RATE) <= -1.9
    assert true_peak(found, RATE) > -2.6  # and is not simply turned down


@pytest.mark.slow
def test_what_is_below_the_ceiling_is_left_alone(a_track: Callable[..., Path], store: Store) -> None:
    path = a_track(4.3)
    bed = prepare(MusicWish(file=(str(path),)), steps(("work", 11)), 11_000, store)
    placed, words = [(48_000, word(500, 1, 0.9))], [(2_000, 2_500)]
    found = heard(bed, placed, words)
    music = meant.mix(meant.bed({"work": [at_level(path)]}, steps(("work", 11))), placed, words)
    assert np.abs(found[3 * RATE :] - music[3 * RATE :]).max() < LSB
    assert np.abs(found[: round(1.9 * RATE)] - music[: round(1.9 * RATE)]).max() < LSB


@pytest.mark.slow
def test_music_that_changes_while_it_plays_is_told(tmp_path: Path, store: Store) -> None:
    path = write_music(tmp_path / "run.wav", noise(20))
    bed = prepare(MusicWish(file=(str(path),)), steps(("work", 20)), 20_000, store)
    write_music(path, noise(5))
    with pytest.raises(SoundError, match=r"run\.wav: this music has changed while it was played"):
        heard(bed)


def test_no_file_stays_open_when_it_is_given_up(
    a_track: Callable[..., Path], store: Store, recwarn: pytest.WarningsRecorder
) -> None:
    bed = prepare(MusicWish(file=(str(a_track(7.0)),)), steps(("work", 20)), 20_000, store)
    begun = mixed(bed, [], [])
    next(begun)
    begun.close()
    assert not recwarn.list


some_steps = st.lists(
    st.tuples(st.sampled_from(["work", "rest", "drill"]), st.integers(1000, 5000).map(lambda ms: ms / 1000)),
    min_size=1,
    max_size=5,
).map(lambda parts: steps(*parts))
some_words = st.lists(st.tuples(st.integers(0, 24_000 * 25), st.sampled_from([240, 700, 1500])), max_size=6)


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_steps, some_words, st.sampled_from([-12.0, -15.0]))
def test_any_session_is_as_meant(
    a_track: Callable[..., Path],
    store: Store,
    intervals: tuple[Step, ...],
    words: list[tuple[int, int]],
    depth: float,
) -> None:
    total = intervals[-1].end_ms
    lists = {"work": [a_track(60.0, 1)], "rest": [a_track(60.0, 2)]}
    placed = sorted(
        [(at, word(length)) for at, length in words if at // 24 + 1 + length <= total], key=lambda each: each[0]
    )
    times = [(at // 24, at // 24 + clip.length_ms) for at, clip in placed]
    wish = MusicWish.model_construct(
        work=(str(lists["work"][0]),), rest=(str(lists["rest"][0]),), duck=depth, level=-9.0
    )
    bed = prepare(wish, intervals, total, store)
    levelled = {kind: [at_level(path, -25.0) for path in paths] for kind, paths in lists.items()}
    reference = meant.mix(meant.bed(levelled, intervals), placed, times, depth)
    assume(np.abs(reference).max() < 0.7)  # nothing to limit
    assert np.abs(heard(bed, placed, times) - reference).max() < 3 * LSB
