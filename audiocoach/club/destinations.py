"""Where files for many go, and the records of them: a folder, or what helps itself to the same six questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Protocol

from audiocoach.club.records import FOLDER, MOST_BYTES, SUFFIX, Record, in_files, name_of
from audiocoach.club.spliced_files import head_of, is_proved
from audiocoach.club.spliced_format import SUFFIX as SPLICED
from audiocoach.club.spliced_format import Head
from audiocoach.errors import AudiocoachError
from audiocoach.storage.digests import KeptDigests
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.whole_files import write_whole
from audiocoach.version import __version__


class TakenError(AudiocoachError):
    """Something else has a name where nothing is replaced."""

    def __init__(self, place: str, version: str = "") -> None:
        option = (
            "publish to another address, such as one with the date in it; '--force' replaces it, with '--athlete NAME' "
            "for one of the table"
        )
        of = f", made by audiocoach {version} (this is {__version__})" if version not in ("", __version__) else ""
        message = f"{place}: something else is there by this name{of}, and nothing is ever replaced"
        super().__init__(message, option=option)


def stays(record: Record, made_from: str, destination: Destination, output: str) -> TakenError | None:
    """Tell whether the file of a record stays in the place of one made from something else; `output` is where.

    Where it is not known what it was made from, only its bytes can tell: it is not.
    """
    if destination.replaces or record.made_from in ("", made_from) or not is_there(record, destination):
        return None
    return TakenError(f"{output.rstrip('/')}/{record.file}", record.version)


def note_of_older(version: str) -> str:
    """Say that files of another version stay, where nothing is replaced."""
    return (
        f"what audiocoach {version} has made of the same stays as it is (this is {__version__}); "
        "'--force' makes it anew, and another address takes all of it"
    )


class Destination(Protocol):
    """Somewhere that files are published to, each whole or not at all. Names are below it, with `/`."""

    @property
    def replaces(self) -> bool:
        """Tell whether a file takes the place of another that has its name."""

    def workplace(self) -> AbstractContextManager[Path]:
        """Give the folder in which files are made."""

    def published(self, name: str, sha256: str, size: int) -> bool:
        """Tell whether a file of this name is there, and is this one: by its size in bytes, or its digest.

        That of a spliced file is the digest of the MP3 that it stands for, here and below.
        """

    def publish(self, name: str, file: Path, sha256: str) -> Head | None:
        """Put a file that was made in the workplace under its name; once more is no harm. Of a spliced file, give the
        head of the one that is there then: what was there by the name may become the same MP3 by another pack.

        Raises:
            OutputError: when that fails.
            TakenError: when something else has the name, and is not replaced.
        """

    def bring(self, name: str, sha256: str, folder: Path) -> None:
        """See that a file that was published is in the workplace, for others to be made with it.

        Raises:
            OutputError: when that fails, or it is another one.
        """

    def put_record(self, name: str, data: bytes) -> None:
        """Put a file of records, whole; once more is no harm.

        Raises:
            OutputError: when that fails.
        """

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Give each file of records by its name, with its bytes, of one that is too large with some of them.

        Raises:
            AudiocoachError: when they cannot be read.
        """


class FolderDestination:
    """A folder: files are made where they stay. `digests`: each file is read, to tell whether it is whole."""

    replaces = True

    def __init__(self, folder: Path, digests: KeptDigests | None = None) -> None:
        self.folder, self._digests = folder, digests

    def workplace(self) -> AbstractContextManager[Path]:
        """Give the folder itself."""
        return nullcontext(self.folder)

    def published(self, name: str, sha256: str, size: int) -> bool:
        """Tell whether a file is there, of this size or, where every byte is looked at, of this digest."""
        path = self.folder / name
        with suppress(OSError, ValueError):
            if path.stat().st_size != size:
                return False
            if self._digests is not None and name.endswith(SPLICED):
                return is_proved(path, sha256)
            return self._digests is None or self._digests.of(path) == sha256
        return False

    def publish(self, name: str, file: Path, sha256: str) -> Head | None:  # noqa: ARG002
        """Leave a file where it was made."""
        return head_of(file) if name.endswith(SPLICED) else None

    def bring(self, name: str, sha256: str, folder: Path) -> None:
        """Leave a file where it is: files are made beside it."""

    def put_record(self, name: str, data: bytes) -> None:
        """Write a file of records into `done/`, whole, with the folder if need be."""
        write_whole(self.folder / FOLDER / name, data)

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Read the files in `done/`; one that cannot be read is given empty of records, as one wrong line."""
        folder = self.folder / FOLDER
        for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []:
            try:
                with open_regular(path) as file:
                    yield path.name, file.read(MOST_BYTES + 1)
            except OSError:
                yield path.name, b"?"


def is_there(record: Record, destination: Destination) -> bool:
    """Tell whether the file of a record is there, with all that belongs to it."""
    whole = destination.published(record.file, record.sha256, record.bytes)
    return whole and all(destination.published(each.file, each.sha256, each.bytes) for each in record.parts)


def is_whole(record: Record, folder: Path, digests: KeptDigests) -> bool:
    """Tell whether the file of a record is in a folder, with all that belongs to it, to the last byte."""
    own = [(record.file, record.sha256), *((part.file, part.sha256) for part in record.parts)]
    with suppress(OSError, ValueError):
        return all(digests.of(folder / name) == digest for name, digest in own)
    return False


def write_down(records: Sequence[Record], destination: Destination) -> None:
    """Put records into files that are named by their content; of none, nothing.

    Raises:
        OutputError: when that fails.
    """
    for data in in_files(records):
        destination.put_record(name_of(data), data)
