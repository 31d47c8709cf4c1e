"""Units in words, in every language of the Unicode CLDR: which form stands behind which number.

What is read is `units.json`, beside this; README.md there says where it comes from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("units.json")
_MOST_DIGITS = 20
"""No rule looks further: what matters is whether a number is a small one, and its last six digits."""


@lru_cache(1)
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


@lru_cache(64)
def _locale(code: str) -> Mapping[str, Any] | None:
    """Return what is known of a BCP 47 code, or of as much of its beginning as is known."""
    locales = _data()["locales"]
    parts = [part.title() if len(part) == 4 else part.upper() for part in code.split("-")]
    parts[0] = parts[0].lower()
    for end in range(len(parts), 0, -1):
        found = locales.get("-".join(parts[:end]))
        if found is not None:
            same: Mapping[str, Any] = locales[found] if isinstance(found, str) else found
            return same
    return None


def with_unit(number: str, unit: str, code: str) -> str | None:
    """Return the unit as it stands behind this number in figures, with `{}` for it; 1.0 can take another form than 1.

    Args:
        number: digits, with a point where it is no whole number.
        unit: `day`, `hour`, `minute`, `second` or, in the languages of this package, `kilometre`, `metre`, `mile`.
        code: the language, BCP 47.

    Returns:
        None where the CLDR does not know the language.
    """
    locale = _locale(code)
    if locale is None:
        return None
    forms = locale["units"][unit]
    for form, rule in locale["plural"].items():
        if form in forms and _holds(rule, number):
            return str(forms[form])
    return str(forms["other"])


def short_days(code: str) -> tuple[str, ...]:
    """Return the seven days' short names from Monday on, in one of the languages of this package."""
    return tuple(_data()["days"][code])


def _holds(rule: str, number: str) -> bool:
    """Tell whether a number is one of a form: `i mod 10 in 2..4 and i mod 100 not in 12..14`."""
    values = _operands(number)
    return any(all(_is_so(part, values) for part in way.split(" and ")) for way in rule.split(" or "))


def _operands(number: str) -> dict[str, Decimal]:
    """Name what the rules ask of a number: as it is, whole, and its decimals, with and without the zeros at the end."""
    whole, _, decimals = number.partition(".")
    if len(whole) > _MOST_DIGITS:
        whole = "9" + whole[-_MOST_DIGITS:]
    decimals = decimals[:_MOST_DIGITS]
    shown = decimals.rstrip("0")
    return {
        "n": Decimal(f"{whole or 0}.{shown}"),
        "i": Decimal(whole or "0"),
        "v": Decimal(len(decimals)),
        "w": Decimal(len(shown)),
        "f": Decimal(decimals or "0"),
        "t": Decimal(shown or "0"),
        "c": Decimal(0),
        "e": Decimal(0),
    }


def _is_so(part: str, values: Mapping[str, Decimal]) -> bool:
    """Tell whether one condition is so: `n in 1`, `i mod 10 not in 2..4,9`."""
    left, _, ranges = part.partition(" in ")
    words = left.split()
    value = values[words[0]]
    if "mod" in words:
        value %= int(words[2])
    return _within(value, ranges) is (words[-1] != "not")


def _within(value: Decimal, ranges: str) -> bool:
    """Tell whether a value is one of whole numbers; one with decimals is not, even between two of them."""
    if value != value.to_integral_value():
        return False
    return any(
        int(low) <= value <= int(high or low) for low, _, high in (each.partition("..") for each in ranges.split(","))
    )
