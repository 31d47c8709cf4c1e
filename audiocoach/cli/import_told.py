"""What `import` prints of what became of files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from audiocoach.cli.console import line, lines
from audiocoach.cli.workout_flags import note_line
from audiocoach.quantities.units import clock, plural, to_the_second

if TYPE_CHECKING:
    from audiocoach.rendering.importing import ImportedScript
    from audiocoach.rendering.importing_files import Kept, Outcome


def tell_outcome(outcome: Outcome, *, force: bool, aside: bool) -> None:
    """Print what became of one file; `aside`: on the error stream, as the script itself goes to standard output."""
    if outcome.error is not None:
        lines(outcome.error.on_command_line(), error=True)
        return
    script = outcome.script
    assert script is not None
    if outcome.target is None:
        lines(script.text.rstrip("\n"))
    if outcome.kept is not None and outcome.kept.differs and not force:
        tell_kept(outcome.kept)
        return
    same = ", as it was" if outcome.kept is not None and not outcome.kept.differs else ""
    head = f"{outcome.target}: " if outcome.target is not None else ""
    line(f"{head}{_summary(script)}{same}", error=aside)
    tell_notes(outcome, aside=aside)


def tell_notes(outcome: Outcome, *, aside: bool) -> None:
    """Print the notes of one file, each with its place in it."""
    for note in outcome.script.notes if outcome.script else ():
        line(f"  {note_line(outcome.source.name, note)}", error=aside)


def tell_kept(kept: Kept) -> None:
    """Show what differs in a script that is there already."""
    for text in kept.difference():
        line(text)
    line(f"{kept.path}: this file is there already, and stays as it is; '--force' writes over it", error=True)


def _summary(script: ImportedScript) -> str:
    workout = script.workout
    length = clock(to_the_second(workout.length_ms))
    parts = ", ".join([length, plural(workout.interval_count, "step"), plural(script.workout.cue_count, "cue")])
    estimated, left_out = script.estimated_count, script.left_out_count
    behind = [
        f"{plural(estimated, 'length')} estimated" if estimated else "",
        f"{plural(left_out, 'sentence')} left out" if left_out else "",
    ]
    return "; ".join(filter(None, [parts, ", ".join(filter(None, behind))]))


def print_table(rows: Sequence[tuple[str, str]], *, aside: bool = False, apart: bool = True) -> None:
    """Print what became of what; `apart`: behind an empty line, for there is more above it."""
    if apart:
        line(error=aside)
    width = max(len(name) for name, _ in rows)
    for name, became in rows:
        line(f"{name.ljust(width)}  {became}", error=aside)


def length_of_outcome(outcome: Outcome) -> str:
    """Write how long an imported workout lasts; empty for one that is refused."""
    return clock(to_the_second(outcome.script.workout.length_ms)) if outcome.script else ""


def became(outcome: Outcome) -> str:
    """Say in a few words what became of a file."""
    if outcome.error is not None or outcome.script is None:
        return "not imported"
    notes = f", {plural(len(outcome.script.notes), 'note')}" if outcome.script.notes else ""
    return f"{outcome.target}  {length_of_outcome(outcome)}{notes}{' (left as it is)' if outcome.differs else ''}"


def outcome_data(outcome: Outcome, *, force: bool) -> dict[str, Any]:
    """Give what became of one file as plain data."""
    script = outcome.script
    data: dict[str, Any] = {"file": outcome.source.name}
    if outcome.error is not None or script is None:
        places = getattr(outcome.error, "places", ())
        return data | {
            "error": {
                "message": getattr(outcome.error, "message", ""),
                "hint": getattr(outcome.error, "option", "") or getattr(outcome.error, "hint", ""),
                "lines": [place.line for place in places if place.line],
                "steps": [place.step for place in places if place.step],
            }
        }
    kept = outcome.differs and not force
    data |= {
        "output": None if outcome.target is None else str(outcome.target),
        "kept": kept,
        "title": script.workout.title,
        "length_ms": script.workout.length_ms,
        "steps": script.workout.interval_count,
        "cues": script.workout.cue_count,
        "estimated": script.estimated_count,
        "left_out": script.left_out_count,
        "notes": [
            {"id": note.id, "text": note.text, "line": note.place.line or None, "step": note.place.step or None}
            for note in script.notes
        ],
    }
    if outcome.target is None:
        data["script"] = script.text
    if kept:
        data["difference"] = list(outcome.kept.difference()) if outcome.kept else []
    return data
