"""How long words will take, without speaking them: for `--fast`, for `tone`, and for `plausible.py`.

Calibrated against the Studio's (trimmed) clips of espeak's `en-us` at 150 words a minute, over 70 running cues from
"Go." to two sentences, 0.4 to 4.3 s long: off by less than 4 % for half of them, 10 % for nine in ten, 15 % for all;
in milliseconds 60, 160 and 280. (Fitted to 40 of them, the other 30 were off by 4, 12 and 14 %.) Lengths go with
1/rate to within 2 % from 100 to 250. Other voices and languages differ more: expect 20 %.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from audiocoach.text.late_pattern import LatePattern

RATED = 150
# Milliseconds at `RATED`, by least squares over those cues.
SILENCE, SYLLABLE, CONSONANT, WORD, COMMA, STOP = 205, 62, 55, 80, 373, 577

SPACED, LEAST_SPACED, MOST_SPACED = 99, 48, 132
"""What espeak then takes longer for each two words, in milliseconds at `RATED`: mean, least and most of 48 cues."""

_IDEOGRAPHS = 0x2E80
"""From here on one character is about one syllable."""

WORDS = LatePattern(r"\d+|[^\W\d_]+")
VOWELS = LatePattern(r"[aeiouy]+")
_SILENT_E = LatePattern(r"([^aeiouyl]e|[^aeiouytd]ed|[^aeiouysxzcg]es)$")
_COMMAS = LatePattern(r"[,;:](?=\s)|\s[–—-]\s")
_STOPS = LatePattern(r"[.!?…]+(?=\s+\S)")


def estimate_ms(text: str, rate: int, *, spaced: bool = False) -> int:
    """Estimate how many milliseconds the clip of `text` will last at `rate` words a minute, `spaced` or not."""
    words = WORDS.findall(plain_of(text))
    gaps = SPACED * gaps_among(words) if spaced else 0
    return round((SILENCE + gaps + WORD * len(words) + sum(map(sounds_ms, words)) + pauses_ms(text)) * RATED / rate)


def gaps_among(words: Sequence[str]) -> int:
    """Count the places between words, where a voice can be silent."""
    return max(0, len(words) - 1)


def plain_of(text: str) -> str:
    """Return a text in lower case, without accents and apostrophes."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c) and c != "'")


def pauses_ms(text: str) -> float:
    """Estimate the pauses inside a text, in milliseconds at `RATED` words a minute."""
    plain = plain_of(text)
    return COMMA * len(_COMMAS.findall(plain)) + STOP * len(_STOPS.findall(plain))


@lru_cache(4096)
def sounds_ms(word: str) -> float:
    """Estimate the sounds of one plain word, in milliseconds at `RATED` words a minute."""
    syllables, consonants = _parts(word)
    return SYLLABLE * syllables + CONSONANT * consonants


def _parts(word: str) -> tuple[float, float]:
    """Count syllables and consonants of a word, or of a number in digits."""
    if word.isdigit():
        return 1.0 * len(word), 2.0 * len(word)
    latin = [letter for letter in word if "a" <= letter <= "z"]
    vowels = sum(letter in "aeiouy" for letter in latin)
    syllables = float(len(VOWELS.findall(word)))
    if syllables > 1 and _SILENT_E.search(word):
        syllables -= 1
    consonants = float(len(latin) - vowels)
    for letter in word:
        if not "a" <= letter <= "z":
            whole = ord(letter) >= _IDEOGRAPHS
            syllables += 1.0 if whole else 0.4
            consonants += 1.0 if whole else 0.6
    return max(1.0, syllables), consonants
