"""Read each value of a programme file. What cannot be read is noted, and reading goes on with a spare."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pydantic import PlainValidator, ValidationInfo

from audiocoach.errors import Unreadable, Where
from audiocoach.programme.progression.percentages import parse_grow, parse_share
from audiocoach.programme.progression.rules import Percent
from audiocoach.quantities.quantity import Quantity, parse_quantity
from audiocoach.script.added_keys import added
from audiocoach.script.context import Reading, reading
from audiocoach.script.values import choices, readers
from audiocoach.script.yaml.located import Mapping, Sequence, Text, where_of
from audiocoach.text.suggest import did_you_mean, nearest

MAX_WEEKS = 104


class Spare(int):
    """A stand-in for a number of weeks or sessions that could not be read; what depends on it is not checked."""


class Unread:
    """A stand-in for a rule that could not be read."""


class Staged(dict[int, tuple[str, Quantity | str]]):
    """Values from certain weeks on: week → the key as written, and the value."""


class Listed(tuple[Quantity | str, ...]):
    """A value for each week, and the place of each."""

    places: tuple[Where, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row of `plan`: where its key stands, its cells, and where each name stands."""

    where: Where
    cells: dict[str, Any] = field(default_factory=dict)
    names: dict[str, Where] = field(default_factory=dict)


class Plan(dict[tuple[int, int | None], Row]):
    """The rows of `plan`, by week and session of it; `whole` unless one could not be read."""

    whole = True


Needs = dict[str, tuple[str, str, Any]]
"""Keys that must be there: what to say without them, what to do, and what stands in for the value."""


def completed(data: Any, needs: Needs, keys: Iterable[str], context: Reading) -> Any:
    """Complete a mapping with a spare for each key that it needs and lacks, which is noted."""
    if not isinstance(data, Mapping):
        return data
    known = list(keys)
    mistyped = {nearest(key, known) for key in data if key not in known}
    found = Mapping(dict(data), data.where, flow=data.flow)
    for key, (message, hint, spare) in needs.items():
        if key not in data:
            found[Text(key, data.where)] = spare
            if key not in mistyped:
                context.error(message, data.where, added(hint, data.where))
    return found


def noting(read: Callable[[Any], Any], spare: Any) -> PlainValidator:
    """Make a validator that reads one value; `spare` replaces one that cannot be read."""

    def validate(value: Any, info: ValidationInfo) -> Any:
        found = _one(value, read, reading(info))
        return spare if found is None else found

    return PlainValidator(validate)


def noting_each(read: Callable[[Any], Any], *, once: bool = False) -> PlainValidator:
    """Make a validator that reads a list, or one value as a list of one; empty if a value is wrong."""

    def validate(value: Any, info: ValidationInfo) -> tuple[Any, ...]:
        entries = value if isinstance(value, list | tuple) else [value]
        found: list[Any] = []
        for entry in entries:
            one = _one(entry, read, reading(info))
            if once and one is not None and one in found:
                reading(info).error(f"'{entry}' stands here twice", where_of(entry), "keep one of them")
            found.append(one)
        return () if None in found or (once and len(set(found)) < len(found)) else tuple(found)

    return PlainValidator(validate)


def _one(value: Any, read: Callable[[Any], Any], context: Reading) -> Any:
    """Read a value; note one that cannot be read, and return None."""
    try:
        return read(value)
    except Unreadable as error:
        context.unreadable(error, value)
        return None


def counted(what: str, most: int) -> Callable[[Any], int]:
    """Make a reader of whole numbers from 1 to `most`."""

    def read(value: object) -> int:
        try:
            return readers.whole_number(value, what, range(1, most + 1))
        except Unreadable as error:
            raise Unreadable(error.message, f"write a number, such as {min(most, 3)}") from None

    return read


def read_quantity(value: object) -> Quantity:
    """Read a length or a number."""
    return parse_quantity(readers.text_of(value, "a value"))


def read_grow(value: object) -> Quantity | Percent:
    """Read a step of growth."""
    return parse_grow(readers.text_of(value, "a step"))


def read_grow_per(value: object) -> str:
    """Read what a step is taken after: a session or a week."""
    text = readers.text_of(value, "'grow-per'").strip()
    if text not in ("session", "week"):
        raise Unreadable(f"'{text}' is neither 'session' nor 'week'", "without 'grow-per', it grows each session")
    return text


def read_share(value: object) -> Fraction:
    """Read a share of the last load."""
    return parse_share(readers.text_of(value, "a share"))


