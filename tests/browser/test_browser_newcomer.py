"""What somebody looks for who is new to the page: names of files, what is wrong before anything is made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_browser_own_voice import visited
from tests.browser.test_browser_studio import SCRIPT, opened, steps, text_of, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAID = SCRIPT.replace("{cool-down: 2m, name: Walk, say: Well done.}", "{cool-down: 2m, name: Walk, say-as: Slow down}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "hills.yaml").write_text(SAID, encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(chromium: Any, home: Path) -> Iterator[Any]:
    """The studio's first page, in a window as common laptops have it."""
    with visited(chromium, home, viewport={"width": 1366, "height": 768}, expected="Failed to load resource") as page:
        yield page


def test_a_script_is_renamed_and_duplicated_in_the_list(page: Any, home: Path) -> None:
    page.get_by_role("button", name="Rename hills.yaml").click()
    page.get_by_label("Name of the file").fill("Long hills")
    page.get_by_role("button", name="Rename", exact=True).click()
    page.get_by_role("button", name="Rename Long-hills.yaml").wait_for()
    page.get_by_role("button", name="Duplicate Long-hills.yaml").click()
    page.locator(".strip svg").wait_for()
    assert page.locator(".file").text_content() == "Long-hills-2.yaml"
    assert {path.name: path.read_text(encoding="utf-8") for path in home.glob("*.yaml")} == dict.fromkeys(
        ["Long-hills.yaml", "Long-hills-2.yaml"], SAID
    )


def test_what_is_wrong_is_said_before_anything_is_saved_or_made(page: Any, home: Path) -> None:
    opened(page)
    write(page, 4, "\n  - wrok 1m Oops")
    page.get_by_role("button", name="Make the file").click()
    told = page.locator(".toast.wrong")
    told.get_by_text("There is a mistake in it").wait_for()
    told.get_by_text("Line 5").wait_for()
    assert (home / "hills.yaml").read_text(encoding="utf-8") == SAID
    assert not (home / "output").exists()
    page.keyboard.press("Control+s")
    page.get_by_text("It is saved, with a mistake in it.").wait_for()
    assert "wrok" in (home / "hills.yaml").read_text(encoding="utf-8")


def test_a_step_that_is_renamed_tells_what_is_said_of_it(page: Any) -> None:
    opened(page)
    page.locator(".strip .step").last.click()
    page.get_by_role("button", name="Rename …").click()
    assert page.get_by_label("Spoken as").input_value() == "Slow down"
    page.get_by_label("Name", exact=True).fill("Stroll")
    page.get_by_label("Spoken as").fill("")
    page.get_by_role("button", name="Rename", exact=True).click()
    page.wait_for_function("() => [...document.querySelectorAll('.step')].at(-1).ariaLabel.startsWith('Stroll')")
    assert "  - {cool-down: 2m, name: Stroll}" in text_of(page)
    assert steps(page)[-1].startswith("Stroll")


def test_the_bar_at_the_top_is_one_line_on_a_laptop_in_every_language(page: Any) -> None:
    opened(page)
    for language in ("en", "de", "es", "fr", "it", "nl", "pl", "pt"):
        page.locator("#top select").select_option(language)
        page.wait_for_function("wanted => document.documentElement.lang === wanted", arg=language)
        page.locator(".strip svg").wait_for()
        for width in (1366, 1280):
            page.set_viewport_size({"width": width, "height": 768})
            assert page.locator("#top").bounding_box()["height"] < 60, (language, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (language, width)


def test_a_programme_that_comes_along_is_a_card(page: Any) -> None:
    page.locator(".cards").get_by_role("button", name="Backwards in eight weeks").click()
    page.locator("svg.chart").wait_for()
    page.get_by_role("slider", name="backward: at first").wait_for()
    page.get_by_role("heading", name="Next: 1.1").wait_for()


def test_a_template_comes_in_the_pages_language(page: Any, home: Path) -> None:
    page.locator("#top select").select_option("de")
    page.get_by_role("button", name="In acht Wochen rückwärts").click()
    page.get_by_role("slider", name=": am Anfang").first.wait_for()
    text = (home / "In-acht-Wochen-rückwärts.yaml").read_text(encoding="utf-8")
    assert "programme: In acht Wochen rückwärts laufen" in text
