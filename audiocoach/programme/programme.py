"""A programme as it is run: sessions over weeks, each with its variables and its dose. Frozen and pure.

A dose is what the adapting rules compare: milliseconds, or a number when the programme's dose variable is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from audiocoach.errors import AudiocoachError, Problem
from audiocoach.programme.adapting.decision import AdaptRules
from audiocoach.quantities.units import MINUTE, clock, plural
from audiocoach.quantities.variables import Value, written
from audiocoach.script.going_on import behind
from audiocoach.script.model import Session

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

NOTABLE_GROWTH = Fraction(10, 100)
"""A session more than a tenth above the longest of the 30 days before it went with more overuse injuries in 5,205
runners: Schuster Brandt Frandsen et al., British Journal of Sports Medicine, 2025. A guideline, not a law."""

NOTABLE_DOSE = 10 * MINUTE
"""Below ten minutes a step of a tenth is a matter of seconds, and says nothing."""

LOOK_BACK_DAYS = 30


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One session of a programme.

    `dose` is in milliseconds or a number, `load_ms` the same in milliseconds: the work, where doses are numbers.
    `rounded` says which computed lengths were rounded down.
    """

    week: int
    run: int
    day: int
    session: Session
    variables: Mapping[str, Value]
    dose: int
    rounded: tuple[str, ...] = ()
    load_ms: int = 0

    @property
    def id(self) -> str:
        """Return the id as people write it: `3.2` is the second run of week 3."""
        return f"{self.week}.{self.run}"


@dataclass(frozen=True, slots=True)
class Programme:
    """Sessions over weeks. `days` are the weekdays they are meant for, if the programme names any; `file` is where it
    was read from, if it was a file.
    """

    title: str
    description: str
    weeks: int
    per_week: int
    days: tuple[str, ...]
    dose_name: str
    dose_is_length: bool
    sessions: tuple[PlannedSession, ...]
    adapt: AdaptRules
    warnings: tuple[Problem, ...] = field(default=(), compare=False)
    file: str = field(default="", compare=False)

    def changed(self, change: Callable[[Session], Session] | None) -> Programme:
        """Give the same programme with each session changed, such as for another voice; None changes nothing."""
        if change is None:
            return self
        sessions = in_order([replace(each, session=change(each.session)) for each in self.sessions])
        who = sessions[0].session.variables.get("athlete") if sessions else None
        if who is None:
            return replace(self, sessions=sessions)
        title, description = (text.replace("{athlete}", written(who)) for text in (self.title, self.description))
        return replace(self, sessions=sessions, title=title, description=description)

    def find(self, session: str) -> PlannedSession:
        """Find the session with this id.

        Raises:
            AudiocoachError: when there is none.
        """
        for planned in self.sessions:
            if planned.id == session.strip():
                return planned
        hint = f"it has {plural(self.weeks, 'week')} of {self.per_week}: 1.1 to {self.sessions[-1].id}"
        raise AudiocoachError(f"{self.title}: there is no session {session}", hint)

    def since(self, session: str) -> tuple[PlannedSession, ...]:
        """Give its sessions from the one with this id on; all of them where there is no id.

        Raises:
            AudiocoachError: when there is none such.
        """
        return self.sessions[self.sessions.index(self.find(session)) :] if session else self.sessions

    def dose_text(self, dose: int) -> str:
        """Write a dose as people read it."""
        return clock(dose) if self.dose_is_length else str(dose)


def in_order(sessions: Sequence[PlannedSession]) -> tuple[PlannedSession, ...]:
    """Give each session those before it, for music that goes on from one to the next.

    They are taken without what a journal says in them: a line in it moves the music of no session but the one that
    says it.
    """
    found: list[PlannedSession] = []
    going_on: list[Session] = []
    for each in sessions:
        if each.session.music is None or not each.session.music.resume:
            found.append(each)
        else:
            found.append(replace(each, session=behind(each.session, going_on)))
            session = found[-1].session
            going_on.append(session.with_progress({}) if session.progress else session)
    return tuple(found)


def training_days(weeks: int, per_week: int, days: Sequence[str] = ()) -> list[int]:
    """Return the day of each session, counted from 0, the first day of the programme.

    Without `days`, sessions are spread over the week with rest between: for three, days 0, 2 and 4.
    """
    within = sorted(DAYS.index(day) for day in days) if days else [run * 7 // per_week for run in range(per_week)]
    return [7 * week + day - within[0] for week in range(weeks) for day in within]


def hardest_before(doses: Sequence[int], position: int) -> int | None:
    """Return the largest dose of all sessions before one; None for the first."""
    return max(doses[:position], default=None)


def steep(sessions: Sequence[PlannedSession]) -> list[tuple[PlannedSession, PlannedSession]]:
    """Find sessions more than `NOTABLE_GROWTH` above the longest of the 30 days before, each with that one."""
    found = []
    for position, planned in enumerate(sessions):
        recent = [other for other in sessions[:position] if planned.day - other.day <= LOOK_BACK_DAYS]
        if not recent or planned.load_ms < NOTABLE_DOSE:
            continue
        longest = max(recent, key=lambda other: other.load_ms)
        if planned.load_ms > longest.load_ms * (1 + NOTABLE_GROWTH):
            found.append((planned, longest))
    return found
