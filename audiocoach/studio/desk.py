"""What the questions of one studio are asked of: its folder, what is open in it, and what goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from audiocoach.studio.drafts import Drafts
from audiocoach.studio.newest_asked import NewestAsked
from audiocoach.studio.open_tabs import OpenTabs
from audiocoach.studio.opened_folder import OpenedFolder
from audiocoach.studio.opened_scripts import OpenFiles
from audiocoach.studio.phone_server import PhoneServer
from audiocoach.studio.running_jobs import RunningJobs
from audiocoach.studio.sound_pieces import SoundPieces


@dataclass(frozen=True)
class Desk:
    """One running studio; `end` ends it."""

    folder: OpenedFolder
    end: Callable[[], None] = lambda: None
    jobs: RunningJobs = field(default_factory=RunningJobs)
    phone: PhoneServer = field(default_factory=PhoneServer)
    sounds: SoundPieces = field(default_factory=SoundPieces)
    tabs: OpenTabs = field(default_factory=OpenTabs)
    newest: NewestAsked = field(default_factory=NewestAsked)
    files: OpenFiles = field(init=False)
    drafts: Drafts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", OpenFiles(self.folder))
        object.__setattr__(self, "drafts", Drafts(self.folder))

    def shut(self) -> None:
        """End what goes on here, and the studio with it."""
        self.jobs.end()
        self.sounds.end()
        self.phone.end()
        self.end()
