"""Each file operation of each command fails in turn: plain words, nothing half, nothing lost, and on it goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from tests.support.failing_system import HOW, failing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the operations are those of POSIX")

SESSION = """\
session: T
coach: none
voice: {engine: tone}
music: music.wav
sounds: {work: beep.wav}
steps:
  - {work: 3s, say: Go.}
"""
PROGRAMME = """\
programme: P
weeks: 1
per-week: 2
progression: {hard: {start: 3s, grow: 1s}}
session:
  session: "Run {run}"
  coach: none
  voice: {engine: tone}
  steps:
    - {work: hard, say: "Go {run}."}
"""
JOURNAL = "# audiocoach journal of p\n2026-01-05  1.1  felt 5\n2026-01-07  1.2  note: my own words"


@dataclass(frozen=True)
class Command:
    """A command, and what is prepared for it: a folder that was rendered or shared before, say."""

    arguments: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()


COMMANDS = {
    "render": Command(("render", "s.yaml", "-o", "out.mp3", "--with", "vtt")),
    "render over an older file": Command(
        ("render", "s.yaml", "-o", "out.mp3"), (("render", "p.yaml"), ("render", "s.yaml", "-o", "out.mp3"))
    ),
    "render as WAV": Command(("render", "s.yaml", "-o", "out.wav")),
    "render a programme": Command(("render", "p.yaml")),
    "render a programme again": Command(("render", "p.yaml", "--verify"), (("render", "p.yaml"),)),
    # What is kept by the cache is there already: how it is put there is seen with `render`.
    "share": Command(("share", "p.yaml", "-o", "site", "--zip"), (("share", "p.yaml", "-o", "other"),)),
    "share something else": Command(
        ("share", "s.yaml", "-o", "site", "--title", "New"),
        (("share", "p.yaml", "-o", "site"), ("share", "s.yaml", "-o", "other", "--title", "New")),
    ),
    "log": Command(("log", "1.1", "--felt", "4", "--on", "2026-02-01", "--programme", "p.yaml")),
    "log into a new journal": Command(("log", "1.1", "--felt", "4", "--programme", "q.yaml")),
    "new": Command(("new", "mine")),
    "cache": Command(("cache",), (("render", "s.yaml", "-o", "out.mp3"),)),
    "cache prune": Command(("cache", "prune", "--limit", "0"), (("render", "s.yaml", "-o", "out.mp3"),)),
}


def prepare(folder: Path) -> None:
    import wave

    (folder / "s.yaml").write_text(SESSION, encoding="utf-8")
    for name in ("p", "q"):
        (folder / f"{name}.yaml").write_text(PROGRAMME, encoding="utf-8")
    (folder / "p.journal").write_text(JOURNAL, encoding="utf-8")
    tone = b"".join(int(9000 * (-1) ** (n // 50)).to_bytes(2, "little", signed=True) for n in range(24_000))
    for name, length in (("music.wav", 24_000), ("beep.wav", 2_400)):
        with wave.open(str(folder / name), "wb") as file:
            file.setparams((1, 2, 24_000, 0, "NONE", ""))
            file.writeframes(tone[: 2 * length])


_AGAIN = 5
"""After each fifth failure the command is run again, and must end right."""

INPUTS = {"s.yaml", "p.yaml", "q.yaml", "music.wav", "beep.wav"}


def contents(folder: Path) -> dict[str, bytes]:
    """What there is but for the cache."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith("cache/")}


class Trial:
    """A folder in which a command is tried again and again, each time as it was before."""

    def __init__(self, folder: Path, name: str, patch: pytest.MonkeyPatch, heard: Callable[[], str]) -> None:
        self.command, self.heard = COMMANDS[name], heard
        self.prepared, self.folder = folder / "prepared", folder / "trial"
        self.prepared.mkdir()
        prepare(self.prepared)
        self.patch = patch
        self.enter(self.prepared)
        for arguments in self.command.before:
            assert main(arguments) == 0, heard()
        self.again()
        with failing(self.folder) as system:
            assert main(self.command.arguments) == 0, heard()
        self.steps, self.before, self.whole = system.steps, contents(self.prepared), contents(self.folder)

    def enter(self, folder: Path) -> None:
        self.patch.chdir(folder)
        self.patch.setenv("AUDIOCOACH_CACHE", str(folder / "cache"))

    def again(self) -> None:
        """Make everything as it was."""
        os.chdir(self.prepared)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.prepared, self.folder)
        self.enter(self.folder)
        self.heard()

    def try_with(self, number: int, how: str) -> None:
        self.again()
        with failing(self.folder, number, how) as system:
            code = main(self.command.arguments)
        said, at = self.heard(), f"operation {number}, {system.failed}, {how}"
        assert "Traceback" not in said, (at, said)
        assert "has a bug" not in said, (at, said)
        assert code in (0, 1), (at, said)
        if code:
            assert said.strip(), at
        after = contents(self.folder)
        for name, data in after.items():
            if name.startswith("site/.audiocoach-share") or name.endswith(".part"):
                continue
            if name.endswith(".journal"):
                old = self.before.get(name, b"")
                assert data in (old, self.whole[name]), at
                continue
            assert data in (self.before.get(name), self.whole.get(name)), f"{at}: {name} is neither old nor whole"
        lost = self.before.keys() - after.keys() - (self.before.keys() - self.whole.keys())
        assert not lost, at
        assert all(after[name] == self.before[name] for name in INPUTS), at
        if code == 0 and "log" in self.command.arguments:
            assert after == self.whole, at
        if "cache" in self.command.arguments or (self.command.arguments[0] in ("log", "new") and after == self.whole):
            return
        if number % _AGAIN:
            return
        assert main(self.command.arguments) == 0, (at, self.heard())
        left = contents(self.folder)
        assert left.keys() == self.whole.keys(), at
        assert {name for name in left if left[name] != self.whole[name] and "audiocoach-share" not in name} == set(), at


@pytest.fixture
def heard(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    def heard() -> str:
        said = capsys.readouterr()
        return said.out + said.err if "has a bug" in said.out + said.err else said.err

    return heard


def try_all(trial: Trial) -> None:
    """Let each operation fail in turn: what is written in each way, anything else in one of two."""
    for number, step in enumerate(trial.steps, 1):
        for how in HOW if step.startswith("write") else (HOW[number % 2],):
            trial.try_with(number, how)


QUICK = ("log", "log into a new journal", "new")


@pytest.mark.parametrize("name", QUICK)
def test_each_operation_fails_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: Callable[[], str], name: str
) -> None:
    try_all(Trial(tmp_path, name, monkeypatch, heard))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in QUICK])
def test_each_operation_of_what_takes_longer_fails_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: Callable[[], str], name: str
) -> None:
    try_all(Trial(tmp_path, name, monkeypatch, heard))
