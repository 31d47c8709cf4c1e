"""Distances as people write them, and how long they take at a pace: `400m`, `5k`, `1mi @ 7:15/mi`. Pure and exact.

Up to `AMBIGUOUS_MINUTES`, `m` is minutes always: shorter distances are `80 metres` or `0.08km`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import AMBIGUOUS_MINUTES, MAX_CHARACTERS, MAX_LENGTH, PACE
from audiocoach.quantities.markers import any_of
from audiocoach.quantities.notations import AMBIGUOUS, DISTANCE
from audiocoach.quantities.paces import METRES, NAMED, OF_RACES, OwnPaces, Pace, Per, named_pace, parse_pace
from audiocoach.quantities.units import to_the_second
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import meant

Far = Literal["kilometre", "metre", "mile", "yard", "foot"]

_METRES: dict[Far, Fraction] = {
    "kilometre": METRES["km"],
    "metre": Fraction(1),
    "mile": METRES["mi"],
    "yard": Fraction(9144, 10_000),
    "foot": Fraction(3048, 10_000),
}
"""Each unit in metres; a yard and a foot are those of 1959. A lap is as long as its track: nobody knows."""

_SYMBOLS: dict[Far, str] = {"kilometre": "km", "metre": "m", "mile": "mi", "yard": "yd", "foot": "ft"}
_UNITS: dict[str, Far] = {spelled: unit for unit in _METRES for spelled in DISTANCE[unit]}
WRITTEN = rf"\d{{1,9}}(?:\.\d{{1,6}})?\s?(?:{any_of([*_UNITS, AMBIGUOUS])})(?![^\W_])"
"""The pattern of a distance, and of what may be minutes."""

_FAR = LatePattern(rf"(\d{{1,9}}(?:\.\d{{1,6}})?)\s*({any_of([*_UNITS, AMBIGUOUS])})", re.IGNORECASE)
LIKE_A_PACE = LatePattern(rf"\d+:\d\d\.\d{{1,3}}\s?/\s?(?:km|mi)|{PACE.pattern}", re.IGNORECASE)
"""What is meant as a pace behind a distance, right or wrong; anything else there is words."""

_AMONG_WORDS = LatePattern(rf"@\s{{0,3}}(?:(?P<pace>{LIKE_A_PACE.pattern})|(?P<named>{NAMED.pattern}))", re.IGNORECASE)
GIVE_A_RACE = (
    "write one, as 'race: {5k: 24:00}' in the script, or give it: --race 5k=24:00, or a column 'race-5k' of --athletes"
)

_AT = LatePattern(r"(.*?)\s*@\s*(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Distance:
    """So many of a unit."""

    value: Fraction
    unit: Far

    @property
    def metres(self) -> Fraction:
        """Return it in metres, exactly."""
        return self.value * _METRES[self.unit]

    @property
    def number(self) -> str:
        """Write the number alone, such as `0.4`."""
        return f"{float(self.value):.6f}".rstrip("0").rstrip(".")

    def __str__(self) -> str:
        """Write it so that it is read back as the same distance: `400m`, `80 metres`, `0.4km`."""
        if self.unit == "metre" and self.value <= AMBIGUOUS_MINUTES:
            return f"{self.number} metres"
        return f"{self.number}{_SYMBOLS[self.unit]}"


class ByPace(int):
    """A length in milliseconds that a distance takes at a pace: half a millisecond is rounded up.

    `is_own`: the pace is written beside the distance itself. `of_race`: which of somebody's paces it is (`5k`), if it
    comes from their races.
    """

    distance: Distance
    pace: Pace
    is_own: bool
    of_race: str

    def __repr__(self) -> str:
        return f"{int(self)} ({self.written})"

    def __str__(self) -> str:
        return str(int(self))

    @classmethod
    def of(cls, distance: Distance, pace: Pace, *, is_own: bool = False, of_race: str = "") -> ByPace:
        """Return how long a distance takes."""
        found = cls(distance.metres * pace.ms_a_metre + Fraction(1, 2))
        found.distance, found.pace, found.is_own, found.of_race = distance, pace, is_own, of_race
        return found

    @property
    def written(self) -> str:
        """Write it so that it is read back as the same length, whatever the pace of the script: `400m @ 4:30/km`."""
        return f"{self.distance} @ {self.pace}"

    def in_writing(self, per: Per | None = None) -> str:
        """Write it for people to read: `400m at 4:30/km`, `400m at 4:48/km, your 5 km pace`."""
        whose = f", your {OF_RACES[self.of_race]} pace," if self.of_race else ""
        return f"{self.distance} at {self.shown_pace(per)}{whose}"

    def mark(self, number: int) -> int:
        """Return when (ms) so many such distances have been run, each mark rounded alone: half of one is rounded up."""
        return int(number * self.distance.metres * self.pace.ms_a_metre + Fraction(1, 2))

    def run_at(self, ms: int) -> Distance:
        """Return how far it is to the mark at a time (ms)."""
        number = round(ms / (self.distance.metres * self.pace.ms_a_metre))
        return Distance(number * self.distance.value, self.distance.unit)

    def shown_pace(self, per: Per | None = None) -> Pace:
        """Return its pace as it is shown and said: one that is worked out, to the second."""
        shown = self.pace.in_units(per)
        return Pace(to_the_second(shown.ms), shown.per) if self.of_race else shown


def parse_distance(text: str) -> Distance | None:
    """Read a written distance; None for what is none, such as `90m`, which is minutes."""
    found = _FAR.fullmatch(text.strip()) if len(text) <= MAX_CHARACTERS else None
    if not found:
        return None
    value, spelled = Fraction(found[1]), found[2].casefold()
    if spelled == AMBIGUOUS:
        return Distance(value, "metre") if value > AMBIGUOUS_MINUTES else None
    return Distance(value, _UNITS[spelled])


def covered(text: str, pace: Pace | None, races: OwnPaces | None = None) -> ByPace | None:
    """Read a distance as the time that it takes: at the pace written behind it (`400m @ 4:30/km`, or `400m @ 5k` by
    somebody's races), or else at `pace`.

    Returns:
        None for what is no distance, or has no pace at all.

    Raises:
        Unreadable: when what stands behind the `@` is no pace or nobody's, or nobody could run so long.
    """
    if len(text) > MAX_CHARACTERS:
        return None
    at = _AT.fullmatch(text.strip())
    distance = parse_distance(at[1] if at else text)
    if distance is None:
        return None
    of_race = named_pace(at[2]) if at else None
    own = (_of_races(text, of_race, races) if of_race else _written(at[1], at[2])) if at else None
    used = own or pace
    if used is None:
        return None
    length = ByPace.of(distance, used, is_own=own is not None, of_race=of_race or "")
    if not length:
        raise Unreadable(f"a length must be more than zero, and '{text}' is not", "write how far it is, such as 400m")
    if length > MAX_LENGTH:
        raise Unreadable(f"'{text}' takes longer than 24 hours, the most a session may last", "give it less to run")
    return length


def _of_races(text: str, name: str, races: OwnPaces | None) -> Pace:
    if races is None:
        raise Unreadable(f"'{text.strip()}' is somebody's pace, and no race of theirs is known", GIVE_A_RACE)
    return races.pace(name)


def _written(distance: str, text: str) -> Pace:
    """Read a pace that is written behind a distance."""
    named = NAMED.match(text)
    if named and (name := text[named.end() :].strip(" ,")):
        hint = meant(f"{distance} @ {named[0]}", beneath=[f"name: {name}"])
        raise Unreadable(f"'{distance} @ {text}' is more than a length", hint)
    return parse_pace(text)


def length_with_words(text: str, *, at_races: Literal["never", "alone", "always"] = "never") -> tuple[str, str] | None:
    """Part a length from the words behind its `@`: `5m @ 4:30/km` is 5 minutes.

    Args:
        at_races: whether `400m @ 5k` is a distance at a pace, and not 400 metres with words: with nothing behind it, or
            with whatever there is.

    Returns:
        None for what has no such words: behind a distance, a pace is its own.
    """
    at = _AT.fullmatch(text.strip()) if len(text) <= MAX_CHARACTERS else None
    if not at or not at[1]:
        return None
    if parse_distance(at[1]) is not None:
        named = NAMED.match(at[2]) if at_races == "always" else named_pace(at[2]) if at_races == "alone" else None
        if named or LIKE_A_PACE.match(at[2]):
            return None
    return at[1], f"@ {at[2]}"


def pace_among_words(words: str, races: OwnPaces | None) -> Pace | None:
    """Find the pace behind an `@` in the name of a step: `Run @ 4:30/km`, or `Run @ 5k` by somebody's races."""
    for found in _AMONG_WORDS.finditer(words):
        if found["pace"]:
            try:
                return parse_pace(found["pace"])
            except Unreadable:
                continue
        if races is not None and (name := named_pace(found["named"])):
            return races.pace(name)
    return None


def is_somebodys(words: str) -> bool:
    """Tell whether the pace behind an `@` in the name of a step is one of somebody's."""
    return any(found["named"] for found in _AMONG_WORDS.finditer(words))
