"""Read the races of a script: each with its distance and its time."""

from __future__ import annotations

from audiocoach.errors import Unreadable
from audiocoach.quantities.race_times import Race, Races, race_of, races_of, together
from audiocoach.script.context import Reading
from audiocoach.script.yaml.located import where_of

SPARE_RACES = races_of({"5k": "25:00"})
"""What is read on with where a script's own races cannot be read, so that not each of its distances is told as well."""


def read_races(value: object, context: Reading | None) -> Races:
    """Read somebody's races; with a `context`, what is wrong with one of them is noted where it stands.

    Raises:
        Unreadable: when they are none.
    """
    if isinstance(value, Races):
        return value
    if not isinstance(value, dict):
        raise Unreadable("a race has a distance and a time", "write it as 'race: {5k: 24:00}'")
    read: list[Race] = []
    for name, time in value.items():
        try:
            read.append(race_of(name, time))
        except Unreadable as error:
            if context is None:
                raise
            where = where_of(time)
            is_placed = bool(where.line or where.argument) and error.kind != "distance"
            context.unreadable(error, time if is_placed else name)
    return together(read) if read or not value else SPARE_RACES
