"""Find the music files that a script or the command line names: a folder stands for the files in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import Problem, ScriptError, SoundError, Where, file_problem
from audiocoach.script.named_files import FILES_ONLY, NO_ADDRESS, is_address, named_path
from audiocoach.script.yaml.located import where_of
from audiocoach.sound.decoding.opening import KINDS, check_file, unreadable
from audiocoach.storage.digests import sha256_of

if TYPE_CHECKING:
    from audiocoach.script.sound_wishes import MusicWish

SUFFIXES = {
    ".mp3", ".m4a", ".m4b", ".m4p", ".mp4", ".aac", ".alac", ".flac", ".ogg", ".oga", ".opus", ".wav", ".wave",
    ".aif", ".aiff", ".aifc", ".caf", ".w64", ".mka", ".webm",
}  # fmt: skip
"""Suffixes of music in a folder, where pictures and lists lie as well. A file that is named may have any suffix."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A music file: the place in the script that asks for it, and whether it is named itself or found in a folder."""

    path: Path
    where: Where
    named: bool = True


class MusicErrors(SoundError):
    """All that is wrong with the music that the command line names; the message alone is the first one's."""

    def __init__(self, errors: Iterable[SoundError]) -> None:
        self.errors = tuple(errors)
        super().__init__(self.errors[0].message, self.errors[0].hint)

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


class Problems:
    """Errors in the music, collected to be reported together."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[SoundError, Where]] = {}

    def note(self, error: SoundError, where: Where) -> None:
        """Note an error with its place; the same message only once."""
        self._found.setdefault(str(error), (error, where))

    def messages(self) -> list[str]:
        """Return what was noted, without what to do about it."""
        return [error.message for error, _ in self._found.values()]

    def take(self, other: Problems) -> None:
        """Note what another collection has noted."""
        self._found = {**other._found, **self._found}

    def tell(self) -> None:
        """Raise what was noted, if anything was.

        Raises:
            ScriptError: with the place of each, when a script asks for the music.
            SoundError: when the command line does.
        """
        found = self._found.values()
        if any(where.file for _, where in found):
            raise ScriptError(Problem(error.message, where, error.hint) for error, where in found)
        if found:
            raise MusicErrors(error for error, _ in found)


def wanted(wish: MusicWish, problems: Problems) -> dict[str, list[Wanted]]:
    """Find the requested files by key ('file' or a kind of step), in the order in which they play.

    A script's names are relative to its folder and stay in it; the command line's are relative to the current folder.
    """
    found: dict[str, list[Wanted]] = {}
    for key, names in wish.lists.items():
        for name in names:
            where = where_of(name)
            where = where if where.file else wish.place_of(key)
            try:
                found.setdefault(key, []).extend(_files(name, where))
            except SoundError as error:
                problems.note(error, where)
    return found


def _files(name: str, where: Where) -> Iterator[Wanted]:
    root = where.folder
    if is_address(name):
        raise SoundError(NO_ADDRESS.format(name=name), FILES_ONLY)
    path = named_path(name, where)
    if path is None:
        raise SoundError(f"{name}: this is outside of the script's folder; copy it beside the script")
    try:
        there = list(path.iterdir()) if path.is_dir() else None
    except OSError as error:
        raise SoundError(file_problem(path, error)) from None
    if there is None:
        yield Wanted(path, where)
        return
    entries = [entry for entry in there if _is_music(entry)]
    if not entries:
        within = ", and not into one within it" if any(each.is_dir() for each in there) else ""
        raise SoundError(f"{path}: there is no music in this folder; put files into it{within} ({KINDS} are known)")
    for entry in sorted(entries, key=_natural):
        if root and not Path(os.path.realpath(entry)).is_relative_to(os.path.realpath(root)):
            raise SoundError(f"{entry}: this leads out of the script's folder; copy the file itself into it")
        yield Wanted(entry, where, named=False)


def _is_music(path: Path) -> bool:
    # macOS leaves "._song.mp3" on other disks.
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and not path.is_dir()


def _natural(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Return a key to sort names as people expect: '2 Run' before '10 Run'."""
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], path.name


def check(wish: MusicWish) -> None:
    """Raise what can be known without decoding: files and folders that are missing, empty or elsewhere.

    Raises:
        ScriptError: all that is wrong with the files of a script, with the place of each.
        SoundError: all that is wrong with those of the command line.
    """
    problems = Problems()
    for files in wanted(wish, problems).values():
        unplayable, good = Problems(), 0
        for file in files:
            try:
                check_readable(file.path)
                good += 1
            except SoundError as error:
                (problems if file.named else unplayable).note(error, file.where)
        if not good:
            problems.take(unplayable)
    problems.tell()


def paths(wish: MusicWish) -> list[Path]:
    """Return the requested files."""
    return [file.path for files in wanted(wish, Problems()).values() for file in files]


def contents(wish: MusicWish) -> str:
    """Return one digest of the requested files' contents and settings, to tell whether a rendered file is up to date.

    Raises:
        ScriptError: where a file is missing or cannot be read, with its place.
        SoundError: where a file from the command line is.
    """
    problems = Problems()
    lists = wanted(wish, problems)
    name = sha256(repr((wish.level, wish.duck, wish.loop)).encode())
    name.update(repr((wish.under_words, wish.rewind, wish.begin, wish.tempo)).encode())
    for key, files in lists.items():
        name.update(key.encode())
        for file in files:
            try:
                name.update(digest(file.path).encode())
            except SoundError as error:
                if file.named:
                    problems.note(error, file.where)
                name.update(b"unreadable")  # rendering leaves it out, and says so
    problems.tell()
    return name.hexdigest()


def check_readable(path: Path) -> None:
    """Raise what is wrong with a file as far as that shows without decoding it.

    Raises:
        SoundError: when it is missing or cannot be read.
    """
    try:
        check_file(path)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's content; read once for as long as the file does not change.

    Raises:
        SoundError: when it is missing or cannot be read.
    """
    check_readable(path)
    try:
        return sha256_of(path).hex()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
