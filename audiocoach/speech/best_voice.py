"""Which voice of a language is understood best, of those that are here; and how a better one could be had."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from audiocoach.errors import SpeechError
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import get_engine
from audiocoach.speech.engines.interface import Engine, Voice
from audiocoach.speech.language_tags import bcp47

NEURAL = ("kokoro", "piper")
"""The engines whose voices are understood better than this computer's own, the best first."""

_OWN = "pyttsx3"

_OF_KOKORO, _ALL_OF_KOKORO = frozenset({"en", "en-US", "en-GB", "pt-BR"}), frozenset({"es", "fr", "it"})
"""The languages that voices of Kokoro speak, `joe` of Piper no others; and those of which they speak every kind."""


@dataclass(frozen=True, slots=True)
class WordsHeard:
    """What a recogniser heard of a voice's words: parts of 1, in quiet and in pink noise as loud as the voice."""

    quiet: float | None
    noise: float


HEARD: Mapping[tuple[str, str], WordsHeard] = {
    ("kokoro", "af_heart"): WordsHeard(0.997, 0.933),
    ("kokoro", "bm_george"): WordsHeard(None, 0.931),
    ("kokoro", "bf_emma"): WordsHeard(None, 0.915),
    ("kokoro", "am_michael"): WordsHeard(None, 0.853),
    ("piper", "joe"): WordsHeard(0.983, 0.82),
    ("pyttsx3", "English (America)"): WordsHeard(0.896, 0.711),
}
"""Of the 48 cues in `benchmarks/understood.py`, shaped for outdoors, by Whisper tiny.en; None: not measured."""


def heard(voice: Voice) -> WordsHeard | None:
    """Return what was heard of a voice's words, where that was measured."""
    return HEARD.get((voice.engine, voice.name))


def best_voice(language: str, engine_of: Callable[[str], Engine] = get_engine) -> Voice:
    """Find the voice of a language (BCP 47) that is understood best: a neural one, or else this computer's own.

    Raises:
        SpeechError: when no voice speaks the language.
    """
    return neural_voice(language, engine_of) or choose_voice(engine_of(_OWN), None, language)


def neural_voice(language: str, engine_of: Callable[[str], Engine] = get_engine) -> Voice | None:
    """Find the neural voice of a language that is understood best; None when there is none."""
    for name in NEURAL:
        try:
            voice = choose_voice(engine_of(name), None, language)
        except SpeechError:
            continue
        if _speaks(voice, language):
            return voice
    return None


def _speaks(voice: Voice, language: str) -> bool:
    """Tell whether a voice speaks this language: a French one that of Canada, no Brazilian that of Portugal, and no
    American that of Britain.
    """
    own, wanted = bcp47(voice.language), bcp47(language)
    return "-" not in own or own == wanted or (own.startswith(f"{wanted}-") and own not in LANGUAGES)


def how_to_be_heard(language: str) -> str:
    """Say how to get a voice of a language that is understood better than espeak; nothing where there is none to get.

    Nothing either where a neural one is here already, or the computer's own is not espeak.
    """
    from audiocoach.storage.installation import how_to_add

    wanted = bcp47(language)
    in_kokoro = wanted in _OF_KOKORO or wanted.partition("-")[0] in _ALL_OF_KOKORO
    if sys.platform in ("darwin", "win32") or not in_kokoro or neural_voice(language):
        return ""
    runs = find_spec("onnxruntime") and find_spec("espeakng_loader")
    steps = [*([] if runs else [how_to_add("kokoro")]), "audiocoach voices add kokoro"]
    how = ", then ".join(f"`{step}`" for step in steps)
    return f"a neural voice would be understood better outdoors: {how}, and '--voice best'"
