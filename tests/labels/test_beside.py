"""Files beside a session's file, read as their readers read them."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from audiocoach import OutputError, Timeline
from audiocoach.__main__ import main
from audiocoach.labels.side_files import MAKERS, Facts, write_beside
from audiocoach.labels.transcripts import chapters_json, cue, lrc, vtt
from audiocoach.timeline.chapters import flat
from tests.support.labelled_timelines import HOSTILE, timeline

STEPS = "warm-up 2m Jog, 3 x (work 60s Run, rest 90s Walk), cool-down 3m Jog"


@pytest.fixture(scope="module")
def found() -> Timeline:
    return timeline(STEPS)


def said(found: Timeline) -> list[tuple[int, int, str]]:
    events = found.as_data()["events"]
    return [(event["start_ms"], event["end_ms"], event["text"]) for event in events if event["type"] == "say"]


def milliseconds(text: str) -> int:
    *hours, minutes, seconds = text.split(":")
    whole, _, part = seconds.partition(".")
    return (int(hours[0] if hours else 0) * 3600 + int(minutes) * 60 + int(whole)) * 1000 + int(part.ljust(3, "0"))


def cues_of(text: str) -> list[tuple[int, int, str]]:
    """WebVTT by its grammar: a signature, then blocks of a timing line and lines of text."""
    head, *blocks = text.rstrip("\n").split("\n\n")
    assert head == "WEBVTT"
    found = []
    for block in blocks:
        timing, *lines = block.split("\n")
        match = re.fullmatch(r"(\d\d+:\d\d:\d\d\.\d{3}) --> (\d\d+:\d\d:\d\d\.\d{3})", timing)
        assert match is not None
        assert len(lines) == 1
        assert not re.search(r"<|-->|&(?!amp;|lt;|gt;)", lines[0])
        plain = lines[0].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        found.append((milliseconds(match[1]), milliseconds(match[2]), plain))
    return found


def test_the_transcript_has_all_that_is_said_to_the_millisecond(found: Timeline) -> None:
    assert cues_of(vtt(found)) == said(found)


def test_lyrics_have_each_step_and_all_that_is_said_in_order(found: Timeline) -> None:
    lines = re.findall(r"^\[(\d\d+:\d\d\.\d\d)\](.*)$", lrc(found, "Plan"), re.MULTILINE)
    times = [milliseconds(time) for time, _ in lines]
    assert times == sorted(times)
    assert times[-1] == found.length_ms
    told = [(start // 10 * 10, text) for start, _, text in said(found)]
    steps = [(each.start_ms, f"{each.name} · {each.length_ms // 60_000}:{each.length_ms // 1000 % 60:02}")
             for each in found.intervals]  # fmt: skip
    assert sorted(zip(times, (text for _, text in lines), strict=True)) == sorted([*told, *steps, (times[-1], "")])
    assert lrc(found, "Plan").startswith("[ti:Test]\n[ar:audiocoach]\n[al:Plan]\n[length:12:30]\n")


def test_chapters_for_podcasts_are_those_of_the_timeline(found: Timeline) -> None:
    data = json.loads(chapters_json(found))
    assert data["version"] == "1.2.0"
    shown = [(round(e["startTime"] * 1000), round(e["endTime"] * 1000), e["title"]) for e in data["chapters"]]
    assert shown == [(each.start_ms, each.end_ms, each.title) for each in flat(found.chapters)]


@pytest.mark.parametrize(("steps", "count"), [(STEPS, 8), (", ".join(["work 9s Run"] * 150), 75)])
def test_a_cue_sheet_has_the_chapters_as_tracks_and_at_most_99(steps: str, count: int) -> None:
    found = timeline(steps, coach="none")
    sheet = cue(found, "a.mp3", "Plan")
    assert sheet.startswith('TITLE "Plan"\nPERFORMER "audiocoach"\nFILE "a.mp3" MP3\n')
    numbers = [int(number) for number in re.findall(r"TRACK (\d\d) AUDIO", sheet)]
    assert numbers == list(range(1, count + 1))
    starts = [each.start_ms for each in found.intervals]
    indexes = re.findall(r"INDEX 01 (\d\d+):(\d\d):(\d\d)$", sheet, re.MULTILINE)
    at = [(int(minutes) * 60 + int(seconds)) * 75 + int(frames) for minutes, seconds, frames in indexes]
    assert set(at) <= {start * 75 // 1000 for start in starts}
    assert at == sorted(at)


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_texts_harm_no_kind_of_file(tmp_path: Path, kind: str, title: str) -> None:
    quoted = title.replace("'", "''")
    hostile = timeline(f"  - {{work: 30s, name: '{quoted}', say: '{quoted}'}}", title)
    (path,) = write_beside(Facts(hostile, tmp_path / "a.mp3", title, title), [kind])
    data = path.read_bytes()
    if kind == "svg":
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(data).iter()}  # noqa: S314
        assert tags <= {"svg", "title", "rect", "text"}
    elif kind == "json":
        assert json.loads(data)["title"] == title
    elif kind == "vtt":
        assert title in {text for _, _, text in cues_of(data.decode())}
    elif kind == "cue":
        assert all(line.count('"') in (0, 2) for line in data.decode().splitlines())
    elif kind == "lrc":
        assert all(re.fullmatch(r"\[[^\[\]]*\][^\[\]]*", line) for line in data.decode().splitlines())
    else:
        assert data.startswith(b"%PDF-")
        assert data.rstrip().endswith(b"%%EOF")


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
def test_the_same_session_gives_the_same_file(tmp_path: Path, found: Timeline, kind: str) -> None:
    facts = Facts(found, tmp_path / "a.mp3")
    assert MAKERS[kind](facts) == MAKERS[kind](facts)


@pytest.mark.slow
def test_a_page_never_runs_off_its_foot(tmp_path: Path) -> None:
    many = timeline(", ".join(f"work 9s Run number {number}" for number in range(200)), coach="none")
    root = ET.fromstring(MAKERS["svg"](Facts(many, tmp_path / "a.mp3")))  # noqa: S314
    texts = [element for element in root.iter() if element.tag.endswith("text")]
    assert [text.text for text in texts if "Run number" in (text.text or "")] == [f"Run number {n}" for n in range(200)]
    places = [float(text.attrib["y"]) % 842 for text in texts]
    assert min(places) > 44
    assert max(places) < 842 - 20


def test_a_cue_sheet_names_a_file_whose_name_is_no_text(tmp_path: Path, found: Timeline) -> None:
    assert b'FILE "r\xff.mp3" MP3' in MAKERS["cue"](Facts(found, tmp_path / "r\udcff.mp3"))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, found: Timeline) -> None:
    with pytest.raises(OutputError, match="there is no folder"):
        write_beside(Facts(found, tmp_path / "no" / "a.mp3"), ["vtt"])


@pytest.mark.slow
def test_render_writes_what_it_is_asked_for_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text("session: x\nsteps: [work 20s Run]\n", encoding="utf-8")
    Path("a.json").write_text("mine", encoding="utf-8")
    assert main(["render", "s.yaml", "--voice", "tone", "-o", "a.mp3", "--with", "vtt,json , .LRC"]) == 0
    made = ["a.vtt", "a.chapters.json", "a.lrc"]
    assert {path.name for path in tmp_path.iterdir()} == {"s.yaml", "a.mp3", "a.json", *made}
    assert Path("a.json").read_text(encoding="utf-8") == "mine"
    assert capsys.readouterr().out.splitlines()[1:] == made
    assert main(["render", "s.yaml", "--with", "vtt,lcr"]) == 2
    assert "'lcr' is none of lrc, vtt, " in capsys.readouterr().err


@pytest.mark.slow
def test_of_a_programme_files_that_were_up_to_date_get_theirs_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'programme: Two\nweeks: 1\nper-week: 2\nsession:\n  session: "Run {run}"\n  steps: [work 20s Run]\n'
    Path("p.yaml").write_text(text, encoding="utf-8")
    assert main(["render", "p.yaml", "--voice", "tone", "-o", ".", "--quiet"]) == 0
    assert main(["render", "p.yaml", "--voice", "tone", "-o", ".", "--session", "1.2", "--with", "lrc"]) == 0
    assert {path.name for path in Path("p").glob("*.lrc")} == {"W01S2 Run 2.lrc"}
    assert Path("p/W01S2 Run 2.lrc").read_text(encoding="utf-8").startswith("[ti:Run 2]\n[ar:audiocoach]\n[al:Two]\n")
