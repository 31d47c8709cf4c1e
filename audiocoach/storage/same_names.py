"""File names that are one to some systems: macOS and Windows tell no capitals apart, macOS no forms of an accent.

A phone's card can hold only one of them, so two of them count as one file everywhere.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def folded_name(name: str) -> str:
    """Return what names have in common that differ in capitals alone, or in how their accents are encoded."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def same_names(names: Iterable[str]) -> tuple[str, str] | None:
    """Find two names, or paths, that are one to some system; None when all are apart."""
    seen: dict[str, str] = {}
    for name in names:
        folded = folded_name(name)
        if folded in seen:
            return seen[folded], name
        seen[folded] = name
    return None


def all_as_there(paths: Iterable[Path]) -> list[Path]:
    """Return the same as `as_there` for each of many, whose folders are read once."""
    there: dict[Path, dict[str, Path]] = {}
    return [path if os.path.lexists(path) else _spelled(path, there) for path in paths]


def _spelled(path: Path, there: dict[Path, dict[str, Path]]) -> Path:
    if path.parent not in there:
        entries: list[Path] = []
        with suppress(OSError):
            entries = sorted(path.parent.iterdir(), reverse=True)
        there[path.parent] = {folded_name(entry.name): entry for entry in entries}
    return there[path.parent].get(folded_name(path.name), path)


def as_there(path: Path) -> Path:
    """Return the path of the file that counts as this one: itself, or one there under another spelling of its name."""
    return all_as_there([path])[0]
