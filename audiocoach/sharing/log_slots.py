"""Whose entries a served folder takes, and where they go: its programmes' journals, each athlete's by an address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from audiocoach.errors import AudiocoachError
from audiocoach.programme.receiving import scripts_here
from audiocoach.rendering.athletes import Athlete
from audiocoach.rendering.told_programmes import followed_for
from audiocoach.script.library import find_script, shipped_scripts
from audiocoach.script.source import kind_of_file
from audiocoach.sharing.entry_desk import Slot
from audiocoach.sharing.log_addresses import address_file, addresses
from audiocoach.text.file_names import safe_name
from audiocoach.text.one_line import one_line


def programmes_of(folder: Path, names: Sequence[str]) -> list[Path]:
    """Find the files of the programmes in a shared folder: those named, or such here as its sounds are called after.

    Raises:
        AudiocoachError: when there is none.
    """
    if Path(names[0]).is_dir():
        shared = {path.parent.name for path in folder.glob("*/*.mp3")}
        found = {safe_name(path.stem): path for path in [*shipped_scripts(), *scripts_here()]}
        paths = [path for name, path in found.items() if name in shared]
    else:
        paths = [find_script(name) for name in names]
    programmes = [path for path in paths if kind_of_file(path) == "programme"]
    if not programmes:
        raise AudiocoachError(
            f"{folder}: there is no programme here that entries could be logged for",
            "single sessions have no journal; of a folder, serve it from where its programme's file lies",
        )
    return programmes


def slots(programmes: Sequence[Path], everyone: Iterable[Athlete | None], *, renew: bool = False) -> dict[str, Slot]:
    """Give by their addresses those whose entries are taken; None: nobody by name.

    Raises:
        AudiocoachError: when a programme is wrong, or the addresses cannot be kept.
    """
    by_name = {
        name: Slot(name, tuple(followed_for(str(path), who, own=True) for path in programmes))
        for name, who in ((one_line(who.name) if who else "", who) for who in everyone)
    }
    first = next(iter(by_name.values())).followings[0]
    first.make_folder()
    given = addresses(address_file(first), first.name, by_name, renew=renew)
    return {address: by_name[name] for name, address in given.items()}
