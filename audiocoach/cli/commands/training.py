"""The commands that follow somebody through a programme: what was run, what comes next."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach.cli.options import Programme


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
    from audiocoach.cli.follow import entry
    from audiocoach.cli.follow import log as write

    write(entry(session, felt, done, pain, stumbles, on, note, stop=stop, cleared=cleared), programme)


def next_session(
    programme: Programme = None,
    *,
    render: Annotated[bool, typer.Option("--render", help="Render it as well.")] = False,
) -> None:
    """Say which session comes next, and why.

    From the journal, the programme and the day.
    """
    from audiocoach.cli.follow import show_next

    show_next(programme, render=render)


def history(programme: Programme = None) -> None:
    """Show what was logged, with a small chart."""
    from audiocoach.cli.follow import show_history

    show_history(programme)
