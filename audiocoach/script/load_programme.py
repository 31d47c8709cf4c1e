"""Programme files to values: every rule worked out, every session read with its own variables."""

from __future__ import annotations

import os
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from audiocoach.adapting import AdaptRules
from audiocoach.errors import ScriptError
from audiocoach.intervals import unroll
from audiocoach.languages import language_of
from audiocoach.lengths import Unreadable
from audiocoach.model import Session
from audiocoach.programme import Findings, PlannedSession, Programme, training_days
from audiocoach.quantity import Quantity, parse_quantity
from audiocoach.script import words
from audiocoach.script.load import nodes_of, read_script
from audiocoach.script.located import Mapping, Text, where_of
from audiocoach.script.programme_file import ProgrammeFile
from audiocoach.script.reading import Reading, place
from audiocoach.script.rules import inside_folder
from audiocoach.script.tables import Table, plan_table, progression_table
from audiocoach.script.validate import raise_errors, validate
from audiocoach.variables import Value


def load_programme(path: str | os.PathLike[str]) -> Programme:
    """Read a programme from its YAML file, all of its sessions included.

    Raises:
        ScriptError: with everything that is wrong in it, each with its line.
        AudiocoachError: when the file cannot be read.
    """
    root, context = read_script(Path(path))
    return _programme(root, context)


def parse_programme(text: str, file: str = "programme", folder: Path | None = None) -> Programme:
    """As `load_programme`, from text."""
    context = Reading(file=file, folder=folder)
    return _programme(nodes_of(text, context), context)


def _programme(root: Mapping, context: Reading) -> Programme:
    written = validate(ProgrammeFile, root, context)
    template, home = _template(written, context)
    tables = [progression_table(written, context), plan_table(written, context)]
    raise_errors(context)
    builder = _Sessions(written, template, home, context)
    sessions = builder.all(tables)
    _check_dose(written, sessions, context)
    _check_unused(tables, builder.used, context)
    raise_errors(context)
    dose_is_length = _dose_is_length(written, sessions)
    return Programme(
        written.programme,
        written.description or "",
        written.weeks,
        written.per_week,
        written.days,
        written.dose or "work",
        dose_is_length,
        tuple(sessions),
        _adapt(written),
        tuple(sorted(context.problems, key=place)),
    )


def _template(written: ProgrammeFile, context: Reading) -> tuple[Mapping, Reading]:
    """The nodes of the session template, and the reading whose file they stand in."""
    session = written.session
    if isinstance(session, Mapping):
        return session, context
    where = where_of(session)
    if not isinstance(session, Text):
        context.error(
            "'session' is the template of a session, or a file's name",
            where,
            "write 'session:' and its keys beneath it",
        )
        raise_errors(context)
    found = inside_folder(session, context.folder or Path())
    if found is None or not found.is_file():
        context.error(
            f"there is no script '{session}' beside this programme", where, "write a file's name, such as session.yaml"
        )
        raise_errors(context)
    assert found is not None
    root, inner = read_script(found)
    return root, inner


@dataclass
class _Sessions:
    """Reads the template once for each session; a problem of many sessions is told once, with the first of them."""

    written: ProgrammeFile
    template: Mapping
    home: Reading
    context: Reading
    used: set[str] = field(default_factory=set)

    def all(self, tables: list[Table]) -> list[PlannedSession]:
        weeks, per_week = self.written.weeks, self.written.per_week
        days = training_days(weeks, per_week, self.written.days)
        planned = []
        findings = Findings(weeks * per_week)
        for position in range(weeks * per_week):
            week, run = position // per_week + 1, position % per_week + 1
            nodes: dict[str, Any] = {}
            for table in tables:
                nodes |= table.values(week, run)
            session = self._one(week, run, days[position], nodes, findings)
            if session is not None:
                planned.append(session)
        self.context.problems += findings.all()
        raise_errors(self.context)
        return planned

    def _one(
        self, week: int, run: int, day: int, nodes: MappingType[str, Any], findings: Findings
    ) -> PlannedSession | None:
        variables = {name: _worth(node) for name, node in nodes.items() if not isinstance(node, list)}
        own = {name: value for name, value in variables.items() if value is not None}
        counted = {"week": Quantity(Fraction(week), is_length=False), "run": Quantity(Fraction(run), is_length=False)}
        context = Reading(
            file=self.home.file,
            folder=self.home.folder,
            variables={**own, **counted},
            pieces={name: node for name, node in nodes.items() if isinstance(node, Text | list)},
        )
        session = None
        try:
            session = validate(Session, self.template, context)
            words.check_session(session, context)
        except ScriptError as error:
            context.problems = list(error.problems)
        self.used |= context.used
        findings.note(context.problems, f"{week}.{run}")
        if session is None or any(problem.severity == "error" for problem in context.problems):
            return None
        return PlannedSession(week, run, day, session, own, _dose(self.written, session, own), tuple(context.rounded))


def _worth(node: Any) -> Value | None:
    if isinstance(node, Quantity):
        return node
    if isinstance(node, str):
        try:
            return parse_quantity(node)
        except Unreadable:
            return node
    return None


def _dose(written: ProgrammeFile, session: Session, variables: MappingType[str, Value]) -> int:
    """The value of the dose variable; without one, the milliseconds of all work."""
    value = variables.get(written.dose) if written.dose else None
    if isinstance(value, Quantity):
        return value.whole_seconds() if value.is_length else int(value.value)
    steps = unroll(session, language_of(session.language))
    return sum(each.step.length for each in steps if each.kind == "work" and isinstance(each.step.length, int))


def _dose_is_length(written: ProgrammeFile, sessions: list[PlannedSession]) -> bool:
    value = sessions[0].variables.get(written.dose) if written.dose else None
    return not isinstance(value, Quantity) or value.is_length


def _check_dose(written: ProgrammeFile, sessions: list[PlannedSession], context: Reading) -> None:
    if written.dose and any(not isinstance(planned.variables.get(written.dose), Quantity) for planned in sessions):
        hint = "a dose is a variable that is a length or a number in every session; without 'dose' it is all work"
        context.error(f"'{written.dose}' is no dose", written.place("dose"), hint)


def _check_unused(tables: list[Table], used: set[str], context: Reading) -> None:
    for table in tables:
        for name, where in table.names.items():
            if name not in used:
                context.warn(f"the variable '{name}' is never used", where)


def _adapt(written: ProgrammeFile) -> AdaptRules:
    adapt = written.adapt
    return AdaptRules(
        repeat_at_effort=adapt.repeat_at_effort,
        back_at_effort=adapt.back_at_effort,
        back_at_pain=adapt.back_at_pain,
        stop_at_pain=adapt.stop_at_pain,
        back_below_done=adapt.back_below_done,
        repeat_below_done=adapt.repeat_below_done,
    )
