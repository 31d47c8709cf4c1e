"""Which folder is shared or served where none is named, and whether one that is named can be served."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from audiocoach.errors import AudiocoachError
from audiocoach.rendering.athletes import Athlete, plain_file
from audiocoach.rendering.athletes import athlete as named
from audiocoach.rendering.targets import DEFAULT_FOLDER
from audiocoach.sharing.folder import SharedFolder, is_shared
from audiocoach.sharing.owners import folder_for
from audiocoach.sharing.page import runs
from audiocoach.sharing.stages import PAGE
from audiocoach.storage.regular_files import open_regular

_LARGEST_PAGE = 50_000_000
"""Bytes of a page that are looked through; a hundred sessions have two million."""

SHARED, SERVED = DEFAULT_FOLDER / "share", DEFAULT_FOLDER / "serve"


def usual_folder(folder: Path, athlete: str | None, file: str | None = None) -> Path:
    """Choose the default folder: each athlete has one, and keeps the one shared before that was so.

    `file` is what an athlete's files are called after, where that is not the name.
    """
    if athlete is None:
        return folder
    who = named(athlete)
    for known in (folder, folder_for(folder, who.file)):
        with suppress(AudiocoachError):  # a damaged list is reported by those whose folder it is
            if SharedFolder(known).owner == who.name:
                return known
    return folder_for(folder, file or who.file)


def folders_for(folder: Path | None, athletes: Sequence[Athlete]) -> list[Path]:
    """Choose a folder for each of several athletes: in the one that is named, or their usual ones."""
    if folder is None:
        return [usual_folder(SHARED, who.name, who.file) for who in athletes]
    return [folder / plain_file(who.file) for who in athletes]


def page_runs(folder: Path) -> bool:
    """Tell whether a shared folder's page is one whose script the server lets run: the one that is written now."""
    try:
        with open_regular(folder / PAGE) as file:
            return runs(file.read(_LARGEST_PAGE))
    except OSError:  # there is none, which is as quiet as one that cannot be read
        return True


def check_served(names: Sequence[str]) -> None:
    """See that a folder, the first of what is named, can be served.

    Raises:
        AudiocoachError: when more is named, or it is no shared folder.
    """
    folder = Path(names[0])
    if len(names) > 1:
        raise AudiocoachError(f"{folder}: a folder is served alone", "give one folder, or scripts")
    if not is_shared(folder):
        hint = f"'audiocoach share SCRIPT -o {folder}' makes one; 'audiocoach serve SCRIPT' does both"
        raise AudiocoachError(f"{folder}: not a folder that 'audiocoach share' has made", hint)
