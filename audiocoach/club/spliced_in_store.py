"""Spliced files in an object store: each is brought into a folder, with its pack, and opened there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from weakref import finalize

from audiocoach.club.records import is_inside
from audiocoach.club.spliced_files import DamagedError, SplicedFile, head_of, is_proved, open_spliced
from audiocoach.club.spliced_format import SUFFIX, Head, NotSplicedError
from audiocoach.club.spliced_pack import FOLDER
from audiocoach.club.spliced_writer import pack_path
from audiocoach.storage.scratch import scratch_folder

_LONGEST = 255
"""Bytes of a file's name, or a folder's."""

Size = Callable[[bytes], int]
"""Tells by the first bytes of an object, `LONGEST_HEAD` or all, how large it is to be."""


class StoredSplices:
    """Puts spliced files of an address together. They come one at a time into a folder that is there until this is
    closed, and each pack once. `bring(name, file, size)` writes an object to a file unless it is of another size, and
    gives its digest, empty when it is gone.
    """

    def __init__(self, address: str, bring: Callable[[str, Path, Size], str]) -> None:
        self._address, self._bring = address.rstrip("/"), bring
        self._held = ExitStack()
        self._folder: Path | None = None
        finalize(self, self._held.close)

    def close(self) -> None:
        """Remove what was brought; what is asked for later is brought anew."""
        self._folder = None
        self._held.close()

    def shown(self, name: str) -> str:
        """Write where one is."""
        return f"{self._address}/{name}"

    def open(self, name: str) -> SplicedFile:
        """Open one, until the next is asked for.

        Raises:
            DamagedError: when it is none, or is damaged or gone, or its pack is.
            OutputError: when it cannot be brought.
        """
        try:
            return open_spliced(self._here(name))
        except NotSplicedError as error:
            said = str(error)
        except DamagedError as error:
            where, _, said = error.message.partition(": ")
            if Path(where).parent.name == FOLDER:
                said = f"what it shares with others, {FOLDER}/{Path(where).name}: {said}"
        hint = "render again with '--spliced' and '--force'" if _fits(name) else "delete it: no script makes it"
        raise DamagedError(f"{self.shown(name)}: {said}", hint)

    def proved(self, name: str, digest: str) -> Head | None:
        """Give the head of a spliced file that becomes the MP3 of this SHA-256, in hexadecimal; None of any other.

        Raises:
            OutputError: when it cannot be brought.
        """
        try:
            file = self._here(name)
        except NotSplicedError:
            return None
        return head_of(file) if is_proved(file, digest) else None

    def _here(self, name: str) -> Path:
        """Bring one, and its pack unless that is here.

        Raises:
            NotSplicedError: when one of them is gone, or has another size than the head says, or it is none, or its
                name is none in a folder.
        """
        if not _fits(name):
            raise NotSplicedError("its name is none that a file in a folder can have")
        if self._folder is None:
            self._folder = self._held.enter_context(scratch_folder())
            (self._folder / FOLDER).mkdir()
        file = self._folder / f"one{SUFFIX}"
        if not self._bring(name, file, lambda start: Head.read(start).file_size):
            raise NotSplicedError("it is gone")
        head = head_of(file)
        pack = pack_path(Path(), head.pack)
        if (self._folder / pack).exists():
            return file
        try:
            brought = self._bring(pack.as_posix(), self._folder / pack, lambda _: head.pack_size)
        except NotSplicedError as error:
            raise NotSplicedError(f"what it shares with others, {pack.as_posix()}: {error}") from None
        if not brought:
            raise NotSplicedError(f"what it shares with others is not there: {pack.as_posix()}")
        return file


def _fits(name: str) -> bool:
    """Tell whether a file in a folder can have this name: stores take longer ones, and every character."""
    return is_inside(name) and all(len(part.encode()) <= _LONGEST for part in name.split("/"))
