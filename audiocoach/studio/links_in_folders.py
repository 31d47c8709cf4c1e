"""Links that lie in a folder, and where they lead."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def links_in(folder: str) -> Iterator[Path]:
    """Find all links below a folder, however much there is: what files are is known without looking at each."""
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_symlink():
                        yield Path(entry.path)
                    elif entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except OSError:
            continue  # nothing is written into it either


def leads_into(home: Path, path: Path) -> bool:
    """Tell whether a path is in a folder when its links are followed."""
    return Path(os.path.realpath(path)).is_relative_to(home)
