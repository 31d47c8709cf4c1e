"""The commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from audiocoach import __version__
from audiocoach.cli.caching import cache
from audiocoach.cli.extracting import extract
from audiocoach.cli.options import (
    Athlete,
    Athletes,
    Beside,
    Coach,
    Fast,
    Json,
    Music,
    Picture,
    Programme,
    Quiet,
    Script,
    Scripts,
    Voice,
    kinds_of,
)
from audiocoach.errors import AudiocoachError

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


def _version(*, wanted: bool) -> None:
    if wanted:
        print(f"audiocoach {__version__}")
        raise typer.Exit


app.add_typer(cache, name="cache")


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


def _change(
    voice: str | None, coach: str | None, music: Sequence[str] | None = None, athlete: str | None = None
) -> Callable[[Session], Session]:
    """What the command line changes in a session."""

    def change(session: Session) -> Session:
        if voice is not None:
            from audiocoach.casting import voice_wish

            session = session.spoken_by(voice_wish(voice))
        if music:
            session = session.over_music([path for path in music if path != "none"])
        if athlete is not None:
            from audiocoach.script.athletes import athlete as named

            session = session.for_athlete(named(athlete).name)
        return session if coach is None else session.coached_by(coach)

    return change


@app.command()
def render(
    paths: Scripts,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR",
            help="Where to: an MP3 (or .m4a, .opus, .ogg, .flac, .wav), or a folder. Default: 'output'.",
        ),
    ] = None,
    voice: Voice = None,
    coach: Coach = None,
    music: Music = None,
    bitrate: Annotated[
        int | None,
        typer.Option(metavar="KB/S", help="Of MP3s: 32 to 160, with music 64 to 320. Default: 48, with music 128."),
    ] = None,
    session: Annotated[
        list[str] | None, typer.Option(metavar="3.2", help="Of a programme, only this session. May be given again.")
    ] = None,
    week: Annotated[
        list[int] | None, typer.Option(metavar="3", help="Of a programme, only this week. May be given again.")
    ] = None,
    beside: Beside = None,
    athlete: Athlete = None,
    athletes: Athletes = None,
    *,
    all_sessions: Annotated[bool, typer.Option("--all", help="Of a programme, every session: the default.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Of a programme, render what is up to date as well.")] = False,
    quiet: Quiet = False,
) -> None:
    """Turn scripts into MP3 files.

    A session becomes one file, a programme a folder of them, in which only what has changed is rendered again.
    """
    from audiocoach.cli.rendering import Wishes, render_scripts
    from audiocoach.mp3.frames import MONO, STEREO
    from audiocoach.script.athletes import everybody

    if bitrate is not None and bitrate not in (known := sorted({*MONO.bitrates, *STEREO.bitrates})):
        raise typer.BadParameter(f"{bitrate} is none of {', '.join(map(str, known))}", param_hint="--bitrate")
    if all_sessions and (session or week):
        raise typer.BadParameter("every session, or only some: not both", param_hint="--all")
    wishes = Wishes(
        _change(voice, coach, music),
        bitrate,
        tuple(session or ()),
        tuple(week or ()),
        kinds_of(beside),
        force=force,
        quiet=quiet,
        athletes=everybody(athlete, athletes),
    )
    render_scripts(paths, output, wishes)


@app.command()
def share(
    paths: Scripts,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Which folder. Default: 'output/share'.")
    ] = None,
    base_url: Annotated[
        str, typer.Option("--base-url", metavar="URL", help="Where the folder will be on the web: for a podcast feed.")
    ] = "",
    title: Annotated[str, typer.Option(metavar="TEXT", help="Of the page. Default: the first script's.")] = "",
    start: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day, such as 2026-05-31: for a calendar.")
    ] = None,
    voice: Voice = None,
    coach: Coach = None,
    music: Music = None,
    *,
    archive: Annotated[bool, typer.Option("--zip", help="Make a zip of it as well, beside the folder.")] = False,
    quiet: Quiet = False,
) -> None:
    """Make a folder to share: for any web server, a chat or a USB stick.

    The MP3s, a page to play them, a playlist, a calendar and a podcast feed. Done again, it is brought up to date;
    files of your own in it stay.
    """
    from audiocoach.cli.following import day
    from audiocoach.cli.sharing import SHARED, share_scripts
    from audiocoach.sharing.sources import Making

    share_scripts(
        paths,
        output or SHARED,
        Making(_change(voice, coach, music)),
        title=title,
        base_url=base_url,
        start=day(start) if start else None,
        archive=archive,
        quiet=quiet,
    )


@app.command()
def serve(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="DIR|PATH...", help="A folder that 'share' made, or scripts.", show_default=False),
    ],
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=65535, help="Which port; 0: any that is free. Default: 8712."),
    ] = None,
    voice: Voice = None,
    coach: Coach = None,
    music: Music = None,
    *,
    lan: Annotated[
        bool, typer.Option("--lan", help="Open it to the local network; a QR code for phones is shown.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Show sessions in a browser, on this computer or on a phone near it.

    To this computer alone, unless '--lan' is given.
    """
    if (voice or coach or music) and Path(paths[0]).is_dir():
        raise typer.BadParameter("these are for scripts; a shared folder is served as it is", param_hint="--voice etc.")
    from audiocoach.cli.sharing import serve_paths
    from audiocoach.sharing.sources import Making

    serve_paths(paths, Making(_change(voice, coach, music)), port, lan=lan, quiet=quiet)


