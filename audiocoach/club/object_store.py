"""An object store as the place files are published to: each is put whole, and none takes the place of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from hashlib import sha256 as new_digest
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from audiocoach.club.destinations import TakenError
from audiocoach.club.records import FOLDER, MOST_BYTES, SUFFIX
from audiocoach.club.spliced_files import head_of
from audiocoach.club.spliced_format import SUFFIX as SPLICED
from audiocoach.club.spliced_format import Head, NotSplicedError
from audiocoach.club.spliced_in_store import Size, StoredSplices
from audiocoach.club.spliced_pack import SUFFIX as PACK
from audiocoach.club.store_address import checked_address, without_secrets
from audiocoach.club.store_opening import STORE_HINT, ObjectStore, opened
from audiocoach.errors import OutputError
from audiocoach.storage.scratch import scratch_folder
from audiocoach.storage.whole_files import replacing

_TRIES = 3
"""How often something is asked for that fails; what a network does to it, the library has tried again by then."""

_LIST_REFUSED = "Server returned non-2xx status code:"
"""How the library tells of lists, which it has no kind of error for, that they were refused."""

_PART = 1 << 20
"""Bytes of an object that are asked for at a time."""

_AT_ONCE = 16
"""Files of records that are read at the same time."""

T = TypeVar("T")


class StoreDestination:
    """An object store, by its address. Files are made in a folder for a while, and are gone from it once put.

    `verify`: each object is read, to tell whether it is the one that was made. `replace`: what is there by the same
    name and is another takes the new content; else that is an error.
    """

    def __init__(self, store: ObjectStore, address: str, *, verify: bool = False, replace: bool = False) -> None:
        self.address = address
        self._store, self._verify, self.replaces = store, verify, replace
        self._sizes: dict[str, int] | None = None
        self._many = False
        self.splices = StoredSplices(address, self._brought)
        self._packs: dict[str, str] = {}

    @classmethod
    def at(cls, address: str, *, verify: bool = False, replace: bool = False) -> StoreDestination:
        """Open the store at an address; its credentials are the environment's.

        Raises:
            AudiocoachError: when the address is none, or the library is not installed.
            OutputError: when it cannot be opened.
        """
        return cls(opened(checked_address(address)), address, verify=verify, replace=replace)

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """Give a folder for a while; what of the store was brought meanwhile is gone with it."""
        with scratch_folder() as folder, closing(self.splices):
            yield folder

    def published(self, name: str, sha256: str, size: int) -> bool:
        """Tell whether an object is there, of this size and, where every byte is looked at, of this digest.

        Whoever has read the records will ask for many: what is there is then asked once.

        Raises:
            OutputError: when that cannot be told.
        """
        if self._many and self._sizes is None:
            self._sizes = dict(self._listed(None))
        found = self._size(name) if self._sizes is None else self._sizes.get(name)
        return found == size and (not self._verify or self._found(name, sha256, size)[0])

    def publish(self, name: str, file: Path, sha256: str) -> Head | None:
        """Put a file as an object, and remove the file. It is fine if the same content is there, or of a spliced file
        one that becomes the same MP3; gives the head of the one that is there then.

        Raises:
            OutputError: when that fails.
            TakenError: when another content is there, and is not to be replaced.
        """
        head = head_of(file) if name.endswith(SPLICED) else None
        if not self._put(name, file):
            is_this, there = self._found(name, sha256, file.stat().st_size)
            if is_this:
                head = there
            elif self.replaces:
                self._put(name, file, mode="overwrite")
            else:
                raise TakenError(self._at(name))
        file.unlink(missing_ok=True)
        return head

    def bring(self, name: str, sha256: str, folder: Path) -> None:
        """Bring an object into a folder, with those that it needs.

        Raises:
            OutputError: when that fails, or it is another one.
        """
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if self._brought(name, file) != sha256:
            hint = "delete it, and run it again"
            raise OutputError(f"{self._at(name)}: this is not what was put there by this name, or is gone", hint)

    def put_record(self, name: str, data: bytes) -> None:
        """Put a file of records into `done/`.

        Raises:
            OutputError: when that fails.
        """
        path = f"{FOLDER}/{name}"
        if not self._put(path, data) and self._digest(path, len(data)) != new_digest(data).hexdigest():
            message = f"{self._at(path)}: this is not what audiocoach writes by this name"
            raise OutputError(message, "delete it, and run it again")

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Read the files in `done/`, several at once.

        Raises:
            OutputError: when they cannot be read.
        """
        self._many = True
        found = ((path, size) for path, size in self._listed(FOLDER) if path.endswith(SUFFIX))
        with ThreadPoolExecutor(_AT_ONCE, "audiocoach records") as readers:
            while some := list(islice(found, _AT_ONCE * 8)):
                data = list(readers.map(lambda each: self._read(*each), some))
                yield from ((path.rpartition("/")[2], each) for (path, _), each in zip(some, data, strict=True))

    def spliced(self) -> list[str]:
        """Give the names of all spliced files.

        Raises:
            OutputError: when that cannot be told.
        """
        names = (name for name, _ in self._listed(None) if name.endswith(SPLICED))
        return sorted(name for name in names if name.rpartition("/")[2] != SPLICED)

    def _listed(self, prefix: str | None) -> Iterator[tuple[str, int]]:
        """Give each object's name and size."""
        for page in self._asked(lambda: list(self._store.list(prefix)), prefix or ""):
            for each in page:
                yield each["path"], each["size"]

    def _read(self, path: str, size: int) -> bytes:
        if not size:
            return b""
        end = min(size, MOST_BYTES + 1)
        return self._asked(lambda: bytes(self._store.get_range(path, start=0, end=end)), path)

    def _found(self, name: str, sha256: str, size: int) -> tuple[bool, Head | None]:
        """Tell whether an object has this digest and size; a spliced one, what it is put together to has the digest,
        and what its head is.
        """
        if name.endswith(SPLICED):
            head = self.splices.proved(name, sha256)
            return head is not None, head
        if not name.endswith(PACK):
            return self._digest(name, size) == sha256, None
        if name not in self._packs:  # of each file the same again
            self._packs[name] = self._digest(name, size)
        return self._packs[name] == sha256, None

    def _digest(self, path: str, size: int) -> str:
        """Give the SHA-256 of an object of this size, which is never in memory as a whole; empty of any other."""
        try:
            return self._asked(lambda: _streamed(self._store.get(path), lambda _: None, lambda _: size), path)
        except (_GoneError, NotSplicedError):
            return ""

    def _brought(self, path: str, file: Path, size: Size | None = None) -> str:
        """Write an object into a file; gives its SHA-256, empty when it is gone.

        Raises:
            NotSplicedError: when it is of another size than it is to have, or what tells that says so.
            OutputError: when it fails.
        """

        def brought() -> str:
            found = self._store.get(path)  # before there is a file, whose own errors are others
            with replacing(file) as out:
                return _streamed(found, out.write, size)

        try:
            return self._asked(brought, path)
        except _GoneError:
            return ""

    def _size(self, path: str) -> int | None:
        try:
            found: int = self._asked(lambda: self._store.head(path)["size"], path)
        except _GoneError:
            return None
        return found

    def _put(self, path: str, content: Path | bytes, mode: str = "create") -> bool:
        """Put an object whole; tells whether it was put, and was not there."""
        from obstore.exceptions import AlreadyExistsError

        try:
            self._asked(lambda: self._store.put(path, content, mode=mode, use_multipart=False), path)
        except AlreadyExistsError:
            return False
        return True

    def _asked(self, question: Callable[[], T], path: str) -> T:
        """Ask the store for something, again if need be.

        Raises:
            OutputError: when it fails; `_GoneError` when there is nothing of this name.
            AlreadyExistsError: as the store does; `NotSplicedError` as the question does.
        """
        from obstore import exceptions

        final = (
            exceptions.PermissionDeniedError,
            exceptions.UnauthenticatedError,
            exceptions.InvalidPathError,
            exceptions.NotSupportedError,
        )
        for left in reversed(range(_TRIES)):
            try:
                return question()
            except (exceptions.AlreadyExistsError, NotSplicedError):
                raise
            except FileNotFoundError:
                raise _GoneError(
                    f"{self._at(path)}: there is no such bucket, or nothing of this name", STORE_HINT
                ) from None
            except (exceptions.BaseError, OSError, ValueError, NotImplementedError) as error:
                if left and not isinstance(error, (*final, ValueError, NotImplementedError)):
                    continue
                raise OutputError(f"{self._at(path)}: {_said(error)}", STORE_HINT) from None
        raise AssertionError

    def _at(self, path: str) -> str:
        return f"{self.address.rstrip('/')}/{path}"


def _streamed(found: Any, take: Callable[[bytes], object], size: Size | None) -> str:
    """Hand an object over in parts; gives its SHA-256. Of one of another size than it is to have, no more is asked for
    than the first part.

    Raises:
        NotSplicedError: when it has another.
    """
    digest, said, done = new_digest(), found.meta["size"], 0
    for part in found.stream(_PART):
        if size is not None and not done and size(bytes(part)) != said:
            raise NotSplicedError("it has another size than it should")
        done += len(part)
        if done > said:
            raise NotSplicedError("it is longer than the store says")
        digest.update(part)
        take(part)
    return digest.hexdigest()


class _GoneError(OutputError):
    """There is nothing of this name."""


def _said(error: Exception) -> str:
    """Say what a store refused."""
    from obstore import exceptions

    text = str(error)
    if isinstance(error, exceptions.UnauthenticatedError) or f"{_LIST_REFUSED} 401 " in text:
        return "the store does not know these credentials"
    if isinstance(error, exceptions.PermissionDeniedError) or f"{_LIST_REFUSED} 403 " in text:
        return "the store does not allow that with these credentials"
    return f"the store failed: {without_secrets(text)}"
