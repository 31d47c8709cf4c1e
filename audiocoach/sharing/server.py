"""A shared folder on the network: read only, nothing but what is in it, under an address nobody can guess.

The serving itself is Starlette's and uvicorn's, who know byte ranges. Here is what may be asked for, and by whom.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError

if TYPE_CHECKING:
    from starlette.applications import Starlette

LOOPBACK = "127.0.0.1"
MOST_AT_ONCE = 400
"""Connections. A club's phones have several each; who comes beyond these is told to come again."""

DEFAULT_PORT = 8712
"""The same each time, so that a browser finds again what it remembers of this address."""

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
"""What a shared folder holds; a system's own table of types may say something else, or nothing."""

HEADERS = {
    "x-content-type-options": "nosniff",
    # The address is the key to the folder: it goes to nobody else.
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
        """The address of the page."""
        return f"http://{self.host}:{self.listening.getsockname()[1]}/{self.secret}/"


def open_place(port: int = DEFAULT_PORT, *, lan: bool = False) -> Place:
    """Listen on this computer alone or, with `lan`, on its address in the local network. Port 0 is any free one.

    Raises:
        AudiocoachError: when the port is taken, or there is no network.
    """
    host = lan_address() if lan else LOOPBACK
    try:
        listening = socket.create_server((host, port), backlog=512)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise AudiocoachError(
            f"port {port}: {reason}\n  '--port 0' takes any that is free, '--port 8080' another one"
        ) from None
    return Place(listening, host, secrets.token_urlsafe(12))


def lan_address() -> str:
    """This computer's address in the local network.

    Raises:
        AudiocoachError: when it is in none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for examples; nothing is sent, only the way there looked up
            found = str(probe.getsockname()[0])
        except OSError:
            found = LOOPBACK
    if found.startswith("127."):
        raise AudiocoachError("this computer is in no network\n  without '--lan' the page is served to it alone")
    return found


def application(folder: Path, secret: str, hosts: Sequence[str]) -> Starlette:
    """What answers: files of `folder` below `/secret/`, to those who ask for one of `hosts`."""
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
            except OSError:  # a loop of links, a name too long, no permission: nothing to see
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
    # Another site's name that leads here (DNS rebinding) must not read what is here.
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return Starlette(routes=[Mount(f"/{secret}", app=files)], middleware=[guard])


def serve(folder: Path, place: Place) -> None:
    """Answer until interrupted; what is being sent then has a second to end."""
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
