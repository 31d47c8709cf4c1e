"""A real browser on the page: the system's Chromium, where it and what drives it are installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("AUDIOCOACH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, once for all tests."""
    absent = pytest.fail if os.environ.get("AUDIOCOACH_BROWSER") == "needed" else pytest.skip
    if not CHROMIUM or not Path(CHROMIUM).exists():
        absent("there is no Chromium here: install it, or say with AUDIOCOACH_CHROMIUM where it is")
    try:
        import playwright.sync_api as playwright
    except ImportError:
        absent("'make test-browser' installs what drives a browser")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
