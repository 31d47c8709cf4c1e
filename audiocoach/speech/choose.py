"""Which voice speaks: the one asked for or, when none is, the standard one of the language. Never silently another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from audiocoach.errors import SpeechError
from audiocoach.speech.interface import Engine, Voice
from audiocoach.speech.language import bcp47

NEURAL = "joe"
"""The voice of the neural engine."""

_LIST = "`audiocoach voices` lists all voices."


def choose_voice(engine: Engine, name: str | None, language: str) -> Voice:
    """The voice with this id or name (case does not matter), or the preferred one of `language` when `name` is None.

    `language` is BCP 47: `en` takes any English, the most standard first; `en-GB` takes British English and no other.

    Raises:
        SpeechError: when there is no such voice, saying which are near; or the engine does not work here.
    """
    voices = engine.voices()
    return _by_language(voices, language, engine.name) if name is None else _by_name(voices, name, engine.name)


def _by_name(voices: Sequence[Voice], name: str, engine: str) -> Voice:
    wanted = name.strip().casefold()
    for key in ("id", "name"):
        for voice in voices:
            if str(getattr(voice, key)).casefold() == wanted:
                return voice
    if wanted == NEURAL:
        raise SpeechError(f'the neural voice "{name}" is not available in this version of audiocoach\n  {_LIST}')
    near = [f'"{title}"' for title in _near(voices, wanted)]
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise SpeechError(f'{engine} has no voice "{name}"\n  {hint}{_LIST}')


def _near(voices: Sequence[Voice], wanted: str) -> list[str]:
    """Up to three names and ids that look like what was wanted, in whole or in a word."""
    titles: dict[str, str] = {}
    for voice in voices:
        for title in (voice.name, voice.id):
            for part in (title, *re.findall(r"[^\W_]{3,}", title)):
                titles.setdefault(part.casefold(), title)
    return list(dict.fromkeys(titles[match] for match in get_close_matches(wanted, titles, n=3, cutoff=0.7)))


def _by_language(voices: Sequence[Voice], language: str, engine: str) -> Voice:
    wanted = bcp47(language)
    spoken = wanted.partition("-")[0]
    same = [voice for voice in voices if voice.language.partition("-")[0] == spoken]
    if not same:
        raise SpeechError(f'{engine} has no voice for the language "{language}"\n  {_LIST}')
    if wanted == spoken:
        return same[0]
    for voice in same:
        if voice.language == wanted:
            return voice
    for voice in same:
        if voice.language.startswith(wanted + "-"):
            return voice
    there = ", ".join(dict.fromkeys(voice.language for voice in same))
    raise SpeechError(
        f'{engine} has no voice for "{language}"\n'
        f'  It speaks {there}. Ask for one of these, or for "{spoken}" to take the first. {_LIST}'
    )
