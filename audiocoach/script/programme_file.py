"""The shape of a programme file: what stands around its session template."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, PlainValidator, Tag, ValidationInfo, WithJsonSchema

from audiocoach.lengths import Unreadable
from audiocoach.progression import Percent, parse_grow, parse_share
from audiocoach.quantity import Quantity, parse_quantity
from audiocoach.script import fields, readers
from audiocoach.script.written import Written

MAX_WEEKS = 104
MAX_PER_WEEK = 7
_TEXT = {"type": ["string", "number"]}


def _read_quantity(value: object) -> Quantity:
    return value if isinstance(value, Quantity) else parse_quantity(readers.text_of(value, "a value"))


def _read_grow(value: object) -> Quantity | Percent:
    return value if isinstance(value, Quantity | Percent) else parse_grow(readers.text_of(value, "a step"))


def _read_share(value: object) -> Fraction:
    return value if isinstance(value, Fraction) else parse_share(readers.text_of(value, "a share"))


def _read_value(value: object) -> Quantity | str:
    text = readers.read_description(value)
    try:
        return parse_quantity(text)
    except Unreadable:
        return text


def _read_weeks(value: object) -> tuple[int, ...]:
    entries = value if isinstance(value, list | tuple) else [value]
    return tuple(readers.whole_number(entry, "a week", range(1, MAX_WEEKS + 1)) for entry in entries)


def _counted(what: str, most: int) -> Any:
    def read(value: object) -> int:
        return readers.whole_number(value, what, range(1, most + 1))

    return PlainValidator(read)


def _read_days(value: object) -> tuple[str, ...]:
    from audiocoach.programme import DAYS
    from audiocoach.suggest import did_you_mean

    entries = value if isinstance(value, list | tuple) else [value]
    days = []
    for entry in entries:
        text = readers.text_of(entry, "a day").strip()
        if text.title() not in DAYS:
            raise Unreadable(f"'{text}' is not a day", did_you_mean(text, DAYS, "Days are: " + ", ".join(DAYS)))
        if text.title() in days:
            raise Unreadable(f"'{text}' stands here twice", "never two sessions on one day")
        days.append(text.title())
    return tuple(days)


Amount = Annotated[Quantity, PlainValidator(_read_quantity), WithJsonSchema(_TEXT)]
Weeks = Annotated[
    tuple[int, ...],
    PlainValidator(_read_weeks),
    WithJsonSchema({"type": "array", "items": {"type": "integer", "minimum": 1}}),
]
Grade = Annotated[int, _counted("a grade", 10), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 10})]
Share = Annotated[Fraction, PlainValidator(_read_share), WithJsonSchema(_TEXT)]


class Growing(Written):
    """A value that grows."""

    what = "a growing value"
    start: Amount = Field(description="its first value: a length or a number")
    grow: Annotated[Quantity | Percent, PlainValidator(_read_grow), WithJsonSchema(_TEXT)] = Field(
        description="10%, 30s or 1: how much it grows each time"
    )
    grow_per: Literal["session", "week"] = Field("session", alias="grow-per")
    hold: Annotated[
        int, _counted("how long a level is held", 100), WithJsonSchema({"type": "integer", "minimum": 1})
    ] = Field(1, description="for so many sessions or weeks each level is held")
    at_least: Amount | None = Field(None, alias="at-least", description="the smallest step")
    round_to: Amount | None = Field(None, alias="round-to", description="steps and eased values are rounded down to it")
    target: Amount | None = Field(None, description="it never goes beyond")
    ease_weeks: Weeks = Field((), alias="ease-weeks", description="weeks that do not load")
    ease_every: Annotated[
        int | None, _counted("ease-every", MAX_WEEKS), WithJsonSchema({"type": "integer", "minimum": 2})
    ] = Field(None, alias="ease-every", description="every so many weeks one does not load")
    ease_to: Share = Field(Fraction(2, 3), alias="ease-to", description="of the last load, such as 2/3")
    finish: Amount | None = Field(None, description="the value of the very last session")


class Staged(dict[int, tuple[str, Quantity | str]]):
    """Values from certain weeks on: week → the key as written, and the value."""


def _rule_tag(data: Any) -> str:
    if isinstance(data, Growing):
        return "growing"
    if isinstance(data, dict):
        keys = [str(key) for key in data]
        return "stages" if keys and all(key.startswith("week") or key[:1].isdigit() for key in keys) else "growing"
    return "list" if isinstance(data, list | tuple) else "constant"


def _read_stages(value: object) -> Staged:
    assert isinstance(value, dict)
    found = Staged()
    for key, entry in value.items():
        text = str(key).removeprefix("week").strip()
        if not text.isdecimal() or len(text) > 3:
            raise Unreadable(f"'{key}' is no week", "a table has keys such as 'week 1' and 'week 5'")
        if int(text) in found:
            raise Unreadable(f"week {text} stands here twice", "keep one of them")
        found[int(text)] = (key, _read_value(entry))
    return found


def _read_list(value: object) -> tuple[Quantity | str, ...]:
    assert isinstance(value, list)
    if not value:
        raise Unreadable("a list of values is empty", "write one for each week")
    return tuple(_read_value(entry) for entry in value)


Rule = Annotated[
    Annotated[Growing, Tag("growing")]
    | Annotated[
        Any,
        PlainValidator(_read_stages),
        WithJsonSchema({"type": "object", "additionalProperties": _TEXT}),
        Tag("stages"),
    ]
    | Annotated[Any, PlainValidator(_read_list), WithJsonSchema({"type": "array", "items": _TEXT}), Tag("list")]
    | Annotated[Any, PlainValidator(_read_value), WithJsonSchema(_TEXT), Tag("constant")],
    Discriminator(_rule_tag),
]


class Adapt(Written):
    """The numbers of the adapting rules."""

    what = "'adapt'"
    repeat_at_effort: Grade = Field(6, alias="repeat-at-effort")
    back_at_effort: Grade = Field(8, alias="back-at-effort")
    back_at_pain: Grade = Field(3, alias="back-at-pain")
    stop_at_pain: Grade = Field(6, alias="stop-at-pain")
    back_below_done: Share = Field(Fraction(7, 10), alias="back-below-done")
    repeat_below_done: Share = Field(Fraction(9, 10), alias="repeat-below-done")


def _read_plan_key(value: object) -> tuple[int, int | None]:
    text = readers.text_of(value, "a week")
    week, dot, run = text.strip().removeprefix("week ").partition(".")
    if not week.isdecimal() or (dot and not run.isdecimal()):
        raise Unreadable(f"'{text}' is no week of a plan", "keys are weeks (5) or sessions (5.1)")
    return int(week), int(run) if dot else None


def _raw(value: Any, info: ValidationInfo) -> Any:  # noqa: ARG001  # a validator's arguments
    return value


class ProgrammeFile(Written):
    """A programme as written: its rules, its plan, and the template of its sessions."""

    what = "a programme"
    programme: fields.Name = Field(description="the title")
    description: fields.Description | None = None
    weeks: Annotated[
        int,
        _counted("the number of weeks", MAX_WEEKS),
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_WEEKS}),
    ]
    per_week: Annotated[
        int,
        _counted("sessions a week", MAX_PER_WEEK),
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_PER_WEEK}),
    ] = Field(alias="per-week")
    days: Annotated[
        tuple[str, ...],
        PlainValidator(_read_days),
        WithJsonSchema({"type": "array", "items": {"enum": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]}}),
    ] = ()
    dose: fields.Name | None = Field(
        None, description="the variable that the adapting rules compare; default: all work"
    )
    progression: dict[fields.BlockName, Rule] = Field({}, description="a rule for each variable")
    plan: dict[
        Annotated[tuple[int, int | None], PlainValidator(_read_plan_key), WithJsonSchema({"type": "string"})],
        dict[
            fields.BlockName,
            Annotated[Any, PlainValidator(_raw), WithJsonSchema({"anyOf": [_TEXT, {"type": "array"}]})],
        ],
    ] = Field({}, description="values by week (5) or session (5.1)")
    session: Annotated[
        Any, PlainValidator(_raw), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object"}]})
    ] = Field(description="the template of its sessions, or a file")
    adapt: Adapt = Adapt()
