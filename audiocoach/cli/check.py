"""`check`: everything `render` would find out, and no file written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from audiocoach.errors import Problem
from audiocoach.quantities.units import clock, plural, to_the_second

if TYPE_CHECKING:
    from pathlib import Path

    from audiocoach.rendering.watching import Progress
    from audiocoach.script.model import Session
    from audiocoach.timeline.timeline import Timeline


def check_script(name: str, change: Callable[[Session], Session], *, fast: bool) -> tuple[Sequence[Problem], str]:
    """The warnings about a script, and one line that sums it up. `change` gives sessions another voice or coach.

    Raises:
        AudiocoachError: when it has errors.
    """
    from audiocoach.cli.console import progress_bar
    from audiocoach.rendering.timelines import build_timeline, check_music
    from audiocoach.script.coach_sheets import load_sheet
    from audiocoach.script.library import find_script
    from audiocoach.script.load import load_session
    from audiocoach.script.source import kind_of_file

    path = find_script(name)
    kind = kind_of_file(path)
    if kind == "coach":
        sheet = load_sheet(str(path), anywhere=True)
        return sheet.warnings, f"{path}: {_verdict(sheet.warnings)}. A coach sheet with {len(sheet.moments)} moments."
    with progress_bar(name, quiet=False) as progress:
        if kind == "programme":
            return _check_programme(path, change, progress, fast=fast)
        session = change(load_session(path))
        check_music(session)
        timeline = build_timeline(session, fast=fast, progress=progress)
        notes = [] if fast else _music_notes([session], [timeline], progress)
    problems = [*timeline.warnings, *notes]
    return problems, f"{path}: {_verdict(timeline.warnings)}. {_summary([timeline], fast=fast)}."


def _check_programme(
    path: Path, change: Callable[[Session], Session], progress: Progress | None, *, fast: bool
) -> tuple[Sequence[Problem], str]:
    from audiocoach.programme.load_programme import load_programme
    from audiocoach.rendering.timelines import check_music
    from audiocoach.rendering.whole_programme import all_timelines

    programme = load_programme(path)
    sessions = [change(planned.session) for planned in programme.sessions]
    for session in sessions:
        check_music(session)
    timelines, found = all_timelines(programme, change=change, fast=fast, progress=progress)
    warnings = [*programme.warnings, *found]
    notes = [] if fast else _music_notes(sessions, timelines, progress)
    number = len(sessions)
    count = plural(number, "session")
    return [*warnings, *notes], f"{path}: {_verdict(warnings)}. {count}, {_summary(timelines, fast=fast)}."


def _music_notes(
    sessions: Sequence[Session], timelines: Sequence[Timeline], progress: Progress | None
) -> list[Problem]:
    """What is to be known of the music, all of which is decoded: damage is an error."""
    from audiocoach.mix.session_sound import bed_of
    from audiocoach.rendering.watching import Watch
    from audiocoach.storage.store import Store

    store, measuring = Store(), Watch(progress).stage("measuring music")
    beds = [
        bed_of(session.music, timeline, store, measuring) for session, timeline in zip(sessions, timelines, strict=True)
    ]
    notes = dict.fromkeys(note for bed in beds if bed for note in bed.notes)
    return [Problem(note, severity="note") for note in notes]


def _verdict(warnings: Sequence[Problem]) -> str:
    count = len(warnings)
    return plural(count, "warning") if count else "good"


def _summary(timelines: Sequence[Timeline], *, fast: bool) -> str:
    said = sum(event.type == "say" for timeline in timelines for event in timeline.events)
    parts = [clock(to_the_second(sum(timeline.length_ms for timeline in timelines))), plural(said, "cue")]
    # What the script's own words replace is as it was meant; what found no room is worth a look.
    left_out = (entry for timeline in timelines for entry in timeline.dropped if not entry.replaced)
    if dropped := sum(1 for _ in left_out):
        parts.append(f"{plural(dropped, 'cue')} left out ('audiocoach show -v' says why)")
    return ", ".join(parts) + (", lengths estimated" if fast else "")
