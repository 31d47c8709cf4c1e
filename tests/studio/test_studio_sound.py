"""The page hears a session from any moment on: the very samples of the whole, as a WAV file in ranges of bytes."""

from __future__ import annotations

import io
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest

from audiocoach.rendering import listening
from audiocoach.rendering.session import render
from audiocoach.script.load import load_session
from tests.support.music_files import noise, write_music
from tests.support.patience import PATIENCE_S
from tests.support.studio_page import Page

BEEPS = """\
session: Beeps
coach: beeps-only
steps:
  - warm-up 10s Walk
  - 3 x (work 10s Run, rest 10s Walk)
  - work: 10s
    name: Quick
    cadence: 170
"""


def heard(page: Page, text: str, from_ms: int = 0, **more: Any) -> tuple[dict[str, Any], bytes]:
    told = page.ask("play", path="mine.yaml", text=text, from_ms=from_ms, **more)
    got = page.get(told["url"])
    assert (got.status, got.headers["content-type"]) == (200, "audio/wav")
    assert int(got.headers["content-length"]) == len(got.body)
    return told, got.body


def samples(data: bytes) -> Any:
    with wave.open(io.BytesIO(data)) as file:
        frames = file.readframes(file.getnframes())
        return np.frombuffer(frames, "<i2").reshape(-1, file.getnchannels())


@pytest.mark.parametrize("from_ms", [0, 1, 9_900, 20_000, 69_995, 79_999])
def test_a_session_is_heard_from_a_moment_on(page: Page, from_ms: int) -> None:
    _, whole = heard(page, BEEPS)
    told, part = heard(page, BEEPS, from_ms)
    assert (told["starts_ms"], told["length_ms"]) == (from_ms, 80_000 - from_ms)
    left = samples(whole)[from_ms * 48 :]
    assert np.array_equal(samples(part), left)
    assert np.abs(left).max() > 1000 or from_ms > 79_000


def test_from_its_end_on_nothing_is_heard(page: Page) -> None:
    told, part = heard(page, BEEPS, 90_000)
    assert (told["length_ms"], len(samples(part))) == (0, 0)


@pytest.mark.parametrize("first", [0, 1, 43, 44, 45, 100, 480_045, 23_040_043])
def test_a_player_that_skips_gets_the_bytes_from_there(page: Page, first: int) -> None:
    told, whole = heard(page, BEEPS)
    got = page.get(told["url"], ("range", f"bytes={first}-"))
    assert got.status == 206
    assert got.body == whole[first:]
    assert got.headers["content-range"] == f"bytes {first}-{len(whole) - 1}/{len(whole)}"
    some = page.get(told["url"], ("range", f"bytes={first}-{first + 9}"))
    assert some.body == whole[first : first + 10]
    assert int(some.headers["content-length"]) == len(some.body)


@pytest.mark.parametrize(
    "wanted", ["bytes=23040044-", "bytes=9-1", "bytes=-5", "bytes=0-1,3-4", "lines=1-", "bytes=" + "9" * 99]
)
def test_a_range_that_is_none_gives_no_sound(page: Page, wanted: str) -> None:
    told, _ = heard(page, BEEPS)
    got = page.get(told["url"], ("range", wanted))
    assert (got.status, got.body) == (416, b"")


def test_what_is_heard_is_what_is_written_and_not_what_is_saved(page: Page, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.glob("*.yaml") if path.name == "mine.yaml"}
    assert heard(page, BEEPS)[0]["length_ms"] == 80_000
    assert heard(page, BEEPS.replace("warm-up 10s", "warm-up 20s"))[0]["length_ms"] == 90_000
    assert all(path.read_bytes() == data for path, data in before.items())


def test_the_command_that_does_the_same_is_shown(page: Page, folder: Path) -> None:
    told = page.ask("play", path="mine.yaml", text=BEEPS, fast=True, coach="calm", voice="tone")
    assert told["command"] == f"audiocoach play {folder}/mine.yaml --voice=tone --coach=calm --fast"


@pytest.mark.slow
def test_the_silences_are_left_out_on_request_and_the_clock_still_follows(page: Page) -> None:
    text = BEEPS.replace("coach: beeps-only", "voice: {engine: tone}")
    whole, _ = heard(page, text, fast=True)
    told, part = heard(page, text, 30_000, fast=True)
    assert told["length_ms"] < whole["length_ms"] < 80_000
    assert told["starts_ms"] >= 30_000
    assert told["turns"][0] == [0, told["starts_ms"]]
    assert told["turns"] == sorted(told["turns"])
    assert len(samples(part)) == told["length_ms"] * 48


