"""Amounts of time and distance found among the tokens of a sentence: `1h 30`, `2'30"`, `1,5 km`, `8 x 80 m`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from audiocoach.languages.book import Case
from audiocoach.languages.reading.sentence import Doubt, Sentence
from audiocoach.languages.reading.spellings import ARTICLES, INCHES, unit_at, without_stop
from audiocoach.languages.reading.tongue import Amount, Tongue
from audiocoach.quantities.either_way import either_way
from audiocoach.quantities.notations import AMBIGUOUS, MINUTE_MARKS, Unit
from audiocoach.text.late_pattern import LatePattern

MOST_MINUTES = 99
"""`100m` and more are metres to every runner."""

MILLISECONDS: dict[Unit, int] = {"hour": 3_600_000, "minute": 60_000, "second": 1_000}
_NEXT: dict[Unit, Unit] = {"hour": "minute", "minute": "second"}
_A = frozenset(("a", "ein", "un", "een", "um"))
_CLAUSE = 24
"""Tokens, with the blanks between them, in which a clause ends: else a text of nothing but numbers takes minutes."""

_CLAUSE_END = LatePattern(r"[.!?;,](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount with its unit: how it is said in a case, its number alone, and the place behind it."""

    unit: Unit
    say: Callable[[Case], str]
    bare: Callable[[], str]
    end: int
    value: Fraction
    """In milliseconds, or in its unit."""

    spelled: str = ""
    doubt: Doubt | None = None


def measure_at(s: Sentence, place: int, tongue: Tongue) -> Measure | None:
    """Return the amount that begins at a place, if one does."""
    token = s[place]
    if token.kind == "clock":
        return _clock(s, place, tongue)
    if token.kind not in ("integer", "decimal", "mixed", "fraction"):
        return None
    number, behind = _number(s, place, tongue)
    written = unit_at(s, behind, tongue)
    if written is None:
        return None
    spelled, end = written
    kind = "mixed" if token.kind == "fraction" else token.kind
    text = f"0 {number}" if token.kind == "fraction" else number
    if token.kind == "fraction" and not re.fullmatch("[1-9]/[2-9]", number):
        return None
    if token.kind in ("fraction", "mixed") and spelled in INCHES:
        return None
    if spelled == AMBIGUOUS:
        unit: Unit = metres_or_minutes(s, place, behind, number, tongue)
    else:
        unit = tongue.units[spelled]
    amount = tongue.amount(kind, text, of_time=unit in MILLISECONDS)
    if amount is None:
        return None
    if amount.is_whole and (with_half := _and_a_half(s, end, unit, tongue)):
        amount, end = Amount(amount.whole, fraction=Fraction(1, 2)), with_half
    if unit in MILLISECONDS:
        return _time(s, place, amount, unit, spelled, end, tongue)
    if s.is_number(end) and s[end - 1].kind == "word":
        return None
    end = without_stop(s, end, spelled, tongue)
    if not tongue.say(amount, unit):
        return None

    def say(case: Case) -> str:
        return without_article(tongue.say(amount, unit, case), s, place, tongue)

    return Measure(unit, say, lambda: _bare(amount, tongue), end, amount.value, spelled)


def without_article(fraction: str, s: Sentence, place: int, tongue: Tongue) -> str:
    """Return the words of a fraction as they stand behind "the last": "a quarter of a mile" loses its first "a"."""
    article, _, rest = fraction.partition(" ")
    definite = s[place].kind == "fraction" and s.word_before(place) in tongue.book.markers.definite
    return rest if definite and article in _A else fraction


def _and_a_half(s: Sentence, end: int, unit: Unit, tongue: Tongue) -> int:
    """Return the place behind a half that follows, and belongs to nothing else: `1 h 1/2`, "1 ora e 1/2"; or 0."""
    joint = s.behind_blank(end)
    half = s.behind_blank(joint + 1) if s.word_at(joint) == tongue.book.markers.joint else joint
    if half == end or s[half].text not in ("1/2", "½"):
        return 0
    noun = s.word_at(s.behind_blank(half + 1))
    other = half != joint and unit != "hour" and noun and noun not in ARTICLES
    return 0 if other or unit_at(s, half + 1, tongue) is not None else half + 1


