"""The types of single values: how each is read, and how the JSON Schema describes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from audiocoach.lengths import Moment
from audiocoach.script import readers
from audiocoach.vocabulary import KINDS, ROUNDS, SOUND_ROLES


def _one_or_list(entry: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [entry, {"type": "array", "items": entry, "minItems": 1}]}


def _between(allowed: range) -> dict[str, Any]:
    return {"type": "integer", "minimum": allowed[0], "maximum": allowed[-1]}


_LENGTH_SCHEMA = {
    "type": "string",
    "description": "a length of time, such as 90s, 2m30s, 2:30 or 5 min",
    "pattern": r"\d",
}
_WORDS_SCHEMA = {"type": "string", "minLength": 1, "maxLength": readers.MAX_CUE_CHARACTERS}
_NUMBER = {"type": "integer", "minimum": 1}

Name = Annotated[
    str,
    PlainValidator(readers.read_name),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": readers.MAX_NAME_CHARACTERS}),
]
Description = Annotated[str, PlainValidator(readers.read_description), WithJsonSchema(_WORDS_SCHEMA)]
Say = Annotated[tuple[str, ...], PlainValidator(readers.read_say), WithJsonSchema(_one_or_list(_WORDS_SCHEMA))]
Length = Annotated[int, PlainValidator(readers.read_length), WithJsonSchema(_LENGTH_SCHEMA)]
StepLength = Annotated[int, PlainValidator(readers.read_step_length), WithJsonSchema(_LENGTH_SCHEMA)]
TalkLength = Annotated[
    int | Literal["auto"],
    PlainValidator(readers.read_talk_length),
    WithJsonSchema({"anyOf": [{"const": "auto", "description": "as long as its words plus a second"}, _LENGTH_SCHEMA]}),
]
At = Annotated[
    Moment,
    PlainValidator(readers.read_moment),
    WithJsonSchema(
        {"type": "string", "description": "start, halfway, end, 20s (from the start), -10s (before the end) or 25%"}
    ),
]
Repeat = Annotated[int, PlainValidator(readers.read_repeat), WithJsonSchema({**_NUMBER, "maximum": readers.MAX_REPEAT})]
Rate = Annotated[int, PlainValidator(readers.read_rate), WithJsonSchema(_between(readers.RATES))]
Cadence = Annotated[int, PlainValidator(readers.read_cadence), WithJsonSchema(_between(readers.CADENCES))]
Flag = Annotated[bool, PlainValidator(readers.read_flag), WithJsonSchema({"type": "boolean"})]
Effort = Annotated[
    str,
    PlainValidator(readers.read_effort),
    WithJsonSchema({"type": ["number", "string"], "description": "0 to 10 (Borg's CR10), or a range: 6-7"}),
]
Rounds = Annotated[
    tuple[readers.Round, ...],
    PlainValidator(readers.read_rounds),
    WithJsonSchema(_one_or_list({"anyOf": [{"enum": list(ROUNDS)}, _NUMBER]})),
]
Sound = Annotated[
    str,
    PlainValidator(readers.read_sound),
    WithJsonSchema({"anyOf": [{"enum": [*SOUND_ROLES, "none"]}, {"type": "string", "pattern": r"\.[wW][aA][vV]$"}]}),
]
Level = Annotated[
    float, PlainValidator(readers.read_level), WithJsonSchema({"type": "string", "pattern": r"^[+-]?\d+(\.\d+)? ?dB$"})
]
Kinds = Annotated[
    tuple[str, ...],
    PlainValidator(readers.read_kinds),
    WithJsonSchema(_one_or_list({"enum": list(KINDS)})),
]
SoundRole = Annotated[str, PlainValidator(readers.read_role), WithJsonSchema({"enum": list(SOUND_ROLES)})]
Files = Annotated[
    tuple[str, ...],
    PlainValidator(readers.read_files),
    WithJsonSchema(_one_or_list({"type": "string", "minLength": 1})),
]
Language = Annotated[
    str,
    PlainValidator(readers.read_language),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}),
]
CoachName = Name
BlockName = Annotated[
    str, PlainValidator(readers.read_block_name), WithJsonSchema({"type": "string", "pattern": r"^[A-Za-z][\w-]*$"})
]
When = Annotated[
    str,
    PlainValidator(readers.read_when),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(readers.WHENS)},
                {"type": "string", "pattern": r"\d", "description": "a moment, such as -60s"},
            ]
        }
    ),
]
