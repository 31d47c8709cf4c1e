"""Fork children that speak, from a helper that has loaded what they need: as workers do where systems can fork.

Only the standard library is imported, to keep workers starting fast.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol

Job = dict[str, Any]

END_OF_LINE = b"\n"
_BLOCK = 65_536

_SPOKEN = END_OF_LINE
"""What a child says of a job that was spoken, when it could speak another; no error is only that."""


class Speaker(Protocol):
    """A speaking library, loaded and ready."""

    @property
    def again(self) -> bool:
        """Tell whether a process may speak one job after another: what it says does not hang on what it has said."""

    def speak(self, job: Job) -> None:
        """Speak one job into its file. Raises whatever is wrong with it."""

    def list_voices(self) -> list[list[Any]]:
        """List each voice: id, name and the system's code of its language."""


def describe(error: BaseException) -> str:
    """Say what went wrong in one line."""
    return " ".join(str(error).split()) or type(error).__name__


class Answers:
    """The way back to the parent. Standard output itself goes nowhere: pyttsx3 prints there."""

    def __init__(self) -> None:
        self.file = os.dup(1)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.close(nowhere)

    def send(self, answer: dict[str, Any]) -> None:
        """Write an answer as one line, however long."""
        line = json.dumps(answer).encode() + END_OF_LINE
        while line:
            line = line[os.write(self.file, line) :]


class Child(NamedTuple):
    """A forked child that speaks `job`, or rests. `said` is the reading end of its pipe: there it says that a job was
    spoken, or why not, and it ends when the child does. `jobs` is where it takes further jobs, none where it speaks one
    only.
    """

    pid: int
    job: Job | None
    said: int
    jobs: int | None

    def takes(self, job: Job) -> bool:
        """Give it another job; tells whether it was there to take it: it may have been ended as it rested."""
        line = json.dumps(job).encode() + END_OF_LINE
        try:
            while line and self.jobs is not None:
                line = line[os.write(self.jobs, line) :]
        except BrokenPipeError:
            return False
        return True

    def ended(self, said: bytes) -> dict[str, Any] | None:
        """Collect the child, which has `said` this at its end, and say how its job went; None when it had none."""
        while block := os.read(self.said, _BLOCK):
            said += block
        for pipe in (self.said, self.jobs):
            if pipe is not None:
                os.close(pipe)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if self.job is None:
            return None
        error = said.decode(errors="replace")
        late = code == -signal.SIGALRM
        if late:
            error = f"it took longer than {self.job['limit']:g} s"
        elif code == -signal.SIGXFSZ:
            error = f"it wrote more than {self.job['most_bytes'] // 1_000_000} MB of sound for these words"
        elif code and not error:
            error = f"the voice crashed ({signal.Signals(-code).name if code < 0 else f'exit code {code}'})"
        return _answer(self.job, error, late=late)


def _answer(job: Job, error: str = "", *, late: bool = False) -> dict[str, Any]:
    return {"n": job["n"], "error": error, "late": late}


def fork(speaker: Speaker, job: Job, answers: Answers, others: Iterable[Child]) -> Child:
    """Speak a job in a forked child, which an alarm ends at its limit even when it is stuck inside espeak.

    A child whose speaker can speak `again` takes further jobs then: new memory for each is a twentieth of the time of a
    neural voice.
    """
    said, to_say = os.pipe()
    to_take, jobs = os.pipe() if speaker.again else (None, None)
    pid = os.fork()
    if pid:
        os.close(to_say)
        if to_take is not None:
            os.close(to_take)
        return Child(pid, job, said, jobs)
    code = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        # What another child takes its jobs from ends when nobody but it has it open.
        for open_here in (answers.file, said, jobs, *(end for other in others for end in (other.said, other.jobs))):
            if open_here is not None:
                os.close(open_here)
        more: Job | None = job
        while more is not None:
            signal.setitimer(signal.ITIMER_REAL, more["limit"])
            bound_files(more)
            speaker.speak(more)
            signal.setitimer(signal.ITIMER_REAL, 0)
            more = _another(to_take, to_say)
        code = 0
    except BaseException as error:  # whatever it was, report it to the parent, and end this child here
        os.write(to_say, describe(error).encode(errors="replace")[:_BLOCK])
    finally:
        # No clean-up: espeak's threads run on, and its own clean-up is known to hang.
        os._exit(code)


def _another(to_take: int | None, to_say: int) -> Job | None:
    """Say that a job was spoken, and wait for another; None when there is none."""
    if to_take is None:
        return None
    gc.collect()  # of what the job has left alone: all that was there before is frozen
    os.write(to_say, _SPOKEN)
    line = b""
    while not line.endswith(END_OF_LINE) and (block := os.read(to_take, _BLOCK)):
        line += block
    job: Job | None = json.loads(line) if line else None
    return job


def bound_files(job: Job) -> None:
    """Have the system end this process when it writes a file larger than its job's can be."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    _, allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = job["most_bytes"] if allowed == resource.RLIM_INFINITY else min(job["most_bytes"], allowed)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, allowed))


def serve(speaker: Speaker, answers: Answers, at_once: int) -> None:
    """Speak the jobs that come in, `at_once` together, until standard input ends: the parent has finished or died."""
    import resource  # noqa: F401 - so that no child has to; other systems than those that fork do not have it

    # Looking for cycles would write to each page that a child shares with this process, and copy it: a tenth of all
    # that a child does.
    gc.collect()
    gc.freeze()
    gc.disable()
    waiting: list[Job] = []
    children: dict[int, Child] = {}
    unread = b""
    with selectors.DefaultSelector() as ready:
        ready.register(0, selectors.EVENT_READ)
        try:
            while True:
                for key, _ in ready.select():
                    if key.fd == 0:
                        block = os.read(0, _BLOCK)
                        if not block:
                            return
                        *lines, unread = (unread + block).split(END_OF_LINE)
                        waiting += [json.loads(line) for line in lines]
                        continue
                    child, said = children[key.fd], os.read(key.fd, _BLOCK)
                    if child.job is not None and said.startswith(_SPOKEN):
                        children[key.fd] = child._replace(job=None)
                        answers.send(_answer(child.job))
                        continue
                    ready.unregister(key.fd)
                    del children[key.fd]
                    if (answer := child.ended(said)) is not None:
                        answers.send(answer)
                while waiting and sum(child.job is not None for child in children.values()) < at_once:
                    job = waiting.pop(0)
                    rested = next((each for each in children.values() if each.job is None and each.takes(job)), None)
                    child = rested._replace(job=job) if rested else fork(speaker, job, answers, children.values())
                    if rested is None:
                        ready.register(child.said, selectors.EVENT_READ)
                    children[child.said] = child
        finally:
            for child in children.values():
                os.kill(child.pid, signal.SIGKILL)
            for child in children.values():
                os.waitpid(child.pid, 0)
