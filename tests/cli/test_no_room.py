"""A disk that is full or can only be read, wherever it is: the message names the real cause, and comes in time."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from audiocoach.speech.studio import Studio
from tests.support.commands import Run
from tests.support.small_disk import small_disk

LONG = "session: T\ncoach: none\nvoice: {engine: tone}\nsteps:\n  - {work: 20m, say: Go.}\n"
SPOKEN = "session: T\ncoach: none\nsteps:\n  - {work: 20s, say: This has never been said before by anybody.}\n"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 256) as folder:
        yield folder


@pytest.mark.parametrize("name", ["out.mp3", "out.wav", "out.flac", "out.m4a", "out.opus"])
def test_too_little_room_is_told_before_anything_is_spoken(
    run: Run, here: Path, disk: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def speak(*_: object) -> None:
        raise AssertionError("spoken for nothing")

    (here / "s.yaml").write_text(LONG, encoding="utf-8")
    monkeypatch.setattr(Studio, "record", speak)
    said = run("render", "s.yaml", "-o", str(disk / name))
    assert said.code == 1
    assert "MB are needed here, and 0.3 MB are free\n  make room, or write somewhere else" in said.err
    assert not list(disk.iterdir())


def test_room_for_a_folder_that_is_not_there_yet_is_that_of_the_one_it_will_be_in(
    run: Run, here: Path, disk: Path
) -> None:
    (here / "s.yaml").write_text(LONG, encoding="utf-8")
    said = run("render", "s.yaml", "-o", str(disk / "deep" / "er"))
    assert (said.code, "are needed here" in said.err) == (1, True)
    assert not list(disk.iterdir())


def test_a_short_session_has_room(run: Run, here: Path, disk: Path) -> None:
    (here / "s.yaml").write_text(LONG.replace("20m", "10s"), encoding="utf-8")
    assert run("render", "s.yaml", "-o", str(disk / "out.mp3")).code == 0


@pytest.mark.parametrize("command", ["new", "log", "share"])
def test_a_full_disk_leaves_nothing_half(
    run: Run, here: Path, disk: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    programme = LONG.replace("session: T\n", "").replace("\n", "\n  ")
    (disk / "p.yaml").write_text(
        f"programme: P\nweeks: 1\nper-week: 1\nsession:\n  session: T\n  {programme}", encoding="utf-8"
    )
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    before = {path.name: path.stat().st_size for path in disk.iterdir()}
    monkeypatch.chdir(disk)
    arguments = {"new": ["mine"], "log": ["1.1", "--felt", "4"], "share": ["p.yaml", "-o", "site"]}[command]
    said = run(command, *arguments)
    assert said.code == 1
    assert "no space left on device" in said.err or "the disk is full" in said.err or "are free" in said.err
    after = {path.name: path.stat().st_size for path in disk.iterdir()}
    assert {name: size for name, size in after.items() if size} == before, "an empty journal, at most"


@pytest.mark.slow
@pytest.mark.parametrize("voice", ["pyttsx3", "command"])
def test_a_full_folder_for_temporary_files_is_named(
    run: Run, here: Path, disk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, voice: str
) -> None:
    (here / "s.yaml").write_text(SPOKEN, encoding="utf-8")
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    engine = f"command:{sys.executable} -c pass {{file}} {{text}}" if voice == "command" else voice
    said = run("render", "s.yaml", "--voice", engine)
    assert (said.code, said.err) == (
        1,
        f"{disk}: temporary files cannot be written there: the disk is full\n"
        "  make room there, or set TMPDIR to another folder\n",
    )


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["render", "s.yaml", "-o", "disk/out.mp3"], "out.mp3: this disk can only be read"),
        (["render", "s.yaml", "-o", "disk/new/"], "read-only file system"),
        (["share", "s.yaml", "-o", "disk/site"], "read-only file system"),
        (["new", "disk/mine"], "read-only file system"),
        (["log", "1.1", "--felt", "4", "--programme", "disk/p.yaml"], "read-only file system"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_disk_that_can_only_be_read_is_named(
    run: Run, here: Path, disk: Path, arguments: list[str], what: str
) -> None:
    (here / "s.yaml").write_text(LONG.replace("20m", "3s"), encoding="utf-8")
    programme = "programme: P\nweeks: 1\nper-week: 1\nsession:\n  session: T\n  steps: [work 20s]\n"
    (disk / "p.yaml").write_text(programme, encoding="utf-8")
    (here / "disk").symlink_to(disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    said = run(*arguments)
    assert said.code == 1
    assert what in said.err
    assert "disk" in said.err


@pytest.mark.slow
@pytest.mark.parametrize("command", [["render", "s.yaml"], ["render", "p.yaml"], ["cache"], ["cache", "prune"]])
def test_a_cache_that_can_only_be_read_is_noted_and_fails_nothing(
    run: Run, here: Path, disk: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    (here / "s.yaml").write_text(LONG.replace("20m", "3s"), encoding="utf-8")
    programme = (
        "programme: P\nweeks: 1\nper-week: 1\nsession:\n  session: T\n  voice: {engine: tone}\n  steps: [work 20s]\n"
    )
    (here / "p.yaml").write_text(programme, encoding="utf-8")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(disk / "cache"))
    said = run(*command)
    assert said.code == 0
    assert ("read-only file system" in said.err) == (command[0] == "render")
