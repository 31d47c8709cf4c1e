"""The folder that the studio was opened on: names from the page mean files in it, and none outside.

A name is written with `/`, and has no part that is hidden or leads up. Where links within the folder lead is looked at
as well, before anything is read or written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from audiocoach.bounds import MAX_BYTES
from audiocoach.errors import AudiocoachError, os_reason
from audiocoach.script.library import SUFFIXES
from audiocoach.storage.regular_files import IrregularFileError, open_regular, refuse_irregular
from audiocoach.storage.settings import settings_file
from audiocoach.studio.links_in_folders import leads_into, links_in
from audiocoach.studio.script_glance import Glance, glance, lists_people
from audiocoach.text.file_names import safe_name
from audiocoach.text.late_pattern import LatePattern

MOST_LISTED = 500
"""Scripts that the page lists: the newest of them."""
_MOST_LOOKED_AT = 5_000
"""Entries of folders that are looked at for scripts."""
_DEEP = 4
"""How many folders deep."""

DRAFT_SUFFIX = ".draft"
TAB = LatePattern(r"[0-9a-f]{1,16}")
"""What a tab of a browser calls itself."""

TABLES = frozenset((".csv", ".xlsx", *SUFFIXES))
"""Of people; one in YAML could be a script as well, and is named on the command line."""

MUSIC = frozenset((".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wav"))


@dataclass(frozen=True, slots=True)
class Listed:
    """A script of the folder: its name from there, what it seems to be, and when it was changed (s since 1970).

    `has_draft`: something was written over it and not saved. Such a one is listed even where its file is gone.
    """

    path: str
    seen: Glance
    modified: float
    has_draft: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Scripts of a folder, the last changed first; `is_whole`: there are no others in it."""

    scripts: tuple[Listed, ...]
    is_whole: bool


