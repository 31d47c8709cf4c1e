"""A render that fails leaves the older file as it was, and nothing else."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from audiocoach import AudiocoachError, OutputError, ScriptError, SpeechError, load_session, render
from audiocoach.sound.clip import Clip
from audiocoach.speech.casting import voice_wish
from audiocoach.speech.engines.catalogue import get_engine
from audiocoach.speech.engines.interface import Refusal, Utterance
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store

pytestmark = pytest.mark.slow

WORKOUT = """\
session: Twice
steps:
  - 2 x (work 30s Run, rest 20s Walk)
  - work: 30s
    name: Sprint
    say: Now as fast as you can.
"""

OLD = b"an older file"


@pytest.fixture(params=["over an older file", "new"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder for the output, with or without an older file in it."""
    folder = tmp_path / "output"
    folder.mkdir()
    if request.param != "new":
        (folder / "out.mp3").write_bytes(OLD)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def script(folder: Path, text: str = WORKOUT) -> Path:
    path = folder.parent / "script.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (WORKOUT.replace("Now as fast as you can.", "🏃🏃"), "no word"),
        (WORKOUT.replace("name: Sprint", "name: '💪'").replace("    say: Now as fast as you can.\n", ""), "no word"),
        (WORKOUT.replace("session: Twice", "session: Twice\nvoice: nobody-of-this-name"), "no voice is called"),
        (WORKOUT.replace("session: Twice", "session: Twice\nlanguage: en-ZZ"), "no voice for"),
        (WORKOUT + "    cues:\n      - {at: 1s, say: Too soon.}\n", "two cues at once"),
        (WORKOUT + "    cues:\n      - {at: 29s, say: This is too much to say in one second.}\n", "session ends"),
    ],
    ids=["emoji", "emoji name", "no such voice", "no such English", "overlap", "past the end"],
)
def test_what_cannot_be_spoken_or_placed(folder: Path, text: str, error: str) -> None:
    before = contents(folder)
    with pytest.raises(AudiocoachError, match=error):
        render(load_session(script(folder, text)), folder / "out.mp3")
    assert contents(folder) == before


def test_a_sound_file_that_has_gone_since_the_script_was_read(folder: Path) -> None:
    path = script(folder, WORKOUT.replace("session: Twice", "session: Twice\nsounds: {work: gone.wav}"))
    (folder.parent / "gone.wav").write_bytes(b"not a sound at all")
    before = contents(folder)
    with pytest.raises(ScriptError, match=r"script\.yaml:2:.*not a WAV"):
        render(load_session(path).spoken_by(voice_wish("tone")), folder / "out.mp3")
    assert contents(folder) == before


class Speaker:
    """The engine's real voices, and a way of speaking that is given."""

    name = "pyttsx3"

    def __init__(self, speak: Callable[[Utterance], Clip | Refusal]) -> None:
        self._speak = speak

    def version(self) -> str:
        return "made up"

    def voices(self) -> tuple:
        return get_engine("pyttsx3").voices()

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        return [self._speak(utterance) for utterance in utterances]


def crash(_: Utterance) -> Clip:
    raise RuntimeError("the engine crashed")


def refuse(_: Utterance) -> Refusal:
    return Refusal("the voice crashed (SIGSEGV)")


def refuse_one(utterance: Utterance) -> Clip | Refusal:
    sound = (b"\x00\x20" * 30 + b"\x00\xe0" * 30) * 800
    return refuse(utterance) if "fast" in utterance.text else Clip(sound)


def stay_silent(_: Utterance) -> Clip:
    return Clip(bytes(48_000))


def stop_short(_: Utterance) -> Clip:
    return Clip((b"\x00\x20" * 30 + b"\x00\xe0" * 30) * 3)


def interrupted(_: Utterance) -> Clip:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("speak", "error", "said"),
    [
        (refuse, SpeechError, "SIGSEGV"),
        (refuse_one, SpeechError, r"could not speak 1 text .*\n  \"Now as fast as you can\.\": the voice crashed"),
        (stay_silent, SpeechError, "stayed silent"),
        (stop_short, SpeechError, "ms of sound came"),
        (crash, RuntimeError, "crashed"),
        (interrupted, KeyboardInterrupt, None),
    ],
)
def test_a_voice_that_does_not_speak(
    folder: Path, speak: Callable, error: type[BaseException], said: str | None
) -> None:
    before = contents(folder)
    studio = Studio(ClipCache(Store(folder.parent / "cache")), {"pyttsx3": lambda: Speaker(speak)})
    with pytest.raises(error, match=said):
        render(load_session(script(folder)), folder / "out.mp3", studio=studio)
    assert contents(folder) == before


@pytest.fixture
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and whatever is rendered next is spoken and encoded."""
    folders = iter(range(10))

    def forget() -> None:
        monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / f"cache-{next(folders)}"))

    forget()
    return forget


@pytest.mark.parametrize(("stage", "done"), [("speaking", 1), ("speaking", 8), ("encoding", 1), ("encoding", 5)])
@pytest.mark.usefixtures("nothing_kept")
def test_ctrl_c_at_any_stage(folder: Path, stage: str, done: int) -> None:
    before = contents(folder)

    def press(now: str, count: int, total: int) -> None:
        if (now, count) == (stage, done):
            raise KeyboardInterrupt

    session = load_session(script(folder)).spoken_by(voice_wish("tone"))
    with pytest.raises(KeyboardInterrupt):
        render(session, folder / "out.mp3", progress=press)
    assert contents(folder) == before


@pytest.mark.parametrize(
    "place",
    [
        "audiocoach.output.mp3.encode_windows.encode",
        "audiocoach.output.mp3.encode_windows.mix",
        "os.fsync",
        "pathlib.Path.replace",
    ],
)
@pytest.mark.parametrize("what", [KeyboardInterrupt(), MemoryError()])
def test_ctrl_c_or_a_bug_in_any_part(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    nothing_kept: Callable[[], None],
    place: str,
    what: BaseException,
) -> None:
    session = load_session(script(folder)).spoken_by(voice_wish("tone"))
    render(session, folder.parent / "whole.mp3")
    nothing_kept()
    before = contents(folder)

    def fail(*_: object, **__: object) -> None:
        raise what

    with monkeypatch.context() as broken:
        broken.setattr(place, fail)
        with pytest.raises(type(what)):
            render(session, folder / "out.mp3")
    assert contents(folder) == before


def test_a_full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(folder)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        render(load_session(script(folder)).spoken_by(voice_wish("tone")), folder / "out.mp3")
    monkeypatch.undo()
    assert contents(folder) == before


@pytest.mark.usefixtures("nothing_kept")
def test_after_a_failure_the_same_render_succeeds(folder: Path) -> None:
    session = load_session(script(folder)).spoken_by(voice_wish("tone"))

    def press(now: str, count: int, total: int) -> None:
        if now == "encoding":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(session, folder / "out.mp3", progress=press)
    done = render(session, folder / "out.mp3")
    assert list(contents(folder)) == ["out.mp3"]
    assert done.path.stat().st_size == done.size
