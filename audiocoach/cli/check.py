"""`check`: everything `render` would find out, and no file written."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.cli.console import line, lines
from audiocoach.cli.options import (
    Athlete,
    Athletes,
    Coach,
    Fast,
    Group,
    Listen,
    Music,
    Pace,
    Race,
    Rate,
    Scripts,
    Units,
    Voice,
    changing,
    paced,
)
from audiocoach.cli.those import print_refused, those
from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.quantities.units import clock, plural, to_the_second

if TYPE_CHECKING:
    from audiocoach.club.roster import Roster
    from audiocoach.errors import Problem
    from audiocoach.rendering.athletes import Athlete as Named
    from audiocoach.rendering.checking import Checked
    from audiocoach.rendering.heard_cues import Hearing
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.script.model import Session
    from audiocoach.timeline.timeline import Timeline

_MOST_NAMES = 5


def check(
    paths: Scripts,
    voice: Voice = None,
    rate: Rate = None,
    coach: Coach = None,
    music: Music = None,
    athlete: Athlete = None,
    athletes: Athletes = None,
    group: Group = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    *,
    fast: Fast = False,
    listen: Listen = False,
) -> int:
    """Find what is wrong with scripts.

    Errors and warnings, whatever rendering would find out; no audio is written. With '--athletes', for each of them.
    """
    if listen:
        from audiocoach.rendering.heard_cues import check_ears

        if athletes is not None:
            raise AudiocoachError("--listen hears a script once, and --athletes checks it for each", "leave one out")
        check_ears()
    roster = those(athlete, athletes, group, keep_going=True, scripts=paths)
    table = roster if athletes is not None else None
    change = changing(voice, coach, music, None if table else athlete, rate)
    with paced(pace, units, race):
        good = [
            _check_for(path, change, table, fast=fast)
            if table
            else _check(path, change, roster.athletes[0], fast=fast, listen=listen)
            for path in paths
        ]
    refused = print_refused(roster)
    return 0 if all(good) and not refused else 1


def _check(path: str, change: Callable[[Session], Session], who: Named | None, *, fast: bool, listen: bool) -> bool:
    """Print what is wrong with a script; tell whether it has no errors."""
    from audiocoach.cli.console import progress_bar
    from audiocoach.rendering.checking import check_script
    from audiocoach.rendering.workshop import Workshop

    try:
        with progress_bar(path, quiet=False) as progress:
            shop = Workshop(progress=progress)
            checked = check_script(path, change, None if fast else shop, who)
            hearing = _hearing(checked, shop) if listen else None
    except AudiocoachError as error:
        lines(error.on_command_line())
        if isinstance(error, ScriptError):
            _say_whose_lines(path)
        return False
    doubts = hearing.doubts if hearing else ()
    told = (*checked.warnings, *doubts, *checked.notes)
    for problem in told:
        lines(problem.on_command_line())
    if told:
        _say_whose_lines(path)
    verdict = _verdict(_count(checked.warnings) + len(doubts))
    line(f"{checked.path}: {verdict}. {_contents([checked], fast=fast)}.")
    if hearing:
        line(_heard(hearing))
    return True


def _say_whose_lines(path: str) -> None:
    """Say that lines are not those of the user's file, where a script stands in its place."""
    from audiocoach.script.standard_input import STDIN, given

    if Path(path) != STDIN and given(Path(path)) is not None:
        line(f"These lines are those of its script, which 'audiocoach import {shlex.quote(path)} -o -' prints.")


def _check_for(path: str, change: Callable[[Session], Session], roster: Roster, *, fast: bool) -> bool:
    """Print what is wrong with a script for each athlete; tell whether it has no errors for any."""
    from audiocoach.cli.console import progress_bar
    from audiocoach.rendering.checking import check_for
    from audiocoach.rendering.workshop import Workshop

    with progress_bar(path, quiet=False) as progress:
        checked = check_for(path, change, roster.named, None if fast else Workshop(progress=progress))
    for text, whom in checked.told.items():
        if whom:
            line(f"For {_names(whom)}:")
        lines(text)
    everyone = plural(len(checked.found), "athlete")
    if checked.refused:
        line(f"{path}: not good for {len(checked.refused)} of {everyone}: {_names(checked.refused)}.")
    if good := checked.good:
        for_whom = f"for {len(good) if checked.refused else everyone}"
        verdict = _verdict(max(_count(each.warnings) for each in good))
        line(f"{good[0].path}: {verdict} {for_whom}. {_contents(good, fast=fast)}.")
    return not checked.refused


def _hearing(checked: Checked, shop: Workshop) -> Hearing:
    from audiocoach.rendering.heard_cues import listen_to

    return listen_to(checked.timelines, shop)


def _heard(hearing: Hearing) -> str:
    """Tell what was listened to, and what could not be."""
    told = [f"Listened to {plural(hearing.count, 'different cue')}"] if hearing.count else []
    if hearing.unheard:
        told.append(f"no recogniser here can judge cues in {', '.join(hearing.unheard)}: only English ones")
    return f"  {'; '.join(told) or 'There was nothing to listen to'}."


def _names(athletes: Sequence[Named]) -> str:
    """Name athletes, each with the line of the table that it is in."""
    rest = len(athletes) - _MOST_NAMES
    named = ", ".join(f"{who.name} (line {who.line})" for who in athletes[:_MOST_NAMES])
    return f"{named} and {rest} more" if rest > 0 else named


def _count(told: Sequence[Problem]) -> int:
    """Count what is a warning, and no note that is told among them."""
    return sum(each.severity == "warning" for each in told)


def _verdict(warnings: int) -> str:
    return plural(warnings, "warning") if warnings else "good"


def _contents(found: Sequence[Checked], *, fast: bool) -> str:
    """Say what there is in a script, or from which to which where it is not the same for all."""
    first = found[0]
    if first.kind == "coach":
        return f"A coach sheet with {first.moments} moments"
    count = f"{plural(len(first.timelines), 'session')}, " if first.kind == "programme" else ""
    return count + _summary([each.timelines for each in found], fast=fast)


def _summary(found: Sequence[Sequence[Timeline]], *, fast: bool) -> str:
    lengths = [to_the_second(sum(timeline.length_ms for timeline in timelines)) for timelines in found]
    cues = [sum(event.type == "say" for timeline in timelines for event in timeline.events) for timelines in found]
    parts = [_span(clock(min(lengths)), clock(max(lengths))), _span(str(min(cues)), plural(max(cues), "cue"))]
    # What the script's own words replace is as it was meant; what found no room is worth a look.
    left_out = max(
        sum(not entry.replaced for timeline in timelines for entry in timeline.dropped) for timelines in found
    )
    if left_out:
        parts.append(f"{plural(left_out, 'cue')} left out ('audiocoach show -v' says why)")
    return ", ".join(parts) + (", lengths estimated" if fast else "")


def _span(least: str, most: str) -> str:
    """Write from which to which, or one of them where both are the same."""
    return most if least in (most, most.partition(" ")[0]) else f"{least} to {most}"