class OpenedFolder:
    """A folder, by the name that it was opened by."""

    def __init__(self, folder: Path) -> None:
        """Open a folder.

        Raises:
            AudiocoachError: when it is none.
        """
        if not folder.is_dir():
            raise AudiocoachError(f"{folder}: there is no such folder", "name one that is there, or make it first")
        self.typed = folder
        self.home = Path(os.path.realpath(folder))
        self._seen: dict[tuple[str, int, int], Glance] = {}

    def file(self, name: str) -> Path:
        """Find the file that a name means, whether it is there or not.

        Raises:
            AudiocoachError: when that is none in this folder.
        """
        parts = name.split("/")
        if not name or any(not _is_plain(part) for part in parts):
            raise AudiocoachError(
                f"{name[:200]!r} is no name of a file in this folder", "the page lists those there are"
            )
        path = self.home.joinpath(*parts)
        try:
            found = Path(os.path.realpath(path))
            if not found.is_relative_to(self.home) or _is_hidden(found.relative_to(self.home)):
                raise AudiocoachError(
                    f"{name}: this leads out of the folder that is open", "open the folder that it is in"
                )
            if found == Path(os.path.realpath(settings_file())):
                raise AudiocoachError(f"{name}: these are the settings, which no page changes", "use an editor")
        except (OSError, ValueError) as error:
            why = os_reason(error) if isinstance(error, OSError) else "this is no name of a file"
            raise AudiocoachError(f"{name}: {why}") from None
        return path

    def place(self, name: str) -> Path:
        """Find the folder to write into that a name means, whether it is there or not.

        Raises:
            AudiocoachError: when it is none in this folder, or a link in it leads out.
        """
        path = self.file(name)
        for entry in links_in(os.path.realpath(path)):
            # What lies behind a link to a folder would have to be looked through, too.
            if entry.is_dir() or not leads_into(self.home, entry):
                raise AudiocoachError(f"{self.name_of(entry)}: this is a link that leads elsewhere", "remove it")
        return path

    def script(self, name: str) -> Path:
        """Find the script that a name means; raise as `file` does, and for a name that no script has."""
        if not name.endswith(SUFFIXES):
            raise AudiocoachError(f"{name[:200]!r} is no name of a script", "scripts are called NAME.yaml")
        path = self.file(name)
        try:
            refuse_irregular(path)
        except IrregularFileError as error:
            raise AudiocoachError(f"{name}: this is {error.kind}, not a file") from None
        except OSError as error:
            raise AudiocoachError(f"{name}: {os_reason(error)}") from None
        return path

    def name_of(self, path: Path) -> str:
        """Name a file of this folder, as the page does."""
        return path.relative_to(self.home).as_posix()

    def typed_name(self, name: str) -> str:
        """Name a file as it would be typed where the studio was started."""
        return (self.typed / name).as_posix()

    def free_name(self, wanted: str, suffix: str = ".yaml", beside: str = "") -> str:
        """Make a name of which there is no file yet out of what somebody calls it.

        Args:
            wanted: what it is called.
            suffix: what the name ends with.
            beside: in whose folder it is; without, in the one that is open.

        Raises:
            AudiocoachError: when nothing of that can be in a name.
        """
        around, stem = beside.rpartition("/")[0], self._stem(wanted)
        there = {entry.casefold() for entry in os.listdir(self.home / around)}  # noqa: PTH208
        for number in range(1, 1000):
            name = f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
            if name.casefold() not in there:
                return f"{around}/{name}" if around else name
        raise AudiocoachError(f"{stem}: there are too many of this name", "choose another one")

    def other_name(self, name: str, wanted: str) -> str:
        """Make the name that a file has when it is called otherwise, in the same folder and of the same kind.

        Raises:
            AudiocoachError: when nothing of that can be in a name, or there is such a file.
        """
        around, stem = name.rpartition("/")[0], self._stem(wanted)
        other = f"{stem}{Path(name).suffix}"
        if other.casefold() in {entry.casefold() for entry in os.listdir(self.home / around)}:  # noqa: PTH208
            raise AudiocoachError(f"{other}: there is a file of this name already", "choose another one")
        return f"{around}/{other}" if around else other

    @staticmethod
    def _stem(wanted: str) -> str:
        stem = wanted.removesuffix(".yaml").removesuffix(".yml").strip()
        stem = safe_name(stem).lstrip(".").replace(" ", "-")
        if not stem.strip("-_"):
            raise AudiocoachError(f"{wanted[:200]!r} is no name for a script", "write one such as my-workout")
        return stem

    def scripts(self) -> list[Listed]:
        """List the scripts of this folder and of those in it, the last changed first."""
        return list(self.listing().scripts)

    def listing(self) -> Listing:
        """List the scripts of this folder and of those in it, and say whether those are all."""
        drafted: set[str] = set()
        left: list[Path] = []
        found = {each.path: each for each in self._scripts(drafted, left)}
        for path in drafted:
            gone = Listed(path, Glance("session"), time.time())
            found[path] = replace(found.get(path, gone), has_draft=True)
        listed = sorted(found.values(), key=lambda each: (-each.modified, each.path))
        return Listing(tuple(listed[:MOST_LISTED]), not left and len(listed) <= MOST_LISTED)

    def table(self, name: str) -> Path:
        """Find the table that a name means; raise as `file` does, and for a name that no table has."""
        if Path(name).suffix.lower() not in TABLES:
            raise AudiocoachError(
                f"{name[:200]!r} is no name of a table", "tables are called NAME.csv, NAME.xlsx or NAME.yaml"
            )
        return self.file(name)

    def music(self) -> list[str]:
        """Name the music files that lie in the folder itself."""
        return self._files(MUSIC)

    def tables(self) -> list[str]:
        """Name the tables of people that lie in the folder itself; a .yaml that does not look like one is a script."""
        return [name for name in self._files(TABLES) if not name.endswith(SUFFIXES) or self._has_people(name)]

    def _has_people(self, name: str) -> bool:
        try:
            with open_regular(self.home / name) as file:
                return lists_people(file.read(MAX_BYTES))
        except OSError:
            return False

    def _files(self, suffixes: frozenset[str]) -> list[str]:
        try:
            entries = sorted(os.scandir(self.home), key=lambda each: each.name)
        except OSError:
            return []
        return [
            each.name
            for each in entries
            if _is_plain(each.name)
            and Path(each.name).suffix.lower() in suffixes
            and each.is_file(follow_symlinks=False)
        ]

    def _scripts(self, drafted: set[str], left: list[Path]) -> Iterator[Listed]:
        """Find scripts, name those of which there are drafts, and the folders that were left out."""
        looked = 0
        waiting = [(self.home, 0)]
        while waiting:
            folder, depth = waiting.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda each: each.name)
            except OSError:
                continue
            for entry in entries:
                looked += 1
                if looked > _MOST_LOOKED_AT:
                    left.append(folder)
                    return
                if not _is_plain(entry.name):
                    if _is_plain(script := script_of_draft(entry.name)) and script.endswith(SUFFIXES):
                        drafted.add(self.name_of(folder / script))
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if depth + 1 < _DEEP:
                        waiting.append((Path(entry.path), depth + 1))
                    else:
                        left.append(Path(entry.path))
                elif entry.name.endswith(SUFFIXES) and entry.is_file(follow_symlinks=False):
                    seen, modified = self._glance(entry)
                    if seen is not None:
                        yield Listed(self.name_of(Path(entry.path)), seen, modified)

    def _glance(self, entry: os.DirEntry[str]) -> tuple[Glance | None, float]:
        try:
            about = entry.stat(follow_symlinks=False)
            key = entry.path, about.st_mtime_ns, about.st_size
            if key not in self._seen:
                with open_regular(Path(entry.path)) as file:
                    self._seen[key] = glance(file.read(MAX_BYTES))
        except OSError:
            return None, 0
        seen = self._seen[key]
        return (seen if seen.kind else None), about.st_mtime


def script_of_draft(entry: str) -> str:
    """Name the script that a file is a draft of, `.NAME.TAB.draft`; empty for another file."""
    if not (entry.startswith(".") and entry.endswith(DRAFT_SUFFIX)):
        return ""
    script, _, tab = entry[1 : -len(DRAFT_SUFFIX)].rpartition(".")
    return script if TAB.fullmatch(tab) else ""


def _is_plain(part: str) -> bool:
    """Tell whether a part of a name can only mean what it says, on any system."""
    if not part or part.startswith(".") or len(part.encode("utf-8", "replace")) > 255:
        return False
    stem = part.split(".")[0].rstrip(" ").upper()
    is_device = stem in _DEVICES or (stem[:3] in ("COM", "LPT") and stem[3:4].isdigit() and len(stem) == 4)
    return not is_device and part[-1] not in " ." and not any(sign in _NO_SIGNS or ord(sign) < 32 for sign in part)


_DEVICES = frozenset(("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"))
_NO_SIGNS = frozenset('<>:"/\\|?*\x7f')


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
