"""Drive pyttsx3, and nothing else does: a script run in a process of its own.

    python -P pyttsx3_worker.py fork AT_ONCE [VOICE]  one line of JSON in, one line out, for each utterance, spoken by a
                                                      child; VOICE: the one that speaks all of them
    python -P pyttsx3_worker.py one                   one utterance, then the end: for systems that cannot fork
    python -P pyttsx3_worker.py list                  the voices, as one line of JSON

A job is `{"n", "text", "voice", "rate", "file", "limit", "most_bytes", "gap_ms"}` with `limit` in seconds, the file's
size at most, and the silence between words, which only espeak takes; its answer is
`{"n", "error", "late"}`, with an empty error when it was spoken, and `late` true when its time ran out. When nothing at
all can be spoken here, the one answer is `{"fatal": reason}`.

Why one process for each utterance: espeak speaks the same phrase a little differently depending on what that process
said before, and only the first utterance of a fresh process is the same every time. Why fork: a helper that has
imported everything, and initialised espeak, forks in 2 ms. That espeak speaks in the caller's thread and starts none of
its own, as pyttsx3 would have it do: a fork after those hangs forever. Nothing but the standard library and pyttsx3 is
imported, to keep starting fast.

The parent ends all of it, and `process_guard.py` does when the parent dies. `piper_worker.py` uses all of this with a
`Speaker` of its own.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import selectors
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, Protocol

Job = dict[str, Any]

END_OF_LINE = b"\n"
_BLOCK = 65_536

_WORD_GAP = 7
"""`espeakWORDGAP` of espeak's `speak_lib.h`, which pyttsx3 has no property for."""

_WORD_GAP_UNIT_MS = 10


class Speaker(Protocol):
    """A speaking library, loaded and ready."""

    def speak(self, job: Job) -> None:
        """Speak one job into its file, once in a process. Raises whatever is wrong with it."""

    def list_voices(self) -> list[list[Any]]:
        """List each voice: id, name and the system's code of its language."""


class Pyttsx3(NamedTuple):
    """pyttsx3, not initialised yet; or, on Linux, its `engine`, the espeak library loaded for it, and what tells its
    driver that espeak has come to the end: events of espeak.
    """

    pyttsx3: Any
    espeak: Any = None
    engine: Any = None
    the_end: Any = None

    def speak(self, job: Job) -> None:
        """Speak one job with pyttsx3; see `Speaker`.

        Raises:
            ValueError: when the voice or the rate cannot be had.
            Exception: whatever pyttsx3 raises.
        """
        engine = self.engine or self.pyttsx3.init()
        # Not `engine.setProperty`: that queues, the queue can lose it, and an error in it is swallowed.
        driver = engine.proxy._driver
        driver.setProperty("voice", job["voice"])
        if str(driver.getProperty("voice")).lower() != job["voice"].lower():
            raise ValueError(f"the voice {job['voice']!r} is not installed")
        driver.setProperty("rate", job["rate"])
        if self.espeak is not None and driver.getProperty("rate") != job["rate"]:
            raise ValueError(f"the voice cannot speak at {job['rate']} words a minute")
        gap = job.get("gap_ms", 0) // _WORD_GAP_UNIT_MS
        if self.espeak is not None and gap and self.espeak.espeak_SetParameter(_WORD_GAP, gap, 0):
            raise ValueError(f"the voice cannot pause for {job['gap_ms']} ms between words")
        engine.save_to_file(job["text"], job["file"])
        engine.runAndWait()
        if self.espeak is not None:  # which does not tell this itself where it starts no thread
            driver._onSynth(None, 0, self.the_end)

    def list_voices(self) -> list[list[Any]]:
        """List pyttsx3's voices; see `Speaker`."""
        voices = (self.engine or self.pyttsx3.init()).proxy._driver.getProperty("voices")
        return [[voice.id, voice.name or "", _language(voice.languages)] for voice in voices]


