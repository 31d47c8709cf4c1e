"""The studio as its page meets it, in this process: requests go to the application, with whatever head is wanted."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from audiocoach.studio.asgi import LARGE_PATHS, application
from audiocoach.studio.closed_door import ClosedDoor
from audiocoach.studio.desk import Desk
from audiocoach.studio.opened_folder import OpenedFolder

PORT = 8765
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"
Head = list[tuple[str, str]]

STRANGERS = "session: Nobody but its owner reads this\nsteps:\n  - work 20s Run\n"
SCRIPT = "session: Mine\ncoach: beeps-only\nsteps:\n  - work 20s Run\n"


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Page:
    """A studio of a folder, and a browser that has opened it, unless it is a `stranger`'s."""

    folder: Path
    cookie: str = ""
    key: str = ""
    ended: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.door = ClosedDoor(PORT, LARGE_PATHS)
        self.desk = Desk(OpenedFolder(self.folder), lambda: self.ended.append(True))
        self.app = application(self.desk, self.door)

    @property
    def entrance(self) -> str:
        return self.door.url.removeprefix(ORIGIN)

    def enter(self) -> Got:
        """Open the printed address, and keep the cookie and the key."""
        got = self.send("GET", self.entrance, [("host", HOST)])
        self.cookie = got.headers["set-cookie"].partition(";")[0]
        self.key = got.headers["location"].partition("#key=")[2]
        return got

    def send(self, method: str, target: str, head: Head, body: bytes = b"") -> Got:
        """Send a request with this head alone."""
        # In a thread of its own: what drives a browser leaves its loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(self._sent(method, target, head, body))).result()

    def get(self, target: str, *more: tuple[str, str]) -> Got:
        """Ask for something, as the page does."""
        head = [("host", HOST), ("cookie", self.cookie), ("x-audiocoach-key", self.key)]
        return self.send("GET", target, [*head, *more])

    def post(self, name: str, asked: Any) -> Got:
        """Ask a question, as the page does."""
        body = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
        return self.send("POST", f"/api/{name}", self.asking(body), body)

    def ask(self, name: str, /, **asked: Any) -> Any:
        """Ask a question that is answered."""
        got = self.post(name, asked)
        assert got.status == 200, got
        return got.json

    def asking(self, body: bytes) -> Head:
        """Return the head of a question of the page's own."""
        return [
            ("host", HOST),
            ("origin", ORIGIN),
            ("sec-fetch-site", "same-origin"),
            ("cookie", self.cookie),
            ("x-audiocoach-key", self.key),
            ("content-type", "application/json"),
            ("content-length", str(len(body))),
        ]

    async def _sent(self, method: str, target: str, head: Head, body: bytes) -> Got:
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote_to_bytes(path).decode("utf-8", "replace"),
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in head],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", PORT),
        }
        waiting = [{"type": "http.request", "body": body, "more_body": False}]
        got: dict[str, Any] = {"status": 0, "headers": {}, "body": b""}

        async def receive() -> dict[str, Any]:
            if waiting:
                return waiting.pop()
            await asyncio.Event().wait()  # the browser stays
            raise AssertionError

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                got["status"] = message["status"]
                got["headers"] = {n.decode().lower(): v.decode("latin-1") for n, v in message.get("headers", ())}
            else:
                got["body"] += message.get("body", b"")

        await self.app(scope, receive, send)  # type: ignore[arg-type]
        return Got(**got)
