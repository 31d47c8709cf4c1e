"""The signals of a session as clips, each loaded once."""

from __future__ import annotations

from pathlib import Path

from audiocoach.errors import Problem, ScriptError, SoundError, Where
from audiocoach.sound.clip import Clip
from audiocoach.sound.signal_files import load_shipped, load_sound
from audiocoach.vocabulary import ROLES


class SoundShelf:
    """Shipped signals by role, others by file; the timeline asks for their `length`, the mix for their `clip`."""

    def __init__(self) -> None:
        self._clips: dict[str, Clip] = {}

    def clip(self, sound: str, where: Where) -> Clip:
        """Return the shipped signal of a role, or a file's sound.

        Raises:
            ScriptError: at `where`, for a file that cannot be used; SoundError where that is no place in a file.
        """
        if sound not in self._clips:
            try:
                self._clips[sound] = load_shipped(sound) if sound in ROLES else load_sound(Path(sound))
            except SoundError as error:
                raise ScriptError([Problem(error.message, where, error.hint)]) if where.file else error from None
        return self._clips[sound]

    def length(self, sound: str, where: Where) -> int:
        """Return a signal's length in milliseconds; raises as `clip` does."""
        return self.clip(sound, where).length_ms