def _number(s: Sentence, place: int, tongue: Tongue) -> tuple[str, int]:
    """Return the number at a place, and the place behind it.

    It takes in its thousands behind a blank where a language writes them so: `1 500 m`.
    """
    text = s[place].text
    if (
        (tongue.book.numbers.thousands.endswith(" ") or s[place + 2].text.startswith("0"))
        and len(text) <= 3
        and s[place].kind == "integer"
        and s[place + 1].text == " "
        and s[place + 2].kind == "integer"
        and len(s[place + 2].text) == 3
        and not s[place].filled
        and (written := unit_at(s, place + 3, tongue)) is not None
        and written[0] in ("m", "km")
        and not re.fullmatch(tongue.book.numbers.counted, s.word_before(place), re.IGNORECASE)
    ):
        return text + s[place + 2].text, place + 3
    return text, place + 1


def metres_or_minutes(s: Sentence, place: int, behind: int, number: str, tongue: Tongue) -> Unit:
    """Tell what `m` is behind a number: metres where it counts many, or its clause speaks of a distance."""
    digits = re.sub("[^0-9]", "", number)
    value = int(digits) if 0 < len(digits) <= 6 else 0  # "½" has none
    apart = s[behind].kind == "space"
    if s.counted_at == place and (apart or value >= 10):
        return "metre"
    if apart and tongue.book.numbers.thousands != ",":
        return "metre"
    if s[place].kind == "integer" and (value > MOST_MINUTES or _speaks_of_metres(s, place, behind, tongue)):
        return "metre"
    return "metre" if s[place].kind == "decimal" and len(digits) > 3 and tongue.has_thousands(number) else "minute"


def _speaks_of_metres(s: Sentence, place: int, behind: int, tongue: Tongue) -> bool:
    """Tell whether the clause of `10m` speaks of a distance."""
    before, after = s.text(max(0, place - _CLAUSE), place), s.text(behind, behind + _CLAUSE)
    begin = max((end.end() for end in _CLAUSE_END.finditer(before)), default=0)
    end = _CLAUSE_END.search(after)
    clause = before[begin:] + " " + after[: end.start() if end else len(after)]
    return re.search(tongue.book.signs.metres_near, clause, re.IGNORECASE) is not None


def _time(s: Sentence, place: int, first: Amount, unit: Unit, spelled: str, end: int, tongue: Tongue) -> Measure | None:
    """Read a length from its first part on."""
    parts = [(first, unit)]
    if (on_clock := clock_with_point(s, place, end, spelled, unit, tongue)) is not None:
        return _as_clock(unit, on_clock, without_stop(s, end, spelled, tongue), "point", tongue)
    while (more := _part_behind(s, end, parts[-1][1], spelled, tongue)) is not None:
        amount, smaller, spelled, end = more
        parts.append((amount, smaller))
    doubt = None
    if len(parts) == 1 and spelled == AMBIGUOUS and s[place].kind == "integer":
        doubt = Doubt(s[place].at, s[end - 1].end, first.whole)
    if s.is_number(end) and s[end - 1].kind == "word":
        return None  # `m2` and the like
    end = without_stop(s, end, spelled, tongue)

    total = sum((amount.value * MILLISECONDS[of] for amount, of in parts[1:]), first.value * MILLISECONDS[unit])

    def say(case: Case) -> str:
        if len(parts) == 1:
            return tongue.say(first, unit, case)
        if total % 1000:
            return " ".join(tongue.say(amount, of, case) for amount, of in parts)
        return _length(int(total), case, tongue)

    def bare() -> str:
        return _bare(first, tongue) if len(parts) == 1 else say("")

    return Measure(unit, say, bare, end, total, spelled, doubt) if say("") else None


def clock_with_point(s: Sentence, place: int, end: int, spelled: str, unit: Unit, tongue: Tongue) -> int | None:
    """Return the milliseconds of `2.30 min` where it is 2:30, outside English; wherever it could be, that is noted."""
    if tongue.book.numbers.thousands == "," or s[place].kind != "decimal":
        return None
    both = either_way(s[place].text, spelled, unit)
    if both is None:
        return None
    s.points[s[place].at] = (s[end - 1].end, both)
    return both.clock if both.is_clock else None


