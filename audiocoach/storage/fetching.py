"""Fetch a known file from an address: whole and byte for byte what it should be, or not at all.

Only over HTTPS, redirects included. What has come so far stays beside the file, and the next attempt goes on from
there; what turns out to be another file than was wanted goes. Only commands that have asked call this.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from audiocoach.errors import AudiocoachError, OutputError, file_problem
from audiocoach.storage.locks import locked
from audiocoach.storage.whole_files import sync_folder
from audiocoach.version import __version__

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

_BLOCK = 1 << 16
_STALL_S = 30.0
"""Seconds without a byte after which a connection counts as lost."""

_TRIES = 4
"""Connections in a row that may be lost without a byte."""

_ROOM = 10_000_000
"""Bytes that must be left over on the disk."""

_NO_SUCH_PART = 416
"""What a server answers that has less of a file than was begun, or minds being asked for a part."""

_THIS_COMPUTER = frozenset({"127.0.0.1", "::1", "localhost"})

_SUCH = "it must begin with https://, and have no blanks nor accents in it: those are written as %20, %C3%A9"

_USER = re.compile(r"^(\s*(?:\w+:)?[/\\]*)(?:[^/?#:\[]*:(?!\d*(?:[/?#]|$)).*|[^/?#]*)@", re.DOTALL)
"""Who asks, before the host; also with a password whose / is not written as %2F, which is no port therefore."""

OnBytes = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as it must be when it has come: its name, its size in bytes and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


class Unfetched(AudiocoachError):
    """A file that could not be had from its address."""


class _Lost(Exception):
    """A connection broke off."""


def check_address(address: str) -> None:
    """See that an address is one that files are fetched from: HTTPS, or this computer's own, for a server on it.

    Raises:
        Unfetched: when it is not.
    """
    if _kind(address) is None:
        shown = without_user(address)
        hint = _SUCH if shown == address else "without a user name and a password"
        raise Unfetched(f"{shown}: this is no address that files are fetched from", hint)


def without_user(address: str) -> str:
    """Return an address as it may be printed: without a user's name and password, if it has them."""
    return _USER.sub(r"\1", address)


def _kind(address: str) -> str | None:
    """Return what kind of address it is, in which all redirects must stay; None: one that is never asked."""
    if not address.isascii() or not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
        (host or "").encode("idna")
    except ValueError:
        return None
    if not host or "@" in parts.netloc:
        return None
    if parts.scheme == "https":
        return "https"
    return "this computer" if parts.scheme == "http" and host in _THIS_COMPUTER else None


def fetch(address: str, wanted: KnownFile, folder: Path, on_bytes: OnBytes = lambda _: None) -> Path:
    """Fetch a file into a folder, made if need be, and return its path. What is there under its name is replaced.

    Args:
        address: where it is.
        wanted: what it must be.
        folder: where it goes.
        on_bytes: called with the bytes that are there, as they come.

    Raises:
        Unfetched: when it cannot be had there, or is something else.
        OutputError: when it cannot be written.
    """
    check_address(address)
    target, begun = folder / wanted.name, folder / f".{wanted.name}.unfinished"
    with _writing(target):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with locked(begun, seconds=1) as handle:
                _complete(handle, address, wanted, begun, on_bytes)
                os.fsync(handle)
                if os.name == "posix":  # under the lock: nobody writes on into it
                    begun.replace(target)
            if os.name != "posix":
                begun.replace(target)
        except TimeoutError:
            raise Unfetched(f"{target}: another process is fetching it", "wait for it, and try again") from None
        sync_folder(folder)
    return target


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(file_problem(target, error)) from error


def _complete(handle: int, address: str, wanted: KnownFile, begun: Path, on_bytes: OnBytes) -> None:
    """Fetch what is missing of a file, until it is what was wanted; else leave what a next attempt can go on from."""
    if os.fstat(handle).st_size > wanted.size:
        os.ftruncate(handle, 0)
    went_on = os.fstat(handle).st_size > 0
    opener, lost = _opener(address), 0
    most = os.fstat(handle).st_size
    while (have := os.fstat(handle).st_size) < wanted.size:
        _check_room(handle, begun, wanted.size - have)
        try:
            _receive(opener, handle, address, wanted, on_bytes)
        except _Lost as error:
            lost = lost + 1 if os.fstat(handle).st_size <= most else 1
            if lost >= _TRIES:
                _forget_if_empty(handle, begun)
                raise Unfetched(f"{address}: the connection was lost again and again: {error}") from None
            most = max(most, os.fstat(handle).st_size)
        except Unfetched:
            _forget_if_empty(handle, begun)
            raise
    if _digest(handle) == wanted.sha256:
        return
    os.ftruncate(handle, 0)
    if went_on:  # what was there may have been of another file
        _complete(handle, address, wanted, begun, on_bytes)
        return
    begun.unlink()
    raise Unfetched(f"{address}: this is not the file that was wanted: its SHA-256 differs", "nothing of it was kept")


