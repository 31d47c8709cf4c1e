"""The shape of a programme file: all that surrounds its session template."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)

from audiocoach.errors import Hint
from audiocoach.programme.progression.rules import Percent
from audiocoach.programme.read_values import (
    MAX_WEEKS,
    Needs,
    Plan,
    Spare,
    Unread,
    completed,
    counted,
    noting,
    noting_each,
    read_constant,
    read_day,
    read_done,
    read_grow,
    read_grow_per,
    read_plan,
    read_quantity,
    read_share,
    read_stages,
    read_values,
    read_variable_name,
    read_week,
)
from audiocoach.quantities.quantity import Quantity
from audiocoach.script.context import reading
from audiocoach.script.mapping import Written
from audiocoach.script.values import fields
from audiocoach.script.yaml.located import Text

MAX_PER_WEEK = 7
_TEXT = {"type": ["string", "number"]}
_NOTHING = Quantity(Fraction(1), is_length=False)

Amount = Annotated[Quantity, noting(read_quantity, _NOTHING), WithJsonSchema(_TEXT)]
Weeks = Annotated[
    tuple[int, ...],
    noting_each(read_week),
    WithJsonSchema({"type": "array", "items": {"type": "integer", "minimum": 1}}),
]
Grade = Annotated[
    int, noting(counted("a grade", 10), 1), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 10})
]
Share = Annotated[Fraction, noting(read_share, Fraction(1, 2)), WithJsonSchema(_TEXT)]
Done = Annotated[Fraction, noting(read_done, Fraction(1, 2)), WithJsonSchema(_TEXT)]
VariableName = Annotated[
    str,
    noting(read_variable_name, "…"),
    WithJsonSchema({"type": "string", "pattern": r"^[A-Za-z][\w-]*$"}),
]


class Growing(Written):
    """A value that grows."""

    what = "a growing value"
    start: Amount = Field(description="its first value: a length or a number")
    grow: Annotated[Quantity | Percent, noting(read_grow, _NOTHING), WithJsonSchema(_TEXT)] = Field(
        description="10%, 30s or 1: how much it grows each time"
    )
    grow_per: Annotated[
        Literal["session", "week"],
        noting(read_grow_per, "session"),
        WithJsonSchema({"enum": ["session", "week"], "type": "string"}),
    ] = Field("session", alias="grow-per")
    hold: Annotated[
        int, noting(counted("how long a level is held", 100), 1), WithJsonSchema({"type": "integer", "minimum": 1})
    ] = Field(1, description="for so many sessions or weeks each level is held")
    at_least: Amount | None = Field(None, alias="at-least", description="the smallest step")
    round_to: Amount | None = Field(None, alias="round-to", description="steps and eased values are rounded down to it")
    target: Amount | None = Field(None, description="it never goes beyond")
    ease_weeks: Weeks = Field((), alias="ease-weeks", description="weeks that do not load")
    ease_every: Annotated[
        int | None, noting(counted("ease-every", MAX_WEEKS), None), WithJsonSchema({"type": "integer", "minimum": 2})
    ] = Field(None, alias="ease-every", description="every so many weeks one does not load")
    ease_to: Share = Field(Fraction(2, 3), alias="ease-to", description="of the last load, such as 2/3")
    finish: Amount | None = Field(None, description="the value of the very last session")


_GROWING_NEEDS: Needs = {
    "start": ("this growing value does not say where it starts", Hint("add 'start: 2m'", "start: 2m"), Text("1")),
    "grow": (
        "this growing value does not say how it grows",
        Hint("add 'grow: 10%' or 'grow: 30s'", "grow: 10%", "grow: 30s"),
        Text("1"),
    ),
}


def _read_growing(data: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Growing | Unread:
    context = reading(info)
    noted = len(context.problems)
    found: Growing = handler(completed(data, _GROWING_NEEDS, Growing._keys(), context))
    return found if len(context.problems) == noted else Unread()


def _rule_tag(data: Any) -> str:
    if isinstance(data, Growing):
        return "growing"
    if isinstance(data, dict):
        return "stages" if any(str(key).startswith("week") or key[:1].isdigit() for key in data) else "growing"
    return "list" if isinstance(data, list | tuple) else "constant"


Rule = Annotated[
    Annotated[Growing, WrapValidator(_read_growing), Tag("growing")]
    | Annotated[
        Any,
        PlainValidator(read_stages),
        WithJsonSchema({"type": "object", "additionalProperties": _TEXT}),
        Tag("stages"),
    ]
    | Annotated[Any, PlainValidator(read_values), WithJsonSchema({"type": "array", "items": _TEXT}), Tag("list")]
    | Annotated[Any, PlainValidator(read_constant), WithJsonSchema(_TEXT), Tag("constant")],
    Discriminator(_rule_tag),
]


class Adapt(Written):
    """The numbers of the adapting rules."""

    what = "'adapt'"
    repeat_at_effort: Grade = Field(6, alias="repeat-at-effort")
    back_at_effort: Grade = Field(8, alias="back-at-effort")
    back_at_pain: Grade = Field(3, alias="back-at-pain")
    stop_at_pain: Grade = Field(6, alias="stop-at-pain")
    back_below_done: Done = Field(Fraction(7, 10), alias="back-below-done")
    repeat_below_done: Done = Field(Fraction(9, 10), alias="repeat-below-done")


def _raw(value: Any, info: ValidationInfo) -> Any:  # noqa: ARG001  # a validator's arguments
    return value


_ROW = {
    "type": "object",
    "patternProperties": {r"^[A-Za-z][\w-]*$": {"anyOf": [_TEXT, {"type": "array"}]}},
}

PROGRAMME_NEEDS: Needs = {
    "programme": (
        "this programme has no title",
        Hint("add a line 'programme: My programme'", "programme: My programme"),
        Text("…"),
    ),
    "weeks": ("this programme does not say how many weeks it has", Hint("add a line 'weeks: 8'", "weeks: 8"), Spare(1)),
    "per-week": (
        "this programme does not say how many sessions a week has",
        Hint("add a line 'per-week: 3'", "per-week: 3"),
        Spare(1),
    ),
    "session": (
        "this programme has no template for its sessions",
        "add 'session:', and beneath it 'session: A title' and 'steps:'",
        None,
    ),
}


class ProgrammeFile(Written):
    """A programme as written: its rules, its plan, and the template of its sessions."""

    what = "a programme"
    programme: fields.Name = Field(description="the title")
    description: fields.Description | None = None
    weeks: Annotated[
        int,
        noting(counted("the number of weeks", MAX_WEEKS), Spare(1)),
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_WEEKS}),
    ]
    per_week: Annotated[
        int,
        noting(counted("sessions a week", MAX_PER_WEEK), Spare(1)),
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_PER_WEEK}),
    ] = Field(alias="per-week")
    days: Annotated[
        tuple[str, ...],
        noting_each(read_day, once=True),
        WithJsonSchema({"type": "array", "items": {"enum": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]}}),
    ] = ()
    dose: fields.Name | None = Field(
        None, description="the variable that the adapting rules compare; default: all work"
    )
    progression: Annotated[dict[VariableName, Rule], fields.by_key] = Field({}, description="a rule for each variable")
    plan: Annotated[
        Plan,
        PlainValidator(read_plan),
        WithJsonSchema({"type": "object", "additionalProperties": _ROW}),
    ] = Field(Plan(), description="values by week (5) or session (5.1)")
    session: Annotated[
        Any, PlainValidator(_raw), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object"}]})
    ] = Field(description="the template of its sessions, or a file")
    adapt: Adapt = Adapt()
