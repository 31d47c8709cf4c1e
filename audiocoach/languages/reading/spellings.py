"""How a unit is spelled behind its number: a word, an abbreviation with its full stop, or primes."""

from __future__ import annotations

from audiocoach.languages.reading.sentence import Sentence
from audiocoach.languages.reading.tongue import Tongue
from audiocoach.quantities.notations import ABBREVIATED, AMBIGUOUS, MINUTE_MARKS, SECOND_MARKS

_OPENING = {"”": "“„", "“": "„", "’": "‘", "‘": "‚", '"': '"', "'": "'"}
ARTICLES = frozenset((
    "of", "the", "a", "an", "way", "de", "des", "du", "di", "del", "dei", "da", "do", "der", "die", "das", "den", "van",
))  # fmt: skip
"""Words that no noun is, behind a half."""

INCHES = frozenset([*SECOND_MARKS, *(mark * 2 for mark in MINUTE_MARKS)])


def unit_at(s: Sentence, place: int, tongue: Tongue) -> tuple[str, int] | None:
    """Return the spelling of the unit at a place, perhaps behind a blank, and the place behind it."""
    at = s.behind_blank(place)
    token = s[at]
    if token.kind == "prime":
        return (token.text, at + 1) if _is_unit(s, at, tongue, apart=at > place) else None
    spelled = token.text.casefold()
    if token.kind != "word" or (at > place and len(token.text) == 1 and token.text.isupper()):
        return None
    return (spelled, at + 1) if spelled == AMBIGUOUS or spelled in tongue.units else None


def _is_unit(s: Sentence, place: int, tongue: Tongue, *, apart: bool) -> bool:
    """Tell whether a prime is a unit, and does not close a quotation or tell a height."""
    sign = s[place].text
    if (
        s[place + 1].kind in ("word", "filled")
        or s[place + 1].filled
        or (apart and len(sign) == 1 and sign not in "′″")
    ):
        return False
    inches = s.behind_blank(place + 1)
    after = s.behind_blank(inches + 2) if s[inches].kind == "integer" and s[inches + 1].kind == "prime" else inches
    return s.word_at(after) not in tongue.book.markers.sizes and not _is_quoting(s, place, sign)


def _is_quoting(s: Sentence, place: int, sign: str) -> bool:
    """Tell whether a quotation that this sign may close is open at a place."""
    opening = _OPENING.get(sign, "")
    counted, depth = s.quoting.get(sign, (0, 0))
    if counted > place:
        counted = depth = 0
    for at in range(counted, place):
        token = s.tokens[at]
        if token.text and token.text in opening and s[at - 1].kind in ("space", "end", "sign"):
            depth += 1
        elif token.text == sign:
            depth = max(0, depth - 1)
    s.quoting[sign] = place, depth
    return depth > 0


def without_stop(s: Sentence, end: int, spelled: str, tongue: Tongue) -> int:
    """Return the place behind the full stop of an abbreviation, unless the stop ends the sentence as well."""
    return end + 1 if spelled in ABBREVIATED and s[end].text == "." and not _ends_sentence(s, end, tongue) else end


def _ends_sentence(s: Sentence, stop: int, tongue: Tongue) -> bool:
    """Tell whether a full stop behind an abbreviation ends the sentence, too."""
    after = s[s.behind_blank(stop + 1)]
    if after.kind == "end":
        return True
    if s[stop + 1].kind != "space" or not after.text[:1].isupper():
        return False
    openers = tongue.book.signs.openers
    return openers is None or after.text.casefold() in openers
