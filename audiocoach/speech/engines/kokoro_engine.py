"""The engine `kokoro`: a neural voice that is understood better than the others, on this computer alone.

One model (Kokoro-82M, Apache-2.0) speaks with many voices, each a small file. How words sound is espeak-ng's work, how
the sounds are spoken onnxruntime's; both run only in worker processes (`kokoro_worker.py`), and only when something
must be spoken.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

from audiocoach.errors import AudiocoachError, SpeechError
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.engines.kokoro_files import (
    LANGUAGES,
    MODEL,
    PACKAGES,
    PART,
    Model,
    is_voice_name,
    model_here,
    styles_here,
    voice_of,
)
from audiocoach.speech.engines.kokoro_pace import gap_s
from audiocoach.speech.engines.memory_left import memory_left
from audiocoach.speech.engines.model_workers import FORKS, Loaded, ModelWorkers
from audiocoach.speech.engines.voices_folder import voices_folder
from audiocoach.speech.language_tags import in_order
from audiocoach.storage.settings import read_settings, settings_file
from audiocoach.text.packed import gathered

WORKER = Path(__file__).with_name("kokoro_worker.py")

WORKER_REVISION = 3
"""Part of `version()`. Raise it with each change of the worker that changes how it sounds."""

_PACKAGES = ("onnxruntime", "espeakng-loader")

_CHARACTERS = 3.0
"""Spoken in a second: a fifth of what it manages on a computer that has other things to do."""

_PIECE = 140
"""Characters that are spoken at once, where sentences end: eight seconds, as `kokoro_symbols.AT_ONCE`."""

_AT_ONCE, _MOST = 2, 64
"""How many processes speak at once unless told otherwise, and the most that may be."""

_PROCESS_BYTES, _HELPER_BYTES = 305_000_000, 150_000_000
"""The memory that a process takes which speaks, and the helper that they are forked from."""

GET = "`audiocoach voices add kokoro` fetches it, once you have agreed"


class KokoroEngine:
    """The engine `kokoro`. An utterance may take `limit_s` seconds; `grace_s` later its process is ended."""

    name = "kokoro"

    def __init__(
        self,
        worker: Path = WORKER,
        *,
        folder: Path | None = None,
        fork: bool = FORKS,
        limit_s: float = 60.0,
        grace_s: float = 30.0,
    ) -> None:
        self._worker, self._folder, self._fork = worker, folder, fork
        self._limit_s, self._grace_s = limit_s, grace_s

    def version(self) -> str:
        """Return the versions of what speaks; the voice's id names the model and the style. Starts no process.

        Raises:
            SpeechError: when they are not installed.
        """
        try:
            driven = ", ".join(f"{package} {version_of(package)}" for package in _PACKAGES)
        except PackageNotFoundError as error:
            raise SpeechError("Kokoro is not installed", _how()) from error
        return f"{driven}, worker {WORKER_REVISION}"

    def voices(self) -> tuple[Voice, ...]:
        """List the voices in the user's folder, in the languages that Kokoro speaks here; see `Engine.voices`."""
        self.version()
        model, styles = model_here(self._own_folder()), styles_here(self._own_folder())
        if model is None:
            raise SpeechError("Kokoro's model is not here", f"{GET}\nor, as packages: {_how()}")
        if not styles:
            raise SpeechError("Kokoro has no voice here", GET.replace(" it,", " some,"))
        return in_order([voice_of(name, path, model) for name, path in styles.items()])

    def find(self, name: str) -> Voice | None:
        """Find nothing that `voices` does not list, but say of a voice that could be had how; see `Finds`."""
        wanted = name.strip().casefold()
        if is_voice_name(wanted) and wanted not in styles_here(self._own_folder()):
            raise SpeechError(
                f'the voice "{wanted}" of Kokoro is not here', f"`audiocoach voices add {wanted}` fetches it"
            )
        return None

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        """Speak the utterances; the model is loaded once for all of them. See `Engine.speak`."""
        model = model_here(self._own_folder()) if utterances else None
        styles = styles_here(self._own_folder())

        def loaded(voice: Voice) -> Loaded | None:
            style = styles.get(voice.name)
            if model is None or style is None or voice_of(voice.name, style, model) != voice:
                return None
            return _loaded(model, voice.name, style)

        return ModelWorkers(
            self._worker,
            self._fork,
            self._limit_s,
            _CHARACTERS,
            self._grace_s,
            _at_once(),
            _how,
            partial(_how_to_mend, model),
            pieces=partial(gathered, most=_PIECE),
            gap_s=gap_s,
        ).speak(utterances, loaded, on_each)

    def _own_folder(self) -> Path:
        return self._folder or voices_folder()


def _loaded(model: Model, name: str, style: Path) -> Loaded:
    arguments = (model.sha256, *map(str, model.parts))
    return Loaded(arguments, f"{LANGUAGES[name[0]].espeak} {name} {style.absolute()}", str(model.parts[0]))


def processes(cores: int | None, left: int | None, told: int | None = None) -> int:
    """Choose how many processes speak at once.

    Args:
        cores: of this computer, where that is known.
        left: bytes of memory that may still be used, where that is known.
        told: what the user's settings say; else two at most.
    """
    wanted = told or min(_AT_ONCE, cores or 1)
    fitting = wanted if left is None else (left - _HELPER_BYTES) // _PROCESS_BYTES
    return max(1, min(wanted, fitting))


def _at_once() -> int:
    """Choose that by this computer and by `[kokoro] processes = 4` in the user's settings.

    Raises:
        AudiocoachError: when the settings say no number that it could be.
    """
    table = read_settings().get("kokoro", {})
    told = table.get("processes") if isinstance(table, dict) else 0
    if told is not None and (not isinstance(told, int) or isinstance(told, bool) or not 1 <= told <= _MOST):
        raise AudiocoachError(f"{settings_file()}: [kokoro] has 'processes', a number from 1 to {_MOST}, and no more")
    return processes(os.cpu_count(), memory_left(), told)


def _how_to_mend(model: Model | None) -> str:
    """Say how to get a model that works, in place of one that does not, from wherever that came."""
    if model is None:
        return _how()
    name = model.parts[0].name
    if name == PART:
        from audiocoach.storage.installation import how_to_renew

        return how_to_renew(*PACKAGES)
    if name == MODEL:
        return GET.replace(" it,", " it anew,")
    return f"`audiocoach voices remove {name}` takes it away, and {GET.replace(' it,', ' another,')}"


def _how() -> str:
    from audiocoach.storage.installation import how_to_add

    return how_to_add("kokoro")
