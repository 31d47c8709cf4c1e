"""The rounds that cues pick with `on:`, checked against the sets around their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audiocoach.errors import Unreadable, Where
from audiocoach.languages.lookup import language_of
from audiocoach.quantities.variables import written
from audiocoach.script.checks.shapes import SessionShape, SetShape
from audiocoach.script.context import Reading
from audiocoach.script.sets_around import is_set, levels, which
from audiocoach.script.values.computed import Computed
from audiocoach.script.yaml.located import where_of
from audiocoach.text.braces import fill
from audiocoach.text.suggest import did_you_mean


def check_rounds(session: SessionShape, context: Reading) -> None:
    """Check every cue of a session that picks rounds."""
    _check_items(session.steps, (), language_of(session.language).sets, context)


def _check_items(items: Sequence[Any], around: tuple[SetShape, ...], nouns: Sequence[str], context: Reading) -> None:
    """Check that the cues of steps pick rounds of sets that are `around` them, the outermost first.

    `nouns` is what sets of sets without a name are called.
    """
    for item in items:
        if is_set(item):
            _check_items(item.steps, (*around, item), nouns, context)
            continue
        for cue in item.own_cues:
            if not cue.on:
                continue
            if not around:
                hint = "take 'on' out, or put the step into a set"
                context.error("'on' picks rounds of a set, and this step is in none", cue.place("on"), hint)
            elif isinstance(cue.on, Mapping):
                for name, rounds in cue.on.items():
                    where = where_of(name) if where_of(name).line else cue.value_place("on")
                    set_ = _set_called(name, where, around, nouns, context)
                    if set_ is not None:
                        _check_has_rounds(set_, rounds, where, context)
            else:
                _check_has_rounds(around[-1], cue.on, cue.value_place("on"), context)


def _set_called(
    name: str, where: Where, around: tuple[SetShape, ...], nouns: Sequence[str], context: Reading
) -> SetShape | None:
    """Find the set around a step that a cue names; None where there is none, which is noted."""
    inside = [levels(each.steps) for each in around]
    called = [
        _filled(each.name, context) if each.name else nouns[min(deep, len(nouns)) - 1] if deep else ""
        for each, deep in zip(around, inside, strict=True)
    ]
    place = which(name, called, inside)
    if place is not None:
        return around[place]
    names = [known for known in called if known]
    listing = f"sets around it are: {', '.join(names)}" if names else "'on: last' is the last round of its own set"
    context.error(f"there is no set '{name}' around this step", where, did_you_mean(name, names, listing))
    return None


def _check_has_rounds(set_: SetShape, rounds: Sequence[int | str], where: Where, context: Reading) -> None:
    for entry in rounds:
        if isinstance(entry, int) and entry > set_.repeat and not isinstance(set_.repeat, Computed):
            message = f"there is no round {entry}: this set has {set_.repeat}"
            context.error(message, where, "'last' is its last round")


def _filled(name: str, context: Reading) -> str:
    """Fill in a set's name; as it is written where that cannot be, which is noted elsewhere."""
    try:
        return fill(name, lambda word: written(context.variables[word]))
    except (KeyError, Unreadable):
        return name
