"""Read the numbers, days and words of a journal, and guess what was meant by a misspelled one."""

from __future__ import annotations

import math
import re
import unicodedata
from calendar import monthrange
from datetime import date
from fractions import Fraction
from functools import lru_cache

from audiocoach.errors import Unreadable
from audiocoach.text import suggest

WORDS = ("felt", "done", "pain", "stumbles", "stop", "cleared", "note")
EXAMPLES = {"felt": "felt 5", "done": "done 85%", "pain": "pain 1", "stumbles": "stumbles 1"}
DAY_FORM = "a day is written year-month-day, such as 2026-11-22"
MAX_NOTE = 500
ID = re.compile("[0-9a-hjkmnp-tv-z]{26}")
"""What an entry from a page is known by: 128 random bits, in letters and digits that are not taken for each other."""
_LIMITS = {"felt": (1, 10), "pain": (0, 10), "stumbles": (0, 999)}
_SAID = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MISTAKEN = str.maketrans("OolI", "0011")
_LIKE_DATE = re.compile(r"([0-9]{1,4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,4})(?:T.*)?|([0-9]{4})([0-9]{2})([0-9]{2})")


@lru_cache(maxsize=1000)
def near_word(word: str) -> str | None:
    """Guess the journal's word that was meant; None where none is near, or the word is too short."""
    return suggest.nearest(word.rstrip(":=.!"), WORDS) if 4 <= len(word) <= 12 else None


def scale(key: str, text: str) -> int:
    """Read the number after `felt`, `pain` or `stumbles`: `5` or `5/10`."""
    low, high = _LIMITS[key]
    if found := re.fullmatch(r"([0-9]+)(?:/10)?" if key != "stumbles" else r"([0-9]+)", text):
        value = int(found.group(1))
        if low <= value <= high:
            return value
        raise Unreadable(f"{key} goes from {low} to {high}", _did_you_mean(key, value))
    written = re.findall(r"[0-9]+(?:[.,][0-9]+)?", text.removesuffix("/10"))
    numbers = [math.ceil(Fraction(number.replace(",", "."))) for number in written]
    if text.casefold() in _SAID:
        numbers = [_SAID.index(text.casefold())]
    if text.casefold() in ("no", "none", "nothing", "-"):
        numbers = [low]
    hint = _did_you_mean(key, max(numbers)) if numbers else f"such as '{EXAMPLES[key]}'"
    raise Unreadable(f"{key} is a whole number from {low} to {high}, and '{text}' is not", hint)


def _did_you_mean(key: str, value: int) -> str:
    low, high = _LIMITS[key]
    return f"did you mean '{key} {min(high, max(low, value))}'?"


def share(text: str) -> Fraction:
    """Read the share after `done`: `85%`, `82.5%` or `3/4`."""
    if found := re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)%", text):
        value = Fraction(found.group(1)) / 100
    elif (found := re.fullmatch(r"([0-9]+)/([0-9]+)", text)) and int(found.group(2)):
        value = Fraction(int(found.group(1)), int(found.group(2)))
    else:
        said = {"all": Fraction(100), "everything": Fraction(100), "half": Fraction(50), "nothing": Fraction(0)}
        meant = said.get(text.casefold())
        if found := re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?)%?", text):
            meant = Fraction(found.group(1).replace(",", "."))
            meant *= 100 if meant <= 1 and not text.endswith("%") else 1
        nearest = EXAMPLES["done"] if meant is None else f"done {write_share(min(meant, Fraction(100)) / 100)}"
        hint = f"such as '{nearest}'" if meant is None else f"did you mean '{nearest}'?"
        raise Unreadable(f"done is a share such as 85% or 3/4, and '{text}' is not", hint)
    if value > 1:
        raise Unreadable("done goes from 0% to 100%", "did you mean 'done 100%'?")
    return value


def write_share(share: Fraction) -> str:
    """Write a share so that `share` reads exactly it: `85%`, `82.5%`, or `1/3` where no short decimal is exact."""
    thousandths = share * 100_000
    if thousandths.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    whole, rest = divmod(int(thousandths), 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".") + "%"


def near_date(year: int, month: int, day: int) -> date | None:
    """Guess the day meant by numbers that are no day: month and day swapped, or the nearest day there is."""
    if not year:
        return None
    if month > 12 and 1 <= day <= 12 and month <= monthrange(year, day)[1]:
        return date(year, day, month)
    month = min(12, max(1, month))
    return date(year, month, min(max(1, day), monthrange(year, month)[1]))


def date_hint(word: str) -> str:
    """Say how a day in another notation is written here; nothing where the word is no day."""
    like = _LIKE_DATE.fullmatch(word.translate(_MISTAKEN))
    if not like:
        return DAY_FORM if re.match(r"[0-9]{4}[-/.]", word) else ""
    a, b, c = (int(part) for part in like.groups() if part)
    if a > 31:
        meant = [(a, b, c)]
    elif c > 31:
        meant = [(c, b, a)] if "." in word or a > 12 else [(c, a, b)] if b > 12 or a == b else [(c, a, b), (c, b, a)]
    else:
        meant = []
    days = [str(near) for one in meant if (near := near_date(*one))]
    return "did you mean " + " or ".join(f"'{day}'" for day in days) + "?" if days else DAY_FORM


def folded(text: str) -> str:
    """Fold text into one line of at most `MAX_NOTE` characters; each run of blank or invisible ones becomes a space."""
    text = " ".join(visible(text, instead=" ").split())
    return text if len(text) <= MAX_NOTE else text[: MAX_NOTE - 1].rstrip() + "…"


def visible(text: str, instead: str = "\ufffd") -> str:
    """Replace what no terminal should be given: control characters, lone surrogates, changes of direction."""
    if text.isprintable():
        return text
    return "".join(c if c == "\t" or c.isprintable() or not _hidden(c) else instead for c in text)


def _hidden(c: str) -> bool:
    turns = "\u200e" <= c <= "\u200f" or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" or c == "\ufeff"
    return turns or unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")
