"""Digests of files; each file is read once for as long as it does not change."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path

from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.store import Store

_MOST_KNOWN = 10_000
"""Digests kept in memory: twice the largest folder of takes; with a path each, some MB at most."""

_KIND = "written"
_MOST_OF_ONE = 8
"""Contents that files made from the same may have: their scripts may differ in comments, and their years."""

_TOO_NEW_NS = 20_000_000
"""A file that has changed so shortly before it was read may change again at the same time, as clocks of file systems
tick only every 4 or 10 ms."""

State = tuple[int, int, int, int]
"""Size, times of the last change of content and of anything (ns), and inode: one is another when content may be."""


def sha256_of(path: Path) -> bytes:
    """Return the SHA-256 of a file's content (32 bytes).

    Raises:
        OSError: when it is missing or cannot be read.
        ValueError: when no file can have such a name.
    """
    return _read(path, *state_of(path))


def state_of(path: Path) -> State:
    """Return what is another when a file's content may be; raise OSError when it is missing."""
    about = path.stat()
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino


@lru_cache(maxsize=_MOST_KNOWN)
def _read(path: Path, *_state: int) -> bytes:
    with open_regular(path) as file:
        return file_digest(file, "sha256").digest()


class KeptDigests:
    """Digests kept from one run to the next; `verify`: each file is read all the same, once in a run."""

    def __init__(self, store: Store, *, verify: bool = False) -> None:
        self._store, self._verify = store, verify
        self._seen: dict[Path, tuple[State, str]] = {}

    def of(self, path: Path) -> str:
        """Return the SHA-256 of a file's content in hexadecimal; raise as `sha256_of` does."""
        state = state_of(path)
        if self._seen.get(path, ((), ""))[0] == state:
            return self._seen[path][1]
        digest = "" if self._verify else self._kept(path, state)
        if not digest:
            with open_regular(path) as file:
                digest = file_digest(file, "sha256").hexdigest()
            self.note(path, state, digest)
        self._seen[path] = state, digest
        return digest

    def note(self, path: Path, state: State, digest: str) -> None:
        """Note the digest of a file that was in this state when its content was known."""
        if time.time_ns() - max(state[1:3]) > _TOO_NEW_NS:
            self._store.put(_KIND, _key(path), json.dumps([*state, digest]).encode())

    def _kept(self, path: Path, state: State) -> str:
        with suppress(ValueError, TypeError):
            *before, digest = json.loads(self._store.get(_KIND, _key(path)) or b"[0]")
            return str(digest) if tuple(before) == state else ""
        return ""

    def made_from(self, fingerprint: str) -> Sequence[str]:
        """Return the digests of all that was made from the same, the last ones first."""
        return (self._store.get(_KIND, fingerprint) or b"").decode("ascii", "replace").split()

    def note_made(self, fingerprint: str, digest: str) -> None:
        """Note the digest of a file that was made from something, by the fingerprint (letters and digits) of that."""
        before = self.made_from(fingerprint)
        if not before or before[0] != digest:
            known = list(dict.fromkeys([digest, *before]))[:_MOST_OF_ONE]
            self._store.put(_KIND, fingerprint, " ".join(known).encode())


def _key(path: Path) -> str:
    whole = os.path.abspath(path)  # noqa: PTH100 - follows no links
    return sha256(os.fsencode(whole)).hexdigest()
