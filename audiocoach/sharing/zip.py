"""Pack a shared folder into one zip file, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable
from os import SEEK_END
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from audiocoach.errors import OutputError
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.whole_files import replacing

_OURS = b"made with audiocoach share"
_END, _END_SIZE = b"PK\5\6", 22
"""How the end of a zip begins, and its bytes in front of the comment."""

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
    if (path.exists() or path.is_symlink()) and not _is_ours(path):
        raise OutputError(f"{path}: not made by 'audiocoach share', and in its way", "move it elsewhere")
    return path


def write_zip(path: Path, folder: Path, names: Iterable[str]) -> None:
    """Put files of a folder into a zip, uncompressed: MP3 does not get smaller.

    Raises:
        OutputError: when the zip cannot be written.
    """
    with replacing(path) as file, ZipFile(file, "w", ZIP_STORED) as archive:
        archive.comment = _OURS
        for name in sorted(names):
            entry = ZipInfo(f"{folder.name}/{name}", _LONG_AGO)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same bytes on Windows
            with open_regular(folder / name) as source, archive.open(entry, "w", force_zip64=False) as target:
                while data := source.read(1 << 20):
                    target.write(data)


def _is_ours(path: Path) -> bool:
    """Tell by its end, which is all that is read: a stranger's may have a list of any length."""
    size = _END_SIZE + len(_OURS)
    try:
        with path.open("rb") as file:
            file.seek(-size, SEEK_END)
            end = file.read(size)
    except OSError:
        return False
    return end.startswith(_END) and end.endswith(len(_OURS).to_bytes(2, "little") + _OURS)
