"""Letters that the font of pictures and sheets lacks: they are told by name, wherever something lacks them."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from audiocoach.labels.pictures.letters import NEVER, SURE, boxed, font_file, lacking
from tests.support.commands import Run

NAMED = "note: the font has Latin, Greek and Cyrillic letters, no 日本走る: "


@pytest.mark.parametrize(
    ("text", "signs", "boxes"),
    [
        ("Läufe über Łódź – “x” 5′ × 3", "", "Läufe über Łódź – “x” 5′ × 3"),
        ("日本 run 日", "日本", "□□ run □"),
        ("e\u0301t\u00e9 \u202eabc", "", "été abc"),
        ("Run ⏱", "⏱", "Run □"),
        ("ריצה", "ריצה", "□□□□"),
    ],
)
def test_signs_that_the_font_lacks_are_named_and_boxed(text: str, signs: str, boxes: str) -> None:
    assert lacking(text) == signs
    assert boxed(text) == boxes


def test_ranges_that_are_not_looked_up_are_in_the_font_as_a_whole_or_not_at_all() -> None:
    with TTFont(font_file(), lazy=True) as opened:
        has = set(opened.getBestCmap())
    assert all(sign in has for first, last in SURE for sign in range(first, last + 1))
    assert not any(first <= sign <= last for first, last in NEVER for sign in has)


@pytest.mark.parametrize(("name", "told"), [("a.png", True), ("a.svg", False)])
def test_a_picture_without_them_says_so(run: Run, here: Path, name: str, told: bool) -> None:
    (here / "s.yaml").write_text("session: 日本 10k\nsteps:\n  - {work: 90s, name: 走る}\n  - work 90s 走る\n", "utf-8")
    said = run("show", "s.yaml", "--fast", "--picture", name)
    assert said.code == 0
    assert (
        said.err
        == (
            "note: the font has Latin, Greek and Cyrillic letters, no 日本: a.png is without them. "
            "An .svg shows them in the fonts of this computer\n"
        )
        * told
    )


@pytest.mark.slow
@pytest.mark.parametrize(("name", "told"), [("a.png", "a.png is without"), ("a.pdf", "boxes stand for"), ("a.svg", "")])
def test_a_programme_without_them_says_so(run: Run, here: Path, name: str, told: str) -> None:
    (here / "p.yaml").write_text(
        "programme: 日本\nweeks: 1\nper-week: 1\nsession: {session: x, steps: [work 90s Run]}\n", "utf-8"
    )
    said = run("plan", "p.yaml", "--chart", name)
    assert said.code == 0
    assert told in said.err
    assert bool(said.err) == bool(told)


@pytest.mark.slow
def test_a_file_whose_cover_or_sheet_lacks_letters_says_so_once(run: Run, here: Path) -> None:
    (here / "s.yaml").write_text("session: 日本走る\nsteps: [work 20s Run]\n", "utf-8")
    said = run("render", "s.yaml", "--voice", "tone", "-o", "a.mp3", "--with", "pdf")
    assert said.code == 0
    assert said.err.splitlines() == [
        NAMED + "the cover is without them. Players show the title beside it",
        NAMED + "boxes stand for them in a.pdf. An .svg shows them in the fonts of this computer",
    ]
