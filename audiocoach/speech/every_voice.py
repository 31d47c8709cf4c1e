"""Every voice that can speak on this computer, of whatever engine."""

from __future__ import annotations

from audiocoach.errors import SpeechError
from audiocoach.speech.engines.catalogue import all_engines, get_engine
from audiocoach.speech.engines.interface import Voice

_HIDDEN = "tone"
"""For tests and trials: nobody looks for it."""


def every_voice(language: str | None) -> tuple[list[Voice], dict[str, str]]:
    """List the voices of every engine, English ones first; and of each engine that has none, why.

    Raises:
        SpeechError: when no voice speaks the language.
    """
    voices: list[Voice] = []
    mute: dict[str, str] = {}
    for name in all_engines():
        if name == _HIDDEN:
            continue
        try:
            found = get_engine(name).voices()
            voices += sorted(found, key=lambda voice: not voice.language.startswith("en"))  # what can be coached in
            if not found and name == "command":
                from audiocoach.storage.settings import settings_file

                mute[name] = f"no command is set up in {settings_file()}"
        except SpeechError as error:
            mute[name] = ": ".join(error.lines)
    wanted = [voice for voice in voices if language is None or voice.language.lower().startswith(language.lower())]
    if not wanted:
        known = ", ".join(sorted({voice.language for voice in voices}))
        more = "".join(f"\n{name}: {why}" for name, why in mute.items())
        raise SpeechError(f"no voice of this computer speaks '{language}'", f"they speak {known}{more}")
    return wanted, mute
