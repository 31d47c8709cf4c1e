"""What comes in a step again and again, as a script writes it: the clicks of a metronome (one rate, one that rises
evenly, or rates from certain times on), and the marks of a distance.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import parse_length, write_length
from audiocoach.script.context import Reading, reading_or_none
from audiocoach.script.mapping import TextOr, Written
from audiocoach.script.sound_wishes import AnyVoice
from audiocoach.script.values import fields
from audiocoach.script.values.readers import CADENCES, START, read_change_time
from audiocoach.script.yaml.located import Mapping, Text, where_of

MOST_CHANGES = 100

_WAYS = "write a rate such as 170, {from: 170, to: 180}, or {0m: 170, 5m: 175}"


class Metronome(Written):
    """The clicks of a step, from its start on."""

    what = "a metronome"
    rate: fields.Cadence | None = Field(default=None, description="in steps a minute")
    from_: fields.Cadence | None = Field(default=None, alias="from", description="the rate at the step's start …")
    to: fields.Cadence | None = Field(default=None, description="… which rises or falls evenly to this one at its end")
    changes: Annotated[dict[fields.ChangeTime, fields.Cadence], fields.by_key] = Field(
        default={},
        description="rates by the time in the step from which each holds: {0m: 170, 5m: 172}",
        json_schema_extra={"maxProperties": MOST_CHANGES},
    )
    accent: fields.Accent | None = Field(
        default=None, description="every how many of them one is stressed; none unless told"
    )

    def __hash__(self) -> int:
        return hash((self.rate, self.from_, self.to, tuple(self.changes.items()), self.accent))

    def _check(self, context: Reading) -> None:
        if not self.whole:
            return
        ways = [key for key in ("rate", "from", "to", "changes") if self.is_written(key)]
        if not ways:
            context.error("this metronome has no rate", self.place(), _WAYS)
        elif ways in (["from"], ["to"]):
            context.error("a metronome that rises has 'from' and 'to'", self.place(ways[0]), _WAYS)
        elif ways not in (["rate"], ["from", "to"], ["changes"]):
            context.error(f"a metronome changes in one way, and this says '{' and '.join(ways)}'", self.place(), _WAYS)
        elif ways == ["changes"]:
            self._check_changes(context)

    def _check_changes(self, context: Reading) -> None:
        times = [at for at, _ in self.stages]
        if len(times) > MOST_CHANGES:
            context.error(
                f"a metronome changes at most {MOST_CHANGES} times", self.place("changes"), "begin another step"
            )
        elif times[:1] != [0]:
            hint = "let the first time be 0s, such as {0s: 170, 5m: 172}"
            context.error("this metronome does not say how it begins", self.place("changes"), hint)

    @property
    def stages(self) -> tuple[tuple[int, int], ...]:
        """Return from when on (ms from the step's start) which rate holds; one stage, where it does not change."""
        if self.changes:
            return tuple(sorted((0 if at == START else parse_length(at), rate) for at, rate in self.changes.items()))
        return ((0, self.rate or self.from_ or 0),)

    @property
    def in_writing(self) -> str:
        """Return it in a few words: `170`, `170 to 180`, `170, from 5:00 172`."""
        if self.to is not None:
            return f"{self.from_} to {self.to}"
        (_, first), *further = self.stages
        return ", ".join([str(first), *(f"from {write_length(at)} {rate}" for at, rate in further)])

    def rate_at(self, at_ms: int, length_ms: int) -> int:
        """Return the rate at a moment of a step, in whole steps a minute; both in milliseconds."""
        if self.from_ is not None and self.to is not None:
            return round(self.from_ + (self.to - self.from_) * at_ms / max(1, length_ms))
        return [rate for at, rate in self.stages if at <= max(0, at_ms)][-1]


class Marks(Written):
    """What is said or sounded at the marks of a step, which come by distance at the pace of the step."""

    what = "a mark"
    every: fields.MarkDistance = Field(description="how far apart the marks are, such as 100m or 1km")
    say: fields.Say = Field(default=(), description="words to say; a list rotates through the session")
    shuffle: fields.Flag = Field(default=False, description="a list comes in a mixed order, the same at each render")
    sound: fields.Sound | None = Field(default=None, description="a signal to sound: a role, or a .wav file")
    on: fields.Rounds = Field(default=(), description="only in these rounds of the set, as for a cue")
    voice: AnyVoice | None = Field(default=None, description="another voice for the marks")


def _changes_apart(data: Any, info: ValidationInfo) -> Any:
    """Put times that stand among a metronome's keys (`{0m: 170, 5m: 172}`) under the key `changes`."""
    if not isinstance(data, dict) or "changes" in data:
        return data
    times = {key: rate for key, rate in data.items() if str(key)[:1].isdigit()}
    if not times:
        return data
    where = where_of(data)
    context = reading_or_none(info)
    known: dict[str, Text] = {}
    for key in times:
        try:
            time = read_change_time(key)
        except Unreadable:
            continue  # said where the times are read
        if time in known and context is not None:
            context.error(f"'{key}' is the same time as '{known[time]}'", where_of(key), "take one of them out")
        known.setdefault(time, key)
    others = {key: value for key, value in data.items() if key not in times}
    return Mapping({**others, Text("changes", where_of(next(iter(times)))): Mapping(times, where)}, where)


AnyMetronome = Annotated[
    Metronome,
    BeforeValidator(_changes_apart),
    TextOr("rate", "a metronome, in steps a minute", fields.between(CADENCES)),
]
