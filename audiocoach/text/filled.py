"""Text that knows which of it was filled in, so that nothing reads a word in braces as shorthand with its neighbours.

Pure; knows no template and no language.
"""

from __future__ import annotations

from audiocoach.text.late_pattern import LatePattern

BEGIN, END = "\ufdd0", "\ufdd1"
"""Stand around what was filled in. Unicode keeps both for use inside of a program: no text has them."""

_SIGN_BEFORE = LatePattern(r"[^\w\s,;!?()'’\"“”„«»¿¡]\s?$|\d$")
_SIGN_BEHIND = LatePattern(r"\s?[^\w\s.,;:!?()'’\"“”„«»]|['’\"](?!\w)|[.,:'’\"]?\d")


class Filled(str):
    """A text, with the same text in which `BEGIN` and `END` stand around what must be read apart."""

    __slots__ = ("marked",)

    marked: str

    def __new__(cls, text: str, marked: str = "") -> Filled:
        """Make a text that also knows itself with marks; without `marked` it has none."""
        made = super().__new__(cls, text)
        made.marked = marked or text
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # one argument more than text has
        """Return the arguments that a copy, or a pickle, is made from."""
        return str(self), self.marked


def marked(text: str) -> str:
    """Return a text with its marks; one that has none as it is."""
    return text.marked if isinstance(text, Filled) else text


def capitalised(text: str) -> str:
    """Return the text with a capital where it begins, its marks kept."""
    if isinstance(text, Filled):
        at = 1 if text.marked.startswith(BEGIN) else 0
        return Filled(capitalised(str(text)), text.marked[:at] + capitalised(text.marked[at:]))
    # Dutch "één" has one accent less with a capital.
    return "Eén" + text[3:] if text.startswith("één") else text[:1].upper() + text[1:]


def unmarked(text: str) -> str:
    """Remove the marks from a text."""
    return text.replace(BEGIN, "").replace(END, "")


def mark(value: str, before: str, behind: str) -> str:
    """Put marks around a value that is a number or stands beside a sign; leave others, as most are, without."""
    if (
        value
        and BEGIN not in value
        and (value.isdecimal() or _SIGN_BEFORE.search(before[-3:]) or _SIGN_BEHIND.match(behind))
    ):
        return f"{BEGIN}{value}{END}"
    return value
