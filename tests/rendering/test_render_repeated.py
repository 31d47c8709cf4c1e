"""The same script gives the same bytes, whatever was spoken before and whoever renders it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach import load_session, render
from audiocoach.narration import voice_wish
from audiocoach.speech.cache import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.store import Store


@pytest.mark.slow
def test_cold_twice_and_warm_give_the_same_bytes(samples: Path, tmp_path: Path) -> None:
    session = load_session(samples / "first-steps.yaml")
    studio = Studio(ClipCache(Store(tmp_path / "one")))
    first = render(session, tmp_path / "first.mp3", studio=studio).path.read_bytes()
    assert studio.spoken > 10
    assert studio.from_cache <= studio.spoken  # a talk's words are measured before the others

    warm = Studio(ClipCache(Store(tmp_path / "one")))
    assert render(session, tmp_path / "warm.mp3", studio=warm).path.read_bytes() == first
    assert warm.spoken == 0

    again = Studio(ClipCache(Store(tmp_path / "other")))
    assert render(session, tmp_path / "again.mp3", studio=again).path.read_bytes() == first
    assert again.spoken == studio.spoken


@pytest.mark.slow
def test_another_process_with_a_fresh_cache_gives_the_same_bytes(samples: Path, tmp_path: Path) -> None:
    here = render(load_session(samples / "first-steps.yaml"), tmp_path / "here.mp3").path.read_bytes()
    command = [sys.executable, "-m", "audiocoach", "render", str(samples / "first-steps.yaml"), "-o", "there.mp3"]
    environment = {**os.environ, "AUDIOCOACH_CACHE": str(tmp_path / "fresh"), "PYTHONHASHSEED": "1"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert (tmp_path / "there.mp3").read_bytes() == here


def test_where_the_file_goes_and_what_was_there_change_nothing(samples: Path, tmp_path: Path) -> None:
    session = load_session(samples / "first-steps.yaml").spoken_by(voice_wish("tone"))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "über.mp3").write_bytes(b"an older file")
    one = render(session, tmp_path / "one.mp3").path.read_bytes()
    assert render(session, tmp_path / "folder" / "über.mp3").path.read_bytes() == one


def test_two_voices_do_not_share_a_cached_clip(samples: Path, tmp_path: Path) -> None:
    session = load_session(samples / "first-steps.yaml")
    low, high = (
        render(session.spoken_by(voice_wish(name)), tmp_path / f"{name[-3:]}.mp3").path.read_bytes()
        for name in ("tone:low", "tone:high")
    )
    assert low != high
