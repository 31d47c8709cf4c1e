"""Entries that arrive by themselves: from the page and by an address alone, bounded; nothing else can be written."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.programme.journal.reading import read_journal
from audiocoach.sharing import entry_desk
from tests.support.commands import Run
from tests.support.patience import PATIENCE_S
from tests.support.running_server import Answer, Server, serving
from tests.support.short_programme import SHORT

pytestmark = pytest.mark.slow

TODAY = date.today()
ID = "7k2mxr0zs9tqp4v8wnbg1c3dhe"


def text(words: str = f"{TODAY} 1.1 felt 5 done 85%", known: str = ID, plan: str = "plan", more: str = "") -> str:
    return f"[audiocoach 1: {plan}]\n{words}\n{more}[id {known}]\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("log")
    (top / "plan.yaml").write_text(SHORT, encoding="utf-8")
    assert main(["share", str(top / "plan.yaml"), "-o", str(top / "site"), "--quiet", "--athlete", "Ann"]) == 0
    return top


def forget(home: Path, *kinds: str) -> None:
    """Remove what other tests have left."""
    for path in (path for kind in kinds or ("*.journal", "*.waiting") for path in home.glob(kind)):
        path.unlink()


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    forget(home, "*.journal", "*.waiting", "*.addresses")
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def server(here: Path) -> Iterator[Server]:
    with serving(here / "site", "--quiet", "--log") as found:
        yield found


def address(server: Server) -> str:
    return server.url.partition("#log=")[2]


def request(server: Server, body: bytes, *, path: str = "", method: str = "POST", **changed: str | None) -> bytes:
    """The page's own request, but for what is changed; None leaves a header out."""
    host = f"{server.address}:{server.port}"
    headers: dict[str, str | None] = {
        "Host": host,
        "Origin": f"http://{host}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Sec-Fetch-Site": "same-origin",
        "Connection": "close",
    }
    headers |= {name.replace("_", "-").title(): value for name, value in changed.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None)
    path = path or f"{server.root}log/{address(server)}"
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body


def post(server: Server, answer: object, **changed: str | None) -> Answer:
    return server.send(request(server, json.dumps({"answer": answer}).encode(), **changed))


def nothing_written(here: Path) -> bool:
    return not [*here.glob("*.journal"), *here.glob("*.waiting")]


def test_an_entry_is_written_once_and_marked(server: Server, here: Path, run: Run) -> None:
    got = post(server, text(more="for: Ann\nnote: Windy.\n"))
    assert got.status == 201
    assert b"written" in got.body
    assert got.headers["content-security-policy"].startswith("default-src 'none'")
    assert post(server, text(more="for: Ann\nnote: Windy.\n")).status == 200
    path = here / "plan Ann.journal"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[-1] == f"{TODAY}  1.1  felt 5  done 85%  by page  id {ID}  note: Windy."
    assert path.stat().st_mode & 0o077 == 0
    assert len(read_journal(path).entries) == 1
    assert "by page; Windy." in run("history", "--athlete", "Ann").out


@pytest.mark.parametrize(
    "words", ["1.2 pain 1", "1.2 felt 3 pain 9", "1.2 stop", "stop", "cleared", "1.1 felt 2 pain 0"]
)
def test_what_needs_a_yes_waits_for_it(server: Server, here: Path, run: Run, words: str) -> None:
    assert post(server, text(f"{TODAY} 1.1 felt 9", f"{1:026}")).status == 201
    assert post(server, text(f"{TODAY} {words}")).status == 202
    assert post(server, text(f"{TODAY} {words}")).status == 200
    assert len(read_journal(here / "plan Ann.journal").entries) == 1
    assert run("log", "--waiting", "--yes").code == 0
    assert [entry.id for entry in read_journal(here / "plan Ann.journal").entries] == [f"{1:026}", ID]
    assert post(server, text(f"{TODAY} {words}")).status == 200


GOOD = json.dumps({"answer": text()}).encode()
DEEP = b"[" * 2000 + b"]" * 2000

