"""English: lengths as a coach says them, and signs as a voice must read them. It counts without a library."""

from __future__ import annotations

from audiocoach.languages.book import Book, Case, ClockWords, LengthWords, NumberWords, SignWords
from audiocoach.languages.spoken import Spoken
from audiocoach.quantities.markers import MARKERS
from audiocoach.quantities.notations import Unit

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def number(value: int) -> str:
    """Say a number below sixty in words; return any other in figures, which every voice reads."""
    if value < 20:
        return _ONES[value]
    if value < 60:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    return str(value)


def _counted(value: int, said: str, unit: Unit) -> str:
    if unit == "times":
        return "once" if value == 1 else f"{said} times"
    return f"{said} {_one(unit)}" if value == 1 else f"{said} {_unit('', unit)}"


def _in_words(value: int, unit: Unit, case: Case = "") -> str:  # noqa: ARG001  # English has no cases
    return _counted(value, number(value), unit)


def _in_figures(value: int, unit: Unit, case: Case = "") -> str:  # noqa: ARG001
    return _counted(value, str(value), unit)


def _in_full(value: int) -> str:
    """Say a number below a million in words: "one thousand five hundred"."""
    if value >= 1000:
        return f"{_in_full(value // 1000)} thousand" + (f" {_in_full(value % 1000)}" if value % 1000 else "")
    if value >= 100:
        return f"{_ONES[value // 100]} hundred" + (f" {_in_full(value % 100)}" if value % 100 else "")
    return _TENS[value // 10] + (f"-{_ONES[value % 10]}" if value % 10 else "") if value >= 20 else _ONES[value]


def _far(value: int, unit: Unit, case: Case = "") -> str:  # noqa: ARG001
    return _counted(value, _in_full(value) if value < 1_000_000 else str(value), unit)


def _one(unit: Unit) -> str:
    return "beat per minute" if unit == "beat" else unit


def _unit(_: str, unit: Unit) -> str:
    return {"beat": "beats per minute", "foot": "feet"}.get(unit, f"{unit}s")


def _half(whole: int, unit: Unit | None) -> str:
    if not whole:
        return f"half an {unit}" if unit == "hour" else f"half a {unit}"
    said = f"{number(whole)} and a half"
    return f"{said} {_unit('', unit)}" if unit else said


def _time(hour: int, minute: int, before: str, behind: str) -> str:  # noqa: ARG001
    said = number(hour) + (f" {'oh ' if minute < 10 else ''}{number(minute)}" if minute else "")
    if behind in ("am", "pm"):
        return f"{said} {behind[0].upper()}M"
    return said if minute else f"{said} o'clock" if hour <= 12 else f"{said} hundred"


def _date(day: int, month: int, year: str, before: str) -> str:  # noqa: ARG001
    return f"{_MONTHS[month - 1]} {day}{_ENDINGS.get(day, 'th')} {year}".rstrip()


BOOK = Book(
    markers=MARKERS["en"],
    kind_names={
        "talk": "Listen",
        "warm-up": "Warm up",
        "drill": "Drill",
        "work": "Go",
        "rest": "Rest",
        "stretch": "Stretch",
        "cool-down": "Cool down",
    },
    nouns={"talk": "Instructions", "work": "Hard"},
    begins={"stretch": "Time to stretch", "cool-down": "Time to cool down"},
    sets=("set", "part"),
    lengths=LengthWords(),
    twice="twice",
    then="; then ",
    between="; in between, ",
    with_between="{}, with {} between",
    own_paces={
        "5k": "your five kilometre pace",
        "10k": "your ten kilometre pace",
        "half": "your half marathon pace",
        "marathon": "your marathon pace",
        "easy": "your easy pace",
        "threshold": "your threshold pace",
        "interval": "your interval pace",
    },
    numbers=NumberWords(
        point="point",
        half=_half,
        fractions={"1/2": "half", "1/3": "a third", "2/3": "two thirds", "1/4": "a quarter", "3/4": "three quarters"},
        half_noun=("half a", "half a"),
        over="over",
        of=lambda rounds: f"of {rounds}",
        out_of="out of",
        counted=r"(?:round|rep|set|interval|lap|week|day|session|run|part|step|block|number|bout|circuit)s?",
        by_digit=True,
        part_of="{} of a {one}",
        half_decimal=False,
        thousands=",",
    ),
    clock=ClockWords(
        time=_time,
        date=_date,
        day_first=False,
    ),
    signs=SignWords(
        to="to",
        percent="percent",
        both="and",
        at={"": "at", "zone": "in"},
        pace="at {} k pace",
        per={"km": "per kilometre", "mi": "per mile", "h": "per hour"},
        for_each={"km": "a kilometre", "mi": "a mile"},
        zone="zone",
        effort="effort",
        number="number",
        dot="dot",
        zero="oh",
        signs={
            "<": "below", ">": "above", "≤": "at most", "≥": "at least", "~": "about", "±": "plus or minus",
            "+": "plus",
        },
        between={"between": ("between", "and")},
        metres_near=r"\b(sprint|dash|hill|stride|bound|hop|skip|throw|lap|track|met(er|re)s?\b)",
        shorthand={
            "v.": "versus", "vs.?": "versus", "w/": "with", "w/o": "without", "e.g.": "for example", "i.e.": "that is",
            "approx.?": "about", "incl.": "including", "w/u": "warm-up", "c/d": "cool-down",
        },
    ),
)  # fmt: skip

ENGLISH = Spoken(BOOK, number, _in_words, _unit, figures=_in_figures, far=_far)
