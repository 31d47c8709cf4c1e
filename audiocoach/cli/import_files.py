"""`import`: workouts of other programs, written as scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import print_json
from audiocoach.cli.import_told import became, outcome_data, print_table, tell_outcome
from audiocoach.cli.options import Json, reading
from audiocoach.cli.workout_flags import (
    Durations,
    FromFormat,
    ImportLanguage,
    ImportPace,
    NoTargets,
    OpenLength,
    WithMetronome,
    options_of,
)
from audiocoach.errors import AudiocoachError
from audiocoach.script.standard_input import DASH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocoach.rendering.importing_files import Outcome, Source

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
        int | None,
        typer.Option(
            "--per-week",
            metavar="3",
            min=1,
            max=7,
            help="Sessions a week: with --programme, or a table without weeks.",
        ),
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
    from audiocoach.cli.import_programmes import import_table, make_programme
    from audiocoach.rendering.importing_files import check_format, imported_files, is_plan, natural, path_of, sources_of
    from audiocoach.rendering.workshop import Workshop

    options = options_of(pace, open_, durations, language, no_targets=no_targets, metronome=metronome)
    tables = [path for path in map(path_of, paths) if not from_ and is_plan(path)]
    if len(tables) == 1 == len(paths):
        return import_table(tables[0], programme, per_week, options.language, output, force=force, as_json=as_json)
    if tables:
        raise AudiocoachError(
            f"{tables[0]}: a table of sessions is imported alone", "it becomes a programme of its own"
        )
    if per_week is not None and programme is None:
        raise typer.BadParameter("it goes with '--programme NAME'", param_hint="--per-week")
    sources, others = sources_of(paths)
    format_, shop = check_format(from_ or ""), Workshop()
    if programme is not None:
        sources.sort(key=lambda source: natural(source.path))
        outcomes = list(imported_files(sources, [None] * len(sources), options, format_, shop))
        return make_programme(programme, per_week or PER_WEEK, outcomes, output, force=force, as_json=as_json)
    found = []
    for outcome in imported_files(sources, _targets(paths, sources, output), options, format_, shop):
        _write(outcome, force=force)
        found.append(outcome)
        if not as_json:
            tell_outcome(outcome, force=force, aside=output == DASH)
    if as_json:
        print_json({"files": [outcome_data(outcome, force=force) for outcome in found]})
    elif len(found) + len(others) > 1:
        rows = [(outcome.source.name, became(outcome)) for outcome in found]
        left = ((str(path), "a plan: import it alone" if is_plan(path) else "no workout") for path in others)
        print_table([*rows, *left])
    return 1 if any(outcome.error or (outcome.differs and not force) for outcome in found) else 0


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
    from audiocoach.storage.whole_files import write_whole

    if (
        outcome.script is not None
        and outcome.target is not None
        and (outcome.kept is None or (outcome.differs and force))
    ):
        write_whole(outcome.target, outcome.script.text.encode())
