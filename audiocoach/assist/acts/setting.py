"""Give a rule of a programme another value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiocoach.assist.acts.act_plans import Acted, words_in
from audiocoach.assist.checking_texts import TextChecks
from audiocoach.assist.differences import edits_between
from audiocoach.assist.programme_values import other_programme_value, place_of_value, programme_values
from audiocoach.errors import AudiocoachError


def set_value(text: str, asked: Mapping[str, Any], checks: TextChecks) -> Acted:
    """Find the edits that give the value `key` of a programme's rules another `value`, in the unit that it has.

    Raises:
        AudiocoachError: where there is no such value, or the programme would have a mistake with it.
    """
    key, value = words_in(asked, "key"), asked.get("value")
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 10**9:
        raise AudiocoachError("'value' is not a number", "give one, from 0 on")
    before = checks.read(text)
    others = {each.key: each.value for each in programme_values(text) if each.key != key}
    refusal: AudiocoachError | None = None
    for new in other_programme_value(text, key, value):
        try:
            after = checks.read(new)
        except AudiocoachError as error:
            refusal = error
            continue
        found = {each.key: each.value for each in programme_values(new)}
        if abs(found.pop(key, -1) - value) > 0.001 or found != others:  # digits of a percentage
            continue
        wrong = checks.newly_wrong(before, after)
        if wrong is None:
            return Acted(edits_between(text, new), place_of_value(new, key))
        refusal = AudiocoachError(wrong.message, wrong.hint or "change the words in the text first")
    raise refusal or AudiocoachError("this value cannot be written as it is now", "change it in the text")
