"""The command line as a whole: which commands there are, in the order in which `--help` lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from audiocoach.cli.console import line
from audiocoach.version import __version__

_COMMANDS = {
    "render": ("render.render", "Turn scripts into MP3 files."),
    "share": ("share.share", "Make a folder to share: for any web server, a chat or a USB stick."),
    "serve": ("serve.serve", "Show sessions in a browser, on this computer or on a phone near it."),
    "studio": ("open_studio.studio", "Write scripts in a browser: see and hear them, and make files of them."),
    "check": ("check.check", "Find what is wrong with scripts."),
    "show": ("show.show", "Show what is said and sounded, and when."),
    "join": ("join.join", "Write MP3s of what 'render --spliced' has made."),
    "extract": ("extract.extract", "Take the script out of a rendered file."),
    "play": ("play.play", "Listen to a session here and now."),
    "diff": ("diff.diff", "Compare two scripts by steps, cues and times."),
    "plan": ("plan.plan", "Show a programme, session by session."),
    "log": ("follow.log", "Write down how a session went."),
    "next": ("follow.next_session", "Say which session comes next, and why."),
    "club": ("club.club", "Show how each athlete stands."),
    "history": ("follow.history", "Show what was logged, with a small chart."),
    "voices": ("voices.voices", "List the voices of this computer, or hear them."),
    "record-list": ("record_list.record_list", "List the sentences to record for a script."),
    "doctor": ("doctor.doctor", "Try every part on this computer."),
    "import": ("import_files.import_files", "Make scripts of workouts from other programs."),
    "export": ("export.export", "Write workouts for watches and other programs."),
    "new": ("new.new", "Start a script of your own."),
    "list": ("list_scripts.list_scripts", "List the scripts that come with audiocoach."),
    "schema": ("schema.schema", "Print the JSON Schema of scripts."),
    "cache": ("cache.cache", "Show what is kept to be faster next time."),
}
"""Where each command is, as its module in this room and its name there, and how its help begins."""


_READ_WORKOUTS = ("render", "share", "check", "show", "play", "export")
"""Commands that take workouts of other programs as well, without leaving a script behind."""


class _Commands(Mapping[str, Any]):
    """The commands by name, each imported when it is asked for: all of them take a tenth of a start."""

    def __getitem__(self, name: str) -> Any:
        return _prepared(name)

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


@cache
def _prepared(name: str) -> Any:
    """Make a function, or a group of further commands, into what the command line's library runs; once for all runs."""
    module, _, attribute = _COMMANDS[name][0].partition(".")
    command = getattr(import_module(f"audiocoach.cli.{module}"), attribute)
    if isinstance(command, typer.Typer):
        return get_group(command)
    alone = typer.Typer(rich_markup_mode=None, add_completion=False)
    alone.command(name=name, cls=_class_of(name))(command)
    return get_command(alone)


def _class_of(name: str) -> type[TyperCommand]:
    if name not in _READ_WORKOUTS:
        from audiocoach.cli.paths_here import PathsHere

        return PathsHere
    from audiocoach.cli.workout_flags import WorkoutCommand

    return WorkoutCommand


class _Group(TyperGroup):
    """All commands, of which only the one that runs is imported, and none to list them."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{**given, "commands": _Commands()})

    def format_commands(self, context: Any, formatter: Any) -> None:
        """List the commands as their own group would, by how their helps begin."""
        listed = [TyperCommand(name, help=begins) for name, (_, begins) in _COMMANDS.items()]
        TyperGroup(commands=listed).format_commands(context, formatter)


app = typer.Typer(
    name="audiocoach",
    cls=_Group,
    help="Voice-guided audio coaching: a short workout script in, an MP3 to run with out.",
    epilog="Begin with: audiocoach list · audiocoach render backwards-first · audiocoach new my-workout",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(*, wanted: bool) -> None:
    if wanted:
        line(f"audiocoach {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[  # noqa: ARG001 - its callback prints it
        bool,
        typer.Option(
            "--version", callback=lambda value: _version(wanted=value), is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    from audiocoach.cli.paths_here import check_environment

    check_environment()
