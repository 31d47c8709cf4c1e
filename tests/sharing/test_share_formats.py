"""Feed, calendar, playlist and page as bytes: what their formats ask for, whatever the titles are."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from audiocoach.sharing import page as page_module
from audiocoach.sharing.feed import feed
from audiocoach.sharing.ics import calendar
from audiocoach.sharing.page import page
from audiocoach.sharing.playlist import playlist
from audiocoach.sharing.shared_site import Item, Site
from audiocoach.text.one_line import one_line
from audiocoach.timeline.chapters import ROUND_WORDS
from audiocoach.timeline.timeline import Timeline
from tests.support.feed_rules import ITUNES, wrong
from tests.support.hostile_sites import HOSTILE, hostile_site, item, timeline

SITE = hostile_site()
PLAIN = Site("Plan", (item(1, "First"), item(2, "Second")), "Two runs.", "https://example.org/p/", date(2026, 6, 1))


def the_feed(site: Site) -> ElementTree.Element:
    return ElementTree.fromstring(feed(site, "feed.xml", "cover.png"))[0]  # noqa: S314


@pytest.mark.parametrize("site", [SITE, PLAIN], ids=["hostile", "plain"])
def test_a_feed_breaks_no_rule(site: Site) -> None:
    assert wrong(feed(site, "feed.xml", "cover.png")) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<guid", b"<giud"),
        (b'length="1001"', b'length="1001.5"'),
        (b"Mon, 01 Jun 2026", b"2026-06-01"),
        (b"<rss", b'<rss old="1"'),
        (b"https://example.org/p/cover.png", b"cover.png"),
        (b"text/vtt", b"text/srt"),
        (b">serial<", b">series<"),
        (b"x.mp3", b"x y.mp3"),
    ],
)
def test_the_rules_find_what_is_wrong(before: bytes, after: bytes) -> None:
    data = feed(replace(PLAIN, start=date(2026, 5, 30)), "feed.xml", "cover.png")
    assert before in data
    try:
        found = wrong(data.replace(before, after))
    except ElementTree.ParseError:
        found = ["not well-formed"]
    assert found or after == b'<rss old="1"'


def test_a_feed_says_titles_as_they_are() -> None:
    titles = [entry.findtext("title") for entry in the_feed(SITE).iter("item")]
    shown = [re.sub("[\x00\x08\x1b\ufffe]", " ", each.title) for each in SITE.items]  # what XML cannot hold
    assert titles == shown
    assert titles[0] == HOSTILE["script"]


def test_episodes_come_on_their_days_and_in_their_order() -> None:
    dates = [parsedate_to_datetime(entry.findtext("pubDate") or "") for entry in the_feed(PLAIN).iter("item")]
    assert [day.date() for day in dates] == [date(2026, 6, 3), date(2026, 6, 5)]
    undated = the_feed(replace(PLAIN, start=None, published=date(2026, 2, 3)))
    dates = [parsedate_to_datetime(entry.findtext("pubDate") or "") for entry in undated.iter("item")]
    assert dates == [datetime(2026, 2, 3, 0, minute, tzinfo=UTC) for minute in (1, 2)]


def test_a_guid_depends_on_the_script_and_the_session_alone() -> None:
    first = item(1, "First")
    assert replace(first, timeline=timeline("Renamed"), file="other.mp3", size=7, day=9).guid == first.guid
    assert len({each.guid for each in SITE.items}) == len(SITE.items)
    assert Item("plan/1.1", "", 0, first.timeline, 0).guid == "58c22ae0-d013-5033-8895-7e48368d0ea9"


def test_weeks_are_seasons_and_a_single_session_has_none() -> None:
    assert [entry.findtext(f"{ITUNES}season") for entry in the_feed(PLAIN).iter("item")] == ["1", "1"]
    single = replace(PLAIN, items=(replace(PLAIN.items[0], week=0, run=0),))
    assert [entry.findtext(f"{ITUNES}season") for entry in the_feed(single).iter("item")] == [None]


def numbers(site: Site) -> list[tuple[str | None, str | None]]:
    found = the_feed(site).iter("item")
    return [(entry.findtext(f"{ITUNES}season"), entry.findtext(f"{ITUNES}episode")) for entry in found]


def test_no_two_episodes_have_the_same_number_whatever_is_shared_together() -> None:
    first, second = PLAIN.items
    assert numbers(PLAIN) == [("1", "1"), ("1", "2")]
    other = replace(first, key="other/1.1", file="other/x.mp3")
    single = replace(first, key="single", file="single.mp3", programme="", week=0, run=0)
    for more in (other, single):
        site = replace(PLAIN, items=(first, second, more))
        assert numbers(site) == [(None, "1"), (None, "2"), (None, "3")]
        assert wrong(feed(site, "feed.xml", "cover.png")) == []


def unfolded(data: bytes) -> list[str]:
    """The calendar's lines, as RFC 5545 has them read."""
    assert data.endswith(b"\r\n")
    physical = data.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in physical)
    for line in physical:
        line.decode()  # no character is cut in two
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def events(lines: list[str]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            assert name == "END" or name not in found[-1], "each property once"
            found[-1][name] = value
    return found


def plain(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "what separates values is escaped"
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_a_calendar_has_a_day_for_each_session() -> None:
    lines = unfolded(calendar(PLAIN))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert {"VERSION:2.0", "CALSCALE:GREGORIAN"} <= set(lines)
    found = events(lines)
    assert [event["DTSTART;VALUE=DATE"] for event in found] == ["20260603", "20260605"]
    assert [event["DTEND;VALUE=DATE"] for event in found] == ["20260604", "20260606"]
    assert {event["DTSTAMP"] for event in found} == {"20260601T000000Z"}
    assert "1:10" in plain(found[0]["DESCRIPTION"])


def test_a_day_of_a_calendar_leads_to_its_session_on_the_page() -> None:
    found = events(unfolded(calendar(PLAIN, "index.html")))
    anchors = [event["URL"].removeprefix("https://example.org/p/index.html#") for event in found]
    sessions = json.loads(Tags(the_page(PLAIN)).data)["sessions"]
    assert anchors == [session["id"] for session in sessions]
    assert all(event["URL"] in plain(event["DESCRIPTION"]) for event in found)
    # Without scripts there is nothing but links.
    assert all(f'<li id="{anchor}"><a href=' in the_page(PLAIN) for anchor in anchors)
    nowhere = events(unfolded(calendar(replace(PLAIN, base_url=""), "index.html")))
    assert not [event for event in nowhere if "URL" in event or "://" in event["DESCRIPTION"]]


def test_a_calendar_keeps_its_form_with_any_title() -> None:
    lines = unfolded(calendar(SITE))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(HOSTILE)
    found = events(lines)
    assert [plain(event["SUMMARY"]) for event in found] == [one_line(title) for title in HOSTILE.values()]
    assert len({event["UID"] for event in found}) == len(found)


def test_a_line_stays_one_and_keeps_its_letters() -> None:
    assert one_line("a\r\nb\x00c\u2028d\x85e\ud800f") == "a b c d e f"
    assert one_line(HOSTILE["emoji"]) == HOSTILE["emoji"]
    assert one_line("לרוץ \u202etxt.exe") == "לרוץ txt.exe"


def test_a_playlist_has_two_lines_for_each_session() -> None:
    lines = playlist(SITE).decode().splitlines()
    assert lines[0] == "#EXTM3U"
    assert len(lines) == 2 + 2 * len(SITE.items)
    assert lines[2::2] == [f"#EXTINF:70,{one_line(each.title)}" for each in SITE.items]
    assert lines[3::2] == [each.file for each in SITE.items]
    hash_file = replace(PLAIN.items[0], file="#1.mp3")
    assert playlist(replace(PLAIN, items=(hash_file,))).decode().splitlines()[-1] == "./#1.mp3"


class Tags(HTMLParser):
    """The elements of a page, and the text of its data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.data = ""
        self._in_data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._in_data = ("id", "data") in attrs

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data += data

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False


def the_page(site: Site) -> str:
    return page(site, playlist="playlist.m3u8", feed="feed.xml", calendar="calendar.ics").decode()


def test_no_title_becomes_markup() -> None:
    tags, usual = Tags(the_page(SITE)), Tags(the_page(PLAIN))
    extra = len(SITE.items) - len(PLAIN.items)
    assert sorted(tags.tags) == sorted([*usual.tags, *(["li", "a"] * extra)])
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    data = json.loads(tags.data)
    assert [session["title"] for session in data["sessions"]] == list(HOSTILE.values())
    assert not set("<>&") & set(tags.data)


def test_a_page_fetches_nothing_from_elsewhere() -> None:
    text = the_page(replace(PLAIN, base_url=""))
    named = set(re.findall(r"(?:https?:)?//[a-z][^\s'\"`]*", text))
    assert named <= {"http://www.w3.org/2000/svg"}, "only the name of a namespace"
    sources = [value for name, value in Tags(text).attributes if name in ("src", "href")]
    assert sources == [value for value in sources if value and not value.startswith(("http", "/"))]


def test_a_browser_may_run_the_pages_own_script_alone() -> None:
    text = the_page(SITE)
    script = text.rpartition("<script>")[2].partition("</script>")[0]
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in text
    assert "unsafe" not in text


def test_the_data_are_the_timeline() -> None:
    session = json.loads(Tags(the_page(PLAIN)).data)["sessions"][0]
    steps = PLAIN.items[0].timeline.as_data()["intervals"]
    assert [
        {**step, "round": step["round"] or None, "rounds": step["rounds"] or None} for step in session["steps"]
    ] == [
        {"start": s["start_ms"], "end": s["end_ms"], **{k: s[k] for k in ("kind", "name", "round", "rounds")}}
        for s in steps
    ]
    assert [cue["text"] for cue in session["cues"]] == ["Run now.", "Run now."]
    assert (session["date"], session["length"], session["file"]) == ("2026-06-03", 70000, "plan/W01S1%20x.mp3")


WORDS = json.loads(Path(page_module.__file__).with_name("web").joinpath("words.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", WORDS)
def test_the_page_speaks_the_sessions_language(language: str) -> None:
    site = replace(PLAIN, items=tuple(replace(each, timeline=spoken_in(each, language)) for each in PLAIN.items))
    text = the_page(site)
    assert f'<html lang="{language}">' in text
    assert json.loads(Tags(text).data)["words"] == WORDS[language]
    for key, words in WORDS["en"].items():
        blanks = re.findall(r"\{\w+\}", words)
        assert sorted(re.findall(r"\{\w+\}", WORDS[language][key])) == sorted(blanks), key
    used = set(re.findall(r'say\((?:[^"()]+ \? )?"(\w+)"(?: : "(\w+)")?', text))
    assert {key for pair in used for key in pair if key} == WORDS["en"].keys()


def spoken_in(item: Item, language: str) -> Timeline:
    return replace(item.timeline, language=language if "-" in language else f"{language}-XX")


def test_in_a_language_it_does_not_know_the_page_speaks_english() -> None:
    timeline = replace(PLAIN.items[0].timeline, language="eo")
    assert '<html lang="en">' in the_page(replace(PLAIN, items=(replace(PLAIN.items[0], timeline=timeline),)))


def test_every_language_that_coaches_has_the_pages_words() -> None:
    assert WORDS.keys() >= set(ROUND_WORDS)


def test_all_of_it_is_the_same_each_time() -> None:
    def made() -> list[bytes]:
        site = hostile_site()
        return [feed(site, "f", "c"), calendar(site), playlist(site), the_page(site).encode()]

    assert made() == made()
