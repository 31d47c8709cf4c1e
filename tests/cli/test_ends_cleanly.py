"""However the command is ended, and whatever its voice has started: no process stays, and the next run sweeps up."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.support.life_signs import LifeSigns, life_signs
from tests.support.patience import PATIENCE_S

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals, named pipes, and espeak as a wheel"),
]

STUBBORN = Path(__file__).parents[1] / "support" / "stubborn_program.py"
STUB = Path(__file__).parents[1] / "speech" / "stub"

SCRIPT = "session: T\ncoach: none\nsteps:\n  - {work: 20s, say: %s}\n"

VOICES = {
    "a program with children": ("command", "Go now", 3, "sleeps"),
    "a program that has closed its streams": ("command", "Go now", 2, "closes"),
    "a program that complains without end": ("command", "Go now", 2, "complains"),
    "a program that has stopped itself": ("command", "Go now", 2, "stops"),
    "a program whose file claims more than it holds": ("command", "Go now", 2, "writes"),
    "a helper that hangs": ("pyttsx3", "hang", 1, ""),
    "a helper whose voice has children": ("pyttsx3", "breed", 1, ""),
    "a helper that is not ready yet": ("pyttsx3", "Go now", 1, ""),
}
"""The engine, what it says, how many processes show signs of life, and what a program does besides."""

WAYS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", "its terminal closes")


@pytest.fixture
def alive(tmp_path: Path) -> Iterator[LifeSigns]:
    with life_signs(tmp_path / "alive") as signs:
        yield signs


class Rendering:
    """A render as a process of its own, whose voice never comes to an end."""

    def __init__(self, folder: Path, alive: LifeSigns, voice: str) -> None:
        import espeakng_loader

        engine, text, self.count, habit = VOICES[voice]
        self.folder, self.temporary = folder, folder / "tmp"
        self.temporary.mkdir()
        (folder / "s.yaml").write_text(SCRIPT % text, encoding="utf-8")
        if engine == "command":
            engine = f"command:{sys.executable} -S {STUBBORN} {alive.path} {self.count} {habit} {{file}} {{text}}"
        self.command = [sys.executable, "-m", "audiocoach", "render", "s.yaml", "--voice", engine]
        self.environment = {
            **os.environ,
            "AUDIOCOACH_CACHE": str(folder / "cache"),
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(STUB),
            "STUB_LIBRARY": espeakng_loader.get_library_path(),
            "FAKE_ALIVE": str(alive.path),
            **({"STUB_STUCK": "1"} if "not ready" in voice else {}),
        }

    @contextmanager
    def started(self) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        with process:
            try:
                yield process
            finally:
                process.kill()

    def left(self) -> list[str]:
        """What is left of it in the folder for temporary files, and beside the file it was to make."""
        parts = self.folder.rglob("*.part")
        return [path.name for path in [*self.temporary.iterdir(), *parts]]


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("way", WAYS)
def test_no_process_outlives_the_command(tmp_path: Path, alive: LifeSigns, voice: str, way: str) -> None:
    rendering = Rendering(tmp_path, alive, voice)
    if way == "its terminal closes":
        leader, terminal = pty.fork()
        if not leader:
            os.chdir(tmp_path)
            shell = ["sh", "-c", '"$@"; exit', "sh", *rendering.command]
            os.execve("/bin/sh", shell, rendering.environment)  # noqa: S606
        alive.wait_for(rendering.count)
        os.kill(leader, signal.SIGKILL)
        os.waitpid(leader, 0)
        os.close(terminal)
    else:
        with rendering.started() as process:
            alive.wait_for(rendering.count)
            process.send_signal(getattr(signal, way))
            out, err = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == (-signal.SIGKILL if way == "SIGKILL" else 130), err
        assert out == b""
        assert err == (b"" if way == "SIGKILL" else b"\ninterrupted\n")
    assert alive.all_ended()
    if way.startswith("SIG") and way != "SIGKILL":
        assert rendering.left() == []


def test_what_a_killed_run_left_is_swept_by_the_next(tmp_path: Path, alive: LifeSigns) -> None:
    rendering = Rendering(tmp_path, alive, "a program with children")
    with rendering.started() as process:
        alive.wait_for(rendering.count)
        process.kill()
    assert rendering.left() != []
    again = [*rendering.command[:-1], "tone"]
    done = subprocess.run(again, cwd=tmp_path, env=rendering.environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert rendering.left() == []


def test_what_a_live_run_uses_is_not_swept(tmp_path: Path, alive: LifeSigns) -> None:
    rendering = Rendering(tmp_path, alive, "a program with children")
    with rendering.started() as process:
        alive.wait_for(rendering.count)
        before = sorted(rendering.left())
        again = [*rendering.command[:-1], "tone"]
        done = subprocess.run(again, cwd=tmp_path, env=rendering.environment, capture_output=True, check=False)
        assert (done.returncode, sorted(rendering.left())) == (0, before)
        process.terminate()


def test_a_hangup_that_is_ignored_stays_ignored(tmp_path: Path, alive: LifeSigns) -> None:
    rendering = Rendering(tmp_path, alive, "a program with children")
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as `nohup` does
    with ExitStack() as stack:
        try:
            process = stack.enter_context(rendering.started())
        finally:
            signal.signal(signal.SIGHUP, before)
        alive.wait_for(rendering.count)
        process.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        process.terminate()
        assert process.wait(PATIENCE_S) == 130


def test_a_guard_that_is_killed_takes_its_program_along(tmp_path: Path, alive: LifeSigns) -> None:
    rendering = Rendering(tmp_path, alive, "a program with children")
    with rendering.started() as process:
        alive.wait_for(rendering.count)
        tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
        guards = [int(child) for task in tasks for child in task.read_text().split()]
        assert guards
        for guard in guards:
            os.kill(guard, signal.SIGKILL)
        alive.wait_for((len(guards) + 1) * rendering.count)  # their programs were ended, and the next one is tried
        process.terminate()
        process.wait(PATIENCE_S)
    assert alive.all_ended()


CLOSED = "session: T\nvoice: {engine: tone}\nsteps:\n  - {work: 20s, say: Go.}\n"


@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1), (0, 1, 2)], ids=str)
def test_streams_that_are_closed_get_nothing_of_the_files(tmp_path: Path, closed: tuple[int, ...]) -> None:
    (tmp_path / "s.yaml").write_text(CLOSED, encoding="utf-8")
    code = (
        f"import os, sys; [os.close(handle) for handle in {closed}];"
        "os.execv(sys.executable, [sys.executable, '-m', 'audiocoach', 'render', 's.yaml', '-o', sys.argv[1]])"
    )
    for name in ("open.mp3", "closed.mp3"):
        command = [sys.executable, "-c", code if name == "closed.mp3" else code.replace(str(closed), "()"), name]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (tmp_path / "open.mp3").read_bytes() == (tmp_path / "closed.mp3").read_bytes()
    assert done.returncode == (1 if 1 in closed else 0)
    if 1 in closed and 2 not in closed:
        assert done.stderr == b"what was to be printed cannot be written: it is closed\n"
