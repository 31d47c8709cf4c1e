"""`check`: everything `render` would find out, and no file written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from audiocoach.errors import Problem
from audiocoach.units import clock

if TYPE_CHECKING:
    from audiocoach.model import Session


def check_script(name: str, load: Callable[[str], Session], *, fast: bool) -> tuple[Sequence[Problem], str]:
    """The warnings about a script, and one line that sums it up.

    Raises:
        AudiocoachError: when it has errors.
    """
    from audiocoach.cli.console import progress_bar
    from audiocoach.rendering import build_timeline
    from audiocoach.script.library import find_script
    from audiocoach.script.load import is_sheet, load_sheet

    path = find_script(name)
    if is_sheet(path):
        sheet = load_sheet(str(path), anywhere=True)
        return sheet.warnings, f"{path}: good. A coach sheet with {len(sheet.moments)} moments."
    with progress_bar(name, quiet=False) as progress:
        timeline = build_timeline(load(name), fast=fast, progress=progress)
    said = sum(event.type == "say" for event in timeline.events)
    parts = [f"{clock(timeline.length_ms)}", f"{said} cues"]
    if timeline.dropped:
        count = len(timeline.dropped)
        parts.append(f"{count} coach cue{'s' if count > 1 else ''} left out ('audiocoach show -v' says why)")
    count = len(timeline.warnings)
    verdict = f"{count} warning{'s' if count > 1 else ''}" if count else "good"
    how = ", lengths estimated" if fast else ""
    return timeline.warnings, f"{path}: {verdict}. {', '.join(parts)}{how}."
