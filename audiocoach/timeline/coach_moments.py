"""When each `when` of a coach sheet comes: in which intervals, at which moment of them, and what its words speak of.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from audiocoach.quantities.lengths import START, Moment
from audiocoach.quantities.units import SECOND
from audiocoach.script.model import Step
from audiocoach.script.sheet_model import CoachSheet, SheetMoment
from audiocoach.text.braces import pieces
from audiocoach.timeline.intervals import Interval, Pass

NEXT_AT = Moment("end", offset_ms=25 * SECOND)
"""The next step is announced 25 s before the end: time to take it in, and to get ready."""

TOLD_APART = 2
"""How deep sets go for which a language has words of their own, a set and a part; one further out needs a name."""


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

    `applies` tells whether one comes in an interval of its kind, and `nominal` when in there; it comes once for each
    set that it `counts`. With `whole`, lengths in its words are the session's, and it comes in a talk as well. With
    `finish`, its words end with the interval. With `shortens`, less of them is said where there is no room for all.
    """

    applies: Callable[[SheetMoment, Here], bool]
    nominal: Callable[[SheetMoment], Moment]
    whole: bool = False
    finish: bool = False
    counts: Callable[[Here], Sequence[Pass | None]] = lambda _: (None,)
    shortens: bool = False


def moments_of(when: str) -> Moments:
    """Look up what a `when` means; one that is in no table is a time in the step, such as `-60s`."""
    return WHEN.get(when, _IN_STEP)


def _in_step(moment: SheetMoment, here: Here) -> bool:
    """Tell whether its time lies within the interval."""
    length = here.interval.length_ms
    return 0 <= moments_of(moment.when).nominal(moment).at(length) < length


def _at_start(moment: SheetMoment, here: Here) -> bool:
    """Tell whether a step's first words come: a talk's name is said where it has one, and no words of its own."""
    step = here.interval.step
    if step.kind == "talk" and _says_name(moment):
        return step.name is not None and not _speaks(step)
    return True


def _says_name(moment: SheetMoment) -> bool:
    return any(map(_has_name, moment.say))


@lru_cache(256)
def _has_name(text: str) -> bool:
    return any(piece.word == "name" for piece in pieces(text))


def _speaks(step: Step) -> bool:
    return any(cue.say for cue in step.all_cues)


def _before_another(moment: SheetMoment, here: Here) -> bool:
    return here.position != here.last and _in_step(moment, here)


def _begins(when: str) -> Callable[[SheetMoment, Here], bool]:
    """Make the test of whether a set's round begins here that this `when` announces."""
    return lambda _, here: _announced_by(here) == when


def _announced_by(here: Here) -> str:
    """Tell which `when` announces the round of a set of steps that begins here; empty where none begins.

    The words for a set's last round are for the last that there is; where more of its kind follows they would mislead,
    unless the sheet has no others.
    """
    begun = here.interval.begins[-1] if here.interval.begins else None
    if begun is None or begun.levels:
        return ""
    misleads = not here.interval.last_here and _has_words(here, "last-of-set")
    if begun.round == begun.rounds and begun.single and not misleads:
        words = ("last-round", "last-of-set")
        for when in words if here.interval.last else reversed(words):
            if _has_words(here, when):
                return when
    return "round"


def _has_words(here: Here, when: str) -> bool:
    kind = here.interval.kind
    return any(moment.when == when and (not moment.kind or kind in moment.kind) for moment in here.sheet.moments)


def _outer_sets(here: Here) -> list[Pass]:
    """List the sets of sets of which a round begins here, the outermost first, that a listener can tell apart."""
    return [each for each in here.interval.begins if each.levels and (each.name or each.levels <= TOLD_APART)]


def _its_own(moment: SheetMoment) -> Moment:
    return moment.moment or START


_IN_STEP = Moments(_in_step, _its_own)

WHEN: dict[str, Moments] = {
    "session-start": Moments(lambda _, here: here.position == 0, _its_own, whole=True, shortens=True),
    "session-end": Moments(
        lambda _, here: here.position == here.last, lambda _: Moment("end"), whole=True, finish=True
    ),
    "start": Moments(_at_start, _its_own),
    "set": Moments(lambda _, here: bool(here.interval.begins), _its_own, counts=_outer_sets),
    "round": Moments(_begins("round"), _its_own),
    "last-round": Moments(_begins("last-round"), _its_own),
    "last-of-set": Moments(_begins("last-of-set"), _its_own),
    "next": Moments(_before_another, lambda moment: moment.at or NEXT_AT),
    "halfway": _IN_STEP,
    "every": _IN_STEP,
    "countdown": Moments(lambda *_: False, _its_own),  # ticks (`Board.count_down`), and no words
}
"""Another word for `when` is one line here, and its name in `script/values/choices.py`."""
