"""`plan`: a programme as a table, as data, as a picture, and what changes between two of its sessions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiocoach.cli.console import line, lines
from audiocoach.cli.options import Athlete, Athletes, Group, Json, Pace, Race, Units, paced, reading
from audiocoach.cli.those import those
from audiocoach.quantities.units import clock, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiocoach.programme.programme import PlannedSession, Programme
    from audiocoach.rendering.athletes import Athlete as Named
    from audiocoach.timeline.intervals import Interval

    Laid = Mapping[str, Sequence[Interval]]


def plan(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PROGRAMME",
            help="A programme: a file's path, a shipped one's name, or '-' for standard input.",
            show_default=False,
            callback=reading,
        ),
    ],
    chart: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Draw it as well: .svg or .png, a bar a session; .pdf to print, a page a week."
        ),
    ] = None,
    diff: Annotated[
        tuple[str, str] | None, typer.Option(metavar="3.1 3.2", help="Show what changes from one session to another.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="With --csv: where to. Default: print it.")
    ] = None,
    athlete: Athlete = None,
    athletes: Athletes = None,
    group: Group = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    *,
    csv: Annotated[
        bool,
        typer.Option(
            "--csv", help="As a table for spreadsheets: a row a session, its steps in cells; 'import' reads it."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Show a programme, session by session.

    Each session's dose, bouts and total, and how it grows.
    """
    if output is not None and not csv:
        raise typer.BadParameter("it goes with '--csv'", param_hint="--output")
    if csv and (as_json or diff is not None):
        raise typer.BadParameter("it goes neither with '--json' nor with '--diff'", param_hint="--csv")
    from audiocoach.rendering.programme_timelines import all_intervals
    from audiocoach.script.library import find_script
    from audiocoach.timeline.paces_used import pace_notes

    everyone, file = those(athlete, athletes, group).athletes, find_script(path)
    if len(everyone) > 1 and (chart is not None or output is not None):
        option = "--chart" if chart is not None else "--output"
        raise typer.BadParameter("one file is for one athlete; say whose with '--athlete'", param_hint=option)
    told: set[str] = set()
    data = []
    for number, who in enumerate(everyone):
        with paced(pace, units, race):
            programme = _programme_of(who, file)
        notes = [str(warning) for warning in programme.warnings]
        notes += [f"note: {note}" for note in pace_notes(planned.session for planned in programme.sessions)]
        for note in dict.fromkeys(notes) if number == 0 else (each for each in notes if each not in told):
            lines(note, error=True)
        told.update(notes)
        laid = all_intervals(programme)
        if chart is not None:
            _draw(programme, laid, chart)  # first: whoever reads the table may stop (`| head`)
        if as_json and diff is None:
            data.append(_plan_data(programme, laid) | ({"athlete": who.name} if who and len(everyone) > 1 else {}))
            continue
        if who is not None and len(everyone) > 1:
            if number:
                line()
            line(f"{who.name}:")
        if diff is not None:
            for text in _diff_lines(programme, laid, *diff):
                line(text)
        elif csv:
            _put_table(programme, laid, output)
        else:
            for text in _plan_lines(programme, laid):
                line(text)
    if data:
        from audiocoach.cli.console import print_json

        print_json(data if len(everyone) > 1 else data[0])
    if chart is not None and not as_json and not csv:
        what = "the programme to print" if chart.suffix.lower() == ".pdf" else "the programme as a picture"
        line()
        line(f"{chart}: {what}")


def _programme_of(who: Named | None, file: Path) -> Programme:
    """Read a programme as it is for somebody, from the session on that they begin with."""
    from audiocoach.programme.load_programme import load_programme
    from audiocoach.rendering.athletes import about, given_of
    from audiocoach.timeline.athlete import placeheld

    with about(who), given_of(who):
        found = load_programme(file)
        if who is None:
            return found.changed(placeheld)
        return replace(found, sessions=found.since(who.first_session)).changed(
            lambda session: placeheld(session.for_athlete(who.name))
        )


def _draw(programme: Programme, laid: Laid, path: Path) -> None:
    from audiocoach.labels.pictures.plan_file import save_plan

    titles = {planned.id: _title(planned, laid[planned.id]) for planned in programme.sessions}
    for note in save_plan(programme, laid, titles, path):
        line(f"note: {note}", error=True)


def _put_table(programme: Programme, laid: Laid, output: Path | None) -> None:
    """Write the programme as a table, and say what is not in it."""
    from audiocoach.rendering.plan_as_table import plan_table
    from audiocoach.script.standard_input import DASH
    from audiocoach.storage.whole_files import write_whole

    table = plan_table(
        programme, laid, {planned.id: _title(planned, laid[planned.id]) for planned in programme.sessions}
    )
    if output is None or str(output) == DASH:
        for text in table.text.splitlines():
            line(text)
    else:
        write_whole(output, table.text.encode())
        line(f"{output}: {plural(len(programme.sessions), 'session')}")
    for loss in table.losses:
        line(f"note: {loss}", error=True)


