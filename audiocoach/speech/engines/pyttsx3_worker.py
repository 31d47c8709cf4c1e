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
its own, as pyttsx3 would have it do: a fork after those hangs forever. To keep starting fast nothing is imported but
the standard library, pyttsx3 with espeak, and `worker_children.py`, which imports nothing else.

The parent ends all of it, and `process_guard.py` does when the parent dies. `piper_worker.py` and
`kokoro_worker.py` use all of this with a `Speaker` of their own.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

# Where the package was found only in the folder that the command was started in: this process has another path.
sys.path.append(__file__.rsplit(os.sep, 4)[0])

from audiocoach.speech.engines.worker_children import Answers, Job, Speaker, bound_files, describe, serve

_WORD_GAP = 7
"""`espeakWORDGAP` of espeak's `speak_lib.h`, which pyttsx3 has no property for."""

_WORD_GAP_UNIT_MS = 10


class Pyttsx3(NamedTuple):
    """pyttsx3, not initialised yet; or, on Linux, its `engine`, the espeak library loaded for it, and what tells its
    driver that espeak has come to the end: events of espeak. `voice` is the one that espeak has already.
    """

    pyttsx3: Any
    espeak: Any = None
    engine: Any = None
    the_end: Any = None
    voice: str = ""

    @property
    def again(self) -> bool:
        """Say no: what espeak says hangs on what it has said."""
        return False

    def speak(self, job: Job) -> None:
        """Speak one job with pyttsx3; see `Speaker`.

        Raises:
            ValueError: when the voice or the rate cannot be had.
            Exception: whatever pyttsx3 raises.
        """
        engine = self.engine or self.pyttsx3.init()
        # Not `engine.setProperty`: that queues, the queue can lose it, and an error in it is swallowed.
        driver = engine.proxy._driver
        if self.voice != job["voice"]:
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
    engine, has = pyttsx3.init(), ""
    if voice:
        with suppress(ValueError):  # it is not there: every child says so
            engine.proxy._driver.setProperty("voice", voice)
            has = voice
    return Pyttsx3(pyttsx3, espeak, engine, (_espeak.EVENT * 1)(_espeak.EVENT(_espeak.EVENT_MSG_TERMINATED)), has)


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
