"""Compute the lengths and counts of a programme: `work: backward / bouts`."""

from __future__ import annotations

import re
from typing import Any

from audiocoach.errors import Unreadable
from audiocoach.quantities.arithmetic import evaluate, is_expression, names_in
from audiocoach.quantities.lengths import write_length
from audiocoach.quantities.quantity import Quantity, parse_quantity
from audiocoach.quantities.variables import plain_number
from audiocoach.script.context import Reading


class Computed(int):
    """A number that comes from a programme's variables. What does not fit into it in one session is left out there."""


def computed_length(value: Any, context: Reading) -> Any:
    """Compute a length, in ms, by arithmetic on a programme's variables; return anything else as it is.

    Raises:
        Unreadable: when the result is no length.
    """
    if not _is_computed(value, context):
        return value
    return Computed(_length(value, _evaluate(value, context), context))


def computed_count(value: Any, context: Reading) -> Any:
    """Compute a number of rounds, as `computed_length` does a length."""
    return Computed(_count(value, _evaluate(value, context))) if _is_computed(value, context) else value


def _is_computed(value: Any, context: Reading) -> bool:
    return bool(context.variables) and isinstance(value, str) and value.strip() != "auto" and is_expression(value)


def _evaluate(text: str, context: Reading) -> Quantity:
    known = {name: value for name, value in context.variables.items() if isinstance(value, Quantity)}
    names = names_in(text)
    context.used |= names
    for name in sorted(names & (context.variables.keys() - known.keys())):
        raise _is_text(name, str(context.variables[name]))
    return evaluate(text, known)


def _is_text(name: str, worth: str) -> Unreadable:
    """Return the error for a variable that is text; for one meant as a length, it says what is wrong with it."""
    message = f"'{name}' is text in this programme, and no length can be computed from it"
    if not re.match(r"\d", worth):
        return Unreadable(message)
    try:
        parse_quantity(worth)
    except Unreadable as error:
        return Unreadable(f"'{name}' is no length: {error.message}", str(error.hint))  # it is written elsewhere
    return Unreadable(message)


def _length(text: str, exact: Quantity, context: Reading) -> int:
    if not exact.is_length:
        message = f"'{text}' makes the number {plain_number(exact)}, and a length is wanted"
        raise Unreadable(message, "such as backward / 4")
    whole = exact.whole_seconds()
    if whole <= 0:
        raise Unreadable(f"'{text}' makes less than a second here", "a length must be more than zero")
    if whole != exact.value:
        context.rounded.append(f"{text} = {float(exact.value) / 1000:.2f} s, rounded down to {write_length(whole)}")
    return whole


def _count(text: str, exact: Quantity) -> int:
    if exact.is_length or exact.value.denominator != 1 or exact.value < 1:
        shown = write_length(exact.whole_seconds()) if exact.is_length else plain_number(exact)
        raise Unreadable(f"'{text}' makes {shown}, and a number of rounds is wanted", "a whole number, one at least")
    return exact.value.numerator
