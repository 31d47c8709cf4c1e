"""Read a zip from strangers within bounds: the parts that are wanted, and never more of them than was said. Pure."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Literal

_ENTRY = b"PK\1\2"
"""How each entry of a zip's list begins."""


class ZipRefusedError(Exception):
    """A zip that is not read: why, and which part is meant, or what a damaged one says."""

    def __init__(self, why: Literal["parts", "size", "packing", "twice", "damaged"], which: str = "") -> None:
        super().__init__(why)
        self.why, self.which = why, which


def bounded_zip(
    data: bytes, most_parts: int, most_bytes: int, wanted: Callable[[str], bool], *, folds: bool
) -> dict[str, bytes]:
    """Return the wanted parts of a zip by their names, in its order.

    Args:
        data: the zip.
        most_parts: entries of its list, wanted or not.
        most_bytes: of all wanted parts unpacked, as they say and as they are.
        wanted: which parts are unpacked; what it raises ends the reading.
        folds: names that differ in large and small letters alone are the same.

    Raises:
        ZipRefusedError: when it holds more, or is damaged.
    """
    import zipfile
    import zlib

    # Counted before the list is read: it may have an entry in 46 bytes, which take a kilobyte of memory.
    if data.count(_ENTRY) > most_parts:
        raise ZipRefusedError("parts")
    parts: dict[str, bytes] = {}
    met: set[str] = set()
    left = most_bytes
    try:
        with zipfile.ZipFile(BytesIO(data)) as zipped:
            entries = [entry for entry in zipped.infolist() if wanted(entry.filename)]
            if sum(entry.file_size for entry in entries) > most_bytes:
                raise ZipRefusedError("size")
            for entry in entries:
                # Others ask for as much memory as they like to be unpacked: LZMA for up to 4 GB.
                if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise ZipRefusedError("packing", entry.filename)
                name = entry.filename.casefold() if folds else entry.filename
                if name in met:
                    raise ZipRefusedError("twice", entry.filename)
                met.add(name)
                with zipped.open(entry) as part:
                    parts[entry.filename] = part.read(left + 1)
                left -= len(parts[entry.filename])
                if left < 0:
                    raise ZipRefusedError("size", entry.filename)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise ZipRefusedError("damaged", str(error).lower() or "it ends early") from None
    return parts
