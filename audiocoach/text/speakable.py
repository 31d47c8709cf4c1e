"""Text as a voice can speak it and a message can show it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from audiocoach.text.late_pattern import LatePattern


def without_controls(text: str) -> str:
    """Replace each control character and unpaired surrogate by a space.

    espeak would end at a NUL and read Ctrl-A as a command; an unpaired surrogate has no UTF-8.
    """
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)


def is_speakable(text: str) -> bool:
    """Tell whether a text holds a letter or a digit of any script."""
    return any(character.isalnum() for character in text)


def quoted(text: str, width: int = 60) -> str:
    """Quote a text for a message: on one line, shortened to `width` characters."""
    line = " ".join(without_controls(text).split())
    return f'"{line}"' if len(line) <= width else f'"{line[: width - 1].rstrip()}…"'


_WORD = LatePattern(r"[½⅓⅔¼¾]|[^\W\d_½⅓⅔¼¾]{1,20}|\d{1,20}")
_SIGN = LatePattern(r"[^\w\s]|_")
_SIGNS_OF_A_WORD = 2
"""Punctuation is no word; a text of little else takes as long to read as one with so many signs a word."""


@lru_cache(1024)  # a coach says the same from step to step
def spoken_words(text: str) -> int:
    """Count what is spoken of a text, nearly: words and numbers, those over 20 characters as more than one."""
    return len(_WORD.findall(text)) + len(_SIGN.findall(text)) // _SIGNS_OF_A_WORD
