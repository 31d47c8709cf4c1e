"""Words, links and abbreviations as they are said; zones and efforts, which are words with a number."""

from __future__ import annotations

import re
import unicodedata

from audiocoach.languages.reading.amounts import Read
from audiocoach.languages.reading.sentence import Sentence
from audiocoach.languages.reading.spellings import unit_at, without_stop
from audiocoach.languages.reading.tongue import Tongue
from audiocoach.text.late_pattern import LatePattern

ACRONYMS = frozenset((
    "AM", "AMRAP", "BPM", "DJ", "EMOM", "EU", "FTP", "GPS", "HIIT", "HR", "HRV", "MP3", "OK", "PB", "PM", "PR", "RPE",
    "TV", "UK", "USA", "UV", "VMA", "VO",
))  # fmt: skip
"""What stays in capitals, for the voice to spell or read as it does; other words in capitals are words."""

_FEW = range(2, 5)
_HOST = LatePattern(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)


def word(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read a word: a zone or an effort with its number, or a word in capitals as any other."""
    text = s[place].text
    at = s.behind_blank(place + 1)
    is_zone = text == "Z" and s[at].kind in ("integer", "filled") and re.fullmatch("[1-7]", s[at].text)
    if is_zone and unit_at(s, at + 1, tongue) is None:
        return zone(s, at, s.word_before(place), tongue)
    short_of = tongue.book.signs.before_number.get(text.casefold())
    if short_of is not None and (number := _number_behind(s, place)):
        return f"{short_of[:1].upper() + short_of[1:] if text[0].isupper() else short_of} ", number
    several = tongue.book.signs.behind_number.get(text.casefold())
    if several and (number := _counted(s, place)) > 1:
        return several[not _are_few(number)], without_stop(s, place + 1, "min", tongue)
    if text in ("x", "X") and (often := how_often(s, place, tongue)):
        return often
    if s.is_number(place + 1):
        return text, place + 1
    if text == "RPE" and s.is_number(at):
        s.loose_at = at
        return f"{tongue.book.signs.effort} ", at
    return _in_small(text), place + 1


def _number_behind(s: Sentence, place: int) -> int:
    """Return the place of the number behind a word, perhaps with a full stop between them; 0 for none."""
    at = s.behind_blank(place + 1 + (s[place + 1].text == "."))
    return at if s.is_number(at) and s[at - 1].kind == "space" and not s.is_number(s.before_blank(place)) else 0


def _counted(s: Sentence, place: int) -> int:
    """Return the number that stands right before a place; 0 for none."""
    number = s[s.before_blank(place)]
    return int(number.text[-6:]) if number.kind == "integer" and not number.filled else 0


def _are_few(number: int) -> bool:
    """Tell whether a number takes the Polish form for a few: 2 to 4, 22 to 24, but not 12 to 14."""
    return number % 10 in _FEW and number % 100 - 10 not in _FEW


def how_often(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `x 10` behind an amount: "10 times"."""
    at, before = s.behind_blank(place + 1), s[s.before_blank(place)]
    counts = s[at].kind == "integer" and len(s[at].text) <= 4 and unit_at(s, at + 1, tongue) is None
    if not counts or place < 2 or before.kind == "sign" or s.word_at(s.behind_blank(at + 1)) == "x":
        return None
    return f", {tongue.count(int(s[at].text), 'times', '')}", at + 1


def zone(s: Sentence, at: int, before: str, tongue: Tongue) -> Read:
    """Read `Z2`, and `Z2-3`, from its number on; behind a preposition that asks for it, in its form."""
    words = tongue.book.signs
    forms = words.zone_after.get(before)
    last, behind = s[at].text, at + 1
    first = last
    stroke = s[behind].text
    if stroke in ("-", "–", "/"):
        other = behind + 1 + (s[behind + 1].text == "Z")
        if s[other].kind == "integer" and re.fullmatch("[1-7]", s[other].text) and not s.is_number(other + 1):
            last, behind = s[other].text, other + 1
    named = before == words.zone.casefold()
    said = (first if named else f"{words.zone} {first}") if forms is None else f"{forms[0]} {forms[int(first)]}"
    if last == first:
        return said, behind
    joint = ", " if stroke == "/" else f" {words.to} "
    return f"{said}{joint}{last if forms is None else forms[int(last)]}", behind


def short(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read an abbreviation as the word it is; a full stop that ends the sentence as well stays."""
    text = s[place].text
    said = tongue.shorthand[bare(text)]
    if text[:1].isupper() and not text[1:2].isupper():
        said = said[:1].upper() + said[1:]
    ends = text.endswith(".") and s[place + 1].kind == "end"
    return said + ("." if ends else ""), place + 1


def link(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read a link as the name of its host; nobody can note down the rest while running."""
    text = s[place].text
    end = text[len(text.rstrip(".,;:!?)")) :]
    host = _HOST.match(text)
    assert host is not None  # the pattern that finds a link asks for more
    return host[1].rstrip(".").replace(".", f" {tongue.book.signs.dot} ") + end, place + 1


def bare(shorthand: str) -> str:
    """Strip an abbreviation of blanks, full stops and capitals, to what it is known by."""
    return re.sub(r"[\s.?]", "", shorthand).casefold()


def _in_small(text: str) -> str:
    """Read a word in capitals as any other; what has no vowel is spelled, and so are known acronyms."""
    if len(text) < 2 or not text.isupper() or text in ACRONYMS or set(text) <= set("IVX"):
        return text
    plain = unicodedata.normalize("NFD", text)
    return text.capitalize() if any(letter in "AEIOUY" for letter in plain) else text
