"""The file itself: bitrates, sizes, tags, and sounds of one's own."""

from __future__ import annotations

import wave
from pathlib import Path

import mutagen.id3
import mutagen.mp3
import numpy as np
import pytest

from audiocoach import OutputError, Rendered, Session, load_session, render
from audiocoach.output.mp3.frames import BITRATES, frame_bytes, frame_count
from audiocoach.speech.casting import voice_wish
from tests.support.decoders import LIBRARIES
from tests.support.heard_in_renders import PER_MS, RATE, likeness, offset, signal

pytestmark = pytest.mark.slow


def script(tmp_path: Path, text: str) -> Session:
    path = tmp_path / "script.yaml"
    path.write_text(text, encoding="utf-8")
    return load_session(path).spoken_by(voice_wish("tone"))


SHORT = """\
session: Läufe für alle, 8× "schnell"
description: Twice thirty seconds – nothing more.
steps:
  - 2 x (work 30s Run, rest 20s Walk)
"""


@pytest.fixture(params=BITRATES)
def at_bitrate(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[int, Rendered]:
    return request.param, render(script(tmp_path, SHORT), tmp_path / "out.mp3", bitrate=request.param)


def test_every_bitrate_is_exact_and_says_what_it_is(at_bitrate: tuple[int, Rendered]) -> None:
    bitrate, done = at_bitrate
    info = mutagen.mp3.MP3(done.path).info
    assert info.bitrate == bitrate * 1000
    assert info.bitrate_mode == mutagen.mp3.BitrateMode.CBR
    assert (info.sample_rate, info.channels) == (RATE, 1)
    assert info.length == pytest.approx(100, abs=0.06)
    for decode in LIBRARIES.values():
        sound = decode(done.path)
        assert len(sound) == 100 * RATE
        assert offset(sound, signal("work"), 50_000) == 0


def test_the_size_is_what_the_bitrate_makes_of_the_length(at_bitrate: tuple[int, Rendered]) -> None:
    bitrate, done = at_bitrate
    size = done.path.stat().st_size
    assert done.size == size
    tag = mutagen.id3.ID3(done.path).size
    info = frame_bytes(max(bitrate, 64))
    assert size == tag + info + frame_count(100 * RATE) * frame_bytes(bitrate)
    assert size - tag == pytest.approx(bitrate * 1000 / 8 * 100, rel=0.01)


def test_a_bitrate_that_is_none_writes_nothing(tmp_path: Path) -> None:
    session = script(tmp_path, SHORT)
    with pytest.raises(OutputError, match="47 kb/s is not possible"):
        render(session, tmp_path / "out.mp3", bitrate=47)
    assert [path.name for path in tmp_path.iterdir()] == ["script.yaml"]


def test_the_tags_say_what_the_script_says(tmp_path: Path) -> None:
    done = render(script(tmp_path, SHORT), tmp_path / "out.mp3")
    tags = mutagen.id3.ID3(done.path, translate=False)
    assert tags.version == (2, 3, 0)
    assert tags["TIT2"].text == ['Läufe für alle, 8× "schnell"']
    assert tags["TPE1"].text == ["audiocoach"]
    assert tags["TLEN"].text == ["100000"]
    (comment,) = tags.getall("COMM")
    assert comment.text == ["Twice thirty seconds – nothing more. 1:40: 2 × (0:30 Run, 0:20 Walk) · audiocoach"]
    assert comment.lang == "eng"


def test_a_title_with_words_in_it_is_tagged_as_it_is_read(tmp_path: Path) -> None:
    text = 'session: "Run, {length}"\ndescription: "In all {length}."\nsteps:\n  - work 90s\n'
    tags = mutagen.id3.ID3(render(script(tmp_path, text), tmp_path / "out.mp3").path)
    assert tags["TIT2"].text == ["Run, 1:30"]
    assert tags.getall("COMM")[0].text == ["In all 1:30. 1:30 · audiocoach"]


def chirp(rate: int, length_ms: int) -> np.ndarray:
    """A tone that climbs from 500 to 2500 Hz with soft ends: the same sound at every rate."""
    length = length_ms / 1000
    t = np.arange(round(rate * length)) / rate
    return np.sin(2 * np.pi * (500 * t + 1000 / length * t**2)) * np.sin(np.pi * t / length) ** 0.5


def save(path: Path, sound: np.ndarray, rate: int, channels: int = 1) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(np.repeat(np.rint(sound * 32767).astype("<i2"), channels).tobytes())


def test_sounds_of_ones_own_are_heard_in_their_roles_places(tmp_path: Path) -> None:
    save(tmp_path / "rising.wav", 0.9 * chirp(44_100, 350), 44_100, channels=2)
    save(tmp_path / "click.wav", 0.2 * chirp(RATE, 50), RATE)
    session = script(tmp_path, "sounds: {work: rising.wav, tick: click.wav, rest: none, halfway: cool-down}\n" + SHORT)
    done = render(session, tmp_path / "out.mp3")
    rising, click = chirp(RATE, 350), chirp(RATE, 50)
    for decode in LIBRARIES.values():
        sound = decode(done.path)
        assert abs(offset(sound, rising, 50_000)) <= 1
        assert likeness(sound, rising, 50_000) > 0.98
        for at in (27_000, 28_000, 47_000, 48_000, 77_000, 78_000, 97_000, 98_000):
            assert abs(offset(sound, click, at)) <= 1, at
        assert np.max(np.abs(sound[50_000 * PER_MS : 50_350 * PER_MS])) < 0.34, "a loud sound is turned down"
        assert abs(offset(sound, signal("last-tick"), 99_000)) <= 1, "the other roles keep their own"
    silenced = [event for event in done.timeline.events if event.start_ms == 80_000]
    assert [event.type for event in silenced] == ["say"], "none is silence, and the words need not wait for it"
    assert {event.sound for event in done.timeline.events if event.role == "work"} == {str(tmp_path / "rising.wav")}


def test_a_step_and_a_cue_can_have_a_sound_of_their_own(tmp_path: Path) -> None:
    save(tmp_path / "gong.wav", 0.3 * chirp(48_000, 300), 48_000)
    text = """\
session: Gongs
coach: none
steps:
  - warm-up 10s
  - work: 20s
    sound: gong.wav
    cues:
      - {at: 10s, sound: halfway}
      - {at: 13s, sound: gong.wav}
"""
    done = render(script(tmp_path, text), tmp_path / "out.mp3")
    gong = chirp(RATE, 300)
    for decode in LIBRARIES.values():
        sound = decode(done.path)
        assert [offset(sound, gong, at) for at in (10_000, 23_000)] == [0, 0]
        assert offset(sound, signal("halfway"), 20_000) == 0


def test_a_cue_that_fills_its_session_to_the_end_is_heard_to_the_end(tmp_path: Path) -> None:
    text = "session: Short\ncoach: none\nsounds: {session-end: none}\nsteps:\n  - work: 20s\n    cues:\n"
    text += "      - {at: end, say: This is the very last word.}\n"
    done = render(script(tmp_path, text), tmp_path / "out.mp3")
    (said,) = [event for event in done.timeline.events if event.type == "say"]
    assert said.end_ms == done.length_ms == 20_000
    for decode in LIBRARIES.values():
        sound = decode(done.path)
        assert len(sound) == 20 * RATE
        assert np.max(np.abs(sound[-PER_MS * 100 :])) > 0.1
