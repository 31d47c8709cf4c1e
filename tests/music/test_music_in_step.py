"""Songs in step: decoded from what is rendered, each beat stands where the step's start signal put it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiocoach import Rendered, load_session, render
from audiocoach.mix.session_sound import sounding_of
from audiocoach.music.arrangement import Stretch
from audiocoach.music.in_step import CROSS, Running, in_step
from audiocoach.music.step_plan import plan_steps
from audiocoach.music.tempo import Tempo
from audiocoach.music.track import Track
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.sound_wishes import MusicWish
from audiocoach.sound.decoding.decode import blocks
from audiocoach.sound.stretching import most, stretched
from tests.support.made_songs import PING, RATE, song
from tests.support.music_files import Step, noise, write_music

SCRIPT = """\
session: In step
music: {folder: songs, tempo: cadence}
steps:
  - warm-up 12s Walk
  - repeat: 2
    steps:
      - {work: 23s, name: Run, cadence: 170}
      - {rest: 17s, name: Jog, cadence: 160}
  - {work: 41s, name: Fast, cadence: 171}
  - {work: 15s, name: Rise, cadence: {from: 165, to: 175}}
  - {work: 15s, name: Slow, cadence: 145}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("in-step")
    (there / "songs").mkdir()
    for name, beats, style in (("Song", 84.0, "straight"), ("Swing", 159.0, "swung"), ("Other", 87.0, "straight")):
        write_music(there / "songs" / f"{name}.flac", song(beats, style, 32, ping=True))
    write_music(there / "songs" / "Sea.flac", noise(20.0))
    write_music(there / "songs" / "Jingle.flac", song(85.0, "straight", 12))
    (there / "script.yaml").write_text(SCRIPT, encoding="utf-8")
    return there


@pytest.fixture(scope="module")
def made(folder: Path) -> Rendered:
    return render(load_session(folder / "script.yaml"), folder / "out.mp3", bitrate=320)


