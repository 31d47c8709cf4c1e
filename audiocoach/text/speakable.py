"""What of a text can be spoken at all."""

from __future__ import annotations

import unicodedata


def without_controls(text: str) -> str:
    """The text with each control character and unpaired surrogate replaced by a space.

    espeak would end at a NUL and read Ctrl-A as a command; an unpaired surrogate has no UTF-8.
    """
    return "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)


def is_speakable(text: str) -> bool:
    """Whether there is a letter or a digit in it, of any script."""
    return any(character.isalnum() for character in text)


def quoted(text: str, width: int = 60) -> str:
    """The text in quotation marks and on one line for a message, shortened to `width` characters."""
    line = " ".join(without_controls(text).split())
    return f'"{line}"' if len(line) <= width else f'"{line[: width - 1].rstrip()}…"'
