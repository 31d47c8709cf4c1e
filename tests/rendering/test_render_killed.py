"""A render that is killed, at whatever moment, leaves the older file or the whole new one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach import load_session, render
from audiocoach.speech.casting import voice_wish
from tests.support.running_process import goes_on

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on this system"),
]

OLD = b"an older file"


def clips(folder: Path) -> int:
    return sum(1 for _ in (folder / "cache").glob("clips/*/*.kept"))


def part_size(folder: Path) -> int:
    """The size of the file being written; -1 while there is none."""
    sizes = [-1]
    for path in (folder / "output").glob(".audiocoach-*.part"):
        try:
            sizes.append(path.stat().st_size)
        except FileNotFoundError:
            continue
    return max(sizes)


def replaced(folder: Path) -> bool:
    target = folder / "output" / "out.mp3"
    return target.exists() and target.stat().st_size != len(OLD)


MOMENTS: dict[str, tuple[str, Callable[[Path], bool]]] = {
    "at once": ("spoken", lambda folder: True),
    "after the first word": ("spoken", lambda folder: clips(folder) >= 1),
    "after ten clips": ("spoken", lambda folder: clips(folder) >= 10),
    "when writing begins": ("spoken", lambda folder: part_size(folder) >= 0),
    "after the first bytes": ("tone", lambda folder: part_size(folder) > 0),
    "half-way": ("tone", lambda folder: part_size(folder) > 15_000_000),
    "near the end": ("tone", lambda folder: part_size(folder) > 30_000_000),
    "when it has its name": ("tone", replaced),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed(samples: Path, tmp_path: Path, whole: dict[str, bytes], moment: str) -> None:
    voice, has_come = MOMENTS[moment]
    older = voice == "spoken"
    (tmp_path / "output").mkdir()
    target = tmp_path / "output" / "out.mp3"
    if older:
        target.write_bytes(OLD)

    command = [sys.executable, "-m", "audiocoach", "render", str(samples / "whiteboard.yaml"), "-o", str(target)]
    if voice == "tone":
        command += ["--voice", "tone"]
    process = subprocess.Popen(
        [*command, "--bitrate", "160"],
        env={**os.environ, "AUDIOCOACH_CACHE": str(tmp_path / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    while goes_on(process):
        if has_come(tmp_path):
            process.kill()
            break
    _, said = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), said.decode()

    left = target.read_bytes() if target.exists() else None
    assert left in (whole[voice], OLD if older else None)
    names = {path.name for path in target.parent.iterdir()} - {"out.mp3"}
    assert all(name.startswith(".audiocoach-") and name.endswith(".part") for name in names), "nothing looks finished"

    session = load_session(samples / "whiteboard.yaml")
    session = session.spoken_by(voice_wish("tone")) if voice == "tone" else session
    assert render(session, target, bitrate=160).path.read_bytes() == whole[voice], "the next one is not harmed"


@pytest.fixture(scope="module")
def whole(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    session = load_session(samples / "whiteboard.yaml")
    folder = tmp_path_factory.mktemp("whole")
    return {
        "spoken": render(session, folder / "spoken.mp3", bitrate=160).path.read_bytes(),
        "tone": render(session.spoken_by(voice_wish("tone")), folder / "tone.mp3", bitrate=160).path.read_bytes(),
    }
