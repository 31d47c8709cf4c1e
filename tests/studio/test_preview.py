"""What the page shows of a script as it is typed: steps and words with their lines, and a picture of them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from audiocoach.rendering.workshop import Workshop
from audiocoach.studio.preview import preview

SVG = "{http://www.w3.org/2000/svg}"
TONE = "voice: {engine: tone}\n"

SCRIPT = """\
session: Quick
coach: none
steps:
  - warm-up 2m Easy jog
  - repeat: 3
    steps:
      - work: 1m
        name: Run
        cues:
          - {at: 10s, say: Stand tall.}
          - at: 30s
            say: Half of it.
      - rest 30s Walk
  - cool-down 2m Walk
"""


def test_each_step_has_its_path_and_its_lines_and_rounds_share_them() -> None:
    shown = preview(SCRIPT, "quick.yaml").data
    told = [(step["id"], step["line"], step["last_line"], step["round"]) for step in shown["steps"]]
    assert told[:3] == [("0", 4, 4, None), ("1/0", 7, 12, 1), ("1/1", 13, 13, 1)]
    assert shown["sets"] == [{"id": "1", "rounds": 3, "line": 5, "last_line": 13}]
    assert [id_ for id_, *_ in told] == ["0", *["1/0", "1/1"] * 3, "2"]
    assert [step["end_ms"] for step in shown["steps"][:-1]] == [step["start_ms"] for step in shown["steps"][1:]]
    assert shown["steps"][-1]["end_ms"] == shown["length_ms"] == 510_000


def test_each_word_has_its_time_its_line_and_its_step() -> None:
    words = preview(SCRIPT, "quick.yaml").data["words"]
    assert [(each["at_ms"], each["line"], each["step"]) for each in words[:2]] == [
        (130_000, 10, "1/0"),
        (150_000, 12, "1/0"),
    ]
    assert len(words) == 6


def test_a_coachs_words_have_the_line_of_their_step() -> None:
    words = preview("session: A\nsteps:\n  - work 2m Run\n", "a.yaml").data["words"]
    assert words
    assert {(each["line"], each["by"]) for each in words} == {(3, "coach")}


def test_a_block_that_is_used_twice_has_the_line_where_it_is_written() -> None:
    text = "session: A\nblocks:\n  pair: work 1m Run, rest 1m Walk\nsteps: [pair, pair]\n"
    steps = preview(text, "a.yaml").data["steps"]
    assert [(step["id"], step["line"]) for step in steps] == [("0", 3), ("1", 3), ("2", 3), ("3", 3)]


def test_lengths_are_estimated_without_a_voice_and_measured_with_one() -> None:
    text = SCRIPT.replace("coach: none\n", "coach: none\n" + TONE)
    assert preview(text, "quick.yaml").data["measured"] is False
    measured = preview(text, "quick.yaml", shop=Workshop()).data
    assert measured["measured"] is True
    assert all(each["end_ms"] > each["at_ms"] for each in measured["words"])


def test_what_cannot_be_read_has_problems_and_no_picture() -> None:
    shown = preview("session: A\nsteps:\n  - wrok 2m Run\n", "a.yaml")
    assert shown.data["svg"] == ""
    assert [problem.where.line for problem in shown.problems] == [3]


def test_where_words_cannot_keep_their_time_the_steps_are_still_drawn() -> None:
    long = "one two three four five six seven eight nine ten eleven twelve thirteen"
    text = f"session: A\ncoach: none\nsteps:\n  - work: 4s\n    say: {long}\n    cues:\n      - {{at: 1s, say: Go.}}\n"
    shown = preview(text, "a.yaml")
    assert any(problem.severity == "error" for problem in shown.problems)
    assert len(shown.data["steps"]) == 1
    assert shown.data["words"] == []
    assert "<svg" in shown.data["svg"]


def test_what_is_left_out_says_why() -> None:
    text = "session: A\nsteps:\n  - work 3s Run\n  - work 3s Run\n"
    left = preview(text, "a.yaml").data["left_out"]
    assert left
    assert all(each["text"] and each["why"] and each["line"] in (3, 4) for each in left)


@pytest.mark.parametrize("width", [240, 960, 20_000])
def test_the_picture_is_well_formed_and_everything_in_it_that_can_be_chosen_is_named(width: int) -> None:
    name = '"><script>alert(1)</script>&amp;]]>'
    text = SCRIPT.replace("warm-up 2m Easy jog", f"warm-up: 2m\n    name: '{name}'")
    shown = preview(text, "quick.yaml", width=width).data
    picture = ElementTree.fromstring(shown["svg"])  # noqa: S314  # our own
    assert {each.tag for each in picture.iter()} == {f"{SVG}{tag}" for tag in ("svg", "g", "rect", "text")}
    marks = [each for each in picture.iter() if each.get("data-at")]
    assert len(marks) == len(shown["steps"]) + len(shown["words"])
    assert all(each.get("aria-label") and each.get("role") == "button" and each.get("tabindex") for each in marks)
    assert all(float(each.get("x", "0")) <= width for each in picture.iter(f"{SVG}rect"))
    assert not [each for each in picture.iter() if each.get("style")], "the page's policy would not have it"


def test_a_programme_has_its_sessions_and_a_chart_in_the_pages_colours() -> None:
    path = Path(__file__).parents[2] / "scripts" / "couch-to-5k.yaml"
    shown = preview(path.read_text(encoding="utf-8"), path.name).data
    assert [each["id"] for each in shown["sessions"][:2]] == ["1.1", "1.2"]
    assert len(shown["sessions"]) == 27
    assert 'class="bar k-work"' in shown["svg"]
    assert 'fill="' not in shown["svg"]


def test_a_coach_sheet_has_no_picture() -> None:
    shown = preview("coach: Mine\nextends: standard\n", "mine.yaml")
    assert (shown.data["kind"], shown.data["svg"]) == ("coach", "")


def test_one_session_of_a_programme_is_shown_with_the_lines_of_its_template() -> None:
    path = Path(__file__).parents[2] / "scripts" / "backwards-8-weeks.yaml"
    shown = preview(path.read_text(encoding="utf-8"), path.name, path.parent, session="2.1").data
    lines = path.read_text(encoding="utf-8").splitlines()
    assert shown["timeline"]["steps"]
    assert all(step["line"] <= step["last_line"] <= len(lines) for step in shown["timeline"]["steps"])
    assert "<svg" in shown["timeline"]["svg"]
    assert shown["values"]
    assert preview(path.read_text(encoding="utf-8"), path.name, path.parent, session="99.9").data["timeline"] is None
