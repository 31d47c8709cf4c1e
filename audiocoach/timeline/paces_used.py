"""Tell which steps of a session are as long as they are by a pace: nothing is computed in silence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audiocoach.quantities.paces import OF_RACES
from audiocoach.quantities.units import clock, to_the_second
from audiocoach.script.model import Session

_MOST = 8
"""Distances that are told at once; nobody reads on."""


def pace_notes(sessions: Iterable[Session]) -> tuple[str, ...]:
    """Say what each distance in some sessions takes, once, where paces of somebody's come from, and of a pace and of
    races that were given what became of them.
    """
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
    told += dict.fromkeys(note for session in sessions for note in _of_races(session))
    return tuple(told)


def _of_races(session: Session) -> Iterator[str]:
    """Say from which race each pace of somebody's is worked out, and when a script's own races count for nothing."""
    races = session.races
    names = {step.by_pace.of_race for step in session.written_steps() if step.by_pace} - {""}
    if races is None or not names:
        return
    from audiocoach.quantities.race_times import SHARES  # what few scripts ask for

    for name in sorted(names, key=[*OF_RACES].index):
        race = races.behind(name)
        if name in SHARES:
            yield (
                f"your {OF_RACES[name]} pace is {float(SHARES[name]) * 100:g} % of the VO2max that {race} tells "
                f"(VDOT {races.vdot:.1f}, by the equations of Daniels and Gilbert)"
            )
        elif races.own(name) is None:
            yield (
                f"your {OF_RACES[name]} pace is worked out from {race}, by the equations of Daniels and Gilbert: "
                f"{clock(to_the_second(races.time(name)))} for the whole"
            )
    if session.paced.races is not None and session.race is not None and session.race != session.paced.races:
        yield f"the script's own races, {session.race}, are not used: {session.paced.races} is given"
