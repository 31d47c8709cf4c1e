"""What every answer of the server says to browsers, and which requests get one: such as read, and entries of runners
where these are taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from audiocoach.sharing.entry_desk import EntryDesk

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; "
        # Of its own origin, or Chromium does not play a sound that is opened by itself.
        "frame-ancestors 'none'; sandbox allow-same-origin"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # The address is the key to the folder: it is sent to nobody else.
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
    "cache-control": "no-cache",
}
"""Headers of every answer, errors included, where it has none of the name of its own."""

READING = ("GET", "HEAD")
LONGEST_HEAD = 16_384
"""Bytes of a request's line and headers."""


def page_policy(script: str, style: str, *, sends: bool = False) -> str:
    """Return the policy for the page, which runs and looks like what was written into it, by their hashes.

    `sends`: it may send entries to where it comes from.
    """
    connect = "connect-src 'self'; " if sends else ""
    return (
        f"default-src 'none'; script-src '{script}'; style-src '{style}'; img-src 'self' data:; media-src 'self'; "
        f"{connect}base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def answering(app: ASGIApp, desk: EntryDesk | None = None) -> ASGIApp:
    """Give every answer of an application `HEADERS`, and answer what does more than read by itself.

    What is sent to the `desk`, where there is one, is its alone.
    """

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        send_on = with_headers(send, HEADERS)
        if desk is not None and scope["method"] == "POST" and desk.serves(scope["path"]):
            if head_size(scope) > LONGEST_HEAD:
                await say(send_on, 431, "this request is too long")
            else:
                await say(send_on, *await desk.answer(scope, receive))
        elif scope["method"] not in READING:
            await say(send_on, 405, "only reading is possible here", (b"allow", b"GET, HEAD"))
        elif has_body(scope):
            await say(send_on, 400, "nothing is taken here")
        elif scope["http_version"] not in ("1.0", "1.1"):
            await say(send_on, 505, "this is HTTP 1.1")
        elif head_size(scope) > LONGEST_HEAD:
            await say(send_on, 431, "this request is too long")
        else:
            await app(scope, receive, send_on)

    return answered


def with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    """Give what sends an answer with `headers`, where it has none of the name of its own."""

    async def send_on(message: Any) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            there = {name.lower() for name, _ in own}
            more = [(name.encode(), value.encode()) for name, value in headers.items()]
            message = {**message, "headers": own + [pair for pair in more if pair[0] not in there]}
        await send(message)

    return send_on


def has_body(scope: Scope) -> bool:
    """Tell whether a request brings something."""
    headers = scope["headers"]
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value.strip(b"0 ")) for name, value in headers
    )


def head_size(scope: Scope) -> int:
    """Count the bytes of a request's line and headers."""
    return len(scope["raw_path"]) + len(scope["query_string"]) + sum(len(n) + len(v) for n, v in scope["headers"])


async def say(send: Send, status: int, why: str, *headers: tuple[bytes, bytes]) -> None:
    """Answer with a sentence, and end the connection."""
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": why.encode()})
