"""What commands take to read workouts of other programs: the flags, and a command that has such files read directly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.main import get_command

from audiocoach.cli.console import line
from audiocoach.cli.paths_here import PathsHere
from audiocoach.errors import Unreadable
from audiocoach.script.standard_input import DASH, STDIN, standing_for

if TYPE_CHECKING:
    from audiocoach.exchange.import_options import ImportOptions

FromFormat = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FORMAT",
        help="Which format a workout has, where its content does not tell: zwo, icu, fit, garmin, cues, zwiftout, mrc, "
        "tcx.",
    ),
]
ImportPace = Annotated[
    str | None,
    typer.Option("--pace", metavar="5:30/km", help="How fast, for distances that have no pace of their own; or /mi."),
]
OpenLength = Annotated[
    str | None,
    typer.Option("--open", metavar="10m", help="How long a step lasts that ends with a button. Default: 5m."),
]
Durations = Annotated[
    Literal["seconds", "metres"] | None,
    typer.Option("--durations", help="What the lengths of a .zwo are, where it does not say."),
]
ImportLanguage = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="The language of a workout's words, such as fr.")
]
NoTargets = Annotated[
    bool, typer.Option("--no-targets", help="Leave out a workout's power, heart rate, pace and zones.")
]
PER_WEEK = "--per-week"
PerWeek = Annotated[
    int | None,
    typer.Option(PER_WEEK, metavar="3", min=1, max=7, help="Sessions a week, of a table without weeks."),
]
WithMetronome = Annotated[bool, typer.Option("--metronome", help="Make a workout's cadence a metronome.")]


def options_of(
    pace: str | None,
    open_: str | None,
    durations: str | None,
    language: str | None,
    *,
    no_targets: bool,
    metronome: bool,
) -> ImportOptions:
    """Read the flags.

    Raises:
        typer.BadParameter: for a pace, or a length, that is none.
    """
    from audiocoach.exchange.import_options import ImportOptions
    from audiocoach.quantities.lengths import parse_length
    from audiocoach.quantities.paces import parse_pace
    from audiocoach.quantities.units import MINUTE

    flag = "--pace"
    try:
        found = None if pace is None else parse_pace(pace)
        flag = "--open"
        open_ms = 5 * MINUTE if open_ is None else parse_length(open_)
    except Unreadable as error:
        raise typer.BadParameter(" — ".join(filter(None, [error.message, error.hint])), param_hint=flag) from None
    wanted = durations if durations in ("seconds", "metres") else None
    return ImportOptions(found, open_ms, wanted, language or "", targets=not no_targets, metronome=metronome)  # type: ignore[arg-type]


def _flags(
    from_: FromFormat = None,
    pace: ImportPace = None,
    open_: OpenLength = None,
    durations: Durations = None,
    language: ImportLanguage = None,
    per_week: PerWeek = None,
    *,
    no_targets: NoTargets = False,
    metronome: WithMetronome = False,
) -> None:
    """Have the flags that commands get: what typer makes of this."""


def _params() -> list[Any]:
    alone = typer.Typer(rich_markup_mode=None, add_completion=False)
    alone.command()(_flags)
    return [param for param in get_command(alone).params if param.name != "help"]


class WorkoutCommand(PathsHere):
    """A command on scripts that takes workouts of other programs as well, read as `audiocoach import` does."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        own = {param.name for param in self.params}
        self._added = [param for param in _params() if param.name not in own]
        self.params = [*self.params, *self._added]

    def invoke(self, context: Any) -> Any:
        """Read what is a workout among the files named, and then run the command on scripts in their place."""
        params = context.params
        added = {param.name for param in self._added}
        used = [param.opts[0] for param in self._added if params.get(param.name) not in (None, False)]
        context.params = {name: value for name, value in params.items() if name not in added}
        named = params.get("paths") or [params.get("path")]
        _stand_in(context, [name for name in named if name], params, used)
        return super().invoke(context)


def _stand_in(context: Any, names: list[str], flags: dict[str, Any], used: list[str]) -> None:
    paths = [STDIN if name == DASH else Path(name) for name in names]
    if not used and all(path.suffix.lower() in (".yaml", ".yml", ".mp3", "") and path != STDIN for path in paths):
        return  # scripts, and names of shipped ones, need nothing of this
    from audiocoach.rendering.importing import import_script
    from audiocoach.rendering.importing_files import check_format, data_of, is_plan, is_workout
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.script.standard_input import given

    format_ = check_format(flags.get("from_") or "")
    found = [path for path in paths if is_workout(path, format_)]
    found = [path for path in found if path != STDIN or _is_workout_data(given(path), format_)]
    plans = [path for path in paths if path not in found and is_plan(path)]
    for flag in used:
        if not (found and flag != PER_WEEK) and not (plans and flag in (PER_WEEK, "--language")):
            what = "tables of sessions" if flag == PER_WEEK else "workouts of other programs"
            raise typer.BadParameter(f"it is for {what}, and there is none", param_hint=flag)
    for path in plans:
        _stand_in_for_plan(context, path, flags)
    if not found:
        return
    answers = [flags.get(name) for name in ("pace", "open_", "durations", "language")]
    no_targets, metronome = (bool(flags.get(name)) for name in ("no_targets", "metronome"))
    options = options_of(*answers, no_targets=no_targets, metronome=metronome)
    shop = None if context.params.get("fast") else Workshop()
    for path in found:
        script = import_script(data_of(path), str(path), options, format_, shop)
        if not context.params.get("quiet"):
            for note in script.notes:
                line(note_line(str(path), note), error=True)
        context.with_resource(standing_for({path: script.text.encode()}))


def _stand_in_for_plan(context: Any, path: Path, flags: dict[str, Any]) -> None:
    """Read the programme that a table of sessions is in its place."""
    from audiocoach.rendering.importing_table import table_of

    found = table_of(path, per_week=flags.get("per_week"), language=flags.get("language") or "")
    if not context.params.get("quiet"):
        for note in found.notes:
            line(f"{path}: {note}", error=True)
    context.with_resource(standing_for({path: found.text.encode()}))


def _is_workout_data(data: bytes | None, format_: str) -> bool:
    from audiocoach.exchange.telling import told_by_content

    return bool(format_ or (data and told_by_content(data)))


def note_line(file: str, note: Any) -> str:
    """Write a note with its place in the user's file."""
    place = f":{note.place.line}" if note.place.line else f": {note.place}" if note.place else ""
    return f"{file}{place}: {note.text}"
