"""Nothing that was written in the studio goes astray, whatever is pressed, loaded again or removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_browser_own_voice import visited
from tests.browser.test_browser_studio import SCRIPT, opened, steps, text_of, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
"""What a browser says as its window is looked at again."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "hills.yaml").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(chromium: Any, home: Path) -> Iterator[Any]:
    """The studio with its script open; what a browser says of refused and aborted requests is no mistake here."""
    with visited(chromium, home, expected="Failed to load resource") as page:
        yield opened(page)


def kept(page: Any, home: Path, text: str) -> None:
    """Wait until a draft holds a text."""
    for _ in range(100):
        if any(text in each.read_text(encoding="utf-8") for each in home.glob(".hills.yaml.*.draft")):
            return
        page.wait_for_timeout(50)
    raise AssertionError("no draft of it is kept")


def test_a_draft_that_is_only_offered_outlives_what_is_typed_and_saved(page: Any, home: Path) -> None:
    write(page, 1, " and an hour of work")
    kept(page, home, "an hour of work")
    page.reload()
    page.get_by_role("button", name="Bring it back").wait_for()
    write(page, 1, " x")
    kept(page, home, "valleys x")
    kept(page, home, "an hour of work")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Saved").wait_for()
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_role("heading", name="Hills & valleys and an hour of work").wait_for()
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Saved").wait_for()
    assert "an hour of work" in (home / "hills.yaml").read_text(encoding="utf-8")
    page.reload()
    page.locator(".strip svg").wait_for()
    assert page.get_by_role("button", name="Bring it back").count() == 0


def test_what_is_written_goes_along_into_another_language_and_back_from_all_scripts(page: Any) -> None:
    write(page, 1, " and more")
    page.get_by_role("combobox", name="Language").select_option("de")
    page.get_by_role("button", name="Speichern", exact=True).wait_for()
    assert "valleys and more" in text_of(page)
    page.get_by_role("button", name="Alle Skripte").click()
    opened(page)
    page.get_by_role("heading", name="Hills & valleys and more").wait_for()
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("button", name="Gespeichert").wait_for()


def test_a_mend_is_not_made_in_a_text_that_was_not_checked(page: Any) -> None:
    indent = "  " if page.locator("textarea.plain").count() else ""  # the better field indents by itself
    write(page, 4, f"\n{indent}- wrok 1m Faster")
    page.locator(".problem.error .mends button").first.wait_for()
    held: list[Any] = []
    page.route("**/api/check", lambda route: route.continue_() if held else held.append(route))
    write(page, 1, " and more")
    before = text_of(page)
    page.locator(".problem.error .mends button").first.evaluate("each => each.click()")
    page.get_by_text("The text has changed meanwhile").wait_for()
    assert text_of(page) == before
    held[0].continue_()
    page.wait_for_timeout(1000)  # the words are measured, too
    page.locator(".problem.error .mends button").first.click()
    page.locator('.strip [aria-label="Faster, 1:00, 2:00"]').wait_for()
    assert "valleys and more" in text_of(page)


def test_a_file_that_was_removed_is_noticed_unasked_and_saved_again(page: Any, home: Path) -> None:
    (home / "hills.yaml").unlink()
    page.evaluate(LOOK)
    page.get_by_text("moved or removed this file").wait_for()
    assert page.get_by_role("button", name="Take what is in the file").count() == 0
    page.get_by_role("button", name="Save it again").click()
    page.get_by_role("button", name="Saved").wait_for()
    assert (home / "hills.yaml").read_text(encoding="utf-8") == SCRIPT
    (home / "hills.yaml").unlink()
    page.evaluate(LOOK)
    page.get_by_text("moved or removed this file").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Saved").wait_for()
    assert (home / "hills.yaml").exists()


def test_every_draft_is_offered_and_forgotten_alone(page: Any, home: Path) -> None:
    for tab, text in (("a1", "the older"), ("b2", "the newer")):
        draft = SCRIPT.replace("Hills", f"Hills of {text}")
        (home / f".hills.yaml.{tab}.draft").write_text(f"# audiocoach draft over nothing\n{draft}", encoding="utf-8")
    page.reload()
    page.get_by_role("button", name="Forget it").nth(1).wait_for()
    with page.expect_request("**/api/discard") as asked:
        page.get_by_role("button", name="Forget it").first.click()
    assert len(asked.value.post_data_json["tabs"]) == 1
    assert page.get_by_role("button", name="Forget it").count() == 1
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_role("heading", name="Hills of the").wait_for()


def test_what_cannot_be_kept_is_not_left_unasked(page: Any) -> None:
    page.route("**/api/draft", lambda route: route.fulfill(status=500, body="The disk is full."))
    write(page, 1, " and more")
    page.locator(".toast.wrong").get_by_text("The disk is full.").wait_for()
    for name in ("All scripts", "Close the studio"):
        page.get_by_role("button", name=name).click()
        page.get_by_text("could not be kept").wait_for()
        assert "valleys and more" in text_of(page)
    page.unroute("**/api/draft")
    page.get_by_role("button", name="All scripts").click()
    page.get_by_role("heading", name="What shall it be?").wait_for()
    assert page.locator(".toast").count() == 0


def test_the_studio_says_that_it_has_ended_only_once_it_has(page: Any) -> None:
    page.route("**/api/close", lambda route: route.fulfill(status=500, body="Not now."))
    page.get_by_role("button", name="Close the studio").click()
    page.locator(".toast.wrong").get_by_text("Not now.").wait_for()
    assert text_of(page) == SCRIPT


