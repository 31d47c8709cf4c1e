"""`check`: everything `render` would find out, and no file written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audiocoach.cli.console import line, lines
from audiocoach.cli.options import Athlete, Coach, Fast, Music, Rate, Scripts, Voice, changing
from audiocoach.errors import AudiocoachError
from audiocoach.quantities.units import clock, plural, to_the_second

if TYPE_CHECKING:
    from audiocoach.rendering.checking import Checked
    from audiocoach.timeline.timeline import Timeline


def check(
    paths: Scripts,
    voice: Voice = None,
    rate: Rate = None,
    coach: Coach = None,
    music: Music = None,
    athlete: Athlete = None,
    *,
    fast: Fast = False,
) -> int:
    """Find what is wrong with scripts.

    Errors and warnings, whatever rendering would find out; no audio is written.
    """
    from audiocoach.cli.console import progress_bar
    from audiocoach.rendering.checking import check_script
    from audiocoach.rendering.workshop import Workshop

    failed = False
    for path in paths:
        try:
            change = changing(voice, coach, music, athlete, rate)
            with progress_bar(path, quiet=False) as progress:
                checked = check_script(path, change, None if fast else Workshop(progress=progress))
        except AudiocoachError as error:
            lines(error.on_command_line())
            failed = True
        else:
            for problem in (*checked.warnings, *checked.notes):
                lines(problem.on_command_line())
            line(f"{checked.path}: {_verdict(checked)}. {_contents(checked, fast=fast)}.")
    return 1 if failed else 0


def _verdict(checked: Checked) -> str:
    count = len(checked.warnings)
    return plural(count, "warning") if count else "good"


def _contents(checked: Checked, *, fast: bool) -> str:
    if checked.kind == "coach":
        return f"A coach sheet with {checked.moments} moments"
    count = f"{plural(len(checked.timelines), 'session')}, " if checked.kind == "programme" else ""
    return count + _summary(checked.timelines, fast=fast)


def _summary(timelines: Sequence[Timeline], *, fast: bool) -> str:
    said = sum(event.type == "say" for timeline in timelines for event in timeline.events)
    parts = [clock(to_the_second(sum(timeline.length_ms for timeline in timelines))), plural(said, "cue")]
    # What the script's own words replace is as it was meant; what found no room is worth a look.
    left_out = (entry for timeline in timelines for entry in timeline.dropped if not entry.replaced)
    if dropped := sum(1 for _ in left_out):
        parts.append(f"{plural(dropped, 'cue')} left out ('audiocoach show -v' says why)")
    return ", ".join(parts) + (", lengths estimated" if fast else "")