def _plan_data(programme: Programme, laid: Laid) -> dict[str, Any]:
    """Give the programme as plain data."""
    from audiocoach.quantities.variables import as_data

    return {
        "title": programme.title,
        "sessions": [
            {
                "session": planned.id,
                "title": _title(planned, laid[planned.id]),
                "variables": {name: as_data(value) for name, value in planned.variables.items()},
                "length_ms": laid[planned.id][-1].end_ms,
                "intervals": [interval.as_data() for interval in laid[planned.id]],
            }
            for planned in programme.sessions
        ],
    }


def _title(planned: PlannedSession, intervals: Sequence[Interval]) -> str:
    from audiocoach.languages.lookup import language_of
    from audiocoach.timeline.wording import Wording

    return Wording(planned.session, intervals, language_of(planned.session.language)).title(in_writing=True)


def _plan_lines(programme: Programme, laid: Laid) -> Iterator[str]:
    """Write a line for each session, then what to know about them."""
    from audiocoach.programme.programme import hardest_before

    yield f"{programme.title}  {plural(programme.weeks, 'week')}, {programme.per_week} a week"
    if programme.description:
        yield programme.description
    yield ""
    width = max(7, len(programme.dose_name))
    yield f"session  {programme.dose_name:>{width}}  bouts    total  change"
    doses = [planned.dose for planned in programme.sessions]
    for position, planned in enumerate(programme.sessions):
        if position and planned.run == 1:
            yield ""
        intervals = laid[planned.id]
        bouts = sum(interval.kind == "work" for interval in intervals)
        change = _change(planned.dose, hardest_before(doses, position))
        days = f"  {programme.days[planned.run - 1]}" if programme.days else ""
        row = f"{planned.id:<7}  {programme.dose_text(planned.dose):>{width}}  {bouts:>5}"
        yield f"{row}  {clock(intervals[-1].end_ms):>7}  {change:<6}{days}".rstrip()
    yield from _notes(programme)


def _change(dose: int, hardest: int | None) -> str:
    """Compare a dose with the hardest before it."""
    if hardest is None:
        return "first"
    if not hardest or dose == hardest:
        return "="
    return f"{_percent(dose, hardest):+.0f} %"


def _percent(now: int, before: int) -> float:
    """Work out by how much something has grown, in percent."""
    from fractions import Fraction

    return float(Fraction(now - before, before) * 100)


def _notes(programme: Programme) -> Iterator[str]:
    from audiocoach.programme.programme import NOTABLE_GROWTH, steep

    rounded: dict[str, str] = {}
    for planned in programme.sessions:
        for text in planned.rounded:
            rounded.setdefault(text, planned.id)
    if rounded:
        yield ""
        yield from (f"{session}: {text}" for text, session in rounded.items())
    found = steep(programme.sessions)
    if found:
        yield ""
    for planned, longest in found:
        growth = _percent(planned.load_ms, longest.load_ms)
        yield (
            f"warning: session {planned.id} ({clock(planned.load_ms)}) is {growth:.0f} % above the longest "
            f"of the 30 days before it ({longest.id}, {clock(longest.load_ms)})."
        )
    if found:
        yield f"  Sessions more than {int(NOTABLE_GROWTH * 100)} % above that went with more overuse injuries"
        yield "  (Schuster Brandt Frandsen et al., Br J Sports Med 2025). Take the step with care, or put one between."


def _diff_lines(programme: Programme, laid: Laid, first: str, second: str) -> Iterator[str]:
    """Write what changes from one session to another: variables, totals, and steps."""
    from audiocoach.quantities.variables import written

    before, after = programme.find(first), programme.find(second)
    yield f"{before.id} → {after.id}"
    for name in dict.fromkeys([*before.variables, *after.variables]):
        old, new = (written(each.variables[name]) if name in each.variables else "–" for each in (before, after))
        if old != new:
            yield f"  {name}: {old} → {new}"
    totals = [clock(laid[each.id][-1].end_ms) for each in (before, after)]
    yield f"  total: {' → '.join(totals)}" if totals[0] != totals[1] else f"  total: {totals[0]}, as before"
    yield from _step_changes(laid[before.id], laid[after.id])


def _step_changes(before: Sequence[Interval], after: Sequence[Interval]) -> Iterator[str]:
    from difflib import SequenceMatcher

    old, new = ([f"{i.kind} {clock(i.length_ms)} {i.name}" for i in each] for each in (before, after))
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (f"  - {clock(before[a + n].start_ms):>6}  {text}" for n, text in enumerate(old[a:b]))
            yield from (f"  + {clock(after[c + n].start_ms):>6}  {text}" for n, text in enumerate(new[c:d]))
