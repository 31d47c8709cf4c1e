"""Notice when a coach hardly gets a word in: a session of signals alone should be one on purpose. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from audiocoach.errors import Problem
from audiocoach.script.model import Session
from audiocoach.timeline.events import Dropped, Event
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.room import seconds

_MOSTLY = 0.5
"""More than this share of a coach's words left out is no longer a cue here and there."""

_FEW = 3
"""So few may be left out whatever their share: a session of one short step has not more."""


def crowded_out(
    session: Session, intervals: Sequence[Interval], events: Sequence[Event], dropped: Sequence[Dropped]
) -> list[Problem]:
    """Warn when most of what the coach wants to say finds no room, with numbers and a way out."""
    missing = [each for each in dropped if each.lasts_ms]
    said = sum(event.type == "say" and event.by == "coach" for event in events)
    wanted = said + len(missing)
    if len(missing) <= _FEW or len(missing) <= _MOSTLY * wanted:
        return []
    lengths = sorted(interval.length_ms for interval in intervals)
    words = sorted(each.lasts_ms for each in missing)
    message = (
        f"{len(missing)} of the coach's {wanted} cues find no room and are left out: half of them last "
        f"{seconds(words[len(words) // 2])} or more, half of the steps {seconds(lengths[len(lengths) // 2])} or less"
    )
    hint = "For signals without words write `coach: beeps-only`; for words, make the steps longer or fewer."
    return [Problem(message, session.place("coach"), hint, "warning")]
