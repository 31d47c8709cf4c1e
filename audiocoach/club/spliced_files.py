"""Spliced files on the disk: found with their packs, proved by their sums, and put together a block at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from typing import Self

from audiocoach.club import spliced_pack
from audiocoach.club.spliced_format import DICTIONARY, LONGEST_HEAD, SUFFIX, Head, Manifest, NotSplicedError
from audiocoach.club.spliced_ranges import Stretch, ranges
from audiocoach.errors import AudiocoachError, os_reason
from audiocoach.storage.regular_files import open_regular

BLOCK = 1 << 16
"""Bytes that are put together at a time."""

_DEEPEST = 3
"""Folders in which a pack is looked for: a programme's files lie in one below."""

_MOST_KNOWN = 4096


class DamagedError(AudiocoachError):
    """A spliced file that cannot be put together: it is damaged, or its pack is, or is missing."""


@dataclass(frozen=True, slots=True)
class SplicedFile:
    """A spliced file that is open, with its pack: all sums are right, and a changed file is another one."""

    path: Path
    manifest: Manifest
    modified: float
    _file: BufferedReader
    _pack: BufferedReader
    _open: ExitStack

    @property
    def size(self) -> int:
        """Count the bytes of the MP3."""
        return self.manifest.head.size

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the MP3, in hexadecimal; not proved."""
        return self.manifest.head.sha256

    def blocks(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the MP3's bytes from `start` to before `stop`.

        Raises:
            DamagedError: when a file cannot be read any more, or is shorter than it was when it was opened.
        """
        gathered = bytearray()
        for stretch in ranges(self.manifest, start, stop):
            for part in self._of(stretch):
                gathered += part
                if len(gathered) >= BLOCK:
                    yield bytes(gathered)
                    gathered.clear()
        if gathered:
            yield bytes(gathered)

    def close(self) -> None:
        """Close both files."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _of(self, stretch: Stretch) -> Iterator[bytes]:
        if stretch.skip + stretch.size <= stretch.length:
            for at in range(stretch.skip, stretch.skip + stretch.size, BLOCK):
                yield self._read(stretch, at, min(BLOCK, stretch.skip + stretch.size - at))
            return
        piece = self._read(stretch, 0, stretch.length)
        block = piece * max(1, BLOCK // len(piece))
        yield block[stretch.skip : stretch.skip + stretch.size]
        left = stretch.size - (len(block) - stretch.skip)
        while left > 0:
            yield block[:left]
            left -= len(block)

    def _read(self, stretch: Stretch, at: int, size: int) -> bytes:
        offset = stretch.offset + at
        if stretch.source == "inside":
            return self.manifest.inside[offset : offset + size]
        file = self._pack if stretch.source == "pack" else self._file
        head = self.manifest.head
        try:
            file.seek(offset if stretch.source == "pack" else head.length + head.packed + offset)
            found = file.read(size)
        except OSError as error:
            raise DamagedError(f"{self.path}: {os_reason(error)}") from None
        if len(found) < size:
            raise DamagedError(f"{self.path}: it has become shorter while it was read")
        return found


def open_spliced(path: Path, top: Path | None = None) -> SplicedFile:
    """Open a spliced file and its pack, which lies in `shared/` beside it or above it; both are proved.

    Args:
        path: the file.
        top: the folder above which no pack is looked for; None: two above the file's.

    Raises:
        DamagedError: when it is none, or is damaged, or its pack is, or is missing.
    """
    with ExitStack() as opened:
        try:
            file = opened.enter_context(open_regular(path))
            state = os.fstat(file.fileno())
            head = Head.read(file.read(LONGEST_HEAD))
            if state.st_size != head.file_size:
                raise NotSplicedError("it is not as long as its head says")
            file.seek(head.length)
            packed = file.read(head.packed)
            if head.outside and _sum(path, _state(file), head.length + head.packed) != head.outside_sha256:
                raise NotSplicedError("it is damaged")
        except (OSError, ValueError) as error:
            raise DamagedError(f"{path}: {_why(error)}") from None
        pack = opened.enter_context(_pack_of(path, head, top))
        try:
            pack.seek(max(0, head.pack_size - DICTIONARY))
            manifest = Manifest.read(head, packed, pack.read(DICTIONARY))
        except (OSError, NotSplicedError) as error:
            raise DamagedError(f"{path}: {_why(error)}") from None
        return SplicedFile(path, manifest, state.st_mtime, file, pack, opened.pop_all())
    raise AssertionError  # nothing above is swallowed


def head_of(path: Path) -> Head:
    """Read the head of a spliced file.

    Raises:
        OSError: when it is missing or cannot be read.
        NotSplicedError: when it is none.
    """
    with open_regular(path) as file:
        return Head.read(file.read(LONGEST_HEAD))


def is_proved(path: Path, digest: str) -> bool:
    """Tell whether a spliced file becomes the MP3 of this SHA-256, in hexadecimal: all of it is put together."""
    try:
        with open_spliced(path) as spliced:
            found = sha256()
            for block in spliced.blocks(0, spliced.size):
                found.update(block)
    except DamagedError:
        return False
    return found.hexdigest() == digest


def open_pack(path: Path, digest: str) -> BufferedReader:
    """Open a pack that has this digest, in hexadecimal.

    Raises:
        OSError: when it is missing or cannot be read.
        NotSplicedError: when it has another.
    """
    with ExitStack() as opened:
        file = opened.enter_context(open_regular(path))
        if _sum(path, _state(file), 0) != digest:
            raise NotSplicedError("it is damaged: its name is not its digest")
        opened.pop_all()
    return file


def _pack_of(path: Path, head: Head, top: Path | None) -> BufferedReader:
    """Open a file's pack, in the nearest folder that has it.

    Raises:
        DamagedError: when it is missing or damaged.
    """
    name = f"{head.pack}{spliced_pack.SUFFIX}"
    for folder in _folders(path, top):
        found = folder / spliced_pack.FOLDER / name
        if not found.exists():
            continue
        try:
            return _open_below(folder, found, head)
        except (OSError, NotSplicedError) as error:
            hint = "render again with '--spliced' and '--force', or bring the folder 'shared' anew"
            raise DamagedError(f"{found}: {_why(error)}", hint) from None
    shared = Path(path.parent.name, spliced_pack.FOLDER, name)
    raise DamagedError(f"{path}: what it shares with others is not here: {shared}", "bring the folder 'shared' as well")


def _open_below(folder: Path, found: Path, head: Head) -> BufferedReader:
    if not found.resolve().is_relative_to(folder.resolve()):
        raise NotSplicedError("it leads out of its folder")
    if found.stat().st_size != head.pack_size:
        raise NotSplicedError("it is damaged: it has another size")
    return open_pack(found, head.pack)


def _folders(path: Path, top: Path | None) -> Iterator[Path]:
    parents = Path(os.path.abspath(path)).parents  # noqa: PTH100 - follows no links
    for number, folder in enumerate(parents):
        if number >= _DEEPEST:
            return
        yield folder
        if folder == top:
            return


def _state(file: BufferedReader) -> tuple[int, ...]:
    about = os.fstat(file.fileno())
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


@lru_cache(maxsize=_MOST_KNOWN)
def _sum(path: Path, state: tuple[int, ...], start: int) -> str:
    """Return the SHA-256 of a file that is in this state, from a byte on; read once for as long as it stays so.

    Raises:
        NotSplicedError: when it is changed at this moment.
    """
    with open_regular(path) as file:
        if _state(file) != state:
            raise NotSplicedError("it is being changed")
        file.seek(start)
        if not start:
            return file_digest(file, "sha256").hexdigest()
        found = sha256()
        while block := file.read(BLOCK):
            found.update(block)
        return found.hexdigest()


def _why(error: Exception) -> str:
    return os_reason(error) if isinstance(error, OSError) else str(error)


def spliced_path(path: Path) -> Path:
    """Return where an MP3's spliced file is: `run.mp3.spliced`."""
    return path.with_name(path.name + SUFFIX)
