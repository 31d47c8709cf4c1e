"""The types of single values: how each is read, what replaces one that cannot be read, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    PlainSerializer,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)

from audiocoach.errors import Unreadable
from audiocoach.quantities.distances import ByPace, Distance
from audiocoach.quantities.lengths import START, Moment
from audiocoach.quantities.paces import Pace as PaceValue
from audiocoach.quantities.units import DAY
from audiocoach.script.context import Reading, reading_or_none
from audiocoach.script.values import choices, music_values, readers
from audiocoach.script.values.computed import Computed, computed_count, computed_length
from audiocoach.script.values.paced_lengths import SPARE_MARK, SPARE_PACE, computed_step, read_mark, read_pace
from audiocoach.script.values.told_lengths import check_length
from audiocoach.vocabulary import KINDS, ROLES, ROUNDS, SOUND_ROLES


def _noting(
    read: Callable[[Any], Any],
    *,
    spare: Any,
    compute: Callable[[Any, Reading], Any] | None = None,
    is_time: bool = False,
) -> Callable[[Any, ValidationInfo], Any]:
    """Make a validator that reads a value; one that cannot be read is noted, and `spare`, which breaks no rule, used.

    `compute` first works out a value that a programme computes from its variables. What `is_time` and has two meanings
    in the script's language is told.
    """

    def validate(value: Any, info: ValidationInfo) -> Any:
        context = reading_or_none(info)
        try:
            if compute is not None and context is not None:
                number = compute(value, context)
                if isinstance(number, Computed | ByPace):
                    read(int(number))  # the same limits hold for a computed value
                    return number
            found = read(value)
        except Unreadable as error:
            if context is None:
                raise
            context.unreadable(error, value)
            return spare
        if is_time and context is not None:
            check_length(value, context.language, context)
        return found

    return validate


def _read(
    read: Callable[[Any], Any],
    *,
    spare: Any,
    compute: Callable[[Any, Reading], Any] | None = None,
    is_time: bool = False,
) -> PlainValidator:
    return PlainValidator(_noting(read, spare=spare, compute=compute, is_time=is_time))


def one_or_list(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one such entry, or a list of them."""
    return {"anyOf": [entry, {"type": "array", "items": entry, "minItems": 1}]}


def between(allowed: range) -> dict[str, Any]:
    """Return the schema of a whole number in a range."""
    return {"type": "integer", "minimum": allowed[0], "maximum": allowed[-1]}


_as_tuple = PlainSerializer(tuple, return_type=Any)
"""Without it, a dump as JSON warns that its list is no tuple."""

_LENGTH_SCHEMA = {
    "type": "string",
    "description": "a length of time, such as 90s, 2m30s, 2:30 or 5 min",
    "pattern": r"\d",
}
_STEP_LENGTH_SCHEMA = {
    **_LENGTH_SCHEMA,
    "description": "a length of time, such as 90s, 2m30s, 2:30 or 5 min; with a pace also a distance, such as 400m, 5k "
    "or 1mi @ 7:15/mi",
}
_WORDS_SCHEMA = {"type": "string", "minLength": 1, "maxLength": readers.MAX_CUE_CHARACTERS}
_NUMBER = {"type": "integer", "minimum": 1}

Name = Annotated[
    str,
    _read(readers.read_name, spare="…"),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": readers.MAX_NAME_CHARACTERS}),
]
Description = Annotated[str, _read(readers.read_description, spare="…"), WithJsonSchema(_WORDS_SCHEMA)]
Say = Annotated[
    tuple[str, ...], _read(readers.read_say, spare=("…",)), _as_tuple, WithJsonSchema(one_or_list(_WORDS_SCHEMA))
]
Length = Annotated[
    int, _read(readers.read_length, spare=1, compute=computed_length, is_time=True), WithJsonSchema(_LENGTH_SCHEMA)
]
StepLength = Annotated[
    int,
    _read(readers.read_step_length, spare=DAY, compute=computed_step, is_time=True),
    WithJsonSchema(_STEP_LENGTH_SCHEMA),
]
TalkLength = Annotated[
    int | Literal["auto"],
    _read(readers.read_talk_length, spare=DAY, compute=computed_length, is_time=True),
    WithJsonSchema({"anyOf": [{"const": "auto", "description": "as long as its words plus a second"}, _LENGTH_SCHEMA]}),
]
At = Annotated[
    Moment,
    _read(readers.read_moment, spare=START, is_time=True),
    PlainSerializer(str),
    WithJsonSchema(
        {"type": "string", "description": "start, halfway, end, 20s (from the start), -10s (before the end) or 25%"}
    ),
]
Repeat = Annotated[
    int,
    _read(readers.read_repeat, spare=readers.MAX_REPEAT, compute=computed_count),
    WithJsonSchema({**_NUMBER, "maximum": readers.MAX_REPEAT}),
]
Rate = Annotated[
    int,
    _read(readers.read_rate, spare=150),
    WithJsonSchema({"anyOf": [between(readers.RATES), {"enum": [*readers.RATE_WORDS]}]}),
]
MarkDistance = Annotated[
    Distance,
    _read(read_mark, spare=SPARE_MARK),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"\d", "description": "a distance, such as 100m, 1km or 0.25mi"}),
]
ChangeTime = Annotated[
    str,
    _read(readers.read_change_time, spare="0s"),
    WithJsonSchema({"type": "string", "description": "a time from the step's start", "pattern": r"^\d"}),
]
Cadence = Annotated[int, _read(readers.read_cadence, spare=150), WithJsonSchema(between(readers.CADENCES))]
Accent = Annotated[int, _read(readers.read_accent, spare=None), WithJsonSchema(between(readers.ACCENTS))]
Flag = Annotated[bool, _read(readers.read_flag, spare=False), WithJsonSchema({"type": "boolean"})]
Effort = Annotated[
    str,
    _read(readers.read_effort, spare="5"),
    WithJsonSchema({"type": ["number", "string"], "description": "0 to 10 (Borg's CR10), or a range: 6-7"}),
]
_OwnRounds = Annotated[
    tuple[choices.Round, ...],
    _read(choices.read_rounds, spare=()),
    _as_tuple,
    WithJsonSchema(one_or_list({"anyOf": [{"enum": list(ROUNDS)}, _NUMBER]})),
]
_RoundsOfSets = Annotated[
    dict[Name, _OwnRounds],
    BeforeValidator(_noting(choices.read_sets_named, spare={})),
]
Rounds = Annotated[
    Annotated[_OwnRounds, Tag("own")] | Annotated[_RoundsOfSets, Tag("of sets")],
    Discriminator(lambda value: "of sets" if isinstance(value, dict) else "own"),
]
"""Rounds of the nearest set, or of each set that is named: see `sets_around.which`."""

