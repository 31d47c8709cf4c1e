"""The value of a variable in one session of a programme, and how it is written. Pure."""

from __future__ import annotations

from audiocoach.quantities.quantity import Quantity
from audiocoach.quantities.units import clock

Value = Quantity | str
"""A length, a number, or text."""


def written(value: Value) -> str:
    """Write a value as titles and tables show it: `1:50`, `4`, `High knees`."""
    if isinstance(value, str):
        return value
    return clock(value.whole_seconds()) if value.is_length else plain_number(value)


def plain_number(value: Quantity) -> str:
    """Write a number without needless decimals."""
    number = value.value
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"


def as_data(value: Value) -> int | float | str:
    """Return a value for `--json`: a length in milliseconds (cut to whole seconds, as used), a number, or text."""
    if isinstance(value, str):
        return value
    if value.is_length:
        return value.whole_seconds()
    return value.value.numerator if value.value.denominator == 1 else float(value.value)
