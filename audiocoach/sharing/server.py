"""Serve a shared folder on the network: read only, nothing but what is in it, under an address nobody can guess.

Starlette and uvicorn do the serving, byte ranges included. Here stands what may be requested, and by whom.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError, os_reason

if TYPE_CHECKING:
    from starlette.applications import Starlette

LOOPBACK = "127.0.0.1"
MOST_AT_ONCE = 400
"""Connections at once. A club's phones have several each; any beyond these are asked to try again."""

DEFAULT_PORT = 8712
"""The same each time, so that a browser finds what it remembers for this address."""

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json+chapters",
    ".m3u8": "audio/x-mpegurl; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
}
"""Types of the files in a shared folder; a system's own table may say something else, or nothing."""

HEADERS = {
    "x-content-type-options": "nosniff",
    # The address is the key to the folder: it is sent to nobody else.
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-cache",
}


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
        listening = socket.create_server((host, port), backlog=512)
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


def application(folder: Path, secret: str, hosts: Sequence[str]) -> Starlette:
    """Make the web application: it serves files of `folder` below `/secret/`, to requests for one of `hosts`."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import Response
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles
    from starlette.types import Scope

    class SharedFiles(StaticFiles):
        def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
            if any(part.startswith(".") and part != "." for part in PurePath(path).parts):
                return "", None
            try:
                return super().lookup_path(path)
            except OSError:  # a loop of links, a name too long, no permission: not found
                return "", None

        def file_response(
            self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
        ) -> Response:
            response = super().file_response(full_path, stat_result, scope, status_code)
            response.headers.update(HEADERS)
            kind = TYPES.get(PurePath(full_path).suffix.lower())
            if kind and "content-type" in response.headers:
                response.headers["content-type"] = kind
            return response

    files = SharedFiles(directory=folder, html=True)
    # A page of another site whose name leads here (DNS rebinding) must not read what is here.
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return Starlette(routes=[Mount(f"/{secret}", app=files)], middleware=[guard])


def serve(folder: Path, place: Place) -> None:
    """Serve until interrupted; what is being sent then has a second to end."""
    import uvicorn

    hosts = [place.host, "localhost"] if place.is_local else [place.host]
    config = uvicorn.Config(
        application(folder, place.secret, hosts),
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="critical",
        server_header=False,
        timeout_graceful_shutdown=1,
        limit_concurrency=MOST_AT_ONCE,
    )
    with place.listening:
        uvicorn.Server(config).run(sockets=[place.listening])
