"""Text that knows which of it was filled in, so that nothing reads a word in braces as shorthand with its neighbours.

Pure; knows no template and no language.
"""

from __future__ import annotations

import re

BEGIN, END = "\ufdd0", "\ufdd1"
"""Stand around what was filled in. Unicode keeps both for use inside of a program: no text has them."""

_SIGN_BEFORE = re.compile(r"[^\w\s,;!?()'’\"“”„«»¿¡]\s?$|\d$")
_SIGN_BEHIND = re.compile(r"\s?[^\w\s.,;:!?()'’\"“”„«»]|['’\"](?!\w)|[.,:'’\"]?\d")


class Filled(str):
    """A text, with the same text in which `BEGIN` and `END` stand around what must be read apart."""

    __slots__ = ("marked",)

    marked: str

    def __new__(cls, text: str, marked: str = "") -> Filled:
        """The text itself, and with marks."""
        made = super().__new__(cls, text)
        made.marked = marked or text
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # one argument more than text has
        """What a copy is made of."""
        return str(self), self.marked


def marked(text: str) -> str:
    """The text with its marks; of any other text, itself."""
    return text.marked if isinstance(text, Filled) else text


def capitalised(text: str) -> str:
    """The text with a capital where it begins."""
    if isinstance(text, Filled):
        at = 1 if text.marked.startswith(BEGIN) else 0
        return Filled(capitalised(str(text)), text.marked[:at] + capitalised(text.marked[at:]))
    # Dutch "één" has one accent less with a capital.
    return "Eén" + text[3:] if text.startswith("één") else text[:1].upper() + text[1:]


def unmarked(text: str) -> str:
    """The text without marks."""
    return text.replace(BEGIN, "").replace(END, "")


def mark(value: str, before: str, behind: str) -> str:
    """A value with marks around it where it is a number or stands beside a sign; most stand between words."""
    if (
        value
        and BEGIN not in value
        and (value.isdecimal() or _SIGN_BEFORE.search(before) or _SIGN_BEHIND.match(behind))
    ):
        return f"{BEGIN}{value}{END}"
    return value
