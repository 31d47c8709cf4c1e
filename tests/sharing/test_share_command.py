"""`share` as a command: one folder with everything in it, brought up to date each time, whatever happens to it."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import mutagen.id3
import mutagen.mp3
import pytest

from audiocoach.__main__ import main
from audiocoach.sharing.folder import MANIFEST
from tests.support.commands import contents
from tests.support.feed_rules import PODCAST, path_of, wrong
from tests.support.running_process import goes_on

pytestmark = pytest.mark.slow

PLAN = """\
programme: Short and sweet
description: Four runs, each a little longer.
weeks: 2
per-week: 2
days: [Tue, Fri]
progression:
  hard: {start: 10s, grow: 2s}
session:
  session: "Week {week}, run {run}: {hard}"
  coach: beeps-only
  voice: {engine: tone}
  steps:
    - {work: hard, name: Run, say: Run now.}
    - {rest: 5s, say: Rest.}
"""
SINGLE = """\
session: "<script>alert(1)</script> & \\"quotes\\" ../../x"
description: A run with a title that would do harm if it could.
coach: beeps-only
voice: {engine: tone}
steps: [{work: 8s, name: Run, say: Run now.}]
"""
BASE = "https://example.org/runs/"
SHARE = ("share", "plan.yaml", "single.yaml", "-o", "site", "--base-url", BASE, "--start", "2026-06-03")


@pytest.fixture
def here(here: Path) -> Path:
    """The current folder, with a programme and a session."""
    (here / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (here / "single.yaml").write_text(SINGLE, encoding="utf-8")
    return here


def items(folder: Path) -> list[ElementTree.Element]:
    return list(ElementTree.parse(folder / "feed.xml").iter("item"))  # noqa: S314


def test_a_folder_with_everything_in_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(SHARE) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "5 sessions" in said.out
    assert "calendar.ics: from Wed 2026-06-03" in said.out
    site = here / "site"
    names = [
        f"plan/W0{week}S{run} Week {week}, run {run} - 0.{10 + 2 * (2 * week + run - 3)}"
        for week in (1, 2)
        for run in (1, 2)
    ]
    sounds = [*names, "single"]
    assert contents(site).keys() == {
        *(sound + suffix for sound in sounds for suffix in (".mp3", ".vtt", ".chapters.json", ".png")),
        *("index.html", "playlist.m3u8", "feed.xml", "calendar.ics", "cover.png", MANIFEST),
    }
    assert wrong((site / "feed.xml").read_bytes()) == []
    for item, sound in zip(items(site), sounds, strict=True):
        enclosure, chapters = item.find("enclosure"), item.find(f"{PODCAST}chapters")
        assert enclosure is not None
        assert chapters is not None
        path = site / path_of(enclosure.get("url", ""), BASE)
        assert path == site / f"{sound}.mp3"
        assert int(enclosure.get("length", "")) == path.stat().st_size
        length = mutagen.mp3.MP3(path).info.length
        told = json.loads((site / path_of(chapters.get("url", ""), BASE)).read_text(encoding="utf-8"))
        assert told["chapters"][0]["startTime"] == 0
        assert abs(told["chapters"][-1]["endTime"] - length) < 0.001
    playlist = (site / "playlist.m3u8").read_text(encoding="utf-8").splitlines()
    assert [line for line in playlist if not line.startswith("#")] == [f"{sound}.mp3" for sound in sounds]
    days = re.findall(rb"DTSTART;VALUE=DATE:([0-9]+)", (site / "calendar.ics").read_bytes())
    assert days[:4] == [b"20260609", b"20260612", b"20260616", b"20260619"], "on its own weekdays, after the start"
    assert days[4] == b"20260603", "which a single session does not wait for"
    assert all((site / f"{sound}.vtt").read_text(encoding="utf-8").startswith("WEBVTT") for sound in sounds)


def test_done_again_every_byte_and_every_time_is_the_same(here: Path) -> None:
    assert main([*SHARE, "--zip"]) == 0
    before, zipped = contents(here / "site"), (here / "site.zip").read_bytes()
    for path in (here / "site").rglob("*"):
        os.utime(path, (1, 1))
    assert main([*SHARE, "--zip"]) == 0
    assert contents(here / "site") == before
    assert (here / "site.zip").read_bytes() == zipped
    times = {path.name: path.stat().st_mtime for path in (here / "site").rglob("*.*") if path.name != MANIFEST}
    assert set(times.values()) == {1}
    with ZipFile(here / "site.zip") as archive:
        found = {name.removeprefix("site/"): archive.read(name) for name in archive.namelist()}
    assert found == {name: data for name, data in before.items() if name != MANIFEST}
    assert main([*SHARE[:3], "-o", "elsewhere", *SHARE[5:]]) == 0
    assert contents(here / "elsewhere") == before, "and the same in another folder"


def test_a_new_year_changes_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    single = ["share", "single.yaml", "-o", "site"]
    for day, year in (("1000000000", 2001), ("1100000000", 2001)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
        assert main(single) == 0
        assert str(mutagen.id3.ID3(here / "site" / "single.mp3")["TDRC"]) == str(year)
        os.utime(here / "site" / "single.mp3", (year, year))
    assert main(single) == 0
    assert (here / "site" / "single.mp3").stat().st_mtime == year, "and the file is not touched"
    assert main([*single[:-1], "new"]) == 0
    assert str(mutagen.id3.ID3(here / "new" / "single.mp3")["TDRC"]) == "2004"


def test_a_change_changes_its_own_and_no_guid(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(SHARE) == 0
    before, guids = contents(here / "site"), [item.findtext("guid") for item in items(here / "site")]
    (here / "site" / "notes.txt").write_text("my own")
    (here / "site" / "plan" / "notes.txt").write_text("my own")
    (here / "plan.yaml").write_text(PLAN.replace("Week {week}, run {run}: {hard}", "Renamed {hard}"), encoding="utf-8")
    assert main(SHARE) == 0
    assert "16 removed" in capsys.readouterr().out
    after = contents(here / "site")
    assert [item.findtext("guid") for item in items(here / "site")] == guids
    assert {"plan/W01S1 Renamed 0.10.mp3", "plan/notes.txt", "notes.txt"} < after.keys()
    assert not [name for name in after if "Week 1" in name]
    assert {name: after[name] for name in after if "single" in name} == {n: before[n] for n in before if "single" in n}


def test_without_a_base_or_a_start_there_is_no_feed_and_no_calendar_and_it_says_so(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(SHARE) == 0
    assert main(["share", "single.yaml", "-o", "site", "--base-url", "none", "--start", "none"]) == 0
    said = capsys.readouterr().out
    assert "no feed.xml: a podcast needs to know where it will be: '--base-url https://…'" in said
    assert "no calendar.ics: '--start DATE'" in said
    assert contents(here / "site").keys() == {
        "index.html", "playlist.m3u8", MANIFEST, *(f"single{s}" for s in (".mp3", ".vtt", ".chapters.json", ".png"))
    }  # fmt: skip
    assert b"feed.xml" not in (here / "site" / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing.yaml"], "there is no such file"),
        (["single.yaml", "--base-url", "example.org"], "is not the address of a folder on the web"),
        (["single.yaml", "--base-url", "javascript:alert(1)//"], "is not the address"),
        (["single.yaml", "--base-url", "https://exa mple.org/"], "is not the address"),
        (["single.yaml", "--base-url", "https://example.org/?a=b"], "is not the address"),
        (["single.yaml", "--base-url", "https://[::1"], "is not the address"),
        (["single.yaml", "--start", "tomorrow"], "is not a day"),
        (["single.yaml", "--start", "9999-12-31"], "9999-12-31: not in the years 1970 to 9000"),
        (["single.yaml", "--start", "0001-01-01"], "0001-01-01: not in the years 1970 to 9000"),
        (["crowded.yaml", "single.yaml"], "two cues at once"),
        (["single.yaml", "--music", "missing.mp3"], "missing.mp3"),
        (["single.yaml", "single.yaml"], "would both become single.mp3"),
        (["single.yaml", "-o", "plan.yaml"], "this is a file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_shared_is_told_and_nothing_is_written(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    crowded = SINGLE.replace("name: Run, say: Run now.", "cues: [{at: 1s, say: One.}, {at: 1s, say: Two.}]")
    (here / "crowded.yaml").write_text(crowded, encoding="utf-8")
    before = contents(here)
    folder = [] if "-o" in arguments else ["-o", "site"]
    assert main(["share", *arguments, *folder]) == 1
    assert says in capsys.readouterr().err
    assert contents(here) == before
    assert not (here / "site").exists()


def test_script_names_that_no_file_system_takes_become_plain_ones(here: Path) -> None:
    odd = here / ". ..yaml"
    odd.write_text(SINGLE, encoding="utf-8")
    assert main(["share", str(odd), "-o", "site"]) == 0
    assert "session.mp3" in contents(here / "site")


@pytest.mark.skipif(sys.platform != "linux", reason="names here are text on this system")
def test_script_names_that_are_no_text_become_plain_ones(here: Path) -> None:
    for name, text in (("r\udcffn.yaml", SINGLE), ("p\udcff.yaml", PLAN)):
        (here / name).write_text(text, encoding="utf-8")
    assert main(["share", "r\udcffn.yaml", "p\udcff.yaml", *SHARE[3:], "--zip"]) == 0
    names = [name for name in contents(here / "site") if name.endswith(".mp3")]
    assert [name.partition("/")[0] for name in sorted(names)] == ["p"] * 4 + ["r n.mp3"]
    assert wrong((here / "site" / "feed.xml").read_bytes()) == []


def test_the_root_of_a_disk_has_no_zip_beside_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["share", "single.yaml", "-o", here.anchor, "--zip"]) == 1
    assert "there is no place beside this folder for its zip" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on this system")
def test_killed_at_random_moments_the_next_run_repairs_it(here: Path) -> None:
    assert main([*SHARE[:4], "whole", *SHARE[5:]]) == 0
    whole = contents(here / "whole")
    site = here / "site"
    site.mkdir()
    (site / "photo.jpg").write_bytes(b"my own")
    chance, killed, begun = random.Random(23), 0, 0  # noqa: S311
    for number in range(8):
        # At so many files, or a while after; the first file of all is the list of what will come. One comes to its end.
        files, polls = chance.randrange(1, len(whole)), chance.randrange(300) * (number % 2)
        files = 10**9 if number == 3 else files
        with subprocess.Popen(
            [sys.executable, "-m", "audiocoach", *SHARE], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as process:
            while goes_on(process):
                if len(list(site.rglob("*"))) > files:
                    polls -= 1
                if polls < 0:
                    process.kill()
            killed += process.returncode != 0
            assert process.stderr is not None
            assert process.stderr.read() == b""
        now = contents(site)
        begun += 2 < len(now) < len(whole) + 1
        for name in now.keys() & whole.keys() - {MANIFEST}:
            assert now[name] == whole[name], "each file under its name is whole"
        if len(now) > len(whole):
            for name in chance.sample(sorted(whole.keys() - {MANIFEST}), 12):
                (site / name).unlink()
    assert killed
    assert begun
    assert main(SHARE) == 0
    left = {name: data for name, data in contents(site).items() if not name.endswith(".part")}
    assert left == {**whole, "photo.jpg": b"my own"}


def test_what_a_folder_was_shared_with_stays(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SHARE, "--title", "Ours"]) == 0
    before = contents(here / "site")
    again = ("share", "plan.yaml", "single.yaml", "-o", "site")
    assert main(again) == 0
    assert contents(here / "site") == before, "the feed has subscribers, and the calendar people who wait"
    assert main([*again, "--base-url", "none", "--title", ""]) == 0
    assert not (here / "site" / "feed.xml").exists()
    assert (here / "site" / "calendar.ics").read_bytes() != b""
    assert b"<title>Short and sweet</title>" in (here / "site" / "index.html").read_bytes()
    assert main([*again, "--start", "none"]) == 0
    assert not (here / "site" / "calendar.ics").exists()
    assert capsys.readouterr().err == ""


def test_sessions_that_go_are_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(SHARE) == 0
    capsys.readouterr()
    assert main(["share", "plan.yaml", "-o", "site"]) == 0
    site = Path("site")
    assert capsys.readouterr().err == f"note: {site / 'single.mp3'}: removed: it is not part of this share\n"


@pytest.mark.parametrize(("key", "value"), [("base-url", "javascript:alert(1)"), ("start", "9999-12-31"), ("start", 7)])
def test_a_strangers_list_with_a_bad_setting_is_refused(here: Path, key: str, value: object) -> None:
    assert main(SHARE) == 0
    listed = here / "site" / MANIFEST
    data = json.loads(listed.read_text(encoding="utf-8"))
    listed.write_text(json.dumps({**data, key: value}), encoding="utf-8")
    assert main(["share", "plan.yaml", "-o", "site"]) == 1


def test_for_somebody(here: Path) -> None:
    (here / "named.yaml").write_text(SINGLE.replace("Run now.", '"Run, {athlete}."'), encoding="utf-8")
    assert main(["share", "named.yaml", "-o", "hers", "--athlete", "Ann"]) == 0
    assert "Run, Ann." in (here / "hers" / "named.vtt").read_text(encoding="utf-8")
    assert main(["extract", str(here / "hers" / "named.mp3"), "-o", "taken"]) == 0
    assert main(["render", "taken/named.yaml", "-o", "again.mp3", "--athlete", "Ann"]) == 0
    assert (here / "again.mp3").read_bytes() == (here / "hers" / "named.mp3").read_bytes()


def without_names(folder: Path) -> None:
    """Make its list one from before lists said whose a folder is."""
    data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del data["athlete"]
    (folder / MANIFEST).write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize("older", [False, True], ids=["its list says whose it is", "an older list"])
@pytest.mark.parametrize("script", ["plan.yaml", "single.yaml"])
def test_nobody_is_shared_over_another(
    here: Path, older: bool, script: str, capsys: pytest.CaptureFixture[str]
) -> None:
    share = ("share", script, "-o", "site", "--athlete")
    assert main([*share, "Ann"]) == 0
    if older:
        without_names(here / "site")
    before = contents(here)
    capsys.readouterr()
    assert main([*share, "Bob"]) == 1
    assert "site: this was shared for Ann, and not for Bob" in (said := capsys.readouterr().err)
    assert "-o 'site Bob'" in said
    assert main([*share[:-1]]) == 1
    assert "-o 'site for all'" in capsys.readouterr().err
    assert contents(here) == before
    assert main([*share, "Ann"]) == 0
    now = contents(here)
    assert {name for name in now if now[name] != before[name]} <= {f"site/{MANIFEST}"}
    assert now.keys() == before.keys()


def test_a_folder_of_nobodys_is_shared_again_with_an_older_list(here: Path) -> None:
    assert main(SHARE) == 0
    whole = contents(here)
    without_names(here / "site")
    assert main([*SHARE, "--athlete", "Ann"]) == 1
    assert main(SHARE) == 0
    assert contents(here) == whole


def test_each_athlete_has_a_folder_and_a_title(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = {"Ann": "share Ann", "Bob": "share Bob"}
    for name in folders:
        assert main(["share", "single.yaml", "plan.yaml", "--athlete", name, "--title", "Ours" * (name == "Bob")]) == 0
    assert main(["share", "plan.yaml"]) == 0
    assert sorted(path.name for path in (here / "output").iterdir()) == ["share", *folders.values()]
    page = (here / "output" / "share Ann" / "index.html").read_text(encoding="utf-8")
    assert " – Ann</title>" in page
    assert "<title>Ours</title>" in (here / "output" / "share Bob" / "index.html").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["share", "plan.yaml", "--athlete", "Ann/"]) == 1
    assert "this was shared for Ann, and not for Ann/" in capsys.readouterr().err
    assert main(["share", "plan.yaml", "--athlete", "Cy", "-o", "output/share Ann"]) == 1
    assert "-o 'output/share Cy'" in capsys.readouterr().err


def test_the_folder_somebody_had_before_each_had_one_goes_on(here: Path) -> None:
    assert main(["share", "single.yaml", "-o", "output/share", "--athlete", "Ann", "--title", "Hers"]) == 0
    without_names(here / "output" / "share")
    before = contents(here)
    assert main(["share", "single.yaml", "--athlete", "Ann"]) == 0
    assert contents(here).keys() == before.keys()
    assert main(["share", "single.yaml", "--athlete", "Bob"]) == 0
    (here / "output" / "share" / MANIFEST).write_text("damaged", encoding="utf-8")
    assert main(["share", "single.yaml", "--athlete", "Bob"]) == 0
    assert sorted(path.name for path in (here / "output").iterdir()) == ["share", "share Bob"]


def test_a_session_that_was_begun_is_known_as_it_is_finished(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("audiocoach.sharing.stages.put_beside", killed)
        main(["share", "plan.yaml", "single.yaml", "-o", "site"])
    assert len(list((here / "site" / "plan").iterdir())) == 4
    assert main(["share", "single.yaml", "-o", "site"]) == 0
    assert not (here / "site" / "plan").exists()
