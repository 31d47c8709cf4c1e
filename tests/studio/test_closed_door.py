"""Nobody but the page that was opened with the secret reads or changes anything, whatever is tried."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from audiocoach.studio.questions import QUESTIONS
from tests.support.studio_page import HOST, ORIGIN, PORT, SCRIPT, STRANGERS, Head, Page

BODY = b"{}"


def changed(head: Head, **changes: str | None) -> Head:
    """Change some of a head; None leaves one out."""
    wanted = {name.replace("_", "-"): value for name, value in changes.items()}
    kept = [(name, value) for name, value in head if name not in wanted]
    return kept + [(name, value) for name, value in wanted.items() if value is not None]


OTHER_ORIGINS = [
    "http://evil.example",
    "https://" + HOST,
    f"http://localhost:{PORT}",
    "http://127.0.0.1",
    f"http://127.0.0.1:{PORT + 1}",
    f"http://127.0.0.1:{PORT}.evil.example",
    f"{ORIGIN}/",
    f"{ORIGIN} ",
    "null",
    "",
    "file://",
]


@pytest.mark.parametrize("origin", [*OTHER_ORIGINS, None])
def test_no_other_origin_asks_anything(page: Page, origin: str | None) -> None:
    got = page.send("POST", "/api/close", changed(page.asking(BODY), origin=origin), BODY)
    assert got.status == 403
    assert not page.ended


@pytest.mark.parametrize("origin", OTHER_ORIGINS)
def test_no_other_origin_reads_anything(page: Page, origin: str) -> None:
    assert page.get("/", ("origin", origin)).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "", "Same-Origin"])
def test_a_browser_that_says_who_asks_is_believed(page: Page, site: str) -> None:
    assert page.send("POST", "/api/state", changed(page.asking(BODY), sec_fetch_site=site), BODY).status == 403
    assert site == "none" or page.get("/", ("sec-fetch-site", site)).status == 403


OTHER_HOSTS = [
    "evil.example",
    f"evil.example:{PORT}",
    f"localhost:{PORT}",
    "127.0.0.1",
    f"127.0.0.1:{PORT + 1}",
    f"127.0.0.1.evil.example:{PORT}",
    f"[::1]:{PORT}",
    f"0.0.0.0:{PORT}",
    f"127.1:{PORT}",
    f"127.0.0.1.:{PORT}",
    "",
]


@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_another_name_that_leads_here_is_not_ours(page: Page, host: str) -> None:
    """DNS rebinding: the page of another site, whose name now means this computer."""
    head = changed(page.asking(BODY), host=host, origin=f"http://{host}")
    assert page.send("POST", "/api/state", head, BODY).status == 403
    assert page.send("GET", "/", [("host", host), ("cookie", page.cookie)]).status == 403


@pytest.mark.parametrize(
    "cookie",
    [
        None,
        "",
        "audiocoach-studio=x",
        f"audiocoach-studio-{PORT}=",
        f"audiocoach-studio-{PORT}=wrong",
        f"audiocoach-studio-{PORT}=\u00e4",
        "TOKEN",
        "NAMEX=TOKEN",
        "NAME=TOKENx",
        "NAME=SHORT",
        "NAME",
    ],
)
def test_without_its_cookie_nothing_is_given_or_taken(page: Page, cookie: str | None) -> None:
    name, _, token = page.cookie.partition("=")
    given = cookie and cookie.replace("NAME", name).replace("TOKEN", token).replace("SHORT", token[:-1])
    for target in ("/", "/studio.js", "/api/state"):
        head = changed([("host", HOST)], cookie=given)
        assert page.send("GET", target, head).status == 403
    assert page.send("POST", "/api/state", changed(page.asking(BODY), cookie=given), BODY).status == 403


def test_the_cookie_of_a_studio_before_is_none_of_this_one(page: Page, folder: Path) -> None:
    new = Page(folder)
    new.cookie = page.cookie
    assert new.get("/").status == 403


def test_the_address_is_good_for_one_visit(page: Page) -> None:
    assert page.get("/").status == 200
    stranger = page.send("GET", page.entrance, [("host", HOST)])
    assert stranger.status == 403
    assert "set-cookie" not in stranger.headers
    again = page.get(page.entrance)  # the one who has been let in may come that way again
    assert (again.status, again.headers["location"]) == (303, "/")


@pytest.mark.parametrize("given", ["", "x", "/", "%00", "%C3%A4", "SECRETx", "SECRE", "SECRET/"])
def test_a_secret_that_is_none_opens_nothing(folder: Path, given: str) -> None:
    page = Page(folder)
    secret = page.entrance.removeprefix("/enter/")
    target = "/enter/" + (secret[:-1] if given == "SECRE" else given.replace("SECRET", secret))
    got = page.send("GET", target, [("host", HOST)])
    assert (got.status, "set-cookie" in got.headers) == (403, False)
    assert page.enter().status == 303  # and it is not used up by that


def test_looking_at_the_address_does_not_use_it_up(folder: Path) -> None:
    page = Page(folder)
    assert page.send("HEAD", page.entrance, [("host", HOST)]).status == 405
    assert page.enter().status == 303


def test_the_cookie_is_for_no_script_and_no_other_site(folder: Path) -> None:
    got = Page(folder).enter()
    _, *more = (part.strip() for part in got.headers["set-cookie"].split(";"))
    assert more == ["Path=/", "HttpOnly", "SameSite=Strict"]
    place, _, key = got.headers["location"].partition("#key=")
    assert (got.status, place) == (303, "/")
    assert len(key) >= 40
    assert key not in got.headers["set-cookie"]


@pytest.mark.parametrize("key", [None, "", "wrong", "KEYx", "SHORT", "\u00e4", "COOKIE"])
def test_the_cookie_alone_opens_nothing(page: Page, key: str | None) -> None:
    """Browsers give it to any server of this computer, whatever its port: who has it has nothing."""
    token = page.cookie.partition("=")[2]
    wrong = key and key.replace("KEY", page.key).replace("SHORT", page.key[:-1]).replace("COOKIE", token)
    for name in QUESTIONS:
        assert page.send("POST", f"/api/{name}", changed(page.asking(BODY), x_audiocoach_key=wrong), BODY).status == 403
    for target in ("/files/mine.yaml", f"/files/mine.yaml?key={quote(wrong or '')}", "/files/mine.yaml?key="):
        head = changed([("host", HOST), ("cookie", page.cookie)], x_audiocoach_key=wrong)
        got = page.send("GET", target, head)
        assert (got.status, SCRIPT.encode() in got.body) == (403, False)
    assert not page.ended


def test_the_key_alone_opens_nothing(page: Page) -> None:
    head = [("host", HOST), ("x-audiocoach-key", page.key)]
    assert page.send("GET", f"/files/mine.yaml?key={page.key}", head).status == 403
    assert page.send("POST", "/api/state", changed(page.asking(BODY), cookie=None), BODY).status == 403


def test_a_link_to_a_file_brings_the_key_along(page: Page) -> None:
    got = page.send("GET", f"/files/mine.yaml?key={page.key}", [("host", HOST), ("cookie", page.cookie)])
    assert (got.status, got.body) == (200, SCRIPT.encode())


@pytest.mark.parametrize("target", ["/", "/studio.js", "/nothing", "/api/state", "/enter/x", "/files/mine.yaml"])
def test_every_answer_says_what_browsers_may_do(page: Page, target: str) -> None:
    for got in (page.get(target), page.send("GET", target, [("host", "evil.example")])):
        assert got.headers["referrer-policy"] == "no-referrer"
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["cross-origin-resource-policy"] == "same-origin"
        assert got.headers["cache-control"] == "no-store"
        policy = got.headers["content-security-policy"]
        if target.startswith("/files/") and got.status == 200:
            assert policy == "default-src 'none'; sandbox"
        else:
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
            assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "access-control-allow-origin" not in got.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"])
def test_no_other_method_does_anything(page: Page, method: str) -> None:
    assert page.send(method, "/api/state", page.asking(BODY), BODY).status == 405


@pytest.mark.parametrize("name", [*QUESTIONS, "nothing", "../api/close", "state/"])
def test_no_question_is_asked_by_opening_an_address(page: Page, name: str) -> None:
    assert page.get(f"/api/{name}").status in (404, 405)
    assert not page.ended


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        (415, {"content_type": None}),
        (415, {"content_type": "text/plain"}),
        (415, {"content_type": "application/x-www-form-urlencoded"}),
        (415, {"content_type": "multipart/form-data; boundary=x"}),
        (415, {"content_type": "application/json; charset=utf-16"}),
        (415, {"content_type": "text/plain; application/json"}),
        (411, {"content_length": None}),
        (411, {"content_length": "-1"}),
        (411, {"content_length": "1e3"}),
        (411, {"transfer_encoding": "chunked"}),
        (411, {"content_encoding": "gzip"}),
        (413, {"content_length": str(9 * 1024 * 1024)}),
        (413, {"content_length": "9" * 4000}),
        (431, {"x_long": "x" * 20_000}),
    ],
)
def test_what_is_no_question_by_its_head_is_refused(page: Page, status: int, changes: dict[str, str | None]) -> None:
    assert page.send("POST", "/api/state", changed(page.asking(BODY), **changes), BODY).status == status


@pytest.mark.parametrize("name", ["host", "origin", "cookie", "content-type", "content-length", "sec-fetch-site"])
def test_what_says_something_twice_is_refused(page: Page, name: str) -> None:
    head = page.asking(BODY)
    assert page.send("POST", "/api/state", [*head, (name, dict(head)[name])], BODY).status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"1",
        b"null",
        b'"x"',
        b"{",
        b"\xff",
        b"\x00",
        b'{"a": NaN}',
        b"[" * 100_000,
        b"{}" * 2,
        b'{"a":' * 9999,
    ],
)
def test_what_is_no_question_is_refused(page: Page, body: bytes) -> None:
    assert page.post("state", body).status == 400


@pytest.mark.parametrize("value", [None, 5, True, [], {}, ["mine.yaml"], "\ud800", 1e400])
def test_a_name_that_is_no_text_is_refused(page: Page, value: object) -> None:
    assert page.post("open", {"path": value}).status == 400
    assert page.post("save", {"path": "mine.yaml", "text": value, "digest": ""}).status == 400


def test_a_body_longer_than_it_said_is_not_read_on(page: Page) -> None:
    long = b" " * (9 * 1024 * 1024)
    assert page.send("POST", "/api/state", page.asking(BODY), long).status == 413


OUTSIDE = [
    "",
    ".",
    "..",
    "../secret.yaml",
    "../outside/secret.yaml",
    "up/secret.yaml",
    "up/../../secret.yaml",
    "./mine.yaml",
    "mine.yaml/",
    "mine.yaml/../../secret.yaml",
    "nothing/../mine.yaml",
    "//mine.yaml",
    "/etc/passwd",
    "/etc/passwd.yaml",
    "ABSOLUTE",
    "C:/secret.yaml",
    "C:secret.yaml",
    "\\\\server\\share\\secret.yaml",
    "..\\secret.yaml",
    "mine.yaml::$DATA",
    "mine.yaml\x00.yaml",
    "\x00.yaml",
    "mine\n.yaml",
    "mine.yaml ",
    "mine.yaml.",
    "out.yaml",
    "shy.yaml",
    "loop.yaml",
    "zero.yaml",
    "pipe.yaml",
    "folder.yaml",
    ".hidden.yaml",
    ".git/config.yaml",
    "settings.yaml",
    "notes.txt",
    "mine.yml.exe",
    "CON.yaml",
    "nul.yaml",
    "aux.x.yaml",
    "COM1.yaml",
    "a" * 300 + ".yaml",
    "a/" * 3000 + "x.yaml",
    "~/secret.yaml",
    "%2e%2e/secret.yaml",
    "\u202eexe.yaml/../../secret.yaml",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_leads_out_of_the_folder(page: Page, folder: Path, name: str) -> None:
    if name == "ABSOLUTE":
        name = str(folder.parent / "secret.yaml")
    before = everything(folder.parent)
    for asked in (
        ("open", {"path": name}),
        ("save", {"path": name, "text": "mine now", "digest": ""}),
    ):
        got = page.post(*asked)
        assert got.status in (409, 422), got
        assert b"Nobody but its owner" not in got.body
    after = everything(folder.parent)
    assert after.items() >= before.items()
    assert all(path.is_relative_to(folder) for path in after.keys() - before.keys())


def everything(top: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in top.rglob("*") if path.is_file() and "zero" not in path.name}


@pytest.mark.parametrize(
    "target",
    [
        "/../pyproject.toml",
        "/..%2f..%2fversion.py",
        "/%2e%2e/asgi.py",
        "/page/index.html",
        "/index.html/..",
        "//index.html",
        "/studio.js%00",
        "/.hidden",
        "/desk.py",
        "/\\..\\desk.py",
    ],
)
def test_no_other_file_is_the_pages(page: Page, target: str) -> None:
    assert page.get(target).status == 404


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/b", "CON", "..", "x\x00y", "\u202e", "mine", "a" * 5000])
def test_a_new_script_comes_into_the_folder_whatever_it_is_called(page: Page, folder: Path, name: str) -> None:
    before = everything(folder.parent)
    got = page.post("new", {"template": "workout", "name": name})
    assert got.status in (200, 422)
    after = everything(folder.parent)
    assert after.items() >= before.items()
    assert all(path.parent == folder for path in after.keys() - before.keys())
    assert len(after) - len(before) == (got.status == 200)


def test_the_page_says_what_is_in_the_folder_and_nothing_else(page: Page) -> None:
    told = page.ask("state")
    assert [each["path"] for each in told["scripts"]] == ["mine.yaml"]
    assert page.ask("open", path="mine.yaml")["text"] == SCRIPT
    assert STRANGERS not in str(told)


def test_nothing_is_made_for_who_only_looks(page: Page) -> None:
    for target in ("/api/sound/x", "/api/jobs/x/events", "/api/state"):
        assert page.send("HEAD", target, [("host", HOST), ("cookie", page.cookie)]).status == 405


def test_closing_ends_the_studio(page: Page) -> None:
    page.ask("close")
    assert page.ended == [True]
