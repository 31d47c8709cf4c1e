"""Every file of the user comes through one door, which lets in regular files and waits for nothing."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import audiocoach
from audiocoach.storage.regular_files import IrregularFileError, open_regular, read_regular
from tests.support.commands import Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and sockets with names are POSIX")

KINDS = ("a pipe", "a socket", "a device", "a folder")


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], None]]:
    """Make something of a kind that is no regular file. Nobody ever writes to the pipe."""
    with socket.socket(socket.AF_UNIX) as end:

        def make(path: Path) -> None:
            if request.param == "a pipe":
                os.mkfifo(path)
            elif request.param == "a socket":
                here = Path.cwd()
                os.chdir(path.parent)  # its path may be longer than a socket's name
                end.bind(path.name)
                os.chdir(here)
            elif request.param == "a device":
                path.symlink_to("/dev/zero")
            else:
                path.mkdir()

        yield make


def test_only_a_regular_file_is_opened(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "mine"
    make(path)
    with pytest.raises(IrregularFileError, match=r"this is a .*, not a file"):
        open_regular(path)


def test_a_regular_file_is_read_also_through_a_link(tmp_path: Path) -> None:
    path = tmp_path / "mine"
    path.write_bytes(b"mine")
    (tmp_path / "link").symlink_to(path)
    assert read_regular(path) == read_regular(tmp_path / "link") == b"mine"
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "none")


SESSION = "session: T\ncoach: beeps-only\nvoice: {engine: tone}\n%s\nsteps:\n  - work 20s Run\n"

WAYS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a script": ("in.yaml", "", ("render", "in.yaml")),
    "a script that is checked": ("in.yaml", "", ("check", "in.yaml")),
    "music of a script": ("m.mp3", "music: m.mp3", ("render", "s.yaml")),
    "music on the command line": ("m.mp3", "", ("render", "s.yaml", "--music", "m.mp3")),
    "a signal": ("beep.wav", "sounds: {work: beep.wav}", ("render", "s.yaml")),
    "a table of athletes": ("who.csv", "", ("render", "s.yaml", "--athletes", "who.csv")),
    "a coach sheet": ("coach.yaml", "", ("render", "s.yaml", "--coach", "coach.yaml")),
    "a file to extract from": ("old.mp3", "", ("extract", "old.mp3")),
    "a journal": ("p.journal", "", ("history", "--programme", "p.yaml")),
    "a journal that is written to": ("p.journal", "", ("log", "1.1", "--programme", "p.yaml")),
    "the settings": ("settings.toml", "", ("render", "w.yaml", "--voice", "command:say")),
    "the list of a shared folder": ("site/.audiocoach-share.json", "", ("share", "s.yaml", "-o", "site")),
    "a table of takes": ("takes/takes.yaml", "", ("render", "s.yaml", "--voice", "recorded:takes")),
}

PROGRAMME = """\
programme: Short
weeks: 1
per-week: 1
session:
  session: "Week {week}"
  steps:
    - work 20s Run
"""


MISSING_ONLY = {"a table of takes"}
"""What is no regular file is as if it was not there."""


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_waited_for_whatever_lies_where_a_file_is_expected(
    run: Run, here: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    name, more, arguments = WAYS[way]
    (here / "s.yaml").write_text(SESSION % more, encoding="utf-8")
    (here / "w.yaml").write_text("session: T\nsteps:\n  - {work: 20s, say: Go.}\n", encoding="utf-8")
    (here / "p.yaml").write_text(PROGRAMME, encoding="utf-8")
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(here / "settings.toml"))
    (here / name).parent.mkdir(exist_ok=True)
    make(here / name)
    said = run(*arguments)
    assert said.code == (0 if way in MISSING_ONLY else 1), said
    if way in MISSING_ONLY:
        return
    assert Path(name).name in said.err + said.out
    assert os.path.lexists(here / name)


@pytest.mark.slow
def test_a_voice_that_leaves_a_pipe_instead_of_sound_is_not_waited_for(run: Run, here: Path) -> None:
    (here / "s.yaml").write_text("session: T\nsteps:\n  - {work: 20s, say: Go.}\n", encoding="utf-8")
    (here / "voice.py").write_text("import os, sys\nos.mkfifo(sys.argv[1])\n", encoding="utf-8")
    said = run("render", "s.yaml", "--voice", f"command:{sys.executable} -S {here / 'voice.py'} {{file}} {{text}}")
    assert said.code == 1
    assert "this is a pipe, not a file" in said.err or "wrote nothing" in said.err


def test_the_door_is_the_only_one() -> None:
    """Each other place that opens a file of whatever kind is known here, with what it opens."""
    opening = re.compile(r"\.open\(\"rb\"\)|\.read_bytes\(\)|\.read_text\(")
    ours = {
        "regular_files.py",  # the door itself
        "installation.py",  # what the installer has written down of this package
        "memory_left.py",  # what the system says of itself
        "page.py",  # what ships with the package
        "recogniser.py",  # what the installer has put there
        "streams.py",  # a file of our own, just made
        "unit_words.py",  # what ships with the package
    }
    package = Path(audiocoach.__file__).parent
    found = {path.name for path in package.rglob("*.py") if opening.search(path.read_text(encoding="utf-8"))}
    assert found == ours
