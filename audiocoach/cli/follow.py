"""`log`, `next` and `history`: following somebody through a programme, with the journal beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import line, lines
from audiocoach.cli.options import Athlete, Athletes, Group, Pace, Programme, Programmes, Race, Units, Whose, paced
from audiocoach.cli.those import the_one, those

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocoach.programme.adapting.decision import Entry
    from audiocoach.programme.following import Due, Followed
    from audiocoach.rendering.athletes import Athlete as Named


def log(
    session: Annotated[
        str | None,
        typer.Argument(
            metavar="SESSION", help="Which session was run, such as 3.2; with '--undo' also an id.", show_default=False
        ),
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
    athlete: Whose = None,
    athletes: Athletes = None,
    group: Group = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE|-", help="Take what runners sent from the shared page: any text with it."),
    ] = None,
    *,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Ask about entries that came by 'serve --log' and wait for your yes.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the last entry back, or that of SESSION; nothing is removed.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write what was sent without asking.")] = False,
    stop: Annotated[
        bool, typer.Option("--stop", help="Sharp pain, swelling, dizziness or a fall: the plan stops.")
    ] = False,
    cleared: Annotated[bool, typer.Option("--cleared", help="A professional says: go on after a stop.")] = False,
) -> None:
    """Write down how a session went.

    In a plain-text journal beside the programme.
    """
    if source is not None or waiting or undo:
        said = any(value is not None for value in (felt, done, pain, stumbles, on)) or note or stop or cleared
        ways = [name for name, given in (("--from", source), ("--waiting", waiting), ("--undo", undo)) if given]
        if said or len(ways) > 1 or (session is not None and not undo):
            raise typer.BadParameter("it goes with no other way to log", param_hint=ways[0] if ways else "--from")
        with paced(pace, units, race):
            _other_way(session, source, programme, athlete, athletes, group, waiting=waiting, yes=yes)
        return
    if yes:
        raise typer.BadParameter("it goes with '--from' and '--waiting'", param_hint="--yes")
    from audiocoach.programme.adapting.decision import NO_MEDICAL_ADVICE
    from audiocoach.programme.following import entry_of
    from audiocoach.rendering.told_programmes import followed_for

    entry = entry_of(session, felt, done, pain, stumbles, on, note, stop=stop, cleared=cleared)
    with paced(pace, units, race):
        folder = athletes.parent if athletes else Path()
        following = followed_for(programme, the_one(athlete, athletes, group), folder, own=True)
    note = following.same_day(entry)
    written = following.write(entry)
    line(f"{following.called}: {written}")
    if note:
        line(f"note: {note}")
    _print_next(following, following.due(_entries(following)), athletes)
    line(NO_MEDICAL_ADVICE)


def _other_way(
    session: str | None,
    source: str | None,
    programme: str | None,
    athlete: str | None,
    table: Path | None,
    group: str | None,
    *,
    waiting: bool,
    yes: bool,
) -> None:
    """Log what others sent, or take an entry back."""
    from audiocoach.cli import log_received
    from audiocoach.club.senders import Senders
    from audiocoach.programme.receiving import Letterbox, all_waiting, received_waiting
    from audiocoach.rendering.told_programmes import followed_for

    if source is not None:
        everyone = those(None, table, group).named if table else ()
        senders = Senders(table, everyone, the_one(athlete, table, group) if athlete else None)
        log_received.log_answers(source, Letterbox(programme, senders.followed), yes=yes)
        return
    folder = table.parent if table else Path()
    if waiting and athlete is None and table is None:
        log_received.log_waiting(all_waiting(followed_for(programme, None, own=True)), yes=yes)
    elif waiting:
        theirs = [followed_for(programme, who, folder, own=True) for who in those(athlete, table, group).athletes]
        log_received.log_waiting([each for one in theirs for each in received_waiting(one)], yes=yes)
    else:
        following = followed_for(programme, the_one(athlete, table, group), folder, own=True)
        log_received.log_undo(following, session)
        _print_next(following, following.due(_entries(following)), table)


def next_session(
    programmes: Programmes = None,
    athlete: Athlete = None,
    athletes: Athletes = None,
    group: Group = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    *,
    render: Annotated[bool, typer.Option("--render", help="Render it as well.")] = False,
) -> None:
    """Say which session comes next, and why.

    From the journal, the programme and the day.
    """
    from audiocoach.programme.adapting.decision import NO_MEDICAL_ADVICE
    from audiocoach.rendering.told_programmes import followed_for

    names: Sequence[str | None] = list(dict.fromkeys(programmes)) if programmes else [None]
    folder = athletes.parent if athletes else Path()
    with paced(pace, units, race):
        found = [
            (who, followed_for(name, who, folder, own=athletes is not None))
            for who in those(athlete, athletes, group).athletes
            for name in names
        ]
    all_due = [(who, following, following.due(_entries(following))) for who, following in found]
    for who, following, due in all_due:
        if who is not None and athletes is not None:
            line(f"{who.name}, {following.path}:" if len(names) > 1 else f"{who.name}:")
        elif len(all_due) > 1:
            line(f"{following.path}:")
        _print_next(following, due, athletes)
    line(NO_MEDICAL_ADVICE)
    if render:
        for who, following, due in all_due:
            with paced(pace, units, race):
                _make_next(following, due, who)


def _make_next(following: Followed, due: Due, who: Named | None) -> None:
    """Render what comes next of a programme, if anything does."""
    if due.planned is None:
        return
    from audiocoach.cli.render import make
    from audiocoach.rendering.orders import Wishes, wanted
    from audiocoach.rendering.workshop import Workshop

    wishes = Wishes(sessions=(due.planned.id,), athletes=(who,))
    make(wanted([str(following.path)], None, wishes), Workshop())


def history(programme: Programme = None, athlete: Whose = None, athletes: Athletes = None) -> None:
    """Show what was logged, with a small chart."""
    from audiocoach.programme.journal.history import history_lines
    from audiocoach.rendering.told_programmes import followed_for

    folder = athletes.parent if athletes else Path()
    following = followed_for(programme, the_one(athlete, athletes), folder, own=athletes is not None)
    for text in history_lines(_entries(following), following.planned):
        line(text)


def _entries(following: Followed) -> Sequence[Entry]:
    """Give the journal's entries, and print what is wrong in it."""
    journal = following.read()
    for problem in journal.problems:
        lines(problem, error=True)
    return journal.entries


def _print_next(following: Followed, due: Due, table: Path | None) -> None:
    from audiocoach.programme.receiving import waiting

    programme, decision = following.programme, due.decision
    if due.planned is None:
        line("Next: nothing, until this is cleared.")
    else:
        day = "today" if due.is_today else f"from {decision.not_before:%a %Y-%m-%d}"
        dose = f"{programme.dose_name} {programme.dose_text(due.planned.dose)}"
        line(f"Next: {due.planned.id} of {programme.title} ({dose}), {day}.")
    for reason in decision.reasons:
        line(f"  {reason}")
    if count := len(waiting(following)):
        line(
            f"  {'an entry waits' if count == 1 else f'{count} entries wait'} for your yes: "
            f"'audiocoach log --waiting{_whose(following, table)}'"
        )
    if decision.stop:
        again = f'audiocoach log --cleared --note "what the professional said"{_whose(following, table)}'
        line(f"  '{again}' takes the plan up again.")


def _whose(following: Followed, table: Path | None) -> str:
    """Write the options that name somebody of a table, for a command to be copied."""
    from shlex import quote

    if table is None or not following.whose:
        return ""
    return f" --athletes {quote(str(table))} --athlete {quote(following.whose)} -p {quote(str(following.path))}"
