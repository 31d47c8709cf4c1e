"""Check what joins several parts of a programme, once its sessions are known. Each check notes problems and goes on."""

from __future__ import annotations

from audiocoach.errors import Where
from audiocoach.programme.file import ProgrammeFile
from audiocoach.programme.programme import PlannedSession
from audiocoach.programme.tables import Table
from audiocoach.quantities.quantity import Quantity
from audiocoach.quantities.units import plural
from audiocoach.script.context import Reading
from audiocoach.script.model import Cue
from audiocoach.text.suggest import did_you_mean


def check_days(written: ProgrammeFile, context: Reading, *, counted: bool) -> None:
    """Check that `days`, if given, has one for each session of a week."""
    if counted and written.days and len(written.days) != written.per_week:
        days = plural(len(written.days), "day")
        hint = "name a day for each session of a week"
        context.error(f"{days} for {written.per_week} sessions a week", written.place("days"), hint)


def check_adapt(written: ProgrammeFile, context: Reading) -> None:
    """Warn of rules that can never apply, as another one always comes first."""
    adapt = written.adapt
    pairs = [
        ("repeat-at-effort", "back-at-effort", adapt.repeat_at_effort >= adapt.back_at_effort),
        ("back-at-pain", "stop-at-pain", adapt.back_at_pain >= adapt.stop_at_pain),
        ("repeat-below-done", "back-below-done", adapt.repeat_below_done <= adapt.back_below_done),
    ]
    for milder, stricter, hidden in pairs:
        if hidden and adapt.whole:
            place = adapt.value_place(milder if adapt.is_written(milder) else stricter)
            context.warn(f"'{milder}' never counts: '{stricter}' comes before it", place)


def check_dose(written: ProgrammeFile, sessions: list[PlannedSession], context: Reading) -> None:
    """Check that the dose variable is a length in every session, or a number in every one."""
    if not written.dose:
        return
    worth = [planned.variables.get(written.dose) for planned in sessions]
    kinds = {each.is_length if isinstance(each, Quantity) else None for each in worth}
    if kinds == {True, False}:
        message = f"'{written.dose}' is a length in some sessions and a number in others, and a dose is one of them"
        context.error(message, written.value_place("dose"), "give it the same kind of value everywhere")
    elif None in kinds:
        names = {
            name for planned in sessions for name, value in planned.variables.items() if not isinstance(value, str)
        }
        listing = "a dose is a variable that is a length, or a number, in every session; without 'dose' it is all work"
        hint = did_you_mean(written.dose, sorted(names), listing)
        context.error(f"'{written.dose}' is no dose", written.value_place("dose"), hint)


def check_unused(tables: list[Table], used: set[str], context: Reading) -> None:
    """Warn of variables that nothing uses."""
    names: dict[str, Where] = {}
    for table in tables:
        names = {**table.names, **names}
    for name, where in names.items():
        if name not in used:
            context.warn(f"the variable '{name}' is never used", where)


def check_own_words(tables: list[Table], own_words: set[str], context: Reading) -> None:
    """Warn, once each, of variables that stand in braces in the place of a word of the language."""
    names: dict[str, Where] = {}
    for table in tables:
        names = {**table.names, **names}
    for name in sorted(own_words):
        message = f"'{{{name}}}' is this variable here, and not the word of the language that is called so"
        context.warn(message, names[name], f"to have both, call it 'my-{name}'")


def check_heard(sessions: list[PlannedSession], context: Reading) -> None:
    """Warn of cues whose moment lies outside their step in every session; outside it in some is no error."""
    heard: dict[Where, tuple[Cue, bool]] = {}
    for planned in sessions:
        for step in planned.session.written_steps():
            for cue in step.cues:
                where = cue.value_place("at")
                fits = cue.at is None or step.length == "auto" or 0 <= cue.at.at(step.length) <= step.length
                heard[where] = (cue, fits or (where in heard and heard[where][1]))
    for cue, ever in heard.values():
        if not ever:
            message = f"never heard: in every session, '{cue.at}' is outside of this step"
            context.warn(message, cue.value_place("at"), "give it another moment")
