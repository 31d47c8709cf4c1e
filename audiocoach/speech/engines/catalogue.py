"""The engines there are. A new one is a module of its own and a line in `ENGINES`; or a package of its own, which names
it in the entry point group `GROUP`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import EntryPoint

from audiocoach.errors import AudiocoachError, SpeechError
from audiocoach.script.engine_names import plugins
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Engine, Refusal, Utterance
from audiocoach.text.speakable import without_controls
from audiocoach.text.suggest import did_you_mean


def _pyttsx3() -> Engine:
    from audiocoach.speech.engines.pyttsx3_engine import Pyttsx3Engine

    return Pyttsx3Engine()


def _piper() -> Engine:
    from audiocoach.speech.engines.piper_engine import PiperEngine

    return PiperEngine()


def _kokoro() -> Engine:
    from audiocoach.speech.engines.kokoro_engine import KokoroEngine

    return KokoroEngine()


def _recorded() -> Engine:
    from audiocoach.speech.engines.recorded_engine import RecordedEngine

    return RecordedEngine()


def _command() -> Engine:
    from audiocoach.speech.engines.command_engine import CommandEngine

    return CommandEngine()


def _tone() -> Engine:
    from audiocoach.speech.engines.tone_engine import ToneEngine

    return ToneEngine()


ENGINES: Mapping[str, Callable[[], Engine]] = {
    "pyttsx3": _pyttsx3,
    "piper": _piper,
    "kokoro": _kokoro,
    "recorded": _recorded,
    "command": _command,
    "tone": _tone,
}
"""Each engine's name and what makes one. Nothing is imported before it is needed."""


def all_engines() -> tuple[str, ...]:
    """Yield every engine that has voices of its own, in the order in which a voice is looked for."""
    return ("pyttsx3", "piper", "kokoro", "command", *sorted(plugins()), "tone")


def get_engine(name: str, engines: Mapping[str, Callable[[], Engine]] = ENGINES) -> Engine:
    """Make the engine of this name.

    Raises:
        SpeechError: when there is none, naming those there are; or it comes from another package and does not work.
    """
    if name in engines:
        return engines[name]()
    brought = plugins()
    if name in brought:
        return _plugin(brought[name])
    known = [*engines, *brought]
    hint = did_you_mean(name, known, f"Engines are: {', '.join(known)}")
    raise SpeechError(f'there is no engine "{name}"', hint)


def _plugin(point: EntryPoint) -> Engine:
    try:
        engine: Engine = point.load()()
        if engine.name == point.name:
            return engine
        reason = f'it calls itself "{engine.name}"'
    except Exception as error:  # whatever a stranger's package does, it is named
        reason = _in_one_line(error)
    raise _cannot_be_used(point, reason)


def speak_by(
    engine: Engine, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None
) -> list[Clip | Refusal]:
    """Have an engine speak, each utterance in its turn.

    Raises:
        SpeechError: when an engine of another package fails in a way of its own; ours fail in words, or by a bug.
    """
    brought = plugins().get(engine.name) if engine.name not in ENGINES else None
    if brought is None:
        return list(engine.speak(utterances, on_each))
    theirs: list[BaseException] = []  # what whoever is told of the work has raised is no fault of the engine

    def told() -> None:
        try:
            if on_each is not None:
                on_each()
        except BaseException as error:
            theirs.append(error)
            raise

    try:
        said = list(engine.speak(utterances, told))
        if len(said) == len(utterances) and all(isinstance(each, Clip | Refusal) for each in said):
            return said
        reason = f"it gave {len(said)} clips or refusals to {len(utterances)} utterances, or something else"
    except AudiocoachError:
        raise
    except Exception as error:  # whatever a stranger's package does, it is named
        if error in theirs:
            raise
        reason = _in_one_line(error)
    raise _cannot_be_used(brought, reason)


def _in_one_line(error: Exception) -> str:
    return " ".join(without_controls(f"{type(error).__name__}: {error}").split())


def _cannot_be_used(point: EntryPoint, reason: str) -> SpeechError:
    package = point.dist.name if point.dist else point.value
    return SpeechError(
        f'the engine "{point.name}" cannot be used: {reason}',
        f"It comes from the package {package}: install that again, or ask those who made it.",
    )
