"""`import`: workouts of other programs, written as scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiocoach.cli.console import line, lines, print_json
from audiocoach.cli.options import Json, reading
from audiocoach.cli.workout_flags import (
    Durations,
    FromFormat,
    ImportLanguage,
    ImportPace,
    NoTargets,
    OpenLength,
    WithMetronome,
    note_line,
    options_of,
)
from audiocoach.errors import AudiocoachError
from audiocoach.quantities.units import clock, plural, to_the_second
from audiocoach.script.standard_input import DASH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocoach.rendering.importing import ImportedScript
    from audiocoach.rendering.importing_files import Kept, Outcome, Source

PER_WEEK = 3
"""Sessions a week of a programme, unless another number is said."""


def import_files(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Workouts of other programs, or folders of them; '-' is standard input.",
            show_default=False,
            callback=reading,
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR",
            help="Where to: a script, or a folder of them; '-' is standard output. Default: the current folder; for a "
            "folder 'NAME-scripts'.",
        ),
    ] = None,
    from_: FromFormat = None,
    pace: ImportPace = None,
    open_: OpenLength = None,
    durations: Durations = None,
    language: ImportLanguage = None,
    programme: Annotated[
        str | None,
        typer.Option(
            "--programme", metavar="NAME", help="Make one programme of all workouts, in the order of their names."
        ),
    ] = None,
    per_week: Annotated[
        int | None, typer.Option("--per-week", metavar="3", min=1, max=14, help="With --programme: sessions a week.")
    ] = None,
    *,
    no_targets: NoTargets = False,
    metronome: WithMetronome = False,
    force: Annotated[bool, typer.Option("--force", help="Write over scripts that are there, and differ.")] = False,
    as_json: Json = False,
) -> int:
    """Make scripts of workouts from other programs.

    Zwift, intervals.icu, FIT, Garmin, TCX, ergometers, cue scripts. Tells what was guessed, estimated or left out, each
    with its line. A script that is there and differs is shown, and stays.
    """
    from audiocoach.rendering.importing_files import check_format, imported_files, natural, sources_of
    from audiocoach.rendering.workshop import Workshop

    options = options_of(pace, open_, durations, language, no_targets=no_targets, metronome=metronome)
    if per_week is not None and programme is None:
        raise typer.BadParameter("it goes with '--programme NAME'", param_hint="--per-week")
    sources, others = sources_of(paths)
    format_, shop = check_format(from_ or ""), Workshop()
    if programme is not None:
        sources.sort(key=lambda source: natural(source.path))
        outcomes = list(imported_files(sources, [None] * len(sources), options, format_, shop))
        return _make_programme(programme, per_week or PER_WEEK, outcomes, output, force=force, as_json=as_json)
    found = []
    for outcome in imported_files(sources, _targets(paths, sources, output), options, format_, shop):
        _write(outcome, force=force)
        found.append(outcome)
        if not as_json:
            _tell(outcome, force=force, aside=output == DASH)
    if as_json:
        print_json({"files": [_data(outcome, force=force) for outcome in found]})
    elif len(found) + len(others) > 1:
        rows = [(outcome.source.name, _became(outcome)) for outcome in found]
        _table([*rows, *((str(path), "no workout") for path in others)])
    return 1 if any(outcome.error or (outcome.differs and not force) for outcome in found) else 0


def _make_programme(
    title: str, per_week: int, outcomes: Sequence[Outcome], output: str | None, *, force: bool, as_json: bool
) -> int:
    """Write one programme of all workouts; of none, where any of them cannot be imported."""
    from audiocoach.rendering.importing_files import YAML, Kept, write_script
    from audiocoach.rendering.importing_programme import programme_script, session_numbers
    from audiocoach.text.file_names import safe_name

    refused = [outcome.error for outcome in outcomes if outcome.error is not None]
    for error in refused:
        lines(error.on_command_line(), error=True)
    if refused:
        raise AudiocoachError(f"{plural(len(refused), 'workout')} of {len(outcomes)} cannot be imported: no programme")
    numbers = session_numbers(len(outcomes), per_week)
    text = programme_script(title, [outcome.script for outcome in outcomes if outcome.script], per_week)
    target = None if output == DASH else Path(output or f"{safe_name(title) or 'programme'}{YAML}")
    if target is not None and target.is_dir():
        target = target / f"{safe_name(title) or 'programme'}{YAML}"
    kept = Kept.of(target, text, title) if target is not None else None
    differs = kept is not None and kept.differs
    if target is not None and (kept is None or (differs and force)):
        write_script(target, text)
    if as_json:
        files = [
            _data(outcome, force=force) | {"session": number} for outcome, number in zip(outcomes, numbers, strict=True)
        ]
        print_json(
            {
                "programme": title,
                "output": str(target) if target else None,
                "kept": differs and not force,
                "files": files,
            }
        )
        return 1 if differs and not force else 0
    if target is None:
        lines(text.rstrip("\n"))
    for outcome in outcomes:
        _tell_notes(outcome, aside=target is None)
    rows = [
        (outcome.source.name, f"{number}  {_length(outcome)}")
        for outcome, number in zip(outcomes, numbers, strict=True)
    ]
    _table(rows, aside=target is None)
    if kept is not None and differs and not force:
        _tell_kept(kept)
        return 1
    weeks = plural(len(outcomes) // per_week, "week")
    line(f"{target or title}: {plural(len(outcomes), 'session')}, {weeks}", error=target is None)
    return 0


def _targets(names: Sequence[str], sources: Sequence[Source], output: str | None) -> Sequence[Path | None]:
    from audiocoach.rendering.importing_files import targets_of
    from audiocoach.script.library import SUFFIXES

    if output == DASH:
        if len(sources) > 1:
            raise typer.BadParameter("several scripts need a folder", param_hint="--output")
        return [None]
    one = len(sources) == 1 and not any(Path(name).is_dir() for name in names)
    if output is None:
        folders = [Path(name) for name in names if name != DASH and Path(name).is_dir()]
        return targets_of(sources, None, Path(f"{folders[0].resolve().name}-scripts") if folders else None)
    path = Path(output)
    if one and path.suffix.lower() in SUFFIXES and not path.is_dir():
        return [path]
    if path.suffix and not path.is_dir():
        what = "a script ends in .yaml" if one else "several scripts need a folder"
        raise typer.BadParameter(what, param_hint="--output")
    return targets_of(sources, None, path)


def _write(outcome: Outcome, *, force: bool) -> None:
    from audiocoach.rendering.importing_files import write_script

    if (
        outcome.script is not None
        and outcome.target is not None
        and (outcome.kept is None or (outcome.differs and force))
    ):
        write_script(outcome.target, outcome.script.text)


def _tell(outcome: Outcome, *, force: bool, aside: bool) -> None:
    """Print what became of one file; `aside`: on the error stream, as the script itself goes to standard output."""
    if outcome.error is not None:
        lines(outcome.error.on_command_line(), error=True)
        return
    script = outcome.script
    assert script is not None
    if outcome.target is None:
        lines(script.text.rstrip("\n"))
    if outcome.kept is not None and outcome.kept.differs and not force:
        _tell_kept(outcome.kept)
        return
    same = ", as it was" if outcome.kept is not None and not outcome.kept.differs else ""
    head = f"{outcome.target}: " if outcome.target is not None else ""
    line(f"{head}{_summary(script)}{same}", error=aside)
    _tell_notes(outcome, aside=aside)


def _tell_notes(outcome: Outcome, *, aside: bool) -> None:
    for note in outcome.script.notes if outcome.script else ():
        line(f"  {note_line(outcome.source.name, note)}", error=aside)


def _tell_kept(kept: Kept) -> None:
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


def _table(rows: Sequence[tuple[str, str]], *, aside: bool = False) -> None:
    """Print what became of what."""
    line(error=aside)
    width = max(len(name) for name, _ in rows)
    for name, became in rows:
        line(f"{name.ljust(width)}  {became}", error=aside)


def _length(outcome: Outcome) -> str:
    return clock(to_the_second(outcome.script.workout.length_ms)) if outcome.script else ""


def _became(outcome: Outcome) -> str:
    if outcome.error is not None or outcome.script is None:
        return "not imported"
    notes = f", {plural(len(outcome.script.notes), 'note')}" if outcome.script.notes else ""
    return f"{outcome.target}  {_length(outcome)}{notes}{' (left as it is)' if outcome.differs else ''}"


def _data(outcome: Outcome, *, force: bool) -> dict[str, Any]:
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
