"""Scripts to timelines without a voice: every character of a sentence lasts 60 ms, and signals are as long as told."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from audiocoach.errors import Where
from audiocoach.script.coach_sheets import coach_of
from audiocoach.script.load import parse_session
from audiocoach.script.model import Session
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.events import Event
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words

MS_PER_CHARACTER = 60
SIGNAL_MS = {"tick": 100, "last-tick": 200, "halfway": 600, "session-end": 800, "click": 20, "accent": 20}
START_SIGNAL_MS = 300


def measure(words: Sequence[Words]) -> Mapping[Words, int]:
    """Measure words in ms, every character as long as any other."""
    return {entry: MS_PER_CHARACTER * len(entry.text) for entry in words}


def half_a_second(words: Sequence[Words]) -> Mapping[Words, int]:
    """Measure all words as half a second, so short that everything finds room."""
    return dict.fromkeys(words, 500)


class Speaker:
    """Measures words as lengths (ms) drawn at random, the same words always alike."""

    def __init__(self, seed: int, longest: int) -> None:
        self.random, self.longest = random.Random(seed), longest  # noqa: S311  # no secret
        self.lengths: dict[Words, int] = {}

    def __call__(self, words: Sequence[Words]) -> Mapping[Words, int]:
        """Measure words."""
        for entry in words:
            self.lengths.setdefault(entry, self.random.randint(150, self.longest))
        return {entry: self.lengths[entry] for entry in words}


def sound_length(sound: str, where: Where) -> int:
    """Return a role's length in ms, or that of any file."""
    return SIGNAL_MS.get(sound, START_SIGNAL_MS)


def laid_out(
    text: str,
    *,
    folder: Path | None = None,
    spoken: Callable[[Sequence[Words]], Mapping[Words, int]] = measure,
    sheet: CoachSheet | None = None,
) -> Timeline:
    """Return the timeline of a script's text."""
    session = parse_session(text, folder=folder)
    return timeline(session, spoken=spoken, sheet=sheet)


def timeline(
    session: Session,
    *,
    spoken: Callable[[Sequence[Words]], Mapping[Words, int]] = measure,
    sheet: CoachSheet | None = None,
) -> Timeline:
    """Return the timeline of a session."""
    return arrange(session, sheet or coach_of(session), spoken, sound_length)


def said(found: Timeline, role: str | None = None) -> list[tuple[int, str]]:
    """List what is said and when, in ms."""
    return [(e.start_ms, e.text) for e in says(found) if role in (None, e.role)]


def says(found: Timeline) -> list[Event]:
    """List the spoken events of a timeline."""
    return [event for event in found.events if event.type == "say"]


def sounds(found: Timeline, *roles: str) -> list[int]:
    """List when the signals of these roles begin, in ms."""
    return [e.start_ms for e in found.events if e.type == "sound" and e.role in roles]
