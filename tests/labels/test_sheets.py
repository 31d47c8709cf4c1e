"""Sheets to print: all that is done and said is on them, at the times of the session, in its language, to be read."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from audiocoach import Timeline
from audiocoach.labels.pictures.canvas import Rect
from audiocoach.labels.pictures.effort_bars import height_of
from audiocoach.labels.pictures.letters import font, lacking
from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.labels.pictures.paper import paper
from audiocoach.labels.pictures.printed_words import WORDS, kind_word, printed_words
from audiocoach.labels.pictures.session_bars import HEIGHTS, cover
from audiocoach.labels.pictures.session_rows import entries
from audiocoach.labels.pictures.text_lines import lines_of, width_of
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.quantities.units import clock, to_the_second
from audiocoach.vocabulary import KINDS
from tests.support.labelled_timelines import HOSTILE, timeline
from tests.support.printed import labels, plain, read_pdf, sheet, trouble

REHABILITATION = """\
  - {talk: auto, name: Before you start, say: "Stand tall, feet below your hips, and breathe three times."}
  - {warm-up: 5m, name: Brisk walk, effort: 2, cues: [{at: 2:20, say: "How is the calf? From zero to ten."}]}
  - {work: 5m, name: Easy run, effort: 3-4, cadence: 170, say: Short steps.}
  - {work: 5m, name: Easy run, effort: 3-4, cadence: 172, cues: [{every: 90s, say: Shoulders loose.}]}
  - repeat: 4
    steps:
      - {work: 20s, name: Strides, effort: 8, cadence: {rate: 180, accent: 4}}
      - {rest: 70s, name: Walk, effort: 1, cues: [{at: 20s, say: Shake your legs.}]}
  - {work: 5m, name: Easy run, effort: 4, cadence: 174}
  - {drill: 3m, name: "Heel drops on a step, slowly down", cues: [{at: 90s, say: Change sides.}]}
  - {work: 6m, name: Easy run, effort: 3-4, cadence: 174}
  - {stretch: 4m, name: Calf, say: Left first and then right. Do not bounce.}
  - {cool-down: 6m, name: Walk home, effort: 1, say: Well done. Put your feet up.}
