"""The commands that make something: a script, an MP3, a folder to share, sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.options import Athlete, Athletes, Beside, Coach, Music, Quiet, Scripts, Voice, changing, kinds_of


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The new script's name, such as my-workout.", show_default=False)
    ],
) -> None:
    """Start a script of your own.

    With comments, and such that it renders at once.
    """
    from audiocoach.cli.new import write_starter

    path = write_starter(name)
    shown = f'"{path}"' if any(not (sign.isalnum() or sign in "-_./\\:") for sign in str(path)) else str(path)
    print(f"{path}: a workout to change as you like\n  audiocoach render {shown}")


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
    from audiocoach.cli.render import Wishes, render_scripts
    from audiocoach.output.mp3.frames import MONO, STEREO
    from audiocoach.rendering.athletes import everybody

    if bitrate is not None and bitrate not in (known := sorted({*MONO.bitrates, *STEREO.bitrates})):
        raise typer.BadParameter(f"{bitrate} is none of {', '.join(map(str, known))}", param_hint="--bitrate")
    if all_sessions and (session or week):
        raise typer.BadParameter("every session, or only some: not both", param_hint="--all")
    wishes = Wishes(
        changing(voice, coach, music),
        bitrate,
        tuple(session or ()),
        tuple(week or ()),
        kinds_of(beside),
        force=force,
        quiet=quiet,
        athletes=everybody(athlete, athletes),
    )
    render_scripts(paths, output, wishes)


def share(
    paths: Scripts,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Which folder. Default: 'output/share', or 'output/share NAME' with '--athlete NAME'.",
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url", metavar="URL", help="Where the folder will be on the web, for a podcast feed; 'none' ends it."
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Of the page; '' for the first script's, which is the default.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The first day, such as 2026-05-31: for a calendar; 'none' ends it."),
    ] = None,
    voice: Voice = None,
    coach: Coach = None,
    music: Music = None,
    athlete: Athlete = None,
    *,
    archive: Annotated[bool, typer.Option("--zip", help="Make a zip of it as well, beside the folder.")] = False,
    quiet: Quiet = False,
) -> None:
    """Make a folder to share: for any web server, a chat or a USB stick.

    The MP3s, a page to play them, a playlist, a calendar and a podcast feed. Done again, it is brought up to date, with
    the title, address and start it had; sessions of scripts that are not named any more go, files of your own stay.
    What was shared for one athlete is never replaced by another's.
    """
    from audiocoach.cli.follow import day
    from audiocoach.cli.share import share_scripts
    from audiocoach.sharing.sources import Making

    share_scripts(
        paths,
        output,
        Making(changing(voice, coach, music, athlete)),
        athlete=athlete,
        title=title,
        base_url="" if base_url == "none" else base_url,
        start="none" if start == "none" else day(start) if start else None,
        archive=archive,
        quiet=quiet,
    )


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
    athlete: Athlete = None,
    *,
    lan: Annotated[
        bool, typer.Option("--lan", help="Open it to the local network; a QR code for phones is shown.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Show sessions in a browser, on this computer or on a phone near it.

    To this computer alone, unless '--lan' is given.
    """
    if (voice or coach or music or athlete) and Path(paths[0]).is_dir():
        raise typer.BadParameter("these are for scripts; a shared folder is served as it is", param_hint="--voice etc.")
    from audiocoach.cli.share import serve_paths
    from audiocoach.sharing.sources import Making

    serve_paths(paths, Making(changing(voice, coach, music, athlete)), port, athlete=athlete, lan=lan, quiet=quiet)


def play(
    path: Annotated[
        str,
        typer.Argument(metavar="PATH", help="A script, or a file that was rendered.", show_default=False),
    ],
    voice: Voice = None,
    coach: Coach = None,
    music: Music = None,
    athlete: Athlete = None,
    session: Annotated[str | None, typer.Option(metavar="3.2", help="Of a programme: which session.")] = None,
    *,
    fast: Annotated[
        bool, typer.Option("--fast", help="Words and signals alone, without the silences, with the time before each.")
    ] = False,
) -> None:
    """Listen to a session here and now.

    Ctrl-C ends it.
    """
    from audiocoach.cli.play import play_path

    play_path(path, session, changing(voice, coach, music, athlete), fast=fast)
