"""What a voice makes of the figures that are left to it, so that "7" and "seven" are held to be the same."""

from __future__ import annotations

import re

from num2words import num2words

CODES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "pt-BR")


def heard(text: str, code: str) -> str:
    """The text with each whole number in words."""
    return re.sub("[0-9]+", lambda found: num2words(int(found[0]), lang=code.replace("-", "_")), text)
