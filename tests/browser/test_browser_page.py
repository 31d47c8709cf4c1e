"""The page in a real browser: a tap goes where it says, the words follow, and everybody can use it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from audiocoach.__main__ import main
from audiocoach.sharing.page import page as made_page
from tests.support.hostile_sites import HOSTILE, hostile_site
from tests.support.running_server import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = Path(os.environ.get("AUDIOCOACH_SCREENSHOTS", "output/screenshots"))
SMALL, PHONE, DESK = ({"width": width, "height": height} for width, height in ((320, 640), (360, 740), (1280, 900)))

PLAN = """\
programme: Stronger every week
description: Four short runs, a little longer each time.
weeks: 2
per-week: 2
days: [Tue, Fri]
progression:
  hard: {start: 40s, grow: 5s}
session:
  session: "Week {week}, run {run}: {hard}"
  coach: beeps-only
  voice: {engine: tone}
  steps:
    - {warm-up: 20s, name: Easy walk, cues: [{at: 5s, say: Stand tall.}, {at: 12s, say: Loose shoulders.}]}
    - {repeat: 3, steps: [{work: hard, name: Run, say: Run now.}, {rest: 15s, name: Walk, say: Walk now.}]}
    - {cool-down: 20s, name: Easy walk, say: Well done.}
"""
STEPS = [0, 20, 60, 75]
"""When the first steps begin, in seconds."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme, shared."""
    top = tmp_path_factory.mktemp("page")
    (top / "plan.yaml").write_text(PLAN, encoding="utf-8")
    base = ["--base-url", "https://example.org/runs/", "--start", "2026-06-02", "--also", "zwo,fit"]
    assert main(["share", str(top / "plan.yaml"), "-o", str(top / "site"), "--quiet", *base]) == 0
    return top / "site"


