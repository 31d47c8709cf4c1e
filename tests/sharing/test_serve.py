"""The server as strangers meet it: what it gives, what it refuses, many at once, and how it ends."""

from __future__ import annotations

import io
import os
import random
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.errors import AudiocoachError
from audiocoach.sharing.folder import MANIFEST, SharedFolder
from audiocoach.sharing.server import lan_address
from tests.support.patience import PATIENCE_S
from tests.support.running_server import Server, serving
from tests.support.terminal import in_terminal

pytestmark = pytest.mark.slow

BIG = 50_000_000
SECRET = b"nobody but its owner reads this"
FILES = {
    "index.html": b"<!doctype html><title>page</title>",
    "a b.mp3": b"sound" * 1000,
    "a b.vtt": b"WEBVTT\n",
    "a b.chapters.json": b"{}",
    "a b.png": b"\x89PNG",
    "feed.xml": b"<rss/>",
    "calendar.ics": b"BEGIN:VCALENDAR\r\n",
    "playlist.m3u8": b"#EXTM3U\n",
    "plan/l\u00e4ufe \U0001f3c3.mp3": b"more",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shared folder with things around and in it that are nobody's business."""
    top = tmp_path_factory.mktemp("serve")
    (top / "secret.txt").write_bytes(SECRET)
    found = top / "site"
    shared = SharedFolder(found)
    shared.claim(list(FILES))
    for name, data in FILES.items():
        shared.put(name, data)
    shared.finish()
    (found / ".hidden").write_bytes(SECRET)
    (found / ".git").mkdir()
    (found / ".git" / "config").write_bytes(SECRET)
    (found / "empty").mkdir()
    if os.name == "posix":
        (found / "out.txt").symlink_to(top / "secret.txt")
        (found / "up").symlink_to(top)
        (found / "loop").symlink_to("loop")
        os.mkfifo(found / "pipe")
    block = random.Random(7).randbytes(1_000_000)  # noqa: S311
    (found / "big.mp3").write_bytes(block * (BIG // len(block)))
    return found


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as found:
        yield found


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("a%20b.mp3", "audio/mpeg"),
        ("a%20b.vtt", "text/vtt; charset=utf-8"),
        ("a%20b.chapters.json", "application/json+chapters"),
        ("a%20b.png", "image/png"),
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("calendar.ics", "text/calendar; charset=utf-8"),
        ("playlist.m3u8", "audio/x-mpegurl; charset=utf-8"),
        ("plan/l%C3%A4ufe%20%F0%9F%8F%83.mp3", "audio/mpeg"),
    ],
)
def test_each_file_comes_with_its_type(server: Server, folder: Path, path: str, kind: str) -> None:
    got = server.get(server.root + path)
    whole = FILES["index.html"] if not path else None
    assert got.status == 200
    assert got.headers["content-type"] == kind
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"] == "no-referrer"
    assert got.body in ([whole] if whole else FILES.values())
    head = server.get(server.root + path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(got.body))


def test_a_browser_that_has_it_already_gets_nothing_again(server: Server) -> None:
    tag = server.get(server.root + "a%20b.mp3").headers["etag"]
    again = server.get(server.root + "a%20b.mp3", if_none_match=tag)
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("0-0", 0, 0), ("100-199", 100, 199), ("4990-", 4990, 4999), ("-10", 4990, 4999), ("4000-999999", 4000, 4999)],
)
def test_ranges(server: Server, wanted: str, first: int, last: int) -> None:
    got = server.get(server.root + "a%20b.mp3", range=f"bytes={wanted}")
    assert got.status == 206
    assert got.headers["content-range"] == f"bytes {first}-{last}/5000"
    assert got.body == FILES["a b.mp3"][first : last + 1]


@pytest.mark.parametrize("wanted", ["bytes=5000-", "bytes=9-1"])
def test_ranges_that_cannot_be_met_give_no_sound(server: Server, wanted: str) -> None:
    assert server.get(server.root + "a%20b.mp3", range=wanted).status in (400, 416)


def test_thousands_of_ranges_are_no_lever(server: Server) -> None:
    got = server.get(server.root + "a%20b.mp3", range="bytes=" + "0-," * 2000 + "0-")
    assert got.status in (200, 400, 416)
    assert len(got.body) <= 5000


