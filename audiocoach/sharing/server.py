"""Serve a shared folder on the network: read only, nothing but what is in it, under an address nobody can guess.

Where entries are taken, `entry_desk.py` does, and nothing else. Starlette and uvicorn do the serving, byte ranges
included. Here stands what may be requested, and by whom.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePath
from stat import S_ISREG
from typing import TYPE_CHECKING

from audiocoach.club.spliced_files import DamagedError, SplicedFile, open_spliced
from audiocoach.club.spliced_format import SUFFIX as SPLICED
from audiocoach.errors import AudiocoachError, os_reason
from audiocoach.output.write import MP3
from audiocoach.sharing.answers import LONGEST_HEAD, READING, answering, page_policy
from audiocoach.sharing.doorkeeper import PLACES
from audiocoach.sharing.entry_desk import EntryDesk, Slot
from audiocoach.sharing.page import page_hashes
from audiocoach.sharing.shared_site import SOUNDS
from audiocoach.sharing.stages import PAGE

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

LOOPBACK = "127.0.0.1"
HTTP_PORT = 80
"""Which browsers leave out."""
DEFAULT_PORT = 8712
"""The same each time, so that a browser finds what it remembers for this address."""

TYPES = {
    ".fit": "application/vnd.ant.fit",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json+chapters",
    ".m4a": "audio/mp4",
    ".m3u8": "audio/x-mpegurl; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".zwo": "application/xml; charset=utf-8",
}
"""Types of the files in a shared folder; a system's own table may say something else, or nothing."""

_FOR_WATCHES = frozenset((".fit", ".txt", ".zwo"))

_HANDLES = 4096
"""Files and connections that the system is asked to let us have at once; some give 256 unasked."""

_ARRIVALS = 512
"""Connections that may be waiting to be let in."""


_MOST_TOLD = 1000
"""Lines about damaged files that are remembered, so that each is told once."""

_UNTAKEN = 1 << 16
"""Bytes that the system takes of an answer before the other end has taken any."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a folder is served: the socket that listens, and the address to type."""

    listening: socket.socket
    host: str
    secret: str

    @property
    def is_local(self) -> bool:
        """Tell whether this computer alone can reach it."""
        return self.host == LOOPBACK

    @property
    def hosts(self) -> list[str]:
        """Return what it is called by those who ask."""
        return [self.host, "localhost"] if self.is_local else [self.host]

    def desk(self, slots: Mapping[str, Slot], told: Callable[[str], None]) -> EntryDesk:
        """Take entries here, each at its address."""
        port = self.listening.getsockname()[1]
        hosts = [host if port == HTTP_PORT else f"{host}:{port}" for host in self.hosts]
        return EntryDesk(f"/{self.secret}/log/", hosts, slots, told)

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return f"http://{self.host}:{self.listening.getsockname()[1]}/{self.secret}/"


def open_place(port: int = DEFAULT_PORT, *, lan: bool = False) -> Place:
    """Listen on this computer alone or, with `lan`, on its address in the local network. Port 0 means any free one.

    Raises:
        AudiocoachError: when the port is taken, or there is no network.
    """
    host = lan_address() if lan else LOOPBACK
    try:
        listening = socket.create_server((host, port), backlog=_ARRIVALS)
        # Those who take nothing of what they asked for would else be sent megabytes each, before anybody else's turn.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNTAKEN)
    except OSError as error:
        raise AudiocoachError(
            f"port {port}: {os_reason(error)}", "'--port 0' takes any that is free, '--port 8080' another one"
        ) from None
    return Place(listening, host, secrets.token_urlsafe(12))


