"""The engine `pyttsx3`: each system's own voices (espeak on Linux, NSSpeech on macOS, SAPI on Windows).

pyttsx3 itself runs only in worker processes (`pyttsx3_worker.py`): it prints, keeps state from one utterance to
the next and is known to hang. On Linux one helper forks a child for each utterance; elsewhere each has its own process.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import SpeechError
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.language_tags import bcp47, in_order
from audiocoach.speech.plausible import most_bytes
from audiocoach.storage.scratch import scratch_folder
from audiocoach.text.speakable import without_controls

if TYPE_CHECKING:
    from audiocoach.speech.engines.worker_jobs import Job, WorkerFatal

WORKER = Path(__file__).with_name("pyttsx3_worker.py")

WORKER_REVISION = 1
"""Part of `version()`. Raise it with each change of the worker that changes how it sounds."""

LINUX = sys.platform not in ("darwin", "win32")

_MUTE = frozenset({"gmq/fo", "trk/kaa", "art/xex"})
"""Voices that espeak lists and that say nothing: their dictionaries are not in espeakng-loader."""

_ESPEAK_RATE = 22_050
"""Samples a second. For the voices of other systems, only speaking shows it."""

_LICENCE = "GPL 3 (espeak-ng)" if LINUX else "the system's own"

_CHARACTERS_A_SECOND = 50.0
"""Far fewer than any voice manages, for the time limit of long texts."""


class Pyttsx3Engine:
    """The engine `pyttsx3`. An utterance may take `limit_s` seconds; `grace_s` later its process is ended."""

    name = "pyttsx3"

    def __init__(
        self, worker: Path = WORKER, *, fork: bool = LINUX, limit_s: float = 15.0, grace_s: float = 5.0
    ) -> None:
        self._worker, self._fork = worker, fork
        self._limit_s, self._grace_s = limit_s, grace_s
        self._voices: tuple[Voice, ...] = ()

    def version(self) -> str:
        """Return the versions of pyttsx3 and what it drives, as installed here. Starts no process.

        Raises:
            SpeechError: when they are not installed.
        """
        try:
            if LINUX:
                driven = f"espeakng-loader {version_of('espeakng-loader')}"
            else:
                import platform

                driven = f"{platform.system()} {platform.release()}"
            return f"pyttsx3 {version_of('pyttsx3')}, {driven}, worker {WORKER_REVISION}"
        except PackageNotFoundError as error:
            raise SpeechError(f"{error.name} is not installed, so there is no voice", _help()) from error

    def voices(self) -> tuple[Voice, ...]:
        """List every voice of this system; see `Engine.voices`."""
        from audiocoach.speech.engines.kept_voices import remembered

        if not self._voices:
            # Elsewhere people install voices, and no version here changes.
            self._voices = remembered(self.name, self.version(), self._ask) if LINUX else self._ask()
        return self._voices

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        """Speak each utterance in a fresh process: the same words then give the same bytes. See `Engine.speak`."""

        from audiocoach.speech.engines.worker_jobs import WorkerFatal, spoken
        from audiocoach.speech.engines.worker_processes import AT_ONCE, run_forking, run_one_by_one

        with scratch_folder() as folder:
            jobs = [self._job(n, utterance, folder) for n, utterance in enumerate(utterances)]
            try:
                if self._fork:
                    voices = {utterance.voice.id for utterance in utterances}
                    # Two to a core: some of the time pyttsx3 only waits, by its own clock.
                    command = self._command("fork", str(2 * AT_ONCE), *(voices if len(voices) == 1 else ()))
                    reasons = run_forking(command, jobs, on_each, self._grace_s)
                else:
                    reasons = run_one_by_one(self._command("one"), jobs, on_each, self._grace_s)
            except WorkerFatal as fatal:
                raise self._broken(fatal) from fatal
            return [spoken(job, reasons[job.n]) for job in jobs]

    def spaces_words(self, voice: Voice) -> bool:  # noqa: ARG002  # espeak's voices are alike in this
        """Tell whether the voice keeps silence between words: espeak does; see `SpacesWords`."""
        return LINUX

    def _ask(self) -> tuple[Voice, ...]:
        from audiocoach.speech.engines.worker_jobs import WorkerFatal
        from audiocoach.speech.engines.worker_processes import worker_voices

        try:
            rows = worker_voices(self._command("list"), self._limit_s)
        except WorkerFatal as fatal:
            raise self._broken(fatal) from fatal
        if not rows:
            raise SpeechError("this system has no voices", _help())
        rate = _ESPEAK_RATE if LINUX else 0
        found = [row for row in rows if row[0] not in _MUTE]
        return in_order(
            [Voice(self.name, voice, name or voice, bcp47(code), rate, _LICENCE) for voice, name, code in found]
        )

    def _job(self, n: int, utterance: Utterance, folder: Path) -> Job:
        from audiocoach.speech.engines.worker_jobs import Job

        # macOS writes AIFF, and goes by the file's name.
        path = folder / f"{n}.{'aiff' if sys.platform == 'darwin' else 'wav'}"
        limit = self._limit_s + len(utterance.text) / _CHARACTERS_A_SECOND
        text, rate = without_controls(utterance.text), utterance.rate
        return Job(n, text, utterance.voice.id, rate, str(path), limit, most_bytes(text, rate), utterance.gap_ms)

    def _command(self, *mode: str) -> list[str]:
        # -P: the worker lies in this package, whose modules must not be imported by their bare names.
        return [sys.executable, "-P", str(self._worker), *mode]

    def _broken(self, fatal: WorkerFatal) -> SpeechError:
        return SpeechError(f"this system's voice cannot be used: {fatal}", _help())


def _help() -> str:
    from audiocoach.storage.installation import how_to_renew

    again = how_to_renew("pyttsx3", *(["espeakng-loader"] if LINUX else []))
    return f"Install audiocoach's speech packages again: `{again}`. `audiocoach doctor` says what works here."
