"""The server while others hold on to it: whoever asks is answered at once, and what it says is always guarded."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector

import pytest

from audiocoach.sharing.answers import HEADERS
from audiocoach.sharing.doorkeeper import HEAD_SECONDS, PLACES, SEND_SECONDS, WAITING_PER_ADDRESS
from audiocoach.sharing.folder import SharedFolder
from tests.support.patience import PATIENCE_S
from tests.support.running_server import Server, serving

pytestmark = pytest.mark.slow

FILES = {"index.html": b"<!doctype html><title>page</title>", "a.mp3": b"sound" * 1000}
SECRET = b"nobody but its owner reads this"
STRANGE = {
    "evil.html": b"<script>alert(1)</script>",
    "evil.htm": b"<script>alert(1)</script>",
    "evil.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "evil.xhtml": b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
    "evil.js": b"alert(1)",
    "evil": b"<html>",
    "404.html": b"<script>alert(1)</script>",
    "plan/index.html": b"<script>alert(1)</script>",
    "a.mp3.html": b"<script>alert(1)</script>",
    "notes.txt": SECRET,
}
LOOPBACK = sys.platform == "linux"
NO_LOOPBACK = "only Linux has the whole of 127.0.0.0/8 without being asked"
SOON_S = HEAD_SECONDS - 2
"""Whoever is answered in less has not waited for those who hold on, however busy the machine is."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("besieged") / "site"
    shared = SharedFolder(found)
    shared.claim(list(FILES))
    for name, data in FILES.items():
        shared.put(name, data)
    shared.finish()
    (found / "plan").mkdir()
    for name, data in STRANGE.items():
        (found / name).write_bytes(data)
    (found / "big.mp3").write_bytes(bytes(20_000_000))
    (found / ".hidden").write_bytes(SECRET)
    if os.name == "posix":
        (found / "linked.mp3").symlink_to(".hidden")
    return found


@contextmanager
def silent(folder: Path) -> Iterator[Server]:
    """A server that has said nothing when it ends."""
    with serving(folder) as found:
        yield found
        found.process.terminate()
        _, told = found.process.communicate(timeout=PATIENCE_S)
        assert told == ""


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with silent(folder) as found:
        yield found


@pytest.fixture(scope="module")
def asked_in_turn(folder: Path) -> Iterator[Server]:
    """One for all who ask for a file and go."""
    with silent(folder) as found:
        yield found


@contextmanager
def holding(server: Server, count: int, addresses: int = 1, said: bytes = b"") -> Iterator[list[socket.socket]]:
    """That many connections from so many addresses, each of which says something and then nothing."""
    with ExitStack() as stack:
        found = []
        for number in range(count):
            connection = stack.enter_context(socket.socket())
            connection.bind((f"127.0.0.{1 + number % addresses}", 0))
            connection.settimeout(PATIENCE_S)
            connection.connect((server.address, server.port))
            connection.sendall(said)
            found.append(connection)
        yield found


def answered(server: Server, source: str = "127.0.0.1") -> float:
    """Ask for a sound from an address, and return the seconds until it was there."""
    start = time.perf_counter()
    with socket.create_connection(
        (server.address, server.port), timeout=PATIENCE_S, source_address=(source, 0)
    ) as connection:
        asked = f"GET {server.root}a.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        connection.sendall(asked.encode())
        received = b""
        while part := connection.recv(1 << 16):
            received += part
    assert received.startswith(b"HTTP/1.1 200")
    assert received.endswith(FILES["a.mp3"])
    return time.perf_counter() - start