def _forget_if_empty(handle: int, begun: Path) -> None:
    with suppress(OSError):
        if not os.fstat(handle).st_size:
            begun.unlink()


def _check_room(handle: int, begun: Path, missing: int) -> None:
    free = shutil.disk_usage(begun.parent).free
    if free < missing + _ROOM:
        _forget_if_empty(handle, begun)
        raise OutputError(
            f"{begun.parent}: there is no room: {missing / 1e6:.0f} MB are to come, and {free / 1e6:.0f} MB are free",
            "make room there, or choose a folder on another disk",
        )


def _receive(opener: OpenerDirector, handle: int, address: str, wanted: KnownFile, on_bytes: OnBytes) -> None:
    """Write what the server sends behind what is there; from the beginning, when it does not send the rest alone."""
    have = os.fstat(handle).st_size
    with _answer(opener, handle, address) as answer:
        if have and not _is_rest(answer, have):
            os.ftruncate(handle, 0)
            have = 0
        while block := _read(answer):
            have += len(block)
            if have > wanted.size:
                os.ftruncate(handle, 0)
                raise Unfetched(f"{address}: this is not the file that was wanted: it is larger")
            _write(handle, block)
            on_bytes(have)
    if have < wanted.size:
        raise _Lost("the server stopped")


def _answer(opener: OpenerDirector, handle: int, address: str) -> Any:
    """Ask for what is missing. What goes wrong is never the fault of the file that it is written into."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    headers = {"User-Agent": f"audiocoach/{__version__}", "Accept-Encoding": "identity"}
    if have := os.fstat(handle).st_size:
        headers["Range"] = f"bytes={have}-"
    try:
        return opener.open(Request(address, headers=headers), timeout=_STALL_S)  # noqa: S310  # checked before
    except HTTPError as error:
        if error.code == _NO_SUCH_PART:
            os.ftruncate(handle, 0)  # it is asked for all of it next
            raise _Lost("the server has no such part of it") from None
        raise Unfetched(f"{address}: the server answered {error.code} {_in_words(error.reason)}") from None
    except URLError as error:
        raise Unfetched(f"{address}: no connection: {_in_words(error.reason)}") from None
    except ValueError as error:
        raise Unfetched(f"{address}: it leads on to what is no address: {_in_words(error)}") from None
    except (HTTPException, OSError) as error:
        raise _Lost(_in_words(error)) from None


def _read(answer: Any) -> bytes:
    """Read what has come; see `_answer` for what goes wrong."""
    from http.client import HTTPException

    try:
        return bytes(answer.read(_BLOCK))
    except (HTTPException, OSError) as error:
        raise _Lost(_in_words(error)) from None


def _write(handle: int, block: bytes) -> None:
    left = memoryview(block)
    while left:
        left = left[os.write(handle, left) :]


def _is_rest(answer: Any, have: int) -> bool:
    return answer.status == 206 and str(answer.headers.get("Content-Range", "")).startswith(f"bytes {have}-")


def _in_words(error: object) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _digest(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    found = sha256()
    while block := os.read(handle, 1 << 20):
        found.update(block)
    return found.hexdigest()


def _opener(address: str) -> OpenerDirector:
    """Make what opens addresses of this one's kind, and follows redirects to no other."""
    import ssl
    from http.client import HTTPMessage
    from typing import IO
    from urllib import request

    kind = _kind(address)

    class SameKind(request.HTTPRedirectHandler):
        def redirect_request(
            self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
        ) -> request.Request | None:
            if _kind(newurl) != kind:
                fp.close()
                raise Unfetched(f"{address}: it leads on to {without_user(newurl)}, and is not followed there")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(None if kind == "https" else {}),
        request.HTTPSHandler(context=ssl.create_default_context()),
        *([] if kind == "https" else [request.HTTPHandler()]),
        request.HTTPErrorProcessor(),
        request.HTTPDefaultErrorHandler(),
        SameKind(),
    ):
        opener.add_handler(handler)
    return opener
