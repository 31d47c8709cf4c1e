"""The coach's morning: how each athlete of a club stands, from their journals, those who need somebody first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from audiocoach.errors import AudiocoachError, Problem
from audiocoach.programme.adapting.deciding import runs_of
from audiocoach.programme.adapting.decision import Entry, at_least
from audiocoach.programme.following import Due, Followed
from audiocoach.programme.programme import DAYS
from audiocoach.programme.receiving import waiting
from audiocoach.quantities.today import today
from audiocoach.rendering.athletes import Athlete
from audiocoach.rendering.orders import Wanted, Wishes, wanted
from audiocoach.rendering.told_programmes import followed_for
from audiocoach.rendering.whole_programme import ProgrammeOrder
from audiocoach.script.given_values import NOTHING_OWN

TABLES = ("club.csv", "club.xlsx", "club.yaml", "club.yml")
"""What a club's table is called, where none is named."""

TWO_MISSED = 2
STUCK_AFTER = 3
"""The same session so often in a row, and the plan does not fit: a coach's rule of thumb, no study's."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an athlete stands: what they last ran, how many sessions they have missed since (None: not begun), what comes
    next, and what a coach should look at first, the most urgent in front.

    `problems` are lines of the journal that cannot be read in full. `wrong` is what keeps them from having a next
    session: what comes next then is nothing, and the doses are the plan's own.
    """

    who: Athlete
    followed: Followed
    due: Due
    last: Entry | None
    missed: int | None
    flags: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    wrong: AudiocoachError | None = None

    def as_data(self) -> dict[str, Any]:
        """Give it as plain data."""
        last, decision, planned = self.last, self.due.decision, self.due.planned
        return {
            "athlete": self.who.name,
            **({"id": self.who.id} if self.who.id else {}),
            **({"group": self.who.group} if self.who.group else {}),
            "flags": list(self.flags),
            "last": None
            if last is None
            else {
                "date": last.date.isoformat(),
                "session": last.session,
                "felt": last.felt,
                "done": None if last.done is None else float(last.done),
                "pain": last.pain,
                "note": last.note,
            },
            "missed": self.missed,
            "next": None if planned is None else planned.id,
            "dose": "" if planned is None else self.followed.programme.dose_text(planned.dose),
            "from": None if planned is None else decision.not_before.isoformat(),
            "why": list(decision.reasons),
            "journal": str(self.followed.journal),
        }


HEADING = (
    "flags", "athlete", "group", "last", "session", "felt", "pain", "missed", "next", "dose", "from", "why", "note",
)  # fmt: skip


def row_of(standing: Standing, *, shortly: bool = False) -> tuple[str, ...]:
    """Write how somebody stands as the cells under `HEADING`; `shortly`: with one reason for what comes next."""
    last, decision, planned = standing.last, standing.due.decision, standing.due.planned
    return (
        ", ".join(standing.flags),
        standing.who.name,
        standing.who.group,
        last.date.isoformat() if last else "",
        (last.session or "") if last else "",
        *("" if value is None else str(value) for value in ((last.felt, last.pain) if last else (None, None))),
        "" if standing.missed is None else str(standing.missed),
        planned.id if planned else "",
        standing.followed.programme.dose_text(planned.dose) if planned else "",
        decision.not_before.isoformat() if planned else "",
        standing.wrong.message if standing.wrong else " ".join(decision.reasons[: 1 if shortly else None]),
        last.note if last else "",
    )


def usual_table(folder: Path = Path()) -> Path:
    """Find the table of a club where none is named.

    Raises:
        AudiocoachError: when there is none.
    """
    found = next((path for name in TABLES if (path := folder / name).is_file()), None)
    if found is None:
        hint = f"name your table, or call it {TABLES[0]}; its first line is: name"
        raise AudiocoachError(f"there is no table of athletes here: no {' or '.join(TABLES[:3])}", hint)
    return found


def standings(
    athletes: Sequence[Athlete], programme: str | None, folder: Path
) -> Iterator[Standing | tuple[Athlete, AudiocoachError]]:
    """Tell how each stands in a programme, or why that cannot be told: those who need somebody first, then as listed.

    Args:
        athletes: of a club's table.
        programme: its name or path; None: the only one in the folder.
        folder: the table's.

    Raises:
        AudiocoachError: when there is no such programme.
    """
    found: list[Standing | tuple[Athlete, AudiocoachError]] = []
    for who in athletes:
        try:
            found.append(standing_of(who, followed_for(programme, who, folder, own=True)))
        except AudiocoachError as error:
            found.append(_in_spite_of(error, who, programme, folder))
    if found and all(not isinstance(each, Standing) for each in found):
        raise next(each[1] for each in found if not isinstance(each, Standing))
    yield from sorted(found, key=_urgency)


