"""Tell which steps of a session are as long as they are by a pace: nothing is computed in silence. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from audiocoach.quantities.units import clock, to_the_second
from audiocoach.script.model import Session

_MOST = 8
"""Distances that are told at once; nobody reads on."""


def pace_notes(sessions: Iterable[Session]) -> tuple[str, ...]:
    """Say what each distance in some sessions takes, once, and of a pace that was given what became of it."""
    sessions = list(sessions)
    used = {
        step.by_pace.in_writing(session.paced.per): step.by_pace
        for session in sessions
        for step in session.written_steps()
        if step.by_pace
    }
    notes = [f"{writing} is {clock(to_the_second(length))}" for writing, length in used.items()]
    more = [f"{len(notes) - _MOST} more"] if len(notes) > _MOST else []
    told = [", ".join([*notes[:_MOST], *more])] if notes else []
    given = next((session.paced.pace for session in sessions if session.paced.pace), None)
    own = next((session.pace for session in sessions if session.pace), None)
    if given is not None and own is not None and own != given:
        told.append(f"the script has a pace of its own, {own}: {given} is not used")
    return tuple(told)