PATHS = {
    "up": "{root}../secret.txt",
    "up twice": "{root}plan/../../secret.txt",
    "up coded": "{root}%2e%2e/secret.txt",
    "up coded in part": "{root}.%2E/secret.txt",
    "up coded slash": "{root}..%2fsecret.txt",
    "up coded twice": "{root}%252e%252e%252fsecret.txt",
    "up backslash": "{root}..\\secret.txt",
    "up coded backslash": "{root}..%5csecret.txt",
    "up overlong": "{root}%c0%ae%c0%ae/secret.txt",
    "up many": "{root}" + "../" * 40 + "etc/passwd",
    "up many coded": "{root}" + "%2e%2e%2f" * 40 + "etc%2fpasswd",
    "up with semicolon": "{root}..;/secret.txt",
    "absolute": "{root}/etc/passwd",
    "absolute coded": "{root}%2fetc%2fpasswd",
    "absolute real": "{root}{outside}",
    "absolute real coded": "{root}{outside_coded}",
    "absolute without the key": "/etc/passwd",
    "address of a file": "file:///etc/passwd",
    "link out": "{root}out.txt",
    "linked folder": "{root}up/secret.txt",
    "linked folder and back": "{root}up/site/index.html%00",
    "link to itself": "{root}loop",
    "pipe": "{root}pipe",
    "NUL": "{root}index.html%00",
    "NUL within": "{root}a%00b.mp3",
    "NUL before": "{root}%00index.html",
    "hidden": "{root}.hidden",
    "hidden coded": "{root}%2ehidden",
    "hidden folder": "{root}.git/config",
    "own list": "{root}" + MANIFEST,
    "folder without a page": "{root}plan/",
    "empty folder": "{root}empty/",
    "device": "{root}CON",
    "stream": "{root}index.html::$DATA",
    "no such file": "{root}other.mp3",
    "file as folder": "{root}index.html/x",
    "name too long": "{root}" + "x" * 5000,
    "path too deep": "{root}" + "x/" * 4000,
    "bad code": "{root}%zz",
    "not UTF-8": "{root}%ff%fe",
    "no key": "/",
    "no key but a file": "/index.html",
    "wrong key": "/AAAAAAAAAAAAAAAA/",
    "key in capitals": "{shouted}index.html",
    "part of the key": "{part}/",
    "robots": "/robots.txt",
    "favicon": "/favicon.ico",
}


@pytest.mark.parametrize("name", PATHS)
def test_hostile_paths_are_refused(server: Server, folder: Path, name: str) -> None:
    outside = str(folder.parent / "secret.txt")
    path = PATHS[name].format(
        root=server.root,
        outside=outside,
        outside_coded=outside.replace("/", "%2f"),
        shouted=server.root.swapcase(),
        part=server.root[:-3],
    )
    got = server.get(path)
    assert got.status in (400, 404, 431), got
    assert SECRET not in got.body
    assert b"root:" not in got.body
    assert b"Traceback" not in got.body
    assert b"index.html" not in got.body, "no listing"


METHODS = [
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "MOVE",
    "get",
    "X" * 300,
    "G\x00T",
]


@pytest.mark.parametrize("method", METHODS, ids=range(len(METHODS)))
def test_nothing_but_reading(server: Server, folder: Path, method: str) -> None:
    before = (folder / "index.html").read_bytes()
    got = server.get(server.root + "index.html", method, content_length="0")
    assert got.status in (400, 404, 405)
    assert before not in got.body
    assert (folder / "index.html").read_bytes() == before


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1.evil.example",
        "evil.example@127.0.0.1",
        "127.0.0.1@evil.example",
        "0.0.0.0:{port}",
        "192.168.0.1",
        "[::1]",
        "localhost.evil.example",
        "www.localhost",
        "2130706433",
        " ",
        "x" * 2000,
    ],
)
def test_other_names_for_this_computer_get_nothing(server: Server, host: str) -> None:
    got = server.get(server.root + "index.html", host=host.format(port=server.port))
    assert got.status == 400
    assert FILES["index.html"] not in got.body


RAW = {
    "no host": b"GET {root} HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": b"GET {root} HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "huge header": b"GET {root} HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    "many headers": b"GET {root} HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 30_000 + b"\r\n",
    "huge path": b"GET {root}" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "split header": b"GET {root} HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1\r\n folded: x\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    "old HTTP": b"GET {root}\r\n\r\n",
    "smuggled": b"POST {root} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "negative length": b"GET {root} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
    "control signs": b"GET {root}\x01\x02 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
}


@pytest.mark.parametrize("name", RAW)
def test_broken_requests_get_an_error_or_nothing(server: Server, name: str) -> None:
    got = server.send(RAW[name].replace(b"{root}", server.root.encode()))
    assert got.status in (0, 400, 405, 414, 431)
    assert FILES["index.html"] not in got.body
    assert server.get(server.root).status == 200, "and it goes on for others"


