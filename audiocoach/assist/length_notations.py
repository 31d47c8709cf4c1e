"""Another length in the notation of the one that an author has written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import AMBIGUOUS_MINUTES, parse_length, write_length
from audiocoach.quantities.notations import MINUTE_MARKS, SECOND_MARKS, TIME, TimeUnit
from audiocoach.quantities.units import HOUR, MINUTE, SECOND

_SIZES: dict[TimeUnit, int] = {"hour": HOUR, "minute": MINUTE, "second": SECOND}
_UNIT_OF = {spelling: unit for unit, spellings in TIME.items() for spelling in spellings}
_PART = re.compile(r"(\d+)(\.\d+)?(\s*)([^\d\s.]+)(\s*)")
_MARKS = dict(zip("'′’‘", '"″”“', strict=True))
_WORDS: dict[TimeUnit, dict[str, str]] = {
    "hour": {"m": "h", "min": "h", "mins": "h", "minute": "hours", "minutes": "hours"},
    "minute": {"s": "m", "sec": "min", "secs": "min", "seconds": "minutes", "second": "minutes", "h": "m"},
    "second": {"m": "s", "min": "sec", "mins": "secs", "minute": "seconds", "minutes": "seconds", "h": "s"},
}
"""What somebody writes for a unit who writes another one so."""


def notations(written: str, milliseconds: int) -> Iterator[str]:
    """Yield ways to write a length, each of which means it, the one most like `written` first."""
    seen: set[str] = set()
    for form in (*_like(written.strip(), milliseconds), write_length(milliseconds)):
        if form not in seen and _means(form, milliseconds):
            seen.add(form)
            yield form


def _means(form: str, milliseconds: int) -> bool:
    try:
        return parse_length(form) == milliseconds
    except Unreadable:
        return False


def _like(written: str, milliseconds: int) -> Iterator[str]:
    if re.fullmatch(r"[\d:]+", written):
        yield _clock(written, milliseconds)
        return
    parts = _PART.findall(written)
    if not parts or "".join(map("".join, parts)) != written:
        return
    units = {
        _UNIT_OF[unit.lower()]: (number, gap, unit) for number, _, gap, unit, _ in parts if unit.lower() in _UNIT_OF
    }
    if len(units) != len(parts):
        return
    between = parts[0][4] if len(parts) > 1 else (" " if parts[0][2] else "")
    if len(parts) == 1:
        unit, (_, gap, sign) = next(iter(units.items()))
        value, rest = divmod(milliseconds, _SIZES[unit])
        if not rest and not (unit == "minute" and value > AMBIGUOUS_MINUTES):
            yield f"{value}{gap}{_counted(sign, value)}"
        if parts[0][1] and rest:
            yield f"{milliseconds / _SIZES[unit]:.2f}".rstrip("0") + f"{gap}{sign}"
    yield _in_units(units, between, milliseconds)
    yield _in_units({unit: (number, "", sign[:1]) for unit, (number, _, sign) in units.items()}, "", milliseconds)


def _clock(written: str, milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // SECOND, 60)
    if written.count(":") == 2 or minutes > AMBIGUOUS_MINUTES:
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    padded = len(written.split(":", maxsplit=1)[0]) if written.startswith("0") else 1
    return f"{minutes:0{padded}}:{seconds:02}"


def _in_units(units: dict[TimeUnit, tuple[str, str, str]], between: str, milliseconds: int) -> str:
    """Write a length by hours, minutes and seconds, each as it is written already or else as its neighbours are."""
    hours, rest = divmod(milliseconds, HOUR)
    if "hour" not in units and milliseconds <= AMBIGUOUS_MINUTES * MINUTE:
        hours, rest = 0, milliseconds
    minutes, rest = divmod(rest, MINUTE)
    seconds = f"{rest / SECOND:.3f}".rstrip("0").rstrip(".")
    texts: list[str] = []
    amounts: tuple[tuple[TimeUnit, str], ...] = (("hour", str(hours)), ("minute", str(minutes)), ("second", seconds))
    for unit, amount in amounts:
        if amount == "0":
            continue
        number, gap, sign = units.get(unit) or ("", *_neighbour(unit, units))
        padded = number.startswith("0") and len(number) == 2 and bool(texts)
        texts.append(f"{amount.zfill(2) if padded else amount}{gap}{_counted(sign, float(amount))}")
    return between.join(texts)


def _neighbour(unit: TimeUnit, units: dict[TimeUnit, tuple[str, str, str]]) -> tuple[str, str]:
    """Return the gap and the sign of a unit that is not written yet."""
    _, gap, sign = units.get("minute") or units.get("second") or units["hour"]
    if sign in MINUTE_MARKS:
        return gap, _MARKS[sign] if unit == "second" else "h"
    if sign[0] in SECOND_MARKS or sign[0] in MINUTE_MARKS:
        back = {second: minute for minute, second in _MARKS.items()}
        return gap, back.get(sign[0], "'") if unit == "minute" else "h"
    return gap, _WORDS[unit].get(sign.lower(), unit[0])


def _counted(sign: str, amount: float) -> str:
    """Return a unit that is a whole word in its number: 1 minute, 2 minutes."""
    if sign.lower().rstrip("s") not in ("hour", "minute", "second"):
        return sign
    return sign.rstrip("s") if amount == 1 else sign.rstrip("s") + "s"
