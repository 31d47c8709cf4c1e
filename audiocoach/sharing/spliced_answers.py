"""Answer for an MP3 that is spliced: put together while it is sent, byte ranges included, as for a file."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from email.utils import formatdate

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from audiocoach.club.spliced_files import DamagedError, SplicedFile
from audiocoach.sharing.byte_ranges import BeyondError, MalformedError, parse_ranges

TYPE = "audio/mpeg"


class SplicedAnswer(StreamingResponse):
    """An answer with bytes of an MP3, whose files are closed when it ends, however it ends."""

    def __init__(self, spliced: SplicedFile, blocks: Iterator[bytes], status: int, headers: Mapping[str, str]) -> None:
        super().__init__(blocks, status, headers)
        self._spliced = spliced

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._spliced.close()


def headers_of(spliced: SplicedFile) -> dict[str, str]:
    """Give the headers with which the whole MP3 is sent."""
    return {
        "content-type": TYPE,
        "accept-ranges": "bytes",
        "content-length": str(spliced.size),
        "last-modified": formatdate(spliced.modified, usegmt=True),
        "etag": f'"{spliced.sha256[:32]}"',
    }


def answer(spliced: SplicedFile, scope: Scope, told: Callable[[str], None]) -> Response:
    """Make the answer to a request for an MP3, to GET or HEAD; whoever makes another of it closes the file.

    `told` is called with a line when something turns out to be damaged while it is sent; the answer then breaks off.
    """
    headers, about = Headers(scope=scope), headers_of(spliced)
    ranges: Sequence[tuple[int, int]] = ()
    wanted, unless = headers.get("range"), headers.get("if-range")
    if wanted is not None and (unless is None or unless in (about["etag"], about["last-modified"])):
        try:
            ranges = parse_ranges(wanted, spliced.size)
        except MalformedError as error:
            spliced.close()
            return PlainTextResponse(str(error), 400)
        except BeyondError:
            spliced.close()
            return PlainTextResponse(status_code=416, headers={"content-range": f"bytes */{spliced.size}"})
    status, parts = 206 if ranges else 200, [(b"", 0, spliced.size)]
    if len(ranges) == 1:
        ((start, stop),) = ranges
        about |= {"content-range": f"bytes {start}-{stop - 1}/{spliced.size}", "content-length": str(stop - start)}
        parts = [(b"", start, stop)]
    elif ranges:
        boundary = secrets.token_hex(13)
        parts = list(_parts(ranges, boundary, spliced.size))
        length = sum(len(text) + stop - start for text, start, stop in parts)
        about |= {"content-type": f"multipart/byteranges; boundary={boundary}", "content-length": str(length)}
    if scope["method"] == "HEAD":
        spliced.close()
        return Response(None, status, about)
    return SplicedAnswer(spliced, _sent(spliced, parts, told), status, about)


def _parts(ranges: Sequence[tuple[int, int]], boundary: str, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Give each of several ranges, with what stands before it; in the end what closes them."""
    for number, (start, stop) in enumerate(ranges):
        text = "\r\n" * bool(number) + f"--{boundary}\r\nContent-Type: {TYPE}\r\n"
        yield f"{text}Content-Range: bytes {start}-{stop - 1}/{size}\r\n\r\n".encode(), start, stop
    yield f"\r\n--{boundary}--".encode(), 0, 0


def _sent(
    spliced: SplicedFile, parts: Sequence[tuple[bytes, int, int]], told: Callable[[str], None]
) -> Iterator[bytes]:
    try:
        for text, start, stop in parts:
            if text:
                yield text
            yield from spliced.blocks(start, stop)
    except DamagedError as error:
        told(str(error))
        raise
