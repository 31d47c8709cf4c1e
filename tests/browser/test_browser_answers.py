"""What a runner says on the page, in a real browser, gets into the coach's journal: as a text, as a file, by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from audiocoach.__main__ import main
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.page_answers import read_answers
from audiocoach.programme.journal.reading import read_journal
from tests.support.commands import Run
from tests.support.running_server import serving
from tests.support.short_programme import SHORT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "Wet & <b>“dark”</b> [id x] \u202e=1+1 größer"
SEEN = "Wet & <b>“dark”</b> (id x) =1+1 größer"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme, shared for somebody."""
    top = tmp_path_factory.mktemp("answers")
    (top / "plan.yaml").write_text(SHORT, encoding="utf-8")
    assert main(["share", str(top / "plan.yaml"), "-o", str(top / "site"), "--quiet", "--athlete", "Zoë"]) == 0
    return top


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path in (*home.glob("*.journal"), *home.glob("*.waiting")):
        path.unlink()
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of a browser; whatever its console says fails the test."""
    said: list[str] = []
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def fill(page: Any, words: str = WORDS, pain: str = "") -> None:
    card = page.locator(".card.open")
    card.get_by_text("How was it?").click()
    card.get_by_label("How hard, 1 to 10").select_option("6")
    card.get_by_label("How much of it").select_option("75")
    card.get_by_label("Pain, 0 to 10").select_option(pain)
    card.get_by_label("A word about it").fill(words)


def text_of(page: Any) -> str:
    return str(page.locator(".card.open").get_by_label("For your coach").input_value())


def is_it(entry: Entry, pain: int | None = None) -> bool:
    said = (entry.date, entry.session, entry.felt, entry.done, entry.pain, entry.note, entry.by_page)
    return said == (date.today(), "1.1", 6, 3 / 4, pain, SEEN, True) and len(entry.id) == 26


@pytest.mark.parametrize("way", ["copy", "save"])
def test_from_a_file_it_gets_into_the_journal_by_any_messenger(page: Any, here: Path, run: Run, way: str) -> None:
    page.goto((here / "site" / "index.html").as_uri())
    fill(page, pain="2")
    if way == "copy":
        page.get_by_role("button", name="Copy the text").click()
        page.wait_for_function("() => document.querySelector('.card.open .told').textContent")
        (here / "sent.txt").write_text(f"Hi!\n> {text_of(page)}", encoding="utf-8")
    else:
        with page.expect_download() as started:
            page.get_by_role("button", name="Save as a file").click()
        assert started.value.suggested_filename.startswith("1.1-")
        (here / "sent.txt").write_bytes(Path(started.value.path()).read_bytes())
    said = run("log", "--from", "sent.txt", "--yes")
    assert said.code == 0, said.err
    assert "it says: pain 2" in said.out
    (entry,) = read_journal(here / "plan Zoë.journal").entries
    assert is_it(entry, pain=2), entry
    assert "1 entry known already" in run("log", "--from", "sent.txt", "--yes").out


def test_what_is_said_again_has_its_id_and_what_is_changed_another(page: Any, here: Path) -> None:
    page.goto((here / "site" / "index.html").as_uri())
    fill(page)
    copy = page.get_by_role("button", name="Copy the text")
    copy.click()
    first = text_of(page)
    copy.click()
    assert text_of(page) == first
    page.reload()
    fill(page)
    copy.click()
    assert text_of(page) == first
    page.get_by_label("Day", exact=True).fill(str(date.today() - timedelta(days=1)))
    copy.click()
    one, other = read_answers(first + text_of(page)).answers
    assert one.name == other.name == "Zoë"
    assert one.entry.id != other.entry.id
    assert other.entry.date == date.today() - timedelta(days=1)


def test_where_the_browser_can_share_it_does(page: Any, here: Path) -> None:
    page.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    page.goto((here / "site" / "index.html").as_uri())
    fill(page)
    page.get_by_role("button", name="Share", exact=True).click()
    assert page.evaluate("window.shared") == {"text": text_of(page)}


def test_it_is_reached_and_filled_in_by_keyboard(page: Any, here: Path) -> None:
    page.goto((here / "site" / "index.html").as_uri())
    page.locator(".card.open summary").focus()
    page.keyboard.press("Enter")
    order = []
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.closest('.how') !== null"):
        order.append(page.evaluate("(e => (e.labels?.[0] || e).innerText.split('\\n')[0])(document.activeElement)"))
        before = page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.outerHTML") == before:
            page.keyboard.press("Tab")  # a date has parts
    labels = ["Day", "How hard, 1 to 10", "How much of it", "Pain, 0 to 10", "A word about it"]
    assert order[:5] == labels
    assert order[-2:] == ["Copy the text", "Save as a file"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_questions(chromium: Any, here: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="'make test-browser' installs it")
    context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page = context.new_page()
    page.goto((here / "site" / "index.html").as_uri())
    fill(page)
    page.get_by_role("button", name="Copy the text").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no scrolling sideways"
    page.evaluate(Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    assert [f"{each['impact']} {each['id']}: {each['nodes'][0]['html']}" for each in found] == []
    small = page.evaluate(
        "[...document.querySelectorAll('.how button, .how label, .how summary')]"
        ".map(e => [e, e.getBoundingClientRect()])"
        ".filter(([e, box]) => box.width && (box.height < 44 || box.width < 44)).map(([e]) => e.outerHTML)"
    )
    assert small == []
    context.close()


def test_a_single_session_has_no_journal_and_is_not_asked_about(page: Any, here: Path) -> None:
    (here / "single.yaml").write_text("session: A\ncoach: beeps-only\nvoice: {engine: tone}\nsteps: [work 9s Run]\n")
    assert main(["share", "single.yaml", "-o", "single", "--quiet"]) == 0
    page.goto((here / "single" / "index.html").as_uri())
    assert page.locator(".card.open .end").count() == 1
    assert page.locator(".how").count() == 0


def test_on_the_served_page_it_arrives_by_itself(page: Any, here: Path) -> None:
    with serving(here / "site", "--quiet", "--log") as server:
        assert "#log=" in server.url
        page.goto(server.url)
        fill(page)
        send, told = page.get_by_role("button", name="Send to the coach"), page.locator(".card.open .told")
        send.click()
        page.get_by_text("It has arrived.", exact=True).wait_for()
        (entry,) = read_journal(here / "plan Zoë.journal").entries
        assert is_it(entry), entry
        send.click()
        page.wait_for_function("() => document.querySelector('.card.open .told').textContent")
        assert told.inner_text() == "It has arrived."
        page.get_by_label("Pain, 0 to 10").select_option("7")
        send.click()
        page.get_by_text("It has arrived, and your coach will look at it.").wait_for()
        page.goto(server.url.partition("#")[0])
        page.locator(".card.open .how").get_by_text("How was it?").click()
        page.get_by_label("Day", exact=True).fill(str(date.today() - timedelta(days=2)))
        send.click()
        page.get_by_text("It has arrived.", exact=True).wait_for()
    assert len(read_journal(here / "plan Zoë.journal").entries) == 2
    waits = read_journal(here / "plan Zoë.waiting").entries
    assert len(waits) == 1
    assert is_it(waits[0], pain=7)
    assert (here / "plan.addresses").stat().st_mode & 0o077 == 0


def test_without_log_nothing_is_sent_and_the_page_says_so(chromium: Any, here: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    with serving(here / "site") as server:
        page.goto(server.url)
        assert page.get_by_role("button", name="Send to the coach").count() == 0
        page.goto("about:blank")
        page.goto(server.url + "#log=" + "a" * 22)
        fill(page)
        page.get_by_role("button", name="Send to the coach").click()
        page.get_by_text("It could not be sent. Copy the text, and send it yourself.").wait_for()
    assert not list(here.glob("*.journal"))
    context.close()


def test_another_site_gets_nothing_in(chromium: Any, here: Path) -> None:
    """A page elsewhere that has somebody's address: its requests are not the page's own."""
    context = chromium.new_context()
    with serving(here / "site", "--quiet", "--log") as server:
        page = context.new_page()
        page.route("http://evil.example/", lambda route: route.fulfill(body="evil", content_type="text/html"))
        page.goto("http://evil.example/")
        target = server.url.partition("#")[0] + "log/" + server.url.partition("#log=")[2]
        body = f"[audiocoach 1: plan]\n{date.today()} 1.1 felt 1\n[id {'0' * 26}]"
        for kind, mode in (("application/json", "cors"), ("text/plain", "cors"), ("text/plain", "no-cors")):
            page.evaluate(
                "([url, answer, kind, mode]) => fetch(url, {method: 'POST', mode, headers: {'Content-Type': kind},"
                " body: JSON.stringify({answer})}).then(() => {}, () => {})",
                [target, body, kind, mode],
            )
    assert not list(here.glob("*.journal"))
    assert not list(here.glob("*.waiting"))
    context.close()
