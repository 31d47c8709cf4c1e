"""`audiocoach play --at`: what is over by then is neither heard nor shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audiocoach.rendering import sound_device
from audiocoach.rendering.listening import of_session
from audiocoach.script.load import load_session
from tests.support.commands import Run
from tests.support.music_files import noise, write_music

SCRIPT = "session: Short\ncoach: beeps-only\nsteps: [work 20s Run, rest 20s Walk, work 20s Run]\n"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What would have been heard, without a device."""
    found: list[bytes] = []

    class Card:
        def __init__(self, *_: int) -> None: ...

        def close(self) -> None: ...

    def play(blocks: Any, rate: int, channels: int, device: Any, on_sample: Any) -> None:
        found.append(b"".join(blocks))
        on_sample(0)
        on_sample(len(found[0]) // 2 - 1)

    monkeypatch.setattr(sound_device, "SoundCard", Card)
    monkeypatch.setattr(sound_device, "play", play)
    return found


def test_from_a_moment_on_the_rest_is_heard_and_the_step_is_shown(run: Run, here: Path, heard: list[bytes]) -> None:
    (here / "short.yaml").write_text(SCRIPT, encoding="utf-8")
    said = run("play", "short.yaml", "--at", "0:25")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == ["   0:20  rest       Walk  0:20", "   0:40  work       Run  0:20"]
    whole = b"".join(of_session(load_session(here / "short.yaml")).blocks())
    assert heard == [whole[25 * 48_000 :]]


@pytest.mark.parametrize(("moment", "why"), [("2:00", "it is over at 1:00"), ("soon", "soon")])
def test_a_moment_that_is_none_is_told(run: Run, here: Path, heard: list[bytes], moment: str, why: str) -> None:
    (here / "short.yaml").write_text(SCRIPT, encoding="utf-8")
    said = run("play", "short.yaml", "--at", moment)
    assert said.code != 0
    assert why in said.err
    assert heard == []


def test_a_file_is_played_from_a_moment_on_as_well(run: Run, here: Path, heard: list[bytes]) -> None:
    write_music(here / "song.wav", noise(3.0))
    assert run("play", "song.wav", "--at", "2s").code == 0
    assert len(heard[0]) == 48_000 * 4
    said = run("play", "song.wav", "--at", "4s")
    assert said.code == 1
    assert "song.wav: it is over before 0:04" in said.err


def test_what_is_written_to_a_file_begins_at_its_beginning(run: Run, here: Path, heard: list[bytes]) -> None:
    (here / "short.yaml").write_text(SCRIPT, encoding="utf-8")
    assert run("play", "short.yaml", "--fast", "-o", "x.mp3", "--at", "10s").code == 2
