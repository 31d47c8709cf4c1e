"""`plan`: a programme as a table, as data, as a picture, and what changes between two of its sessions."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from audiocoach.cli.console import print_json
from audiocoach.labels.pictures.canvas import save
from audiocoach.labels.pictures.programme_chart import Row, chart
from audiocoach.languages.lookup import language_of
from audiocoach.programme.load_programme import load_programme
from audiocoach.programme.programme import NOTABLE_GROWTH, PlannedSession, Programme, hardest_before, steep
from audiocoach.quantities.units import clock, plural
from audiocoach.quantities.variables import as_data, written
from audiocoach.script.library import find_script
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.narrator import Narrator
from audiocoach.timeline.arrange import intervals_of
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.wording import Wording

Laid = tuple[Interval, ...]


def show_plan(name: str, picture: Path | None, diff: tuple[str, str] | None, *, as_json: bool) -> None:
    """Print what was asked for, and draw it."""
    programme = load_programme(find_script(name))
    for warning in programme.warnings:
        print(warning, file=sys.stderr)
    laid = _laid(programme)
    if diff is not None:
        for line in diff_lines(programme, laid, *diff):
            print(line)
    elif as_json:
        print_json(plan_data(programme, laid))
    else:
        for line in plan_lines(programme, laid):
            print(line)
    if picture is not None:
        rows = [
            Row(planned.week, planned.id, laid[planned.id], programme.dose_text(planned.dose))
            for planned in programme.sessions
        ]
        save(chart(programme.title, programme.dose_name, rows), picture)
        if not as_json:
            print(f"\n{picture}: the programme as a picture")


def _laid(programme: Programme) -> dict[str, Laid]:
    """Each session's steps in time. Nothing is spoken unless a `talk: auto` must be measured."""
    narrator, shelf = Narrator(), SoundShelf()
    return {planned.id: intervals_of(planned.session, narrator.measure, shelf.length) for planned in programme.sessions}


def plan_data(programme: Programme, laid: dict[str, Laid]) -> dict[str, Any]:
    """The programme as plain data."""
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


def _title(planned: PlannedSession, intervals: Laid) -> str:
    return Wording(planned.session, intervals, language_of(planned.session.language)).title(in_writing=True)


def plan_lines(programme: Programme, laid: dict[str, Laid]) -> Iterator[str]:
    """A line for each session, then what to know about them."""
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
    """How a dose compares with the hardest before it."""
    if hardest is None:
        return "first"
    if not hardest or dose == hardest:
        return "="
    return f"{float(Fraction(dose - hardest, hardest) * 100):+.0f} %"


def _notes(programme: Programme) -> Iterator[str]:
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
        growth = float(Fraction(planned.load_ms - longest.load_ms, longest.load_ms) * 100)
        yield (
            f"warning: session {planned.id} ({clock(planned.load_ms)}) is {growth:.0f} % above the longest "
            f"of the 30 days before it ({longest.id}, {clock(longest.load_ms)})."
        )
    if found:
        yield (
            f"  Sessions more than {int(NOTABLE_GROWTH * 100)} % above that went with more overuse injuries\n"
            "  (Schuster Brandt Frandsen et al., Br J Sports Med 2025). Take the step with care, or put one between."
        )


def diff_lines(programme: Programme, laid: dict[str, Laid], first: str, second: str) -> Iterator[str]:
    """What changes from one session to another: variables, totals, and steps."""
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
