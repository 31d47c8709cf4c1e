"""The cache on disk: bytes by kind and key, kept from one run to the next and shared by any number of processes.

Everything in it can be made again, so it only saves time: a damaged entry counts as missing, and a folder that cannot
be used is reported and fails nothing.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from audiocoach.errors import AudiocoachError, file_problem
from audiocoach.storage.owner_only import keep_to_owner, own_folder
from audiocoach.storage.passing_files import remove_if_dead
from audiocoach.storage.whole_files import is_partial, sweep, whole_file

LIMIT = 500_000_000
"""Bytes kept by default, of all kinds together: about three hours of speech."""

KINDS = {
    "clips": "spoken words",
    "frames": "encoded sound",
    "hints": "what was said today",
    "levels": "loudness of voices",
    "loudness": "loudness of music",
    "pictures": "covers",
    "tags": "tags of files",
    "tempo": "tempo of music",
    "voices": "lists of voices",
    "written": "digests of files",
}
"""The kinds of entry, each with its name for people."""

_SUFFIX = ".kept"
_HEADER = struct.Struct("<8sQI")
"""Magic, bytes that follow, and their CRC-32 begun with the entry's name: a file under a wrong name is damaged."""

_MAGIC = b"ackept1\n"
_TOUCH_AFTER = 3600.0
_LOOK_AFTER = 86_400.0
_LOOKED = ".looked-through"


