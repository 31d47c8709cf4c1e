"""Amounts as they stand beside each other: ranges, pairs, paces and speeds. Each rule reads whole numbers, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from audiocoach.languages.book import Case
from audiocoach.languages.reading.measures import MILLISECONDS, MOST_MINUTES, Measure, clock_with_point, measure_at
from audiocoach.languages.reading.sentence import Sentence
from audiocoach.languages.reading.spellings import unit_at, without_stop
from audiocoach.languages.reading.tongue import Tongue
from audiocoach.quantities.notations import Unit

Read = tuple[str, int] | None
"""What a rule says, and the place behind what it has read."""

_PER_DISTANCE: Mapping[Unit | None, str] = {"kilometre": "km", "mile": "mi"}
_NUMBER_KINDS = ("integer", "decimal")
_MOST_IN_ROW = 12


def amount(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read an amount alone, or with another one: `10-15 min`, `30''/30''`, `4:50-5:00 min/km`."""
    first = _with_rate(s, place, measure_at(s, place, tongue), tongue)
    joined = _joined(s, place, first, tongue)
    if joined is not None:
        return joined
    if first is None:
        over = s[place + 2]
        stroke = s[place + 1].text == "/" and s.is_number(place + 2)
        return left_alone(s, place) if stroke and not s[place].filled and not over.filled else None
    if s[first.end].text == "/" and s[first.end + 1].kind in ("word", *_NUMBER_KINDS):
        return left_alone(s, place, first.end)
    if first.doubt:
        s.doubts.append(first.doubt)
    return first.say(_case_of(s, place, first.end, tongue)), first.end


def case_at(s: Sentence, place: int, tongue: Tongue) -> Case:
    """Return the case that the word before a place asks for."""
    return tongue.book.signs.cases.get(s.word_before(place), "")


def _case_of(s: Sentence, place: int, end: int, tongue: Tongue) -> Case:
    """Return the case of an amount; what another one follows with "to" is counted from, and not with."""
    signs = tongue.book.signs
    to = s.word_at(s.behind_blank(end)) == signs.to
    return signs.from_case if to and s.word_before(place) in signs.from_words else case_at(s, place, tongue)


def left_alone(s: Sentence, place: int, end: int = 0) -> Read:
    """Leave everything up to the next blank as it is written, and note it; up to `end` at least."""
    end = max(end, place)
    while s[end].kind not in ("space", "end"):
        end += 1
    text = s.text(place, end)
    s.unread.append((s[place].at, s[place].at + len(text.rstrip(".,;:!?)"))))
    return text, end


