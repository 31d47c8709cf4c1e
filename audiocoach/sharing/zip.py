"""Pack a shared folder into one zip file, the same bytes each time."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from audiocoach.errors import OutputError
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.whole_files import replacing

_OURS = b"made with audiocoach share, SHA-256 "
"""The beginning of a zip's comment; behind it stands the digest of all that is before that, in hexadecimal."""

_DIGEST = 64
_BLOCK = 1 << 20
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def zip_beside(folder: Path) -> Path:
    """Return the path of a folder's zip: `site.zip` beside `site`.

    Raises:
        OutputError: when another file, not made by `share`, has that name, or the folder has no name.
    """
    whole = folder.resolve()
    if not whole.name:
        raise OutputError(f"{whole}: there is no place beside this folder for its zip", "give '-o' a folder in it")
    path = whole.with_name(f"{whole.name}.zip")
    if os.path.lexists(path) and (path.is_symlink() or not _is_ours(path)):
        raise OutputError(f"{path}: not made by 'audiocoach share', and in its way", "move it elsewhere")
    return path


def write_zip(path: Path, folder: Path, names: Iterable[str]) -> None:
    """Put files of a folder into a zip, uncompressed: MP3 does not get smaller.

    Raises:
        OutputError: when the zip cannot be written.
    """
    with replacing(path) as file:
        with ZipFile(file, "w", ZIP_STORED) as archive:
            archive.comment = _OURS + bytes(_DIGEST)
            for name in sorted(names):
                entry = ZipInfo(f"{folder.name}/{name}", _LONG_AGO)
                entry.external_attr = 0o644 << 16
                entry.create_system = 3  # the same bytes on Windows
                with open_regular(folder / name) as source, archive.open(entry, "w", force_zip64=False) as target:
                    while data := source.read(_BLOCK):
                        target.write(data)
        digest = _digest(file)
        file.seek(-_DIGEST, os.SEEK_END)
        file.write(digest)


def older_zip(folder: Path, names: Iterable[str]) -> Path | None:
    """Find a zip beside a folder that `share` has made, and that is older than one of the folder's files."""
    path = folder.resolve().with_name(f"{folder.resolve().name}.zip")
    try:
        made = path.stat().st_mtime_ns
        newer = any((folder / name).stat().st_mtime_ns > made for name in names)
        return folder.with_name(path.name) if newer and _is_ours(path) else None
    except OSError:  # there is none, or nothing to tell of it
        return None


def _is_ours(path: Path) -> bool:
    """Tell whether a zip is to the byte as `write_zip` has left it."""
    try:
        with open_regular(path) as file:
            file.seek(-len(_OURS) - _DIGEST, os.SEEK_END)
            return file.read(len(_OURS)) == _OURS and file.read() == _digest(file)
    except OSError:  # also of one that is too short
        return False


def _digest(file: BinaryIO) -> bytes:
    """Return the digest of all before a zip's own digest."""
    left = file.seek(0, os.SEEK_END) - _DIGEST
    file.seek(0)
    digest = sha256()
    while left > 0 and (data := file.read(min(_BLOCK, left))):
        digest.update(data)
        left -= len(data)
    return digest.hexdigest().encode()
