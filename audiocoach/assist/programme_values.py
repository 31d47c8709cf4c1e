"""The values of a programme's rules, as what can be pushed up and down, and the edits that write another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from audiocoach.assist.keys_in_text import other_value
from audiocoach.assist.length_notations import notations
from audiocoach.assist.text_edits import applied
from audiocoach.assist.written_nodes import Items, Keys, Part, Scalar, anchored, written
from audiocoach.errors import AudiocoachError, Unreadable
from audiocoach.programme.file import Growing
from audiocoach.quantities.quantity import Quantity, parse_quantity
from audiocoach.quantities.units import MINUTE, SECOND

Unit = Literal["length", "percent", "number"]

_PERCENT = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)(\s*)%")
_SHARE = "ease-to"
_WHOLE = frozenset(("hold", "ease-every"))
_DESCRIBED = {field.alias or name: field.description or "" for name, field in Growing.model_fields.items()}


@dataclass(frozen=True, slots=True)
class ProgrammeValue:
    """One number of a programme's rules.

    Attributes:
        key: which one it is: "running/start", "bouts/week 3", "rest", "pauses/2".
        label: the same for people.
        about: what it is for.
        unit: what it counts: a length in milliseconds, percent, or a number.
        value: how much it is.
        least: the least that is offered.
        most: the most that is offered.
        step: by how much it is pushed.
        text: it as it is written.
        line: on which line, from 1.
    """

    key: str
    label: str
    about: str
    unit: Unit
    value: float
    least: float
    most: float
    step: float
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class _Written:
    """One scalar of the rules: its key, what it is for, and whether it stands in braces or brackets."""

    key: str
    about: str
    scalar: Scalar
    flow: bool

    @property
    def inner(self) -> str:
        """Return the last part of its key."""
        return self.key.rpartition("/")[2]


@lru_cache(4)  # a text is looked at by estimated lengths and then by measured ones
def programme_values(text: str) -> tuple[ProgrammeValue, ...]:
    """List the values of a programme's rules that are written as one number, in the order of the text.

    Raises:
        AudiocoachError: where the text is no YAML.
    """
    return tuple(value for each in _scalars(written(text)) if (value := _value(text, each)) is not None)


def place_of_value(text: str, key: str) -> tuple[int, int]:
    """Return where a value of a programme begins and ends in its text.

    Raises:
        AudiocoachError: where there is no such value.
    """
    scalar = _found(text, key)[0].scalar
    return scalar.start, scalar.end


def other_programme_value(text: str, key: str, value: float) -> Iterator[str]:
    """Yield the texts in which one value of a programme is another one, written as it is now where that can be.

    Raises:
        AudiocoachError: where there is no such value.
    """
    found, unit = _found(text, key)
    for form in _forms(found.scalar.value.strip(), unit, value):
        yield applied(text, [other_value(found.scalar, form, flow=found.flow)])


def _found(text: str, key: str) -> tuple[_Written, Unit]:
    for each in _scalars(written(text)):
        if each.key == key and (amount := _amount(each)) is not None:
            return each, amount[0]
    raise AudiocoachError(
        f"'{key}' is no value of this programme that is written as one number",
        "a value that is computed, or that a table has, is changed in the text",
    )


def _scalars(root: Keys) -> Iterator[_Written]:
    rules = root.value("progression")
    for name, rule in rules.entries if isinstance(rules, Keys) else ():
        flow = any(isinstance(part, Keys | Items) and part.flow for part in (root, rules, rule))
        inner: list[tuple[str, Part, str]] = [("", rule, "")]
        if isinstance(rule, Keys):
            inner = [(f"/{key.value}", value, _DESCRIBED.get(key.value, "")) for key, value in rule.entries]
        elif isinstance(rule, Items):
            inner = [(f"/{index + 1}", item, "") for index, item in enumerate(rule.items)]
        for key, part, about in inner:
            if isinstance(part, Scalar) and part.style not in ("|", ">") and not anchored(rule):
                yield _Written(f"{name.value}{key}", about, part, flow)


def _value(text: str, found: _Written) -> ProgrammeValue | None:
    amount = _amount(found)
    if amount is None:
        return None
    unit, value = amount
    least, most, step = (5, 100, 5) if found.inner == _SHARE else _range(unit, value, whole=found.inner in _WHOLE)
    label = found.key.replace("/", ": ", 1)
    line = text.count("\n", 0, found.scalar.start) + 1
    return ProgrammeValue(
        found.key, label, found.about, unit, value, least, most, step, found.scalar.value.strip(), line
    )


def _amount(found: _Written) -> tuple[Unit, float] | None:
    """Read a number with its unit; None for words, for steps, and for what is computed."""
    bare = found.scalar.value.strip()
    if percent := _PERCENT.fullmatch(bare):
        return "percent", _plain(Fraction(percent[1]))
    try:
        quantity: Quantity = parse_quantity(bare)
    except Unreadable:
        return None
    if found.inner == _SHARE and not quantity.is_length:
        return "percent", round(float(quantity.value * 100), 1)
    if "/" in bare:
        return None
    return ("length" if quantity.is_length else "number"), _plain(quantity.value)


def _plain(value: Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)


def _range(unit: Unit, value: float, *, whole: bool) -> tuple[float, float, float]:
    """Return from where to where a value can be pushed, and by how much; the value itself is one of these."""
    step: float
    if unit == "length":
        step = next(size for size, below in _STEPS if value <= below)
        least = int(value) % step or step
        return least, least + max(int(3 * value) // step, 4) * step, step
    if unit == "percent":
        step = 1 if float(value).is_integer() else 0.5
        return min(step, value), max(_MOST_PERCENT, 2 * value), step
    if whole or float(value).is_integer():
        return min(1, value), max(10, 3 * value), 1
    return min(0.1, value), max(1, 3 * value), 0.1


_STEPS = (
    (1 * SECOND, 20 * SECOND),
    (5 * SECOND, 5 * MINUTE),
    (30 * SECOND, 30 * MINUTE),
    (MINUTE, float("inf")),
)
"""By how much a length is pushed that is no longer than so much."""


_MOST_PERCENT = 20
"""How far a growth can be pushed with the mouse: twice what runners call the most for a week. More can be written."""


def _forms(old: str, unit: Unit, value: float) -> Iterator[str]:
    if unit == "length":
        yield from notations(old, round(value))
    elif unit == "percent":
        gap = _PERCENT.fullmatch(old)
        if re.fullmatch(r"[0-9.]+", old):
            yield f"{value / 100:g}"
        yield f"{value:g}{gap[2] if gap else ''}%"
    else:
        yield f"{value:g}"