@pytest.mark.slow
def test_music_plays_on_from_that_moment(page: Page, folder: Path) -> None:
    write_music(folder / "song.mp3", noise(15.0))
    text = BEEPS.replace("coach:", "music: song.mp3\ncoach:")
    _, whole = heard(page, text)
    _, part = heard(page, text, 22_000)
    assert np.array_equal(samples(part), samples(whole)[22_000 * 48 :])


@pytest.mark.slow
@pytest.mark.parametrize("music", ["", "music: {file: song.mp3, level: 12dB}\n"])
def test_voice_and_music_are_given_apart_and_add_up_to_the_file(page: Page, folder: Path, music: str) -> None:
    write_music(folder / "song.mp3", 1.9 * noise(15.0))  # so loud that it is limited
    text = music + BEEPS
    told, given = heard(page, text)
    assert told["music"] is bool(music)
    (folder / "loud.yaml").write_text(text, encoding="utf-8")
    render(load_session(folder / "loud.yaml"), folder / "loud.wav")
    file = samples((folder / "loud.wav").read_bytes()).astype(int)
    parts = samples(given).astype(int)
    if music:
        assert np.abs(parts[:, :2] + parts[:, 2:] - file).max() <= 2  # steps of 16 bits, of which each part is rounded
        assert np.abs(parts[:, :2]).max() > 10_000
    else:
        assert np.abs(parts[::2, 2:] - file).max() <= 1  # at half the rate
        assert not parts[:, :2].any()
    assert np.abs(parts[:, 2]).max() > 5_000


@pytest.mark.parametrize("piece", ["nothing", "..", "0" * 16])
def test_a_sound_that_is_none_is_not_heard(page: Page, piece: str) -> None:
    assert page.get(f"/api/sound/{piece}").status == 404


def test_who_wants_to_hear_something_else_waits_for_nothing_more(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script may have a day of words, which would be spoken to the end for nobody."""
    begun, of_session = Event(), listening.of_session

    def speaks_long(session: Any, shop: Any, *, fast: bool) -> Any:
        if session.session == "Long":
            begun.set()
            assert shop.cancel.wait(PATIENCE_S)
        shop.watch.check()
        return of_session(session, shop, fast=fast)

    monkeypatch.setattr(listening, "of_session", speaks_long)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(page.post, "play", {"path": "mine.yaml", "text": BEEPS.replace("Beeps", "Long")})
        assert begun.wait(PATIENCE_S)
        assert page.post("play", {"path": "mine.yaml", "text": BEEPS}).status == 200
        got = waiting.result(PATIENCE_S)
    assert got.status == 422
    assert "cancelled" in got.json["message"]


def test_a_script_with_mistakes_says_so(page: Page) -> None:
    got = page.post("play", {"path": "mine.yaml", "text": "session: T\nsteps:\n  - wrk 20s\n"})
    assert got.status == 422
    assert "wrk" in got.json["message"]


def test_no_script_has_a_file_from_elsewhere_played(page: Page, folder: Path) -> None:
    write_music(folder.parent / "song.mp3", noise(2.0))
    (folder / "out.mp3").symlink_to(folder.parent / "song.mp3")
    for name in ("../song.mp3", "out.mp3", str(folder.parent / "song.mp3")):
        got = page.post("play", {"path": "mine.yaml", "text": BEEPS.replace("coach:", f"music: '{name}'\ncoach:")})
        assert got.status == 422


def test_a_sheet_that_has_changed_is_heard_as_it_is_now(page: Page, folder: Path) -> None:
    sheet = "coach: Me\nsounds: {{work: {sound}}}\nmoments: []\n"
    text = BEEPS.replace("beeps-only", "me.yaml")
    (folder / "me.yaml").write_text(sheet.format(sound="halfway"), encoding="utf-8")
    _, before = heard(page, text)
    _, again = heard(page, text)
    (folder / "me.yaml").write_text(sheet.format(sound="tick"), encoding="utf-8")
    _, after = heard(page, text)
    assert before == again != after


def test_what_is_heard_once_more_is_not_laid_out_anew(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    heard(page, BEEPS)
    monkeypatch.setattr(listening, "of_session", None)
    heard(page, BEEPS, 5_000)