def test_keys_that_are_pressed_fast_add_up(page: Any) -> None:
    page.locator(".strip .step.k-warm-up").click()
    longer = page.get_by_role("button", name="5 seconds longer")
    longer.evaluate("each => { for (let times = 0; times < 6; times += 1) each.click(); }")
    page.locator('.strip [aria-label="Easy jog, 2:30, 0:00"]').wait_for()
    page.locator(".strip .step.k-work").first.click()
    page.get_by_role("toolbar").get_by_role("button", name="Set: 3 ×").click()
    more = page.get_by_role("button", name="One round more")
    more.evaluate("each => { for (let times = 0; times < 3; times += 1) each.click(); }")
    page.locator('.strip [aria-label^="Run, 1:00, 6/6"]').wait_for()


def test_a_length_is_typed_and_words_are_said_halfway(page: Any) -> None:
    tools = page.get_by_role("toolbar")
    page.locator(".strip .step.k-warm-up").click()
    for typed, there in (("90 s", "1:30"), ("2:15", "2:15"), ("1.5 min", "1:30"), ("2 min 30 s", "2:30")):
        tools.get_by_role("button", name="Length …").click()
        page.get_by_role("textbox", name="Length").fill(typed)
        page.get_by_role("button", name="Set the length").click()
        page.locator(f'.strip [aria-label="Easy jog, {there}, 0:00"]').wait_for()
    tools.get_by_role("button", name="Length …").click()
    page.get_by_role("textbox", name="Length").fill("long")
    page.get_by_role("button", name="Set the length").click()
    assert page.evaluate("document.querySelector('#act-form input').validationMessage") != ""
    tools.get_by_role("button", name="Add words …").click()
    page.get_by_role("textbox", name="Words").fill("Half of it is done.")
    page.get_by_role("checkbox", name="Halfway").check()
    page.get_by_role("button", name="Have it said").click()
    page.locator('.strip .word[aria-label="1:15 Half of it is done."]').wait_for()
    assert "halfway" in text_of(page)


def test_a_file_that_is_dropped_while_one_writes_leaves_the_script_open(page: Any) -> None:
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["session: Other\\nsteps: work 20s Run\\n"], "other.yaml"));
          const at = document.querySelector(".picture");
          at.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    page.wait_for_timeout(500)
    assert text_of(page) == SCRIPT
    assert len(steps(page)) == 8


def test_what_is_shared_with_phones_and_the_microphone_end_with_the_script(page: Any) -> None:
    page.evaluate(
        """() => {
          window.tracks = [];
          const context = new AudioContext();
          navigator.mediaDevices.getUserMedia = async () => {
            const { stream } = context.createMediaStreamDestination();
            window.tracks.push(...stream.getTracks());
            return stream;
          };
        }"""
    )
    page.get_by_role("button", name="On a phone").click()
    page.get_by_role("img", name="Code with the address below").wait_for(timeout=60_000)
    page.get_by_role("button", name="Your own voice").click()
    page.locator(".recorder").get_by_role("button", name="Record").click()
    page.locator(".recorder").get_by_role("button", name="Stop").wait_for()
    with page.expect_request("**/api/phone-end"):
        page.get_by_role("button", name="All scripts").click()
    page.get_by_role("heading", name="What shall it be?").wait_for()
    assert page.evaluate("window.tracks.map((each) => each.readyState)") == ["ended"]


def test_what_was_made_is_older_once_the_text_changes(page: Any) -> None:
    page.get_by_role("button", name="Make the file").click()
    page.get_by_role("heading", name="It is made.").wait_for(timeout=120_000)
    assert page.locator(".made .older").inner_text() == ""
    write(page, 1, " and more")
    page.locator(".made .older").get_by_text("has changed since").wait_for()


def test_what_is_typed_last_is_kept_as_the_page_goes_away(page: Any, home: Path) -> None:
    write(page, 1, " at the last moment")
    page.reload()
    kept(page, home, "at the last moment")
    page.reload()
    page.get_by_role("button", name="Bring it back").wait_for()


def test_a_draft_is_offered_even_where_the_tab_that_wrote_it_seems_to_be_there(page: Any, home: Path) -> None:
    write(page, 1, " before the crash")
    kept(page, home, "before the crash")
    other = page.context.new_page()  # the first one is still there, as one that crashed seems to be
    other.goto(page.url.partition("#")[0])
    opened(other)
    other.get_by_role("button", name="Bring it back").click()
    other.get_by_role("heading", name="before the crash").wait_for()


def test_a_phones_server_that_runs_from_before_can_be_ended(page: Any) -> None:
    def running(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "phone": "http://192.0.2.1:8000/x/"})

    page.route("**/api/state", running)
    page.reload()
    page.get_by_role("link", name="192.0.2.1").wait_for()
    with page.expect_request("**/api/phone-end"):
        page.get_by_role("button", name="End it").click()
    page.locator(".phone section").wait_for(state="detached")


def test_a_mistake_that_is_mended_is_told_no_more(page: Any) -> None:
    page.route("**/api/act", lambda route: route.fulfill(status=422, json={"message": "This cannot be done."}))
    page.locator(".strip .step.k-warm-up").click()
    page.get_by_role("button", name="5 seconds longer").click()
    page.locator(".toast.wrong").get_by_text("This cannot be done.").wait_for()
    write(page, 1, " and more")
    page.locator(".toast").wait_for(state="detached")
