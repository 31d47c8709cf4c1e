"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from audiocoach.errors import Unreadable
from audiocoach.script.standard_input import DASH, script_on_standard_input

if TYPE_CHECKING:
    from audiocoach.quantities import paces
    from audiocoach.quantities.race_times import Races
    from audiocoach.rendering.changes import Change
    from audiocoach.script.model import Session


def reading(context: typer.Context, value: str | list[str]) -> str | list[str]:
    """Read standard input where it is among the scripts; whoever finds scripts knows it until the command ends."""
    if value == DASH or (isinstance(value, list) and DASH in value):
        context.with_resource(script_on_standard_input())
    return value


Files = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Scripts: a file's path, or a shipped script's name.", show_default=False),
]
Scripts = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Scripts: a file's path, a shipped script's name, or '-' for standard input.",
        show_default=False,
        callback=reading,
    ),
]
Script = Annotated[
    str,
    typer.Argument(
        metavar="PATH",
        help="A script: a file's path, a shipped script's name, or '-' for standard input.",
        show_default=False,
        callback=reading,
    ),
]
Voice = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Another voice: NAME, ENGINE or ENGINE:NAME ('audiocoach voices' lists them)."),
]
Rate = Annotated[
    str | None,
    typer.Option(
        metavar="WORDS",
        help="How fast the voice speaks: slow (120 words a minute), normal (150), fast (180), or 60 to 400.",
    ),
]
Coach = Annotated[
    str | None, typer.Option(metavar="NAME", help="Another coach sheet: a name, a file's path, or 'none'.")
]
Music = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH",
        help="Music to play over, in place of the script's: a file, a folder, or 'none'. May be repeated.",
    ),
]
Beside = Annotated[
    str | None,
    typer.Option(
        "--with",
        metavar="KINDS",
        help="Also write, next to each file (overwriting): lrc, vtt, cue, json (chapters), svg or pdf (a page to "
        "print). Several: lrc,vtt.",
    ),
]
Picture = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Draw it as well, as .svg or .png: the cover of its file.")
]
Athlete = Annotated[str | None, typer.Option(metavar="NAME", help="Whom '{athlete}' means in the script's words.")]
Whose = Annotated[
    str | None,
    typer.Option("--athlete", metavar="NAME", help="Whose journal, where several have one: 'PROGRAMME NAME.journal'."),
]
Athletes = Annotated[
    Path | None,
    typer.Option(
        metavar="TABLE",
        help="For each of a table (.csv, .xlsx, .yaml) with the column 'name', and others for what is somebody's own.",
    ),
]
Group = Annotated[str | None, typer.Option(metavar="NAME", help="Of the table of athletes, only this group.")]
KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help="What is wrong for some athletes keeps the others from nothing.")
]
Jobs = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        max=61,
        help="How many processes work at the files of many athletes; what is done already is not done again.",
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        metavar="tcp://HOST:PORT",
        help="The workers of a dask scheduler make the files of many athletes; or tls://HOST:PORT.",
    ),
]
Share = Annotated[
    str | None,
    typer.Option(
        "--shard",
        metavar="3/100",
        help="Of the athletes, only the third of a hundred stable shares: for many computers, each with one of them.",
    ),
]
Spliced = Annotated[
    bool,
    typer.Option(
        "--spliced",
        help="For many athletes: store once what their files share. 'serve' and 'join' put MP3s together from it.",
    ),
]
Pace = Annotated[
    str | None,
    typer.Option(
        metavar="5:30/km", help="How fast distances are run (400m, 5k, 1mi), where the script has no pace of its own."
    ),
]
Race = Annotated[
    str | None,
    typer.Option(
        metavar="5k=24:00",
        help="Somebody's race, or several with commas, by which '@ 5k', '@ half', '@ easy' … are paces.",
    ),
]
Units = Annotated[
    Literal["km", "mi"] | None,
    typer.Option(help="For what distance paces are said and printed, and what a bare pace such as 8:30 is for."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")]
Verify = Annotated[
    bool, typer.Option("--verify", help="Read all of what is up to date, to be sure that no byte of it has changed.")
]
Json = Annotated[bool, typer.Option("--json", help="As data, for programs.")]
Fast = Annotated[bool, typer.Option("--fast", help="Estimate how long words last instead of speaking them.")]
Listen = Annotated[
    bool,
    typer.Option(
        "--listen", help="Hear each cue by recognisers, and tell which a runner may not understand. Extra: understood."
    ),
]
Programme = Annotated[
    str | None,
    typer.Option(
        "--programme",
        "-p",
        metavar="NAME",
        help="Which programme: a path or a shipped name. Default: the one whose journal or file is in this folder.",
    ),
]
Programmes = Annotated[
    list[str] | None,
    typer.Option(
        "--programme",
        "-p",
        metavar="NAME",
        help="Which programme: a path or a shipped name. May be repeated. Default: the one whose journal or file is in "
        "this folder.",
    ),
]


def kinds_of(beside: str | None) -> tuple[str, ...]:
    """Read the kinds of file that `--with` names."""
    if beside is None:
        return ()
    from audiocoach.labels.side_files import MAKERS

    kinds = tuple(dict.fromkeys(kind.strip().lstrip(".").lower() for kind in beside.split(",")))
    for kind in kinds:
        if kind not in MAKERS:
            raise typer.BadParameter(f"'{kind}' is none of {', '.join(MAKERS)}", param_hint="--with")
    return kinds


def paced(pace: str | None, units: Literal["km", "mi"] | None, race: str | None = None) -> AbstractContextManager[None]:
    """Read scripts at the pace, and by the races, of the command line.

    Raises:
        typer.BadParameter: when it is none.
    """
    from audiocoach.script.context import at_pace

    own, races = pace_and_races(pace, units, race)
    return at_pace(own, units, races)


def pace_and_races(
    pace: str | None, units: Literal["km", "mi"] | None, race: str | None
) -> tuple[paces.Pace | None, Races | None]:
    """Read the pace and the races of the command line.

    Raises:
        typer.BadParameter: when it is none.
    """
    from audiocoach.quantities.paces import parse_pace

    option = "--race"
    try:
        races = None if race is None else _races(race)
        option = "--pace"
        return None if pace is None else parse_pace(pace, units), races
    except Unreadable as error:
        raise typer.BadParameter(" — ".join(filter(None, [error.message, error.hint])), param_hint=option) from None


def _races(text: str) -> Races:
    """Read `5k=24:00,half=1:58:30`."""
    from audiocoach.quantities.race_times import races_of

    times: dict[str, str] = {}
    for each in text.split(","):
        name, sign, time = each.partition("=")
        if not sign or name.strip() in times:
            raise Unreadable(
                f"'{each.strip()[:40]}' is no race of its own", "write it as 5k=24:00, or several with commas"
            )
        times[name.strip()] = time
    return races_of(times)


def rate_of(rate: str) -> int:
    """Read words a minute as `--rate` gives them."""
    from audiocoach.script.values.readers import read_rate

    try:
        return read_rate(rate)
    except Unreadable as error:
        raise typer.BadParameter(" — ".join(filter(None, [error.message, error.hint])), param_hint="--rate") from None


def changing(
    voice: str | None,
    coach: str | None,
    music: Sequence[str] | None = None,
    athlete: str | None = None,
    rate: str | None = None,
) -> Callable[[Session], Session]:
    """Make what the command line changes in a session."""
    if not (voice is not None or coach is not None or music or athlete is not None or rate is not None):
        return lambda session: session  # most change nothing, and load nothing for it
    return change_of(voice, coach, music, athlete, rate)


def change_of(
    voice: str | None,
    coach: str | None,
    music: Sequence[str] | None = None,
    athlete: str | None = None,
    rate: str | None = None,
) -> Change:
    """Give the same as data, for other processes."""
    from audiocoach.rendering.changes import Change

    if athlete is not None:
        from audiocoach.rendering.athletes import athlete as named

        athlete = named(athlete).name
    return Change(voice, coach, tuple(music or ()), None if rate is None else rate_of(rate), athlete)
