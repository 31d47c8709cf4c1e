"""Give a rule of a programme another value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from audiocoach.assist.acts.act_plans import Acted, words_in
from audiocoach.assist.differences import edits_between
from audiocoach.assist.programme_values import other_programme_value, place_of_value, programme_values
from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.programme.load_programme import parse_programme
from audiocoach.programme.programme import Programme
from audiocoach.script.context import Reading
from audiocoach.script.source import kind_of, nodes_of


def is_programme(text: str, file: str, folder: Path | None) -> bool:
    """Tell whether a text is a programme.

    Raises:
        ScriptError: where it is no script at all.
    """
    return kind_of(nodes_of(text, Reading(file=file, folder=folder))) == "programme"


def set_value(text: str, asked: Mapping[str, Any], file: str, folder: Path | None) -> Acted:
    """Find the edits that give the value `key` of a programme's rules another `value`, in the unit that it has.

    Raises:
        AudiocoachError: where there is no such value, or the programme would have a mistake with it.
    """
    key, value = words_in(asked, "key"), asked.get("value")
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 10**9:
        raise AudiocoachError("'value' is not a number", "give one, from 0 on")
    before = parse_programme(text, file, folder)
    others = {each.key: each.value for each in programme_values(text) if each.key != key}
    refusal: AudiocoachError | None = None
    for new in other_programme_value(text, key, value):
        try:
            after = parse_programme(new, file, folder)
            _check_in_time(before, after)
        except AudiocoachError as error:
            refusal = error
            continue
        found = {each.key: each.value for each in programme_values(new)}
        if abs(found.pop(key, -1) - value) < 0.001 and found == others:  # digits of a percentage
            return Acted(edits_between(text, new), place_of_value(new, key))
    raise refusal or AudiocoachError("this value cannot be written as it is now", "change it in the text")


def _check_in_time(before: Programme, after: Programme) -> None:
    """Refuse sessions in which words do not fit any more, where they did.

    Raises:
        ScriptError: with what does not fit.
    """
    known = {planned.id: planned.session for planned in before.sessions}
    others = tuple(each for each in after.sessions if known.get(each.id) != each.session)
    wrong = _wrong(replace(after, sessions=others))
    if wrong is not None:
        ids = {each.id for each in others}
        if _wrong(replace(before, sessions=tuple(each for each in before.sessions if each.id in ids))) is None:
            raise wrong


def _wrong(programme: Programme) -> ScriptError | None:
    """Return what does not fit in the sessions of a programme."""
    from audiocoach.rendering.programme_timelines import all_timelines

    try:
        all_timelines(programme, None, fast=True)
    except ScriptError as error:
        return error
    return None
