"""How long words last, however they are said: what no voice that says all of them stays under, and what none passes.

`estimate_ms` says how long words probably last. This says how far from it a voice can be that has said them all, and no
more: numbers ("10,000" is two words, and "999.999" fourteen syllables), letters spelled out ("TRX"), signs read aloud
("50 %"), letters that a voice does not know. Measured on 8,198 clips of espeak: eight languages, 80 to 400 words a
minute, all that the shipped scripts say, single letters, names, numbers, talks of a minute; and on 929 of joe. Of a
voice whose pace is known, the nearest lasted 1.16 times the least that it may (joe: "Walk as if you were a little
late."; espeak: 1.25, "Hopp!" at 400), and 0.6 times the most ("999.999" in Polish); without its pace 1.9 and 0.5 times.
"""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.speech.estimate import (
    CONSONANT,
    LEAST_SPACED,
    MOST_SPACED,
    RATED,
    SILENCE,
    SYLLABLE,
    VOWELS,
    WORD,
    WORDS,
    gaps_among,
    pauses_ms,
    plain_of,
    sounds_ms,
)  # fmt: skip

NATURAL = RATED
"""Words a minute of whoever keeps no rate: takes, and programs that are told none."""

PACES = {"en": 1.0, "de": 0.9, "es": 0.96, "fr": 0.81, "it": 0.95, "nl": 0.98, "pl": 1.09, "pt": 1.0}
"""How many times as long as the estimate espeak takes, by language."""

_FASTEST, _SLOWEST = 0.56, 1.75
"""A voice's pace, within its language's: espeak told to keep 250 words a minute whatever is asked for is at 0.6."""

_FASTEST_OF_ANY, _SLOWEST_OF_ANY = 0.54, 2.3
"""The same where the voice has said but numbers: 115 voices of espeak in other languages are at 0.73 to 1.60."""

_FASTEST_CUT_OFF = 0.75
"""The same of a voice whose words break off: so fast, it has lost their ends."""

_LEAST_OF_ANY, _MOST_OF_ANY = 0.45, 2.5
_LEAST, _MOST = 0.7, 1.8
"""Shares of the least and the most that words may last: by a voice of unknown pace, and by one whose pace is known."""

_LEAST_FOREIGN, _MOST_FOREIGN = 0.45, 3.6
"""The same of a voice of any other language than `PACES` has: it may spell out a name that it cannot read."""

_CLIPPED_MS, _DRAWN_MS = 78, 2000
"""At `RATED` words a minute, what a short word is let off, and a long one granted."""

_SHORTEST_MS = 40
_SPELLED = 6
"""Capitals up to so many may be said letter by letter."""

_LETTER_MS, _DIGIT_MS, _SIGN_MS, _UNKNOWN_MS = 3 * SYLLABLE + 3 * CONSONANT + 60, 4 * SYLLABLE + 5 * CONSONANT, 500, 600
"""The most that a letter spelled out, a digit of a number, a sign, or a letter of another alphabet was said in."""

_LATIN = "\u024f"
"""The last letter of the Latin alphabets, such as ł and ß, which no accent makes of another."""

_UNSAID = frozenset(",;:.!?…'’\"“”„«»-–—()¡¿")
"""Signs for which there is a pause at most."""

SILENCE_AROUND_MS = 30_000
"""The most silence, in all, before and behind words: it is trimmed, and takes room until then."""

_BYTES_A_SECOND = 96_000 * 2 * 4
"""Of the finest sound that any program is likely to write: 96 kHz in two channels, as floats."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long (ms) the clip of some words can be, silence around it and all but `LONGEST_PAUSE_MS` of pauses cut."""

    least_ms: int
    most_ms: int


def bounds(text: str, rate: int, pace: float | None = None, language: str = "", *, spaced: bool = False) -> Bounds:
    """Return the bounds for a text at `rate` words a minute.

    `pace` is how many times as long as the estimate the voice takes, as its own sentences have shown; None: unknown,
    and it may keep no rate at all. `language` (BCP 47) is then the voice's; `spaced`: it is silent between words.
    """
    least, most = _said_ms(text)
    if pace is None:
        quick, slow = RATED / max(rate, NATURAL), RATED / min(rate, NATURAL)
        low, high = least * _LEAST_OF_ANY, most * _MOST_OF_ANY
    else:
        quick = slow = RATED / rate
        known = language.partition("-")[0] in PACES
        low, high = least * pace, most * pace
        low, high = (low * _LEAST, high * _MOST) if known else (low * _LEAST_FOREIGN, high * _MOST_FOREIGN)
        if spaced:
            gaps = gaps_among(WORDS.findall(plain_of(text)))
            low, high = low + LEAST_SPACED * gaps, high + MOST_SPACED * gaps
    shortest = _SHORTEST_MS * min(1.0, quick)
    return Bounds(round(max(shortest, (low - _CLIPPED_MS) * quick)), round(high * slow + _DRAWN_MS * max(1.0, slow)))


def most_bytes(text: str, rate: int) -> int:
    """Return how large the sound file of a text can be: whoever writes more will not end."""
    return (bounds(text, rate).most_ms + SILENCE_AROUND_MS) * _BYTES_A_SECOND // 1000


def is_a_pace(pace: float, rate: int, language: str, *, breaks_off: bool = False) -> bool:
    """Tell whether a voice can speak so many times as long as estimated, at the rate asked for or one of its own.

    `language` (BCP 47) is the voice's; `breaks_off`: its words do, instead of fading.
    """
    usual = PACES.get(language.partition("-")[0])
    fastest, slowest = (_FASTEST_OF_ANY, _SLOWEST_OF_ANY) if usual is None else (_FASTEST * usual, _SLOWEST * usual)
    if breaks_off:
        fastest = max(fastest, _FASTEST_CUT_OFF * (usual or 1.0))
    return any(fastest <= each <= slowest for each in (pace, pace * RATED / rate))


def _said_ms(text: str) -> tuple[float, float]:
    """Return the least and the most that saying a text takes, in milliseconds at `RATED` words a minute."""
    least, most = 0.0, SILENCE + pauses_ms(text)
    for written in WORDS.findall(text):
        word = plain_of(written)
        usual = WORD + sounds_ms(word)
        if written.isdecimal():
            digits = sum(digit != "0" for digit in written) or 1
            least += WORD / 2 + digits * (SYLLABLE + CONSONANT)
            most += WORD + len(written) * _DIGIT_MS
        elif max(word) > _LATIN:
            most += max(usual, len(word) * _UNKNOWN_MS)
        else:
            spelled = (written.isupper() and len(written) <= _SPELLED) or not VOWELS.search(word)
            least += usual
            most += max(usual, WORD + len(written) * _LETTER_MS) if spelled else usual
    signs = sum(not (sign.isalnum() or sign.isspace() or sign in _UNSAID) for sign in text)
    return least, most + signs * _SIGN_MS + 300 * (text.count(",") + text.count("-"))
