"""What a service needs of the library: streams, limits, an end that another thread asks for, and many at once."""

from __future__ import annotations

import io
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from audiocoach import (
    AudiocoachError,
    CancelledError,
    Limits,
    OutputError,
    OverLimitError,
    ScriptError,
    Session,
    Studio,
    build_timeline,
    dump,
    render,
    render_many,
    session_from,
)
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.storage.store import Store
from tests.support.patience import PATIENCE_S

TONE = {"engine": "tone"}


def session_of(*words: str, coach: str = "none") -> Session:
    steps = [{"work": "30s", "name": "Run", "say": each} for each in words]
    return Session(session="Short", voice=TONE, coach=coach, steps=steps)


SHORT = session_of("Go now.")
MANY = session_of(*(f"This is sentence {number}." for number in range(60)))


@pytest.mark.slow
def test_a_stream_gets_the_bytes_of_the_file(tmp_path: Path) -> None:
    render(SHORT, tmp_path / "a.mp3")
    stream = io.BytesIO()
    done = render(SHORT, stream)
    assert stream.getvalue() == (tmp_path / "a.mp3").read_bytes()
    assert done.size == len(stream.getvalue())
    assert not done.path.parent.exists()
    sound = io.BytesIO()
    render(SHORT, sound, kind=".wav")
    assert sound.getvalue()[:4] == b"RIFF"


class Slow(io.RawIOBase):
    """Takes a little at a time, as a raw stream may."""

    def __init__(self) -> None:
        self.taken = b""

    def write(self, data: Any, /) -> int:
        self.taken += bytes(data[:1000])
        return min(len(data), 1000)


class Full(io.RawIOBase):
    def write(self, data: Any, /) -> int:
        raise OSError(28, os.strerror(28))


def test_streams_that_take_little_nothing_or_text() -> None:
    whole, slow = io.BytesIO(), Slow()
    render(SHORT, whole)
    render(SHORT, slow)
    assert slow.taken == whole.getvalue()
    with pytest.raises(OutputError, match="the stream does not take the sound: no space left"):
        render(SHORT, Full())
    with pytest.raises(OutputError, match="takes text"):
        render(SHORT, io.StringIO())  # type: ignore[arg-type]
    with pytest.raises(OutputError, match="cannot be written"):
        render(SHORT, io.BytesIO(), kind="docx")


@pytest.mark.slow
def test_nothing_reaches_a_stream_when_it_fails() -> None:
    stream = io.BytesIO()
    with pytest.raises(AudiocoachError):
        render(session_of("Too many words for one second. " * 30), stream)
    assert stream.getvalue() == b""


def test_another_thread_ends_the_work(tmp_path: Path) -> None:
    cancel, told = threading.Event(), list[int]()

    def progress(stage: str, done: int, total: int) -> None:
        told.append(done)
        if len(told) == 5:
            threading.Thread(target=cancel.set).start()
            cancel.wait(PATIENCE_S)

    studio = Studio(ClipCache(Store(tmp_path / "cache")))
    with pytest.raises(CancelledError, match="nothing was written"):
        render(MANY, tmp_path / "x.mp3", studio=studio, progress=progress, cancel=cancel)
    assert len(told) == 5
    assert not list(tmp_path.glob("*.mp3"))
    assert not list(tmp_path.glob(".audiocoach*"))


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["speaking", "encoding"])
def test_it_ends_in_every_stage_and_leaves_an_older_file(stage: str, tmp_path: Path) -> None:
    cancel, old = threading.Event(), tmp_path / "x.mp3"
    old.write_bytes(b"old")

    def progress(name: str, done: int, total: int) -> None:
        if name == stage:
            cancel.set()

    with pytest.raises(CancelledError):
        render(MANY, old, progress=progress, cancel=cancel, studio=Studio(ClipCache(Store(tmp_path / "cache"))))
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.mp3"]


def test_it_ends_without_anybody_told(tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    for work in (
        lambda: render(MANY, tmp_path / "x.mp3", cancel=cancel),
        lambda: build_timeline(MANY, cancel=cancel),
        lambda: render_many(SHORT, ["Ann", "Bo"], tmp_path, cancel=cancel),
    ):
        with pytest.raises(CancelledError):
            work()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(sentences=59), "60 different sentences to speak, more than 59"),
        (Limits(speech_seconds=10), "seconds of speech, more than 10"),
        (Limits(length_ms=29 * 60_000), "this lasts 30:00, more than 29:00"),
    ],
)
def test_what_is_too_much_is_refused_before_a_word_is_spoken(limits: Limits, message: str, tmp_path: Path) -> None:
    studio = Studio(ClipCache(Store(tmp_path / "cache")))
    with pytest.raises(OverLimitError, match=message):
        render(MANY, tmp_path / "x.mp3", studio=studio, limits=limits)
    with pytest.raises(OverLimitError, match=message):
        build_timeline(MANY, studio=studio, limits=limits)
    assert studio.spoken == 0
    assert not list(tmp_path.glob("*.mp3"))