"""


@pytest.fixture(scope="module")
def rehabilitation() -> Timeline:
    return timeline(REHABILITATION, "Back to running")


@pytest.mark.slow
def test_a_rehabilitation_run_is_on_one_page_with_its_words_at_their_times(rehabilitation: Timeline) -> None:
    (page,) = read_pdf(sheet(rehabilitation))
    for row in (
        "2:26 How is the calf? From zero to ten.",
        "5:00 Easy run 3–4 170/min",
        "Shoulders loose. again 13:06 · 14:36",
        "4 × (0:20 Strides, 1:10 Walk)",
        "15:06 0:20 Strides 8 180/min (1/4)",
        "15:26 1:10 Walk 1",
        "15:46 Shake your legs. again 17:16 · 18:46 · 20:16",
        "Effort (0–10) Cadence",
    ):
        assert row in page


STEP = st.tuples(
    st.sampled_from([kind for kind in KINDS if kind != "talk"]),
    st.integers(20, 400),
    st.text("abcdefgh ÄŁéß日", min_size=1, max_size=60).map(lambda text: f"N{text}".strip()),
    st.sampled_from(["", "effort: 7, ", "effort: 3-4, cadence: 172, "]),
    st.lists(st.text("klmnop ", min_size=1, max_size=200).map(str.strip).filter(bool), max_size=2),
)


def written(step: tuple[str, int, str, str, list[str]], indent: str = "  ") -> str:
    kind, seconds, name, more, says = step
    cues = ", ".join(f"{{at: {5 + 7 * number}s, say: 'S {text}'}}" for number, text in enumerate(says))
    return f"{indent}- {{{kind}: {seconds}s, name: '{name}', {more}cues: [{cues}]}}\n"


@st.composite
def sessions(draw: st.DrawFn) -> str:
    lines = ""
    for step in draw(st.lists(STEP, min_size=1, max_size=12)):
        rounds = draw(st.sampled_from([0, 0, 2, 7]))
        lines += f"  - repeat: {rounds}\n    steps:\n{written(step, '      ')}" if rounds else written(step)
    return lines


def short_words(text: str) -> str:
    """Words that are never too long for their time."""
    return re.sub(r"'S ([^']*)'", lambda found: f"'S {found[1][:12].strip()}'", text)


@pytest.mark.slow
@given(sessions())
@settings(max_examples=25, deadline=None)
def test_every_step_and_every_word_of_the_script_is_on_the_sheet(steps: str) -> None:
    found = timeline(short_words(steps), coach="none")
    pages = paper(found)
    text = plain(" ".join(label.text for label in labels(pages)))
    for each in found.intervals:
        assert plain(each.name) in text
        assert all(plain(value) in text for value in ((each.step.effort or "").replace("-", "–"),))
        assert not each.step.cadence or f"{each.step.cadence.rate}/min" in text
    for event in found.events:
        if event.by == "author":
            assert plain(event.text) in text
            assert clock(event.start_ms) in text


@pytest.mark.slow
@given(sessions())
@settings(max_examples=25, deadline=None)
def test_nothing_on_a_sheet_meets_anything_else_or_is_too_small(steps: str) -> None:
    for page in paper(timeline(short_words(steps), "A title " * 9, coach="none"), "W3 S2"):
        assert trouble(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("title", HOSTILE)
def test_what_another_program_reads_is_what_was_drawn(title: str) -> None:
    quoted = title.replace("'", "''")
    found = timeline(f"  - {{work: 90s, name: '{quoted}', say: 'Go. {quoted}', effort: 5}}", title)
    text = plain("".join(read_pdf(sheet(found))))
    for sign in dict.fromkeys(plain(title)):
        assert sign in text or sign in lacking(title) or unicodedata.category(sign) in ("Cf", "Mn")
    assert ("□" in text) == bool(lacking(title))


@pytest.mark.slow
def test_sixty_steps_take_a_second_page_and_none_is_left_out() -> None:
    many = "\n".join(f"  - {{work: 60s, name: Run number {number}.}}" for number in range(60))
    pages = read_pdf(sheet(timeline(many, coach="none")))
    assert len(pages) == 2
    assert all(f"Run number {number}." in " ".join(pages) for number in range(60))
    assert [page[-5:] for page in pages] == ["1 / 2", "2 / 2"]


@pytest.mark.slow
def test_words_longer_than_a_page_go_on_overleaf() -> None:
    cues = ", ".join(f"{{at: {1 + n}m, say: '{' '.join([f'w{n}.'] * 40)}'}}" for n in range(58))
    found = timeline(f"  - {{work: 60m, name: Run, cues: [{cues}]}}", coach="none")
    pages = paper(found)
    words = " ".join(label.text for label in labels(pages)).split()
    assert len(pages) > 1
    assert [words.count(f"w{n}.") for n in range(58)] == [40] * 58


@pytest.mark.parametrize("lengths", [[38_600, 21_400, 90_000], [1_499, 1_500, 1_501, 20_001]])
def test_lengths_are_what_lies_between_the_times(lengths: list[int]) -> None:
    found = timeline(
        "  - {talk: auto, name: a, say: 'One two three four five six, seven eight.'}\n"
        "  - {talk: auto, name: b, say: 'One two three, four five.'}\n  - {work: 90s, name: c}\n"
        "  - {talk: auto, name: d, say: 'One, two, three, four.'}\n  - {work: 50s, name: e, say: Now.}"
    )
    rows = entries(found.intervals, "en", found.events)
    for one, other in pairwise(rows):
        assert one.start_ms + one.steps[0].length_ms == other.start_ms
    assert rows[-1].start_ms + rows[-1].steps[0].length_ms == to_the_second(found.length_ms)
    assert [line.times for line in rows[-1].said] == [(rows[-1].start_ms,)]


def test_bars_are_as_tall_as_the_effort() -> None:
    found = timeline(
        "  - {warm-up: 60s, effort: 2}\n  - {work: 60s, effort: 3-4}\n  - {work: 60s, effort: 8}\n"
        "  - {rest: 60s, effort: 0}\n  - {work: 60s, effort: 10}\n  - {drill: 60s}\n"
    )
    heights = [height_of(interval) for interval in found.intervals]
    assert heights[3] < heights[0] < heights[1] < heights[2] < heights[4]
    assert heights[3] > 0
    assert heights[5] == HEIGHTS["drill"], "as its kind, where no effort is given"
    drawn = [shape for page in paper(found) for shape in page.shapes if isinstance(shape, Rect) and shape.height > 20]
    assert len({shape.y + shape.height for shape in drawn if shape.fill in COLOURS.values()}) == 1, "on one floor"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_speaks_the_language_of_its_script(language: str) -> None:
    steps = "".join(f"  - {{{kind}: 60s, name: x, effort: 3, cadence: 170}}\n" for kind in KINDS)
    steps += "  - {work: 90s, name: x, cues: [{every: 30s, say: x}]}"
    text = " ".join(read_pdf(sheet(timeline(steps, "x", language=language, coach="none"))))
    words = printed_words(language)
    kinds = [kind_word(kind, language) for kind in KINDS]
    for word in (words.effort, words.cadence, words.again.partition(" {")[0], *kinds):
        assert word in text
    if not language.startswith("en"):
        assert not {"warm-up", "cool-down", "rest", "work"} & set(text.split())


def test_a_language_nobody_knows_here_gets_the_words_of_scripts() -> None:
    assert printed_words("sv") == WORDS["en"]
    assert kind_word("warm-up", "sv") == "warm-up"
    assert printed_words("pt-BR") == WORDS["pt"]


@pytest.mark.slow
def test_the_same_session_is_the_same_pdf_without_a_date(rehabilitation: Timeline) -> None:
    data = sheet(rehabilitation)
    assert sheet(rehabilitation) == data
    reader = PdfReader(BytesIO(data))
    assert dict(reader.metadata or {}) == {"/Title": "Back to running", "/Producer": "audiocoach"}
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert b"Date" not in data
    assert len(data) < 40_000, "only the letters in use"
    fonts = [each.get_object() for each in reader.pages[0]["/Resources"]["/Font"].values()]
    names = {each["/BaseFont"] for each in fonts}
    assert all(re.fullmatch(r"/[A-Z]+\+Inter", name) for name in names), "embedded, a part of it"


@pytest.mark.slow
def test_only_a_pdf_needs_what_writes_it() -> None:
    code = (
        "import sys; from pathlib import Path; from audiocoach import build_timeline, parse_session\n"
        "from audiocoach.labels.side_files import MAKERS, Facts, notes_beside\n"
        "found = build_timeline(parse_session('session: Läufe\\nsteps: [work 90s Run]'), fast=True)\n"
        "MAKERS['svg'](Facts(found, Path('a.mp3'))); notes_beside(Facts(found, Path('a.mp3')), ['pdf'])\n"
        "print(*sorted({'fpdf', 'fontTools', 'PIL', 'fontpkg_inter'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


@pytest.mark.parametrize(
    "text", ["Lockerer Lauf, 3–4", "leise aufsetzen.", "0:00 12:34", "Światło · Être", "Быстрый бег"]
)
def test_widths_are_those_of_the_font(text: str) -> None:
    assert width_of(text, 24) == pytest.approx(font(24).getlength(text), rel=0.08)
    assert width_of(text, 24, bold=True) == pytest.approx(font(24, bold=True).getlength(text), rel=0.08)


@pytest.mark.slow
@example("/WWWWaW", 50)
@given(st.text("abc- W/i日\n", max_size=200), st.integers(40, 200))
def test_lines_hold_all_of_a_text_and_are_never_too_long(text: str, room: int) -> None:
    lines = lines_of(text, room, 10)
    assert plain("".join(lines)) == plain(text)
    assert all(width_of(line, 10) <= room for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("count", [30, 58, 60, 100, 200])
@pytest.mark.parametrize("ends", ["", "  - warm-up 10m Jog\n"])
def test_gaps_on_a_cover_are_even(count: int, ends: str) -> None:
    steps = "\n".join(f"  - {{work: 60s, name: Run {number}}}" for number in range(count))
    found = timeline(f"{ends}{steps}\n{ends}", coach="none")
    drawn = [shape for shape in cover(found).shapes if isinstance(shape, Rect) and shape.fill in COLOURS.values()]
    shown = drawn if count >= 60 else [shape for shape in drawn if shape.fill == COLOURS["work"]]
    gaps = {other.x - one.x - one.width for one, other in pairwise(shown)}
    assert len(drawn) == len(found.intervals)
    assert len(gaps) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cadence", "printed"),
    [
        ("170", "170/min"),
        ("{from: 165, to: 176}", "165–176/min"),
        ("{0m: 170, 1m: 172, accent: 4}", "170, 172/min (1/4)"),
    ],
)
def test_a_cadence_that_changes_is_printed_with_its_rates(cadence: str, printed: str) -> None:
    found = timeline(f"  - {{work: 3m, name: Run, cadence: {cadence}}}\n", coach="none")
    text = " ".join(PdfReader(BytesIO(sheet(found))).pages[0].extract_text().split())
    assert printed in text


@pytest.mark.slow
@pytest.mark.parametrize("code", WORDS)
def test_a_sheet_says_what_its_colours_and_heights_mean(code: str) -> None:
    words = WORDS[code]
    steps = "  - {work: 60s, name: A, effort: 5}\n  - {rest: 60s, name: B}\n"
    for text, meaning in ((steps, words.by_effort), (steps.replace(", effort: 5", ""), words.by_kind)):
        (page,) = read_pdf(sheet(timeline(text, language=code)))
        assert plain(meaning) in plain(page)
