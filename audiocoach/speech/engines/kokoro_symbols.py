"""What Kokoro is given to speak: a number for each sound and mark. Pure.

The numbers are those of the table `vocab` in `config.json` of Kokoro-82M (https://huggingface.co/hexgrad/Kokoro-82M,
Apache-2.0); of the 178 there are, 114 have a symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from audiocoach.text.packed import packed

_RUNS: Mapping[int, str] = {
    1: ";:,.!?", 9: "—…\"()“” \u0303ʣʥʦʨᵝꭧAI", 31: "O", 33: "Q", 35: "ST", 39: "W", 41: "Yᵊabcdef",
    50: "hijklmnopqrstuvwxyzɑɐɒæ", 75: "βɔɕç", 80: "ɖðʤə", 85: "ɚɛɜ", 90: "ɟ", 92: "ɡ", 99: "ɥ", 101: "ɨɪʝ",
    110: "ɯɰŋɳɲɴø", 118: "ɸθœ", 123: "ɹ", 125: "ɾɻ", 128: "ʁɽʂʃʈʧ", 135: "ʊʋ", 138: "ʌɣɤ", 142: "χʎ", 147: "ʒʔ",
    156: "ˈˌː", 162: "ʰ", 164: "ʲ", 169: "↓", 171: "→↗↘", 177: "ᵻ",
}  # fmt: skip
"""Symbols with numbers that follow each other, by the first one's."""

SYMBOLS: Mapping[str, int] = {symbol: first + n for first, run in _RUNS.items() for n, symbol in enumerate(run)}
"""The number of each symbol."""

MOST = 510
"""Symbols that the model takes at once, and as many rows has a voice's style: one for each number of them."""

AT_ONCE = 140
"""Symbols that it is given at once: eight seconds. With them a process takes 0.3 GB, and with `MOST` of them 0.8."""

_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+")
_BREATHS = re.compile(r"(?<=[;:,—])\s+")
_WORD_ENDS = re.compile(r"\s+")


def numbers_of(sounds: str) -> list[int]:
    """Return the numbers of sounds and marks in their order; what the model has no number for is left out."""
    return [SYMBOLS[symbol] for symbol in sounds if symbol in SYMBOLS]


def pieces_of(sounds: str, most: int = AT_ONCE) -> Iterator[str]:
    """Cut sounds into pieces of at most `most` symbols: at the ends of sentences, else at commas, words, or anywhere.

    Each piece has as many sentences as it takes. What fits is one piece.
    """
    return _gathered(sounds, most, (_SENTENCE_ENDS, _BREATHS, _WORD_ENDS))


def _gathered(sounds: str, most: int, ends: Sequence[re.Pattern[str]]) -> Iterator[str]:
    if len(sounds) <= most or not ends:
        yield from (sounds[at : at + most] for at in range(0, len(sounds), most))
        return
    for piece in packed(ends[0].split(sounds), most):
        if len(piece) <= most:
            yield piece
        else:
            yield from _gathered(piece, most, ends[1:])
