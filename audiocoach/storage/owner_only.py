"""Keep what names people to its owner: journals, and the words that are kept. Windows does so for a user's folders."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_OTHERS = 0o077


def keep_to_owner(handle: int) -> None:
    """Let nobody but its owner read or write an open file of ours, from before its first byte or from now on."""
    about = os.fstat(handle)
    if _is_open(about):
        with suppress(OSError):  # a file system without permissions, such as a memory stick's
            os.fchmod(handle, about.st_mode & ~_OTHERS & 0o7777)


def own_folder(path: Path, within: Path) -> None:
    """Make a folder and those between it and `within` its owner's alone; `within` is made so where it is not there.

    Raises:
        OSError: when it cannot be made.
    """
    if not within.is_dir():
        within.parent.mkdir(parents=True, exist_ok=True)
        within.mkdir(mode=0o700, exist_ok=True)
    for folder in reversed((path, *path.parents[: len(path.relative_to(within).parts) - 1])):
        try:
            about = folder.stat()  # most are there: to look is a tenth of the work of making one
        except FileNotFoundError:
            folder.mkdir(mode=0o700, exist_ok=True)
            about = folder.stat()
        if _is_open(about):
            with suppress(OSError):  # as above
                folder.chmod(about.st_mode & ~_OTHERS & 0o7777)


def _is_open(about: os.stat_result) -> bool:
    """Tell whether others than its owner may do anything with a file or folder of ours."""
    return os.name == "posix" and about.st_uid == os.geteuid() and bool(about.st_mode & _OTHERS)
