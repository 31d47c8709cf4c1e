"""The signals: which sound stands for which role in a session, and how long it lasts.

Of the disk it asks nothing but where links lead: a script's sounds stay in its folder.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audiocoach.errors import NOWHERE, Problem, ScriptError, Where
from audiocoach.script.model import Session
from audiocoach.script.named_files import named_path, refusal
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.script.yaml.located import where_of
from audiocoach.vocabulary import ROLES, SIGNAL_OF_KIND

SoundLength = Callable[[str, Where], int]
"""Gives the length in milliseconds of a signal: a role's own, or a WAV file's."""

AFTER_SIGNAL = 100
"""Milliseconds between a signal's end and the words due at the same moment: the ear is free for them."""

MAX_START_SIGNAL = 400
MAX_TICK = 400
MAX_END_SIGNAL = 800
MAX_CLICK = 60
_LIMITS = {
    "tick": MAX_TICK,
    "last-tick": MAX_TICK,
    "halfway": 1_000,
    "session-end": MAX_END_SIGNAL,
    "click": MAX_CLICK,
    "accent": MAX_CLICK,
}


class SignalBook:
    """The sound and its length for each role, with what the session and its coach sheet replace."""

    def __init__(self, session: Session, sheet: CoachSheet, sound_length: SoundLength) -> None:
        self.session = session
        self.replaced = {**sheet.sounds, **session.sounds}
        self.sound_length = sound_length
        self._lengths: dict[str, int] = {}

    def sound(self, wanted: str) -> str | None:
        """Return what is heard for a role or a file: a shipped role, a file's path, or None for silence."""
        chosen = self.replaced.get(wanted, wanted)
        if chosen == "none":
            return None
        if chosen in ROLES:
            return chosen
        return sound_path(chosen)

    def length(self, wanted: str, where: Where = NOWHERE) -> int:
        """Return how long it lasts, in milliseconds; 0 for silence.

        Raises:
            ScriptError: when it is longer than its role leaves room for.
        """
        if wanted in self._lengths:
            return self._lengths[wanted]
        sound = self.sound(wanted)
        if sound is None:
            return 0
        place = where_of(self.replaced.get(wanted, wanted))
        place = place if place.file else where
        length = self.sound_length(sound, place)
        limit = _LIMITS.get(wanted, MAX_START_SIGNAL if wanted in ROLES else 10_000)
        if length > limit:
            message = f"the sound for '{wanted}' lasts {length / 1000:g} s, and there is room for {limit / 1000:g} s"
            raise ScriptError([Problem(message, place, "cut the file shorter")])
        if wanted in ROLES:
            self._lengths[wanted] = length
        return length

    def start_role(self, position: int, kind: str) -> str | None:
        """Return the role of the signal that begins a step: the session's own begins the first."""
        return "session-start" if position == 0 else SIGNAL_OF_KIND.get(kind)

    def words_begin(self, position: int) -> int:
        """Return when, from the start of the talk at `position`, its words begin: behind the session's first signal."""
        if position:
            return 0
        length = self.length("session-start")
        return length + AFTER_SIGNAL if length else 0


def sound_path(name: str) -> str:
    """Find the file a WAV's name means: beside the script it was written in.

    Raises:
        ScriptError: when it leads out of the script's folder.
    """
    place = where_of(name)
    path = named_path(name, place)
    if path is None:
        raise ScriptError([Problem(*refusal(name, place.folder, place))])
    return str(path)


def own_sounds(session: Session, sheet: CoachSheet | None) -> list[Path]:
    """List the files of all sounds of a session and its coach sheet that did not come with audiocoach."""
    wanted = [*session.sounds.values(), *(sheet.sounds.values() if sheet else ())]
    for step in session.written_steps():
        wanted += [sound for sound in (step.sound, *(cue.sound for cue in step.own_cues)) if sound]
    wanted += [moment.sound for moment in (sheet.moments if sheet else ()) if moment.sound]
    return [Path(sound_path(sound)) for sound in wanted if sound not in ROLES and sound != "none"]
