"""`play` as people call it, into miniaudio's null device."""

from __future__ import annotations

import errno
import os
import signal
import sys
import wave
from pathlib import Path

import pytest

from audiocoach.rendering.listening import of_session
from audiocoach.rendering.sound_device import BACKEND
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.load import load_session
from audiocoach.sound.decoding.decode import blocks
from audiocoach.vocabulary import AUDIO_SUFFIXES
from tests.support.commands import Made, Run
from tests.support.terminal import in_terminal

SHORT = "session: Short\nvoice: {engine: tone}\ncoach: none\nsteps: [work 1s Run, rest 1s Walk]\n"


@pytest.fixture
def null(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BACKEND, "null")


@pytest.fixture
def short(here: Path) -> str:
    (here / "short.yaml").write_text(SHORT, encoding="utf-8")
    return "short.yaml"


@pytest.mark.usefixtures("null")
def test_piped_it_says_each_step_as_it_begins_and_leaves_no_file(run: Run, short: str, made: Made) -> None:
    said = run("play", short)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == ["   0:00  work       Run  0:01", "   0:01  rest       Walk  0:01"]
    assert made() == set()


@pytest.mark.usefixtures("null")
def test_fast_goes_through_all_steps(run: Run, here: Path) -> None:
    script = SHORT.replace("1s", "300s").replace("coach: none", "coach: beeps-only")
    (here / "long.yaml").write_text(script, encoding="utf-8")
    said = run("play", "long.yaml", "--fast")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == ["   0:00  work       Run  5:00", "   5:00  rest       Walk  5:00"]


@pytest.mark.usefixtures("null")
def test_a_file_is_played_too_but_not_fast(run: Run, here: Path) -> None:
    with wave.open(str(here / "tone.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(b"\1\2" * 4_800)
    said = run("play", "tone.wav")
    assert (said.code, said.out, said.err) == (0, "", "")
    said = run("play", "tone.wav", "--fast")
    assert said.code == 1
    assert "'--fast' and '--session' are for scripts" in said.err


@pytest.mark.slow
def test_a_file_that_is_not_there_is_told_before_the_device_is_asked_for(command: Run) -> None:
    other_system = "alsa" if sys.platform == "win32" else "wasapi"
    said = command("play", "nothing.mp3", **{BACKEND: other_system})
    assert said.code == 1
    assert said.err.startswith("nothing.mp3: there is no such file\n")


def test_the_playlist_of_tracks_is_for_players(run: Run, here: Path) -> None:
    (here / "run.m3u8").write_text("#EXTM3U\n01 Walk.mp3\n")
    said = run("play", "run.m3u8")
    assert (said.code, said.err.splitlines()[0]) == (1, "run.m3u8: this is a playlist")
    said = run("play", "nothing.m3u8")
    assert (said.code, said.err.splitlines()[0]) == (1, "nothing.m3u8: there is no such file")


@pytest.mark.slow
def test_without_a_device_the_way_out_is_a_file(command: Run, short: str) -> None:
    other_system = "alsa" if sys.platform == "win32" else "wasapi"
    said = command("play", short, **{BACKEND: other_system})
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("there is no sound device here that can play (")
    assert "audiocoach render PATH -o FILE.mp3" in said.err
    assert len(said.err.splitlines()) == 2, "and no library's complaints"


@pytest.mark.slow
def test_of_a_programme_a_session_must_be_named(run: Run) -> None:
    said = run("play", "backwards-8-weeks")
    assert said.code == 1
    assert "--session 1.1" in said.err


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal and SIGINT")
def test_on_a_terminal_a_line_shows_the_clock_and_ctrl_c_ends_it_at_once(here: Path) -> None:
    (here / "long.yaml").write_text(SHORT.replace("1s", "300s"), encoding="utf-8")
    with in_terminal("play", "long.yaml", **{BACKEND: "null"}) as playing:
        playing.until(rb"0:0\d of 10:00  work       Run  [45]:\d\d left.*0:0[1-9] of")
        playing.process.send_signal(signal.SIGINT)
        err = playing.ended()
    assert playing.process.returncode == 130
    assert err.decode().strip().startswith("interrupted")


NO_DEVICE = {BACKEND: "alsa" if sys.platform == "win32" else "wasapi"}


def heard(path: Path) -> bytes:
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getnchannels()) == (24_000, 1)
        return file.readframes(file.getnframes())


@pytest.mark.slow
def test_a_proof_is_what_would_be_played_and_needs_no_device(command: Run, here: Path, made: Made) -> None:
    script = SHORT.replace("1s", "300s").replace("coach: none", "coach: standard")
    (here / "long.yaml").write_text(script, encoding="utf-8")
    said = command("play", "long.yaml", "--fast", "-o", "proof.wav", **NO_DEVICE)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("proof.wav  0:")
    assert made() == {"long.yaml", "proof.wav"}
    assert heard(here / "proof.wav") == b"".join(of_session(load_session(here / "long.yaml"), fast=True).blocks())


@pytest.mark.slow
@pytest.mark.parametrize("suffix", AUDIO_SUFFIXES)
def test_a_proof_is_any_kind_of_sound_and_lasts_as_long(run: Run, here: Path, short: str, suffix: str) -> None:
    assert run("play", short, "--fast", "-o", "proof.wav").code == 0
    assert run("play", short, "--fast", "-o", f"proof{suffix}").code == 0
    seconds = sum(block.shape[1] for block in blocks(here / f"proof{suffix}")) / 48_000
    assert seconds == pytest.approx(len(heard(here / "proof.wav")) / 48_000, abs=0.001)


def test_a_proof_without_fast_is_pointed_to_render(run: Run, short: str, made: Made) -> None:
    said = run("play", short, "-o", "proof.mp3")
    assert said.code == 2
    assert "audiocoach render PATH -o FILE" in said.err
    assert made() == set()


@pytest.mark.parametrize("target", ["proof.doc", "proof", "gone/proof.mp3", "music.mp3"])
def test_a_proof_that_cannot_be_written_is_told_before_anything_is_spoken(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    (here / "music.mp3").write_bytes(b"somebody's music")
    (here / "short.yaml").write_text(SHORT + "music: music.mp3\n", encoding="utf-8")
    monkeypatch.setattr(Workshop, "narrator", lambda _: pytest.fail("it speaks"))
    said = run("play", "short.yaml", "--fast", "-o", target)
    assert said.code == 1
    assert target in said.err
    assert (here / "music.mp3").read_bytes() == b"somebody's music"


def test_an_older_proof_stays_when_the_new_one_fails(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "proof.mp3").write_bytes(b"older")
    (here / "short.yaml").write_text(SHORT, encoding="utf-8")

    def broken(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("audiocoach.output.mp3.writer.write_mp3", broken)
    said = run("play", "short.yaml", "--fast", "-o", "proof.mp3")
    assert said.code == 1
    assert "the disk is full" in said.err
    assert (here / "proof.mp3").read_bytes() == b"older"


def test_where_nothing_sounds_there_is_no_proof(run: Run, here: Path, made: Made) -> None:
    silent = SHORT + "sounds: {session-start: none, session-end: none, work: none, rest: none}\n"
    (here / "silent.yaml").write_text(silent, encoding="utf-8")
    said = run("play", "silent.yaml", "--fast", "-o", "proof.mp3")
    assert said.code == 1
    assert "nothing is said or sounded" in said.err
    assert made() == {"silent.yaml"}
