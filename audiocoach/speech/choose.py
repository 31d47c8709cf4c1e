"""Which voice speaks: the one asked for or, when none is, the standard one of the language. Never silently another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from audiocoach.errors import SpeechError
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.script.values.readers import RATE_WORDS
from audiocoach.speech.engines.catalogue import ENGINES, all_engines, get_engine
from audiocoach.speech.engines.interface import Engine, Finds, Voice
from audiocoach.speech.language_tags import bcp47

_LIST = "`audiocoach voices` lists all voices."


class NoSuchVoice(SpeechError):
    """An engine that works has no voice of this name; `near` are those that look like it."""

    def __init__(self, engine: str, name: str, near: Sequence[str]) -> None:
        self.near = tuple(near)
        hint = f"Did you mean {_either(near)}? " if near else ""
        super().__init__(f'{engine} has no voice "{name}"', f"{hint}{_LIST}")


def choose_voice(engine: Engine, name: str | None, language: str) -> Voice:
    """Find the voice with this id or name (case does not matter); the preferred one of `language` when `name` is None.

    `language` is BCP 47: `en` takes any English, the most standard first; `en-GB` takes British English and no other;
    `de-AT` takes the German of no region where there is none of Austria.

    Raises:
        SpeechError: when there is no such voice, saying which are near; or the engine does not work here.
    """
    if name is None:
        return _by_language(engine.voices(), language, engine.name)
    found = engine.find(name) if isinstance(engine, Finds) else None
    return found or _by_name(engine.voices(), name, engine.name)


def find_voice(name: str, language: str, engine_of: Callable[[str], Engine] = get_engine) -> Voice:
    """Find the voice of this name, whichever engine it belongs to; an engine's own name means its standard voice.

    Raises:
        SpeechError: when no engine has it, saying which voices are near and which engines could not be asked, and why.
    """
    if name in ENGINES:
        return choose_voice(engine_of(name), None, language)
    near: list[str] = []
    mute: dict[str, str] = {}
    for engine in all_engines():
        try:
            return choose_voice(engine_of(engine), name, language)
        except NoSuchVoice as error:
            near += error.near
        except SpeechError as error:
            mute[engine] = ": ".join(filter(None, [error.message, " ".join(error.lines[1:])]))
    if name.strip().casefold() in RATE_WORDS:
        raise SpeechError(f'no voice is called "{name}"', f"did you mean 'voice: {{rate: {name.strip().casefold()}}}'?")
    hints = [f"{f'Did you mean {_either(near[:3])}? ' if near else ''}{_LIST}"]
    hints += [f"Not asked: {engine}, because {reason}" for engine, reason in mute.items()]
    raise SpeechError(f'no voice is called "{name}"', "\n".join(hints))


def _either(names: Sequence[str]) -> str:
    return " or ".join(f'"{name}"' for name in names)


def _by_name(voices: Sequence[Voice], name: str, engine: str) -> Voice:
    wanted = name.strip().casefold()
    for key in ("id", "name"):
        for voice in voices:
            if str(getattr(voice, key)).casefold() == wanted:
                return voice
    raise NoSuchVoice(engine, name, _near(voices, wanted))


_LIKE = 0.75
"""How much a whole word must be like another: `englsh` is like "English", "Anna" is not like "Kannada"."""

_LONGER = 2
"""How many letters more or fewer it may have."""


def _near(voices: Sequence[Voice], wanted: str) -> list[str]:
    """Find up to three names and ids of voices: of the language or with the word that was wanted, or like it."""
    titles: dict[str, list[str]] = {}
    for voice in voices:
        for title in (voice.name, voice.id):
            for part in (title, *title.split("/"), *re.findall(r"[^\W_]{3,}", title)):
                titles.setdefault(part.casefold(), []).append(title)
    for word, having in titles.items():
        having.sort(key=lambda title: not title.casefold().startswith(word))
    code = _language_code(wanted)
    spoken = [voice.name for voice in voices if code and voice.language.partition("-")[0] == code]
    found = [*titles.get(wanted, []), *spoken]
    if not found:
        as_long = [word for word in titles if abs(len(word) - len(wanted)) <= _LONGER]
        found = [titles[word][0] for word in get_close_matches(wanted, as_long, n=3, cutoff=_LIKE)]
    return list(dict.fromkeys(found))[:3]


def _language_code(name: str) -> str:
    """Return the code of a language that is named in English or in itself; "" for other words."""
    own = {word: code for code, words in _LANGUAGES_IN_THEMSELVES.items() for word in words.split()}
    return own.get(name) or next((code for code, (module, _) in LANGUAGES.items() if module == name), "")


_LANGUAGES_IN_THEMSELVES = {
    "de": "deutsch", "es": "español castellano espanol", "fr": "français francais", "it": "italiano",
    "nl": "nederlands", "pl": "polski", "pt": "português portugues",
}  # fmt: skip


def _by_language(voices: Sequence[Voice], language: str, engine: str) -> Voice:
    wanted = bcp47(language)
    spoken = wanted.partition("-")[0]
    same = [voice for voice in voices if voice.language.partition("-")[0] == spoken]
    if not same:
        raise SpeechError(f'{engine} has no voice for the language "{language}"', _LIST)
    if wanted == spoken:
        return same[0]
    for voice in same:
        if voice.language == wanted:
            return voice
    for voice in same:
        if voice.language.startswith(wanted + "-"):
            return voice
    for voice in same:
        if voice.language == spoken:  # of no region, and so of each
            return voice
    there = ", ".join(dict.fromkeys(voice.language for voice in same))
    raise SpeechError(
        f'{engine} has no voice for "{language}"',
        f'It speaks {there}. Ask for one of these, or for "{spoken}" to take the first. {_LIST}',
    )
