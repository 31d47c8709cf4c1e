"""Who may ask the studio anything: the page that was opened with its secret, and nobody else.

The printed address is good for one visit, which gets a cookie that no script and no other site's page can use, and a
key. Each request is held against the cookie, and against the name that it was sent to: another site whose name leads
here is not us. Cookies know no ports, so that a browser gives ours to any server of this computer that it is led to;
the key goes to no other port, and what is in the folder is neither read nor written without it.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from hmac import compare_digest
from typing import TYPE_CHECKING

from audiocoach.sharing.answers import HEADERS, LONGEST_HEAD, READING, has_body, head_size, say, with_headers
from audiocoach.sharing.server import LOOPBACK

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

ENTRANCE = "/enter/"
"""What stands before the secret in the printed address."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

OWN_HEADERS = {
    **HEADERS,
    "content-security-policy": POLICY,
    # A coach's own voice is recorded here.
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
    "cache-control": "no-store",
}
"""Headers of every answer, where it has none of the name of its own."""

MOST_SENT = 8 * 1024 * 1024
"""Bytes of a question: a script of 1 MiB, each of whose characters JSON may write in six."""
MOST_IMPORTED = 96 * 1024 * 1024
"""Bytes of a question that brings a file: an hour of music at 160 kb/s is 72 MB, and a third more as text."""

FILES = "/files/"
"""What stands before the name of a file of the folder that is downloaded."""
KEY_HEADER = b"x-audiocoach-key"

_ONCE = (b"host", b"origin", b"cookie", b"content-type", b"content-length", b"sec-fetch-site", KEY_HEADER)


class ClosedDoor:
    """What stands before the studio's application, and lets through what its own page asks.

    `port`: where it listens. `large`: the paths of questions that may bring a whole file.
    """

    def __init__(self, port: int, large: frozenset[str] = frozenset()) -> None:
        self.host = f"{LOOPBACK}:{port}"
        self.origin = f"http://{self.host}"
        # Cookies know no ports: that of another studio has another name.
        self.cookie_name = f"audiocoach-studio-{port}"
        self._secret = secrets.token_urlsafe(24)
        self._token = secrets.token_urlsafe(32)
        self._key = secrets.token_urlsafe(32)
        self._is_used = False
        self._large = large

    @property
    def url(self) -> str:
        """Return the address to open, once."""
        return f"{self.origin}{ENTRANCE}{self._secret}"

    def before(self, app: ASGIApp) -> ASGIApp:
        """Give the application behind this door."""

        async def answered(scope: Scope, receive: Receive, send: Send) -> None:
            send_on = with_headers(send, OWN_HEADERS)
            if refused := self._refusal(scope):
                await say(send_on, *refused)
            elif scope["path"].startswith(ENTRANCE):
                await self._enter(scope, send_on)
            elif not self._is_known(scope):
                await say(send_on, 403, "open the address that 'audiocoach studio' has printed, which is good once")
            elif not self._may_ask(scope):
                await say(send_on, 403, "this page has lost its key: end 'audiocoach studio' and begin anew")
            else:
                await app(scope, receive, send_on)

        return answered

    def most_sent(self, path: str) -> int:
        """Return how many bytes a question may have."""
        return MOST_IMPORTED if path in self._large else MOST_SENT

    async def _enter(self, scope: Scope, send: Send) -> None:
        given = scope["path"].removeprefix(ENTRANCE)
        is_right = compare_digest(given.encode("utf-8", "replace"), self._secret.encode())
        if scope["method"] != "GET":  # who only looks, as some programs do at addresses, must not use it up
            await say(send, 405, "this address is to be opened", (b"allow", b"GET"))
        elif not is_right or (self._is_used and not self._is_known(scope)):
            await say(send, 403, "this address was used before, or is no such: end 'audiocoach studio' and begin anew")
        else:
            # A fragment goes to no server. It is given once: who has seen the address has nothing by the cookie.
            place = "/" if self._is_used else f"/#key={self._key}"
            self._is_used = True
            cookie = f"{self.cookie_name}={self._token}; Path=/; HttpOnly; SameSite=Strict"
            head = [(b"location", place.encode()), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
            await send({"type": "http.response.start", "status": 303, "headers": head})
            await send({"type": "http.response.body", "body": b""})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Say why a request is not our page's by what stands at its head; None where it may be."""
        names = Counter(name for name, _ in scope["headers"])
        found: Mapping[bytes, bytes] = dict(scope["headers"])
        if head_size(scope) > LONGEST_HEAD:
            return 431, "this request is too long"
        if any(names[name] > 1 for name in _ONCE):
            return 400, "this says something twice"
        if found.get(b"host", b"") != self.host.encode():
            return 403, "this is not sent to here"
        if scope["method"] == "HEAD" and scope["path"].startswith("/api/"):
            return 405, "what is made as it is asked for has no head"
        if scope["method"] in READING:
            return self._reading_refusal(scope, found)
        if scope["method"] != "POST":
            return 405, "only GET and POST are possible here"
        return self._sending_refusal(scope, found)

    def _reading_refusal(self, scope: Scope, found: Mapping[bytes, bytes]) -> tuple[int, str] | None:
        if found.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin"):
            return 403, "another site's page reads nothing here"
        if found.get(b"origin", self.origin.encode()) != self.origin.encode():
            return 403, "another site's page reads nothing here"
        return (400, "nothing is taken here") if has_body(scope) else None

    def _sending_refusal(self, scope: Scope, found: Mapping[bytes, bytes]) -> tuple[int, str] | None:
        is_ours = found.get(b"origin", b"") == self.origin.encode()
        if not is_ours or found.get(b"sec-fetch-site", b"same-origin") != b"same-origin":
            return 403, "only the studio's own page can ask this"
        kind, _, more = found.get(b"content-type", b"").lower().partition(b";")
        if kind.strip() != b"application/json" or more.strip() not in (b"", b"charset=utf-8"):
            return 415, "this is no JSON"
        length = found.get(b"content-length", b"")
        if b"transfer-encoding" in found or b"content-encoding" in found or not length.isdigit():
            return 411, "say how long this is"
        return (413, "this is too long") if int(length[:12]) > self.most_sent(scope["path"]) else None

    def _is_known(self, scope: Scope) -> bool:
        """Tell whether a request has our cookie."""
        for name, value in scope["headers"]:
            if name == b"cookie":
                for part in value.split(b";"):
                    key, _, token = part.strip().partition(b"=")
                    if key == self.cookie_name.encode() and compare_digest(token, self._token.encode()):
                        return True
        return False

    def _may_ask(self, scope: Scope) -> bool:
        """Tell whether a request has our key, where it needs it.

        The page's own files are no secret, and what is told and heard has a name that only an answer has told.
        """
        given = dict(scope["headers"]).get(KEY_HEADER, b"")
        if scope["method"] in READING:
            if not scope["path"].startswith(FILES):
                return True
            given = given or scope["query_string"].removeprefix(b"key=")
        return compare_digest(given, self._key.encode())
