"""A session as tracks, one for each step, for players that cannot seek. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.errors import OutputError
from audiocoach.text.file_names import safe_part
from audiocoach.timeline.timeline import Timeline

MOST_TRACKS = 999
"""Cheap players number files with three digits, and take a thousand in a folder."""


@dataclass(frozen=True, slots=True)
class SessionTrack:
    """A part of a session that becomes a file of its own: its title, its file's name without a suffix, and when it
    begins and ends, in ms from the session's start.
    """

    title: str
    stem: str
    start_ms: int
    end_ms: int


def tracks_of(timeline: Timeline) -> tuple[SessionTrack, ...]:
    """Cut a session where its steps begin; the last track ends with the session's sound.

    Raises:
        OutputError: for more steps than players take tracks.
    """
    steps = timeline.intervals
    if len(steps) > MOST_TRACKS:
        raise OutputError(
            f"{timeline.title}: {len(steps):,} steps are more tracks than the {MOST_TRACKS} that players take",
            option="leave '--split steps' out",
        )
    ends = [*(step.start_ms for step in steps[1:]), timeline.sound_ms]
    width = max(2, len(str(len(steps))))
    found = []
    for number, (step, end) in enumerate(zip(steps, ends, strict=True), 1):
        title = f"{step.name} {step.round}/{step.rounds}" if step.round else step.name
        name = f"{step.name} {step.round} of {step.rounds}" if step.round else step.name
        stem = f"{number:0{width}} {safe_part(name)}".strip()
        found.append(SessionTrack(title, stem, step.start_ms, end))
    return tuple(found)
