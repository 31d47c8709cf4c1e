"""Write files so that each is the old one or the whole new one, whatever happens in between."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO

from audiocoach.errors import OutputError, file_problem
from audiocoach.storage.passing_files import STALE_SECONDS, claim, new_name, remove_if_dead
from audiocoach.storage.regular_files import IrregularFileError, refuse_irregular

__all__ = [
    "STALE_SECONDS",
    "check_replaceable",
    "is_partial",
    "replacing",
    "sweep",
    "sync_folder",
    "whole_file",
    "write_whole",
]

_BUFFER = 1 << 20
"""Bytes handed to the system at a time. In pieces of 4 kB, 65 MB took three times as long to reach the disk."""

_PREFIX, _SUFFIX = ".audiocoach-", ".part"

_NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOTSUP}
"""What file systems say that know no second name of a file, such as FAT."""


@contextmanager
def replacing(path: Path, *, whole: Callable[[str], None] | None = None) -> Iterator[BinaryIO]:
    """Open a file that becomes `path` when the block ends well; else `path` stays as it was and nothing is left.

    The bytes reach the disk before the name does: a power cut leaves one file or the other. A symbolic link stays
    one, and what it points to is replaced. Only a regular file is.

    Args:
        path: the file.
        whole: called with the SHA-256 of its content, in hexadecimal, when that is on the disk and has no name yet.

    Raises:
        OutputError: when the system refuses to write, or something else than a regular file has the name.
    """
    target = path
    try:
        target = _behind(path)
        refuse_irregular(target)
        _sweep_seldom(target.parent)
        with whole_file(target, lasting=True, whole=whole) as file:
            yield file
    except OSError as error:
        named = error.filename
        if named and str(named) not in (str(path), str(target), str(target.parent)) and not is_partial(str(named)):
            raise  # about another file, met while this one was open
        raise OutputError(_plain(path, error)) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, with the folders that it needs.

    Raises:
        OutputError: when it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(file_problem(path.parent, error)) from None
    with replacing(path) as file:
        file.write(data)


def check_replaceable(path: Path, *, make_folder: bool = True) -> None:
    """See, before anything takes long, that a file of this name can be made or replaced.

    Its folder may be missing yet where that is made with it.

    Raises:
        OutputError: when it cannot.
    """
    try:
        target = _behind(path)
        refuse_irregular(target)
        with suppress(*([FileNotFoundError] if make_folder else [])):
            target.parent.stat()
            if not os.access(target.parent, os.W_OK):
                raise _refused(target.parent)
    except OSError as error:
        raise OutputError(_plain(path, error)) from error


@contextmanager
def whole_file(
    target: Path,
    *,
    lasting: bool = False,
    fresh: bool = False,
    until_then: Path | None = None,
    whole: Callable[[str], None] | None = None,
) -> Iterator[BinaryIO]:
    """Open a file that becomes `target` when the block ends well; no reader ever sees a part of it.

    Args:
        target: its final path.
        lasting: put the bytes and then the name on the disk before returning; else a power cut may leave a damaged
            file.
        fresh: never replace a file that is there.
        until_then: the folder it is in until it is whole, on the same disk; None: the target's.
        whole: see `replacing`.

    Raises:
        FileExistsError: when it is to be fresh, and one is there.
        OSError: when it cannot be written; then nothing is left.
    """
    place = until_then or target.parent
    name = new_name(_PREFIX, _SUFFIX)
    with _opened(place, name) as folder:
        path = place / name if folder is None else Path(f"/proc/self/fd/{folder}/{name}")
        try:
            # With the permissions of any new file, as open() gives them, but never over or through an existing one.
            handle = claim(str(path) if folder is None else name, folder)
            with open(path, "w+b", _BUFFER, opener=lambda *_: handle) as file:
                yield file
                file.flush()
                if lasting:
                    os.fsync(file.fileno())
                if whole is not None:
                    file.seek(0)
                    content: Any = file  # of a kind that typeshed has no name for
                    whole(file_digest(content, "sha256").hexdigest())
                if os.name == "posix":  # under the lock: nobody takes it for a dead one's
                    _give_name(path, folder, target, fresh=fresh)
            if os.name != "posix":
                _give_name(path, folder, target, fresh=fresh)
        except BaseException:
            with suppress(OSError):
                os.unlink(path if folder is None else name, dir_fd=folder)
            raise
    if lasting:
        sync_folder(target.parent)


def is_partial(name: str) -> bool:
    """Tell whether `whole_file` gives such a name, or path, to a file while it is written."""
    base = os.path.basename(name)  # noqa: PTH119 - asked for each file of the cache
    return base.startswith(_PREFIX) and base.endswith(_SUFFIX)


def sweep(folder: Path) -> int:
    """Remove from a folder what dead processes left half-written; return how many entries it has."""
    count = 0
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            count += 1
            if is_partial(entry.name):
                remove_if_dead(Path(entry.path))
    return count


_unswept: dict[Path, int] = {}
"""How many more files are written into large folders before these are looked through again."""

_SMALL = 500
"""Entries of a folder that is looked through for each file that is written into it."""


def _sweep_seldom(folder: Path) -> None:
    """Sweep a folder; one that is many times as large as a small one so many times less often."""
    left = _unswept.pop(folder, 0)
    if not left:
        left = sweep(folder) // _SMALL + 1
    if left > 1:
        _unswept[folder] = left - 1


def sync_folder(folder: Path) -> None:
    """Put a folder's new names on the disk. Not every system and file system can; the files are whole anyway."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refused(folder: Path) -> OSError:
    """Say why nothing can be written into a folder, as the system does."""
    read_only = hasattr(os, "statvfs") and os.statvfs(folder).f_flag & os.ST_RDONLY
    number = errno.EROFS if read_only else errno.EACCES
    return OSError(number, os.strerror(number))


