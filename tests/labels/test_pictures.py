"""The cover and the pictures of a session: what is on them, told apart by everybody, whatever the title."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from audiocoach import Timeline
from audiocoach.__main__ import main
from audiocoach.labels.embedded.origin import badge_of
from audiocoach.labels.pictures.canvas import Label, Rect
from audiocoach.labels.pictures.cover import cover_png, shown, svg
from audiocoach.labels.pictures.letters import drawable
from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.labels.pictures.session_bars import HEIGHTS, bar, cover
from audiocoach.labels.side_files import MAKERS, Facts
from audiocoach.programme.load_programme import parse_programme
from audiocoach.storage.store import Store
from audiocoach.vocabulary import KINDS
from tests.support.colours import SIGHTS, contrast, lab, linear
from tests.support.labelled_timelines import HOSTILE, timeline
from tests.support.printed import read_pdf, sheet

STEPS = "warm-up 4m Jog, 3 x (work 60s Run, rest 60s Walk)"
BACKGROUND = cover(timeline(STEPS)).background


@pytest.fixture(scope="module")
def found() -> Timeline:
    return timeline(STEPS, "Läufe")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stands_out_from_the_background(kind: str) -> None:
    assert contrast(COLOURS[kind], BACKGROUND) >= 3


@pytest.mark.parametrize("sight", SIGHTS)
def test_kinds_are_told_apart_by_everybody(sight: str) -> None:
    seen = {kind: lab(np.array(SIGHTS[sight]) @ linear(COLOURS[kind])) for kind in KINDS}
    assert all(float(np.linalg.norm(seen[one] - seen[other])) >= 10 for one, other in combinations(KINDS, 2))
    assert len(set(HEIGHTS.values())) == len(KINDS), "and by their height alone"


def test_texts_are_read_on_their_ground(found: Timeline) -> None:
    picture = cover(found, "W3 S2")
    plate = next(shape for shape in picture.shapes if isinstance(shape, Rect))
    for label in (shape for shape in picture.shapes if isinstance(shape, Label)):
        assert contrast(label.fill, plate.fill if label.text == "W3 S2" else BACKGROUND) >= 4.5
    assert [shape.text for shape in picture.shapes if isinstance(shape, Label)] == [
        "Läufe", "10:00", "W3 S2", "3 × (1:00 Run, 1:00 Walk)",
    ]  # fmt: skip


def test_bars_stand_where_the_steps_are_and_ticks_where_words_are(found: Timeline) -> None:
    with Image.open(io.BytesIO(cover_png(found))) as image:
        assert (image.format, image.size) == ("PNG", (1400, 1400))
        pixels = np.asarray(image.convert("RGB")).astype(int)
    for interval in found.intervals:
        middle = (interval.start_ms + interval.end_ms) * 1400 // (2 * found.length_ms)
        colour = [int(COLOURS[interval.kind][at : at + 2], 16) for at in (1, 3, 5)]
        assert np.abs(pixels[1300, middle] - colour).max() <= 12
        top = 1320 - round(520 * HEIGHTS[interval.kind])
        assert np.abs(pixels[top - 4, middle] - colour).max() > 20
    ticks = {shape.x for shape in cover(found).shapes if isinstance(shape, Rect) and shape.y > 1320}
    said = [event.start_ms for event in found.events if event.type == "say"]
    assert said
    assert ticks == {round(start * 1400 / found.length_ms) for start in said}


def test_a_cover_is_drawn_once(found: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    first = cover_png(found, badge="W1 S1", store=store)
    assert cover_png(found, badge="W1 S2", store=store) != first
    monkeypatch.setattr("audiocoach.labels.pictures.cover.png", lambda *_: pytest.fail("drawn again"))
    assert cover_png(found, badge="W1 S1", store=store) == first
    assert len(store.keys("pictures")) == 2
    assert len(first) < 100_000


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Läufe über Łódź, ñ ç ß × – “x” 5′", "Läufe über Łódź, ñ ç ß × – “x” 5′"),
        ("Быстрый бег, Ταχύ", "Быстрый бег, Ταχύ"),
        ("Run 🏃‍♀️ ⏱ now", "Run now"),
        ("e\u0301te\u0301", "été"),
        ("ריצה לאחור", ""),
        ("走る 5k", ""),
        ("\u202eabc", "abc"),
    ],
)
def test_a_title_is_shown_in_signs_that_the_font_has_or_not_at_all(title: str, wanted: str) -> None:
    assert shown(title) == wanted
    assert drawable(wanted) == wanted


@pytest.mark.slow
@pytest.mark.parametrize("title", [*HOSTILE, "word " * 40, "W" * 40, "Ill " * 10])
def test_whatever_the_title_nothing_meets_anything_else(title: str) -> None:
    picture = cover(timeline(STEPS, title.strip()), "W12 S3", shown(title))
    labels = [shape for shape in picture.shapes if isinstance(shape, Label)]
    length = next(label for label in labels if label.text == "10:00")
    for label in labels[: labels.index(length)]:
        assert label.x + label.most <= 1400 - 50
        assert label.y + 0.25 * label.size <= length.y - 0.75 * length.size
    plate = next(shape for shape in picture.shapes if isinstance(shape, Rect))
    assert length.x + length.most <= plate.x


@pytest.mark.parametrize("title", HOSTILE)
def test_a_drawing_is_text_and_boxes_and_nothing_else(title: str) -> None:
    root = ET.fromstring(svg(timeline(STEPS, title)))  # noqa: S314
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "title", "rect", "text"}
    assert root.findtext("{*}title") == title


@pytest.mark.slow
def test_signs_that_xml_cannot_hold_are_left_out_of_a_drawing(tmp_path: Path) -> None:
    # No script may hold them; whoever builds a timeline by hand may.
    text = "a\x0bb \ufffe \x1b c"
    found = replace(timeline(STEPS, "a"), title=text, description=text)
    for data in (svg(found), MAKERS["svg"](Facts(found, tmp_path / "a.mp3", found.title))):
        root = ET.fromstring(data)  # noqa: S314
        assert " ".join((root.findtext("{*}title") or "").split()) == "a b c"
    found = replace(found, title="a\x0bb \ufffe \x1b c \ud800")
    assert read_pdf(sheet(found))[0].startswith("a b □ c 10:00 ")


def test_show_draws_what_the_cover_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(f"session: Läufe\nsteps:\n  - {STEPS}\n", encoding="utf-8")
    for name in ("a.png", "a.svg"):
        assert main(["show", "s.yaml", "--fast", "--picture", name]) == 0
    with Image.open("a.png") as image:
        assert image.size == (1400, 1400)
    assert "3 × (1:00 Run, 1:00 Walk)" in Path("a.svg").read_text(encoding="utf-8")
    assert main(["show", "s.yaml", "--fast", "--picture", "a.gif"]) == 1
    assert "a picture is .svg or .png" in capsys.readouterr().err


@pytest.mark.slow
def test_show_of_a_programmes_session_draws_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["show", "backwards-8-weeks", "--session", "3.2", "--fast", "--picture", "a.svg"]) == 0
    assert ">W3 S2</text>" in Path("a.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", "W3 S2"), ("de", "W3 E2"), ("fr", "S3 · 2"), ("pt-BR", "S3 · 2"), ("pl", "T3 · 2"), ("sv", "W3 S2")],
)
def test_the_number_on_a_cover_is_in_the_language_of_its_session(language: str, wanted: str) -> None:
    programme = parse_programme(
        "programme: P\nweeks: 3\nper-week: 2\n"
        f"session: {{session: A, language: {language}, coach: none, steps: [{{work: 60s, name: Run}}]}}"
    )
    assert badge_of(programme.find("3.2").session) == wanted


@pytest.mark.parametrize("width", [1, 7, 80, 600])
def test_the_bar_in_a_terminal_has_a_block_for_each_kind_where_it_is(found: Timeline, width: int) -> None:
    signs = bar(found, width)
    assert len(signs) == width
    kinds = [kind for _, kind in signs]
    assert kinds[0] == "warm-up"
    if width == 80:
        assert kinds == ["warm-up"] * 32 + (["work"] * 8 + ["rest"] * 8) * 3
        assert re.fullmatch(r"▅{32}(█{8}▃{8}){3}", "".join(sign for sign, _ in signs))
