"""Numbers that are no amounts: times of day, dates, rounds, marks, fractions, and how often something is done."""

from __future__ import annotations

import re

from audiocoach.languages.reading.amounts import Read, amount, case_at, left_alone, row
from audiocoach.languages.reading.clocks import date, day_of_week_and_date, time_of_day
from audiocoach.languages.reading.measures import metres_or_minutes, without_article
from audiocoach.languages.reading.sentence import Sentence
from audiocoach.languages.reading.spellings import ARTICLES, INCHES, unit_at
from audiocoach.languages.reading.tongue import Tongue
from audiocoach.quantities.notations import MINUTE_MARKS

_PAIR_FROM = 10
"""`30/30` are two times the same from here on; below, it is a fraction."""


_FEET, _INCHES = range(3, 9), range(12)
"""Of how tall somebody is."""


def figure(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read whatever begins with a number."""
    if s.is_glued(place):
        return s[place].text, place + 1
    kind = s[place].kind
    if kind == "row":
        return row(s, place, tongue)
    if kind == "phone":
        return s[place].text, place + 1
    if kind == "date":
        return date(s, place, tongue) or left_alone(s, place)
    if kind == "decimal" and (mark := _half_mark(s, place, tongue)):
        return mark
    found = (
        _compound(s, place, tongue)
        or _height(s, place, tongue)
        or time_of_day(s, place, tongue)
        or day_of_week_and_date(s, place, tongue)
        or _round(s, place, tongue)
        or _times(s, place, tongue)
        or amount(s, place, tongue)
        or (_fraction(s, place, tongue) if kind == "fraction" else None)
        or (_mixed(s, place, tongue) if kind == "mixed" else None)
    )
    several = kind == "decimal" and tongue.amount(kind, s[place].text, of_time=False) is None
    if found is None and (several or kind in ("whole", "clock", "fraction", "mixed")):
        return left_alone(s, place)
    return found or (s[place].text, place + 1)


def _half_mark(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `6.5/10`."""
    if not re.fullmatch("[0-9][.,]5", s[place].text) or s[place + 1].text != "/" or s[place + 2].text != "10":
        return None
    number = tongue.amount("decimal", s[place].text, of_time=False)
    return None if number is None else (f"{tongue.decimal(number)} {tongue.book.numbers.out_of} 10", place + 3)


def _compound(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read a number and a unit in one word with strokes: `1-min rest`, "10-km-Lauf", "1.000-m-Lauf"."""
    written = unit_at(s, place + 2, tongue) if s[place + 1].text == "-" and s[place + 2].kind == "word" else None
    number = tongue.amount(s[place].kind, s[place].text, of_time=False) if written else None
    if s[place].kind not in ("integer", "decimal") or number is None or written is None:
        return None
    unit = tongue.units.get(written[0]) or metres_or_minutes(s, place, place + 2, s[place].text, tongue)
    bare = str(number.whole) if number.is_whole and s[place].kind == "decimal" else s[place].text
    return f"{bare}-{tongue.in_compound(unit)}", written[1]


def _height(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Leave `5'10"` alone beside a weight, or where "he is" stands before it: it is feet and inches."""
    feet, rest = s[place].text, s.behind_blank(place + 2)
    if s[place + 1].text not in tuple(MINUTE_MARKS) or s[rest].kind != "integer" or s[rest + 1].text not in INCHES:
        return None
    if not (feet.isdecimal() and int(feet) in _FEET and int(s[rest].text) in _INCHES and len(s[rest].text) < 3):
        return None
    sizes = tongue.book.markers.sizes
    if any(s.word_at(at) in sizes for at in s.clause(place)):
        return s.text(place, rest + 2), rest + 2
    said_of = s.text(max(0, place - 6), place).casefold()
    return left_alone(s, place, rest + 2) if sizes and re.search(r"\b(s?he)(\s+is|['’]s)\s+$", said_of) else None


def _round(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `2/4` behind "Round", `7/10`, and what was filled in on either side of a stroke."""
    words, token = tongue.book.numbers, s[place]
    before = s.word_before(place)
    counted = before != "" and re.fullmatch(words.counted, before, re.IGNORECASE) is not None
    if token.kind == "fraction":
        number, of = token.text.split("/")
        end, filled = place + 1, False
    else:
        stroke = s.behind_blank(place + 1)
        behind = s.behind_blank(stroke + 1)
        if token.kind != "integer" or s[stroke].text != "/" or s[behind].kind != "integer":
            return None
        number, of, end = token.text, s[behind].text, behind + 1
        filled = token.filled or s[behind].filled
        if not filled and not counted:
            return None
    if len(number) > 4 or len(of) > 4:
        return None
    if counted or (filled and of != "10"):
        return f"{number} {words.of(int(of))}", end
    if of == "10" and int(number) <= 10 and unit_at(s, end, tongue) is None:
        return f"{number} {words.out_of} {of}", end
    return None


def _times(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `3 x` and `4x2'`."""
    at = s.behind_blank(place + 1)
    number = s[place].text
    if s[place].kind != "integer" or len(number) > 4 or (s.word_at(at) != "x" and s[at].text != "×"):
        return None
    s.counted_at = s.behind_blank(at + 1)
    if tongue.book.signs.by and (many := _bare_number(s, s.counted_at, tongue)) is not None:
        return f"{tongue.number(int(number))} {tongue.book.signs.by} {tongue.number(many)}", s.counted_at + 1
    return tongue.count(int(number), "times", case_at(s, place, tongue)) + " ", s.counted_at


def _bare_number(s: Sentence, place: int, tongue: Tongue) -> int | None:
    """Return the whole number at a place that counts nothing: 800 of `6 x 800`, but not of `6 x 800 m`."""
    number = tongue.amount(s[place].kind, s[place].text, of_time=False)
    behind = s[s.behind_blank(place + 1)]
    if number is None or not number.is_whole or s[place].filled or unit_at(s, place + 1, tongue) is not None:
        return None
    return None if behind.text in ("x", "X", "×", "-", "–", "/", "%") else number.whole


def _fraction(s: Sentence, place: int, tongue: Tongue) -> Read:
    words, text = tongue.book.numbers, s[place].text
    if s[place + 1].text in INCHES:
        return left_alone(s, place)
    above, below = text.split("/")
    if above == below and int(above) >= _PAIR_FROM:
        written = unit_at(s, place + 1, tongue)
        if written is not None:
            said = tongue.count(int(above), tongue.units.get(written[0], "metre"), "")
            return f"{said}, {said}", written[1]
        return f"{above}, {below}", place + 1
    if not re.fullmatch("[1-9]/[1-9]", text):
        return None
    noun = s[s.behind_blank(place + 1)]
    if text == "1/2" and noun.kind == "word" and noun.text.casefold() not in ARTICLES:
        return words.half_noun[tongue.is_feminine(noun.text)], place + 1
    said = words.fractions.get(text, f"{above} {words.over} {below}")
    return without_article(said, s, place, tongue), place + 1


def _mixed(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `1 1/2` of something that is no unit: "one and a half" laps, "una vuelta y media"."""
    words, number = tongue.book.numbers, tongue.amount("mixed", s[place].text, of_time=False)
    at = s.behind_blank(place + 1)
    if number is None or number.fraction.denominator != 2 or s[at].kind != "word":
        return None
    noun = s[at].text
    feminine = tongue.is_feminine(noun)
    if not number.whole:
        return words.half_noun[feminine], place + 1
    if words.half_behind is None:
        return words.half(number.whole, None), place + 1
    how_many = tongue.count(number.whole, "hour" if feminine else "metre", "").rpartition(" ")[0]
    for ending, one in words.singular.items() if number.whole == 1 else ():
        noun = re.sub(ending, one, noun)
    return f"{how_many} {noun}{words.half_behind[feminine]}", at + 1
