"""Object stores that fail or do things twice, by a seed; and a server on this computer that is one."""

import hashlib
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


class UnreliableStore:
    """A store of obstore's, of which some calls fail before or after they were carried out, or happen twice."""

    def __init__(self, store, seed, *, share=0.5, most=2):
        self._store, self._share, self._most = store, share, most
        self._random = random.Random(seed)  # noqa: S311 - which calls fail
        self._running = 0
        self.failures = 0
        self.puts = 0

    def put(self, path, file, /, *, mode, use_multipart):
        self.puts += 1
        return self._perhaps(lambda: self._store.put(path, file, mode=mode, use_multipart=use_multipart))

    def head(self, path, /):
        return self._perhaps(lambda: self._store.head(path))

    def get(self, path, /):
        return self._perhaps(lambda: self._store.get(path))

    def get_range(self, path, /, *, start, end):
        return self._perhaps(lambda: self._store.get_range(path, start=start, end=end))

    def list(self, prefix=None, /):
        return self._perhaps(lambda: self._store.list(prefix))

    def _perhaps(self, call):
        """Carry a call out, or fail; never more often in a row than `most`."""
        from obstore.exceptions import GenericError

        kind = self._random.choice(["before", "after", "twice"]) if self._random.random() < self._share else ""
        if kind in ("before", "after") and self._running < self._most:
            self._running += 1
            self.failures += 1
            if kind == "after":
                call()
            raise GenericError("the connection was lost")
        self._running = 0
        if kind == "twice":
            call()
        return call()


class MeteredStore(UnreliableStore):
    """A store that counts the bytes that are read of its objects; `longer`: each gives so many more than it says."""

    def __init__(self, store, *, longer=0):
        super().__init__(store, 0, share=0)
        self.longer, self.read = longer, 0

    def get(self, path, /):
        return _Metered(super().get(path), self)


class _Metered:
    def __init__(self, found, store):
        self._found, self._store = found, store
        self.meta = found.meta

    def stream(self, least=1 << 20):
        for part in self._parts(least):
            self._store.read += len(part)
            yield part

    def _parts(self, least):
        yield from self._found.stream(least)
        for _ in range(0, self._store.longer, least):
            yield bytes(least)


@dataclass
class S3:
    """A server that does what is used of S3, and what it was asked."""

    address: str
    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    answer: int = 0
    """A status that every request gets, if any."""


@contextmanager
def s3_server() -> Iterator[S3]:
    """Serve buckets from memory, on this computer alone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    store = server.store = S3(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def _key(self):
        store = self.server.store
        store.asked.append((self.command, self.path, self.headers.get("Authorization", "")))
        return unquote(urlsplit(self.path).path).lstrip("/")

    def _answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self):
        key, store = self._key(), self.server.store
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if store.answer:
            self._answer(store.answer, b"<Error><Code>AccessDenied</Code></Error>")
        elif self.headers.get("If-None-Match") == "*" and key in store.objects:
            self._answer(412, b"<Error><Code>PreconditionFailed</Code></Error>")
        else:
            store.objects[key] = body
            self._answer(200, ETag=_tag(body))

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        key, store = self._key(), self.server.store
        query = parse_qs(urlsplit(self.path).query)
        if store.answer:
            self._answer(store.answer, b"<Error><Code>AccessDenied</Code></Error>")
        elif "list-type" in query:
            self._answer(200, _listed(store.objects, key.rstrip("/"), query.get("prefix", [""])[0]))
        elif key not in store.objects:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self._give(store.objects[key])

    def _give(self, body):
        facts = {"ETag": _tag(body), "Last_Modified": "Sun, 01 Nov 2026 10:00:00 GMT"}
        wanted = self.headers.get("Range", "")
        if wanted.startswith("bytes="):
            first, last = wanted.removeprefix("bytes=").split("-")
            part = body[int(first) : int(last) + 1]
            span = f"bytes {first}-{int(first) + len(part) - 1}/{len(body)}"
            self._answer(206, part, Content_Range=span, **facts)
        else:
            self._answer(200, body, **facts)


def _tag(body):
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'


def _listed(objects, bucket, prefix):
    found = "".join(
        f"<Contents><Key>{escape(key.removeprefix(bucket + '/'))}</Key><LastModified>2026-11-01T10:00:00.000Z"
        f"</LastModified><ETag>{_tag(body)}</ETag><Size>{len(body)}</Size></Contents>"
        for key, body in sorted(objects.items())
        if key.removeprefix(bucket + "/").startswith(prefix)
    )
    return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()
