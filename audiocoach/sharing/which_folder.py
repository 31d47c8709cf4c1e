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
from audiocoach.text.one_line import one_line

_LARGEST_PAGE = 50_000_000
"""Bytes of a page that are looked through; a hundred sessions have two million."""

_MOST_SHOWN = 200

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


def served_folder(names: Sequence[str], athlete: str | None = None) -> Path:
    """Find the folder to serve, by the folder that is named first: it itself, or an athlete's own that lies in it.

    Raises:
        AudiocoachError: when more is named, or it is no shared folder, or not that athlete's.
    """
    folder = Path(names[0])
    if len(names) > 1:
        raise AudiocoachError(f"{folder}: a folder is served alone", "give one folder, or scripts")
    shared = is_shared(folder)
    if shared and athlete is None:
        return folder
    whose = _owners([folder] if shared else _folders_in(folder))
    if athlete is not None and (found := whose.get(named(athlete).name)):
        return found
    whom = ", ".join(filter(None, (one_line(name) for name in whose)))[:_MOST_SHOWN]
    if whom and athlete is None:
        raise AudiocoachError(f"{folder}: each athlete has a folder in it", f"say whose with '--athlete NAME': {whom}")
    if whose or shared:
        hint = f"it is for {whom}" if shared and whom else f"those in it are for {whom}" if whom else ""
        called = one_line(athlete or "")
        raise AudiocoachError(f"{folder}: not shared for {called}", hint or "it is for nobody by name")
    hint = f"'audiocoach share SCRIPT -o {folder}' makes one; 'audiocoach serve SCRIPT' does both"
    raise AudiocoachError(f"{folder}: not a folder that 'audiocoach share' has made", hint)


def _folders_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.is_dir() and is_shared(path))
    return []


def _owners(folders: Sequence[Path]) -> dict[str, Path]:
    """Tell whose folders these are; one whose list is damaged is nobody's."""
    whose: dict[str, Path] = {}
    for folder in folders:
        with suppress(AudiocoachError):
            owner = SharedFolder(folder).owner
            whose.setdefault(owner or "", folder)
    return whose
