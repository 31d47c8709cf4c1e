"""What a program may give to build a value of the model, for checkers of types and for editors that complete names.

What each means stands at its field in `model`; a length is a text such as `90s`, or whole milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required, TypedDict

from audiocoach.quantities.lengths import Moment
from audiocoach.quantities.paces import Pace
from audiocoach.script.mapping import Written

Length = int | str
At = Moment | str
Words = str | Sequence[str]
Table = Mapping[str, Any]
Rounds = int | str | Sequence[int | str]
Part = Written | Table
"""A value of the model, or its keys and values."""

Items = str | Sequence[str | Part]
"""Steps and sets: each as a value, as keys and values, or as a line such as `work 60s Run`."""


class CueArguments(TypedDict, total=False):
    """See `model.Cue`."""

    say: Words | None
    shuffle: bool
    sound: str | None
    at: At | None
    every: Length | None
    from_: At | None
    until: At | None
    on: Rounds | Mapping[str, Rounds] | None
    min_length: Length | None
    voice: str | Part | None


class StepArguments(TypedDict, total=False):
    """See `model.Step`."""

    talk: Length | None
    warm_up: Length | None
    drill: Length | None
    work: Length | None
    rest: Length | None
    stretch: Length | None
    cool_down: Length | None
    name: str | None
    say_as: str | None
    say: Words | None
    cues: Sequence[Part]
    marks: Part | None
    cadence: int | str | Part | None
    effort: int | float | str | None
    coach: Literal["none"] | None
    sound: str | None


class SetArguments(TypedDict, total=False):
    """See `model.Set`."""

    repeat: Required[int]
    steps: Required[Items]
    name: str | None
    skip_last_rest: bool


class SessionArguments(TypedDict, total=False):
    """See `model.Session`."""

    session: Required[str]
    steps: Required[Items]
    description: str | None
    language: str
    coach: str
    voice: str | Part | None
    sounds: Mapping[str, str]
    say_as: Mapping[str, str]
    music: Words | Part | None
    pace: str | Pace | None
    race: Mapping[str, str] | None
    blocks: Mapping[str, Items]