HOSTILE: dict[str, tuple[bytes, dict[str, str | None]]] = {
    "another site": (GOOD, {"origin": "http://evil.example"}),
    "no origin": (GOOD, {"origin": None}),
    "origin of nobody": (GOOD, {"origin": "null"}),
    "origin by https": (GOOD, {"origin": "https://127.0.0.1"}),
    "origin without port": (GOOD, {"origin": "http://127.0.0.1"}),
    "origin and more": (GOOD, {"origin": "http://127.0.0.1:{port}.evil.example"}),
    "rebound name": (GOOD, {"host": "evil.example", "origin": "http://evil.example"}),
    "rebound name, right port": (GOOD, {"host": "evil.example:{port}", "origin": "http://evil.example:{port}"}),
    "host of another port": (GOOD, {"host": "127.0.0.1:1", "origin": "http://127.0.0.1:1"}),
    "cross-site": (GOOD, {"sec_fetch_site": "cross-site"}),
    "same-site": (GOOD, {"sec_fetch_site": "same-site"}),
    "typed": (GOOD, {"sec_fetch_site": "none"}),
    "a form": (GOOD, {"content_type": "application/x-www-form-urlencoded"}),
    "plain text": (GOOD, {"content_type": "text/plain"}),
    "several parts": (GOOD, {"content_type": "multipart/form-data; boundary=x"}),
    "no type": (GOOD, {"content_type": None}),
    "type and more": (GOOD, {"content_type": "application/json; charset=utf-7"}),
    "no length": (GOOD, {"content_length": None}),
    "in chunks": (b"1\r\n{\r\n0\r\n\r\n", {"content_length": None, "transfer_encoding": "chunked"}),
    "packed": (GOOD, {"content_encoding": "gzip"}),
    "too long": (b" " * 5000 + GOOD, {}),
    "said to be huge": (GOOD, {"content_length": "99999999999999999999"}),
    "length below nought": (GOOD, {"content_length": "-1"}),
    "wrong address": (GOOD, {"path": "{root}log/" + "a" * 22}),
    "no address": (GOOD, {"path": "{root}log/"}),
    "address climbing": (GOOD, {"path": "{root}log/../log/{address}"}),
    "address and more": (GOOD, {"path": "{root}log/{address}/x"}),
    "address without the key": (GOOD, {"path": "/log/{address}"}),
    "the page": (GOOD, {"path": "{root}"}),
    "the page's file": (GOOD, {"path": "{root}index.html"}),
    "put": (GOOD, {"method": "PUT"}),
    "patch": (GOOD, {"method": "PATCH"}),
    "delete": (GOOD, {"method": "DELETE"}),
    "options": (GOOD, {"method": "OPTIONS"}),
    "read with a body": (GOOD, {"method": "GET"}),
    "no JSON": (b"answer=" + GOOD, {}),
    "half of JSON": (GOOD[:-2], {}),
    "nothing": (b"", {}),
    "deep": (DEEP, {}),
    "a list": (b"[" + GOOD + b"]", {}),
    "more than the answer": (GOOD[:-1] + b',"path":"/etc/passwd"}', {}),
    "no text": (b'{"answer":{"$ne":1}}', {}),
    "not a number": (b'{"answer":NaN}', {}),
    "bytes": (b"\xff\xfe" + GOOD, {}),
}

ANSWERS = {
    "no answer": "hello",
    "two answers": text() + text(known=f"{2:026}"),
    "format of the future": text().replace("audiocoach 1", "audiocoach 99"),
    "id too short": text(known="0" * 25),
    "id of other letters": text(known="../../../../etc/passwd.txt"),
    "another programme": text(plan="other"),
    "a shipped programme": text(plan="backwards-8-weeks"),
    "a path": text(plan="../plan"),
    "another athlete": text(more="for: Ben\n"),
    "no such session": text(f"{TODAY} 99.9 felt 1"),
    "tomorrow and more": text(f"{TODAY + timedelta(days=2)} 1.1 felt 1"),
    "undo": text(f"{TODAY} 1.1 undo"),
    "a second line": text(f"{TODAY} 1.1 felt 1\n{TODAY} cleared"),
    "a word too many": text(f"{TODAY} 1.1 felt 1 $(reboot)"),
    "felt a million": text(f"{TODAY} 1.1 felt 1000000"),
    "a novel": text(more="note: " + "x" * 1000 + "\n"),
}


@pytest.fixture(scope="module")
def besieged(home: Path) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        with serving(home / "site", "--quiet", "--log") as found:
            yield found


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_requests_are_refused(besieged: Server, home: Path, name: str) -> None:
    forget(home)
    body, changed = HOSTILE[name]
    blanks = {"port": str(besieged.port), "root": besieged.root, "address": address(besieged)}
    filled = {key: None if value is None else value.format(**blanks) for key, value in changed.items()}
    got = besieged.send(request(besieged, body, **filled))  # type: ignore[arg-type]
    assert 400 <= got.status < 500, got
    assert str(home).encode() not in got.body
    assert nothing_written(home)


@pytest.mark.parametrize("name", ANSWERS)
def test_hostile_answers_are_refused(besieged: Server, home: Path, name: str) -> None:
    forget(home)
    assert post(besieged, ANSWERS[name]).status in (400, 409)
    assert nothing_written(home)


def test_twice_said_headers_are_refused(besieged: Server, home: Path) -> None:
    forget(home)
    for line in (b"Origin: http://evil.example", b"Content-Type: application/json", b"Host: evil.example"):
        got = besieged.send(request(besieged, GOOD).replace(b"Sec-Fetch-Site", line + b"\r\nSec-Fetch-Site"))
        assert got.status == 400
    assert nothing_written(home)


EVIL_NOTES = [
    "\x1b[2J\x1b]0;owned\x07 \u202egnp.exe",
    f"fine\n{TODAY}  cleared  note: says who",
    '=HYPERLINK("http://evil.example")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "</script><script>window.hit=1</script>",
    "note: stop cleared pain 0 undo by page",
    "\x00\x85\u2028\u2029\ufeff\x7f",
]