def _as_clock(unit: Unit, milliseconds: int, end: int, spelled: str, tongue: Tongue) -> Measure:
    def say(case: Case = "") -> str:
        return _length(milliseconds, case, tongue)

    return Measure(unit, say, say, end, Fraction(milliseconds), spelled)


def _part_behind(
    s: Sentence, end: int, larger: Unit, spelled: str, tongue: Tongue
) -> tuple[Amount, Unit, str, int] | None:
    """Find the next smaller part of a length: `30"` of `1'30"`, and `30` of `1h 30`, which needs no unit."""
    if larger not in _NEXT:
        return None
    at = s.behind_blank(without_stop(s, end, spelled, tongue) if larger == "hour" else end)
    token = s[at]
    amount = tongue.amount(token.kind, token.text, of_time=True) if token.kind in ("integer", "decimal") else None
    written = unit_at(s, at + 1, tongue)
    if amount is None or token.filled:
        return None
    if written is not None:
        unit: Unit = "minute" if written[0] == AMBIGUOUS else tongue.units[written[0]]
        smaller = unit in MILLISECONDS and MILLISECONDS[unit] < MILLISECONDS[larger]
        return (amount, unit, *written) if smaller else None
    return (amount, _NEXT[larger], "", at + 1) if _may_be_bare(s, at, end, larger, spelled) else None


def _may_be_bare(s: Sentence, at: int, end: int, larger: Unit, spelled: str) -> bool:
    """Tell whether a number without a unit is the smaller part: right behind, or with nothing to count behind it."""
    token, after = s[at], s[s.behind_blank(at + 1)]
    if token.kind != "integer" or len(token.text) > 2 or int(token.text) > 59:
        return False
    if after.text in ("x", "×", "%") or (s[at + 1].kind in ("word", "filled") and spelled != AMBIGUOUS):
        return False
    if at == end:
        return len(token.text) == 2 or larger == "hour"
    if len(token.text) < 2 or spelled == AMBIGUOUS or (s[at + 1].text in ("/", "-", "–") and s.is_number(at + 2)):
        return False
    return larger == "hour" or spelled in tuple(MINUTE_MARKS) or after.kind != "word"


def _clock(s: Sentence, place: int, tongue: Tongue) -> Measure | None:
    """Read 2:30 as "two minutes thirty", 1:02:03 as hours, minutes and seconds, 1:30 h as "one hour and a half"."""
    parts = [int(part) for part in s[place].text.split(":")]
    if any(part > 59 for part in parts[1:]):
        return None
    end, unit = place + 1, ""
    written = unit_at(s, end, tongue)
    if written is not None and written[0] != AMBIGUOUS and tongue.units[written[0]] in MILLISECONDS:
        unit, end = tongue.units[written[0]], written[1]
        end = without_stop(s, end, written[0], tongue)
    elif written is not None:
        return None
    if len(parts) == 2:
        parts = [*parts, 0] if unit == "hour" else [0, *parts]
    hours, minutes, seconds = parts
    milliseconds = ((hours * 60 + minutes) * 60 + seconds) * 1000
    return _as_clock("minute", milliseconds, end, "clock", tongue)


def _length(milliseconds: int, case: Case, tongue: Tongue) -> str:
    """Say a length of several parts; in a case that is heard, each of them with its unit."""
    if case == "":
        return tongue.length(milliseconds)
    seconds = milliseconds // 1000
    parts: list[tuple[int, Unit]] = [
        (seconds // 3600, "hour"), (seconds // 60 % 60, "minute"), (seconds % 60, "second"),
    ]  # fmt: skip
    if case == "accusative":
        value, unit = next((part for part in parts if part[0]), (0, "second"))
        return tongue.length(milliseconds).replace(tongue.count(value, unit, ""), tongue.count(value, unit, case), 1)
    said = [tongue.count(value, unit, case) for value, unit in parts if value]
    return " ".join(said) if said else tongue.length(milliseconds)


def _bare(amount: Amount, tongue: Tongue) -> str:
    return str(amount.whole) if amount.is_whole else tongue.decimal(amount)
