"""Lengths and moments as people write them, read into whole milliseconds. Pure.

A length: `90s` `2m` `2m30s` `1h05m` `2:30` `1:02:03` `5 min` `30 sec` `90 seconds` `2'` `30"` `1'30"`.
A moment: `start` `halfway` `end` `25%` `20s` (from the step's start) `-10s` (before its end).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from audiocoach.errors import Hint, Unreadable
from audiocoach.quantities.markers import any_of, per_anywhere
from audiocoach.quantities.notations import DISTANCE as DISTANCES
from audiocoach.quantities.notations import MINUTE_MARKS, SECOND_MARKS, pattern
from audiocoach.quantities.units import DAY, HOUR, MINUTE, SECOND, clock
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import meant

MAX_LENGTH = DAY
"""The longest session: a day, in milliseconds."""

AMBIGUOUS_MINUTES = 90
"""`100m` is minutes here and metres to a runner, so more minutes than this must be written with hours."""


LIKELY_METRES = 200
"""From this number on, `m` means metres: the shortest repetition on a track is 200 m."""


MAX_CHARACTERS = 100
"""Most characters of a written length or moment; a longer text is refused."""


_NUMBER = r"(\d{1,12}(?:\.\d{1,12})?)"
_UNITS = LatePattern(
    rf"(?:{_NUMBER}\s*(?:{pattern('hour')}))?\s*"
    rf"(?:{_NUMBER}\s*(?P<m>{pattern('minute')}))?\s*"
    rf"(?:{_NUMBER}\s*(?:{pattern('second')}))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:(\d{1,9}):)?(\d{1,9}):(\d\d)")
_FAR = any_of(spelling for all_ in DISTANCES.values() for spelling in all_)
DISTANCE = LatePattern(rf"\d+(?:[.,]\d+)?\s*(?:{_FAR})(?![^\W\d_])", re.IGNORECASE)
PACE = LatePattern(
    rf"\d+(?:[.,:]\d+)?\s{{0,3}}(?:(?:[{MINUTE_MARKS}m]|min)\s{{0,3}}"
    rf"(?:\d\d\s{{0,3}}(?:[{SECOND_MARKS}s]|'')?)?|km|mi|miles?|[{SECOND_MARKS}])?"
    rf"\s{{0,3}}(?:/|\b(?:{any_of(per_anywhere())})\b)\s{{0,3}}(?:1\s?)?"
    r"(?:km|k|kilom[eè]t\w*|mi(?:les?)?|\d00\s?m|hour|hr?|std|stunde)(?![^\W\d_])"
    r"|\d+(?:[.,]\d+)?\s{0,3}(?:kmh|kph|mph)(?![^\W\d_])",
    re.IGNORECASE,
)
FORMS = "lengths look like 90s, 2m, 2m30s, 1h05m, 2:30 or 5 min"
NO_PACE = "put the pace in the name, and give the time it takes, such as 4m or 2:30"
NO_DISTANCE_HERE = "audio cannot see distance: give the time it takes, such as 90s or 2:30"
NO_DISTANCE = f"{NO_DISTANCE_HERE}, or how fast it is run: 'pace: 5:30/km'"
"""Of a step; a moment in it is a time in any case."""

FAR_IN_A_NAME = (
    "audio cannot see distance, so it is words of the name alone; a name with metres in it needs the full form"
)


def parse_length(text: str, far: str = NO_DISTANCE_HERE) -> int:
    """Read a written length into whole milliseconds, more than zero and at most a day.

    Args:
        far: the hint for a distance.

    Raises:
        Unreadable: with the nearest length that would be right, if there is one.
    """
    value = _plain_length(text.strip(), far)
    if value <= 0:
        raise Unreadable(f"a length must be more than zero, and '{text}' is not", FORMS)
    if value > MAX_LENGTH:
        raise Unreadable(f"'{text}' is longer than 24 hours, the most a session may last", "give it a shorter length")
    return value


@lru_cache(4096)  # a session says the same few lengths again and again
def _plain_length(text: str, far: str = NO_DISTANCE_HERE) -> int:
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"'{text[:20]}…' is not a length", FORMS)
    if text.startswith(("-", "−", "–")):
        _plain_length(text[1:].strip(), far)  # says what else is wrong with it
        raise Unreadable(f"a length must be more than zero, and '{text}' is not", FORMS)
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        raise _without_unit(text.replace(",", "."), far)
    if found := _CLOCK.fullmatch(text):
        return _clock_length(text, found)
    found = _UNITS.fullmatch(text)
    if not found or not any(found.group(i) for i in (1, 2, 4)):
        if PACE.fullmatch(text) or DISTANCE.fullmatch(text):
            raise no_time(text, far)
        raise Unreadable(f"'{text}' is not a length", FORMS)
    parts = [Fraction(found.group(i) or 0) for i in (1, 2, 4)]
    hours, minutes, seconds = parts
    if found.group("m") in ("m", "M") and not hours and not seconds and minutes > AMBIGUOUS_MINUTES:
        if minutes >= LIKELY_METRES:
            raise Unreadable(f"'{text}' is a distance, not a length of time", far, kind="distance")
        as_hours = write_length(int(minutes * MINUTE))
        raise Unreadable(
            f"'{text}' could be metres: minutes over {AMBIGUOUS_MINUTES} are written with hours",
            meant(as_hours, f"  For metres: {far}"),
        )
    total = hours * HOUR + minutes * MINUTE + seconds * SECOND
    if total.denominator != 1:
        raise Unreadable(f"'{text}' is finer than a millisecond", meant(f"{float(round(total)) / 1000:g}s"))
    return int(total)


def no_time(text: str, far: str = NO_DISTANCE_HERE) -> Unreadable:
    """Return the error for a pace or a distance in place of a length of time."""
    if PACE.fullmatch(text):
        return Unreadable(f"'{text}' is a pace, not a length of time", NO_PACE)
    return Unreadable(f"'{text}' is a distance, not a length of time", far, kind="distance")


def distance_in_name(text: str) -> bool:
    """Tell whether what reads like a length in a step's name is surely a distance: nobody runs 400 minutes."""
    found = re.fullmatch(r"(\d+)\s?m", text)
    return found is not None and int(found[1]) >= LIKELY_METRES


