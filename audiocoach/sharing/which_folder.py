"""Which folder is shared or served where none is named, and whether one that is named can be served."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from audiocoach.club.spliced_format import SUFFIX as SPLICED
from audiocoach.club.store_address import checked_address
from audiocoach.errors import AudiocoachError
from audiocoach.rendering.athletes import Athlete, plain_file
from audiocoach.rendering.athletes import athlete as named
from audiocoach.rendering.targets import DEFAULT_FOLDER
from audiocoach.sharing.folder import SharedFolder, is_shared
from audiocoach.sharing.owners import Owner, folder_for
from audiocoach.sharing.page import runs
from audiocoach.sharing.stages import PAGE
from audiocoach.storage.regular_files import open_regular
from audiocoach.text.addresses import is_address
from audiocoach.text.one_line import one_line

_LARGEST_PAGE = 50_000_000
"""Bytes of a page that are looked through; a hundred sessions have two million."""

_MOST_SHOWN = 200

SHARED, SERVED = DEFAULT_FOLDER / "share", DEFAULT_FOLDER / "serve"


def usual_folder(folder: Path, athlete: str | Athlete | None) -> Path:
    """Choose the default folder: each athlete has one, and keeps the one shared before that was so."""
    if athlete is None:
        return folder
    who = named(athlete) if isinstance(athlete, str) else athlete
    own, to = Owner.of(who), folder_for(folder, who.file)
    for known in (to, folder, folder_for(folder, who.name)):
        with suppress(AudiocoachError):  # a damaged list is reported by those whose folder it is
            whose = SharedFolder(known).whose
            # Of several of one name, nobody takes the folder that was shared before they were told apart.
            apart = bool(who.id) and who.file != who.name and not (whose and whose.id) and known != to
            if whose is not None and whose.is_same(own) and not apart:
                return known
    return to


def folders_for(folder: Path | None, athletes: Sequence[Athlete]) -> list[Path]:
    """Choose a folder for each of several athletes: in the one that is named, or their usual ones."""
    if folder is not None:
        return [folder / plain_file(who.file) for who in athletes]
    found: list[Path] = []
    for who in athletes:
        usual = usual_folder(SHARED, who)
        found.append(folder_for(SHARED, who.file) if usual in found else usual)
    return found


def check_here(names: Sequence[str]) -> None:
    """See that what is to be served is on this computer.

    Raises:
        AudiocoachError: when it is in an object store.
    """
    address = next(filter(is_address, names), None)
    if address is not None:
        hint = "copy it into a folder, with 'shared' in it, and serve that"
        raise AudiocoachError(f"{checked_address(address)}: what is in an object store is not served from here", hint)


def page_runs(folder: Path) -> bool:
    """Tell whether a shared folder's page is one whose script the server lets run: the one that is written now."""
    try:
        with open_regular(folder / PAGE) as file:
            return runs(file.read(_LARGEST_PAGE))
    except OSError:  # there is none, which is as quiet as one that cannot be read
        return True


def served_folder(names: Sequence[str], athlete: str | Athlete | None = None) -> Path:
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
    who = named(athlete) if isinstance(athlete, str) else athlete
    if not shared and athlete is None and holds_spliced(folder):
        return folder
    whose = _owners([folder] if shared else _folders_in(folder))
    if who is not None:
        # First the one with their very id or file: others may have the name.
        fitting = [(owner, path) for owner, path in whose if owner.is_same(Owner.of(who))]
        for _, path in sorted(fitting, key=lambda each: each[0] != Owner.of(who)):
            return path
    names_there = dict.fromkeys(owner.name for owner, _ in whose)
    whom = ", ".join(filter(None, map(one_line, names_there)))[:_MOST_SHOWN]
    if whom and athlete is None:
        raise AudiocoachError(f"{folder}: each athlete has a folder in it", f"say whose with '--athlete NAME': {whom}")
    if whose or shared:
        hint = f"it is for {whom}" if shared and whom else f"those in it are for {whom}" if whom else ""
        called = one_line(who.name if who else "")
        raise AudiocoachError(f"{folder}: not shared for {called}", hint or "it is for nobody by name")
    hint = f"'audiocoach share SCRIPT -o {folder}' makes one; 'audiocoach serve SCRIPT' does both"
    raise AudiocoachError(f"{folder}: not a folder that 'audiocoach share' has made", hint)


def holds_spliced(folder: Path) -> bool:
    """Tell whether spliced files lie in a folder, or in one of those in it, as a programme's do."""
    with suppress(OSError):
        return any(True for pattern in (f"*{SPLICED}", f"*/*{SPLICED}") for _ in folder.glob(pattern))
    return False


def _folders_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.is_dir() and is_shared(path))
    return []


def _owners(folders: Sequence[Path]) -> list[tuple[Owner, Path]]:
    """Tell whose folders these are; one whose list is damaged is nobody's."""
    whose: list[tuple[Owner, Path]] = []
    for folder in folders:
        with suppress(AudiocoachError):
            whose.append((SharedFolder(folder).whose or Owner(""), folder))
    return whose
