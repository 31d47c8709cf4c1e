"""The engines there are. A new one is a module of its own and a line in `ENGINES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from audiocoach.errors import SpeechError
from audiocoach.speech.interface import Engine
from audiocoach.vocabulary import PLANNED_ENGINES


def _pyttsx3() -> Engine:
    from audiocoach.speech.pyttsx3_engine import Pyttsx3Engine

    return Pyttsx3Engine()


def _tone() -> Engine:
    from audiocoach.speech.tone import ToneEngine

    return ToneEngine()


ENGINES: Mapping[str, Callable[[], Engine]] = {
    "pyttsx3": _pyttsx3,
    "tone": _tone,
}
"""Each engine's name and what makes one. Nothing is imported before it is wanted."""


def get_engine(name: str, engines: Mapping[str, Callable[[], Engine]] = ENGINES) -> Engine:
    """Make the engine of this name.

    Raises:
        SpeechError: when there is none, naming those there are.
    """
    if name in engines:
        return engines[name]()
    known = f"Known engines: {', '.join(sorted(engines))}."
    if name in PLANNED_ENGINES:
        raise SpeechError(f'the engine "{name}" is not available in this version of audiocoach\n  {known}')
    raise SpeechError(f'there is no engine "{name}"\n  {known}')
