"""The studio as a process of its own: opened, asked and closed as a browser does it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from audiocoach.cli import open_studio
from tests.support.commands import Run
from tests.support.patience import PATIENCE_S
from tests.support.studio_page import SCRIPT

pytestmark = pytest.mark.slow


class Browser:
    """Asks a studio that runs, on one connection."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host = parts.netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=PATIENCE_S)
        self.connection.request("GET", parts.path)
        got = self.connection.getresponse()
        got.read()
        assert got.status == 303
        self.key = got.headers["location"].removeprefix("/#key=")
        self.cookie = got.headers["set-cookie"].partition(";")[0]

    def get(self, path: str) -> tuple[int, bytes]:
        self.connection.request("GET", path, headers={"Cookie": self.cookie, "x-audiocoach-key": self.key})
        got = self.connection.getresponse()
        return got.status, got.read()

    def ask(self, name: str, **asked: Any) -> Any:
        head = {"Cookie": self.cookie, "Origin": f"http://{self.host}", "Content-Type": "application/json"}
        head["x-audiocoach-key"] = self.key
        self.connection.request("POST", f"/api/{name}", json.dumps(asked), head)
        got = self.connection.getresponse()
        return json.loads(got.read())


@pytest.fixture
def studio(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Browser]]:
    command = [sys.executable, "-m", "audiocoach", "studio", str(folder), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            url = process.stdout.readline().strip()
            assert url.startswith("http://127.0.0.1:"), process.stderr.read()
            browser = Browser(url)
            with closing(browser.connection):
                yield process, browser
        finally:
            process.kill()


def test_a_page_is_opened_writes_makes_a_file_and_closes(
    studio: tuple[subprocess.Popen[str], Browser], folder: Path
) -> None:
    process, browser = studio
    assert browser.get("/")[0] == browser.get("/studio.js")[0] == 200
    assert browser.ask("open", path="mine.yaml")["text"] == SCRIPT
    long = SCRIPT + "# \u00e4" * 100_000
    digest = browser.ask("open", path="mine.yaml")["digest"]
    assert browser.ask("draft", path="mine.yaml", text=long, digest=digest, tab="a")["changed"] is False
    job = browser.ask("render", path="mine.yaml")["job"]
    status, events = browser.get(f"/api/jobs/{job}/events")
    assert status == 200
    assert b'"finished"' in events
    assert browser.get("/files/output/mine.mp3")[0] == 200
    assert browser.ask("close") == {}
    assert process.wait(PATIENCE_S) == 0
    assert (folder / ".mine.yaml.a.draft").is_file()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_it_also_while_somebody_listens(studio: tuple[subprocess.Popen[str], Browser]) -> None:
    process, browser = studio
    assert browser.get("/")[0] == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_S) == 0


def test_what_is_no_folder_is_not_opened(run: Run, folder: Path) -> None:
    told = run("studio", str(folder / "mine.yaml"), "--no-browser")
    assert told.code == 1
    assert "there is no such folder" in told.err


def test_a_browser_is_opened_where_there_is_one(monkeypatch: pytest.MonkeyPatch, run: Run, folder: Path) -> None:
    opened: list[str] = []

    def studio(_folder: Path, _port: int, told: Any) -> None:
        told("http://127.0.0.1:1/enter/x")

    monkeypatch.setattr("audiocoach.studio.running_studio.run_studio", studio)
    monkeypatch.setattr(open_studio, "_opened", lambda url: not opened.append(url))
    assert run("studio", str(folder)).out.startswith("http://127.0.0.1:1/enter/x\n  opened in your browser")
    assert opened == ["http://127.0.0.1:1/enter/x"]
    assert run("studio", str(folder), "--no-browser").out.startswith("http://127.0.0.1:1/enter/x\n")