def _without_unit(text: str, far: str) -> Unreadable:
    """Return the error for a bare number, with the lengths that it can be."""
    number = Fraction(text)
    if not number:
        return Unreadable(f"a length must be more than zero, and '{text}' is not", FORMS)
    minutes = f"{text}m" if number <= AMBIGUOUS_MINUTES else write_length(int(number * MINUTE))
    either = {f"{text}s": "seconds"} if 1 <= number <= DAY // SECOND else {}
    if number < LIKELY_METRES:
        either[minutes] = "minutes"
    further = f"  For metres: {far}" if number > AMBIGUOUS_MINUTES else ""
    several = " or ".join(f"'{length}' ({unit})" for length, unit in either.items())
    hint = Hint(f"did you mean {several}?{further}", *either) if either else FORMS
    return Unreadable(f"'{text}' has no unit", hint)


def _clock_length(text: str, found: re.Match[str]) -> int:
    hours, minutes, seconds = (int(found.group(i) or 0) for i in (1, 2, 3))
    total = hours * HOUR + minutes * MINUTE + seconds * SECOND
    if seconds >= 60 or (found.group(1) and minutes >= 60):
        raise Unreadable(f"'{text}' has more than 59 behind a colon", meant(clock(total)))
    return total


def write_length(milliseconds: int) -> str:
    """Write a length as short as `parse_length` reads it back unchanged: `45s`, `2m`, `2m30s`, `1h05m`; "" for zero."""
    seconds, ms = divmod(milliseconds, SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    tail = f"{seconds}.{ms:03}".rstrip("0") if ms else str(seconds)
    text = f"{hours}h" if hours else ""
    if minutes:
        text += f"{minutes:02}m" if hours else f"{minutes}m"
    if seconds or ms:
        text += f"{tail}s"
    return text


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in a step, by its `anchor`: start plus `offset_ms`, end minus `offset_ms`, or a `share` of its length.

    `finish` places words so that they end with the step.
    """

    anchor: Literal["start", "end", "share", "finish"]
    offset_ms: int = 0
    share: Fraction = Fraction(0)

    def at(self, step_ms: int, clip_ms: int = 0) -> int:
        """Return milliseconds from the start of a step that lasts `step_ms`; only `finish` needs the clip's length."""
        if self.anchor == "start":
            return self.offset_ms
        if self.anchor == "end":
            return step_ms - self.offset_ms
        if self.anchor == "finish":
            return step_ms - clip_ms
        return int(step_ms * self.share)

    def __str__(self) -> str:
        if self.anchor == "share":
            return "halfway" if self.share == Fraction(1, 2) else f"{float(self.share * 100):g}%"
        if self.anchor == "finish":
            return "end"
        if not self.offset_ms:
            return "start" if self.anchor == "start" else "-0s"
        return ("-" if self.anchor == "end" else "") + write_length(self.offset_ms)


START = Moment("start")
HALFWAY = Moment("share", share=Fraction(1, 2))
FINISH = Moment("finish")
_MOMENTS = "a moment is: start, halfway, end, 20s (from the start), -10s (before the end) or 25%"


@lru_cache(4096)
def parse_moment(text: str) -> Moment:
    """Read a written moment of a step.

    Raises:
        Unreadable: when the text is not a moment.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"'{text[:20]}…' is not a moment of a step", _MOMENTS)
    bare = re.sub(r"\s+", " ", text.strip().casefold())
    named = {"start": START, "the start": START, "halfway": HALFWAY, "end": FINISH, "the end": FINISH}
    if bare in named:
        return named[bare]
    if found := re.fullmatch(r"(\d{1,12}(?:\.\d{1,12})?) ?%", bare):
        share = Fraction(found.group(1)) / 100
        if share >= 1:
            hint = meant("end", " It makes the words finish there.")
            raise Unreadable(f"'{text}' is not inside the step", hint)
        return Moment("share", share=share)
    before = re.fullmatch(r"[-−–] ?(.+?)(?: before the end| from the end)?", bare) or re.fullmatch(
        r"(.+?) (?:before|from) the end", bare
    )
    after = re.fullmatch(r"\+?(.+?)(?: (?:from|after|in from) the start| in)?", bare)
    written = before or after
    assert written is not None  # `after` matches any text but the empty one, which callers refuse
    try:
        if not before and re.fullmatch(r"0(?:\.0+)? ?(?:s|sec|seconds|m|min)?|0:00", written.group(1)):
            return START
        return Moment("end" if before else "start", offset_ms=_plain_length(written.group(1)))
    except Unreadable as error:
        sign = "-" if before else ""
        if re.fullmatch(r"\d+", written.group(1)):
            raise Unreadable(f"'{text}' has no unit", meant(f"{sign}{written.group(1)}s")) from None
        raise Unreadable(
            f"'{text}' is not a moment of a step", NO_DISTANCE_HERE if error.kind == "distance" else _MOMENTS
        ) from None