def test_no_upgrade_to_anything_else(server: Server) -> None:
    got = server.get(server.root, upgrade="websocket", sec_websocket_version="13", sec_websocket_key="eA==")
    assert got.status in (200, 400, 426)
    assert "upgrade" not in got.headers


def memory(process: int) -> int:
    """The most memory a process has had, in bytes."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("the system does not say")


def test_two_hundred_ranges_at_once_have_the_right_bytes_and_take_no_memory(server: Server, folder: Path) -> None:
    data = (folder / "big.mp3").read_bytes()
    chance = random.Random(11)  # noqa: S311
    starts = [chance.randrange(BIG - 1_000_000) for _ in range(200)]
    linux = sys.platform == "linux"
    server.get(server.root + "big.mp3", range="bytes=0-999999")
    before = memory(server.process.pid) if linux else 0

    all_here = threading.Barrier(len(starts), timeout=PATIENCE_S)

    def fetch(start: int) -> bool:
        asked = f"GET {server.root}big.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S) as connection:
            connection.sendall(f"{asked}Range: bytes={start}-{start + 999_999}\r\n\r\n".encode())
            received = connection.recv(100)
            all_here.wait()  # all have been answered before any of them is read to its end
            while part := connection.recv(1 << 16):
                received += part
        head, _, body = received.partition(b"\r\n\r\n")
        return head.startswith(b"HTTP/1.1 206 ") and body == data[start : start + 1_000_000]

    with ThreadPoolExecutor(len(starts)) as pool:
        assert all(pool.map(fetch, starts))
    if linux:
        grown = memory(server.process.pid) - before
        assert grown < 60_000_000, f"{grown / 1e6:.0f} MB for 200 MB sent"


def begun(server: Server) -> socket.socket:
    """A connection in the middle of a large file, of which nothing more is taken."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S)
    connection.sendall(f"GET {server.root}big.mp3 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    return connection


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
def test_killed_while_sending_nothing_is_damaged(folder: Path) -> None:
    before = {path: path.stat().st_mtime for path in folder.rglob("*") if path.is_file()}
    with serving(folder) as server:
        with begun(server):
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(PATIENCE_S)
        first = server.url
    with serving(folder) as server:
        assert server.get(server.root + "big.mp3", "HEAD").headers["content-length"] == str(BIG)
        assert server.root not in first, "and each time under another key"
    assert {path: path.stat().st_mtime for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
def test_ctrl_c_stops_it_also_while_somebody_listens(folder: Path) -> None:
    with serving(folder) as server, begun(server):
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(PATIENCE_S) == 0
        assert server.process.stderr is not None
        assert server.process.stderr.read() == ""


def test_a_folder_that_share_did_not_make_is_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.html").write_text("my own")
    assert main(["serve", str(tmp_path)]) == 1
    assert "not a folder that 'audiocoach share' has made" in capsys.readouterr().err


def test_what_is_for_scripts_is_refused_for_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(folder), "--coach", "none"]) == 2
    assert "a shared folder is served as it is" in capsys.readouterr().err


def test_scripts_are_shared_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("session: A\ncoach: beeps-only\nvoice: {engine: tone}\nsteps: [work 9s Run]\n")
    with serving(Path("a.yaml")) as server:
        assert server.get(server.root).status == 200
        assert server.get(server.root + "a.mp3", range="bytes=0-2").body == b"ID3"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "output"]


def test_opened_to_the_network_it_is_on_that_address_alone_and_says_so(folder: Path) -> None:
    try:
        address = lan_address()
    except AudiocoachError as error:
        pytest.skip(str(error))
    with serving(folder, "--lan") as server:
        assert server.url.startswith(f"http://{address}:")
        assert server.get(server.root).status == 200
        assert server.get(server.root, host="127.0.0.1").status == 400
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S)
        said = "".join(server.process.stdout.readline() for _ in range(2)) if server.process.stdout else ""
    assert "everybody in this network who has the address can listen" in said


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal")
def test_a_terminal_shows_the_address_for_a_phones_camera(folder: Path) -> None:
    import segno

    try:
        lan_address()
    except AudiocoachError as error:
        pytest.skip(str(error))
    with in_terminal("serve", str(folder), "--port", "0", "--lan") as serving_it:
        said = serving_it.until(b"Ctrl-C")
    shown, _, rest = said.partition("http://")
    drawn = io.StringIO()
    segno.make_qr(f"http://{rest.split()[0]}").terminal(drawn, compact=True, border=2)
    assert shown == drawn.getvalue()


def test_a_port_that_is_taken_is_told(server: Server, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(folder), "--port", str(server.port)]) == 1
    assert f"port {server.port}: address already in use" in capsys.readouterr().err
