"""Times of day and dates, told from lengths and fractions by the words beside them."""

from __future__ import annotations

import re

from audiocoach.languages.reading.amounts import Read, is_pace
from audiocoach.languages.reading.sentence import Sentence
from audiocoach.languages.reading.spellings import unit_at
from audiocoach.languages.reading.tongue import Tongue

_LATE = 6
"""From this hour on, `18:30 h` is a time of day without a word before it; `1:30 h` is how long something takes."""

_LAST_DAY, _LAST_MONTH, _FIRST_YEAR = 31, 12, 1000


def time_of_day(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `6:30 pm`, `um 18:30`, `à 18h30`, `7 am`, and a second one: `18:30-19:15 Uhr`, `5-7 pm`."""
    clock, marks = tongue.book.clock, tongue.book.markers
    before = s.word_before(place)
    hour, minute, end = _clock_at(s, place, tongue)
    until = _until(s, place, end, tongue)
    if until is not None:
        return until
    if hour > 24 or minute > 59 or end == place:
        return None
    behind, after = _behind_clock(s, end, tongue)
    if behind in tongue.units and before not in marks.at and (hour < _LATE or s[place].kind == "decimal"):
        return None
    if behind:
        return clock.time(hour, minute, before, behind), after
    at = marks.sure_at if s[place].kind == "decimal" else marks.at
    beside = s[s.behind_blank(end)].text in ("/", "%")
    if before not in at or is_pace(s, place, tongue) or beside or unit_at(s, end, tongue) is not None:
        return None
    return clock.time(hour, minute, before, behind), after


def _until(s: Sentence, place: int, end: int, tongue: Tongue) -> Read:
    """Read two times of day with a stroke or a word between them."""
    clock, marks, to = tongue.book.clock, tongue.book.markers, tongue.book.signs.to
    before, bare = s.word_before(place), end == place and s[place].kind == "integer" and len(s[place].text) <= 2
    first_end = place + 1 if bare else end
    own, first_end = _behind_clock(s, first_end, tongue)
    if first_end == place or (own and not _is_plain(own, tongue)):
        return None
    between = s.behind_blank(first_end)
    second = s.behind_blank(between + 1)
    if s[between].text not in ("-", "–") and s.word_at(between) != to:
        return None
    to_hour, to_minute, to_end = _clock_at(s, second, tongue)
    behind, after = _behind_clock(s, to_end, tongue)
    if to_end == second or to_hour > 24 or to_minute > 59 or (bare and not _is_plain(behind, tongue)):
        return None
    if behind in tongue.units and before not in marks.at and to_hour < _LATE:
        return None
    if not behind and (before not in marks.at or s[place].kind == "decimal" or unit_at(s, to_end, tongue) is not None):
        return None
    if bare:
        hour, minute = int(s[place].text), 0
    else:
        hour, minute, _ = _clock_at(s, place, tongue)
    if hour > 24 or minute > 59 or (not behind and s[s.behind_blank(to_end)].text in ("/", "%")):
        return None
    first = tongue.number(hour) if bare and not own else clock.time(hour, minute, before, own)
    return f"{first} {to} {clock.time(to_hour, to_minute, '', behind)}", after


def _is_plain(behind: str, tongue: Tongue) -> bool:
    """Tell whether a word behind a number makes a bare hour a time of day: `7 am`, and no `7 h`."""
    return behind.isalpha() and behind not in tongue.units


def _clock_at(s: Sentence, place: int, tongue: Tongue) -> tuple[int, int, int]:
    """Return hour, minute, and the place behind; that is the place itself where there is no clock."""
    token = s[place]
    if token.kind in ("clock", "decimal") and (found := re.fullmatch("([0-9]{1,2})[:.]([0-9]{2})", token.text)):
        return int(found[1]), int(found[2]), place + 1
    if token.kind != "integer" or len(token.text) > 2:
        return 0, 0, place
    minutes = s[place + 2]
    between = s.word_at(place + 1) in ("h", "u") and s[place + 3].kind != "word"
    if between and re.fullmatch("[0-9]{2}", minutes.text):
        return int(token.text), int(minutes.text), place + 3
    if _is_plain(_behind_clock(s, place + 1, tongue)[0], tongue):
        return int(token.text), 0, place + 1
    return 0, 0, place


def _behind_clock(s: Sentence, end: int, tongue: Tongue) -> tuple[str, int]:
    """Return the word behind a clock that makes it a time of day, and the place behind it."""
    at, marks = s.behind_blank(end), tongue.book.markers
    word = s.word_at(at)
    if word in marks.behind:
        return word, at + 1
    if word in ("a", "p") and "am" in marks.behind and s[at + 1].text == "." and s.word_at(at + 2) == "m":
        return f"{word}m", at + 3 + (s[at + 3].text == "." and s[at + 4].kind != "end")
    return "", end


def date(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `2026-06-01`, `1.6.2026` and `1.6.`; nothing where day and month could be the other way round."""
    text, clock = s[place].text, tongue.book.clock
    parts = [int(part) for part in re.split("[-./]", text) if part]
    if parts[0] > _LAST_DAY:
        if len(parts) < 3 or parts[0] < _FIRST_YEAR:
            return None  # `38.1.` is no day
        year, month, day = parts
    else:
        day, month = parts[:2]
        year = parts[2] if len(parts) > 2 else 0
        if len(parts) == 2 and not clock.day_dots:
            return None
        if not clock.day_first and "." not in text:
            if max(day, month) <= _LAST_MONTH:
                return None
            day, month = max(day, month), min(day, month)
    said = _said(day, month, year, s, place, tongue)
    ends = len(parts) == 2 and s[place + 1].kind == "end"
    return None if said is None else (said + ("." if ends else ""), place + 1)


def day_of_week_and_date(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `Sunday 14/6`, "el 14/6": behind a day of the week, or a word for "on", two numbers are a date."""
    clock, token = tongue.book.clock, s[place]
    dots = token.kind == "decimal" and clock.day_dots
    found = re.fullmatch("([0-9]{1,2})[/.]([0-9]{1,2})", token.text) if token.kind == "fraction" or dots else None
    if not found or not _is_of_a_day(s, place, tongue):
        return None
    if unit_at(s, place + 1, tongue) is not None:
        return None
    day, month = int(found[1]), int(found[2])
    if not clock.day_first:
        if max(day, month) <= _LAST_MONTH:
            return None
        day, month = max(day, month), min(day, month)
    said = _said(day, month, 0, s, place, tongue)
    return None if said is None else (said, place + 1)


def _is_of_a_day(s: Sentence, place: int, tongue: Tongue) -> bool:
    if _day_of_week(s, place, tongue) is not None:
        return True
    is_named = s[place].text in tongue.book.numbers.fractions or re.fullmatch("[1-9]/10", s[place].text)
    return s.word_before(place) in tongue.book.markers.on and not is_named


def _said(day: int, month: int, year: int, s: Sentence, place: int, tongue: Tongue) -> str | None:
    if not (1 <= month <= _LAST_MONTH and 1 <= day <= _LAST_DAY):
        return None
    full = (f"20{year:02}" if year < 100 else str(year)) if year else ""
    of_week = _day_of_week(s, place, tongue)
    return tongue.book.clock.date(day, month, full, s.word_before(place if of_week is None else of_week))


def _day_of_week(s: Sentence, place: int, tongue: Tongue) -> int | None:
    """Return the place of a day of the week right before a place, perhaps with a comma or a stop."""
    at = s.before_blank(place)
    while s[at].text in (",", "."):
        at = s.before_blank(at)
    return at if s.word_at(at) in tongue.book.markers.days else None
