"""Renderings and entries that are killed at any moment, and two at once: whole files, whole lines, and on it goes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import IO

import pytest

from audiocoach.programme.journal.reading import read_journal
from audiocoach.rendering.fingerprint import fingerprint_of
from tests.support.patience import PATIENCE_S
from tests.support.running_process import goes_on
from tests.support.short_programme import SHORT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on this system"),
]

TIMES = 50
MANY = SHORT.replace("weeks: 2", "weeks: 6").replace("[March, Skip]", "[March, Skip, Hop, Run, Step, Turn]")
COUNT = 12


def environment(folder: Path) -> dict[str, str]:
    found = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**found, "AUDIOCOACH_CACHE": str(folder / "cache")}


def start(folder: Path, *arguments: str, stdout: IO[bytes] | int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "audiocoach", *arguments],
        cwd=folder,
        env=environment(folder),
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def kill_when(process: subprocess.Popen[bytes], has_come: Callable[[], bool]) -> bytes:
    """Kill a process at a moment, unless it has ended by then; gives what it said."""
    while goes_on(process):
        if has_come():
            process.kill()
            break
    out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode in (0, -signal.SIGKILL), err.decode()
    return out or b""


def progress(folder: Path) -> int:
    """How far a rendering is: a clip is worth as much as a kilobyte written."""
    size = sum(1000 for _ in (folder / "cache").glob("clips/*/*.kept"))
    with suppress(OSError):
        for entry in os.scandir(folder / "output" / "many"):
            with suppress(OSError):
                size += entry.stat().st_size
    return size


def finished(folder: Path) -> dict[str, bytes]:
    """The files under their final names."""
    names = (folder / "output" / "many").glob("*.mp3")
    return {path.name: path.read_bytes() for path in names}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with a programme of twelve sessions."""
    (tmp_path / "many.yaml").write_text(MANY, encoding="utf-8")
    return tmp_path


def test_killed_at_fifty_moments_of_render_all_no_file_is_half_and_the_next_run_goes_on(many: Path) -> None:
    kill_when(start(many, "render", "many.yaml"), lambda: False)
    whole, most = finished(many), progress(many)
    assert len(whole) == COUNT
    chance, killed, parts = random.Random(3), 0, 0  # noqa: S311  # moments, not secrets
    for _ in range(TIMES):
        if len(finished(many)) == COUNT:
            shutil.rmtree(many / "output")
            if chance.random() < 0.5:
                shutil.rmtree(many / "cache")
        begun = progress(many)
        # Short of the end, and a while after the moment: a file is begun, written and named within a few polls.
        moment = begun + (most - begun) * chance.random() * 0.5
        polls = iter(range(chance.randrange(4), -1, -1))
        process = start(many, "render", "many.yaml")
        kill_when(process, lambda moment=moment, polls=polls: progress(many) >= moment and next(polls, 0) == 0)
        killed += process.returncode != 0
        left = {path.name for path in (many / "output" / "many").iterdir()} if (many / "output").exists() else set()
        parts += any(name.endswith(".part") for name in left)
        for name, data in finished(many).items():
            assert data == whole[name], "every file under its final name is whole"
        assert all(name in whole or (name.startswith(".audiocoach-") and name.endswith(".part")) for name in left)
    assert killed > TIMES * 0.6
    assert parts, "some were killed while a file was being written"
    kill_when(start(many, "render", "many.yaml"), lambda: False)
    assert finished(many) == whole, "the next run finishes"


def test_two_renderings_of_one_programme_at_once_both_end_well(many: Path) -> None:
    with ExitStack() as stack:
        both = [stack.enter_context(start(many, "render", "many.yaml")) for _ in range(2)]
        for process in both:
            _, err = process.communicate(timeout=PATIENCE_S)
            assert (process.returncode, err) == (0, b"")
    whole = finished(many)
    assert len(whole) == COUNT
    assert all(fingerprint_of(many / "output" / "many" / name) for name in whole)
    assert len(list((many / "output" / "many").iterdir())) == COUNT, "nothing half-written is left"
    again = start(many, "render", "many.yaml")
    out = kill_when(again, lambda: False)
    assert out == b"output/many: 0 rendered, 12 up to date\n"


def test_interrupted_by_the_keyboard_it_says_so_and_leaves_whole_files(many: Path) -> None:
    process = start(many, "render", "many.yaml")
    while goes_on(process):
        if len(finished(many)) >= 2:
            process.send_signal(signal.SIGINT)
            break
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert b"interrupted" in err
    assert b"Traceback" not in err
    left = [path.name for path in (many / "output" / "many").iterdir()]
    assert 2 <= len(left) < COUNT
    assert all(name.endswith(".mp3") and fingerprint_of(many / "output" / "many" / name) for name in left)
    assert b"10 rendered" in kill_when(start(many, "render", "many.yaml"), lambda: False) or len(left) > 2


def test_killed_at_fifty_moments_of_log_no_line_is_lost_that_was_reported(many: Path) -> None:
    journal, first = many / "many.journal", date.today() - timedelta(days=400)
    chance, reported, killed = random.Random(5), [], 0  # noqa: S311

    def size() -> int:
        with suppress(OSError):
            return journal.stat().st_size
        return 0

    heard = many / "heard"
    for number in range(TIMES):
        day = (first + timedelta(days=number)).isoformat()
        with heard.open("wb") as out:
            process = start(many, "log", "1.1", "--felt", "4", "--on", day, "--note", f"number {number}", stdout=out)
        # At some poll before it writes, as soon as the journal has grown, or as soon as it has said so.
        before, polls, moment = size(), iter(range(chance.randrange(600))), number % 3
        moments: list[Callable[[], bool]] = [
            lambda polls=polls, before=before: next(polls, None) is None or size() > before,
            lambda before=before: size() > before,
            lambda: heard.stat().st_size > 0,
        ]
        kill_when(process, moments[moment])
        killed += process.returncode != 0
        if f"number {number}".encode() in heard.read_bytes():
            reported.append(number)
        found = read_journal(journal) if journal.exists() else None
        notes = [entry.note for entry in found.entries] if found else []
        assert not found or found.problems == ()
        assert notes == sorted(set(notes), key=lambda note: int(note.split()[1])), "in order, and each once"
        assert {f"number {told}" for told in reported} <= set(notes)
    assert len(reported) >= TIMES // 4
    assert killed > TIMES // 3
    said = kill_when(start(many, "log", "1.1", "--felt", "4", "--note", "the last"), lambda: False)
    assert b"the last" in said
    assert [entry.note for entry in read_journal(journal).entries][-1] == "the last"
