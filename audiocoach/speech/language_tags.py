"""Language tags: the many forms in which systems name a language, as BCP 47; and which voice of one comes first."""

from __future__ import annotations

import locale
import re

from audiocoach.speech.engines.interface import Voice

UNKNOWN = "und"
"""BCP 47 for a language nobody told us."""

_REGIONS = {"en": ("US", "GB"), "es": ("ES", "419"), "pt": ("PT", "BR"), "zh": ("CN", "TW")}
"""Which region of a language is the plain one, where it is not the language's own name (`fr-FR`, `de-DE`)."""

_WANTED_FIRST = ("samantha", "alex", "daniel", "thomas", "anna", "monica", "mónica", "alice", "luciana", "joana")
"""macOS lists its voices by name. These are its standard ones, as Apple chose them for their languages."""

_JOKES = (
    "albert bad bahh bells boing bubbles cellos deranged eddy flo fred good grandma grandpa hysterical jester junior "
    "kathy organ pipe princess ralph reed rocko sandy shelley superstar trinoids whisper wobble zarvox"
)
_WANTED_LAST = frozenset(_JOKES.split())
"""The joke voices of macOS: first in the alphabet and in no language a coach."""

_INVENTED = frozenset({"piqd", "qya", "sjn", "qdb", "py", "jbo"})
"""Klingon, Quenya, Sindarin, Lang Belta, Pyash and Lojban, by espeak's codes; not those that people speak at home."""


def is_novelty(voice: Voice) -> bool:
    """Tell whether a voice is there for fun: a joke, an invented language, or one that cannot read usual letters."""
    language, *rest = voice.language.split("-")
    return language in _INVENTED or "Shaw" in rest or _first_word(voice) in _WANTED_LAST


def _first_word(voice: Voice) -> str:
    return voice.name.lower().partition(" ")[0]


def bcp47(code: str) -> str:
    """Make a language code BCP 47: `\\x05en-us` (espeak), `en_US.UTF-8` (POSIX), `409` (Windows) → `en-US`.

    Returns `und` for what is no language code.
    """
    text = re.sub(r"[^\w.@;-]", "", code).split(";")[0].split(".")[0].split("@")[0].replace("_", "-")
    number = re.fullmatch(r"(?:0x)?([0-9a-f]{3,5})", text, re.IGNORECASE)
    if number and any(digit.isdigit() for digit in text):
        text = locale.windows_locale.get(int(number[1], 16), "").replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", text):
        return UNKNOWN
    language, *rest = text.split("-")
    parts, private = [language.lower()], False
    for part in rest:
        private = private or len(part) == 1
        if len(part) == 2 and not private:
            parts.append(part.upper())
        elif len(part) == 4 and not private and part.isalpha():
            parts.append(part.title())
        else:
            parts.append(part.lower())
    return "-".join(parts)


def in_order(voices: list[Voice]) -> tuple[Voice, ...]:
    """Sort the voices by language, the one that sounds most standard first in each; else in the order they came."""
    return tuple(sorted(voices, key=_standing))


def _standing(voice: Voice) -> tuple[str, bool, int, int, int]:
    language, *rest = voice.language.split("-")
    regions = _REGIONS.get(language, (language.upper(),))
    named = [part for part in rest if part.isdigit() or (len(part) == 2 and part.isupper())]
    region = named[0] if named else regions[0]
    return (
        language,
        is_novelty(voice),
        len(rest) - len(named[:1]),  # `en-GB` before `en-GB-scotland`
        regions.index(region) if region in regions else len(regions),
        _WANTED_FIRST.index(_first_word(voice)) if _first_word(voice) in _WANTED_FIRST else len(_WANTED_FIRST),
    )
