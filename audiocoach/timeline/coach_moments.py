"""When each `when` of a coach sheet comes: in which intervals, at which moment of them, and what its words speak of.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audiocoach.quantities.lengths import START, Moment
from audiocoach.quantities.units import SECOND
from audiocoach.script.model import CoachSheet, SheetMoment
from audiocoach.timeline.intervals import Interval

NEXT_AT = Moment("end", offset_ms=25 * SECOND)
"""The next step is announced 25 s before the end: time to take it in, and to get ready."""


@dataclass(frozen=True, slots=True)
class Here:
    """An interval, the `position`-th of a session (from 0), whose last one is at `last`; and the sheet that speaks."""

    interval: Interval
    position: int
    last: int
    sheet: CoachSheet


@dataclass(frozen=True, slots=True)
class Moments:
    """What the moments of one `when` have in common.

    `applies` tells whether one comes in an interval of its kind, and `nominal` when in there. With `whole`, lengths in
    its words are the session's, and it comes in a talk as well. With `finish`, its words end with the interval.
    """

    applies: Callable[[SheetMoment, Here], bool]
    nominal: Callable[[SheetMoment], Moment]
    whole: bool = False
    finish: bool = False


def moments_of(when: str) -> Moments:
    """Look up what a `when` means; one that is in no table is a time in the step, such as `-60s`."""
    return WHEN.get(when, _IN_STEP)


def _in_step(moment: SheetMoment, here: Here) -> bool:
    """Tell whether its time lies within the interval."""
    length = here.interval.length_ms
    return 0 <= moments_of(moment.when).nominal(moment).at(length) < length


def _before_another(moment: SheetMoment, here: Here) -> bool:
    return here.position != here.last and _in_step(moment, here)


def _in_round(_: SheetMoment, here: Here) -> bool:
    """Tell whether a round begins here, other than a last one for which the sheet has words of its own."""
    return here.interval.begins_round and not (_ends_set(here) and _has_last_words(here))


def _in_last_round(_: SheetMoment, here: Here) -> bool:
    return here.interval.begins_round and _ends_set(here)


def _ends_set(here: Here) -> bool:
    return here.interval.round == here.interval.rounds and here.interval.single


def _has_last_words(here: Here) -> bool:
    kind = here.interval.kind
    return any(other.when == "last-round" and (not other.kind or kind in other.kind) for other in here.sheet.moments)


def _its_own(moment: SheetMoment) -> Moment:
    return moment.moment or START


_IN_STEP = Moments(_in_step, _its_own)

WHEN: dict[str, Moments] = {
    "session-start": Moments(lambda _, here: here.position == 0, _its_own, whole=True),
    "session-end": Moments(
        lambda _, here: here.position == here.last, lambda _: Moment("end"), whole=True, finish=True
    ),
    "start": _IN_STEP,
    "round": Moments(_in_round, _its_own),
    "last-round": Moments(_in_last_round, _its_own),
    "next": Moments(_before_another, lambda moment: moment.at or NEXT_AT),
    "halfway": _IN_STEP,
    "every": _IN_STEP,
    "countdown": Moments(lambda *_: False, _its_own),  # ticks (`Board.count_down`), and no words
}
"""Another word for `when` is one line here, and its name in `script/values/choices.py`."""
