"""What lies in a folder, as a short text: another one as soon as a file there has come, gone or changed."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

_MOST = 20_000
"""Entries that are looked at."""


def folder_stamp(folder: Path) -> str:
    """Give a text that stays while the names, sizes and times of a folder's files do; hidden ones do not count."""
    digest, looked = sha256(), 0
    waiting = [folder]
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.pop()), key=lambda each: each.name)
        except OSError:
            continue
        for entry in entries:
            looked += 1
            if looked > _MOST:
                return digest.hexdigest()
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                about = entry.stat()
            except OSError:
                continue
            digest.update(f"{entry.path}\0{about.st_mtime_ns}\0{about.st_size}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()