def _in_spite_of(
    error: AudiocoachError, who: Athlete, programme: str | None, folder: Path
) -> Standing | tuple[Athlete, AudiocoachError]:
    """Tell how somebody stands whose row is wrong, by the plan as it is for nobody: their pain is not to be hidden."""
    plain = replace(who, own=NOTHING_OWN, races=None, pace=None, first_session="")
    try:
        found = standing_of(who, followed_for(programme, plain, folder, own=True))
    except AudiocoachError:
        return who, error
    return replace(found, due=replace(found.due, planned=None), flags=(*found.flags, "row"), wrong=error)


def standing_of(who: Athlete, followed: Followed) -> Standing:
    """Tell how somebody stands today.

    Raises:
        AudiocoachError: when their journal cannot be read at all.
    """
    journal = followed.read()
    due = followed.due(journal.entries)
    runs = runs_of(sorted(journal.entries, key=lambda entry: entry.date))
    last = runs[-1] if runs else None
    missed = None if last is None else _missed(last.date, today(), followed)
    return Standing(
        who,
        followed,
        due,
        last,
        missed,
        tuple(_flags(due, runs, missed, followed, journal.problems)),
        tuple(journal.problems),
    )


def _flags(
    due: Due, runs: Sequence[Entry], missed: int | None, followed: Followed, problems: Sequence[Problem]
) -> Iterator[str]:
    last = runs[-1] if runs else None
    if due.decision.stop:
        yield "stopped"
    elif due.decision.rule == "cleared":
        yield "cleared after a stop"
    if last and at_least(last.pain, followed.programme.adapt.back_at_pain):
        yield f"pain {last.pain}"
    if missed is not None and missed >= TWO_MISSED and not due.decision.stop and not due.decision.finished:
        yield f"{missed} missed"
    again = [run.session for run in runs[-STUCK_AFTER:]]
    if last and len(again) == STUCK_AFTER and len(set(again)) == 1 and not due.decision.finished:
        yield f"stuck on {last.session}"
    if problems:
        yield "journal"
    if count := len(waiting(followed)):
        yield f"{count} waiting"


def _urgency(each: Standing | tuple[Athlete, AudiocoachError]) -> tuple[int, int]:
    if not isinstance(each, Standing):
        return 0, 0
    order = ("stopped", "pain", "cleared", "waiting", "missed", "stuck", "journal", "row")
    ranks = [at + 1 for at, word in enumerate(order) for flag in each.flags if word in flag]
    return min(ranks, default=len(order) + 1), each.who.line


def _missed(last: date, now: date, followed: Followed) -> int:
    """Count the sessions that should have been run after the last: by the programme's days, or by how many a week."""
    programme, between = followed.programme, max(0, (now - last).days)
    if programme.days:
        meant = {DAYS.index(day) for day in programme.days}
        return sum((last + timedelta(days=day)).weekday() in meant for day in range(1, between))
    return max(0, between * programme.per_week // 7 - 1)


def next_orders(standing: Sequence[Standing], output: Path | None, *, week: bool) -> Wanted:
    """Order what comes next for each, or their week from it on, all in one go; nobody gets what is stopped.

    Raises:
        AudiocoachError: as `orders.wanted`.
    """
    found: list[ProgrammeOrder] = []
    notes: dict[str, None] = {}
    for each in standing:
        if each.wrong is not None:
            continue  # it is told in full
        if each.due.planned is None:
            notes[f"{each.who.name}: nothing is rendered, as the plan is stopped"] = None
            continue
        following = each.followed.programme.since(each.due.planned.id)
        theirs = [each.id for each in following if each.week == following[0].week][: None if week else 1]
        wishes = Wishes(sessions=tuple(theirs), athletes=(each.who,))
        ordered = wanted([str(each.followed.path)], output, wishes)
        found += ordered.programmes
        notes |= dict.fromkeys(ordered.notes)
    return Wanted((), tuple(found), tuple(notes))