@pytest.mark.slow
def test_within_its_limits_it_is_rendered() -> None:
    stream = io.BytesIO()
    render(MANY, stream, limits=Limits(sentences=60, speech_seconds=300, length_ms=30 * 60_000))
    assert stream.getvalue()


def test_each_athlete_has_a_file_or_a_stream(tmp_path: Path) -> None:
    named = Session(session="Run", voice=TONE, coach="none", steps=[{"work": "30s", "say": "Go, {athlete}."}])
    done = render_many(named, ["Ann", "Bo"], tmp_path / "new")
    assert [each.path.name for each in done] == ["Run Ann.mp3", "Run Bo.mp3"]
    streams = {"Ann": io.BytesIO(), "Bo": io.BytesIO()}
    render_many(named, streams, streams.__getitem__)
    assert [streams[who].getvalue() for who in streams] == [each.path.read_bytes() for each in done]
    with pytest.raises(AudiocoachError, match="two athletes"):
        render_many(named, ["Ann", "ann"], tmp_path)


ONE = f"""
import sys
from audiocoach import Session, render
steps = [{{"work": "30s", "name": "Run", "say": "Go now."}}]
session = Session(session="Short", voice={TONE}, coach="none", steps=steps)
for _ in range(3):
    render(session, sys.argv[1])
"""


@pytest.mark.slow
@pytest.mark.parametrize("fresh", [True, False], ids=["cold", "warm"])
def test_threads_and_processes_render_at_once(
    fresh: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if fresh:
        monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    handlers = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    before, environment = Path.cwd(), dict(os.environ)
    others = [
        subprocess.Popen([sys.executable, "-c", ONE, str(tmp_path / f"process{number}.mp3")]) for number in range(2)
    ]
    studio = Studio()

    def one(number: int) -> bytes:
        stream = io.BytesIO()
        render(SHORT, stream, studio=studio if number % 2 else None)
        return stream.getvalue()

    with ThreadPoolExecutor(6) as pool:
        made = set(pool.map(one, range(12)))
    assert [other.wait(PATIENCE_S) for other in others] == [0, 0]
    made |= {(tmp_path / f"process{number}.mp3").read_bytes() for number in range(2)}
    assert len(made) == 1
    assert capfd.readouterr() == ("", "")
    assert (Path.cwd(), dict(os.environ)) == (before, environment)
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == handlers


def test_a_message_names_no_option_of_the_command_line_and_the_command_line_does(
    tmp_path: Path, run: Callable[..., Any]
) -> None:
    named = Session(session="Run", voice=TONE, coach="none", steps=[{"work": "30s", "say": "Go, {athlete}."}])
    music = tmp_path / "m.mp3"
    render(SHORT, music)
    for work in (
        lambda: render(named, io.BytesIO()),
        lambda: render(SHORT, tmp_path / "x.wav", bitrate=48),
        lambda: render(SHORT.over_music([str(music)]), music),
        lambda: render_many(SHORT, ["!"], tmp_path),
        lambda: session_from({"session": "X", "steps": "work 60s", "coach": "../x.yaml"}, folder=tmp_path),
        lambda: session_from({"session": "X", "steps": "work 60s", "voice": "say {text}"}),
        lambda: session_from({"programme": "X", "weeks": 3}),
    ):
        with pytest.raises(AudiocoachError) as caught:
            work()
        assert not re.search(r"--\w|'-\w'|audiocoach render", str(caught.value))
    (tmp_path / "x.yaml").write_text(dump(named))
    for command in ("check", "render"):
        said = run(command, str(tmp_path / "x.yaml"))
        assert "say who with '--athlete NAME'" in said.out + said.err


def test_an_error_comes_whole_out_of_another_process() -> None:
    with pytest.raises(ScriptError) as caught:
        Session(session="X", steps=["run 60s", "work 5"])
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  # our own
    assert (str(again), again.problems) == (str(caught.value), caught.value.problems)
