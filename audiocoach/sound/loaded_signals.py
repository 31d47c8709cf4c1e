"""The signals of a session as clips, each loaded once."""

from __future__ import annotations

from pathlib import Path

from audiocoach.errors import Problem, ScriptError, SoundError, Where
from audiocoach.sound.clip import Clip
from audiocoach.sound.signal_files import load_shipped, load_sound
from audiocoach.vocabulary import ROLES


class SoundShelf:
    """Shipped signals by role, others by file. `length` is what the timeline needs, `clip` what the mix needs."""

    def __init__(self) -> None:
        self._clips: dict[str, Clip] = {}

    def clip(self, sound: str, where: Where) -> Clip:
        """A role's own signal or a file's sound; a file that cannot be used is an error at `where`."""
        if sound not in self._clips:
            try:
                self._clips[sound] = load_shipped(sound) if sound in ROLES else load_sound(Path(sound))
            except SoundError as error:
                raise ScriptError([Problem(error.message, where, error.hint)]) if where.file else error from None
        return self._clips[sound]

    def length(self, sound: str, where: Where) -> int:
        """In milliseconds."""
        return self.clip(sound, where).length_ms
