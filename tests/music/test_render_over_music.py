"""A session over music, from its script to what decoders hear, against a mix made another way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import lameenc
import numpy as np
import pytest

from audiocoach import OutputError, Rendered, ScriptError, SoundError, Timeline, load_session, render
from audiocoach.__main__ import main
from audiocoach.errors import AudiocoachError
from audiocoach.output.mp3.lame import QUALITY
from audiocoach.sound.decoding.decode import blocks
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.sound.loudness import integrated, true_peak
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.narrator import Narrator
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support import music_reference as meant
from tests.support.decoders import LIBRARIES, by_miniaudio
from tests.support.music_files import Step, noise, write_music

pytestmark = pytest.mark.slow

RATE = 48_000
SCRIPT = """\
session: Over music
music: {work: fast.mp3, rest: calm.flac}
steps:
  - 2 x (work 25s Run, rest 12s Walk)
  - work: 16s
    name: Sprint
    say: Now as fast as you can.
    cues:
      - {at: 8s, say: Tall and smooth.}
  - rest 10s Walk
"""


@dataclass(frozen=True)
class Made:
    """A file, what two decoders hear in it, and what is meant: the music as it is ducked, and words and signals."""

    rendered: Rendered
    heard: dict[str, np.ndarray]
    music: np.ndarray
    words: np.ndarray


def put_music(folder: Path) -> None:
    write_music(folder / "fast.mp3", noise(21.3, 44_100, seed=1), 44_100, options={"b": "320k"})
    write_music(folder / "calm.flac", noise(30.0, seed=2))


def of(path: Path) -> np.ndarray:
    return np.concatenate([block.T for block in blocks(path)]).astype(np.float64)


def placed_words(timeline: Timeline) -> np.ndarray:
    narrator, shelf = Narrator(), SoundShelf()
    narrator.measure([event.words for event in timeline.events if event.words])
    placed = [
        (
            event.start_ms * 24,
            narrator.clips(event.words)[0][1] if event.words else shelf.clip(event.sound, event.where),
        )
        for event in timeline.events
    ]
    return meant.mix(np.zeros((timeline.length_ms * 48, 2)), placed, [])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("over-music")
    put_music(folder)
    (folder / "script.yaml").write_text(SCRIPT)
    done = render(load_session(folder / "script.yaml"), folder / "out.mp3")
    timeline = done.timeline
    intervals = [Step(each.kind, each.start_ms, each.end_ms) for each in timeline.intervals]
    tracks = {"work": of(folder / "fast.mp3"), "rest": of(folder / "calm.flac")}
    levelled = {kind: [sound * 10 ** ((-22 - integrated(sound, RATE)) / 20)] for kind, sound in tracks.items()}
    spans = [(event.start_ms, event.end_ms) for event in timeline.events]
    music = meant.mix(meant.bed(levelled, intervals), [], spans)
    heard = {name: decode(done.path) for name, decode in LIBRARIES.items()}
    return Made(done, heard, music, placed_words(timeline))


def test_the_length_is_the_scripts_to_the_sample(made: Made) -> None:
    assert made.rendered.length_ms == 100_000
    assert {name: sound.shape for name, sound in made.heard.items()} == dict.fromkeys(made.heard, (100 * RATE, 2))


def test_the_decoders_agree(made: Made) -> None:
    one, other = made.heard.values()
    assert np.abs(one - other).max() < 0.001


def test_everything_is_at_its_sample(made: Made) -> None:
    whole = made.words + made.music
    for start in range(0, 100, 4):
        part = slice(start * RATE, (start + 4) * RATE)
        size = 8 * RATE
        match = np.fft.irfft(
            np.fft.rfft(made.heard["PyAV"][part, 0], size) * np.conj(np.fft.rfft(whole[part, 0], size)), size
        )
        assert np.argmax(match) == 0, start


def test_it_is_as_near_to_the_mix_as_one_encoding_is(made: Made) -> None:
    whole = made.words + made.music
    assert np.abs(whole).max() < 1
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(2)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(128)
    encoder.set_quality(QUALITY)
    pcm = np.rint(np.clip(whole, -1, 1) * 32767).astype("<i2").tobytes()
    frames = bytes(encoder.encode(pcm)) + bytes(encoder.flush())
    lag = 1105  # of encoder and decoder together, which nobody takes away where there is no Info frame
    single = by_miniaudio(frames)[lag : lag + len(whole)]
    ours = made.heard["miniaudio"][: len(single)] - whole[: len(single)]
    usual = single - whole[: len(single)]
    # Where voice and music together are limited, the reference is not; it is a few milliseconds.
    calm = np.abs(whole[: len(single)]).max(axis=1) < 0.6
    assert 10 * np.log10(np.mean(ours[calm] ** 2) / np.mean(usual[calm] ** 2)) < 0.5


def test_the_music_is_as_far_below_the_words_as_wanted(made: Made) -> None:
    spoken = np.zeros(100 * RATE, bool)
    for event in made.rendered.timeline.events:
        if event.type == "say":
            spoken[event.start_ms * 48 : event.end_ms * 48] = True
    heard = made.heard["PyAV"][spoken].ravel()
    parts = np.stack([made.words[spoken].ravel(), made.music[spoken].ravel()], axis=1)
    (words, music), *_ = np.linalg.lstsq(parts, heard, rcond=None)
    assert 20 * np.log10(music / words) == pytest.approx(0, abs=1)
    assert 20 * np.log10(words) == pytest.approx(0, abs=0.5)


def test_nothing_clips(made: Made) -> None:
    assert true_peak(made.heard["PyAV"], RATE) <= -0.5


def test_the_same_bytes_each_time_and_nothing_encoded_twice(tmp_path: Path) -> None:
    put_music(tmp_path)
    (tmp_path / "script.yaml").write_text(SCRIPT)
    session = load_session(tmp_path / "script.yaml")
    stores = [Store(tmp_path / name) for name in ("one", "one", "other")]
    files, kept = [], []
    for number, store in enumerate(stores):
        files.append(render(session, tmp_path / f"{number}.mp3", studio=Studio(ClipCache(store))).path.read_bytes())
        kept.append(sorted(store.keys("frames")))
    assert files[0] == files[1] == files[2]
    assert kept[0] == kept[1] == kept[2] != []


def test_one_sentence_changed_is_spoken_and_encoded_around_it_alone(tmp_path: Path) -> None:
    put_music(tmp_path)
    store = Store(tmp_path / "kept")
    before = 0
    for words, new_clips, most_frames in (("Tall and smooth.", None, 99), ("Tall and quick.", 1, 2)):
        (tmp_path / "script.yaml").write_text(SCRIPT.replace("Tall and smooth.", words))
        studio = Studio(ClipCache(store))
        render(load_session(tmp_path / "script.yaml"), tmp_path / "out.mp3", studio=studio)
        assert new_clips in (None, studio.spoken)
        frames = len(store.keys("frames"))
        assert 0 < frames - before <= most_frames
        before = frames


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".m4a", ".opus", ".ogg"])
def test_other_kinds_of_file_have_the_same_sound(made: Made, tmp_path: Path, suffix: str) -> None:
    script = made.rendered.path.parent / "script.yaml"
    done = render(load_session(script), tmp_path / f"out{suffix}")
    heard = np.concatenate([block.T for block in blocks(done.path)])
    assert heard.shape == (100 * RATE, 2)
    whole = made.words + made.music
    calm = np.abs(whole).max(axis=1) < 0.6
    error = heard[calm] - whole[calm]
    assert 10 * np.log10(np.mean(error**2) / np.mean(whole[calm] ** 2)) < (-60 if suffix in (".wav", ".flac") else -8)


def damage(folder: Path) -> None:
    data = bytearray((folder / "fast.mp3").read_bytes())
    data[len(data) // 3 : 2 * len(data) // 3] = bytes(len(data) // 3)
    (folder / "fast.mp3").write_bytes(data)


BROKEN = {
    "missing": lambda folder: (folder / "fast.mp3").unlink(),
    "empty": lambda folder: (folder / "fast.mp3").write_bytes(b""),
    "no music": lambda folder: (folder / "fast.mp3").write_bytes(b"these are words " * 500),
    "damaged": damage,
    "too short": lambda folder: write_music(folder / "fast.mp3", noise(0.1)),
}


@pytest.mark.parametrize("how", BROKEN)
def test_music_that_cannot_be_used_is_told_with_its_place_and_nothing_is_written(tmp_path: Path, how: str) -> None:
    put_music(tmp_path)
    (tmp_path / "script.yaml").write_text(SCRIPT)
    session = load_session(tmp_path / "script.yaml")
    BROKEN[how](tmp_path)
    with pytest.raises(ScriptError, match=r"script\.yaml:2:\d+: .*fast\.mp3"):
        render(session, tmp_path / "out.mp3")
    assert not list(tmp_path.glob("*out*"))


def test_music_of_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "songs").mkdir()
    put_music(tmp_path / "songs")
    (tmp_path / "script.yaml").write_text(SCRIPT.replace("music: {work: fast.mp3, rest: calm.flac}\n", ""))
    monkeypatch.chdir(tmp_path)
    assert main(["render", "script.yaml", "-o", "plain.mp3", "--voice", "tone"]) == 0
    assert main(["render", "script.yaml", "-o", "over.mp3", "--voice", "tone", "--music", "songs"]) == 0
    assert "note: the music lasts 0:51, the session 1:40: it repeats" in capsys.readouterr().err
    assert main(["check", "script.yaml", "--voice", "tone", "--music", "songs"]) == 0
    assert "note: the music lasts 0:51, the session 1:40: it repeats" in capsys.readouterr().out
    with av.open("over.mp3") as container:
        assert (container.streams.audio[0].rate, container.streams.audio[0].bit_rate) == (48_000, 128_000)
    with av.open("plain.mp3") as container:
        assert (container.streams.audio[0].rate, container.streams.audio[0].bit_rate) == (24_000, 48_000)
    assert main(["render", "script.yaml", "--music", "nowhere", "-o", "no.mp3"]) == 1
    assert "nowhere: there is no such music file" in capsys.readouterr().err
    assert not Path("no.mp3").exists()


def test_a_bitrate_that_music_cannot_have_is_told(tmp_path: Path) -> None:
    put_music(tmp_path)
    (tmp_path / "script.yaml").write_text(SCRIPT)
    with pytest.raises(AudiocoachError, match="48 kb/s is not possible with voice over music"):
        render(load_session(tmp_path / "script.yaml"), tmp_path / "out.mp3", bitrate=48)


def test_music_outside_of_the_folder_is_refused_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    put_music(tmp_path)
    (tmp_path / "inside" / "fast.mp3").symlink_to(tmp_path / "fast.mp3")
    (tmp_path / "inside" / "script.yaml").write_text(SCRIPT.replace(", rest: calm.flac", ""))
    with pytest.raises((ScriptError, SoundError), match="outside of the script's folder"):
        render(load_session(tmp_path / "inside" / "script.yaml"), tmp_path / "out.mp3")


def test_music_is_never_written_over(tmp_path: Path) -> None:
    put_music(tmp_path)
    (tmp_path / "script.yaml").write_text(SCRIPT)
    (tmp_path / "link.mp3").symlink_to("fast.mp3")
    before = (tmp_path / "fast.mp3").read_bytes()
    for name in ("fast.mp3", "link.mp3"):
        with pytest.raises(OutputError, match="this is read for the session, and would be lost"):
            render(load_session(tmp_path / "script.yaml"), tmp_path / name)
    assert (tmp_path / "fast.mp3").read_bytes() == before
