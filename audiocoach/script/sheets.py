"""`extends`: one coach sheet laid over another."""

from __future__ import annotations

from audiocoach.script.model import CoachSheet, SheetMoment
from audiocoach.vocabulary import KINDS


def extended(sheet: CoachSheet, base: CoachSheet) -> CoachSheet:
    """The base's moments without those that `sheet` gives for the same `when` and kind, then the sheet's own.

    Kind by kind: a `halfway` for work alone leaves the base's `halfway` of a warm-up as it was.
    """
    kept: list[SheetMoment] = []
    for moment in base.moments:
        taken = {kind for own in sheet.moments if own.when == moment.when for kind in _kinds(own)}
        left = tuple(kind for kind in _kinds(moment) if kind not in taken)
        if left == _kinds(moment):
            kept.append(moment)
        elif left:
            kept.append(_with_kinds(moment, left))
    return sheet.model_copy(
        update={"moments": (*kept, *sheet.moments), "sounds": {**base.sounds, **sheet.sounds}, "extends": None}
    )


def _kinds(moment: SheetMoment) -> tuple[str, ...]:
    return moment.kind or KINDS


def _with_kinds(moment: SheetMoment, kinds: tuple[str, ...]) -> SheetMoment:
    return moment.model_copy(update={"kind": kinds})
