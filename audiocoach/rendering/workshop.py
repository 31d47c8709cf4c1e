"""What sessions are made with: one value for a whole command, instead of seven parameters through every stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from audiocoach.script.coach_sheets import Sheets
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.narrator import Narrator
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store

Progress = Callable[[str, int, int], None]
"""Told as the work goes on: the stage's name, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """All that making sessions needs besides the sessions.

    `studio` speaks, by default with the computer's own voices and a cache on disk; `sheets` and `signals` are read once
    each. `bitrate` is what was asked for of MP3s, in kb/s; None: the usual one. `progress` is told of every stage.
    """

    studio: Studio = field(default_factory=Studio)
    sheets: Sheets = field(default_factory=Sheets)
    signals: SoundShelf = field(default_factory=SoundShelf)
    bitrate: int | None = None
    progress: Progress | None = None

    @property
    def store(self) -> Store:
        """Give the store of all that is kept from one run to the next."""
        return self.studio.cache.store

    def narrator(self) -> Narrator:
        """Give somebody who speaks here, and tells `progress` of it."""
        return Narrator(self.studio, self.stage("speaking"))

    def stage(self, name: str) -> Callable[[int, int], None] | None:
        """Give what tells `progress` of one stage: how much is done, and of how much; None where nobody listens."""
        progress = self.progress
        return None if progress is None else lambda done, total: progress(name, done, total)

    def telling(self, progress: Progress | None) -> Workshop:
        """Give the same workshop, which tells somebody else."""
        return replace(self, progress=progress)
