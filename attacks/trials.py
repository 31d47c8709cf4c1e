"""Commands on a system that fails, or ends them, at one file operation: what is there then is old or whole, never half.

trial = Trial(folder, "share")
trial.steps                    # the file operations it does when nothing fails
trial.first_and_last           # numbers of those that are the first or the last at their place in the package
trial.of(empty, 7, "SIGTERM")  # the seventh of them ends the process; raises BrokenPromise when a promise is broken
"""

from __future__ import annotations

import faulthandler
import gc
import io
import json
import os
import shutil
import signal
import threading
import wave
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from attacks.target import promised
from attacks.watching import LONGEST_S
from audiocoach.__main__ import main
from audiocoach.club.records import SUFFIX as RECORDS
from audiocoach.club.records import read
from tests.support.failing_system import failing

SIGNALS = ("SIGKILL", "SIGTERM", "SIGHUP")

_SESSION = """\
session: T
coach: none
voice: {engine: tone}
music: music.wav
sounds: {work: beep.wav}
steps:
  - {work: 3s, say: Go.}
"""
_PROGRAMME = """\
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
_JOURNAL = "# audiocoach journal of p\n2026-01-05  1.1  felt 5\n2026-01-07  1.2  note: my own words"

_WORKOUT = """\
<workout_file><name>W</name><workout>
<SteadyState Duration="3" Power="0.8"/><SteadyState Duration="2" Power="0.5"/>
</workout></workout_file>
"""

INPUTS = (
    "w.zwo",
    "s.yaml",
    "t.yaml",
    "u.yaml",
    "p.yaml",
    "q.yaml",
    "music.wav",
    "beep.wav",
    "club.csv",
    "sent.txt",
    "site/mine.txt",
)
"""What is the user's own in a folder that was prepared, and stays as it is."""


_SENT = f"[audiocoach 1: p]\n2026-02-02 1.1 felt 3 done 100%\n[id {7:026}]\n"


@dataclass(frozen=True)
class Command:
    """A command, and what is done before it: a folder is rendered or shared, say.

    `entered`: it adds to what is there, so that when all is done there is no doing it again.
    """

    arguments: Sequence[str]
    before: Sequence[Sequence[str]] = ()
    entered: bool = False


_SPOKEN = ("render", "s.yaml", "-o", "other.mp3")
_QUIET = ("render", "t.yaml", "-o", "other.mp3")
_SPLICED = ("render", "t.yaml", "--athletes", "club.csv", "-o", "many", "--spliced")
COMMANDS: Mapping[str, Command] = {
    "render": Command(("render", "s.yaml", "-o", "out.mp3", "--with", "vtt")),
    "render over an older file": Command(
        ("render", "s.yaml", "-o", "out.mp3"), (("render", "p.yaml"), ("render", "s.yaml", "-o", "out.mp3"))
    ),
    # What the cache keeps is there already: how it is put there is seen with `render`.
    "render as WAV": Command(("render", "t.yaml", "-o", "out.wav"), (_QUIET,)),
    "render as M4A": Command(("render", "t.yaml", "-o", "out.m4a"), (_QUIET,)),
    "render as FLAC": Command(("render", "t.yaml", "-o", "out.flac"), (_QUIET,)),
    "render as Opus": Command(("render", "t.yaml", "-o", "out.opus"), (_QUIET,)),
    "render as tracks": Command(("render", "t.yaml", "-o", "tracks.mp3", "--split", "steps"), (_QUIET,)),
    # How the voice speaks is found, and kept, as it is with most voices; that of all others here is known.
    "show": Command(("show", "u.yaml")),
    # Words and covers are kept already; the sound and whose voices it has, which are noted by its bitrate, are not.
    "render a programme": Command(("render", "p.yaml"), (("render", "p.yaml", "-o", "other", "--bitrate", "64"),)),
    "render a programme again": Command(("render", "p.yaml", "--verify"), (("render", "p.yaml"),)),
    "render spliced": Command(_SPLICED, (_QUIET,)),
    "join": Command(("join", "many", "-o", "joined"), (_SPLICED,)),
    "share": Command(("share", "p.yaml", "-o", "site", "--zip"), (("share", "p.yaml", "-o", "other"),)),
    "share something else": Command(
        ("share", "s.yaml", "t.yaml", "-o", "site", "--title", "New"),
        (("share", "p.yaml", "t.yaml", "-o", "site"), ("share", "s.yaml", "t.yaml", "-o", "other", "--title", "New")),
    ),
    # Beside what is one's already, another's folder, and the index of both.
    "share for a club": Command(
        ("share", "t.yaml", "--athletes", "club.csv", "-o", "web"),
        (("share", "t.yaml", "--athletes", "club.csv", "--athlete", "Ann", "-o", "web"),),
    ),
    "log": Command(("log", "1.1", "--felt", "4", "--on", "2026-02-01", "--programme", "p.yaml"), entered=True),
    "log into a new journal": Command(
        ("log", "1.1", "--felt", "4", "--on", "2026-02-01", "--programme", "q.yaml"), entered=True
    ),
    "log what was sent": Command(("log", "--from", "sent.txt", "--yes", "--programme", "p.yaml")),
    "new": Command(("new", "mine"), entered=True),
    "cache": Command(("cache",), (_SPOKEN,)),
    "cache prune": Command(("cache", "prune", "--limit", "0"), (_SPOKEN,)),
    "export": Command(("export", "t.yaml", "-o", "t.zwo")),
    "export a programme": Command(("export", "p.yaml", "-o", "watch", "--as", "zwo")),
    "import": Command(("import", "w.zwo")),
    "extract": Command(("extract", "other.mp3", "-o", "inside", "--force"), (_QUIET,)),
}
"""By name. Each is as short as it can be with all that it writes."""


