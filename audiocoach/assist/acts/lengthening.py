"""Make a step longer or shorter, or a set have more rounds or fewer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from audiocoach.assist.acts.act_plans import Plan, number_in, path_in, step_of
from audiocoach.assist.entry_lines import in_scalar
from audiocoach.assist.keys_in_text import other_value
from audiocoach.assist.length_notations import notations
from audiocoach.assist.meant_steps import changed, item_at
from audiocoach.assist.own_lines import check_free
from audiocoach.assist.placed_steps import Placed
from audiocoach.assist.steps_in_text import StepsInText
from audiocoach.assist.text_edits import Edit, applied
from audiocoach.assist.written_nodes import Scalar
from audiocoach.errors import AudiocoachError, Unreadable
from audiocoach.quantities.lengths import parse_length
from audiocoach.quantities.units import SECOND
from audiocoach.script.model import Set, Step


def lengthen(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Give a step another length: `to_ms`, or `by_ms` more than it has.

    Raises:
        AudiocoachError: for a length that is not written as a time.
    """
    path = path_in(asked)
    placed = found.at(path)
    step = step_of(item_at(found.meant, path), "has no length of its own")
    check_free(placed)
    old = _written(found.text, placed, step.kind)
    if step.length == "auto":
        if "to_ms" not in asked:
            raise AudiocoachError(
                "this talk lasts as long as its words, and a second", "say more in it, or give it a length of its own"
            )
        base = 0
    elif step.by_pace is not None:
        raise AudiocoachError(
            f"this step is as long as its distance takes, '{old}'", "change the distance or the pace in the text"
        )
    else:
        base = step.length
    wanted = number_in(asked, "to_ms", SECOND) if "to_ms" in asked else base + number_in(asked, "by_ms", -(10**9))
    if wanted < SECOND:
        raise AudiocoachError("a step lasts a second at least", "take it out instead")
    field = step.kind.replace("-", "_")
    after = changed(found.meant, path, lambda item: item._with(field, wanted))
    return Plan(after, [partial(_put, found.text, placed, step.kind, form) for form in _forms(old, step, wanted)], path)


def rounds(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Give a set another number of rounds, `rounds`.

    Raises:
        AudiocoachError: where it is no set.
    """
    path, count = path_in(asked), number_in(asked, "rounds", 1)
    placed = found.at(path)
    if not isinstance(item_at(found.meant, path), Set):
        raise AudiocoachError("a step has no rounds", "make a set of it first")
    check_free(placed)
    old = _written(found.text, placed, "repeat")
    if not old.isdecimal():
        raise AudiocoachError(
            f"how many rounds there are is computed by the programme, '{old}'",
            "push the values that it is made of, or write a number in its place",
        )
    after = changed(found.meant, path, lambda item: item._with("repeat", count))
    return Plan(after, [lambda: _put(found.text, placed, "repeat", str(count))], path)


def _forms(old: str, step: Step, wanted: int) -> Iterator[str]:
    head, at, pace = old.partition("@")
    if step.length == "auto":
        yield from notations("1m", wanted)
        return
    time = head.rstrip()
    try:
        known = parse_length(time) == step.length
    except Unreadable:
        known = False
    if not known:
        raise AudiocoachError(
            f"this length is computed by the programme, '{old}'",
            "push the values that it is made of, or write a length such as 90s in its place",
        )
    gap = re.search(r"\s*$", head)
    yield from (f"{form}{gap[0] if gap else ''}{at}{pace}" for form in notations(time, wanted))


def _scalar(placed: Placed, key: str) -> Scalar | None:
    found = placed.key(key)
    return found[1] if found and isinstance(found[1], Scalar) else None


def _written(text: str, placed: Placed, key: str) -> str:
    if placed.site.item is not None:
        return text[slice(*placed.site.item.length)]
    scalar = _scalar(placed, key)
    return scalar.value.strip() if scalar else ""


def _put(text: str, placed: Placed, key: str, form: str) -> str:
    """Write another length, or number of rounds."""
    entry = placed.site.entry
    if placed.site.item is not None and entry.line is not None:
        edit = Edit(*placed.site.item.length, form)
        return applied(text, in_scalar(text, entry.line, [edit], flow=entry.flow))
    scalar = _scalar(placed, key)
    if scalar is None:
        raise AudiocoachError("this is not written as one number", "change it in the text")
    return applied(text, [other_value(scalar, form, flow=entry.flow or bool(entry.keys and entry.keys.flow))])
