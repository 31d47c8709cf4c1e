"""An open file that libav writes into, so that what the system says to each write is heard, and so is Ctrl-C.

libav hears from its callbacks only that something was wrong, may ask for more, and says nothing where it closes a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

BUFFER = 1 << 18
"""Bytes that libav hands over at a time."""


@contextmanager
def written_by_libav(file: BinaryIO) -> Iterator[LibavFile]:
    """Hand an open, buffered file to `av.open`; when the block ends, raise what went wrong first in a write."""
    file.flush()
    out = LibavFile(file)
    try:
        yield out
    except BaseException as error:
        if out.failed is not None and out.failed is not error:
            raise out.failed from error
        raise
    if out.failed is not None:
        raise out.failed
    file.seek(0, 2)  # the file's own buffer knows of nothing that was written


class LibavFile:
    """What PyAV asks of a file that is written. `failed` is what went wrong first."""

    def __init__(self, file: BinaryIO) -> None:
        buffered: Any = file
        self._raw = buffered.raw
        self.name = file.name  # by which libav reads an MP4 again, to put its table in front
        self.failed: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Write all of it, whatever part the system takes at a time."""
        if self.failed is None:
            try:
                left = memoryview(data)
                while left:
                    left = left[self._raw.write(left) :]
            except BaseException as error:  # Ctrl-C too, which a callback of libav loses
                self.failed = error
            else:
                return len(data)
        raise OSError("nothing more is written") from self.failed

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the file; return it."""
        place: int = self._raw.seek(offset, whence)
        return place

    def tell(self) -> int:
        """Return the place in the file."""
        place: int = self._raw.tell()
        return place
