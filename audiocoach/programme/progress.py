"""What a journal says of the sessions before the next one, as values that its cues can say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from audiocoach.programme.adapting.deciding import runs_of
from audiocoach.programme.adapting.decision import Decision, Entry, Planned
from audiocoach.programme.programme import Programme
from audiocoach.quantities.quantity import length, number
from audiocoach.quantities.units import HOUR, MINUTE, SECOND
from audiocoach.quantities.variables import Value

PART_OF = 10 * SECOND
"""To which a part of a session's dose is rounded down: nobody measures 85 % of a run to the second."""


def progress_of(entries: Iterable[Entry], plan: Sequence[Planned], decision: Decision) -> dict[str, Value]:
    """Give what `vocabulary.PROGRESS_WORDS` say in the session that was decided on; nothing before the first is logged.

    `last`, `best` and `total` are doses done: of the last session, the most of any, and of all. Of a session of which a
    part was done, that part of its dose counts. `done` is how many sessions that is, repeated ones included, and
    `since` the days from the last of them to the first day on which the decided one is due.

    A session that was logged as not done at all is none, and neither is one of which less than a second was, or less
    than one of a dose that is a number. Sessions that the programme does not have count nowhere, for nobody knows their
    dose.
    """
    doses = {planned.id: planned for planned in plan}
    ordered = sorted(entries, key=lambda entry: entry.date)
    done = [(run, _amount(doses[run.session or ""], run.done)) for run in runs_of(ordered) if run.session in doses]
    runs = [(run, amount) for run, amount in done if amount > 0 or run.done in {None, 1}]
    if not runs or decision.session is None:
        return {}
    amounts = [amount for _, amount in runs]
    is_length = plan[0].is_length
    total = sum(amounts)
    if is_length and total >= HOUR:
        total -= total % MINUTE
    dose = length if is_length else number
    return {
        "last": dose(amounts[-1]),
        "best": dose(max(amounts)),
        "total": dose(total),
        "done": number(len(runs)),
        "since": number((decision.not_before - runs[-1][0].date).days),
    }


def told(programme: Programme, session: str, progress: dict[str, Value]) -> Programme:
    """Give the same programme with what was done before in one of its sessions, and no other."""
    sessions = (
        replace(each, session=each.session.with_progress(progress)) if each.id == session else each
        for each in programme.sessions
    )
    return replace(programme, sessions=tuple(sessions))


def _amount(planned: Planned, done: Fraction | None) -> int:
    if done is None or done == 1:
        return planned.dose
    amount = int(planned.dose * done)
    return amount - amount % (PART_OF if amount >= PART_OF else SECOND) if planned.is_length else amount
