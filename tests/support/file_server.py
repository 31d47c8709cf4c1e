"""A server of files on this computer, which can be told to behave badly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """What a server gives out by path, and how. `asked` has each request's path and range.

    `breaks_after` ends a connection after so many bytes of a body, for the first `breaks` requests; `ranges` tells
    whether it knows them, `minds_ranges` whether it refuses them; `leads_to` are redirects.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    leads_to: dict[str, str] = field(default_factory=dict)
    ranges: bool = True
    minds_ranges: bool = False
    breaks: int = 0
    breaks_after: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    at: str = ""

    def address(self, name: str) -> str:
        return f"{self.at}/{name}"


@contextmanager
def serving(served: Served) -> Iterator[Served]:
    """Serve on a free port of this computer alone."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name, wanted = self.path.removeprefix("/"), self.headers.get("Range", "")
            served.asked.append((name, wanted))
            if name in served.leads_to:
                self.send_response(302)
                self.send_header("Location", served.leads_to[name])
                self.end_headers()
                return
            if name not in served.files:
                self.send_error(404)
                return
            if wanted and served.minds_ranges:
                self.send_error(416)
                return
            data, first = served.files[name], 0
            if wanted and served.ranges:
                first = int(wanted.removeprefix("bytes=").removesuffix("-"))
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
            else:
                self.send_response(200)
            body = data[first:]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if served.breaks:
                served.breaks -= 1
                body = body[: served.breaks_after]
                self.close_connection = True
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.at = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