@app.command()
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
    from audiocoach.cli.checking import check_script

    failed = False
    for path in paths:
        try:
            problems, summary = check_script(path, _change(voice, coach, music, athlete), fast=fast)
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
    from audiocoach.cli.listing import print_timeline
    from audiocoach.cli.rendering import load_one
    from audiocoach.rendering import build_timeline

    found = _change(voice, coach, athlete=athlete)(load_one(path, session))
    with progress_bar(path, quiet=as_json) as progress:
        timeline = build_timeline(found, fast=fast, progress=progress)
    if picture is not None:
        from audiocoach.labels.origin import badge_of
        from audiocoach.labels.pictures import save_picture

        save_picture(timeline, picture, badge=badge_of(found))
    if as_json:
        print_json(timeline.as_data())
        return
    print_timeline(timeline, verbose=verbose)
    if picture is not None:
        print(f"\n{picture}: the session as a picture")


app.command()(extract)


@app.command()
def play(
    path: Annotated[
        str,
        typer.Argument(metavar="PATH", help="A script, or a file that was rendered.", show_default=False),
    ],
    voice: Voice = None,
    coach: Coach = None,
    music: Music = None,
    session: Annotated[str | None, typer.Option(metavar="3.2", help="Of a programme: which session.")] = None,
    *,
    fast: Annotated[
        bool, typer.Option("--fast", help="Words and signals alone, without the silences, with the time before each.")
    ] = False,
) -> None:
    """Listen to a session here and now.

    Ctrl-C ends it.
    """
    from audiocoach.cli.playing import play_path

    play_path(path, session, _change(voice, coach, music), fast=fast)


@app.command()
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
    from audiocoach.cli.planning import show_plan

    show_plan(path, chart, diff, as_json=as_json)


@app.command()
def log(
    session: Annotated[
        str | None, typer.Argument(metavar="SESSION", help="Which session was run, such as 3.2.", show_default=False)
    ] = None,
    felt: Annotated[
        int | None, typer.Option(metavar="1-10", min=1, max=10, help="How hard it felt, 1 to 10 (Borg's CR10).")
    ] = None,
    done: Annotated[str | None, typer.Option(metavar="85%", help="How much of it was done.")] = None,
    pain: Annotated[int | None, typer.Option(metavar="0-10", min=0, max=10, help="Pain, 0 to 10.")] = None,
    stumbles: Annotated[int | None, typer.Option(metavar="N", min=0, max=999, help="How often you stumbled.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day, such as 2026-05-31. Default: today.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Words of your own.")] = "",
    programme: Programme = None,
    *,
    stop: Annotated[
        bool, typer.Option("--stop", help="Sharp pain, swelling, dizziness or a fall: the plan stops.")
    ] = False,
    cleared: Annotated[bool, typer.Option("--cleared", help="A professional says: go on after a stop.")] = False,
) -> None:
    """Write down how a session went.

    In a plain-text journal beside the programme.
    """
    from audiocoach.cli.following import entry
    from audiocoach.cli.following import log as write

    write(entry(session, felt, done, pain, stumbles, on, note, stop=stop, cleared=cleared), programme)


@app.command(name="next")
def next_session(
    programme: Programme = None,
    *,
    render: Annotated[bool, typer.Option("--render", help="Render it as well.")] = False,
) -> None:
    """Say which session comes next, and why.

    From the journal, the programme and the day.
    """
    from audiocoach.cli.following import show_next

    show_next(programme, render=render)


@app.command()
def history(programme: Programme = None) -> None:
    """Show what was logged, with a small chart."""
    from audiocoach.cli.following import show_history

    show_history(programme)


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
    *,
    as_json: Json = False,
) -> None:
    """List the voices of this computer, or hear them."""
    from audiocoach.cli.voices import list_voices, try_voices

    if words is None:
        list_voices(language, as_json=as_json)
    else:
        try_voices(words, language or "en")


@app.command(name="record-list")
def record_list(path: Script, coach: Coach = None, athlete: Athlete = None, *, as_json: Json = False) -> None:
    """List the sentences to record for a script.

    With the name of the file for each, for a voice of your own: 'voice: {engine: recorded, name: FOLDER}'.
    """
    from audiocoach.cli.recording import print_sentences

    print_sentences(path, _change(None, coach, athlete=athlete), as_json=as_json)


@app.command()
def doctor() -> int:
    """Try every part on this computer.

    Says what works here, and what to do about what does not.
    """
    from audiocoach.cli.doctor import examine

    return 0 if examine() else 1


@app.command()
def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The new script's name, such as my-workout.", show_default=False)
    ],
) -> None:
    """Start a script of your own.

    With comments, and such that it renders at once.
    """
    from audiocoach.cli.starter import write_starter

    path = write_starter(name)
    shown = f'"{path}"' if any(not (sign.isalnum() or sign in "-_./\\:") for sign in str(path)) else str(path)
    print(f"{path}: a workout to change as you like\n  audiocoach render {shown}")


@app.command(name="list")
def list_scripts() -> None:
    """List the scripts that come with audiocoach."""
    from audiocoach.cli.listing import script_lines

    for line in script_lines():
        print(line)


@app.command()
def schema(
    of: Annotated[
        Literal["session", "programme", "coach"],
        typer.Argument(metavar="WHAT", help="session, programme or coach: which kind."),
    ] = "session",
) -> None:
    """Print the JSON Schema of scripts.

    For completion and checks in an editor.
    """
    from audiocoach.script.jsonschema import schema_text

    print(schema_text(of), end="")
