"""Signs and shorthand of training plans, found and put into the words of a language. Pure.

The order of the table matters: `3-2-1` counts down before `6-7` is a range, and ranges come before units, because
"10-15s" has only one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from audiocoach.languages.book import SignWords, Unit
from audiocoach.quantities.units import SECOND

ACRONYMS = frozenset((
    "AM", "AMRAP", "BPM", "DJ", "EMOM", "EU", "FTP", "GPS", "HIIT", "HR", "HRV", "MP3", "OK", "PB", "PM", "PR", "RPE",
    "TV", "UK", "USA", "UV", "VMA", "VO",
))  # fmt: skip
"""What stays in capitals, for the voice to spell or read as it does; other words in capitals are words."""

MOST_MINUTES = 99
"""`100m` and more are metres to every runner."""

_QUICK = re.compile(r"[\d&@/#]|\b(?:vs\b|www\.)|[A-ZÀ-ÞĄĆĘŁŃŚŹŻ]{2}|[\u2190-\u2bff\ufe0f\U0001f000-\U000e007f]")
"""Most sentences have none of it, and stay as they are."""

_EMOJI = re.compile(
    "[\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\ufe0f\u200d\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
_ARROW = re.compile(r"\s*[\u2190-\u21ff]+\s*")
_LINK = re.compile(
    r"\b(?:https?://(?:www\.)?|www\.)([\w-]+(?:\.[\w-]+)+)\S*|\b([\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|eu))\b(?:/\S*)?",
    re.IGNORECASE,
)
_COUNTDOWN = re.compile(r"\b\d{1,2}(?:-\d{1,2}){2,}(?:-[^\W\d_]+)?\b")
_UNIT_TWICE = re.compile(r"(?<=\d)\s?(['′’\"″”%]|(?:s|secs?|m|mins?|h|hrs?|km|mi)\b)(?=\s?[-–]\s?\d{1,5}\s?\1(?!\w))")
_RANGE = re.compile(r"(?<=\d)\s?[-–]\s?(?=\d)")
_TIME_RANGE = re.compile(r"(?<=\d:\d\d)\s?[-–]\s?(?=\d+:\d\d)")
_PACE = re.compile(r"\b(\d{1,2}):(\d\d)\s?/\s?(km|mile|mi)\b")
_TIME = re.compile(r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])")
_FRACTION = re.compile(r"(?<![\w/])([1-9]/[1-9])(?![\w/])")
_HALF_HOUR = re.compile(r"(?<![\w/])1/2\s?(?:h|hrs?)\b")
_TIMES = re.compile(r"\b(\d{1,4})\s?[x×](?![^\W\d_])\s?")
_PRIMES = re.compile(r"\b(\d{1,4})\s?['′’]\s?(\d{1,4})\s?[\"″”]")
_MINUTES = re.compile(r"\b(\d{1,4})['′’](?!\w)")
_SECONDS = re.compile(r"\b(\d{1,5})(?:[\"″](?!\w)|\s?(?:s|secs?|sek|seg)\b)")
_MINUTES_SECONDS = re.compile(r"\b(\d{1,3})\s?m\s?(\d{1,2})(?:\s?s)?\b")
_HOURS_MINUTES = re.compile(r"\b(\d{1,2})\s?h\s?(\d{1,2})(?:\s?(?:m|min))?\b")
_HOURS = re.compile(r"\b(\d{1,3})\s?(?:h|hrs?)\b")
_MIN = re.compile(r"\b(\d{1,4})\s?mins?\b")
_METRES_OR_MINUTES = re.compile(r"(?<![\w.,:])(\d{1,5})\s?m(?!\w)")
_DISTANCES: tuple[tuple[re.Pattern[str], Unit], ...] = (
    (re.compile(r"(?<![\d.,])(\d{1,4})\s?km\b"), "kilometre"),
    (re.compile(r"(?<![\d.,])(\d{1,4})\s?mi\b"), "mile"),
)
_K_PACE = re.compile(r"\s?@\s?(\d{1,3})\s?k\b(?: pace\b)?", re.IGNORECASE)
_AT = re.compile(r"(?<=[\s\d])@(?=[\s\d])")
_ZONE = re.compile(r"\bZ\s?([1-7])\b")
_EFFORT = re.compile(r"\bRPE\s?(?=\d)")
_PERCENT = re.compile(r"(?<=\d)\s?%")
_NUMBER = re.compile(r"#\s?(?=\d)")
_AND = re.compile(r"\s&\s")
_VERSUS = re.compile(r"(?<=\s)vs\b\.?(?=\s)")
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")
_LOOSE_STOP = re.compile(r"\s+(?=[.,](?:\s|$))")
_CLAUSE_END = re.compile(r"[.!?;,](?:\s|$)")


def doubtful(text: str, words: SignWords) -> Iterator[tuple[tuple[int, int], int]]:
    """Each `10m` that could be minutes or metres: its place, and its number. It is read as minutes."""
    for found in _METRES_OR_MINUTES.finditer(text):
        if not _is_distance(found, words):
            yield found.span(), int(found[1])


def _is_distance(found: re.Match[str], words: SignWords) -> bool:
    """Whether `10m` is metres: there are a hundred or more, or its clause speaks of a distance."""
    if int(found[1]) > MOST_MINUTES:
        return True
    text = found.string
    begin = max((end.end() for end in _CLAUSE_END.finditer(text, 0, found.start())), default=0)
    end = _CLAUSE_END.search(text, found.end())
    return re.search(words.metres_near, text[begin : end.start() if end else len(text)], re.IGNORECASE) is not None


class Reader:
    """Puts the signs of a text into words. `number` and `count` say numbers, `length` milliseconds."""

    def __init__(
        self,
        words: SignWords,
        number: Callable[[int], str],
        count: Callable[[int, Unit], str],
        length: Callable[[int], str],
    ) -> None:
        self.words, self.number, self.count, self.length = words, number, count, length
        self._table = self._rules()

    def __call__(self, text: str) -> str:
        """The text as a voice must read it."""
        if _QUICK.search(text) or any(short in text for short in self.words.shorthand):
            for pattern, replacement in self._table:
                text = pattern.sub(replacement, text)
        return " ".join(text.split())

    def _rules(self) -> list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]]:
        w = self.words
        shorthand = [(re.compile(rf"(?<![\w.]){re.escape(short)}(?!\w)"), said) for short, said in w.shorthand.items()]
        distances = [(pattern, self._counting(unit)) for pattern, unit in _DISTANCES]
        return [
            (_LINK, self._link),
            (_EMOJI, " "),
            (_ARROW, ", "),
            (_COUNTDOWN, lambda found: found[0].replace("-", ", ")),
            (_TIME_RANGE, f" {w.to} "),
            (_PACE, self._pace),
            (_TIME, self._time),
            (_UNIT_TWICE, ""),
            (_RANGE, f" {w.to} "),
            (_HALF_HOUR, w.half_hour),
            (_FRACTION, self._fraction),
            (_TIMES, lambda found: self.count(int(found[1]), "times") + " "),
            (_PRIMES, lambda found: self._parts(found, "minute", "second")),
            (_MINUTES_SECONDS, lambda found: self._parts(found, "minute", "second")),
            (_HOURS_MINUTES, lambda found: self._parts(found, "hour", "minute")),
            (_MINUTES, self._counting("minute")),
            (_SECONDS, self._counting("second")),
            (_HOURS, self._counting("hour")),
            (_MIN, self._counting("minute")),
            (_METRES_OR_MINUTES, self._metres_or_minutes),
            *distances,
            (_K_PACE, lambda found: " " + self._k_pace(int(found[1]))),
            (_AT, w.at),
            (_ZONE, rf"{w.zone} \1"),
            (_EFFORT, f"{w.effort} "),
            (_PERCENT, f" {w.percent}"),
            (_NUMBER, f"{w.number} "),
            (_AND, f" {w.both} "),
            (_VERSUS, w.versus),
            *shorthand,
            (_WORD, _in_small),
            (_LOOSE_STOP, ""),
        ]

    def _counting(self, unit: Unit) -> Callable[[re.Match[str]], str]:
        return lambda found: self.count(int(found[1]), unit)

    def _parts(self, found: re.Match[str], larger: Unit, smaller: Unit) -> str:
        return f"{self.count(int(found[1]), larger)} {self.count(int(found[2]), smaller)}"

    def _metres_or_minutes(self, found: re.Match[str]) -> str:
        return self.count(int(found[1]), "metre" if _is_distance(found, self.words) else "minute")

    def _time(self, found: re.Match[str]) -> str:
        """2:30 is "two minutes thirty", 1:02:03 "one hour two minutes three seconds"."""
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return self.length(((hours * 60 + minutes) * 60 + seconds) * SECOND)

    def _pace(self, found: re.Match[str]) -> str:
        """5:30/km is "five thirty per kilometre"."""
        minutes, seconds = int(found[1]), int(found[2])
        per = self.words.per["km" if found[3] == "km" else "mi"]
        if not seconds:
            return f"{self.length(minutes * 60 * SECOND)} {per}"
        rest = f"{self.words.zero} {self.number(seconds)}" if seconds < 10 else self.number(seconds)
        return f"{self.number(minutes)} {rest} {per}"

    def _k_pace(self, kilometres: int) -> str:
        return self.words.pace.format(self.number(kilometres), distance=self.count(kilometres, "kilometre"))

    def _fraction(self, found: re.Match[str]) -> str:
        return self.words.fractions.get(found[1], found[1].replace("/", f" {self.words.over} "))

    def _link(self, found: re.Match[str]) -> str:
        """A link's host by its name; nobody can note down the rest while running."""
        end = found[0][len(found[0].rstrip(".,;:!?)")) :]
        host = (found[1] or found[2]).rstrip(".")
        return host.replace(".", f" {self.words.dot} ") + end


def _in_small(found: re.Match[str]) -> str:
    """A word in capitals as any other word; what has no vowel is spelled, and so are known acronyms."""
    word = found[0]
    if not word.isupper() or word in ACRONYMS or set(word) <= set("IVX"):
        return word
    plain = unicodedata.normalize("NFD", word)
    return word.capitalize() if any(letter in "AEIOUY" for letter in plain) else word


def without_pictures(text: str) -> str:
    """The text without emoji."""
    return " ".join(_EMOJI.sub(" ", text).split())