def prepare(folder: Path) -> None:
    """Write scripts, a journal, sounds, and a file of the user's own where another command will share."""
    (folder / "s.yaml").write_text(_SESSION, encoding="utf-8")
    alone = _SESSION.replace("music: music.wav\n", "")
    (folder / "t.yaml").write_text(alone, encoding="utf-8")
    # At a rate at which the tones are not known.
    (folder / "u.yaml").write_text(alone.replace("tone}", "tone, rate: 160}"), encoding="utf-8")
    for name in ("p", "q"):
        (folder / f"{name}.yaml").write_text(_PROGRAMME, encoding="utf-8")
    (folder / "club.csv").write_text("name\nAnn\nBob\n", encoding="utf-8")
    (folder / "w.zwo").write_text(_WORKOUT, encoding="utf-8")
    (folder / "p.journal").write_text(_JOURNAL, encoding="utf-8")
    (folder / "sent.txt").write_text(_SENT, encoding="utf-8")
    (folder / "site").mkdir()
    (folder / "site" / "mine.txt").write_text("my own words", encoding="utf-8")
    tone = b"".join(int(9000 * (-1) ** (n // 50)).to_bytes(2, "little", signed=True) for n in range(24_000))
    for name, length in (("music.wav", 24_000), ("beep.wav", 2_400)):
        with wave.open(str(folder / name), "wb") as file:
            file.setparams((1, 2, 24_000, 0, "NONE", ""))
            file.writeframes(tone[: 2 * length])


def contents(folder: Path) -> dict[str, bytes]:
    """Read what there is but for the cache, temporary files, and records for many (see `damaged_records`)."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    ours = "cache/", "tmp/"
    kept = {name: path for name, path in found.items() if not name.startswith(ours) and path.suffix != RECORDS}
    return {name: path.read_bytes() for name, path in kept.items()}


def damaged_records(folder: Path) -> list[str]:
    """List records of what was made for many that are not whole; how many files of them there are tells how often it
    was tried.
    """
    return [path.name for path in folder.rglob(f"*{RECORDS}") if read(path.read_bytes())[1]]


def left_over(folder: Path) -> list[str]:
    """List what was only there while something was made: locks and parts anywhere, and all temporary files."""
    passing = [path for path in folder.rglob("*") if path.suffix in (".part", ".lock")]
    return [path.name for path in [*passing, *folder.glob("tmp/*")]]


def is_record(name: str) -> bool:
    """Tell whether this is what a shared folder, or an index of such, remembers of itself, with the time of day."""
    return "/.audiocoach-share" in name or "/.audiocoach-index" in name


class Trial:
    """A command that is tried again and again, each time in a folder as it was before.

    What that takes is prepared in a folder `home`, once for all that have the same.
    """

    def __init__(self, home: Path, name: str) -> None:
        self.name, self.command = name, COMMANDS[name]
        place = home / name
        self._prepared, whole, steps = place / "prepared", place / "whole", place / "steps.json"
        if not steps.exists():
            shutil.rmtree(place, ignore_errors=True)
            self._prepared.mkdir(parents=True)
            prepare(self._prepared)
            for arguments in self.command.before:
                _well(arguments, self._prepared)
            shutil.copytree(self._prepared, whole)
            with failing(whole) as system:
                _well(self.command.arguments, whole)
            steps.write_text(json.dumps([system.steps, system.sites]))
        done, sites = json.loads(steps.read_text())
        self.steps: Sequence[str] = tuple(done)
        self._kinds = [(step.split()[0], site) for step, site in zip(done, sites, strict=True)]
        self.before, self.whole = contents(self._prepared), contents(whole)

    @property
    def first_and_last(self) -> Sequence[int]:
        """Number, from 1, the first and the last of all operations that are the same, done by the same lines."""
        numbered = list(enumerate(self._kinds, 1))
        first = {kind: number for number, kind in reversed(numbered)}
        last = {kind: number for number, kind in numbered}
        return sorted({*first.values(), *last.values()})

    def of(self, folder: Path, number: int, how: str) -> str:
        """Let operation `number`, from 1, fail or end the process; look at what is there; and run the command again.

        Args:
            folder: is empty.
            number: of `steps`.
            how: see `tests/support/failing_system.py`.

        Returns:
            What failed, and the exit code.

        Raises:
            BrokenPromise: when something is half, lost or left, or the next run does not end right.
        """
        shutil.copytree(self._prepared, folder, dirs_exist_ok=True)
        ended = how.startswith("SIG")
        at = self.steps[number - 1].split()[0] if number <= len(self.steps) else "no operation"
        what = f"{self.name}: {how} at {at}"
        code, said = (_ended if ended else _failed)(self.command.arguments, folder, number, how)
        self._said_well(what, how, code, said)
        is_done = self._is_whole(what, folder)
        if how in ("SIGTERM", "SIGHUP"):
            promised(not left_over(folder), f"{what}: something is left")
        self._ends_well(what, folder, is_done=self.command.entered and is_done)
        return f"{what}: {code}"

    def _said_well(self, what: str, how: str, code: int, said: str) -> None:
        bug = said.partition("has a bug: ")[2].partition(":")[0]
        promised("has a bug" not in said and "Traceback" not in said, f"{what}: a bug {bug}")
        codes = {"SIGKILL": (0, 1, -9), "SIGTERM": (0, 1, 130), "SIGHUP": (0, 1, 130), "part": (0,)}.get(how, (0, 1))
        promised(code in codes, f"{what}: exit code {code}")
        promised(code != 1 or said.strip(), f"{what}: it fails without a word")

    def _is_whole(self, what: str, folder: Path) -> bool:
        """See that each file is the old one or the whole new one; tell whether all are as when nothing fails."""
        after = contents(folder)
        for name, data in after.items():
            if not is_record(name) and not name.endswith((".part", ".lock")):
                promised(
                    data in (self.before.get(name), self.whole.get(name))
                    or (name.endswith(".journal") and not data and name not in self.before),
                    f"{what}: {Path(name).name} is neither the old one nor the whole new one",
                )
        promised(not damaged_records(folder), f"{what}: records are not whole")
        gone = self.before.keys() - after.keys() - (self.before.keys() - self.whole.keys())
        promised(not gone, f"{what}: {sorted(gone)} is gone")
        changed = [name for name in INPUTS if after.get(name) != self.before[name]]
        promised(not changed, f"{what}: {changed} has changed, which is the user's")
        return {name: data for name, data in after.items() if not name.endswith((".part", ".lock"))} == self.whole

    def _ends_well(self, what: str, folder: Path, *, is_done: bool) -> None:
        """Run it again on a good system: it ends with the same files as ever, and with nothing left over."""
        code, said = _run(self.command.arguments, folder)
        promised(not left_over(folder), f"{what}: something is left by the next run")
        if is_done:
            return
        promised(code == 0, f"{what}: the next run fails: {said[-200:]}")
        after = contents(folder)
        promised(after.keys() == self.whole.keys(), f"{what}: other files after the next run")
        others = sorted(name for name, data in after.items() if data != self.whole[name] and not is_record(name))
        promised(not others, f"{what}: {others} differ after the next run")


def _well(arguments: Sequence[str], folder: Path) -> None:
    code, said = _run(arguments, folder)
    if code:
        raise RuntimeError(f"{arguments}: {said}")


def _run(arguments: Sequence[str], folder: Path) -> tuple[int, str]:
    """Run a command in a folder, with the cache in it; give its exit code and what it printed."""
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with _inside(folder), redirect_stdout(said), redirect_stderr(said):
        code = main(arguments)
    said.seek(0)
    return code, said.read()


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before, here = os.environ.get("AUDIOCOACH_CACHE"), Path.cwd()
    os.environ["AUDIOCOACH_CACHE"] = str(folder / "cache")
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.pop("AUDIOCOACH_CACHE")
        if before is not None:
            os.environ["AUDIOCOACH_CACHE"] = before


def _failed(arguments: Sequence[str], folder: Path, number: int, how: str) -> tuple[int, str]:
    with failing(folder, number, how):
        return _run(arguments, folder)


def _ended(arguments: Sequence[str], folder: Path, number: int, how: str) -> tuple[int, str]:
    """Run a command in a process that is ended at an operation."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 3
        # What the parent left is not freed here: some of it waits for threads, and they did not come along.
        gc.freeze()
        try:
            os.close(reading)
            faulthandler.enable(writing)
            code, said = _failed(arguments, folder, number, how)
            os.write(writing, said.encode()[-4000:])  # fits into any pipe
            for thread in threading.enumerate():  # as Python itself does at the end of a process
                if thread is not threading.current_thread() and not thread.daemon:
                    thread.join()
        finally:
            os._exit(code)
    os.close(writing)
    with open(reading, "rb") as pipe:  # noqa: PTH123  # a handle
        try:
            _, status, used = os.wait4(child, 0)
        except BaseException as error:
            os.kill(child, signal.SIGABRT)  # with which it says where it was
            os.waitpid(child, 0)
            error.add_note(pipe.read().decode("utf-8", "replace"))
            raise
        said = pipe.read().decode("utf-8", "replace")
    promised(used.ru_utime + used.ru_stime < LONGEST_S, f"it took more than {LONGEST_S:g} s")
    return os.waitstatus_to_exitcode(status), said