def prepare(voice: str = "") -> Speaker:
    """Load what speaking needs; espeak is initialised, and whatever speaks on other systems is not.

    Args:
        voice: the one that is to speak everything, if it is one; espeak then reads its dictionary once, which takes as
            long as speaking a cue does. After any other voice, one sounds a little different: that would not do.

    Raises:
        Exception: whatever pyttsx3, espeakng-loader or the dynamic loader raise.
    """
    if sys.platform in ("darwin", "win32"):
        import pyttsx3

        return Pyttsx3(pyttsx3)
    import espeakng_loader

    # Before pyttsx3 is imported: it looks for a library of this name and gets the one that is loaded already, and
    # espeak calls exit(1) when it does not find its data.
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    espeak = ctypes.CDLL(espeakng_loader.get_library_path())
    import pyttsx3
    from pyttsx3.drivers import _espeak

    # What pyttsx3's driver asks espeak for.
    _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
    engine = pyttsx3.init()
    if voice:
        with suppress(ValueError):  # it is not there: every child says so
            engine.proxy._driver.setProperty("voice", voice)
    return Pyttsx3(pyttsx3, espeak, engine, (_espeak.EVENT * 1)(_espeak.EVENT(_espeak.EVENT_MSG_TERMINATED)))


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
    """A forked child that speaks one job; `errors` is the reading end of its pipe, which ends when the child does."""

    pid: int
    job: Job
    errors: int

    def answer(self) -> dict[str, Any]:
        """Collect the child, which has ended, and say how it went."""
        said = b""
        while block := os.read(self.errors, _BLOCK):
            said += block
        os.close(self.errors)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        error = said.decode(errors="replace")
        late = code == -signal.SIGALRM
        if late:
            error = f"it took longer than {self.job['limit']:g} s"
        elif code == -signal.SIGXFSZ:
            error = f"it wrote more than {self.job['most_bytes'] // 1_000_000} MB of sound for these words"
        elif code and not error:
            error = f"the voice crashed ({signal.Signals(-code).name if code < 0 else f'exit code {code}'})"
        return {"n": self.job["n"], "error": error, "late": late}


def fork(speaker: Speaker, job: Job, answers: Answers) -> Child:
    """Speak one job in a forked child, which an alarm ends at its limit even when it is stuck inside espeak."""
    errors, for_child = os.pipe()
    pid = os.fork()
    if pid:
        os.close(for_child)
        return Child(pid, job, errors)
    code = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, job["limit"])
        os.close(answers.file)
        bound_files(job)
        speaker.speak(job)
        code = 0
    except BaseException as error:  # whatever it was, report it to the parent, and end this child here
        os.write(for_child, describe(error).encode(errors="replace")[:_BLOCK])
    finally:
        # No clean-up: espeak's threads run on, and its own clean-up is known to hang.
        os._exit(code)


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
                    else:
                        ready.unregister(key.fd)
                        answers.send(children.pop(key.fd).answer())
                while waiting and len(children) < at_once:
                    child = fork(speaker, waiting.pop(0), answers)
                    children[child.errors] = child
                    ready.register(child.errors, selectors.EVENT_READ)
        finally:
            for child in children.values():
                os.kill(child.pid, signal.SIGKILL)


def speak_one(prepare: Callable[[], Speaker], answers: Answers) -> None:
    """Speak the one job on standard input in this very process, and end."""
    job = json.loads(sys.stdin.buffer.readline())

    def stop() -> None:
        answers.send({"n": job["n"], "error": f"it took longer than {job['limit']:g} s", "late": True})
        os._exit(1)

    # The parent ends a voice that keeps even this from running.
    timer = threading.Timer(job["limit"], stop)
    timer.daemon = True
    timer.start()
    speaker, error = prepare(), ""
    try:
        if os.name == "posix":
            bound_files(job)
        speaker.speak(job)
    except Exception as caught:
        error = describe(caught)
    answers.send({"n": job["n"], "error": error, "late": False})


def _language(codes: list[Any]) -> str:
    """Return the first language code, which some drivers give as bytes and some leave out."""
    code = codes[0] if codes else None
    return code.decode(errors="replace") if isinstance(code, bytes) else code or ""


def main(prepare: Callable[[], Speaker], mode: str, *arguments: str) -> None:
    """Run one of the modes, then end at once: clean-up of espeak and of COM is known to hang."""
    answers = Answers()
    try:
        if mode == "fork":
            serve(prepare(), answers, int(arguments[0]))
        elif mode == "one":
            speak_one(prepare, answers)
        else:
            answers.send({"voices": prepare().list_voices()})
    except BrokenPipeError:
        os._exit(1)  # nobody is left to tell
    except Exception as error:
        answers.send({"fatal": f"{type(error).__name__}: {describe(error)}"})
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    mode, *arguments = sys.argv[1:]
    main(partial(prepare, *arguments[1:]), mode, *arguments[:1])