HELD = {
    "idle": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
    "a body to come": b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nx",
    "nothing like a request": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.mark.parametrize("addresses", [1, 10])
@pytest.mark.parametrize("said", HELD)
def test_whoever_asks_is_answered_at_once_while_a_thousand_hold_on(server: Server, said: str, addresses: int) -> None:
    if addresses > 1 and not LOOPBACK:
        pytest.skip(NO_LOOPBACK)
    with holding(server, 1000, addresses, HELD[said]):
        for source in ("127.0.0.1", "127.0.0.77")[: 1 + LOOPBACK]:
            assert answered(server, source) < SOON_S
        assert max(answered(server) for _ in range(20)) < SOON_S


def test_whoever_asks_is_answered_at_once_while_a_thousand_take_nothing_of_what_they_asked_for(server: Server) -> None:
    asked = f"GET {server.root}big.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    with holding(server, 1000, 10 if LOOPBACK else 1, asked):
        assert max(answered(server) for _ in range(20)) < SOON_S


def test_whoever_asks_is_answered_at_once_while_heads_come_byte_by_byte(server: Server) -> None:
    with holding(server, 500, 1, b"G") as slow:
        for byte in b"ET / HTTP/1.1":
            for connection in slow:
                try:
                    connection.send(bytes([byte]))
                except OSError:
                    continue  # it was ended
            assert answered(server) < SOON_S


def gone(connection: socket.socket) -> bool:
    """Whether the other end has ended a connection."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def until(count: int, connections: list[socket.socket], seconds: float) -> int:
    """How many are still there, as soon as they are no more than a number, or after some seconds."""
    end = time.monotonic() + seconds
    left = set(connections)
    with DefaultSelector() as heard:
        for each in connections:
            heard.register(each, EVENT_READ)
        while len(left) > count and (remaining := end - time.monotonic()) > 0:
            for key, _ in heard.select(remaining):
                if gone(key.fileobj):
                    heard.unregister(key.fileobj)
                    left.remove(key.fileobj)
    return len(left)


def test_one_address_keeps_no_more_than_its_share_of_silent_connections(server: Server) -> None:
    with holding(server, PLACES // 2) as silent:
        left = until(WAITING_PER_ADDRESS, silent, SOON_S)
        assert left == WAITING_PER_ADDRESS


def test_a_request_that_does_not_come_is_waited_for_no_longer_than_said(server: Server) -> None:
    with holding(server, 3, said=b"GET / HTTP/1.1\r\n") as slow:
        assert until(0, slow, SEND_SECONDS - 10) == 0


def test_a_connection_that_is_used_stays_while_idle_ones_come(server: Server) -> None:
    asked = f"GET {server.root}a.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=0-9\r\n\r\n".encode()
    with holding(server, 1) as (used,):
        for _ in range(20):
            used.sendall(asked)
            received = b""
            while not received.endswith(b"soundsound"):
                part = used.recv(1 << 16)
                assert part, "it was ended"
                received += part
            with holding(server, 60):
                pass


def guarded(headers: dict[str, str]) -> bool:
    policy = headers.get("content-security-policy", "")
    others = {name: value.lower() for name, value in HEADERS.items() if name != "content-security-policy"}
    return others.items() <= headers.items() and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("name", STRANGE)
def test_what_share_does_not_make_is_not_served(asked_in_turn: Server, name: str) -> None:
    got = asked_in_turn.get(asked_in_turn.root + name)
    assert got.status == 404
    assert STRANGE[name] not in got.body
    assert guarded(got.headers)


def test_a_link_within_the_folder_shows_nothing_hidden(asked_in_turn: Server) -> None:
    assert asked_in_turn.get(asked_in_turn.root + "linked.mp3").status == 404


def test_the_page_alone_may_run_anything_and_that_only_what_was_written_into_it(asked_in_turn: Server) -> None:
    page = asked_in_turn.get(asked_in_turn.root)
    assert guarded(page.headers)
    assert "script-src 'sha256-" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "sandbox" in asked_in_turn.get(asked_in_turn.root + "a.mp3").headers["content-security-policy"]


def requests(root: str) -> Iterator[tuple[str, bytes, tuple[int, ...]]]:
    """More than a hundred that ask for what they must not have, each with the statuses that are right."""
    usual = "Host: 127.0.0.1\r\nConnection: close\r\n"

    def get(path: str, more: str = "", method: str = "GET") -> bytes:
        return f"{method} {path} HTTP/1.1\r\n{usual}{more}\r\n".encode("latin-1")

    ups = ["..", "%2e%2e", "%2E.", "..%00", "%252e%252e", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "..;", "%uff0e%uff0e"]
    slashes = ["/", "%2f", "%5c", "\\", "%252f", "//", "%c0%af", "/./"]
    for up in ups:
        for slash in slashes:
            yield "up", get(f"{root}{(up + slash) * 6}etc{slash}passwd"), (400, 404)
    for code in (*range(32), 127, *range(0x80, 0xA0, 5)):
        yield "control", get(f"{root}a%{code:02x}.mp3"), (404,)
    for path in ("http://evil.example/", "http://127.0.0.1/etc/passwd", "file:///etc/passwd", "*", "//evil.example/"):
        yield "elsewhere", get(path), (400, 404)
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "HEAD\t", "get"):
        yield "method", get(root, method=method), (400, 405)
    chunked = "Transfer-Encoding: chunked\r\n"
    lengths = ("9", "-1", "+0", "1\r\nContent-Length: 2", "0x5")
    codings = (chunked, f"{chunked}Content-Length: 4\r\n", "Transfer-Encoding: gzip, chunked\r\n")
    for more in (*codings, *(f"Content-Length: {length}\r\n" for length in lengths)):
        yield "body", get(root, more) + b"5\r\nGET /\r\n0\r\n\r\n", (400, 501)
    for host in ("Host: evil.example\r\n", "Host: 127.0.0.1\r\n", "Host : x\r\n", "host: 127.0.0.1, evil.example\r\n"):
        yield "two hosts", get(root, host), (400,)
    for wanted in ("bytes=5000-", "bytes=9-1", "bytes=-0", "bytes=x", "lines=1-2", "bytes=1-2-3", "bytes=" + "9" * 50):
        yield "range", get(f"{root}a.mp3", f"Range: {wanted}\r\n"), (200, 400, 416)
    yield "long header", get(root, "X: " + "x" * 100_000 + "\r\n"), (431,)
    yield "long path", get(root + "x" * 100_000), (431, 414)
    yield "long name", get(root + "x" * 9000), (404,)
    yield "controls", get(root, "X: a\x00b\r\n"), (400,)
    yield "bare line ends", f"GET {root} HTTP/1.1\nHost: evil\n\n".encode(), (400,)
    yield "no version", f"GET {root}\r\n\r\n".encode(), (400,)
    yield "other version", f"GET {root} HTTP/3.7\r\n{usual}\r\n".encode(), (400, 505)


def test_more_than_a_hundred_hostile_requests_get_a_guarded_answer_and_nothing_else(asked_in_turn: Server) -> None:
    asked = list(requests(asked_in_turn.root))
    assert len(asked) > 100
    for what, data, right in asked:
        got = asked_in_turn.send(data)
        assert got.status in right, (what, data[:200], got)
        assert guarded(got.headers), (what, data[:200], got.headers)
        assert SECRET not in got.body
        assert b"root:" not in got.body
        assert b"Traceback" not in got.body
    assert answered(asked_in_turn) < SOON_S


def test_nonsense_in_the_middle_of_an_answer_ends_it_without_a_word(server: Server) -> None:
    head = f"GET {server.root}big.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    with holding(server, 1, said=head + b"zz\r\n\x00\x01") as (connection,):
        assert b"HTTP/1.1 400" in connection.recv(1000)
    assert answered(server) < SOON_S
