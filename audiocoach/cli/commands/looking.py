"""The commands that look and tell: at scripts, at voices, at this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from audiocoach.cli.options import Athlete, Coach, Fast, Json, Music, Picture, Script, Scripts, Voice, changing
from audiocoach.errors import AudiocoachError


def check(
    paths: Scripts,
    voice: Voice = None,
    coach: Coach = None,
    music: Music = None,
    athlete: Athlete = None,
    *,
    fast: Fast = False,
) -> int:
    """Find what is wrong with scripts.

    Errors and warnings, whatever rendering would find out; no audio is written.
    """
    from audiocoach.cli.check import check_script

    failed = False
    for path in paths:
        try:
            problems, summary = check_script(path, changing(voice, coach, music, athlete), fast=fast)
        except AudiocoachError as error:
            print(error.on_command_line())
            failed = True
        else:
            for problem in problems:
                print(problem.on_command_line())
            print(summary)
    return 1 if failed else 0


def show(
    path: Script,
    voice: Voice = None,
    coach: Coach = None,
    session: Annotated[str | None, typer.Option(metavar="3.2", help="Of a programme: which session.")] = None,
    picture: Picture = None,
    athlete: Athlete = None,
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Signals too, and the coach's cues that found no room.")
    ] = False,
    as_json: Json = False,
    fast: Fast = False,
) -> None:
    """Show what is said and sounded, and when."""
    from audiocoach.cli.console import print_json, progress_bar
    from audiocoach.cli.render import load_one
    from audiocoach.cli.show import print_timeline
    from audiocoach.rendering.timelines import build_timeline

    found = changing(voice, coach, athlete=athlete)(load_one(path, session))
    with progress_bar(path, quiet=as_json) as progress:
        timeline = build_timeline(found, fast=fast, progress=progress)
    if picture is not None:
        from audiocoach.labels.embedded.origin import badge_of
        from audiocoach.labels.pictures.cover import save_picture

        save_picture(timeline, picture, badge=badge_of(found))
    if as_json:
        print_json(timeline.as_data())
        return
    print_timeline(timeline, verbose=verbose)
    if picture is not None:
        print(f"\n{picture}: the session as a picture")


def plan(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PROGRAMME", help="A programme: a file's path, or a shipped one's name.", show_default=False
        ),
    ],
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it as well, as .svg or .png: one bar per session.")
    ] = None,
    diff: Annotated[
        tuple[str, str] | None, typer.Option(metavar="3.1 3.2", help="Show what changes from one session to another.")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Show a programme, session by session.

    Each session's dose, bouts and total, and how it grows.
    """
    from audiocoach.cli.plan import show_plan

    show_plan(path, chart, diff, as_json=as_json)


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
    *,
    as_json: Json = False,
) -> None:
    """List the voices of this computer, or hear them."""
    from audiocoach.cli.voices import list_voices, try_voices

    if words is None:
        list_voices(language, as_json=as_json)
    else:
        try_voices(words, language or "en")


def record_list(path: Script, coach: Coach = None, athlete: Athlete = None, *, as_json: Json = False) -> None:
    """List the sentences to record for a script.

    With the name of the file for each, for a voice of your own: 'voice: {engine: recorded, name: FOLDER}'.
    """
    from audiocoach.cli.record_list import print_sentences

    print_sentences(path, changing(None, coach, athlete=athlete), as_json=as_json)


def list_scripts() -> None:
    """List the scripts that come with audiocoach."""
    from audiocoach.cli.show import script_lines

    for line in script_lines():
        print(line)


def doctor() -> int:
    """Try every part on this computer.

    Says what works here, and what to do about what does not.
    """
    from audiocoach.cli.doctor import examine

    return 0 if examine() else 1


def schema(
    of: Annotated[
        Literal["session", "programme", "coach"],
        typer.Argument(metavar="WHAT", help="session, programme or coach: which kind."),
    ] = "session",
) -> None:
    """Print the JSON Schema of scripts.

    For completion and checks in an editor.
    """
    from audiocoach.programme.json_schema import schema_text

    print(schema_text(of), end="")
