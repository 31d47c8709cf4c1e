"""Read the percentages and shares of a rule as people write them: `10%`, `-5%`, `30s`, `2/3`."""

from __future__ import annotations

import re
from fractions import Fraction

from audiocoach.errors import Unreadable
from audiocoach.programme.progression.rules import Percent
from audiocoach.quantities.quantity import Quantity, parse_quantity
from audiocoach.text.suggest import meant

_PERCENT = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)\s*%")
_MINUS = "-−–"


def parse_grow(text: str) -> Quantity | Percent:
    """Read the step of a rule: a percentage, a length or a number, with a minus for one that shrinks.

    Raises:
        Unreadable: when it is none of them.
    """
    bare = text.strip()
    sign = -1 if bare[:1] and bare[0] in _MINUS else 1
    size = bare[1:].strip() if bare[:1] and bare[0] in "+" + _MINUS else bare
    if size.endswith("%"):
        return Percent(sign * _share(text, size))
    try:
        step = parse_quantity(size)
    except Unreadable as error:
        # Its sign stands before what is wrong: what is meant by the rest is told in words alone.
        raise Unreadable(error.message, str(error.hint) or "a step looks like 10%, 30s or 1") from None
    return Quantity(sign * step.value, step.is_length)


def parse_percent(text: str) -> Fraction:
    """Read a percentage as a share: `85%` is 17/20.

    Raises:
        Unreadable: when it is no percentage.
    """
    bare = text.strip()
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", bare):
        raise Unreadable(f"'{text}' has no percent sign", meant(f"{bare}%"))
    return _share(text, bare)


def parse_share(text: str) -> Fraction:
    """Read a part of the whole: `2/3`, `60%` or `0.6`; more than 0 and at most 1.

    Raises:
        Unreadable: when it is no such part.
    """
    bare = text.strip()
    hint = "a share looks like 2/3, 60% or 0.6"
    if bare.endswith("%"):
        share = _share(text, bare)
    else:
        quantity = parse_quantity(bare) if re.fullmatch(r"[0-9./\s]+", bare) else None
        if quantity is None or quantity.is_length:
            raise Unreadable(f"'{text}' is not a share of the last load", hint)
        share = quantity.value
    if 1 < share <= 100 and re.fullmatch(r"[0-9]+", bare):
        raise Unreadable(f"'{text}' is more than the whole", meant(f"{bare}%"))
    if not 0 < share <= 1:
        raise Unreadable(f"'{text}' is not between nothing and the whole", hint)
    return share


def _share(text: str, bare: str) -> Fraction:
    found = _PERCENT.fullmatch(bare)
    if not found:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise Unreadable(f"'{shown}' is not a percentage", "percentages look like 10% or 7.5%")
    return Fraction(found[1]) / 100
