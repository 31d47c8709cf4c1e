"""Every voice that can speak on this computer, of whatever engine, the useful ones first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audiocoach.errors import SpeechError
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.speech.best_voice import NEURAL
from audiocoach.speech.engines.catalogue import all_engines, get_engine
from audiocoach.speech.engines.interface import Voice
from audiocoach.speech.language_tags import UNKNOWN, is_novelty

_HIDDEN = "tone"
"""For tests and trials: nobody looks for it."""

OTHER, NOVELTY = "Other languages", "Invented languages and jokes"


@dataclass(frozen=True, slots=True)
class VoiceGroup:
    """Voices under a heading: a language that has a coach, the other languages, or what is there for fun."""

    title: str
    voices: tuple[Voice, ...]


def every_voice(language: str | None) -> tuple[list[Voice], dict[str, str]]:
    """List the voices of every engine, the useful ones first; and of each engine that has none, why.

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
            voices += found
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
    return [voice for group in grouped(wanted) for voice in group.voices], mute


def grouped(voices: Iterable[Voice]) -> list[VoiceGroup]:
    """Group voices by language, those with a coach first; neural ones lead each group."""
    titles = {code: module.title() for code, (module, _) in LANGUAGES.items() if "-" not in code}
    groups: dict[str, list[Voice]] = {title: [] for title in (*titles.values(), OTHER, NOVELTY)}
    for voice in voices:
        code = voice.language.partition("-")[0]
        # A command that nobody gave a language may well be meant for the first one.
        title = NOVELTY if is_novelty(voice) else titles.get("en" if code == UNKNOWN else code, OTHER)
        groups[title].append(voice)
    return [
        VoiceGroup(title, tuple(sorted(found, key=lambda voice: _rank(voice.engine))))
        for title, found in groups.items()
        if found
    ]


def _rank(engine: str) -> int:
    return NEURAL.index(engine) if engine in NEURAL else len(NEURAL)
