"""Which words are sure to find room, whatever voice says them: nothing shorter has to be spoken for those. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audiocoach.quantities.units import SECOND
from audiocoach.timeline.cues import Wanted
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.room import COUNTDOWN, MAX_SHIFT, REMINDER_GAP

SLOWEST = 250
"""Milliseconds a character takes at most: 167 at 60 words a minute, the slowest rate, of five letters and a space each,
and half as much again for digits, which are said in more characters than they are written in.
"""

SIGNAL = SECOND
"""More than lies between a step's start and its first words, and between them and the next."""


def without_needless(coachs: Sequence[Wanted], authors: Sequence[Wanted], first: Interval) -> list[Wanted]:
    """Return the coach's cues, without what is `shorter` where all of it is sure to find room in the `first` step."""
    here = [cue for cue in (*authors, *coachs) if cue.interval == 0]
    leading = [cue for cue in here if cue.at_start and cue.by == "coach"]
    needed = sum(_most_ms(cue) + SIGNAL for cue in leading) + REMINDER_GAP
    others = [cue.at_ms - MAX_SHIFT - cue.finish * (COUNTDOWN + _most_ms(cue)) for cue in here if cue not in leading]
    if needed > min([first.end_ms - COUNTDOWN, *others]):
        return list(coachs)
    return [replace(cue, shorter=()) if cue.shorter else cue for cue in coachs]


def _most_ms(cue: Wanted) -> int:
    return SLOWEST * len(cue.words.text) if cue.words else 0
