"""What was written and not saved: it lies beside the script, never in it, and is found again after a crash.

Each tab of a browser has its own draft, `.NAME.TAB.draft`: the text as it was written, behind one line that says over
which state of the file. It goes when it is saved or thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from audiocoach.bounds import MAX_BYTES
from audiocoach.errors import AudiocoachError, OutputError, file_problem
from audiocoach.storage.owner_only import keep_to_owner
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.whole_files import sweep, whole_file
from audiocoach.studio.asked import Unasked
from audiocoach.studio.opened_folder import DRAFT_SUFFIX, TAB, OpenedFolder, script_of_draft
from audiocoach.text.late_pattern import LatePattern

_HEAD = LatePattern(r"# audiocoach draft over ([0-9a-f]{64}|nothing)\n")
_DIGEST = LatePattern(r"[0-9a-f]{64}")
_MOST = 50
"""Drafts of one script that are read."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was written in a tab, over which digest of the file, and when (s since 1970)."""

    tab: str
    text: str
    digest: str
    written: float


class Drafts:
    """The drafts of a folder's scripts."""

    def __init__(self, folder: OpenedFolder) -> None:
        self._folder = folder
        self._turn = Lock()

    def keep(self, name: str, tab: str, text: str, digest: str) -> None:
        """Keep what is written in a tab, in place of what it had before.

        Raises:
            OutputError: when it cannot be written.
            Unasked: when the digest is none.
        """
        path = self._path(name, tab)
        if digest and not _DIGEST.fullmatch(digest):
            raise Unasked("'digest' must be 64 signs of 0 to 9 and a to f, or empty")
        data = f"# audiocoach draft over {digest or 'nothing'}\n{text}".encode()
        if len(data) > MAX_BYTES:
            raise OutputError(f"{name}: larger than 1 MiB, the most a script may have", "no draft of it is kept")
        try:
            with self._turn:
                sweep(path.parent)
                with whole_file(path, lasting=True) as file:
                    keep_to_owner(file.fileno())
                    file.write(data)
        except OSError as error:
            raise OutputError(file_problem(Path(name), error), "no draft of it is kept") from None

    def of(self, name: str) -> list[Draft]:
        """Find what was written over a script in any tab, the last first."""
        found = [draft for path in self._paths(name) if (draft := _read(path)) is not None]
        return sorted(found, key=lambda each: -each.written)

    def drop(self, name: str, tab: str) -> None:
        """Throw away what is kept of a tab.

        Raises:
            OutputError: when it cannot be removed.
        """
        try:
            self._path(name, tab).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(file_problem(Path(name), error)) from None

    def _path(self, name: str, tab: str) -> Path:
        if not TAB.fullmatch(tab):
            raise Unasked("'tab' must be up to 16 signs of 0 to 9 and a to f")
        script = self._folder.script(name)
        path = script.with_name(f".{script.name}.{tab}{DRAFT_SUFFIX}")
        if path.is_symlink():
            raise AudiocoachError(f"{name}: its draft is a link", "remove it")
        return path

    def _paths(self, name: str) -> Iterator[Path]:
        script = self._folder.script(name)
        try:
            entries = sorted(os.listdir(script.parent))  # noqa: PTH208
        except OSError:
            return
        mine = [entry for entry in entries if script_of_draft(entry) == script.name]
        yield from (script.with_name(entry) for entry in mine[:_MOST])


def _read(path: Path) -> Draft | None:
    """Read a draft; None for what is none."""
    if path.is_symlink():
        return None
    try:
        with open_regular(path) as file:
            data = file.read(MAX_BYTES + 200)
            written = os.fstat(file.fileno()).st_mtime
        text = data.decode()
    except (OSError, UnicodeDecodeError):
        return None
    head = _HEAD.match(text)
    if head is None:
        return None
    tab = path.name.removesuffix(DRAFT_SUFFIX).rpartition(".")[2]
    return Draft(tab, text[head.end() :], "" if head[1] == "nothing" else head[1], written)
