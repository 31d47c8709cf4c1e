"""Digests of files; each file is read once for as long as it does not change."""

from __future__ import annotations

from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

from audiocoach.storage.regular_files import open_regular

_MOST_KNOWN = 10_000
"""Digests kept in memory: twice the largest folder of takes; with a path each, some MB at most."""


def sha256_of(path: Path) -> bytes:
    """Return the SHA-256 of a file's content (32 bytes).

    Raises:
        OSError: when it is missing or cannot be read.
        ValueError: when no file can have such a name.
    """
    about = path.stat()
    return _read(path, about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)


@lru_cache(maxsize=_MOST_KNOWN)
def _read(path: Path, *_state: int) -> bytes:
    with open_regular(path) as file:
        return file_digest(file, "sha256").digest()