@pytest.mark.parametrize("note", EVIL_NOTES)
def test_hostile_words_are_text(besieged: Server, here: Path, run: Run, note: str) -> None:
    assert post(besieged, text(more=f"note: {note}\n")).status in (201, 400)
    path = here / "plan Ann.journal"
    if path.exists():
        journal = read_journal(path)
        assert journal.whole
        (entry,) = journal.entries
        assert (entry.felt, entry.pain, entry.stop, entry.cleared, entry.by_page) == (5, None, False, False, True)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]", path.read_text(encoding="utf-8"))
        said = run("history", "--athlete", "Ann")
        assert all(line.isprintable() for line in said.out.splitlines())


def test_it_is_bounded_in_number(server: Server, here: Path) -> None:
    told = [post(server, text(f"{TODAY - timedelta(days=n)} 1.1 felt 5", f"{n:026}")).status for n in range(43)]
    assert told == [201] * entry_desk.MOST_EACH + [429] * 3


def test_many_at_once_are_each_written_once(server: Server, here: Path) -> None:
    def send(number: int) -> int:
        known = number % 5
        return post(server, text(f"{TODAY - timedelta(days=known)} 1.1 felt 5", f"{known:026}")).status

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(send, range(20)))
    assert set(told) <= {200, 201, 503}
    entries = read_journal(here / "plan Ann.journal").entries
    assert len({entry.id for entry in entries}) == len(entries) == told.count(201)


def test_who_is_slow_with_an_entry_keeps_nobody_waiting(server: Server) -> None:
    head = request(server, GOOD)[: -len(GOOD)]
    slow = [socket.create_connection((server.address, server.port), timeout=PATIENCE_S) for _ in range(12)]
    try:
        for each in slow:
            each.sendall(head + b"{")
        assert post(server, text()).status == 201
        assert server.get(server.root).status == 200
        assert b" 413 " in slow[0].recv(100)
    finally:
        for each in slow:
            each.close()


def test_an_address_stays_until_it_is_renewed(here: Path) -> None:
    def served(*more: str) -> str:
        with serving(here / "site", "--quiet", "--log", *more) as server:
            assert post(server, text(known=f"{len(more)}".zfill(26))).status in (200, 201, 202)
            return address(server)

    first = served()
    assert re.fullmatch("[A-Za-z0-9_-]{22}", first)
    assert served() == first
    second = served("--renew")
    assert second != first
    with serving(here / "site", "--quiet", "--log") as server:
        assert address(server) == second
        assert post(server, text(), path=f"{server.root}log/{first}").status == 404
        assert server.get(f"{server.root}log/{second}").status == 404
        assert server.get(f"{server.root}../plan.addresses").status in (400, 404)
    kept = here / "plan.addresses"
    assert kept.stat().st_mode & 0o077 == 0
    assert f"{second}  Ann\n" in kept.read_text(encoding="utf-8")
    assert first not in kept.read_text(encoding="utf-8")


def test_only_with_log_may_the_page_send(server: Server, here: Path) -> None:
    assert "connect-src 'self';" in server.get(server.root).headers["content-security-policy"]
    with serving(here / "site") as silent:
        assert "connect-src" not in silent.get(silent.root).headers["content-security-policy"]
        assert "#" not in silent.url
        assert post(silent, text(), path=f"{silent.root}log/{address(server)}").status == 405
    assert nothing_written(here)


def test_of_a_club_they_arrive_in_its_journals(here: Path, run: Run) -> None:
    (here / "club.csv").write_text("name,id\nAnn,a1\nBen,\n", encoding="utf-8")
    with serving(here / "site", "--quiet", "--log", "--athletes", "club.csv", "--athlete", "Ann") as server:
        assert post(server, text(f"{TODAY} 1.1 felt 5", f"{1:026}")).status == 201
        assert post(server, text(f"{TODAY} 1.2 pain 5", f"{2:026}")).status == 202
    kept = here / "journals"
    assert sorted(path.name for path in kept.iterdir()) == ["a1.journal", "a1.waiting", "plan.addresses"]
    assert run("club").out.splitlines()[1].startswith("1 waiting")
    assert "waits for your yes" in run("next", "--athletes", "club.csv", "--athlete", "Ann").out
    assert run("log", "--waiting", "--yes", "--athletes", "club.csv").code == 0
    assert [entry.pain for entry in read_journal(kept / "a1.journal").entries] == [None, 5]


def test_single_sessions_have_no_journal(here: Path, run: Run) -> None:
    (here / "single.yaml").write_text("session: A\ncoach: beeps-only\nvoice: {engine: tone}\nsteps: [work 9s Run]\n")
    assert main(["share", "single.yaml", "-o", "single", "--quiet"]) == 0
    said = run("serve", "single", "--log")
    assert said.code == 1
    assert "there is no programme here that entries could be logged for" in said.err
    assert run("serve", "site", "--renew").code == 2
