"""Decide by feeling and by days separately, take the lower dose of the two, and keep a day of rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from audiocoach.programme.adapting.days import by_days
from audiocoach.programme.adapting.decision import (
    DEFAULT_RULES,
    SEE_A_PROFESSIONAL,
    AdaptRules,
    Decision,
    Entry,
    Planned,
    Rule,
    at_least,
)
from audiocoach.programme.adapting.feeling import by_feeling

DAYS_BETWEEN = 2
"""From one session to the next: at least one rest day between, so never two in a day."""


def decide(
    entries: Iterable[Entry], plan: Sequence[Planned], today: date, rules: AdaptRules = DEFAULT_RULES
) -> Decision:
    """Decide which session of `plan` comes next, and from which day on.

    Entries are taken by date, those of one day in the order given; the same session again on the same day corrects
    the earlier entry. An entry dated after today counts as today's. A session that the plan does not have counts
    for rest and for care, but moves nobody forward.

    Raises:
        ValueError: for a plan without sessions.
    """
    if not plan:
        raise ValueError("a programme has at least one session")
    ordered = sorted(entries, key=lambda entry: entry.date)
    index = {planned.id: at for at, planned in reversed(list(enumerate(plan)))}
    runs = runs_of(ordered)
    not_before = max([today, *(min(run.date, today) + timedelta(days=DAYS_BETWEEN) for run in runs)])
    stopped, clearing = _stop_and_clearing(ordered, index, rules)
    if stopped:
        reasons = _why_stopped(stopped, today, rules)
        return Decision(session=None, stop=True, finished=False, not_before=not_before, reasons=reasons, rule="stop")

    known = [run for run in runs if run.session in index]
    if known:
        to, rule, finished, reasons = _next(runs, known, index, clearing, plan, today, rules)
    else:
        why = "No session of this programme is logged yet" if runs else "Nothing is logged yet"
        to, rule, finished = 0, "first", False
        reasons = (f"{why}, so the first session: {plan[0].id} ({plan[0].written}).",)
    if not_before > today:
        reasons += (f"At least one rest day between two sessions: not before {not_before}.",)
    return Decision(
        session=plan[to].id, stop=False, finished=finished, not_before=not_before, reasons=reasons, rule=rule
    )


def _next(
    runs: Sequence[Entry],
    known: Sequence[Entry],
    index: dict[str, int],
    clearing: Entry | None,
    plan: Sequence[Planned],
    today: date,
    rules: AdaptRules,
) -> tuple[int, Rule, bool, tuple[str, ...]]:
    """Return which session feeling and days lead to, by which rule, whether the programme is finished, and why."""
    here = index[known[-1].session or ""]
    felt_to, rule, reason = by_feeling(runs, index, clearing, plan, rules)
    reasons = [reason]
    finished = rule == "finished"
    to = felt_to
    days = max(0, (today - known[-1].date).days)
    if off := by_days(here, days, plan):
        days_to, days_rule, reason = off
        reasons.append(reason)
        to, rule = min((felt_to, rule), (days_to, days_rule), key=lambda one: (plan[one[0]].dose, one[0]))
        if days_to != felt_to:
            other = plan[felt_to if to == days_to else days_to]
            wins = "lower dose" if plan[to].dose < other.dose else "earlier of the same dose"
            reasons.append(f"The {wins} wins: {plan[to].id} ({plan[to].written}), not {other.id} ({other.written}).")
    return to, rule, finished, tuple(reasons)


def runs_of(ordered: Sequence[Entry]) -> list[Entry]:
    """Return the sessions run, of entries in the order of their days; a second entry for one session and day overrides
    the values that it gives again.
    """
    runs: dict[object, Entry] = {}
    for number, entry in enumerate(ordered):
        if entry.session is None and not entry.damaged:
            continue
        key = (entry.date, entry.session) if entry.session else number
        before = runs.pop(key, None)
        if before:
            entry = replace(
                entry,
                felt=before.felt if entry.felt is None else entry.felt,
                done=before.done if entry.done is None else entry.done,
                pain=before.pain if entry.pain is None else entry.pain,
                stumbles=before.stumbles if entry.stumbles is None else entry.stumbles,
            )
        runs[key] = entry
    return list(runs.values())


def _stop_and_clearing(
    ordered: Sequence[Entry], index: dict[str, int], rules: AdaptRules
) -> tuple[Entry | None, Entry | None]:
    """Find the stop that holds, if one does; or the clearing after which no session has been run yet."""
    stopped: Entry | None = None
    clearing: Entry | None = None
    for entry in ordered:
        if entry.cleared and stopped:
            stopped, clearing = None, entry
        if entry.stop or at_least(entry.pain, rules.stop_at_pain):
            stopped, clearing = entry, None
        elif entry.session in index:
            clearing = None
    return stopped, clearing


def _why_stopped(entry: Entry, today: date, rules: AdaptRules) -> tuple[str, ...]:
    causes = []
    if at_least(entry.pain, rules.stop_at_pain):
        causes.append(f"pain {entry.pain}/10 ({rules.stop_at_pain} or more stops the plan)")
    if entry.stop:
        causes.append("a stop was logged (for sharp pain, swelling, dizziness or a fall)")
    after = f", after {entry.session}" if entry.session else ""
    return (
        f"The plan has been stopped since {entry.date}{after}: {' and '.join(causes)}.",
        SEE_A_PROFESSIONAL,
        f"It stays stopped until the journal has a line such as: {today}  cleared  note: who said so",
    )
