"""Writing: at every operation the disk fails, or the process is killed. Files are whole, or as they were."""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random

from attacks.failing_disk import WAYS, Disk
from attacks.target import promised
from audiocoach.__main__ import main
from audiocoach.storage.whole_files import is_partial

_OLD = "session: Old\nvoice: {engine: tone}\nsteps:\n  - work 5s Run\n"
_NEW = "session: New\nvoice: {engine: tone}\nsteps:\n  - work 5s Run\n  - {rest: 5s, say: Well done.}\n"
COMMANDS: Mapping[str, Sequence[str]] = {
    "render": ("render", "new.yaml", "-o", "file.mp3", "--quiet"),
    "over": ("render", "new.yaml", "-o", "old.mp3", "--quiet", "--with", "lrc,json"),
    "m4a": ("render", "new.yaml", "-o", "file.m4a", "--quiet"),
    "flac": ("render", "new.yaml", "-o", "file.flac", "--quiet"),
    "extract": ("extract", "old.mp3", "-o", "inside"),
    "share": ("share", "new.yaml", "-o", "site"),
    "new": ("new", "mine"),
    "log": ("log", "1.1", "-p", "backwards-6-weeks"),
}
_NAMES_CHANGE = ("site", "journal")
"""What has the time of day in it, or is added to, is not compared byte for byte."""


class Writes:
    """What must hold of files when the disk fails."""

    name, share, most_mb = "writes", 3, 300

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="attack-writes-"))
        atexit.register(shutil.rmtree, self._home)
        base = self._home / "base"
        base.mkdir()
        (base / "old.yaml").write_text(_OLD, encoding="utf-8")
        (base / "new.yaml").write_text(_NEW, encoding="utf-8")
        code, said = _run(("render", "old.yaml", "-o", "old.mp3", "--quiet"), base)
        assert code == 0, said
        self._base = base
        self._clean: dict[str, tuple[int, dict[str, bytes]]] = {}
        self._old = _files(base)

    def seeds(self) -> Iterable[bytes]:
        """Give the first operation of each command, failing in each way."""
        yield from (json.dumps([command, 0, way]).encode() for command in COMMANDS for way in WAYS)

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Choose a command, one of the operations it does, and how this fails."""
        command = random.choice(list(COMMANDS))
        return json.dumps([command, random.randrange(self._good(command)[0]), random.choice(WAYS)]).encode()

    def attempt(self, data: bytes, folder: Path) -> str:
        """Run a command on a failing disk, look at what is there, and run it again on a good one."""
        try:
            command, at, way = json.loads(data)
            arguments = COMMANDS[command]
        except (ValueError, KeyError, TypeError):
            return "no command"
        if way not in WAYS or not isinstance(at, int):
            return "no way to fail"
        count, good = self._good(command)
        shutil.copytree(self._base, folder, dirs_exist_ok=True)
        disk = Disk(folder, at, way)
        code, said = _killed(arguments, folder, disk) if way == "kill" else _run(arguments, folder, disk)
        what = f"{command}: {way} at {disk.failed or 'an operation'}"
        bug = said.partition("has a bug: ")[2].partition(":")[0]
        promised(code in (0, 1) or way == "kill", f"{what}: exit code {code}: {bug}")
        promised("Traceback" not in said, f"{what}: a traceback")
        if way == "short":
            promised(code == 0 or command == "log", f"{what}: a write that takes a part is an error")
        for name, found in _files(folder).items():
            whole = found in (self._old.get(name), good.get(name)) or name.startswith("cache/") or _changes(name)
            promised("journal" not in name or found[-1:] in (b"", b"\n"), f"{what}: a line of the journal is cut")
            promised(
                whole or is_partial(Path(name).name),
                f"{what}: {Path(name).name} is neither the old one nor the new one",
            )
        if way == "kill" or disk.failed in ("unlink", "remove"):
            _sweep(folder)
        code, said = _run(arguments if command != "new" else ("new", "other"), folder)
        promised(code == 0 or command in ("extract", "log"), f"{what}: the next run fails as well")
        after = _files(folder)
        promised(
            all(
                after.get(name) == content
                for name, content in good.items()
                if not name.startswith("cache/") and not _changes(name)
            )
            or command in ("new", "extract"),
            f"{what}: the next run makes other files",
        )
        return f"{command}: {way} at {disk.failed} of {count // 10}0: {code}"

    def _good(self, command: str) -> tuple[int, dict[str, bytes]]:
        """Run a command on a good disk, once: how many operations it does, and the files there are then."""
        if command not in self._clean:
            folder = Path(tempfile.mkdtemp(dir=self._home))
            shutil.copytree(self._base, folder, dirs_exist_ok=True)
            disk = Disk(folder)
            code, said = _run(COMMANDS[command], folder, disk)
            assert code == 0, (command, said)
            self._clean[command] = len(disk.done), _files(folder)
        return self._clean[command]


def _run(arguments: Sequence[str], folder: Path, disk: Disk | None = None) -> tuple[int, str]:
    """Run a command in a folder, with the cache in it; gives its exit code and what it printed."""
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    before, here = os.environ.get("AUDIOCOACH_CACHE"), Path.cwd()
    os.environ["AUDIOCOACH_CACHE"] = str(folder / "cache")
    os.chdir(folder)
    try:
        failing = disk.in_place() if disk else contextlib.nullcontext()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), failing:
            code = main(arguments)
    finally:
        os.chdir(here)
        os.environ.pop("AUDIOCOACH_CACHE")
        if before is not None:
            os.environ["AUDIOCOACH_CACHE"] = before
    said.seek(0)
    return code, said.read()


def _killed(arguments: Sequence[str], folder: Path, disk: Disk) -> tuple[int, str]:
    """Run a command in a process that is killed at an operation."""
    child = os.fork()
    if not child:
        code = 3
        try:
            code, _ = _run(arguments, folder, disk)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), ""


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _changes(name: str) -> bool:
    return any(part in name for part in _NAMES_CHANGE)


def _sweep(folder: Path) -> None:
    """Take away what a killed process, or one that may not remove, has to leave."""
    for path in list(folder.rglob("*")):
        if is_partial(path.name):
            path.unlink()