def pings(sound: np.ndarray) -> np.ndarray:
    """Find when marks on beats begin, in seconds."""
    turned = sound * np.exp(-2j * np.pi * PING * np.arange(len(sound)) / RATE)
    size = 96
    sums = np.concatenate(([0], np.cumsum(turned)))
    level = np.abs(sums[size:] - sums[:-size]) / size
    loud = level > 0.35 * np.median([part.max() for part in np.array_split(level, max(1, len(level) // RATE))])
    starts = np.flatnonzero(loud[1:] & ~loud[:-1])
    return np.array([at for n, at in enumerate(starts) if not n or at - starts[n - 1] > 0.08 * RATE]) / RATE


@pytest.mark.slow
def test_beats_are_within_20_ms_of_each_start_signal_and_stay_there(made: Rendered) -> None:
    heard = np.concatenate([block[0] for block in blocks(made.path)]).astype(np.float64)
    assert len(heard) == made.length_ms * RATE // 1000
    worst = []
    for interval in made.timeline.intervals:
        metronome = interval.step.cadence
        if metronome is None or metronome.to is not None or metronome.stages[0][1] == 145:
            continue
        start, end = interval.start_ms / 1000, interval.end_ms / 1000
        found = pings(heard[round(start * RATE) : round(end * RATE)])
        # An s is heard as high as the marks.
        spoken = [(event.start_ms / 1000 - start, event.end_ms / 1000 - start) for event in made.timeline.events]
        found = np.array([at for at in found if not any(first - 0.05 < at < last + 0.05 for first, last in spoken)])
        period = 60 / metronome.stages[0][1]
        beside = (found + period / 2) % period - period / 2
        assert len(found) > 0.3 * (end - start) / period, interval.name
        assert np.abs(beside[:10]).max() < 0.020, (interval.name, start, beside)
        assert np.mean(np.abs(beside) < 0.020) > 0.95, (interval.name, start, beside)
        assert np.abs(beside).max() < 0.025, (interval.name, start, beside)
        worst.append(float(np.median(np.abs(beside))))
    assert len(worst) == 5
    assert max(worst) < 0.013


@pytest.mark.slow
def test_each_choice_is_told_and_what_does_not_fit(made: Rendered) -> None:
    notes = "\n".join(made.notes)
    assert "Song, 84.0 → 85.0, x 2 = 170, + 1.2 %" in notes
    assert "Swing, 159.0 → 160.0, x 1 = 160, + 0.6 %" in notes
    assert "Sea.flac: no steady beat is heard in it" in notes
    assert "the metronome of the step at 2:13 changes: no music plays under it" in notes
    assert "no song fits 145: the metronome stays" in notes
    assert "too short to be in step: Jingle" in notes


@pytest.mark.slow
def test_where_music_is_in_step_no_metronome_is_heard_and_elsewhere_it_is(folder: Path, made: Rendered) -> None:
    shop = Workshop()
    session, narrator = load_session(folder / "script.yaml"), shop.narrator()
    timeline = narrator.timeline(session, shop.sheets.of(session), shop.signals)
    with_music = sounding_of(timeline, session.music, narrator, shop.signals)
    without = sounding_of(timeline, None, narrator, shop.signals)
    gone = {each.at // 24 for each in without.placed} - {each.at // 24 for each in with_music.placed}
    steps = {each.start_ms for each in timeline.intervals for at in gone if each.start_ms <= at < each.end_ms}
    assert with_music.bed is not None
    assert steps == with_music.bed.in_step == {12_000, 35_000, 52_000, 75_000, 92_000}


def test_of_namesakes_in_two_folders_each_is_told_of_by_its_own_tempo() -> None:
    short, far = (Track(Path(folder, "Song.mp3"), seconds * RATE, -14.0) for folder, seconds in (("a", 8), ("b", 180)))
    tempos = {short.path: Tempo(85.0, 0.3, 1.0), far.path: Tempo(100.0, 0.3, 1.0)}
    for tracks in ((short, far), (far, short)):
        planned = plan_steps(
            MusicWish(tempo=170), {"work": tracks}, [Step("work", 0, 60_000)], {0: 170}, tempos, 0.04, "pip"
        )
        told = [note for note in planned.notes if "Song" in note]
        assert told == ["too short to be in step: Song", "does not fit 170 within 4%: Song"]


def plan(landings_s: list[float], end_s: float, *, songs: int = 2, total_s: float = 600) -> Stretch:
    tracks = [Track(Path(f"{name}.mp3"), 60 * RATE, -14.0) for name in "ab"[:songs]]
    made = [in_step(track, Tempo(84.0, 0.3, 1.0), 170, 0.04) for track in tracks]
    running = Running([each for each in made if each is not None])
    return running.play([round(at * RATE) for at in landings_s], round(end_s * RATE), round(total_s * RATE))


def test_every_landing_and_every_change_of_song_is_on_a_beat() -> None:
    landings = [10.0, 31.1, 47.35, 140.0]
    stretch = plan(landings, 200)
    first = in_step(Track(Path("a.mp3"), 60 * RATE, -14.0), Tempo(84.0, 0.3, 1.0), 170, 0.04)
    assert first is not None

    def beside(session: float) -> float:
        (passage,) = [each for each in stretch.passages if each.start + CROSS <= session < each.end - CROSS]
        return (passage.offset + session - passage.start - first.first) % first.period

    for landing in landings:
        at = beside(landing * RATE + CROSS + 1) - CROSS - 1
        assert min(at % first.period, -at % first.period) <= 48 + 1
    changes = [
        (one, other)
        for one, other in zip(stretch.passages, stretch.passages[1:], strict=False)
        if one.track != other.track
    ]
    assert len(changes) >= 2
    for one, other in changes:
        assert one.end - other.start == other.fade_in <= CROSS <= 60 * RATE // 1000
        before = (one.offset + one.end - one.start - first.first) % first.period
        assert min(before, first.period - before) < 2
        assert other.offset + other.fade_in == first.beat(0)


def test_passages_follow_each_other_without_a_hole_to_the_end() -> None:
    stretch = plan([0.0, 30.0, 33.3], 300, songs=1, total_s=300)
    assert (stretch.start, stretch.end) == (0, 300 * RATE)
    assert stretch.passages[0].start == 0
    for one, other in zip(stretch.passages, stretch.passages[1:], strict=False):
        assert one.end == other.start + other.fade_in
        assert one.offset + one.end - one.start <= one.track.samples
    assert stretch.passages[-1].end == 300 * RATE


@pytest.mark.slow
@pytest.mark.parametrize("speed", [0.965, 1.012, 1.04, 0.93, 1.07])
def test_stretched_sound_has_its_beats_where_they_belong(speed: float) -> None:
    if abs(speed - 1) > most():
        pytest.skip("python-stretch is not installed")
    sound = np.zeros((2, 12 * RATE), np.float32)
    places = [round((0.5 + 0.5 * number) * RATE) for number in range(22)]
    for at in places:
        sound[:, at : at + 600] = np.sin(2 * np.pi * 1000 * np.arange(600) / RATE) * np.exp(-np.arange(600) / 200)
    pieces = list(stretched(iter(np.array_split(sound, 12, axis=1)), speed))
    heard = np.concatenate(pieces, axis=1)
    assert abs(heard.shape[1] - sound.shape[1] / speed) < 0.02 * RATE
    for at in places[:-1]:
        near = np.abs(heard[0, round(at / speed) - 4800 : round(at / speed) + 4800])
        assert abs(int(np.argmax(near > 0.3 * near.max())) - 4800) < 0.020 * RATE
