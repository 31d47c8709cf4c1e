"""The server: whatever comes in, it answers or closes, gives out nothing from outside its folder, and lives on."""

from __future__ import annotations

import atexit
import socket
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

from attacks.mutating import mutated
from attacks.target import promised
from audiocoach.__main__ import main
from tests.support.running_server import serving

_SECRET = b"this stands outside of the folder"
_ROOT, _HOST = b"{root}", b"{host}"
_PATIENCE_S, _MOST = 0.3, 50_000_000
_TEXT = "session: Short\nvoice: {engine: tone}\nsteps:\n  - work 5s Run\n"
_TOKENS = (
    b"../",
    b"%2e%2e/",
    b"..%2f",
    b"//",
    b"%00",
    b"\r\n",
    b"\r\n\r\n",
    b"Range: bytes=0-\r\n",
    b"bytes=" + b"0-1," * 500,
    b"Host: evil\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"If-Range: x\r\n",
    b"HTTP/9.9",
    b"OPTIONS",
    b"POST",
    b"Expect: 100-continue\r\n",
    b"Upgrade: websocket\r\n",
    b"A" * 9000,
    b"\xff\xfe",
    b"?",
    b"#",
    b"index.html",
    b"feed.xml",
    b"If-Modified-Since: Sat, 99 Foo 0000\r\n",
    b"%c0%ae",
    b"\\",
    b"~",
    b"C:",
    _ROOT,
)


class Serve:
    """Strangers in the same network."""

    name, share, most_mb = "serve", 1, 200

    def __init__(self) -> None:
        stack = ExitStack()
        atexit.register(stack.close)
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="attack-serve-")))
        (home / "short.yaml").write_text(_TEXT, encoding="utf-8")
        (home / "secret.txt").write_bytes(_SECRET)
        assert main(["share", str(home / "short.yaml"), "-o", str(home / "site"), "--quiet"]) == 0
        self._server = stack.enter_context(serving(home / "site"))
        self._files = [path.name for path in (home / "site").iterdir()]

    def seeds(self) -> Iterable[bytes]:
        """Give good requests for each file, and some that are known to be tried."""
        paths = [
            *self._files,
            "",
            "../secret.txt",
            "%2e%2e/secret.txt",
            "..%5csecret.txt",
            ".",
            "a" * 3000,
            "%00",
            "nowhere",
        ]
        rest = "HTTP/1.1\r\nHost: {host}\r\nRange: bytes=0-9\r\nConnection: close\r\n\r\n"
        for method in ("GET", "HEAD", "POST"):
            yield from (f"{method} {{root}}{path} {rest}".encode() for path in paths)

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Change a request."""
        return mutated(random.choice(corpus), corpus, random, _TOKENS)

    def sort(self, data: bytes) -> str:
        """Tell nothing apart."""
        return ""

    def attempt(self, data: bytes, folder: Path) -> str:
        """Send it, and ask politely for the page behind it."""
        host = f"{self._server.address}:{self._server.port}".encode()
        answer = self._sent(data.replace(_ROOT, self._server.root.encode()).replace(_HOST, host))
        promised(_SECRET not in answer, "a file from outside of the folder was given out")
        promised(b"Traceback" not in answer, "a traceback was given out")
        promised(len(answer) < _MOST, "the answer does not end")
        promised(self._server.process.poll() is None, "the server has ended")
        promised(self._server.get(self._server.root).status == 200, "the page is not served any more")
        status = answer[:12].decode("latin-1") if answer.startswith(b"HTTP/1.") else "closed"
        right = status[9:10] != "5" or status.endswith("505")  # what HTTP/0.1 is answered by the book
        promised(right, f"the server says that it is at fault: {status}")
        return f"{status} {len(answer) > 1000}"

    def _sent(self, data: bytes) -> bytes:
        """Send bytes; gives what comes back before it ends or waits."""
        received = b""
        with socket.create_connection((self._server.address, self._server.port), timeout=_PATIENCE_S) as connection:
            try:
                connection.sendall(data)
                while (part := connection.recv(1 << 16)) and len(received) < _MOST:
                    received += part
            except (ConnectionError, TimeoutError):
                pass  # it has had enough, or waits for more
        return received
