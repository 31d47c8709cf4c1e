"""What a command leaves behind: how it ended, what it printed, and which files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]
Made = Callable[[], set[str]]


def files(folder: Path) -> set[str]:
    """Name everything below a folder, folders with a slash behind."""
    return {str(path.relative_to(folder)) + "/" * path.is_dir() for path in folder.rglob("*")}


def contents(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file below a folder, by names with `/`."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
