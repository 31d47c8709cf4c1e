"""Clicks in a rendered MP3, sought by a decoder that is not ours."""

from __future__ import annotations

import wave

import numpy as np
import pytest

from audiocoach.mix.session_sound import sounding_of
from audiocoach.mix.windows import windows
from audiocoach.output.mp3.encode_windows import encode_windows
from audiocoach.output.mp3.frames import MONO
from audiocoach.rendering.session import Rendered, render
from audiocoach.script.load import parse_session
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.studio import Studio
from audiocoach.storage.shipped import shipped_dir
from tests.support.decoders import by_miniaudio

MS = 24

SCRIPT = """
session: In step
voice: {{engine: tone}}
coach: beeps-only
steps:
  - work: 60s
    cadence: {{rate: {rate}, accent: 4}}
    cues:
      - {{at: 20s, say: Small and quick steps with your eyes on one point ahead.}}
"""


def click(role: str) -> np.ndarray:
    """A click as its source file has it, read without any code of ours."""
    with wave.open(str(shipped_dir("sounds") / f"{role}.wav"), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


@pytest.fixture(scope="module", params=[160, 173])
def rendered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    path = tmp_path_factory.mktemp("metronome") / f"{request.param}.mp3"
    return render(parse_session(SCRIPT.format(rate=request.param)), path)


@pytest.fixture(scope="module")
def heard(rendered: Rendered) -> np.ndarray:
    return by_miniaudio(rendered.path)


def off_by(heard: np.ndarray, at: int, clip: np.ndarray, reach: int = 200) -> int:
    around = heard[at - reach : at + len(clip) + reach]
    return int(np.argmax(np.correlate(around, clip, "valid"))) - reach


@pytest.mark.slow
def test_every_click_is_within_a_sample_of_its_beat(rendered: Rendered, heard: np.ndarray) -> None:
    (pulse,) = rendered.timeline.pulses
    beats = [beat for beat in pulse.beats() if not beat.under_words]
    assert len(beats) > 120
    assert {beat.sound for beat in beats} == {"click", "accent"}
    off = {beat.at: off_by(heard, beat.at, click(beat.sound)) for beat in beats}
    assert {at: by for at, by in off.items() if abs(by) > 1} == {}


@pytest.mark.slow
def test_between_clicks_there_is_silence_and_none_in_the_countdown(rendered: Rendered, heard: np.ndarray) -> None:
    (pulse,) = rendered.timeline.pulses
    near = np.zeros(len(heard), bool)
    for start, end in [(e.start_ms, e.end_ms) for e in rendered.timeline.events]:
        near[max(0, (start - 50) * MS) : (end + 50) * MS] = True
    for beat in pulse.beats():
        near[beat.at - 50 * MS : beat.at + 70 * MS] = True
    assert np.count_nonzero(~near) > len(heard) / 4
    assert np.max(np.abs(heard[~near])) < 1e-6


@pytest.mark.slow
def test_under_words_a_click_is_12_db_softer() -> None:
    """By the difference that the metronome makes: what words there are is the same with it and without."""
    from audiocoach.mix.windows import mix
    from audiocoach.rendering.timelines import build_timeline
    from audiocoach.speech.narrator import Narrator

    studio, levels = Studio(), {}
    sounds = []
    for more in ("", "sounds: {click: none, accent: none}\n"):
        session = parse_session(SCRIPT.format(rate=160) + more)
        timeline = build_timeline(session, studio=studio)
        narrator = Narrator(studio)
        narrator.measure([event.words for event in timeline.events if event.words])
        whole = np.zeros(timeline.length_ms * MS)
        for window in sounding_of(timeline, None, narrator, SoundShelf()).windows():
            whole[window.start : window.end] = np.frombuffer(mix(window), "<i2")
        sounds.append((timeline, whole))
    (timeline, clicked), (_, plain) = sounds
    difference = clicked - plain
    for beat in timeline.pulses[0].beats():
        peak = np.max(np.abs(difference[beat.at : beat.at + 20 * MS]))
        levels.setdefault((beat.sound, beat.under_words), set()).add(round(20 * np.log10(peak / 32768)))
    assert levels == {
        ("click", False): {-18},
        ("accent", False): {-18},
        ("click", True): {-30},
        ("accent", True): {-30},
    }


def test_clicks_that_fall_alike_on_frames_are_encoded_once() -> None:
    from audiocoach.mix.windows import Placed
    from audiocoach.sound.clip import Clip

    clip = Clip(bytes(20 * MS * 2 - 2) + b"\1\0")
    found = windows([Placed(9000 * beat, clip) for beat in range(400)], 200_000)
    assert len(found) == 400
    assert len({(window.start % MONO.frame_samples, window.parts) for window in found}) == 8
    assert len({id(frames) for _, frames in encode_windows(found)}) == 8
