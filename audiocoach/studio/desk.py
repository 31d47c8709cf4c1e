"""What the questions of one studio are asked of: its folder, what is open in it, and what goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from audiocoach.studio.opened_folder import OpenedFolder
from audiocoach.studio.opened_scripts import OpenFiles


@dataclass(frozen=True)
class Desk:
    """One running studio; `end` ends it."""

    folder: OpenedFolder
    end: Callable[[], None] = lambda: None
    files: OpenFiles = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", OpenFiles(self.folder))