@pytest.fixture(scope="module", params=["file", "serve"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The page as a file, and over the network."""
    if request.param == "file":
        yield site.joinpath("index.html").as_uri()
    else:
        with serving(site) as server:
            yield server.url


Visit = Callable[..., Any]


@pytest.fixture
def visit(chromium: Any) -> Iterator[Visit]:
    """`visit(address)` opens a page; whatever its console says, or is fetched from elsewhere, fails the test."""
    said: list[str] = []
    contexts = []

    def visit(address: str, size: dict[str, int] = PHONE, scheme: str = "light", **more: Any) -> Any:
        context = chromium.new_context(
            viewport=size, color_scheme=scheme, locale="en-GB", device_scale_factor=2, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        near = (address.rpartition("/")[0], "data:")
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(near) else said.append(request.url))
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert said == []


def now(page: Any) -> float:
    """Where the sound is, in seconds, once it has got there."""
    page.wait_for_function("() => (a => a.readyState > 1 && !a.seeking)(document.querySelector('audio'))")
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def seek(page: Any, seconds: float) -> None:
    page.evaluate("at => { document.querySelector('audio').currentTime = at }", seconds)


def pause(page: Any) -> None:
    page.evaluate("document.querySelector('audio').pause()")


def reached(page: Any, seconds: float) -> None:
    page.wait_for_function("at => document.querySelector('audio').currentTime >= at", arg=seconds)


def shows(page: Any, words: str) -> None:
    page.wait_for_function("words => document.querySelector('.card.open .cue').textContent === words", arg=words)


def test_it_loads_and_lists_every_session(visit: Visit, address: str) -> None:
    page = visit(address)
    assert page.title() == "Stronger every week"
    assert page.locator(".card h4").count() == 4
    assert [each.text_content() for each in page.locator("h3").all()] == ["Week 1", "Week 2"]
    assert "0 of 4 done" in page.locator("header").inner_text()
    assert "Tue 2 Jun" in page.locator(".card").first.inner_text().replace(",", "").replace("\u00a0", " ")


def test_an_entry_of_the_calendar_leads_to_its_session(visit: Visit, address: str, site: Path) -> None:
    entries = (site / "calendar.ics").read_text(encoding="utf-8").replace("\n ", "").splitlines()
    anchors = [line.rpartition("#")[2] for line in entries if line.startswith("URL:")]
    page = visit(f"{address}#{anchors[2]}")
    assert page.locator(".card.open h4").inner_text().startswith("Week 2, run 1")
    page.evaluate("to => { location.hash = to }", anchors[3])
    page.wait_for_function("() => document.querySelector('.card.open h4').textContent.startsWith('Week 2, run 2')")


def test_workouts_for_watches_are_there_to_be_downloaded(visit: Visit, address: str, site: Path) -> None:
    page = visit(address)
    page.locator(".card h4").nth(1).click()
    links = page.locator(".card.open .end a.get")
    assert [each.inner_text().strip() for each in links.all()][1:] == [".zwo", ".fit"]
    for number, kind in ((1, "zwo"), (2, "fit")):
        found = sorted(site.rglob(f"*.{kind}"))[1]
        if address.startswith("file:"):  # Chromium opens one beside the page, whatever the link says
            assert links.nth(number).evaluate("link => link.href") == found.as_uri()
            continue
        with page.expect_download() as started:
            links.nth(number).click()
        assert started.value.suggested_filename == found.name
        assert Path(started.value.path()).read_bytes() == found.read_bytes()


def test_a_tap_on_the_third_step_moves_the_sound_there(visit: Visit, address: str) -> None:
    page = visit(address)
    # Where the tap itself leads, before any of it has been played.
    page.evaluate("document.querySelector('audio').play = () => Promise.resolve()")
    step = page.locator(".card.open .steps button").nth(2)
    step.click()
    assert abs(now(page) - STEPS[2]) <= 0.1
    assert step.get_attribute("aria-current") == "true"
    assert page.locator(".card.open .what").inner_text() == "Walk 1 of 3"
    assert page.locator(".card.open .left").inner_text() == "0:15"


def test_a_tap_plays_from_there(visit: Visit, address: str) -> None:
    page = visit(address)
    page.locator(".card.open .steps button").nth(2).click()
    reached(page, 60.3)
    pause(page)
    assert now(page) < 64


def test_the_words_follow_wherever_the_sound_is(visit: Visit, address: str) -> None:
    page = visit(address)
    page.locator(".card.open .play.big").click()
    reached(page, 0.05)
    pause(page)
    for at, words in ((21.2, "Run now."), (5.7, "Stand tall."), (12.7, "Loose shoulders."), (61.2, "Walk now.")):
        seek(page, at)
        shows(page, words)


def test_the_words_follow_while_it_plays(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    page.locator(".card.open .play.big").click()
    reached(page, 0.05)
    seek(page, 11.2)
    shows(page, "Stand tall.")
    shows(page, "Loose shoulders.")
    assert 11.9 <= now(page) < 14
    assert page.locator(".card.open .left").inner_text() in ("0:09", "0:08", "0:07", "0:06")


SENSES = """
window.calls = [];
const count = (name) => window.calls.push(name);
const lock = () => {
  const one = new EventTarget();
  one.release = async () => { count("released"); one.dispatchEvent(new Event("release")); };
  window.lock = one;
  return one;
};
const request = async (kind) => { count(kind); return lock(); };
Object.defineProperty(Navigator.prototype, "wakeLock", { value: { request } });
Navigator.prototype.vibrate = (pattern) => { count(`felt ${pattern}`); return true; };
addEventListener("animationstart", (event) => count(event.animationName));
"""
"""A wake lock, a vibration and a flash that count how often they are asked for."""


def calls(page: Any) -> list[str]:
    found = page.evaluate("window.calls.splice(0)")
    assert isinstance(found, list)
    return found


def called(page: Any, *names: str) -> None:
    page.wait_for_function("many => window.calls.length >= many", arg=len(names))
    assert calls(page) == list(names)


def sensed(visit: Visit, address: str, **more: Any) -> Any:
    page = visit(address, **more)
    page.add_init_script(SENSES)
    page.reload()
    return page


def test_the_screen_stays_on_while_it_plays_and_no_longer(visit: Visit, address: str) -> None:
    page = sensed(visit, address)
    assert calls(page) == []
    page.locator(".card.open .play.big").click()
    called(page, "screen")
    page.evaluate("window.lock.release()")  # as a browser does whose page goes out of sight
    called(page, "released")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    called(page, "screen")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    pause(page)
    called(page, "released")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert calls(page) == []


@pytest.mark.parametrize("broken", ["undefined", "{ request: async () => { throw new Error('battery') } }"])
def test_where_the_screen_cannot_be_kept_on_it_plays_and_says_nothing(visit: Visit, site: Path, broken: str) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    page.add_init_script(f"Object.defineProperty(Navigator.prototype, 'wakeLock', {{ value: {broken} }})")
    page.reload()
    page.locator(".card.open .play.big").click()
    reached(page, 0.2)
    assert page.get_by_role("alert").count() == 0


def test_changes_are_felt_and_seen_when_asked_for(visit: Visit, address: str) -> None:
    page = sensed(visit, address)
    vibrate, light = page.get_by_label("Vibrate at each change"), page.get_by_label("Flash at each change")
    assert not vibrate.is_checked()
    assert not light.is_checked()
    page.locator(".card.open .play.big").click()
    called(page, "screen")
    reached(page, 0.05)
    seek(page, 19.6)
    reached(page, 20.3)
    assert calls(page) == [], "nobody has asked"
    pause(page)
    called(page, "released")
    vibrate.check()
    light.check()
    called(page, "felt 400,150,400", "flash")
    page.reload()
    assert vibrate.is_checked()
    assert light.is_checked()
    page.locator(".card.open .play.big").click()
    called(page, "screen")
    reached(page, 20.1)
    seek(page, 59.6)
    called(page, "felt 400", "flash")
    page.get_by_role("button", name="Next step").click()
    reached(page, 75.3)
    assert calls(page) == [], "who skips knows"
    page.evaluate("(a => { a.currentTime = a.duration - 0.3 })(document.querySelector('audio'))")
    page.wait_for_function("() => window.calls.includes('felt 400,150,400,150,400')")


def test_who_wants_no_motion_gets_a_slow_change_of_colour(visit: Visit, site: Path) -> None:
    page = sensed(visit, site.joinpath("index.html").as_uri(), reduced_motion="reduce")
    page.get_by_label("Flash at each change").check()
    called(page, "glow")
    slow = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.flash')).animationDuration)")
    assert slow >= 3


def test_where_nothing_vibrates_it_is_not_offered(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    page.add_init_script("delete Navigator.prototype.vibrate")
    page.reload()
    assert page.get_by_label("Vibrate at each change").count() == 0
    assert page.get_by_label("Flash at each change").count() == 1


@pytest.mark.parametrize("size", [SMALL, PHONE], ids=["small", "phone"])
def test_a_runner_can_read_the_step(visit: Visit, site: Path, size: dict[str, int]) -> None:
    page = visit(site.joinpath("index.html").as_uri(), size)
    type_of = "name => parseFloat(getComputedStyle(document.querySelector(`.card.open .${name}`)).fontSize)"
    for name, least in (("what", 24), ("left", 72), ("coming", 18)):
        assert page.evaluate(type_of, name) >= least
    assert page.locator(".card.open .coming").inner_text() == "Then Run, 0:40"


def test_skipping_from_step_to_step(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    on, back = page.get_by_role("button", name="Next step"), page.get_by_role("button", name="Previous step")
    for wanted in STEPS[1:]:
        on.click()
        assert abs(now(page) - wanted) <= 0.1
    back.click()
    assert abs(now(page) - 60) <= 0.1
    page.get_by_role("button", name="15 seconds back").click()
    assert abs(now(page) - 45) <= 0.1
    back.click()
    assert abs(now(page) - 20) <= 0.1, "first to the start of the same step"


def test_what_is_done_is_remembered_and_the_next_one_waits(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    page.get_by_label("Done").check()
    assert "1 of 4 done" in page.locator("header").inner_text()
    page.reload()
    assert "1 of 4 done" in page.locator("header").inner_text()
    for card in (".card.open", ".card.next"):
        assert page.locator(f"{card} h4").inner_text().startswith("Week 1, run 2")


def test_it_goes_on_where_it_was_left(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    page.locator(".card.open .steps button").nth(3).click()
    reached(page, 75.3)
    pause(page)
    page.reload()
    assert page.locator(".card.open .what").inner_text() == "Run 2 of 3"
    page.locator(".card.open .play.big").click()
    reached(page, 75.3)


def test_in_a_browser_that_remembers_nothing_it_works_all_the_same(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
    page.reload()
    page.get_by_label("Done").check()
    assert "1 of 4 done" in page.locator("header").inner_text()
    page.reload()
    assert "0 of 4 done" in page.locator("header").inner_text()


def test_a_session_that_has_ended_is_done(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    page.locator(".card.open .play.big").click()
    reached(page, 0.05)
    page.evaluate("(a => { a.currentTime = a.duration - 0.3 })(document.querySelector('audio'))")
    page.wait_for_function("() => document.querySelector('.card').classList.contains('done')")
    page.reload()
    page.locator(".card .more").first.click()
    assert page.locator(".card.open .times").inner_text().split() == ["0:00", "−3:25"], "and begins anew"


def test_by_keyboard_alone(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    order = []
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(page.evaluate("(e => e.getAttribute('aria-label') || e.innerText)(document.activeElement)"))
    assert order == ["Podcast feed", "Calendar", "Playlist", "Play Week 1, run 1: 0:40"]
    page.locator(".card .more").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.locator(".card.open h4").inner_text().startswith("Week 1, run 2")
    page.locator(".card.open input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert abs(now(page) - 2) <= 0.1
    assert page.locator(".card.open input[type=range]").get_attribute("aria-valuetext") == "0:02, Easy walk"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SMALL, PHONE, DESK], ids=["small", "phone", "desk"])
def test_it_fits_and_axe_finds_nothing_wrong(visit: Visit, site: Path, size: dict[str, int], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="'make test-browser' installs it")
    page = visit(site.joinpath("index.html").as_uri(), size, scheme)
    page.get_by_label("Done").check()
    page.locator(".card .more").nth(1).click()
    page.locator(".card.open .steps button").nth(1).click()
    reached(page, 20.3)
    pause(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no scrolling sideways"
    page.evaluate(Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    assert [f"{each['impact']} {each['id']}: {each['nodes'][0]['html']}" for each in found] == []
    SHOTS.mkdir(parents=True, exist_ok=True)
    # The whole page has no bottom of a screen for the dock to lie at.
    page.evaluate("scrollTo(0, 0); document.getElementById('dock').hidden = true")
    page.screenshot(path=SHOTS / f"{size['width']}-{scheme}.png", full_page=True)


def test_every_button_is_large_enough_for_a_thumb(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri())
    small = page.evaluate(
        "[...document.querySelectorAll('button, a, label')].map(e => [e, e.getBoundingClientRect()])"
        ".filter(([e, box]) => box.width && (box.height < 44 || box.width < 44)).map(([e]) => e.outerHTML)"
    )
    assert small == []


def test_no_title_does_harm(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_bytes(made_page(hostile_site(), playlist="playlist.m3u8", feed="feed.xml", calendar="calendar.ics"))
    page = visit(path.as_uri())
    assert page.evaluate("window.hit") is None
    shown = page.evaluate("[...document.querySelectorAll('.card .name > span')].map(e => e.textContent)")
    assert shown == list(HOSTILE.values())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("img, iframe, object, embed, form").count() == 0
    for number in range(1, len(HOSTILE)):
        page.locator(".card .more").nth(number).click()
    assert page.evaluate("window.hit") is None


def test_without_scripts_there_are_links_to_the_sound(visit: Visit, site: Path) -> None:
    page = visit(site.joinpath("index.html").as_uri(), java_script_enabled=False)
    links = page.locator("main a").all()
    assert [link.inner_text()[:13] for link in links] == [f"Week {w}, run {r}" for w in (1, 2) for r in (1, 2)]
    assert all((link.get_attribute("href") or "").endswith(".mp3") for link in links)


def test_a_file_that_is_gone_is_told(chromium: Any, site: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((site / "index.html").read_bytes())
    page = chromium.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    page.locator(".card.open .play.big").click()
    assert "cannot be played" in page.get_by_role("alert").inner_text()
    page.close()


def test_a_sound_that_is_opened_by_itself_plays_though_nothing_else_may(chromium: Any, site: Path) -> None:
    (sound, *_) = sorted(site.rglob("*.mp3"))
    with serving(site) as server:
        page = chromium.new_page()
        page.goto(server.url + sound.relative_to(site).as_posix().replace(" ", "%20"))
        for _ in range(50):  # the policy lets nothing wait within the page
            if page.evaluate("document.querySelector('video, audio').readyState") >= 2:
                break
            page.wait_for_timeout(200)
        else:
            pytest.fail("it does not play")
        page.close()


def test_a_page_of_somebody_else_does_nothing(chromium: Any, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")
    script = "<script>document.title = 'hit'</script><img src=x onerror=\"document.title = 'hit'\">"
    (tmp_path / "site" / "index.html").write_text(f"<!doctype html><title>quiet</title>{script}<style>p{{}}</style>")
    with serving(tmp_path / "site") as server:
        page = chromium.new_page()
        page.goto(server.url)
        page.wait_for_load_state("load")
        assert page.title() == "quiet"
        page.close()
