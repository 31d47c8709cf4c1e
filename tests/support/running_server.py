"""The server as a process of its own, and requests as bytes: also such as no library would send."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.patience import PATIENCE_S


@dataclass(frozen=True)
class Answer:
    """What came back: a status (0 for a connection closed without a word), headers by their small names, the rest."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server that is running."""

    url: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        return int(urlsplit(self.url).port or 0)

    @property
    def address(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def root(self) -> str:
        """Return the path of the shared folder, with a slash at both ends."""
        return urlsplit(self.url).path

    def send(self, data: bytes) -> Answer:
        """Send bytes as they are; gives all that comes back until the connection is closed."""
        with socket.create_connection((self.address, self.port), timeout=PATIENCE_S) as connection:
            received = b""
            try:
                connection.sendall(data)
                while part := connection.recv(1 << 16):
                    received += part
            except ConnectionError:
                pass  # it has had enough
        head, _, body = received.partition(b"\r\n\r\n")
        if not head:
            return Answer(0, {}, b"")
        lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        return Answer(int(lines[0].split()[1]), headers, body)

    def get(self, path: str, method: str = "GET", host: str = "", **headers: str) -> Answer:
        """Ask for a path, which goes out as it is."""
        host = host or f"{self.address}:{self.port}"
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        return self.send(
            f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n".encode("latin-1")
        )


@contextmanager
def serving(path: Path, how: str = "--quiet", *more: str) -> Iterator[Server]:
    """Run `audiocoach serve PATH` on any free port, until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "audiocoach", "serve", str(path), "--port", "0", how, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            url = process.stdout.readline().strip()
            assert url.startswith("http://"), process.stderr.read()
            yield Server(url, process)
        finally:
            process.kill()
