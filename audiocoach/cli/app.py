"""The commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from audiocoach import __version__
from audiocoach.errors import AudiocoachError, ScriptError

if TYPE_CHECKING:
    from audiocoach.model import Session

app = typer.Typer(
    name="audiocoach",
    help="Voice-guided audio coaching: a short workout script in, an MP3 to run with out.",
    epilog="Begin with: audiocoach list · audiocoach render backwards-first · audiocoach new my-workout",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Scripts = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Scripts: a file's path, or a shipped script's name.", show_default=False),
]
Script = Annotated[
    str, typer.Argument(metavar="PATH", help="A script: a file's path, or a shipped script's name.", show_default=False)
]
Voice = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Another voice: NAME, ENGINE or ENGINE:NAME ('audiocoach voices' lists them)."),
]
Coach = Annotated[
    str | None, typer.Option(metavar="NAME", help="Another coach sheet: a name, a file's path, or 'none'.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")]
Fast = Annotated[bool, typer.Option("--fast", help="Estimate how long words last instead of speaking them.")]


def _version(*, wanted: bool) -> None:
    if wanted:
        print(f"audiocoach {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda value: _version(wanted=value), is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    pass


def _load(name: str, voice: str | None, coach: str | None) -> Session:
    from audiocoach.script.library import find_script
    from audiocoach.script.load import load_session

    session = load_session(find_script(name))
    if voice is not None:
        from audiocoach.narration import voice_wish

        session = session.spoken_by(voice_wish(voice))
    return session if coach is None else session.coached_by(coach)


@app.command()
def render(
    paths: Scripts,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE|DIR", help="Where to: an MP3, or a folder. Default: the folder 'output'."
        ),
    ] = None,
    voice: Voice = None,
    coach: Coach = None,
    bitrate: Annotated[int, typer.Option(metavar="KB/S", help="Of the MP3: 32 to 160.")] = 48,
    *,
    quiet: Quiet = False,
) -> None:
    """Turn scripts into MP3 files."""
    from audiocoach.cli.console import file_size, progress_bar
    from audiocoach.cli.targets import targets
    from audiocoach.mp3.frames import BITRATES
    from audiocoach.rendering import render as render_session
    from audiocoach.script.library import find_script
    from audiocoach.speech.studio import Studio
    from audiocoach.units import clock

    if bitrate not in BITRATES:
        raise typer.BadParameter(f"{bitrate} is none of {', '.join(map(str, BITRATES))}", param_hint="--bitrate")
    sessions = [
        (_load(path, voice, coach), target)
        for path, target in zip(paths, targets([find_script(path) for path in paths], output), strict=True)
    ]
    studio = Studio()
    for session, target in sessions:
        with progress_bar(target.name, quiet=quiet) as progress:
            done = render_session(session, target, bitrate=bitrate, studio=studio, progress=progress)
        for warning in done.timeline.warnings:
            print(warning, file=sys.stderr)
        if done.note:
            print(f"note: {done.note}", file=sys.stderr)
        if not quiet:
            print(f"{done.path}  {clock(done.length_ms)}  {file_size(done.size)}  in {done.seconds:.1f} s")


@app.command()
def check(paths: Scripts, voice: Voice = None, coach: Coach = None, *, fast: Fast = False) -> int:
    """Find what is wrong with scripts, errors and warnings, without writing any audio."""
    from audiocoach.cli.checking import check_script

    failed = False
    for path in paths:
        try:
            problems, summary = check_script(path, lambda name: _load(name, voice, coach), fast=fast)
        except ScriptError as error:
            print(error)
            failed = True
        except AudiocoachError as error:
            print(error)
            failed = True
        else:
            for problem in problems:
                print(problem)
            print(summary)
    return 1 if failed else 0


@app.command()
def show(
    path: Script,
    voice: Voice = None,
    coach: Coach = None,
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Signals too, and the coach's cues that found no room.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As data, for programs.")] = False,
    fast: Fast = False,
) -> None:
    """Show a session's timeline: what is said and sounded, and when."""
    from audiocoach.cli.console import progress_bar
    from audiocoach.cli.listing import timeline_lines
    from audiocoach.rendering import build_timeline

    with progress_bar(path, quiet=as_json) as progress:
        timeline = build_timeline(_load(path, voice, coach), fast=fast, progress=progress)
    if as_json:
        print(json.dumps(timeline.as_data(), ensure_ascii=False, indent=2))
        return
    for line in timeline_lines(timeline, verbose=verbose):
        print(line)


@app.command()
def voices(
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", metavar="CODE", help="Only voices of a language, such as en or en-GB."),
    ] = None,
    words: Annotated[
        str | None,
        typer.Option(
            "--try",
            metavar="TEXT",
            help="Speak TEXT with each voice into output/voices/ (English unless --language is given).",
        ),
    ] = None,
) -> None:
    """List the voices of this computer, or hear them."""
    from audiocoach.cli.voices import list_voices, try_voices

    if words is None:
        list_voices(language)
    else:
        try_voices(words, language or "en")


@app.command()
def doctor() -> int:
    """Try what works here, and say what to do about what does not."""
    from audiocoach.cli.doctor import examine

    return 0 if examine() else 1


@app.command()
def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The new script's name, such as my-workout.", show_default=False)
    ],
) -> None:
    """Start a script of your own, with comments, that renders at once."""
    from audiocoach.cli.starter import write_starter

    path = write_starter(name)
    print(f"{path}: a workout to change as you like\n  audiocoach render {path}")


@app.command(name="list")
def list_scripts() -> None:
    """List the scripts that come with audiocoach."""
    from audiocoach.cli.listing import script_lines

    for line in script_lines():
        print(line)


@app.command()
def schema(
    of: Annotated[Literal["session", "coach"], typer.Argument(help="Of a session or of a coach sheet.")] = "session",
) -> None:
    """Print the JSON Schema of scripts, for completion and checks in an editor."""
    from audiocoach.script.jsonschema import schema_text

    print(schema_text(of), end="")
