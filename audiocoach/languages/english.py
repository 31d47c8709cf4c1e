"""English: lengths as a coach says them, and signs as a voice must read them. It counts without a library."""

from __future__ import annotations

from audiocoach.languages.book import Book, LengthWords, SignWords, Unit
from audiocoach.languages.spoken import Spoken

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty")


def number(value: int) -> str:
    """A number below sixty in words; any other in figures, which every voice reads."""
    if value < 20:
        return _ONES[value]
    if value < 60:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    return str(value)


def _counted(value: int, said: str, unit: Unit) -> str:
    if unit == "times":
        return "once" if value == 1 else f"{said} times"
    return f"{said} {unit}" if value == 1 else f"{said} {unit}s"


BOOK = Book(
    kind_names={
        "talk": "Listen",
        "warm-up": "Warm up",
        "drill": "Drill",
        "work": "Go",
        "rest": "Rest",
        "stretch": "Stretch",
        "cool-down": "Cool down",
    },
    lengths=LengthWords(),
    twice="twice",
    then="; then ",
    signs=SignWords(
        to="to",
        over="over",
        percent="percent",
        both="and",
        at=" at ",
        pace="at {} k pace",
        per={"km": "per kilometre", "mi": "per mile"},
        versus="versus",
        zone="zone",
        effort="effort",
        number="number",
        dot="dot",
        zero="oh",
        half_hour="half an hour",
        fractions={"1/2": "half", "1/3": "a third", "2/3": "two thirds", "1/4": "a quarter", "3/4": "three quarters"},
        metres_near=r"\b(sprint|dash|hill|stride|bound|hop|skip|throw|lap|track|met(er|re)s?\b)",
        shorthand={"v.": "versus", "w/": "with", "e.g.": "for example", "i.e.": "that is", "approx.": "about"},
    ),
)

ENGLISH = Spoken(
    BOOK,
    number,
    count=lambda value, unit: _counted(value, number(value), unit),
    figures=lambda value, unit: _counted(value, str(value), unit),
)
