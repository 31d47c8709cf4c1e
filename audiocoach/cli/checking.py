"""`check`: everything `render` would find out, and no file written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from audiocoach.errors import Problem
from audiocoach.units import clock, to_the_second

if TYPE_CHECKING:
    from pathlib import Path

    from audiocoach.model import Session
    from audiocoach.rendering import Progress
    from audiocoach.timeline import Timeline


def check_script(name: str, change: Callable[[Session], Session], *, fast: bool) -> tuple[Sequence[Problem], str]:
    """The warnings about a script, and one line that sums it up. `change` gives sessions another voice or coach.

    Raises:
        AudiocoachError: when it has errors.
    """
    from audiocoach.cli.console import progress_bar
    from audiocoach.rendering import build_timeline
    from audiocoach.script.library import find_script
    from audiocoach.script.load import kind_of_file, load_session, load_sheet

    path = find_script(name)
    kind = kind_of_file(path)
    if kind == "coach":
        sheet = load_sheet(str(path), anywhere=True)
        return sheet.warnings, f"{path}: {_verdict(sheet.warnings)}. A coach sheet with {len(sheet.moments)} moments."
    with progress_bar(name, quiet=False) as progress:
        if kind == "programme":
            return _check_programme(path, change, progress, fast=fast)
        timeline = build_timeline(change(load_session(path)), fast=fast, progress=progress)
    return timeline.warnings, f"{path}: {_verdict(timeline.warnings)}. {_summary([timeline], fast=fast)}."


def _check_programme(
    path: Path, change: Callable[[Session], Session], progress: Progress | None, *, fast: bool
) -> tuple[Sequence[Problem], str]:
    from audiocoach.programme_rendering import all_timelines
    from audiocoach.script.load_programme import load_programme

    programme = load_programme(path)
    timelines, found = all_timelines(programme, change=change, fast=fast, progress=progress)
    problems = [*programme.warnings, *found]
    number = len(programme.sessions)
    count = f"{number} session{'s' if number > 1 else ''}"
    return problems, f"{path}: {_verdict(problems)}. {count}, {_summary(timelines, fast=fast)}."


def _verdict(warnings: Sequence[Problem]) -> str:
    count = len(warnings)
    return f"{count} warning{'s' if count > 1 else ''}" if count else "good"


def _summary(timelines: Sequence[Timeline], *, fast: bool) -> str:
    said = sum(event.type == "say" for timeline in timelines for event in timeline.events)
    parts = [clock(to_the_second(sum(timeline.length_ms for timeline in timelines))), f"{said} cues"]
    # What the script's own words replace is as it was meant; what found no room is worth a look.
    left_out = (entry for timeline in timelines for entry in timeline.dropped if not entry.replaced)
    if dropped := sum(1 for _ in left_out):
        parts.append(f"{dropped} cue{'s' if dropped > 1 else ''} left out ('audiocoach show -v' says why)")
    return ", ".join(parts) + (", lengths estimated" if fast else "")