def _behind(path: Path) -> Path:
    """Find the file that is replaced: where a link leads, else as it is named, which may be as long as is allowed."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[int | None]:
    """Hold a folder open whose own path is so long that there is no room for a name in it; else give None."""
    if os.open not in os.supports_dir_fd or len(os.fsencode(folder / name)) < os.pathconf("/", "PC_PATH_MAX"):
        yield None
        return
    handle = os.open(folder, getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


def _give_name(path: Path, folder: int | None, target: Path, *, fresh: bool) -> None:
    """Give a file its final name; `folder`: of both, where it is open."""
    if fresh and os.name == "posix":
        try:
            os.link(*_names(path, folder, target), src_dir_fd=folder, dst_dir_fd=folder)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        else:
            os.unlink(_names(path, folder, target)[0], dir_fd=folder)
            return
    if folder is not None:
        os.replace(*_names(path, folder, target), src_dir_fd=folder, dst_dir_fd=folder)
    elif fresh:
        path.rename(target)  # such a system renames over nothing
    else:
        path.replace(target)


def _names(path: Path, folder: int | None, target: Path) -> tuple[str, str]:
    return (str(path), str(target)) if folder is None else (path.name, target.name)


def _plain(path: Path, error: OSError) -> str:
    folder = path.parent
    if isinstance(error, IrregularFileError) and error.errno != errno.EISDIR:
        return f"{path}: this is {error.kind}, not a file; write somewhere else"
    if error.errno == errno.ENOENT:
        return f"{path}: there is no folder {folder}; make it first, or write somewhere else"
    if error.errno == errno.ENOTDIR:
        return f"{path}: {folder} is not a folder; write somewhere else"
    if error.errno == errno.EISDIR:
        return f"{path}: this is a folder; give the name of a file in it"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"{path}: no permission to write here (or another program has the file open); write somewhere else"
    if error.errno == errno.EROFS:
        return f"{path}: this disk can only be read; write somewhere else"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path}: the disk is full; make room, or write somewhere else"
    if error.errno == errno.ENAMETOOLONG:
        return f"{path}: this name is longer than the system allows; choose a shorter one"
    return file_problem(path, error)
