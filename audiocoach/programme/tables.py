"""Work out a programme's variables session by session, from the rules of `progression` and the table `plan`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audiocoach.errors import Unreadable, Where
from audiocoach.programme.file import Growing, ProgrammeFile
from audiocoach.programme.progression.rule_checks import Trouble, short_of_target, troubles
from audiocoach.programme.progression.rules import Constant, FromWeek, Growth, PerWeek, Rule, every_nth
from audiocoach.programme.progression.schedule import values
from audiocoach.programme.read_values import Listed, Staged, Unread
from audiocoach.script.context import Reading
from audiocoach.script.yaml.located import where_of


@dataclass(frozen=True)
class Table:
    """Each variable's value in each session, and where each was written."""

    names: dict[str, Where]
    cells: dict[tuple[int, int], dict[str, Any]]

    def values(self, week: int, run: int) -> dict[str, Any]:
        """Return name → value for one session."""
        return self.cells.get((week, run), {})


def progression_table(written: ProgrammeFile, context: Reading) -> Table:
    """Work out every rule for every session."""
    cells: dict[tuple[int, int], dict[str, Any]] = {}
    names: dict[str, Where] = {}
    for name, entry in written.progression.items():
        names[str(name)] = where_of(name)
        for position, value in enumerate(_values(name, entry, written, context)):
            week, run = position // written.per_week + 1, position % written.per_week + 1
            cells.setdefault((week, run), {})[str(name)] = value
    return Table(names, cells)


def _values(name: str, entry: Any, written: ProgrammeFile, context: Reading) -> tuple[Any, ...]:
    """Return what a rule gives each session; nothing when something is wrong with it, which is noted."""
    where = where_of(name)
    if isinstance(entry, Unread):
        return ()
    rule = _rule(entry, written)
    wrong = troubles(rule, written.weeks)
    for trouble in wrong:
        context.error(trouble.message, _place(entry, trouble, where), trouble.hint)
    if isinstance(entry, Growing) and entry.ease_weeks and entry.ease_every:
        context.error("'ease-weeks' and 'ease-every' both say when to ease", entry.place("ease-every"), "keep one")
        return ()
    if wrong:
        return ()
    try:
        found = values(rule, written.weeks, written.per_week)
    except Unreadable as error:
        context.error(error.message, where, error.hint)
        return ()
    if short := short_of_target(rule, written.weeks, written.per_week):
        hint = "grow faster, begin nearer to it, or take 'target' out"
        message = (
            f"'{name}' never reaches its target of {short.target}: {short.nearest}, in week {short.week}, is nearest"
        )
        context.warn(message, _place(entry, Trouble("target", ""), where), hint)
    return found


def _rule(entry: Any, written: ProgrammeFile) -> Rule:
    if isinstance(entry, Growing):
        return _growth(entry, written.weeks)
    if isinstance(entry, Staged):
        return FromWeek({week: value for week, (_, value) in entry.items()})
    return PerWeek(entry) if isinstance(entry, tuple) else Constant(entry)


def _growth(entry: Growing, weeks: int) -> Growth:
    eases = every_nth(entry.ease_every, weeks) if entry.ease_every else frozenset(entry.ease_weeks)
    return Growth(
        start=entry.start,
        grow=entry.grow,
        grow_per=entry.grow_per,
        hold=entry.hold,
        at_least=entry.at_least,
        round_to=entry.round_to,
        target=entry.target,
        ease_weeks=eases,
        ease_to=entry.ease_to,
        finish=entry.finish,
    )


def _place(entry: Any, trouble: Trouble, where: Where) -> Where:
    if isinstance(entry, Growing):
        if trouble.key == "ease-weeks":
            return entry.place("ease-every" if entry.ease_every else "ease-weeks")
        return entry.value_place(trouble.key)
    if isinstance(entry, Staged):
        return next((where_of(key) for week, (key, _) in entry.items() if trouble.key == f"week {week}"), where)
    if isinstance(entry, Listed) and trouble.entry is not None:
        return entry.places[trouble.entry]
    return where


def plan_table(written: ProgrammeFile, context: Reading) -> Table:
    """Read the cells of `plan`: a week's hold for all of its sessions, and `5.1` takes precedence over `5`."""
    names: dict[str, Where] = {}
    by_week: dict[int, dict[str, Any]] = {}
    by_session: dict[tuple[int, int], dict[str, Any]] = {}
    for (week, run), row in written.plan.items():
        if not 1 <= week <= written.weeks or (run is not None and not 1 <= run <= written.per_week):
            shown = f"session {week}.{run}" if run is not None else f"week {week}"
            hint = f"it has {written.weeks} weeks of {written.per_week} sessions"
            context.error(f"the programme has no {shown}", row.where, hint)
            continue
        for name, where in row.names.items():
            names.setdefault(name, where)
        if run is None:
            by_week[week] = row.cells
        else:
            by_session[week, run] = row.cells
    found = {
        (week, run): {**by_week.get(week, {}), **by_session.get((week, run), {})}
        for week in range(1, written.weeks + 1)
        for run in range(1, written.per_week + 1)
    }
    for name, where in names.items():
        missing = [f"{week}.{run}" for (week, run), cells in found.items() if name not in cells]
        if missing and written.plan.whole and name not in {str(known) for known in written.progression}:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            hint = f"add 'plan: {{{missing[0]}: {{{name}: …}}}}', or a rule for it in 'progression'"
            context.error(f"the plan gives no '{name}' for session {missing[0]}{more}", where, hint)
    return Table(names, found)
