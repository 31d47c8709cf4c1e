"""What sessions are made with: one value for a whole command, instead of seven parameters through every stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from audiocoach.output.write import Mp3Writer, write_mp3_file
from audiocoach.rendering.watching import Cancel, Progress, Watch
from audiocoach.script.coach_sheets import Sheets
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.limits import NO_LIMITS, Limits
from audiocoach.speech.narrator import Narrator
from audiocoach.speech.studio import Studio
from audiocoach.storage.digests import KeptDigests
from audiocoach.storage.store import Store


@dataclass(frozen=True, slots=True)
class Workshop:
    """All that making sessions needs besides the sessions.

    `studio` speaks, by default with the computer's own voices and a cache on disk; `sheets` and `signals` are read once
    each. `bitrate` is what was asked for of MP3s, in kb/s; None: the usual one. `progress` is told of every stage,
    `cancel` can end each, and `limits` bound what is spoken. `verify`: what was rendered before is read, every byte, to
    tell whether it is whole. `folded`: with music, left and right in one channel. `split`: a folder of tracks, one for
    each step, in place of each file. `mp3_writer` writes an MP3, or what stands for one; then there is no such file.
    """

    studio: Studio = field(default_factory=Studio)
    sheets: Sheets = field(default_factory=Sheets)
    signals: SoundShelf = field(default_factory=SoundShelf)
    bitrate: int | None = None
    progress: Progress | None = None
    cancel: Cancel | None = None
    limits: Limits = NO_LIMITS
    verify: bool = False
    folded: bool = False
    split: bool = False
    mp3_writer: Mp3Writer = write_mp3_file

    @property
    def digests(self) -> KeptDigests:
        """Give who knows the digests of files."""
        return KeptDigests(self.store, verify=self.verify)

    @property
    def store(self) -> Store:
        """Give the store of all that is kept from one run to the next."""
        return self.studio.cache.store

    def narrator(self) -> Narrator:
        """Give somebody who speaks here, and tells `progress` of it."""
        return Narrator(self.studio, self.stage("speaking"), self.limits)

    @property
    def writes_mp3(self) -> bool:
        """Tell whether MP3s are written as they are, and not something that stands for them."""
        return self.mp3_writer is write_mp3_file

    @property
    def watch(self) -> Watch:
        """Give who is told of the work, and who can end it."""
        return Watch(self.progress, self.cancel)

    def stage(self, name: str, *, silent: bool = False) -> Callable[[int, int], None] | None:
        """Give what is to be called as one stage goes on; see `Watch.stage`."""
        return self.watch.stage(name, silent=silent)

    def telling(self, progress: Progress | None) -> Workshop:
        """Give the same workshop, which tells somebody else."""
        return replace(self, progress=progress)
