"""Another site's page, in the very browser that has the studio open, reads nothing there and changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = "session: Mine alone\ncoach: beeps-only\nsteps:\n  - work 20s Run\n"

ATTACKS = """
async (studio) => {
  const told = {};
  const save = JSON.stringify({ path: "mine.yaml", text: "theirs", digest: "" });
  const tried = async (name, what) => {
    try { told[name] = await what(); } catch (error) { told[name] = "refused"; }
  };
  for (const mode of ["cors", "no-cors"]) {
    for (const type of ["application/json", "text/plain"]) {
      await tried(`post ${mode} ${type}`, async () => {
        const got = await fetch(`${studio}/api/save`,
          { method: "POST", mode, credentials: "include", headers: { "content-type": type }, body: save });
        return got.type === "opaque" ? "opaque" : await got.text();
      });
    }
    await tried(`get ${mode}`, async () => {
      const got = await fetch(`${studio}/files/mine.yaml`, { mode, credentials: "include" });
      return got.type === "opaque" ? "opaque" : await got.text();
    });
  }
  await tried("beacon", async () => String(navigator.sendBeacon(`${studio}/api/close`, new Blob(["{}"]))));
  const loaded = (tag, key, address) => new Promise((done) => {
    const element = document.createElement(tag);
    element.onload = element.onloadeddata = () => done("loaded");
    element.onerror = () => done("refused");
    element[key] = address;
    document.body.append(element);
    setTimeout(() => done("nothing"), 3000);
  });
  told.script = await loaded("script", "src", `${studio}/studio.js`);
  told.image = await loaded("img", "src", `${studio}/files/picture.png`);
  told.sound = await loaded("audio", "src", `${studio}/files/beep.wav`);
  told.events = await new Promise((done) => {
    const events = new EventSource(`${studio}/api/jobs/x/events`, { withCredentials: true });
    events.onopen = () => done("open");
    events.onerror = () => done("refused");
  });
  const frame = document.createElement("iframe");
  frame.src = `${studio}/`;
  document.body.append(frame);
  await new Promise((done) => { frame.onload = done; setTimeout(done, 3000); });
  await tried("frame", async () => frame.contentWindow.document.body.textContent);
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "text/plain";
  form.action = `${studio}/api/save`;
  form.target = "away";
  const field = document.createElement("input");
  field.name = '{"path": "mine.yaml", "digest": "", "text": "';
  field.value = '"}';
  form.append(field);
  const away = document.createElement("iframe");
  away.name = "away";
  document.body.append(away, form);
  form.submit();
  await new Promise((done) => { away.onload = done; setTimeout(done, 3000); });
  return told;
}
"""


PICTURE = """
new Promise((done) => {
  const picture = new Image();
  picture.onload = () => done("loaded");
  picture.onerror = () => done("refused");
  import("/api.js").then(({ fileAddress }) => (picture.src = fileAddress("picture.png")));
})
"""

READ = "import('/api.js').then(({ fileAddress }) => fetch(fileAddress('mine.yaml'))).then((got) => got.text())"


class Evil(BaseHTTPRequestHandler):
    """A page that is empty until something is tried from it."""

    seen: ClassVar[list[str]] = []
    """What browsers have sent to it."""

    def do_GET(self) -> None:
        self.seen.append(f"{self.path} {self.headers}")
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>evil</title><body></body>")

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def evil() -> Iterator[str]:
    """Another site on this computer: the same to the browser's rules for cookies, but for its port."""
    server = HTTPServer(("127.0.0.1", 0), Evil)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "mine.yaml").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
            "0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
        )
    )
    command = [sys.executable, "-m", "audiocoach", "studio", str(tmp_path), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def test_another_server_of_this_computer_gets_the_cookie_and_can_do_nothing_with_it(
    chromium: Any, studio: str, evil: str
) -> None:
    own = f"http://{urlsplit(studio).netloc}"
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.goto(studio)
        assert page.evaluate(READ) == SCRIPT
        page.reload()
        assert page.evaluate(READ) == SCRIPT
        second = context.new_page()  # by hand
        second.goto(own)
        assert second.evaluate(READ) == SCRIPT
        Evil.seen.clear()
        second.goto(evil)
        (cookie,) = (each for each in context.cookies(evil) if each["name"].startswith("audiocoach"))
        stolen = f"{cookie['name']}={cookie['value']}"
        assert stolen in Evil.seen[0]
        key = page.evaluate("localStorage.getItem('audiocoach-key')")
        assert key
        assert key not in "".join(Evil.seen)
        assert second.evaluate("localStorage.length") == 0
        head = {"cookie": stolen, "origin": own, "content-type": "application/json"}
        for path, data in (("/api/state", b"{}"), ("/files/mine.yaml", None), ("/api/open", b"{}")):
            with pytest.raises(HTTPError) as refused:
                urlopen(Request(f"{own}{path}", data, head))  # noqa: S310
            assert refused.value.code == 403
            refused.value.close()
    finally:
        context.close()


def test_another_sites_page_reads_and_changes_nothing(chromium: Any, studio: str, evil: str, tmp_path: Path) -> None:
    own = f"http://{urlsplit(studio).netloc}"
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    context = chromium.new_context()
    try:
        mine = context.new_page()
        mine.goto(studio)
        assert mine.url == f"{own}/"
        theirs = context.new_page()
        theirs.goto(evil)
        told = theirs.evaluate(ATTACKS, own)
        assert "Mine alone" not in json.dumps(told)
        assert told.pop("beacon") == "true"  # it is sent, and refused
        frame = told.pop("frame")
        assert frame in ("refused", "")
        assert set(told.values()) <= {"refused", "opaque", "nothing"}, told
        theirs.goto(own.replace("127.0.0.1", "localhost"))  # a name that leads here is not ours
        assert "Mine alone" not in theirs.content()
        assert theirs.evaluate("document.title") == ""
        mine.reload()  # the studio is there still, for its own page
        assert mine.evaluate(READ) == SCRIPT
        assert mine.evaluate(PICTURE) == "loaded"
        fresh = context.browser.new_context()
        stranger = fresh.new_page()
        assert stranger.goto(studio).status == 403
        fresh.close()
    finally:
        context.close()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