def lan_address() -> str:
    """Find this computer's address in the local network.

    Raises:
        AudiocoachError: when it is in none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a reserved example address; nothing is sent, only the route looked up
            found = str(probe.getsockname()[0])
        except OSError:
            found = LOOPBACK
    if found.startswith("127."):
        raise AudiocoachError("this computer is in no network", "without '--lan' the page is served to it alone")
    return found


def application(
    folder: Path,
    secret: str,
    hosts: Sequence[str],
    desk: EntryDesk | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> ASGIApp:
    """Make the web application: it serves files of `folder` below `/secret/`, to requests for one of `hosts`.

    Those of the kinds that `share` makes, and of pages only the folder's own; an MP3 that is spliced is put together.
    `desk`: what takes entries, if any does. `told` is called with a line, once, where something is damaged.
    """
    from starlette.applications import Starlette
    from starlette.datastructures import Headers
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Mount
    from starlette.staticfiles import NotModifiedResponse, StaticFiles
    from starlette.types import Scope

    from audiocoach.sharing.spliced_answers import answer, headers_of

    home = Path(os.path.realpath(folder))
    tell = lru_cache(maxsize=_MOST_TOLD)(told)
    policy = page_policy(*page_hashes(), sends=desk is not None)

    class SharedFiles(StaticFiles):
        def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
            try:
                found, about = super().lookup_path(path)
            except (OSError, ValueError):  # a loop of links, a name too long, no permission, no name at all: not found
                return "", None
            if about is None:
                return "", None
            # What a link within the folder leads to is looked at, too.
            names = path, os.path.relpath(found, home)
            served = all(map(_is_served, names)) and _belongs(Path(found))
            return (found, about) if served else ("", None)

        def file_response(
            self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
        ) -> Response:
            response = super().file_response(full_path, stat_result, scope, status_code)
            suffix = PurePath(full_path).suffix.lower()
            if "content-type" in response.headers:
                response.headers["content-type"] = TYPES[suffix]
            if suffix == ".html":
                response.headers["content-security-policy"] = policy
            return response

        async def get_response(self, path: str, scope: Scope) -> Response:
            if PurePath(path).suffix.lower() != MP3 or scope["method"] not in READING:
                return await super().get_response(path, scope)
            from anyio import to_thread

            try:
                spliced = await to_thread.run_sync(self.spliced, path)
            except DamagedError as error:
                tell(str(error))
                return PlainTextResponse("this file is damaged here", 500)
            if spliced is None:
                return await super().get_response(path, scope)
            about = Headers(headers_of(spliced))
            if self.is_not_modified(about, Headers(scope=scope)):
                spliced.close()
                return NotModifiedResponse(about)
            return answer(spliced, scope, tell)

        def spliced(self, path: str) -> SplicedFile | None:
            """Open what a path stands for that is spliced; None where it is none, or a later MP3 has its name."""
            try:
                found, about = super().lookup_path(path + SPLICED)
            except (OSError, ValueError):
                return None
            if about is None or not S_ISREG(about.st_mode):
                return None
            if not all(map(_is_served, (path, os.path.relpath(found, home).removesuffix(SPLICED)))):
                return None
            _, plain = self.lookup_path(path)
            if plain is not None and plain.st_mtime > about.st_mtime:
                return None
            return open_spliced(Path(found), home)

    files = SharedFiles(directory=folder, html=True)
    # A page of another site whose name leads here (DNS rebinding) must not read what is here.
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return answering(Starlette(routes=[Mount(f"/{secret}", app=files)], middleware=[guard]), desk)


def _is_served(name: str) -> bool:
    """Tell whether a path below the folder is one for others: the folder itself, its page, or a file of our kinds."""
    path = PurePath(name)
    if path in (PurePath(), PurePath(PAGE)):
        return True
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.suffix.lower() in TYPES and path.suffix.lower() != ".html"


def _belongs(path: Path) -> bool:
    """Tell whether a workout for a watch is one of ours, which lies beside its sound: `notes.txt` is somebody's own."""
    return path.suffix.lower() not in _FOR_WATCHES or any(path.with_suffix(sound).is_file() for sound in SOUNDS)


def serve(
    folder: Path, place: Place, desk: EntryDesk | None = None, told: Callable[[str], None] = lambda _: None
) -> None:
    """Serve until interrupted; what is being sent then has a second to end. `desk`, `told`: see `application`."""
    from audiocoach.sharing.connections import GuardedConnection, Reception

    reception = Reception(places(), takes_bodies=desk is not None)
    app = application(folder, place.secret, place.hosts, desk, told)
    with place.listening:
        server_of(app, partial(GuardedConnection, reception=reception)).run(sockets=[place.listening])


def server_of(app: ASGIApp, connection: Callable[..., object]) -> Server:
    """Make what serves an application; `connection`: called for each one that comes, see `connections.py`."""
    import uvicorn

    config = uvicorn.Config(
        app,
        http=connection,  # type: ignore[arg-type]  # it calls what it is given
        loop="asyncio",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="critical",
        server_header=False,
        backlog=min(_ARRIVALS, _handles() // 8),
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


def places() -> int:
    """Count the connections for which there is place: each takes one and a file, and as many again for a moment."""
    return min(PLACES, _handles() // 8)


def _handles() -> int:
    """Return how many files and connections we may have at once, after asking for `_HANDLES`."""
    if sys.platform == "win32":
        return _HANDLES
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _HANDLES if most == resource.RLIM_INFINITY else min(_HANDLES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
        return wanted
    return _HANDLES if now == resource.RLIM_INFINITY else now
