"""What is made for the page goes on by itself: told of, ended when that is asked for, and only in the folder."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from threading import enumerate as threads
from typing import Any
from urllib.request import urlopen

import pytest

from audiocoach.errors import AudiocoachError
from audiocoach.rendering.watching import Watch
from audiocoach.studio.open_tabs import GONE_SECONDS, OpenTabs
from audiocoach.studio.phone_server import PhoneServer
from tests.support.patience import PATIENCE_S
from tests.support.short_programme import NOBODY, SHORT
from tests.support.studio_page import HOST, STRANGERS, Page


def told(page: Page, job: str) -> list[Any]:
    """Listen to a job until its last word."""
    got = page.get(f"/api/jobs/{job}/events")
    assert got.headers["content-type"].startswith("text/event-stream")
    return [json.loads(line[6:]) for line in got.body.decode().split("\n\n") if line.startswith("data: ")]


def test_a_job_tells_how_it_goes_and_how_it_ended(page: Page) -> None:
    def work(watch: Watch) -> dict[str, Any]:
        assert watch.progress is not None
        watch.progress("speaking", 1, 2)
        return {"files": []}

    assert told(page, page.desk.jobs.start(work))[-1] == {"finished": {"files": []}}


def test_what_goes_wrong_in_a_job_is_told(page: Page) -> None:
    def wrong(watch: Watch) -> dict[str, Any]:
        raise AudiocoachError("the disk is full", "make room")

    def bug(watch: Watch) -> dict[str, Any]:
        raise ZeroDivisionError

    assert told(page, page.desk.jobs.start(wrong))[-1] == {
        "failed": {"message": "the disk is full", "hint": "make room"}
    }
    assert "bug: ZeroDivisionError" in told(page, page.desk.jobs.start(bug))[-1]["failed"]["message"]


def test_a_job_is_ended_when_that_is_asked_for_also_one_that_waits(page: Page) -> None:
    begun, go_on = Event(), Event()

    def work(watch: Watch) -> dict[str, Any]:
        begun.set()
        assert go_on.wait(PATIENCE_S)
        watch.check()
        return {}

    first, second = page.desk.jobs.start(work), page.desk.jobs.start(work)
    assert begun.wait(PATIENCE_S)
    page.ask("cancel", job=second)
    page.ask("close")  # which ends all of them
    go_on.set()
    assert told(page, first)[-1]["cancelled"]
    assert told(page, second)[-1]["cancelled"]


@pytest.mark.parametrize("job", ["nothing", "..", "%00", "0" * 16])
def test_a_job_that_is_none_is_told_of_to_nobody(page: Page, job: str) -> None:
    assert page.get(f"/api/jobs/{job}/events").status == 404
    assert page.post("cancel", {"job": job}).status == 400


@pytest.mark.slow
def test_a_script_becomes_a_file_that_can_be_downloaded(page: Page, folder: Path) -> None:
    begun = page.ask("render", path="mine.yaml", beside=["vtt"])
    assert begun["command"] == f"audiocoach render {folder}/mine.yaml -o {folder}/output --with=vtt"
    *_, last = told(page, begun["job"])
    sound, side = last["finished"]["files"]
    assert (sound["path"], side["path"]) == ("output/mine.mp3", "output/mine.vtt")
    got = page.get("/files/output/mine.mp3")
    assert (got.status, len(got.body), got.headers["content-type"]) == (200, sound["bytes"], "audio/mpeg")
    assert got.headers["content-disposition"] == 'attachment; filename="mine.mp3"'
    assert "sandbox" in got.headers["content-security-policy"]
    part = page.get("/files/output/mine.mp3", ("range", "bytes=0-99"))
    assert (part.status, part.body) == (206, got.body[:100])


@pytest.mark.slow
def test_a_script_becomes_a_folder_to_share_which_a_phone_is_shown_alone(folder: Path, page: Page) -> None:
    begun = page.ask("share", path="mine.yaml")
    assert begun["command"] == f"audiocoach share {folder}/mine.yaml -o {folder}/output/share-mine"
    finished = told(page, begun["job"])[-1]["finished"]
    assert finished["folder"] == "output/share-mine"
    phones = PhoneServer(lan=False)
    try:
        url = phones.show(folder / finished["folder"])
        assert not url.startswith(f"http://{HOST}/")
        with urlopen(url) as got:  # noqa: S310
            assert b"<title>Mine" in got.read()
        assert phones.code(url).startswith("<svg")
        again = phones.show(folder / finished["folder"])  # in place of the one before
        with pytest.raises(OSError, match="refused"):
            urlopen(url)  # noqa: S310
    finally:
        phones.end()
    with pytest.raises(OSError, match="refused"):
        urlopen(again)  # noqa: S310


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "exe"},
        {"kind": "/../../x.mp3"},
        {"beside": ["exe"]},
        {"beside": "vtt"},
        {"voice": "command:touch owned {file}"},
        {"voice": "command:sh -c 'touch owned' {text}"},
        {"voice": "recorded:../outside"},
        {"voice": "recorded:/etc"},
        {"voice": "pyttsx3:../x.onnx"},
        {"voice": "/etc/x.onnx"},
        {"coach": "../secret.yaml"},
        {"coach": "/etc/passwd.yaml"},
        {"path": "../secret.yaml"},
        {"path": "notes.txt"},
        {"sessions": [1]},
    ],
)
def test_nothing_is_begun_that_reaches_out_of_the_folder(page: Page, folder: Path, asked: dict[str, Any]) -> None:
    before = sorted(folder.parent.rglob("*"))
    for name in ("render", "share"):
        if name == "render" or not {"kind", "beside", "sessions"} & asked.keys():
            assert page.post(name, {"path": "mine.yaml", **asked}).status in (400, 422)
    assert sorted(folder.parent.rglob("*")) == before


@pytest.mark.skipif(os.name != "posix", reason="links")
@pytest.mark.parametrize("link", ["output", "output/mine.mp3", "output/mine.vtt", "output/share-mine", "output/x/y"])
def test_nothing_is_written_where_a_link_leads_out(page: Page, folder: Path, link: str) -> None:
    (folder / link).parent.mkdir(parents=True, exist_ok=True)
    (folder / link).symlink_to(folder.parent / "outside" / ("" if "." not in link else "secret.yaml"))
    assert page.post("render", {"path": "mine.yaml"}).status == 422
    assert page.post("share", {"path": "mine.yaml", "folder": link}).status == 422
    assert [path.read_text(encoding="utf-8") for path in (folder.parent / "outside").iterdir()] == [STRANGERS]


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_nothing_is_written_by_way_of_a_link_to_a_folder_that_has_one(page: Page, folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "mine.mp3").symlink_to(folder.parent / "outside" / "secret.yaml")
    (folder / "output").symlink_to(folder / "other")
    assert page.post("render", {"path": "mine.yaml"}).status == 422
    (folder / "output").unlink()
    (folder / "output").mkdir()
    (folder / "output" / "mine").symlink_to(folder / "other")
    assert page.post("render", {"path": "mine.yaml"}).status == 422


def test_no_program_that_a_script_brings_is_run(page: Page, folder: Path) -> None:
    owned = folder / "owned"
    script = (
        f"session: T\nvoice: {{engine: command, name: 'touch {owned} {{file}}'}}\nsteps:\n  - {{work: 20s, say: Go.}}\n"
    )
    (folder / "theirs.yaml").write_text(script, encoding="utf-8")
    last = told(page, page.ask("render", path="theirs.yaml")["job"])[-1]
    assert "cannot bring a command" in last["failed"]["message"]
    assert not owned.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../secret.yaml",
        "%2e%2e/secret.yaml",
        "..%2fsecret.yaml",
        "out.yaml",
        "up/secret.yaml",
        ".hidden.yaml",
        ".git/config",
        "pipe.yaml",
        "zero.yaml",
        "loop.yaml",
        "folder.yaml",
        "",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "mine.yaml%00",
        "mine.yaml/",
        "settings.yaml",
        "nothing",
        "a" * 300,
    ],
)
def test_no_download_is_from_elsewhere(page: Page, folder: Path, name: str) -> None:
    (folder / "settings.yaml").write_text(STRANGERS, encoding="utf-8")
    got = page.get(f"/files/{name}")
    assert got.status == 404
    assert b"Nobody but" not in got.body


def test_only_a_folder_to_share_is_shown_to_phones(page: Page) -> None:
    for name in ("output", "mine.yaml", "../outside", "up", "."):
        assert page.post("phone", {"folder": name}).status in (400, 422)
    assert page.ask("phone-end") == {}


def test_a_job_that_waits_ends_while_another_is_still_done(page: Page) -> None:
    begun, go_on = Event(), Event()

    def work(watch: Watch) -> dict[str, Any]:
        begun.set()
        assert go_on.wait(PATIENCE_S)
        return {}

    first = page.desk.jobs.start(work)
    assert begun.wait(PATIENCE_S)
    second = page.desk.jobs.start(work)
    page.ask("cancel", job=second)
    assert told(page, second)[-1]["cancelled"]
    go_on.set()
    assert told(page, first)[-1] == {"finished": {}}


def test_a_programme_is_made_into_mp3_files_alone(page: Page, folder: Path) -> None:
    (folder / "weeks.yaml").write_text(
        "programme: Weeks\ncoach: beeps-only\nweeks:\n  - sessions: [{steps: [work 20s Run]}]\n", encoding="utf-8"
    )
    got = page.post("render", {"path": "weeks.yaml", "kind": "wav"})
    assert (got.status, "MP3" in got.json["hint"]) == (422, True)
    assert not (folder / "output").exists()


@pytest.mark.slow
def test_a_programme_half_made_in_one_voice_tells_that_it_goes_on_in_another(page: Page, folder: Path) -> None:
    (folder / "short.yaml").write_text(SHORT, encoding="utf-8")

    def notes(*sessions: str, **more: object) -> str:
        made = page.ask("render", path="short.yaml", sessions=list(sessions), **more)
        return " ".join(told(page, made["job"])[-1]["finished"]["notes"])

    assert "until now" not in notes("1.1", "1.2")
    (folder / "short.yaml").write_text(SHORT.replace("{engine: tone}", "{engine: tone, name: High}"), encoding="utf-8")
    assert "until now Low spoke" in notes("2.1")


@pytest.mark.slow
def test_a_session_of_a_programme_is_made_though_the_voice_of_another_is_missing(page: Page, folder: Path) -> None:
    (folder / "nobody.yaml").write_text(NOBODY, encoding="utf-8")
    made = page.ask("render", path="nobody.yaml", sessions=["1.1"])
    assert len(told(page, made["job"])[-1]["finished"]["files"]) == 1


def test_however_much_was_made_more_can_be(page: Page, folder: Path) -> None:
    (folder / "output" / "old").mkdir(parents=True)
    for number in range(5_100):
        (folder / "output" / "old" / f"{number}.mp3").touch()
    assert page.desk.folder.place("output") == folder.resolve() / "output"


def test_of_many_who_want_a_phone_served_at_once_one_is(folder: Path) -> None:
    phones = PhoneServer(lan=False)
    assert phones.url() is None
    with ThreadPoolExecutor(6) as threads:
        urls = list(threads.map(lambda _: phones.show(folder), range(6)))
    assert phones.url() in urls
    phones.end()
    assert phones.url() is None
    for url in urls:
        with pytest.raises(OSError, match=r"refused|reset"):
            urlopen(url)  # noqa: S310


def test_a_phones_server_ends_when_nobody_has_the_page_open_any_more(folder: Path) -> None:
    now = [0.0]
    tabs = OpenTabs(lambda: now[0])
    phones = PhoneServer(lan=False, look_seconds=0.01)
    looked = Event()

    def wanted() -> bool:
        looked.set()
        return tabs.any()

    tabs.seen("a", "mine.yaml")
    url = phones.show(folder, wanted)
    assert looked.wait(PATIENCE_S)
    assert phones.url() == url
    now[0] = GONE_SECONDS + 1
    next(each for each in threads() if each.name == "whether phones are").join(PATIENCE_S)
    assert phones.url() is None
    with pytest.raises(OSError, match=r"refused|reset"):
        urlopen(url)  # noqa: S310


def test_a_page_that_begins_it_is_who_is_waited_for(page: Page, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(PhoneServer, "show", lambda _self, _folder, wanted: asked.append(wanted) or "http://127.0.0.1/")
    monkeypatch.setattr("audiocoach.sharing.folder.is_shared", lambda _folder: True)
    (folder / "output").mkdir(exist_ok=True)
    page.ask("phone", folder="output", path="mine.yaml", tab="a")
    assert asked[0]()
    page.ask("leave", tab="a")
    assert not asked[0]()
