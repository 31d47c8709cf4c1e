"""A journal as a table and as bars, in plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from audiocoach.programme.adapting.decision import Entry, Planned, percent

_BAR = 30
_CHARTED = 30


def history_lines(entries: Iterable[Entry], plan: Sequence[Planned], *, width: int = 100) -> list[str]:
    """Show the journal as a table by date, and the last sessions' dose and effort as bars. ASCII, except for notes."""
    ordered = sorted(entries, key=lambda entry: entry.date)
    if not ordered:
        return ["Nothing is logged yet."]
    by_id = {planned.id: planned for planned in plan}
    rows = [("date", "session", "dose", "felt", "done", "pain", "note"), *(_row(entry, by_id) for entry in ordered)]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    lines = []
    for row in rows:
        line = "  ".join([*(cell.ljust(size) for cell, size in zip(row, widths, strict=False)), row[6]]).rstrip()
        lines.append(line if len(line) <= width else line[: width - 3].rstrip() + "...")
    runs = [entry for entry in ordered if entry.session in by_id][-_CHARTED:]
    if not runs:
        return lines
    most = max(1, *(planned.dose for planned in plan))
    dose_width = max(len(by_id[run.session or ""].written) for run in runs)
    lines += ["", f"Dose (= of {_BAR}, the programme's largest) and effort (* of 10):"]
    for run in runs:
        planned = by_id[run.session or ""]
        bar = "=" * max(1, round(Fraction(planned.dose * _BAR, most)))
        effort = "*" * run.felt if run.felt is not None else "?"
        what = f"{run.date}  {planned.id:<5} {planned.written:>{dose_width}}"
        lines.append(f"{what}  {bar:<{_BAR}}  {effort}".rstrip())
    return lines


def _row(entry: Entry, by_id: dict[str, Planned]) -> tuple[str, ...]:
    dose = by_id[entry.session].written if entry.session in by_id else "-"
    signs = [
        *(["STOP"] if entry.stop else []),
        *(["cleared"] if entry.cleared else []),
        *([f"stumbles {entry.stumbles}"] if entry.stumbles else []),
        *(["(line not read in full)"] if entry.damaged else []),
        *(["by page"] if entry.by_page else []),
        *([entry.note] if entry.note else []),
    ]
    numbers = [str(value) if value is not None else "-" for value in (entry.felt, entry.pain)]
    done = percent(entry.done) if entry.done is not None else "-"
    return (entry.date.isoformat(), entry.session or "-", dose, numbers[0], done, numbers[1], "; ".join(signs))
