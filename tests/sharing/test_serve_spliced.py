"""A folder of spliced files is served as if the MP3s were in it: the same bytes, ranges and headers."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.running_server import Answer, Server, serving
from tests.support.spliced_makings import Piece, lay_out, plain

pytestmark = pytest.mark.slow

SOUND = random.Random(3).randbytes(144 * 60)  # noqa: S311


def session(name: str) -> list[Piece]:
    own = random.Random(name).randbytes(5000)  # noqa: S311
    return [
        Piece(own[:2000]),
        Piece(silence=3000),
        Piece(SOUND),
        Piece(silence=50_000),
        Piece(own[2000:]),
        Piece(SOUND),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of spliced files, with one in a folder below, and the MP3 of one under another name."""
    top = tmp_path_factory.mktemp("spliced")
    found = top / "out"
    lay_out(found, {name: session(name) for name in ("run Ann.mp3", "run Ben.mp3", "plan Éva/W01S1.mp3")})
    (found / "plain.mp3").write_bytes(plain(session("run Ann.mp3")))
    (found / ".hidden.mp3.spliced").write_bytes((found / "run Ann.mp3.spliced").read_bytes())
    if os.name == "posix":
        lay_out(top / "other", {"secret.mp3": session("secret")})
        (found / "out.mp3.spliced").symlink_to(top / "other" / "secret.mp3.spliced")
        os.mkfifo(found / "pipe.mp3.spliced")
    return found


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as found:
        yield found


def same_as_plain(server: Server, method: str = "GET", **headers: str) -> tuple[Answer, Answer]:
    """Ask for a spliced MP3 and for the plain one; gives both answers, which differ in nothing but what tells them."""
    spliced, as_file = (server.get(server.root + name, method, **headers) for name in ("run%20Ann.mp3", "plain.mp3"))
    assert spliced.status == as_file.status
    assert spliced.headers.keys() == as_file.headers.keys()
    own = {"etag", "last-modified", "date"}
    if "boundary=" in as_file.headers.get("content-type", ""):
        marks = [each.headers.pop("content-type").partition("boundary=")[2].encode() for each in (spliced, as_file)]
        assert spliced.body.replace(*marks) == as_file.body
    elif spliced.status < 400:
        assert spliced.body == as_file.body
    if spliced.status < 400:
        assert {key: spliced.headers[key] for key in spliced.headers.keys() - own} == {
            key: as_file.headers[key] for key in as_file.headers.keys() - own
        }
    return spliced, as_file


def test_the_whole_comes_with_a_files_headers(server: Server) -> None:
    got, _ = same_as_plain(server)
    assert got.status == 200
    assert got.body == plain(session("run Ann.mp3"))
    assert got.headers["content-type"] == "audio/mpeg"
    assert got.headers["x-content-type-options"] == "nosniff"
    head, _ = same_as_plain(server, "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(got.body)))


@pytest.mark.parametrize(
    "header", ["0-0", "100-199", "-10", "5400000-", "4000-99999999", "0-", "5-5,9-20", "0-9,-9,50-"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_ranges_are_as_of_a_file(server: Server, header: str, method: str) -> None:
    got, _ = same_as_plain(server, method, range=f"bytes={header}")
    assert got.status == 206


@pytest.mark.parametrize("header", ["bytes=99999999-", "bytes=9-1", "bytes=x", "lines=1-2", "bytes"])
def test_ranges_that_cannot_be_met_give_no_sound(server: Server, header: str) -> None:
    got, _ = same_as_plain(server, range=header)
    assert got.status in (400, 416)


def test_any_ranges_are_the_files_own_slices(server: Server) -> None:
    chance, whole = random.Random(11), plain(session("run Ann.mp3"))  # noqa: S311
    asked = [sorted(chance.sample(range(len(whole)), 2)) for _ in range(60)]

    def got(span: list[int]) -> bytes:
        return server.get(server.root + "run%20Ann.mp3", range=f"bytes={span[0]}-{span[1]}").body

    with ThreadPoolExecutor(8) as pool:
        for (first, last), body in zip(asked, pool.map(got, asked), strict=True):
            assert body == whole[first : last + 1]


def test_a_browser_that_has_it_gets_nothing_again_and_goes_on_where_it_was(server: Server) -> None:
    path = server.root + "run%20Ann.mp3"
    about = server.get(path, "HEAD").headers
    for headers in ({"if_none_match": about["etag"]}, {"if_modified_since": about["last-modified"]}):
        again = server.get(path, **headers)
        assert (again.status, again.body) == (304, b"")
    for sign, status in ((about["etag"], 206), ('"another"', 200), (f"W/{about['etag']}", 200)):
        assert server.get(path, range="bytes=3-5", if_range=sign).status == status


def test_a_programmes_file_is_below_its_folder(server: Server) -> None:
    got = server.get(server.root + "plan%20%C3%89va/W01S1.mp3", range="bytes=0-1999")
    assert got.body == plain(session("plan Éva/W01S1.mp3"))[:2000]


@pytest.mark.parametrize(
    "path",
    [
        "", "shared/", "shared", "run%20Ann.mp3.spliced", "run%20Cleo.mp3", ".hidden.mp3", "out.mp3", "pipe.mp3",
        "../other/secret.mp3", "%2e%2e/other/secret.mp3", "shared/..%2f..%2fother/secret.mp3", "done/", ".mp3",
        "x" * 300 + ".mp3", "a%00.mp3",
    ],
)  # fmt: skip
def test_nothing_else_is_given_and_nothing_listed(server: Server, folder: Path, path: str) -> None:
    got = server.get(server.root + path)
    assert got.status == 404, got.body[:200]
    (pack,) = (folder / "shared").iterdir()
    assert server.get(f"{server.root}shared/{pack.name}").status == 404


def test_without_the_secret_there_is_nothing(server: Server) -> None:
    assert server.get("/run%20Ann.mp3").status == 404


def test_damage_is_an_error_and_a_line_and_never_other_sound(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"{name}.mp3": session(name) for name in ("a", "b")})
    (pack,) = (tmp_path / "shared").iterdir()
    with serving(tmp_path) as server:
        assert server.get(server.root + "a.mp3").status == 200
        data = bytearray(pack.read_bytes())
        data[-9] ^= 1
        pack.write_bytes(data)
        for _ in range(3):
            got = server.get(server.root + "a.mp3", range="bytes=0-99")
            assert (got.status, got.body) == (500, b"this file is damaged here")
            assert got.headers["x-content-type-options"] == "nosniff"
        (tmp_path / "b.mp3.spliced").write_bytes(b"audiocoach spliced 1\n{}\n")
        assert server.get(server.root + "b.mp3").status == 500
        pack.unlink()
        assert server.get(server.root + "a.mp3").status == 500
        server.process.kill()
        assert server.process.stderr is not None
        told = server.process.stderr.read().splitlines()
    lines = [line for line in told if line.startswith(str(tmp_path))]
    assert len(lines) == 3, told
    assert "its name is not its digest" in lines[0]
    assert "its head lacks something" in lines[1]
    assert "is not here" in lines[2]


def test_a_later_mp3_of_the_same_name_is_given_instead(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"{name}.mp3": session(name) for name in ("a", "b")})
    for name, age in (("a", 60), ("b", -60)):
        (tmp_path / f"{name}.mp3").write_bytes(b"plain")
        os.utime(tmp_path / f"{name}.mp3", (time.time() - age,) * 2)
    with serving(tmp_path) as server:
        assert server.get(server.root + "a.mp3").body == plain(session("a"))
        assert server.get(server.root + "b.mp3").body == b"plain"
