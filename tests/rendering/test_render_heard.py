"""Whole sessions rendered, decoded, and held against their scripts: every length and every place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audiocoach import Session, load_session, render
from audiocoach.speech.casting import voice_wish
from audiocoach.storage.shipped import shipped_dir
from tests.support.decoders import LIBRARIES, Decoder, by_pyav
from tests.support.heard_in_renders import (
    PER_MS,
    Recording,
    likeness,
    offset,
    onset_ms,
    places,
    signal,
    spoken_clips,
)

pytestmark = pytest.mark.slow

SAMPLES = ("first-steps", "whiteboard")
SESSIONS = ["first-steps-spoken", "first-steps-tone", "whiteboard-spoken", "backwards-first-spoken", "tabata-spoken"]


def load(name: str, samples: Path) -> Session:
    folder = samples if name in SAMPLES else shipped_dir("scripts")
    return load_session(folder / f"{name}.yaml")


@pytest.fixture(scope="module", params=SESSIONS)
def recording(
    request: pytest.FixtureRequest, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Recording]:
    """Each session, with this computer's voice and with tones for words."""
    name, _, voice = request.param.rpartition("-")
    session = load(name, samples)
    if voice == "tone":
        session = session.spoken_by(voice_wish("tone"))
    path = tmp_path_factory.mktemp("rendered") / f"{name}.mp3"
    done = render(session, path)
    yield Recording(done, spoken_clips(session, done.timeline.events))
    path.unlink()


@pytest.fixture(scope="module")
def heard(recording: Recording) -> dict[str, np.ndarray]:
    return {name: decode(recording.rendered.path) for name, decode in LIBRARIES.items()}


@pytest.fixture(params=LIBRARIES)
def sound(request: pytest.FixtureRequest, heard: dict[str, np.ndarray]) -> np.ndarray:
    return heard[request.param]


def test_the_length_is_the_scripts_to_the_sample(recording: Recording, sound: np.ndarray) -> None:
    assert recording.rendered.length_ms == recording.rendered.timeline.intervals[-1].end_ms
    assert len(sound) == recording.rendered.length_ms * PER_MS


def test_every_signal_is_within_a_sample_of_its_place(recording: Recording, sound: np.ndarray) -> None:
    signals = [event for event in recording.events if event.type == "sound"]
    assert len(signals) >= 3 * len(recording.rendered.timeline.intervals)
    off = {(event.role, event.start_ms): offset(sound, signal(event.sound), event.start_ms) for event in signals}
    assert {place: by for place, by in off.items() if abs(by) > 1} == {}


def test_every_signal_sounds_as_its_source_does(recording: Recording, sound: np.ndarray) -> None:
    for event in recording.events:
        if event.type == "sound":
            assert likeness(sound, signal(event.sound), event.start_ms) > 0.98, event


def test_every_cue_begins_within_25_ms_of_its_place(recording: Recording, sound: np.ndarray) -> None:
    assert len(recording.spoken) > 20
    off = {
        (event.text, event.start_ms): onset_ms(sound, np.max(np.abs(clip)), event.start_ms, event.end_ms)
        for event, clip in recording.spoken.items()
    }
    assert {place: by for place, by in off.items() if abs(by) > 25} == {}


def test_every_cue_is_the_clip_that_was_spoken_for_it_to_its_last_word(recording: Recording, sound: np.ndarray) -> None:
    for event, clip in recording.spoken.items():
        assert len(clip) == (event.end_ms - event.start_ms) * PER_MS
        assert abs(offset(sound, clip, event.start_ms)) <= 1, event
        assert likeness(sound, clip, event.start_ms) > 0.95, event


def test_no_sample_clips(sound: np.ndarray) -> None:
    assert 0.2 < np.max(np.abs(sound)) < 0.98


def test_where_nothing_is_there_is_silence(recording: Recording, sound: np.ndarray) -> None:
    rest = ~recording.around_everything(before_ms=50, after_ms=50)
    assert np.count_nonzero(rest) > len(sound) / 5
    assert np.max(np.abs(sound[rest])) < 1e-6  # a 16-bit step is thirty times that


def test_the_decoders_agree(heard: dict[str, np.ndarray]) -> None:
    one, other = heard.values()
    assert np.max(np.abs(one - other)) < 0.001


@pytest.fixture(scope="module", params=LIBRARIES)
def decode(request: pytest.FixtureRequest) -> Decoder:
    return LIBRARIES[request.param]


@pytest.fixture(scope="module")
def whiteboard(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rendered") / "whiteboard.mp3"
    render(load("whiteboard", samples), path)
    return path


def test_the_whiteboard_sounds_as_one_would_work_it_out_by_hand(whiteboard: Path, decode: Decoder) -> None:
    starts = [("session-start", 0)]
    for round_ in range(8):
        starts += [("work", 300 + 150 * round_), ("rest", 360 + 150 * round_)]
    starts.append(("cool-down", 1500))
    ends = [at for _, at in starts[1:]] + [1680]
    ticks = [(role, end - before) for end in ends for role, before in (("tick", 3), ("tick", 2), ("last-tick", 1))]
    in_seconds = [*starts, *ticks, ("halfway", 150), ("session-end", 1680 - 0.8)]
    expected = [(role, round(at * 1000)) for role, at in in_seconds]

    sound = decode(whiteboard)
    assert len(sound) == 28 * 60 * 24_000
    for role, at_ms in expected:
        assert abs(offset(sound, signal(role), at_ms)) <= 1, (role, at_ms)
        assert likeness(sound, signal(role), at_ms) > 0.98, (role, at_ms)


def test_a_signal_sought_through_the_whole_file_is_where_it_belongs_and_nowhere_else(
    samples: Path, tmp_path: Path
) -> None:
    render(load("first-steps", samples), tmp_path / "first-steps.mp3")
    sound = by_pyav(tmp_path / "first-steps.mp3")
    talk = len(sound) - 450 * 24_000  # the rest of the session is 7:30, and the talk lasts as long as its words
    work = [talk + at * 24_000 for at in (120, 240, 360)]
    rest = [talk + at * 24_000 for at in (150, 270)]
    assert places(sound, signal("work")) == work
    assert places(sound, signal("rest")) == rest
