"""English: lengths as a coach says them, and signs as a voice must read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from audiocoach.units import SECOND

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ("", "", "twenty", "thirty", "forty", "fifty")


def number(value: int) -> str:
    """A number below sixty in words; any other in figures, which every voice reads."""
    if value < 20:
        return _ONES[value]
    if value < 60:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    return str(value)


def _count(value: int, unit: str) -> str:
    return f"{number(value)} {unit}{'' if value == 1 else 's'}"


class English:
    """Spoken English."""

    kind_names: Mapping[str, str] = {
        "talk": "Listen",
        "warm-up": "Warm up",
        "drill": "Drill",
        "work": "Go",
        "rest": "Rest",
        "stretch": "Stretch",
        "cool-down": "Cool down",
    }

    def length(self, milliseconds: int) -> str:
        """110,000 is "one minute fifty", as it is said at a track; 65,000 keeps its unit: "one minute five seconds"."""
        seconds = (milliseconds + SECOND // 2) // SECOND
        hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
        parts = []
        if hours:
            parts.append(_count(hours, "hour"))
        if minutes:
            parts.append(_count(minutes, "minute"))
        if seconds or not parts:
            bare = minutes and not hours and seconds >= 10
            parts.append(number(seconds) if bare else _count(seconds, "second"))
        return " ".join(parts)

    def times(self, rounds: int, parts: list[tuple[str, int]]) -> str:
        """8 rounds of two steps: "eight times: Run, one minute; then Walk, one minute thirty"."""
        said = [f"{name}, {self.length(length)}" for name, length in parts]
        times = "twice" if rounds == 2 else f"{number(rounds)} times"
        return f"{times}: " + "; then ".join(said)

    def speakable(self, text: str) -> str:
        """Signs and shorthand of training plans in words; all else stays as it is."""
        if _ANY_SIGN.search(text):
            for pattern, replacement in _SIGNS:
                text = pattern.sub(replacement, text)
        return " ".join(text.split())


def _time(found: re.Match[str]) -> str:
    """2:30 is "two minutes thirty", 1:02:03 "one hour two minutes three seconds"."""
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return English().length(((hours * 60 + minutes) * 60 + seconds) * SECOND)


def _minutes_and_seconds(found: re.Match[str]) -> str:
    return " ".join(_figures(int(part), unit) for part, unit in zip(found.groups(), ("minute", "second"), strict=True))


def _figures(value: int, unit: str) -> str:
    return f"{value} {unit}{'' if value == 1 else 's'}"


def _count_figures(value: str, unit: str) -> str:
    return f"{value} {unit}{'' if value == '1' else 's'}"


def _pace(found: re.Match[str]) -> str:
    seconds = int(found[2])
    rest = "oh " + number(seconds) if 0 < seconds < 10 else number(seconds) if seconds else "minutes"
    unit = {"km": "kilometre", "mi": "mile", "mile": "mile"}[found[3]]
    return f"{number(int(found[1]))} {rest} per {unit}"


_FRACTIONS = {"1/2": "half", "1/3": "a third", "2/3": "two thirds", "1/4": "a quarter", "3/4": "three quarters"}

_ANY_SIGN = re.compile(r"[\d&]")
"""None of the signs below stands without a figure, but for "&"; most sentences have neither."""

_SIGNS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=\d:\d\d)\s?[-–]\s?(?=\d+:\d\d)"), " to "),
    (re.compile(r"\b(\d+)\s?s\b"), lambda found: _count_figures(found[1], "second")),
    (re.compile(r"\b(\d{1,2}):(\d\d)\s?/\s?(km|mile|mi)\b"), _pace),
    (re.compile(r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])"), _time),
    (
        re.compile(r"(?<![\w/])([1-9]/[1-9])(?![\w/])"),
        lambda found: _FRACTIONS.get(found[1], found[1].replace("/", " over ")),
    ),
    (re.compile(r"\b(\d+)\s?[x×]\s?(?=\d)"), r"\1 times "),
    (re.compile(r"\b(\d+)\s?['′’]\s?(\d+)\s?[\"″”]"), _minutes_and_seconds),
    (re.compile(r"\b(\d+)['′’](?!\w)"), lambda found: _figures(int(found[1]), "minute")),
    (re.compile(r"\b(\d+)[\"″](?!\w)"), lambda found: _figures(int(found[1]), "second")),
    (re.compile(r"\b\d{1,2}(?:-\d{1,2}){2,}(?:-[A-Za-z]+)?\b"), lambda found: found[0].replace("-", ", ")),
    (re.compile(r"(?<=\d)\s?[-–]\s?(?=\d)"), " to "),
    (re.compile(r"(?<=\d)\s?%"), " percent"),
    (re.compile(r"\s&\s"), " and "),
)
