"""Load programme files: every rule worked out, every session read with its own variables."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from audiocoach.bounds import MAX_FOUND, MAX_INTERVALS, MAX_SESSIONS, MAX_VARIABLES, MAX_WRITTEN_STEPS
from audiocoach.errors import Problem, ScriptError, Unreadable, told
from audiocoach.programme.adapting.decision import AdaptRules
from audiocoach.programme.file import PROGRAMME_NEEDS, ProgrammeFile
from audiocoach.programme.own_variables import own_programme
from audiocoach.programme.programme import DAYS, PlannedSession, Programme, in_order, training_days
from audiocoach.programme.programme_checks import (
    check_adapt,
    check_days,
    check_dose,
    check_heard,
    check_own_words,
    check_unused,
)
from audiocoach.programme.read_values import Spare, completed
from audiocoach.programme.session_template import template_of
from audiocoach.programme.tables import Table, plan_table, progression_table
from audiocoach.quantities.quantity import Quantity, parse_quantity
from audiocoach.quantities.variables import Value
from audiocoach.script.checks import readings, words_in_braces
from audiocoach.script.checks.structure import steps_and_length
from audiocoach.script.context import Reading, place
from audiocoach.script.findings import Findings
from audiocoach.script.given_values import in_own_language
from audiocoach.script.mapping import root_of
from audiocoach.script.model import Session, Set, Step
from audiocoach.script.source import kind_of, nodes_of, read_script
from audiocoach.script.validate import raise_errors, validate
from audiocoach.script.values.told_lengths import check_values
from audiocoach.script.yaml.located import Mapping, Text, scalars


def load_programme(path: str | os.PathLike[str]) -> Programme:
    """Read a programme from its YAML file, all of its sessions included.

    Raises:
        ScriptError: with everything that is wrong in it, each with its line.
        AudiocoachError: when the file cannot be read.
    """
    root, context = read_script(in_own_language(Path(path)))
    return _programme(root, context)


def parse_programme(text: str, file: str = "programme", folder: Path | None = None) -> Programme:
    """Read a programme from text, as `load_programme` does from a file; see `parse_session`."""
    context = Reading(file=file, folder=folder)
    return _programme(nodes_of(text, context), context)


def programme_from(data: MappingType[str, Any], folder: Path | None = None) -> Programme:
    """Read a programme from plain data; see `session_from`."""
    context = Reading(folder=folder)
    return _programme(root_of(data, context), context)


def _programme(root: Mapping, context: Reading) -> Programme:
    if kind_of(root) != "programme" and not root.keys() & PROGRAMME_NEEDS.keys() - {"session"}:
        what = "coach sheet" if kind_of(root) == "coach" else "single session"
        context.error(f"this is a {what}, not a programme", root.where, "'audiocoach list' shows some programmes")
        raise_errors(context)
    root = own_programme(completed(root, PROGRAMME_NEEDS, ProgrammeFile._keys(), context), context)
    rules = root.get(Text("progression"))
    if isinstance(rules, Mapping) and len(rules) > MAX_VARIABLES:
        message = f"this programme has {len(rules):,} variables, more than {MAX_VARIABLES}"
        context.error(message, rules.where, "keep those that its sessions use")
        raise_errors(context)
    written = validate(ProgrammeFile, root, context)
    if written.weeks * written.per_week > MAX_SESSIONS:
        message = f"{written.weeks} weeks of {written.per_week} sessions are more than {MAX_SESSIONS} sessions"
        context.error(message, written.value_place("weeks"), "take fewer weeks")
        raise_errors(context)
    template = template_of(written, context)
    counted = not isinstance(written.weeks, Spare) and not isinstance(written.per_week, Spare)
    check_days(written, context, counted=counted)
    check_adapt(written, context)
    tables = [progression_table(written, context), plan_table(written, context)] if counted else []
    if template is None:
        raise_errors(context)
    assert template is not None
    for part in ("progression", "plan"):
        check_values(root.get(Text(part)), str(template[0].get(Text("language"), "en")), context)
    builder = _Sessions(written, *template, context, _declared(root) if context.has_errors else frozenset())
    sessions = builder.all(tables)
    check_dose(written, sessions, context)
    check_heard(sessions, context)
    check_own_words(tables, builder.own_words, context)
    check_unused(tables, builder.used | {written.dose or ""}, context)
    raise_errors(context)
    dose_is_length = _dose_is_length(written, sessions)
    return Programme(
        written.programme,
        written.description or "",
        written.weeks,
        written.per_week,
        tuple(sorted(written.days, key=DAYS.index)),
        written.dose or "work",
        dose_is_length,
        in_order(sessions),
        _adapt(written),
        told(sorted(context.problems, key=place)),
        context.file,
    )


def _declared(root: Mapping) -> frozenset[str]:
    """Return the names of all variables, also those that cannot be computed, and those under a mistyped key."""
    found: set[str] = set()
    for key, entries in root.items():
        if key not in ("session", "adapt") and isinstance(entries, Mapping):
            for name, row in entries.items():
                is_row = name[:1].isdigit() or name.startswith("week ")
                found |= {str(inner) for inner in row} if is_row and isinstance(row, Mapping) else {str(name)}
    return frozenset(found)


@dataclass
class _Sessions:
    """A reader of the template for each session; a problem of many sessions is reported once, with the first of them.

    `declared` holds the names of variables when something is wrong with the rules: problems on lines with a variable
    that has no value for that reason are not reported.
    """

    written: ProgrammeFile
    template: Mapping
    home: Reading
    context: Reading
    declared: frozenset[str]
    used: set[str] = field(default_factory=set)
    own_words: set[str] = field(default_factory=set)

    def all(self, tables: list[Table]) -> list[PlannedSession]:
        weeks, per_week = self.written.weeks, self.written.per_week
        days = training_days(weeks, per_week, self.written.days if len(self.written.days) == per_week else ())
        self._check_blocks(tables)
        planned: list[PlannedSession] = []
        findings = Findings(weeks * per_week)
        steps = intervals = found = 0
        for position in range(weeks * per_week):
            week, run = position // per_week + 1, position % per_week + 1
            nodes: dict[str, Any] = {}
            for table in tables:
                nodes |= table.values(week, run)
            session, problems = self._one(week, run, days[position], nodes, findings)
            if session is not None:
                planned.append(session)
                intervals += steps_and_length(session.session.steps)[0]
            steps += sum(1 for _ in (session.session.written_steps() if session else scalars(self.template)))
            if steps > MAX_WRITTEN_STEPS:
                hint = "write a set instead of its steps, or take fewer weeks"
                message = f"the sessions of this programme have more than {MAX_WRITTEN_STEPS:,} steps as written"
                self.context.error(message, self.written.place("session"), hint)
                break
            if intervals > MAX_INTERVALS:
                message = f"the sessions of this programme have more than {MAX_INTERVALS:,} steps together"
                self.context.error(message, self.written.place("session"), "repeat less often, or take fewer weeks")
                break
            found += problems
            if found >= MAX_FOUND:  # nobody reads those of the other sessions
                findings.sessions = position + 1
                break
        self.context.problems += findings.all()
        raise_errors(self.context)
        return planned

    def _check_blocks(self, tables: list[Table]) -> None:
        blocks = self.template.get(Text("blocks"))
        for name in blocks if isinstance(blocks, Mapping) else ():
            if any(name in table.names for table in tables):
                hint = "give one of them another name"
                self.context.error(f"'{name}' is a block here, and a variable of the programme", name.where, hint)

    def _one(
        self, week: int, run: int, day: int, nodes: MappingType[str, Any], findings: Findings
    ) -> tuple[PlannedSession | None, int]:
        """Read the template for one session; None where it has errors. Second comes how much was found wrong."""
        variables = {name: _worth(node) for name, node in nodes.items() if not isinstance(node, list)}
        own = {name: value for name, value in variables.items() if value is not None}
        counted = {"week": Quantity(Fraction(week), is_length=False), "run": Quantity(Fraction(run), is_length=False)}
        lost = self.declared - nodes.keys()
        pieces = {name: node for name, node in nodes.items() if isinstance(node, Text | list)}
        context = Reading(
            file=self.home.file,
            folder=self.home.folder,
            variables={**own, **counted},
            pieces={**pieces, **dict.fromkeys(lost, Text("work 60s"))},
        )
        session = None
        try:
            session = validate(Session, self.template, context)
            words_in_braces.check_session(session, context)
            readings.check_session(session, context)
        except ScriptError as error:
            context.problems = list(error.problems)
        self.used |= context.used
        self.own_words |= context.own_words
        findings.note((found for found in context.problems if not _follows(found, lost)), f"session {week}.{run}")
        if session is None or any(problem.severity == "error" for problem in context.problems):
            return None, len(context.problems)
        dose, load = _dose(self.written, session, own)
        planned = PlannedSession(week, run, day, session, own, dose, tuple(context.rounded), load)
        return planned, len(context.problems)


def _follows(problem: Problem, lost: Iterable[str]) -> bool:
    """Tell whether a problem stands on a line with a variable that has no value."""
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", problem.where.source) for name in lost)


def _worth(node: Any) -> Value | None:
    if isinstance(node, Quantity):
        return node
    if isinstance(node, str):
        try:
            return parse_quantity(node)
        except Unreadable:
            return node
    return None


def _dose(written: ProgrammeFile, session: Session, variables: MappingType[str, Value]) -> tuple[int, int]:
    """Return the dose (the dose variable's value, or the milliseconds of all work) and the load in milliseconds."""
    value = variables.get(written.dose) if written.dose else None
    if isinstance(value, Quantity) and value.is_length:
        return value.whole_seconds(), value.whole_seconds()
    work = _work_ms(session.steps)
    return (int(value.value) if isinstance(value, Quantity) else work), work


def _work_ms(items: Sequence[Step | Set]) -> int:
    """Add up all work; by arithmetic, so that thousands of rounds in each of hundreds of sessions cost nothing."""
    work = 0
    for item in items:
        if isinstance(item, Set):
            work += item.repeat * _work_ms(item.steps) - (_work_ms(item.steps[-1:]) if item.skip_last_rest else 0)
        elif item.kind == "work" and isinstance(item.length, int):
            work += item.length
    return work


def _dose_is_length(written: ProgrammeFile, sessions: list[PlannedSession]) -> bool:
    value = sessions[0].variables.get(written.dose) if written.dose else None
    return not isinstance(value, Quantity) or value.is_length


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
