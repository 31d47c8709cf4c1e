"""Files fetched from an address: whole and as they should be, or not at all."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import OutputError
from audiocoach.storage.fetching import KnownFile, Unfetched, check_address, fetch
from audiocoach.storage.locks import locked
from tests.support.file_server import Served, serving
from tests.support.small_disk import small_disk

DATA = bytes(range(256)) * 2_000
WANTED = KnownFile("x.bin", len(DATA), sha256(DATA).hexdigest())
BEGUN = ".x.bin.unfinished"


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(Served({"x.bin": DATA})) as served:
        yield served


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_and_its_progress_is_told(served: Served, tmp_path: Path) -> None:
    seen: list[int] = []
    path = fetch(served.address("x.bin"), WANTED, tmp_path / "new" / "folder", seen.append)
    assert path.read_bytes() == DATA
    assert names(path.parent) == ["x.bin"]
    assert seen == sorted(seen)
    assert seen[-1] == len(DATA)


def test_a_connection_that_breaks_is_taken_up_where_it_broke(served: Served, tmp_path: Path) -> None:
    served.breaks, served.breaks_after = 3, 100_000
    assert fetch(served.address("x.bin"), WANTED, tmp_path).read_bytes() == DATA
    assert [wanted for _, wanted in served.asked] == ["", "bytes=100000-", "bytes=200000-", "bytes=300000-"]


def test_half_a_file_is_kept_for_the_next_attempt_and_never_has_the_name(served: Served, tmp_path: Path) -> None:
    served.breaks, served.breaks_after = 1, 100_000
    served.ranges = False
    (tmp_path / "x.bin").write_bytes(b"the old one")
    served.files["x.bin"] = DATA

    def no_more(have: int) -> None:
        if have >= 65_536:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(served.address("x.bin"), WANTED, tmp_path, no_more)
    assert (tmp_path / "x.bin").read_bytes() == b"the old one"
    half = (tmp_path / BEGUN).stat().st_size
    assert 0 < half < len(DATA)
    served.ranges, served.breaks = True, 0
    fetch(served.address("x.bin"), WANTED, tmp_path)
    assert served.asked[-1] == ("x.bin", f"bytes={half}-")
    assert (tmp_path / "x.bin").read_bytes() == DATA
    assert names(tmp_path) == ["x.bin"]


def test_a_server_without_ranges_begins_again(served: Served, tmp_path: Path) -> None:
    (tmp_path / BEGUN).write_bytes(DATA[:1000])
    served.ranges = False
    assert fetch(served.address("x.bin"), WANTED, tmp_path).read_bytes() == DATA


def test_a_server_that_refuses_ranges_is_asked_for_all_of_it_and_not_without_an_end(
    served: Served, tmp_path: Path
) -> None:
    (tmp_path / BEGUN).write_bytes(DATA[:1000])
    served.minds_ranges = True
    assert fetch(served.address("x.bin"), WANTED, tmp_path).read_bytes() == DATA
    served.breaks, served.breaks_after = 100, 5000
    served.asked.clear()
    with pytest.raises(Unfetched, match="again and again"):
        fetch(served.address("x.bin"), WANTED, tmp_path)
    assert len(served.asked) <= 6


def test_where_nothing_came_nothing_stays(served: Served, tmp_path: Path) -> None:
    served.breaks = 100
    with pytest.raises(Unfetched, match="again and again"):
        fetch(served.address("x.bin"), WANTED, tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENETUNREACH, "Network is unreachable"),
        OSError(errno.EHOSTUNREACH, "No route to host"),
        ssl.SSLError(1, "[SSL] record layer failure"),
        TimeoutError("timed out"),
        IncompleteRead(b""),
    ],
    ids=repr,
)
@pytest.mark.parametrize("method", ["begin", "read"])
def test_a_network_that_goes_away_is_no_fault_of_the_file(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, method: str
) -> None:
    goes_on = getattr(HTTPResponse, method)
    gone, asked = iter([error]), []

    def once_gone(answer: HTTPResponse, *amount: int) -> Any:
        asked.append(answer)
        for error in gone:
            raise error
        return goes_on(answer, *amount)

    monkeypatch.setattr(HTTPResponse, method, once_gone)
    assert fetch(served.address("x.bin"), WANTED, tmp_path).read_bytes() == DATA
    assert len(set(asked)) == 2


def test_who_is_told_of_the_bytes_raises_what_it_likes(served: Served, tmp_path: Path) -> None:
    def told(_: int) -> None:
        raise ValueError("no room on this screen")

    with pytest.raises(ValueError, match="no room on this screen"):
        fetch(served.address("x.bin"), WANTED, tmp_path, told)


def test_what_was_begun_of_another_file_is_begun_anew(served: Served, tmp_path: Path) -> None:
    (tmp_path / BEGUN).write_bytes(b"?" * 1000)
    assert fetch(served.address("x.bin"), WANTED, tmp_path).read_bytes() == DATA
    assert [wanted for _, wanted in served.asked] == ["bytes=1000-", ""]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(DATA[:-1] + b"?", "its SHA-256 differs", id="another byte"),
        pytest.param(DATA + b"?", "it is larger", id="a byte too many"),
    ],
)
def test_another_file_is_refused_and_nothing_of_it_stays(served: Served, tmp_path: Path, data: bytes, why: str) -> None:
    served.files["x.bin"] = data
    with pytest.raises(Unfetched, match=why):
        fetch(served.address("x.bin"), WANTED, tmp_path)
    assert names(tmp_path) == []


def test_a_file_that_is_too_short_is_asked_for_again_and_then_given_up(served: Served, tmp_path: Path) -> None:
    served.files["x.bin"] = DATA[:5000]
    with pytest.raises(Unfetched):
        fetch(served.address("x.bin"), WANTED, tmp_path)
    assert not (tmp_path / "x.bin").exists()
    assert 2 <= len(served.asked) <= 6


def test_what_is_not_there_is_told_with_what_the_server_said(served: Served, tmp_path: Path) -> None:
    with pytest.raises(Unfetched, match="the server answered 404"):
        fetch(served.address("y.bin"), WANTED, tmp_path)
    assert names(tmp_path) == []


def test_without_a_server_it_says_so(served: Served, tmp_path: Path) -> None:
    with pytest.raises(Unfetched, match="no connection"):
        fetch("http://127.0.0.1:9/x.bin", WANTED, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "to", ["https://127.0.0.1/x.bin", "http://example.org/x.bin", "file:///etc/passwd", "ftp://a/b"]
)
def test_no_redirect_leads_to_another_kind_of_address(served: Served, tmp_path: Path, to: str) -> None:
    served.leads_to["x"] = to
    with pytest.raises(Unfetched, match=r"it leads on to|is not allowed"):
        fetch(served.address("x"), WANTED, tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("to", ["http://[x", "https://[::1", "http://127.0.0.1:port/"])
def test_a_redirect_to_what_is_no_address_is_told(served: Served, tmp_path: Path, to: str) -> None:
    served.leads_to["x"] = to
    with pytest.raises(Unfetched, match="it leads on to"):
        fetch(served.address("x"), WANTED, tmp_path)
    assert names(tmp_path) == []


def test_a_redirect_of_the_same_kind_is_followed(served: Served, tmp_path: Path) -> None:
    served.leads_to["x"] = served.address("x.bin")
    assert fetch(served.address("x"), WANTED, tmp_path).read_bytes() == DATA


def test_redirects_in_a_circle_end(served: Served, tmp_path: Path) -> None:
    served.leads_to["x"] = served.address("x")
    with pytest.raises(Unfetched):
        fetch(served.address("x"), WANTED, tmp_path)
    assert len(served.asked) < 20


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "/etc/passwd",
        "https:///x",
        "",
        "https://[x",
        "https://example.org:port/x",
        "https://example.org:99999/x",
        "https://exa mple.org/x",
        "https://example.org/a b",
        "https://example.org/stimmé",
        "https://example..org/x",
        f"https://{'a' * 70}.org/x",
    ],
)
def test_only_https_and_this_computer_are_asked(tmp_path: Path, address: str) -> None:
    with pytest.raises(Unfetched, match="no address that files are fetched from"):
        fetch(address, WANTED, tmp_path / "none")
    assert not (tmp_path / "none").exists()


@given(
    st.sampled_from(["https://", "http://", " https://", "https:", "https:\\\\", "//"]),
    st.sampled_from(["", "me", "me@example.org"]),
    st.from_regex(r"[!-~]{0,5}s3cret[!-~]{0,5}", fullmatch=True).filter(lambda word: word[0] not in "0123456789/?#"),
)
def test_a_password_is_never_printed(begins: str, user: str, password: str) -> None:
    with pytest.raises(Unfetched) as caught:
        check_address(f"{begins}{user}:{password}@files.example.org/x@2.bin")
    assert "s3cret" not in str(caught.value)
    assert caught.value.hint == "without a user name and a password"


@pytest.mark.parametrize("address", ["https://@example.org/x", "https://:@example.org/x", "https://me@example.org/x"])
def test_nobody_asks_by_a_name(address: str) -> None:
    with pytest.raises(Unfetched, match=r"^https://example\.org/x: this is no address"):
        check_address(address)


@pytest.mark.parametrize("address", ["http://example.org/x@2/y", "ftp://[::1]:80/x@2", "http://example.org:80/?x@2"])
def test_what_is_no_user_is_printed_as_it_is(address: str) -> None:
    with pytest.raises(Unfetched, match="it must begin with https") as caught:
        check_address(address)
    assert caught.value.message.startswith(f"{address}: ")


def test_a_redirect_with_a_password_is_told_without_it(served: Served, tmp_path: Path) -> None:
    served.leads_to["x"] = served.at.replace("//", "//me:s3cret@") + "/x.bin"
    with pytest.raises(Unfetched, match="it leads on to") as caught:
        fetch(served.address("x"), WANTED, tmp_path)
    assert "s3cret" not in str(caught.value)


@given(st.text() | st.from_regex(r"https://[^/]{1,8}(:[^/]{0,3})?/.{0,5}", fullmatch=True))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        check_address(text)
    except Unfetched:
        return
    assert text.strip().lower().startswith(("https://", "http://"))
    connection = HTTPConnection(urlsplit(text).netloc)  # who opens addresses says whether it can be one
    connection.putrequest("GET", urlsplit(text).path or "/")


def test_two_at_once_do_not_mix(served: Served, tmp_path: Path) -> None:
    with locked(tmp_path / BEGUN), pytest.raises(Unfetched, match="another process is fetching it"):
        fetch(served.address("x.bin"), WANTED, tmp_path)


def test_without_room_nothing_is_begun(served: Served, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 400) as disk:
        with pytest.raises(OutputError, match="there is no room"):
            fetch(served.address("x.bin"), WANTED, disk)
        assert names(disk) == []
    assert served.asked == []


def test_a_folder_that_cannot_be_made_is_named(served: Served, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="file"):
        fetch(served.address("x.bin"), WANTED, tmp_path / "file")