def cache_folder() -> Path:
    """Return `$AUDIOCOACH_CACHE` if that is set, else `audiocoach` in the user's cache folder."""
    chosen = os.environ.get("AUDIOCOACH_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("audiocoach", appauthor=False)


def cache_limit() -> int:
    """Return the limit in bytes: `$AUDIOCOACH_CACHE_LIMIT`, which is in MB, if that is set, else `LIMIT`.

    Raises:
        AudiocoachError: when the variable is not a whole number.
    """
    chosen = os.environ.get("AUDIOCOACH_CACHE_LIMIT")
    if not chosen:
        return LIMIT
    if not (chosen.isascii() and chosen.isdecimal()):
        raise AudiocoachError(f"AUDIOCOACH_CACHE_LIMIT is '{chosen}'", "set it to a number of megabytes, such as 500")
    return int(chosen) * 1_000_000


class _Entry(NamedTuple):
    used: float
    size: int
    kind: str
    path: str


class Store:
    """Bytes by kind (one of `KINDS`) and key (letters and digits: a hash of all that the bytes depend on).

    `limit` bounds the bytes of all kinds together. `trouble`: why the folder cannot be used; empty while it can.
    """

    def __init__(self, folder: Path | None = None, limit: int | None = None) -> None:
        self.folder = folder or cache_folder()
        self.limit = cache_limit() if limit is None else limit
        self.trouble = ""
        self._added = 0
        self._is_swept = False

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put there; None when there is nothing, or it is damaged."""
        path = self._path(kind, key)
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - hundreds are read before a file is made
                header, data = file.read(_HEADER.size), file.read()
                used = os.fstat(file.fileno()).st_mtime
        except OSError as error:
            self._note(path, error)
            return None
        if header != _header(kind, key, data):
            return None
        if time.time() - used > _TOUCH_AFTER:
            with suppress(OSError):
                os.utime(path)  # notes its last use, for `prune`
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep bytes under a key. A folder that cannot be written is noted in `trouble` and otherwise ignored."""
        path = Path(self._path(kind, key))
        try:
            own_folder(path.parent, self.folder)
            self._sweep()
            # What a killed process leaves lies in one folder, where the next one finds it at once.
            with whole_file(path, until_then=self.folder) as file:
                keep_to_owner(file.fileno())
                file.write(_header(kind, key, data) + data)
        except OSError as error:
            # Windows refuses to replace a file that another process is reading: then the entry is there already.
            if os.name != "nt" or not path.exists():
                self.trouble = self.trouble or file_problem(path, error)
        else:
            self._added += _HEADER.size + len(data)

    def remove(self, kind: str, key: str) -> bool:
        """Remove one entry; return False when there is none."""
        return self._remove(self._path(kind, key))

    def keys(self, kind: str) -> list[str]:
        """List the keys of all entries of a kind, in no order."""
        return [Path(entry.path).stem for entry in self._entries() if entry.kind == kind]

    def tidy(self) -> int:
        """Prune at the end of a run, if enough was added to matter; return how many entries were removed.

        Looking through a full folder takes as long as a whole render from the cache: it is not done after a run that
        added nothing, and only once a day after those that add no more than a 500th of the limit. What a killed process
        left half-written goes each time.
        """
        self._sweep()
        if not self._added or (self._added <= self.limit // 500 and self._looked_lately()):
            return 0
        return self.prune()

    def prune(self) -> int:
        """Remove the least recently used entries until all kinds together are within the limit; return how many."""
        self._added = 0
        entries = sorted(self._entries())
        excess = sum(entry.size for entry in entries) - self.limit
        removed = 0
        for entry in entries:
            if excess <= 0:
                break
            removed += self._remove(entry.path)
            excess -= entry.size
        with suppress(OSError):
            (self.folder / _LOOKED).touch(mode=0o600)
        return removed

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Count the entries of each kind and their bytes on disk: (entries, bytes) by kind."""
        found = dict.fromkeys(KINDS, (0, 0))
        for entry in self._entries():
            count, size = found[entry.kind]
            found[entry.kind] = count + 1, size + entry.size
        return found

    def clear(self, kind: str | None = None) -> int:
        """Remove all entries, or all of one kind; return how many."""
        return sum(self._remove(entry.path) for entry in self._entries() if kind in (None, entry.kind))

    def _sweep(self) -> None:
        """Remove, once in a run, what a killed process left half-written."""
        if not self._is_swept:
            self._is_swept = True
            sweep(self.folder)

    def _path(self, kind: str, key: str) -> str:
        if kind not in KINDS or not key.isalnum():
            raise ValueError(f"nothing is kept under {kind!r}, {key!r}")
        return os.path.join(self.folder, kind, key[:2], key + _SUFFIX)  # noqa: PTH118 - a third of reading a small one

    def _entries(self) -> Iterator[_Entry]:
        """Yield all entries, in no order; remove what a killed process left half-written."""
        sweep(self.folder)
        for kind in KINDS:
            for folder in self._listed(os.path.join(self.folder, kind)):  # noqa: PTH118
                for file in self._listed(folder.path) if folder.is_dir() else ():
                    with suppress(OSError):  # another process may be pruning too
                        facts = file.stat()
                        if file.name.endswith(_SUFFIX):
                            yield _Entry(facts.st_mtime, facts.st_size, kind, file.path)
                        elif is_partial(file.name):  # where earlier versions wrote them
                            remove_if_dead(Path(file.path))

    def _listed(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as found:
                return list(found)
        except OSError as error:
            self._note(folder, error)
            return []

    def _remove(self, path: str) -> bool:
        try:
            os.unlink(path)  # noqa: PTH108
        except OSError as error:
            self._note(path, error)
            return False
        return True

    def _note(self, path: str, error: OSError) -> None:
        """Note what is wrong with the folder, in `trouble`; a missing file is not: another process was faster."""
        if not isinstance(error, FileNotFoundError):
            self.trouble = self.trouble or file_problem(Path(path), error)

    def _looked_lately(self) -> bool:
        with suppress(OSError):
            return time.time() - (self.folder / _LOOKED).stat().st_mtime < _LOOK_AFTER
        return False


def _header(kind: str, key: str, data: bytes) -> bytes:
    return _HEADER.pack(_MAGIC, len(data), zlib.crc32(data, zlib.crc32(f"{kind}/{key}".encode())))
