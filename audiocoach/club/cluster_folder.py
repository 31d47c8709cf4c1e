"""Whether workers see the folder that files go to: each side reads what the other has just written."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import OutputError, file_problem, os_reason
from audiocoach.storage.regular_files import open_regular

_PREFIX, _SUFFIX = ".audiocoach-probe-", ".here"

_MOST = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What a worker read in the folder, and the file it wrote there with what is in it; or what the system said."""

    read: str = ""
    name: str = ""
    wrote: str = ""
    wrong: str = ""


class FolderProbe:
    """A file in the folder, with content that nobody can guess, as long as workers are asked for it."""

    def __init__(self, folder: Path) -> None:
        """Write it, with the folder if need be.

        Raises:
            OutputError: when that cannot be done.
        """
        self.folder, self.content = folder, secrets.token_hex(16)
        self.name = f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / self.name).write_text(self.content, "ascii")
        except OSError as error:
            raise OutputError(file_problem(folder, error)) from None

    def wrong(self, seen: Seen) -> str:
        """Say what is wrong with what a worker saw; nothing where both see the same folder. Removes its file."""
        if seen.wrong:
            return seen.wrong
        if seen.read != self.content:
            return "it is another folder there"
        own = self.folder / Path(seen.name).name
        if not seen.name.startswith(_PREFIX) or _content(own) != seen.wrote:
            return "what is written there is not seen here"
        with suppress(OSError):
            own.unlink()
        return ""

    def remove(self) -> None:
        """Remove the file."""
        with suppress(OSError):
            (self.folder / self.name).unlink()


def look(folder: str, name: str) -> Seen:
    """Read a probe in this process, which is a worker's, and write another one."""
    place, content = Path(folder), secrets.token_hex(16)
    own = f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    try:
        read = _read(place / name)
        (place / own).write_text(content, "ascii")
    except OSError as error:
        return Seen(wrong=os_reason(error))
    return Seen(read, own, content)


def sees(folder: str, name: str, content: str) -> bool:
    """Tell whether this process, which is a worker's, reads in a probe what was written."""
    return _content(Path(folder) / name) == content


def _content(path: Path) -> str:
    try:
        return _read(path)
    except OSError:
        return ""


def _read(path: Path) -> str:
    with open_regular(path) as file:
        return file.read(_MOST).decode("ascii", "replace")
