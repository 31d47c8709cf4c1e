"""Read the lengths of steps that are distances, at the pace of the step, of the script, or one given beside it.

A pace of a step may be somebody's, by their races: `400m @ 5k`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from audiocoach.errors import Unreadable
from audiocoach.quantities.distances import ByPace, Distance, covered, length_with_words, parse_distance
from audiocoach.quantities.lengths import DISTANCE, MAX_CHARACTERS
from audiocoach.quantities.paces import Pace, parse_pace
from audiocoach.script.context import Reading
from audiocoach.script.values.computed import computed_length
from audiocoach.script.values.readers import text_of
from audiocoach.script.yaml.located import Mapping, Text, where_of
from audiocoach.text.suggest import meant
from audiocoach.vocabulary import KINDS

SPARE_PACE = Pace(330_000)
"""What is read on with where a script's own pace cannot be read, so that not each of its distances is told as well."""


SPARE_MARK = Distance(Fraction(100), "kilometre")
"""The same for how far apart marks are."""


def read_mark(value: object) -> Distance:
    """Read how far apart marks are; here `50m` can only be metres."""
    if isinstance(value, Distance):
        return value
    text = text_of(value, "a distance")
    metres = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,6})?)\s?m\s*", text, re.IGNORECASE)
    found = Distance(Fraction(metres[1]), "metre") if metres else parse_distance(text)
    if found is None:
        hint = "such as 100m or 1km; what comes by time is a cue: 'cues:', and beneath it '- every: 30s'"
        raise Unreadable(f"marks come by distance, and '{text.strip()[:MAX_CHARACTERS]}' is none", hint)
    if found.metres < 1:
        raise Unreadable(f"marks are a metre apart at least, and '{text.strip()}' is less", "such as 100m or 1km")
    return found


def read_pace(value: object) -> Pace:
    """Read how fast distances are run."""
    return value if isinstance(value, Pace) else parse_pace(text_of(value, "a pace"))


def take_pace(value: object, context: Reading) -> None:
    """Take a script's own pace for the distances in it; what is wrong with it is noted where its key is read."""
    if value is not None:
        try:
            context.own_pace = read_pace(value)
        except Unreadable:
            context.own_pace = SPARE_PACE


def take_races(value: object, context: Reading) -> None:
    """Take a script's own races for the distances in it, as `take_pace` does its pace."""
    if value is not None:
        from audiocoach.script.values.race_values import SPARE_RACES, read_races  # what few scripts ask for

        try:
            context.own_races = read_races(value, None)
        except Unreadable:
            context.own_races = SPARE_RACES


def take_words_of_pace(step: Mapping, context: Reading) -> None:
    """Part a length from the words behind its `@`, which go to the step's name: `5m @ 4:30/km` is 5 minutes."""
    kind = next((key for key in step if key in KINDS), None)
    length = step[kind] if kind is not None else None
    if (
        kind is None
        or not isinstance(length, Text)
        or not (parted := length_with_words(length, at_races="never" if kind == "talk" else context.at_races))
    ):
        return
    time, words = parted
    name = step.get(Text("name"), "")
    if isinstance(name, str):
        step[kind] = Text(time, length.where)
        step[next((key for key in step if key == "name"), Text("name", length.where))] = Text(
            f"{name} {words}".strip(), where_of(name) if name else length.where
        )


def computed_step(value: Any, context: Reading) -> Any:
    """Work out a step's length, in ms, where it is a distance (`ByPace`) or arithmetic; return anything else as it is.

    Raises:
        Unreadable: when the result is no length.
    """
    if isinstance(value, ByPace):
        return value
    if not isinstance(value, str):
        return computed_length(value, context)
    found = covered(value, context.pace, context.races)
    if found is not None:
        return found
    far = DISTANCE.match(value) if context.pace is not None else None
    if far and (name := value[far.end() :].strip(" ,")):
        hint = meant(far[0], beneath=[f"name: {name}"])
        raise Unreadable(f"'{value}' is more than a length", hint)
    return computed_length(value, context)