def read_done(value: object) -> Fraction:
    """Read a share of a session that was done."""
    text = readers.text_of(value, "a share")
    try:
        return parse_share(text)
    except Unreadable as error:
        raise Unreadable(f"'{text}' is not a share of a session", error.hint) from None


def read_value(value: object) -> Quantity | str:
    """Read a variable's value: a length, a number, or words."""
    text = readers.text_of(value, "a value")
    if not text.strip():
        raise Unreadable("a value is missing here", "write a length, a number or words")
    try:
        return parse_quantity(text)
    except Unreadable:
        return readers.read_description(value)


def read_variable_name(value: object) -> str:
    """Read a variable's name, which follows the rules of a block's."""
    return choices.read_block_name(value, "a variable's name")


def read_week(value: object) -> int:
    """Read a week's number."""
    return readers.whole_number(value, "a week", range(1, MAX_WEEKS + 1))


def read_day(value: object) -> str:
    """Read a day of the week, by its first three letters."""
    from audiocoach.programme.programme import DAYS

    text = readers.text_of(value, "a day").strip()
    if text.title() not in DAYS:
        raise Unreadable(f"'{text}' is not a day", did_you_mean(text, DAYS, "Days are: " + ", ".join(DAYS)))
    return text.title()


def read_stages(value: Any, info: ValidationInfo) -> Staged | Unread:
    """Read values by the week they begin in: `{week 1: 4, week 5: 5}`."""
    context, found, noted = reading(info), Staged(), len(reading(info).problems)
    for key, entry in value.items():
        text = str(key).removeprefix("week").strip()
        worth = _one(entry, read_value, context)
        if not text.isdecimal() or len(text) > 3:
            context.error(f"'{key}' is no week", where_of(key), "a table has keys such as 'week 1' and 'week 5'")
        elif int(text) in found:
            context.error(f"week {int(text)} stands here twice", where_of(key), "keep one of them")
        elif worth is not None:
            found[int(text)] = (key, worth)
    return found if len(context.problems) == noted else Unread()


def read_values(value: Any, info: ValidationInfo) -> Listed | Unread:
    """Read a value for each week: `[March, Skip]`."""
    if not value:
        reading(info).error("a list of values is empty", where_of(value), "write one for each week")
    worth = [_one(entry, read_value, reading(info)) for entry in value]
    if None in worth or not worth:
        return Unread()
    found = Listed(worth)
    found.places = tuple(where_of(entry) for entry in value)
    return found


def read_constant(value: Any, info: ValidationInfo) -> Quantity | str | Unread:
    """Read one value for all sessions."""
    found = _one(value, read_value, reading(info))
    return Unread() if found is None else found


def read_plan(value: Any, info: ValidationInfo) -> Plan:
    """Read the table `plan`; an error in one row loses no other row."""
    context, found, noted = reading(info), Plan(), len(reading(info).problems)
    if not isinstance(value, Mapping):
        hint = "write a line for each: '1: {main: work 5m}'"
        context.error("the plan is a table of weeks or sessions, and this is not", where_of(value), hint)
        value = Mapping({}, where_of(value))
    for key, cells in value.items():
        place = _one(key, _read_plan_key, context)
        if place in found:
            context.error(f"'{key}' stands in the plan already", key.where, "keep one of them")
        elif not isinstance(cells, Mapping):
            hint = f"write '{key}: {{main: work 5m}}'"
            context.error("a row of the plan is names and their values", where_of(cells), hint)
        elif place is not None:
            found[place] = _read_row(key.where, cells, context)
    found.whole = len(context.problems) == noted
    return found


def _read_plan_key(value: object) -> tuple[int, int | None]:
    text = readers.text_of(value, "a week").strip()
    week, dot, run = text.removeprefix("week ").strip().partition(".")
    if len(text) > 20 or not week.isdecimal() or (dot and not run.isdecimal()):
        raise Unreadable(f"'{text[:40]}' is no week of a plan", "keys are weeks (5) or sessions (5.1)")
    return int(week), int(run) if dot else None


def _read_row(where: Where, cells: Mapping, context: Reading) -> Row:
    row = Row(where)
    for name, value in cells.items():
        known = _one(name, read_variable_name, context)
        if not isinstance(value, Text | Sequence) or not value:
            hint = f"write '{name}: 90s', '{name}: 4' or '{name}: work 5m Run, rest 2m'"
            context.error("a value is a length, a number, words or steps", where_of(value), hint)
        elif known is not None:
            row.cells[known] = value
            row.names[known] = name.where
    return row