def pace_words(milliseconds: int, tongue: Tongue) -> str:
    """Say a length (ms) as a pace: 5:30 is "five thirty", 5:05 "five oh five", 5:00 "five minutes"."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    if not seconds:
        return tongue.length(milliseconds)
    zero = f"{tongue.book.signs.zero} " if seconds < 10 else ""
    return f"{tongue.number(minutes)} {zero}{tongue.number(seconds)}"


def is_pace(s: Sentence, place: int, tongue: Tongue) -> bool:
    """Tell whether words beside a clock say that it is a pace."""
    marks, after = tongue.book.markers, s.behind_blank(place + 1)
    if s.word_before(place) in marks.pace or s.word_at(after) in marks.pace:
        return True
    unit = s.word_at(s.behind_blank(after + 1))
    if s.word_at(after) in marks.per | marks.per_in_words:
        return unit == "k" or tongue.units.get(unit) in ("kilometre", "mile")
    return _is_first_of_two(s, place, place + 1, tongue)


def _is_first_of_two(s: Sentence, place: int, end: int, tongue: Tongue) -> bool:
    """Tell whether what ends at `end` is the first of two paces: 6:00 in "from 6:00 to 5:30/km"."""
    marks, after = tongue.book.markers, s.behind_blank(end)
    signs, joint = tongue.book.signs, s.word_at(after)
    sure = joint == signs.to and joint not in signs.between
    if not sure and (s.word_before(place) not in marks.first_of_two or joint not in marks.second_of_two):
        return False
    second = s.behind_blank(after + 1)
    other = _with_rate(s, second, measure_at(s, second, tongue), tongue)
    return other is not None and other.spelled == "pace"


def _with_rate(s: Sentence, place: int, first: Measure | None, tongue: Tongue) -> Measure | None:
    """Return a measure with what it is per: an hour behind a distance, a distance behind a time."""
    if first is None:
        return None
    per = tongue.book.signs.per
    if first.spelled in ("mph", "kph", "kmh"):
        return _per(first, per["h"], first.end)
    over, end = _over(s, place, first, tongue)
    if first.unit in ("kilometre", "mile") and over == "hour":
        return _per(first, per["h"], end)
    if first.unit not in MILLISECONDS:
        return first
    if over in _PER_DISTANCE:
        return _pace(first, f" {per[_PER_DISTANCE[over]]}", end, tongue)
    in_primes = s[place + 1].kind == "prime" and _is_first_of_two(s, place, first.end, tongue)
    if in_primes or (first.spelled == "clock" and is_pace(s, place, tongue)):
        return _pace(first, "", first.end, tongue)
    return first


def _over(s: Sentence, place: int, first: Measure, tongue: Tongue) -> tuple[Unit | None, int]:
    """Return the unit that a measure is counted per, behind a stroke or its word, and the place behind that."""
    marks, stroke = tongue.book.markers, s.behind_blank(first.end)
    in_words = first.spelled == "clock" or s[place + 1].kind == "prime"
    words = marks.per | marks.per_in_words if in_words else marks.per
    is_word = first.unit in MILLISECONDS and s.word_at(stroke) in words
    if s[stroke].text != "/" and not is_word:
        return None, first.end
    over = s.behind_blank(stroke + 1)
    if s[over].text == "1":
        over = s.behind_blank(over + 1)
    unit = s.word_at(over)
    return "kilometre" if unit == "k" else tongue.units.get(unit), over + 1


def _per(first: Measure, per: str, end: int) -> Measure:
    return replace(first, say=lambda case: f"{first.say(case)} {per}", end=end, spelled="rate")


def _pace(first: Measure, per: str, end: int, tongue: Tongue) -> Measure:
    words = pace_words(int(first.value), tongue)

    whole = first.value % MILLISECONDS["minute"] == 0

    def say(case: Case = "") -> str:
        # Any other pace is said alike in all cases, and so is one behind "po", which means "each" there.
        return (first.say(case) if whole and case != "locative" else words) + per

    return replace(first, say=say, bare=lambda: words, end=end, spelled="pace", doubt=None)


def _joined(s: Sentence, place: int, first: Measure | None, tongue: Tongue) -> Read:
    end = first.end if first else place + 1
    if first is None and s[place].kind not in _NUMBER_KINDS:
        return None
    percent = first is None and s[s.behind_blank(end)].text == "%"
    between = s.behind_blank(s.behind_blank(end) + 1 if percent else end)
    sign, behind = s[between].text, s.behind_blank(between + 1)
    if sign not in ("-", "–", "/") or not s.is_number(behind):
        return None
    if percent and s[s.behind_blank(behind + 1)].text != "%":
        return None
    second = _with_rate(s, behind, measure_at(s, behind, tongue), tongue)
    if sign == "/":
        return _pair(s, place, first, second, tongue) if first and second and _alike(first, second) else None
    return _range(s, place, behind, first, second, tongue)


def _alike(first: Measure, second: Measure) -> bool:
    """Tell whether both are times, or both distances."""
    return (first.unit in MILLISECONDS) == (second.unit in MILLISECONDS)


def _pair(s: Sentence, place: int, first: Measure, second: Measure, tongue: Tongue) -> Read:
    is_pace = second.spelled == "pace" and first.unit in MILLISECONDS
    one = pace_words(int(first.value), tongue) if is_pace else first.say(case_at(s, place, tongue))
    said, end = f"{one}, {second.say('')}", second.end
    while s[end].text == "/" and (more := measure_at(s, end + 1, tongue)) and more.unit == second.unit:
        said, end = f"{said}, {more.say('')}", more.end
    return said, end


def _range(s: Sentence, place: int, behind: int, first: Measure | None, second: Measure | None, tongue: Tongue) -> Read:
    to = tongue.book.signs.to
    if second is None:
        return _range_of_numbers(s, place, behind, first, tongue)
    if first is None:
        number = tongue.amount(s[place].kind, s[place].text, of_time=False)
        if number is None:
            return None
        if number.value == second.value or second.bare() == s[place].text:
            return f"{second.say('')}, {second.say('')}", second.end
        on_clock = clock_with_point(s, place, second.end, "", second.unit, tongue)
        low = s[place].text if number.is_whole else tongue.decimal(number)
        low = low if on_clock is None else tongue.length(on_clock)
    elif first.value == second.value and first.unit == second.unit and second.spelled not in ("pace", "rate"):
        return _pair(s, place, first, second, tongue)
    elif second.spelled == "pace" and first.unit in MILLISECONDS:
        low = pace_words(int(first.value), tongue)
    elif first.value > second.value and second.spelled != "rate" and first.unit == second.unit:
        return _pair(s, place, first, second, tongue)  # the rest behind the work
    elif first.value > second.value and first.unit in MILLISECONDS and first.unit != second.unit:
        return None
    else:
        low = first.bare() if first.unit == second.unit else first.say(case_at(s, place, tongue))
    case = tongue.book.signs.cases.get(to, case_at(s, place, tongue))
    return _from_to(s, low, second.say(case), tongue), second.end


def _range_of_numbers(s: Sentence, place: int, behind: int, first: Measure | None, tongue: Tongue) -> Read:
    """Read `120-130` and `65-75 %`, of which the second number is left to the next rule, or said with its sign."""
    signs, low, high = tongue.book.signs, s[place], s[behind]
    if first is not None or low.filled or high.filled or high.kind not in _NUMBER_KINDS:
        return None
    end = s.behind_blank(behind + 1)
    if s[end].text == "%" and signs.between and low.text != high.text:
        return _from_to(s, low.text, f"{high.text} {signs.percent}", tongue), end + 1
    s.loose_at = behind
    return low.text + (", " if low.text == high.text else f" {signs.to} "), behind


def _from_to(s: Sentence, low: str, high: str, tongue: Tongue) -> str:
    """Say a range; behind a word that is said like "to", with "between": "entre 5 et 6", and not "à 5 à 6"."""
    signs = tongue.book.signs
    for before, (instead, joint) in signs.between.items():
        if s.replace_last_word(before, instead):
            return f"{low} {joint} {high}"
    return f"{low} {signs.to} {high}"


def row(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `3-2-1` and `200-400-200 m`: several numbers, of which the last may have its unit behind it."""
    numbers = re.split("[-–]", s[place].text)
    written = unit_at(s, place + 1, tongue) if numbers[-1].isdecimal() else None
    if len(numbers) > _MOST_IN_ROW or written is None:
        return ", ".join(numbers), place + 1
    spelled, end = written
    far = max(int(number) for number in numbers) > MOST_MINUTES or s[place + 1].kind == "space"
    unit = tongue.units.get(spelled, "metre" if far else "minute")
    end = without_stop(s, end, spelled, tongue)
    return ", ".join([*numbers[:-1], tongue.count(int(numbers[-1]), unit, "")]), end


def number_before(s: Sentence, place: int) -> bool:
    """Tell whether a number stands before a place."""
    return bool(re.fullmatch("[0-9].*", s[s.before_blank(place)].text, re.DOTALL))
