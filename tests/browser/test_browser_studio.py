"""The studio in a real browser: what a person does there who has never seen a script, with mouse, finger and keys."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests.support.music_files import noise, write_music

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = Path(os.environ.get("AUDIOCOACH_SCREENSHOTS", "output/screenshots"))
PHONE, DESK = ({"width": width, "height": height} for width, height in ((390, 844), (1280, 800)))

SCRIPT = """\
session: Hills & valleys
voice: {engine: tone}
steps:
  - warm-up 2m Easy jog      # keep it easy
  - 3 x (work 60s Run, rest 30s Walk)
  - {cool-down: 2m, name: Walk, say: Well done.}
"""
HOSTILE = "<img src=x onerror=alert(1)>"


@contextmanager
def studio(home: Path) -> Iterator[str]:
    """A studio that runs on a folder; gives the address that it prints."""
    command = [sys.executable, "-m", "audiocoach", "studio", str(home), "--no-browser", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "hills.yaml").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


Visit = Callable[..., Any]


@pytest.fixture
def visit(chromium: Any, home: Path) -> Iterator[Visit]:
    """`visit()` opens the studio; what its console says, or is fetched from elsewhere, fails the test."""
    said: list[str] = []
    with studio(home) as address:

        def visit(size: dict[str, int] = DESK, scheme: str = "light", expected: str = "", **more: Any) -> Any:
            context = chromium.new_context(viewport=size, color_scheme=scheme, locale="en-GB", **more)
            page = context.new_page()
            page.set_default_timeout(20_000)
            near = f"http://{urlsplit(address).netloc}/"
            page.on("console", lambda it: None if expected and expected in it.text else said.append(it.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
            page.on("request", lambda it: None if it.url.startswith((near, "blob:", "data:")) else said.append(it.url))
            page.goto(address)
            page.get_by_role("heading", name="What shall it be?").wait_for()
            return page

        yield visit
        for context in chromium.contexts:
            context.close()
    assert said == []


def opened(page: Any, title: str = "Hills & valleys") -> Any:
    """Open a script of the folder, and wait for its picture."""
    page.locator(".scripts").get_by_role("button", name=title).click()
    page.locator(".strip svg").wait_for()
    return page


def steps(page: Any) -> list[str]:
    return [each.get_attribute("aria-label") for each in page.locator(".strip .step").all()]


def text_of(page: Any) -> str:
    """What stands in the text field, whichever it is."""
    plain = page.locator("textarea.plain")
    if plain.count():
        return str(plain.input_value())
    return "\n".join(page.locator(".cm-line").all_text_contents())


def write(page: Any, line: int, text: str) -> None:
    """Go to the end of a line by keys, and write there."""
    page.get_by_role("textbox", name="Script").focus()
    page.keyboard.press("Control+Home")
    for _ in range(line - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.type(text)


def test_the_picture_follows_what_is_typed_and_words_are_measured_after_a_rest(visit: Visit) -> None:
    page = opened(visit())
    assert steps(page)[:2] == ["Easy jog, 2:00, 0:00", "Run, 1:00, 1/3, 2:00"]
    page.get_by_text("words measured").wait_for()
    page.get_by_role("textbox", name="Script").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("  - stretch 1m Calves\n")
    page.locator('.strip [aria-label="Calves, 1:00, 8:30"]').wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Saved").wait_for()


def test_a_tap_on_a_word_goes_to_its_line_and_the_line_lights_its_steps(visit: Visit) -> None:
    page = opened(visit())
    page.locator('.strip .word[aria-label$="Well done."]').last.click()
    assert page.locator(".strip .step.lit").count() == 1
    assert page.locator(".strip .step.lit").get_attribute("aria-label") == "Walk, 2:00, 6:30"
    page.keyboard.press("ArrowUp")
    page.wait_for_function("() => document.querySelectorAll('.strip .step.lit').length === 6")
    page.locator(".strip .step.k-warm-up").click()
    assert page.locator(".strip .step.lit").get_attribute("aria-label") == "Easy jog, 2:00, 0:00"
    page.locator(".strip .step.k-work").first.click()
    assert page.locator(".strip .step.lit").count() == 3, "and not those that share its line"


def test_the_picture_is_gone_along_by_keys(visit: Visit) -> None:
    page = opened(visit())
    page.locator('.strip [tabindex="0"]').focus()
    for key, label in (
        ("ArrowRight", "Run, 1:00, 1/3, 2:00"),
        ("ArrowRight", "Walk, 0:30, 1/3, 3:00"),
        ("End", "Walk, 2:00, 6:30"),
        ("Home", "Easy jog, 2:00, 0:00"),
    ):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('word')")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator('.strip .step[aria-pressed="true"]').get_attribute("aria-label") == "Easy jog, 2:00, 0:00"


def test_mistakes_stand_under_their_line_as_one_types(visit: Visit) -> None:
    page = opened(visit())
    write(page, 4, "\n- wrok 1m Faster")
    page.locator(".problem.error").first.wait_for()
    assert "wrok" in page.locator(".problem.error").first.inner_text()
    assert "Mistakes: " in page.locator(".found").inner_text()
    assert len(steps(page)) == 8, "the picture stays as it was"


def test_a_mistake_is_mended_by_its_button(visit: Visit) -> None:
    page = opened(visit())
    write(page, 4, "\n- wrok 1m Faster")
    page.locator(".problem.error .mends button").first.click()
    page.locator('.strip [aria-label="Faster, 1:00, 2:00"]').wait_for()
    assert "- work 1m Faster" in text_of(page)
    assert page.locator(".problem").count() == 0


def test_a_step_is_made_longer_by_keys_by_a_button_and_by_its_handle(visit: Visit) -> None:
    page = opened(visit())
    page.locator(".strip .step.k-warm-up").click()
    page.keyboard.press("+")
    page.locator('.strip [aria-label="Easy jog, 2:05, 0:00"]').wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Easy jog, 2:05, 0:00"
    page.get_by_role("button", name="5 seconds longer").click()
    page.locator('.strip [aria-label="Easy jog, 2:10, 0:00"]').wait_for()
    box = page.locator(".strip .handle").bounding_box()
    across = page.locator(".strip svg").bounding_box()["width"]
    x, y = box["x"] + box["width"] / 2, box["y"] + 50
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across * 60 / 520, y, steps=4)
    page.mouse.up()
    page.locator('.strip [aria-label="Easy jog, 3:10, 0:00"]').wait_for()
    text = text_of(page)
    assert "# keep it easy" in text
    assert (
        text.replace(
            next(line for line in text.split("\n") if "Easy jog" in line), "  - warm-up 2m Easy jog      # keep it easy"
        )
        == SCRIPT
    )
    for _ in range(3):
        page.get_by_role("button", name="Undo").click()
    page.locator('.strip [aria-label="Easy jog, 2:00, 0:00"]').wait_for()
    assert text_of(page) == SCRIPT


def test_steps_are_added_doubled_moved_renamed_repeated_given_words_and_removed(visit: Visit) -> None:
    page = opened(visit())
    tools = page.get_by_role("toolbar")
    page.locator(".strip .step.k-warm-up").click()
    tools.get_by_role("button", name="Add …").click()
    page.get_by_role("combobox", name="Kind").select_option("drill")
    page.get_by_role("textbox", name="Name").fill("Skipping")
    page.get_by_role("spinbutton", name="Minutes").fill("0")
    page.get_by_role("spinbutton", name="Seconds").fill("40")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator('.strip [aria-label="Skipping, 0:40, 2:00"]').click()
    tools.get_by_role("button", name="Duplicate").click()
    page.locator('.strip [aria-label="Skipping, 0:40, 2:40"]').wait_for()
    tools.get_by_role("button", name="Rename …").click()
    page.get_by_role("textbox", name="Name").fill("High knees")
    page.get_by_role("button", name="Rename", exact=True).click()
    page.locator('.strip [aria-label="High knees, 0:40, 2:00"]').wait_for()
    tools.get_by_role("button", name="Move it later").click()
    page.locator('.strip [aria-label="High knees, 0:40, 2:40"]').wait_for()
    tools.get_by_role("button", name="Add words …").click()
    page.get_by_role("textbox", name="Words").fill("Lift: them high")
    page.get_by_role("spinbutton", name="Seconds after its start").fill("10")
    page.get_by_role("button", name="Have it said").click()
    page.locator('.strip .word[aria-label="2:50 Lift: them high"]').wait_for()
    tools.get_by_role("button", name="Repeat …").click()
    page.get_by_role("spinbutton", name="How often").fill("2")
    page.get_by_role("button", name="Repeat", exact=True).click()
    page.locator('.strip [aria-label="High knees, 0:40, 2/2, 3:20"]').wait_for()
    tools.get_by_role("button", name="Set: 2 ×").click()
    tools.get_by_role("button", name="One round more").click()
    page.locator('.strip [aria-label="High knees, 0:40, 3/3, 4:00"]').wait_for()
    tools.get_by_role("button", name="Remove").click()
    page.locator('.strip [aria-label="Run, 1:00, 1/3, 2:40"]').wait_for()
    assert "High knees" not in text_of(page)
    assert page.locator(".problem").count() == 0


def test_an_act_that_cannot_be_done_says_why_and_changes_nothing(visit: Visit, home: Path) -> None:
    script = SCRIPT.replace("  - warm-up 2m Easy jog      # keep it easy\n", "")
    one = script.replace("  - 3 x (work 60s Run, rest 30s Walk)\n", "")
    (home / "one.yaml").write_text(one.replace("Hills & valleys", "One alone"), encoding="utf-8")
    page = opened(visit(expected="422"), "One alone")
    before = text_of(page)
    page.locator(".strip .step").click()
    page.keyboard.press("Delete")
    page.locator(".toast.wrong").get_by_text("this is the only step").wait_for()
    assert text_of(page) == before


def test_a_beginner_comes_from_a_template_to_an_mp3_without_typing_yaml(visit: Visit, home: Path) -> None:
    page = visit(accept_downloads=True)
    page.locator(".cards").get_by_role("button", name="An empty workout").click()
    page.locator(".strip .step.k-work").first.click()
    page.get_by_role("button", name="5 seconds longer").click()
    page.get_by_role("button", name="Save", exact=True).wait_for()
    page.get_by_role("button", name="Make the file").click()
    page.get_by_role("heading", name="It is made.").wait_for(timeout=120_000)
    page.get_by_role("button", name="Saved").wait_for()
    with page.expect_download() as started:
        page.get_by_role("link", name="Save An-empty-workout.mp3").click()
    assert Path(started.value.path()).read_bytes()[:3] == b"ID3"
    (made,) = home.glob("output/*.mp3")
    assert f"render {home.as_posix()}/An-empty-workout.yaml" in page.locator(".made .command code").inner_text()
    page.get_by_role("button", name="And a sheet to print").click()
    page.get_by_role("link", name="Save An-empty-workout.pdf").wait_for(timeout=60_000)
    assert made.with_suffix(".pdf").read_bytes()[:5] == b"%PDF-"


def test_making_a_file_is_ended_by_its_button(visit: Visit, home: Path) -> None:
    lines = "".join(f"  - {{work: 20s, name: Run {number}, say: Number {number} of many.}}\n" for number in range(300))
    (home / "long.yaml").write_text(f"session: Very long\nsteps:\n{lines}", encoding="utf-8")
    page = opened(visit(), "Very long")
    page.get_by_role("button", name="Make the file").click()
    page.locator(".making").get_by_role("button", name="Cancel").click()
    page.locator(".making").wait_for(state="detached")
    assert list(home.glob("output/*.mp3")) == []


def test_a_phone_sees_what_is_shared_until_it_is_ended(visit: Visit, chromium: Any) -> None:
    page = opened(visit())
    page.get_by_role("button", name="On a phone").click()
    page.get_by_role("img", name="Code with the address below").wait_for(timeout=60_000)
    address = page.locator(".phone a").get_attribute("href")
    context = chromium.new_context(viewport=PHONE)
    other = context.new_page()
    other.goto(address)
    assert other.get_by_text("Hills & valleys").count() >= 1
    page.get_by_role("button", name="End it").click()
    page.locator(".phone section").wait_for(state="detached")
    with pytest.raises(Exception, match="ERR_"):
        other.goto(address)
    context.close()


def test_each_of_a_table_gets_a_file_and_a_phone_is_shown_one_persons_folder(
    visit: Visit, chromium: Any, home: Path
) -> None:
    (home / "club.csv").write_text("name,pace\nAnn,5:00/km\nBo,4:30/km\nCy,fast\n", encoding="utf-8")
    (home / "hills.yaml").write_text(SCRIPT.replace("Well done.", '"Well done, {athlete}."'), encoding="utf-8")
    page = opened(visit())
    page.get_by_role("button", name="Make the file").click()
    page.get_by_role("combobox", name="For whom").select_option("club.csv")
    page.get_by_role("combobox", name="Who of them").select_option("")
    page.locator(".made").get_by_role("button", name="Make the file").click()
    page.get_by_role("link", name="Save hills Bo.mp3").wait_for(timeout=60_000)
    assert page.locator(".files li").count() == 2
    assert "Not made, as something is wrong: 1" in page.locator(".refused").inner_text()
    assert "fast" in page.locator(".refused").inner_text()
    assert "--athletes" in page.locator(".made .command code").inner_text()
    page.get_by_role("button", name="On a phone").click()
    page.get_by_role("combobox", name="For whom").select_option("club.csv")
    page.get_by_role("combobox", name="Who of them").select_option("Bo")
    page.locator(".phone").get_by_role("button", name="On a phone").click()
    page.locator(".qr svg").wait_for(timeout=60_000)
    assert "share-hills-club/Bo --lan" in page.locator(".phone .command code").last.inner_text()
    phone = chromium.new_context(viewport=PHONE).new_page()
    phone.goto(page.locator(".phone a").first.get_attribute("href"))
    phone.get_by_text("Hills & valleys").first.wait_for()
    assert not (home / "output" / "share-hills-club" / "Ann").exists()


def test_a_programmes_value_is_pushed_and_its_chart_follows(visit: Visit) -> None:
    page = visit()
    page.locator(".cards").get_by_role("button", name="A programme").click()
    page.locator("svg.chart").wait_for()
    before = page.locator("svg.chart").inner_html()
    text = text_of(page)
    slider = page.get_by_role("slider", name="running: at first")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('svg.chart').innerHTML !== before", arg=before)
    changed = [(old, new) for old, new in zip(text.split("\n"), text_of(page).split("\n"), strict=True) if old != new]
    assert len(changed) == 1
    assert page.evaluate("document.activeElement.type") == "range"


def test_what_was_not_saved_is_found_again_and_two_tabs_know_of_each_other(visit: Visit, home: Path) -> None:
    page = opened(visit())
    write(page, 1, " and more")
    page.wait_for_function("() => !document.querySelector('.found').textContent.includes('Mistakes')")
    page.reload()
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_role("heading", name="Hills & valleys and more").wait_for()
    other = page.context.new_page()
    other.goto(page.url.partition("#")[0])
    other.locator(".scripts").get_by_role("button", name="Hills & valleys").click()
    other.get_by_text("open in another tab").wait_for()
    assert (home / "hills.yaml").read_text(encoding="utf-8") == SCRIPT


def test_it_is_heard_from_any_step_and_the_clock_and_the_words_follow(visit: Visit) -> None:
    page = opened(visit())
    page.locator(".strip .step.k-cool-down").click()
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("button", name="Stop").wait_for()
    page.wait_for_function("() => document.querySelector('.time').textContent >= '6:31'")
    assert page.locator(".strip .head").get_attribute("visibility") == "visible"
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.locator('.strip .word[aria-label$="Well done."]').last.dblclick()
    page.get_by_role("button", name="Stop").wait_for()
    page.locator(".now-said").get_by_text("Well done.").wait_for()
    page.get_by_label("Without the silences").check()
    page.get_by_role("button", name="Stop").wait_for()


LOUDNESS = """() => {
  window.heard = { music: 0, voice: 0 };
  const made = AudioContext.prototype.createGain, at = {};
  AudioContext.prototype.createGain = function () {
    const gain = made.call(this), ear = this.createAnalyser(), part = at.first ? "voice" : "music";
    at.first = true;
    gain.connect(ear);
    const samples = new Float32Array(ear.fftSize);
    setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      window.heard[part] = Math.max(...samples.map(Math.abs));
    }, 30);
    return gain;
  };
}"""


def test_voice_and_music_are_as_loud_as_their_sliders_and_this_is_kept_for_the_tab(visit: Visit, home: Path) -> None:
    write_music(home / "song.mp3", noise(20.0))
    (home / "hills.yaml").write_text(SCRIPT + "music: song.mp3\n", encoding="utf-8")
    page = opened(visit())
    page.evaluate(LOUDNESS)
    begun = "Well done."
    page.locator('.strip .word[aria-label$="Well done."]').last.dblclick()
    page.locator(".now-said").get_by_text(begun).wait_for()
    page.wait_for_function("() => heard.music > 0.001 && heard.voice > 0.05")
    music, voice = page.get_by_label("Music volume"), page.get_by_label("Voice volume")
    assert "the file stays as the script has it" in page.locator("#only-heard").inner_text()
    music.focus()
    page.keyboard.press("Home")
    page.wait_for_function("() => heard.music === 0")
    page.locator(".strip .step.k-cool-down").dblclick()
    page.wait_for_function("() => heard.voice > 0.05 && heard.music === 0")
    voice.focus()
    page.keyboard.press("Home")
    page.wait_for_function("() => heard.voice === 0")
    music.focus()
    page.keyboard.press("End")
    page.wait_for_function("() => heard.music > 0.001 && heard.voice === 0")
    assert page.get_by_role("button", name="Stop").is_visible()
    assert (music.input_value(), voice.input_value()) == ("1", "0")
    page.reload()
    page.locator(".strip svg").wait_for()
    assert (music.input_value(), voice.input_value()) == ("1", "0")


def test_what_may_be_written_is_offered_and_taken_by_keys(visit: Visit) -> None:
    page = opened(visit())
    if page.locator("textarea.plain").count():
        pytest.skip("the plain field offers nothing: 'make studio' builds the better one")
    write(page, 4, "\n- dr")
    page.locator(".cm-tooltip-autocomplete").get_by_text("drill").first.wait_for()
    page.wait_for_timeout(100)  # what is offered is taken only once it has been seen
    page.keyboard.press("Enter")
    assert "- drill" in text_of(page)


def test_a_session_of_a_programme_is_looked_at_and_changed_for_all_of_them(visit: Visit) -> None:
    page = visit()
    page.locator(".cards").get_by_role("button", name="A programme").click()
    page.locator(".sessions").get_by_role("button", name="1.2").click()
    page.locator(".strip .step").first.click()
    label = steps(page)[0]
    page.get_by_role("button", name="5 seconds longer").click()
    page.wait_for_function(
        "label => document.querySelector('.strip .step').getAttribute('aria-label') !== label", arg=label
    )
    page.get_by_role("button", name="The whole programme").click()
    page.locator(".strip").wait_for(state="hidden")


def test_without_the_better_field_the_same_page_works(visit: Visit) -> None:
    page = visit()

    def plain(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "editor": False})

    page.route("**/api/state", plain)
    page.reload()
    page.get_by_text("This is the plain text field.").wait_for()
    opened(page)
    assert page.locator("textarea.plain").count() == 1
    page.locator(".strip .step.k-warm-up").click()
    page.get_by_role("button", name="5 seconds longer").click()
    page.locator('.strip [aria-label="Easy jog, 2:05, 0:00"]').wait_for()
    page.get_by_role("button", name="Undo").click()
    page.locator('.strip [aria-label="Easy jog, 2:00, 0:00"]').wait_for()
    assert text_of(page) == SCRIPT
    write(page, 4, "\n- wrok 1m Faster")
    page.locator(".below .mends button").first.click()
    page.locator('.strip [aria-label="Faster, 1:00, 2:00"]').wait_for()


def test_texts_from_strangers_stay_texts(visit: Visit, home: Path) -> None:
    script = SCRIPT.replace("Hills & valleys", f"'{HOSTILE}'").replace("name: Walk", f"name: '{HOSTILE}'")
    (home / "strange.yaml").write_text(script.replace("Well done.", f"'{HOSTILE}'"), encoding="utf-8")
    page = opened(visit(), HOSTILE)
    assert page.locator("h1.title").inner_text() == HOSTILE
    assert page.locator(".said-list").get_by_text(HOSTILE).count() >= 2
    assert page.locator("img").count() == 0


def test_a_file_that_another_program_changes_is_noticed_and_neither_is_lost(visit: Visit, home: Path) -> None:
    page = opened(visit(expected="409"))
    write(page, 1, " mine")
    (home / "hills.yaml").write_text(SCRIPT.replace("Easy", "Slow"), encoding="utf-8")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Take what is in the file").click()
    page.locator('.strip [aria-label^="Slow jog"]').wait_for()
    page.get_by_role("button", name="Undo").click()
    page.locator('.strip [aria-label^="Easy jog"]').wait_for()
    assert "Hills & valleys mine" in text_of(page)
    page.keyboard.press("Control+s")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_serious_and_nothing_goes_off_the_side(
    visit: Visit, home: Path, scheme: str, size: dict[str, int]
) -> None:
    long = SCRIPT + "  - rest 20s Walk\n" * 60  # which scrolls
    (home / "hills.yaml").write_text(long, encoding="utf-8")
    axe = pytest.importorskip("axe_playwright_python", reason="'make test-browser' installs it")
    rules = Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page = visit(size, scheme, expected="inline style")  # which axe itself tries
    for name in ("start", "work"):
        if name == "work":
            opened(page)
            page.get_by_text("words measured").wait_for()
            page.locator(".strip .step").nth(1).click()
            write(page, 4, "\n- wrok 1m Faster")
            page.locator(".problem.error").first.wait_for()
        page.evaluate(rules)
        found = page.evaluate("axe.run()")["violations"]
        assert [f"{each['impact']} {each['id']}: {each['nodes'][0]['html']}" for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"studio-{name}-{size['width']}-{scheme}.png")


def test_at_twice_the_size_nothing_is_lost(visit: Visit) -> None:
    """A window of 1280 pixels at 200 % is one of 640 pixels that are twice as large."""
    page = opened(visit({"width": 640, "height": 400}, device_scale_factor=2))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Close the studio").scroll_into_view_if_needed()


def test_it_speaks_the_language_that_is_chosen_and_keeps_it(visit: Visit) -> None:
    page = visit()
    page.get_by_role("combobox", name="Language").select_option("de")
    page.get_by_role("heading", name="Was soll es werden?").wait_for()
    page.reload()
    page.get_by_role("heading", name="Was soll es werden?").wait_for()
    assert page.evaluate("document.documentElement.lang") == "de"
    opened(page)
    assert page.get_by_role("textbox", name="Skript").count() == 1


def test_close_ends_the_server(visit: Visit) -> None:
    page = visit(expected="ERR_")
    page.get_by_role("button", name="Close the studio").click()
    page.get_by_role("heading", name="The studio has ended.").wait_for()


@pytest.mark.parametrize(("name", "size", "scheme"), [("studio", DESK, "light"), ("studio-phone", PHONE, "dark")])
def test_the_pictures_of_the_docs_are_of_the_page_as_it_is(
    visit: Visit, home: Path, name: str, size: dict[str, int], scheme: str
) -> None:
    """They are made here, small enough for a page; `docs/pictures` has copies, which somebody looks at."""
    shipped = Path(__file__).parents[2] / "scripts" / "first-run.yaml"
    (home / "first-run.yaml").write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    page = opened(visit(size, scheme), "My first intervals")
    page.get_by_text("words measured").wait_for(timeout=60_000)
    page.locator(".strip .step.k-work").first.click()
    if size == PHONE:
        page.get_by_role("textbox", name="Script").focus()
        page.keyboard.press("Control+End")
        page.keyboard.type("  - strech 2m Calves")
        page.locator(".problem.error").wait_for()
    made = SHOTS / f"docs-{name}.png"
    made.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=made)
    with Image.open(made) as taken:
        taken.convert("RGB").quantize(64, Image.Quantize.FASTOCTREE).save(made, optimize=True)
    for each in (made, Path(__file__).parents[2] / "docs" / "pictures" / f"{name}.png"):
        assert each.stat().st_size < 100_000
        with Image.open(each) as kept:
            assert kept.size == (size["width"], size["height"])
