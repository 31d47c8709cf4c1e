"""`share --format` and `--bitrate`: every file names the kind of sound there is, and one kind follows another."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import mutagen
import mutagen.mp3
import pytest

from audiocoach.__main__ import main
from audiocoach.labels.embedded.take_out import archive_in
from audiocoach.sharing.folder import MANIFEST
from tests.support.commands import contents
from tests.support.feed_rules import wrong
from tests.support.running_server import serving

pytestmark = pytest.mark.slow

PLAN = """\
programme: Short
weeks: 1
per-week: 2
progression: {hard: {start: 8s, grow: 2s}}
session:
  session: "Run {run}"
  coach: none
  voice: {engine: tone}
  steps: [{work: hard, name: Run, say: Run now.}, {rest: 5s}]
"""
SINGLE = """\
session: Alone
coach: none
voice: {engine: tone}
steps: [{work: 8s, name: Run, say: Run now.}]
"""
TYPES = {"mp3": "audio/mpeg", "m4a": "audio/x-m4a", "opus": "audio/ogg"}
SERVED = {**TYPES, "m4a": "audio/mp4"}
BASE = "https://example.org/runs/"
LENGTHS = {"plan/W01S1 Run 1": 13, "plan/W01S2 Run 2": 15, "single": 8}


@pytest.fixture
def here(here: Path) -> Path:
    (here / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (here / "single.yaml").write_text(SINGLE, encoding="utf-8")
    return here


def share(*more: str) -> int:
    return main(["share", "plan.yaml", "single.yaml", "-o", "site", "-q", *more])


def sounds(folder: Path) -> list[str]:
    return sorted(name for name in contents(folder) if name.endswith(tuple(TYPES)))


def episodes(folder: Path) -> list[ElementTree.Element]:
    return list(ElementTree.parse(folder / "feed.xml").iter("item"))  # noqa: S314


@pytest.mark.parametrize("kind", TYPES)
def test_every_file_of_a_share_names_the_kind_that_is_there(here: Path, kind: str) -> None:
    assert share("--format", kind, "--base-url", BASE, "--also", "zwo", "--zip") == 0
    site = here / "site"
    names = [f"{stem}.{kind}" for stem in LENGTHS]
    assert sounds(site) == names
    found = contents(site).keys()
    assert {stem + end for stem in LENGTHS for end in (".vtt", ".chapters.json", ".png", ".zwo")} < found
    for (stem, length), name in zip(LENGTHS.items(), names, strict=True):
        sound = mutagen.File(site / name)
        assert sound is not None
        assert abs(sound.info.length - length) < 0.1, stem
        assert archive_in(site / name).arguments[0] == ("single.yaml" if stem == "single" else "plan.yaml")
    assert wrong((site / "feed.xml").read_bytes()) == []
    enclosures = [item.find("enclosure") for item in episodes(site)]
    assert [each.get("type") for each in enclosures if each is not None] == [TYPES[kind]] * 3
    sizes = [(site / name).stat().st_size for name in names]
    assert [int(each.get("length", "")) for each in enclosures if each is not None] == sizes
    playlist = (site / "playlist.m3u8").read_text(encoding="utf-8").splitlines()
    assert [line for line in playlist if not line.startswith("#")] == names
    page = (site / "index.html").read_text(encoding="utf-8")
    data = json.loads(page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0])
    assert [session["file"].replace("%20", " ") for session in data["sessions"]] == names
    with ZipFile(here / "site.zip") as archive:
        assert {f"site/{name}" for name in names} < set(archive.namelist())


@pytest.mark.parametrize("kind", TYPES)
def test_each_kind_is_served_with_its_type_and_in_ranges(here: Path, kind: str) -> None:
    assert share("--format", kind, "--also", "zwo") == 0
    data = (here / "site" / f"single.{kind}").read_bytes()
    with serving(here / "site") as server:
        whole = server.get(server.root + f"single.{kind}")
        assert (whole.status, whole.headers["content-type"], whole.body) == (200, SERVED[kind], data)
        part = server.get(server.root + f"single.{kind}", range="bytes=10-99")
        assert (part.status, part.headers["content-range"], part.body) == (
            206,
            f"bytes 10-99/{len(data)}",
            data[10:100],
        )
        assert server.get(server.root + "single.zwo").status == 200


@pytest.mark.parametrize("kind", TYPES)
def test_done_again_the_kind_is_remembered_and_nothing_is_made_anew(here: Path, kind: str) -> None:
    assert share("--format", kind) == 0
    before = contents(here / "site")
    for path in (here / "site").rglob("*"):
        os.utime(path, (1, 1))
    assert share() == 0
    assert contents(here / "site") == before
    assert {path.stat().st_mtime for path in (here / "site").rglob("*.*") if path.name != MANIFEST} == {1}


def test_from_one_kind_to_another_our_own_go_and_it_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert share("--base-url", BASE) == 0
    guids = [(item.findtext("guid"), item.findtext("pubDate")) for item in episodes(here / "site")]
    (here / "site" / "plan" / "mine.mp3").write_bytes(b"mine")
    capsys.readouterr()
    assert share("--format", "m4a") == 0
    told = capsys.readouterr().err
    assert "note: site/single.mp3: removed: it is single.m4a now" in told
    assert told.count("removed") == 3
    assert sounds(here / "site") == [*sorted([*(f"{stem}.m4a" for stem in LENGTHS), "plan/mine.mp3"])]
    assert [(item.findtext("guid"), item.findtext("pubDate")) for item in episodes(here / "site")] == guids
    (here / "site" / "single.m4a").write_bytes(b"changed")
    capsys.readouterr()
    assert share("--format", "opus") == 0
    assert "single.m4a: no longer needed, but changed since" in capsys.readouterr().err
    assert share("--format", "mp3") == 0
    assert (here / "site" / "single.m4a").read_bytes() == b"changed"
    assert len(sounds(here / "site")) == 5


def test_a_kind_changed_later_keeps_the_day_of_what_came_later(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = ["share", "single.yaml", "-o", "site", "-q", "--base-url", BASE]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert main(alone) == 0
    for day, kind in (("1100000000", "mp3"), ("1200000000", "m4a"), ("1300000000", "opus")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
        assert share("--format", kind) == 0
        dates = [(item.findtext("pubDate") or "")[5:16] for item in episodes(here / "site")]
        assert dates == ["09 Nov 2004", "09 Nov 2004", "09 Sep 2001"], kind


def rates(folder: Path) -> set[int]:
    return {mutagen.mp3.MP3(path).info.bitrate // 1000 for path in folder.rglob("*.mp3")}


def test_a_bitrate_is_remembered_until_it_ends(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert share("--bitrate", "96") == 0
    assert rates(here / "site") == {96}
    assert share() == 0
    assert rates(here / "site") == {96}
    assert share("--bitrate", "none") == 0
    assert rates(here / "site") == {48}
    assert share("--bitrate", "96") == 0
    assert share("--format", "m4a") == 0
    capsys.readouterr()
    assert share("--format", "mp3") == 0
    assert rates(here / "site") == {48}, "which another kind has ended"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--format", "wav"], "'wav': a share has no such sounds"),
        (["--format", "m4a", "--bitrate", "64"], "a bitrate is chosen for MP3s alone"),
        (["--bitrate", "320"], "an MP3 of 320 kb/s is not possible with voice alone"),
        (["--bitrate", "47"], "47 is none of 32, "),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_written(
    here: Path, options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert share(*options) in (1, 2)
    assert says in re.sub(r"\s+", " ", re.sub("[│╭╮╰╯─]", " ", capsys.readouterr().err))
    assert not (here / "site").exists()


@pytest.mark.parametrize("change", [{"format": "wav"}, {"format": 7}, {"bitrate": 1e400}, {"bitrate": -1}])
def test_a_list_with_a_kind_that_there_is_not_is_damaged(
    here: Path, change: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert share() == 0
    path = here / "site" / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | change).replace("Infinity", "1e400"))
    assert share() == 1
    assert "this list of the folder's own files cannot be used" in capsys.readouterr().err


def test_a_comment_changed_in_a_script_is_in_its_file(here: Path) -> None:
    assert share() == 0
    (here / "single.yaml").write_text(f"# tuesdays\n{SINGLE}")
    assert share() == 0
    (script,) = archive_in(here / "site" / "single.mp3").files.values()
    assert script.startswith(b"# tuesdays")
