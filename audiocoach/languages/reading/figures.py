"""Numbers that are no amounts: times of day, dates, rounds, marks, fractions, and how often something is done."""

from __future__ import annotations

import re

from audiocoach.languages.reading.amounts import Read, amount, case_at, is_pace, left_alone
from audiocoach.languages.reading.sentence import Sentence
from audiocoach.languages.reading.spellings import unit_at
from audiocoach.languages.reading.tongue import Tongue

_ARTICLES = frozenset(
    (
        "of",
        "the",
        "a",
        "an",
        "way",
        "de",
        "des",
        "du",
        "di",
        "del",
        "dei",
        "da",
        "do",
        "der",
        "die",
        "das",
        "den",
        "van",
    )
)
_PAIR_FROM = 10
"""`30/30` are two times the same from here on; below, it is a fraction."""


def figure(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read whatever begins with a number."""
    if s.is_glued(place):
        return s[place].text, place + 1
    kind = s[place].kind
    if kind == "countdown":
        return s[place].text.replace("-", ", "), place + 1
    if kind == "phone":
        return s[place].text, place + 1
    if kind == "date":
        return _date(s, place, tongue) or left_alone(s, place)
    found = (
        _time_of_day(s, place, tongue)
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


def _time_of_day(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `6:30 pm`, `um 18:30`, `à 18h30`, and a second one: `18:30-19:15 Uhr`."""
    clock = tongue.book.clock
    hour, minute, end = _clock_at(s, place)
    if hour > 24 or minute > 59 or end == place:
        return None
    before = s.word_before(place)
    behind, after = _behind_clock(s, end, tongue)
    other = s.behind_blank(end)
    until = None
    if not behind and (s[other].text in ("-", "–") or s.word_at(other) == tongue.book.signs.to):
        second = s.behind_blank(other + 1)
        to_hour, to_minute, to_end = _clock_at(s, second)
        behind, after = _behind_clock(s, to_end, tongue)
        if to_end > second and (behind or before in clock.at):
            until = clock.time(to_hour, to_minute, "", behind)
            return f"{clock.time(hour, minute, before, '' if behind else behind)} {tongue.book.signs.to} {until}", after
    if not behind and (before not in clock.at or s[place].kind == "decimal" or is_pace(s, place) or s[end].text == "/"):
        return None
    if not behind and unit_at(s, end, tongue) is not None:
        return None
    return clock.time(hour, minute, before, behind), after


def _clock_at(s: Sentence, place: int) -> tuple[int, int, int]:
    """Return hour, minute, and the place behind; that is the place itself where there is no clock."""
    token = s[place]
    if token.kind in ("clock", "decimal") and (found := re.fullmatch("([0-9]{1,2})[:.]([0-9]{2})", token.text)):
        return int(found[1]), int(found[2]), place + 1
    minutes = s[place + 2]
    between = s.word_at(place + 1) in ("h", "u") and s[place + 3].kind != "word"
    if between and re.fullmatch("[0-9]{1,2}", token.text) and re.fullmatch("[0-9]{2}", minutes.text):
        return int(token.text), int(minutes.text), place + 3
    return 0, 0, place


def _behind_clock(s: Sentence, end: int, tongue: Tongue) -> tuple[str, int]:
    """Return the word behind a clock that makes it a time of day, and the place behind it."""
    at = s.behind_blank(end)
    word = s.word_at(at)
    if word in tongue.book.clock.behind:
        return word, at + 1
    if word in ("a", "p") and "am" in tongue.book.clock.behind and s[at + 1].text == "." and s.word_at(at + 2) == "m":
        return f"{word}m", at + 3 + (s[at + 3].text == "." and s[at + 4].kind != "end")
    return "", end


def _date(s: Sentence, place: int, tongue: Tongue) -> Read:
    text, clock = s[place].text, tongue.book.clock
    parts = [int(part) for part in re.split("[-./]", text) if part]
    if "-" in text:
        year, month, day = parts
    else:
        day, month = parts[:2]
        year = parts[2] if len(parts) > 2 else 0
        if len(parts) == 2 and not clock.day_dots:
            return None
        if not clock.day_first and "/" in text and month <= 12:
            if day <= 12:
                return None
        elif not clock.day_first and "/" in text:
            day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    full = (f"20{year:02}" if year < 100 else str(year)) if year else ""
    end = place + 1
    said = clock.date(day, month, full, s.word_before(place))
    ends = len(parts) == 2 and s[end].kind == "end"
    return said + ("." if ends else ""), end


def _round(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `2/4` behind "Round", `7/10`, and what was filled in on either side of a stroke."""
    words, token = tongue.book.numbers, s[place]
    counted = re.fullmatch(words.counted, s.word_before(place), re.IGNORECASE) is not None
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
    return tongue.count(int(number), "times", case_at(s, place, tongue)) + " ", s.counted_at


def _fraction(s: Sentence, place: int, tongue: Tongue) -> Read:
    words, text = tongue.book.numbers, s[place].text
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
    if text == "1/2" and noun.kind == "word" and noun.text.casefold() not in _ARTICLES:
        return words.half_noun[tongue.is_feminine(noun.text)], place + 1
    return words.fractions.get(text, f"{above} {words.over} {below}"), place + 1


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