Sound = Annotated[
    str,
    _read(choices.read_sound, spare="none"),
    WithJsonSchema({"anyOf": [{"enum": [*SOUND_ROLES, "none"]}, {"type": "string", "pattern": r"\.[wW][aA][vV]$"}]}),
]
Level = Annotated[
    float,
    _read(choices.read_level, spare=0.0),
    WithJsonSchema({"type": "string", "pattern": r"^[+-]?\d+(\.\d+)? ?dB$"}),
]
UnderWords = Annotated[
    Literal["duck", "pause"],
    _read(music_values.read_under_words, spare="duck"),
    WithJsonSchema({"enum": list(music_values.UNDER_WORDS)}),
]
MusicTempo = Annotated[
    int | Literal["cadence"],
    _read(music_values.read_music_tempo, spare=170),
    WithJsonSchema({"anyOf": [{"const": "cadence", "type": "string"}, between(readers.CADENCES)]}),
]
Rewind = Annotated[
    int,
    _read(music_values.read_rewind, spare=0, is_time=True),
    WithJsonSchema({**_LENGTH_SCHEMA, "description": "a length of time of at most 30s; 0s: none"}),
]
Kinds = Annotated[
    tuple[str, ...],
    _read(choices.read_kinds, spare=()),
    _as_tuple,
    WithJsonSchema(one_or_list({"enum": list(KINDS)})),
]
SoundRole = Annotated[str, _read(choices.read_role, spare=""), WithJsonSchema({"type": "string", "enum": list(ROLES)})]
FILES_SCHEMA = one_or_list({"type": "string", "minLength": 1})
Files = Annotated[
    tuple[str, ...],
    _read(choices.read_files, spare=()),
    _as_tuple,
    WithJsonSchema(FILES_SCHEMA),
]
Language = Annotated[
    str,
    _read(choices.read_language, spare="en"),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}),
]
CoachName = Annotated[
    str,
    _read(readers.read_name, spare="none"),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": readers.MAX_NAME_CHARACTERS}),
]
SaidAs = Annotated[
    str,
    _read(readers.read_say_as, spare="…"),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": readers.MAX_SAY_AS}),
]
Pace = Annotated[
    PaceValue,
    _read(read_pace, spare=SPARE_PACE),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"\d", "description": "such as 5:30/km or 7:15/mi"}),
]


def _races(value: Any, info: ValidationInfo) -> Any:
    from audiocoach.script.values.race_values import SPARE_RACES, read_races  # what few scripts ask for

    context = reading_or_none(info)
    try:
        return read_races(value, context)
    except Unreadable as error:
        if context is None:
            raise
        context.unreadable(error, value)
        return SPARE_RACES


RaceTimes = Annotated[
    Any,  # `race_times.Races`, which few scripts need
    PlainValidator(_races),
    PlainSerializer(lambda races: races.written, return_type=dict),
    WithJsonSchema(
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "string", "pattern": r"\d", "description": "such as 24:00 or 1:52:30"},
            "propertyNames": {"pattern": r"\d|^(half|marathon)$"},
        }
    ),
]
NoCoach = Annotated[
    Literal["none"], _read(readers.read_no_coach, spare="none"), WithJsonSchema({"const": "none", "type": "string"})
]
BlockName = Annotated[
    str, _read(choices.read_block_name, spare="…"), WithJsonSchema({"type": "string", "pattern": r"^[A-Za-z][\w-]*$"})
]
When = Annotated[
    str,
    _read(choices.read_when, spare="start"),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(choices.WHENS)},
                {"type": "string", "pattern": r"\d", "description": "a moment, such as -60s"},
            ]
        }
    ),
]
a_list = BeforeValidator(_noting(readers.read_list, spare=()))
by_key = BeforeValidator(_noting(readers.read_mapping, spare={}))
