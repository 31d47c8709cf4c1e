"""What an MP3 says of its session, read back by the letter of the specification."""

from __future__ import annotations

import io
import json
from collections import Counter

import pytest
from PIL import Image

from audiocoach import Timeline
from audiocoach.labels.tags.id3 import id3
from audiocoach.labels.tags.tags import tags_of
from audiocoach.timeline.chapters import flat
from tests.support.id3_reader import chap, ctoc, frames, lines, picture, spoken, words
from tests.support.labelled_timelines import HOSTILE, timeline

STEPS = "warm-up 2m Jog, 3 x (work 60s Run, rest 90s Walk), cool-down 3m Jog"


@pytest.fixture(scope="module")
def found() -> Timeline:
    return timeline(STEPS, "Läufe", description="Kurz – und gut")


def by_kind(tag: bytes, kind: str) -> list:
    return [frame for frame in frames(tag) if frame.kind == kind]


def test_every_frame_is_read_back_with_what_the_session_says(found: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "946684800")
    tag = id3(tags_of(found), fingerprint="f")
    texts = {frame.kind: words(frame) for frame in frames(tag) if frame.kind[0] == "T" and frame.kind != "TXXX"}
    assert texts == {
        "TIT2": "Läufe", "TPE1": "audiocoach", "TCON": "Workout", "TYER": "2000", "TLAN": "eng",
        "TLEN": "750000", "TSSE": texts["TSSE"],
    }  # fmt: skip
    (comment,), (lyrics,), (cues,) = (by_kind(tag, kind) for kind in ("COMM", "USLT", "SYLT"))
    told = "Kurz – und gut. 12:30: 3 × (1:00 Run, 1:30 Walk) · audiocoach"
    assert spoken(comment) == ("eng", told)
    page = "Läufe · 12:30\nKurz – und gut\n\n0:00  2:00 Jog\n2:00  3 × (1:00 Run, 1:30 Walk)\n9:30  3:00 Jog"
    assert spoken(lyrics) == ("eng", page)
    said = [(event["start_ms"], event["text"]) for event in found.as_data()["events"] if event["type"] == "say"]
    assert lines(cues) == ("eng", said)
    assert Counter(frame.kind for frame in frames(tag))["APIC"] == 1


def test_chapters_are_those_of_show_json_to_the_millisecond_and_in_order_of_time(found: Timeline) -> None:
    tag = id3(tags_of(found))
    shown = json.loads(json.dumps(found.as_data()["chapters"]))

    def leaves(entries: list) -> list:
        return [leaf for each in entries for leaf in (leaves(each["children"]) or [each])]

    wanted = [(each["start_ms"], each["end_ms"], each["title"]) for each in leaves(shown)]
    assert [(each.start_ms, each.end_ms, each.title) for each in map(chap, by_kind(tag, "CHAP"))] == wanted
    assert wanted[-1][1] == found.length_ms


def contents(tag: bytes) -> list[str]:
    """The names of all chapters in the order of the tables of contents, each table checked."""
    tables = {each.name: each for each in map(ctoc, by_kind(tag, "CTOC"))}
    known = {each.name for each in map(chap, by_kind(tag, "CHAP"))}
    (top,) = [each for each in tables.values() if each.top]
    assert by_kind(tag, "CTOC")[0].body.startswith(top.name.encode() + b"\0")
    assert all(each.ordered and len(each.children) <= 255 for each in tables.values())

    def below(name: str) -> list[str]:
        return [name] if name in known else [each for child in tables[name].children for each in below(child)]

    return below(top.name)


@pytest.mark.slow
@pytest.mark.parametrize(
    "steps",
    [STEPS, "3 x (2 x (work 30s Run, rest 30s Walk), rest 2m Stand)", "250 x (work 9s Run)", "work 9s Run"],
)
def test_tables_of_contents_lead_to_every_chapter_in_order(steps: str) -> None:
    tag = id3(tags_of(timeline(steps, coach="none")))
    assert contents(tag) == [each.name for each in map(chap, by_kind(tag, "CHAP"))]


def test_a_set_has_its_own_table_with_its_title(found: Timeline) -> None:
    titles = [each.title for each in map(ctoc, by_kind(id3(tags_of(found)), "CTOC"))]
    assert titles == ["", "Run, Walk × 3"]


@pytest.mark.slow
@pytest.mark.parametrize(("count", "tables"), [(255, 1), (256, 2), (300, 3), (700, 4)])
def test_three_hundred_steps_are_in_tables_of_at_most_255(count: int, tables: int) -> None:
    tag = id3(tags_of(timeline(", ".join(["work 9s Run"] * count), coach="none")))
    assert contents(tag) == [each.name for each in map(chap, by_kind(tag, "CHAP"))]
    assert len(by_kind(tag, "CHAP")) == count
    assert len(by_kind(tag, "CTOC")) == tables


@pytest.mark.slow
@pytest.mark.parametrize("title", HOSTILE)
def test_whatever_the_title_it_is_read_back_as_it_is(title: str) -> None:
    tag = id3(tags_of(timeline(f"  - {{work: 30s, name: '{title.replace(chr(39), chr(39) * 2)}'}}", title)))
    assert [words(frame) for frame in by_kind(tag, "TIT2")] == [title]
    assert [each.title for each in map(chap, by_kind(tag, "CHAP"))] == [f"1 {title}"]
    (cover,) = by_kind(tag, "APIC")
    with Image.open(io.BytesIO(picture(cover))) as image:
        assert image.size == (1400, 1400)


def test_the_same_session_gives_the_same_bytes(found: Timeline) -> None:
    assert id3(tags_of(found)) == id3(tags_of(timeline(STEPS, "Läufe", description="Kurz – und gut")))


def test_a_session_without_words_or_sets_has_a_tag_as_well() -> None:
    beeps = timeline("work 30s Run", coach="none")
    tag = id3(tags_of(beeps))
    assert by_kind(tag, "SYLT") == []
    assert spoken(by_kind(tag, "COMM")[0])[1] == "0:30 · audiocoach"
    assert [chap(frame).end_ms for frame in by_kind(tag, "CHAP")] == [30_000]
    assert len(flat(beeps.chapters)) == 1
