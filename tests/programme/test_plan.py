"""`plan`: the table, the data, what changes, and the picture."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from audiocoach.__main__ import main
from audiocoach.labels.pictures.canvas import Label, Rect, png, svg
from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.labels.pictures.programme_chart import Row, chart
from audiocoach.labels.pictures.programme_sheet import programme_sheet
from audiocoach.labels.pictures.text_lines import width_of
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.programme.load_programme import load_programme, parse_programme
from audiocoach.programme.programme import steep, training_days
from audiocoach.quantities.units import clock
from audiocoach.rendering.programme_timelines import all_intervals
from audiocoach.script.library import find_script
from audiocoach.script.model import Step
from audiocoach.timeline.intervals import Interval
from audiocoach.vocabulary import KINDS
from tests.support.commands import Run
from tests.support.golden_texts import GoldenText
from tests.support.printed import plain, read_pdf, trouble

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"
BACKWARDS = str(SAMPLES / "backwards-programme.yaml")
TABLES = HERE / "tables"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.slow
def test_the_table_of_the_backwards_programme(run: Run, golden_text: GoldenText) -> None:
    said = run("plan", BACKWARDS)
    assert (said.code, said.err) == (0, "")
    assert said.out == golden_text(HERE / "plan-backwards.txt", said.out)


@pytest.mark.slow
def test_the_table_fits_a_terminal_and_has_no_trailing_spaces(run: Run) -> None:
    for line in run("plan", BACKWARDS).out.splitlines():
        assert len(line) <= 80
        assert line == line.rstrip()


@pytest.mark.slow
def test_the_data_has_the_keys_it_was_promised_with(run: Run) -> None:
    data = json.loads(run("plan", BACKWARDS, "--json").out)
    assert list(data) == ["title", "sessions"]
    assert data["title"] == "Run backwards in eight weeks"
    assert [session["session"] for session in data["sessions"]] == [
        f"{w}.{r}" for w in range(1, 9) for r in range(1, 4)
    ]
    for session in data["sessions"]:
        assert list(session) == ["session", "title", "variables", "length_ms", "intervals"]
        assert set(session["variables"]) == {"backward", "bouts", "focus"}
        assert isinstance(session["variables"]["backward"], int)
        assert isinstance(session["variables"]["bouts"], int)
        assert isinstance(session["variables"]["focus"], str)
    first = data["sessions"][0]
    assert first["title"] == "Week 1: 2:00 backwards"
    assert first["variables"] == {"backward": 120_000, "bouts": 4, "focus": "Backward march"}


@pytest.mark.slow
def test_its_intervals_are_those_of_show(run: Run) -> None:
    planned = json.loads(run("plan", BACKWARDS, "--json").out)["sessions"][4]
    shown = json.loads(run("show", BACKWARDS, "--session", "2.2", "--json", "--fast").out)
    assert planned["session"] == "2.2"
    assert planned["intervals"] == shown["intervals"]
    assert planned["length_ms"] == shown["length_ms"]
    assert planned["title"] == shown["title"]


def of_kind(session: dict[str, Any], kind: str) -> list[int]:
    return [i["end_ms"] - i["start_ms"] for i in session["intervals"] if i["kind"] == kind]


@pytest.mark.slow
def test_the_sample_reproduces_its_published_table(run: Run) -> None:
    data = json.loads(run("plan", BACKWARDS, "--json").out)["sessions"]
    wanted = json.loads((TABLES / "backwards.json").read_text(encoding="utf-8"))["sessions"]
    for session, row in zip(data, wanted, strict=True):
        assert len(of_kind(session, "work")) == row["bouts"]
        assert session["variables"]["backward"] == row["backward_s"] * 1000
        assert sum(of_kind(session, "work")) == row["bouts"] * (row["backward_s"] // row["bouts"]) * 1000


@pytest.mark.slow
def test_couch_to_5k_reproduces_every_step_of_its_published_table(run: Run) -> None:
    data = json.loads(run("plan", str(SAMPLES / "couch-to-5k.yaml"), "--json").out)["sessions"]
    published = json.loads((TABLES / "couch-to-5k.json").read_text(encoding="utf-8"))["sessions"]
    kinds = {"run": "work", "walk": "rest"}
    assert [session["session"] for session in data] == list(published)
    for session in data:
        first, *middle, last = [(i["kind"], i["end_ms"] - i["start_ms"]) for i in session["intervals"]]
        assert (first, last) == (("warm-up", 300_000), ("cool-down", 300_000))
        wanted = [(kinds[kind], seconds * 1000) for kind, seconds in published[session["session"]]]
        while len(middle) > len(wanted) and middle[-1][0] == "rest":
            middle.pop()  # a set ends with its rest, and walking on is what follows
        assert middle == wanted[: len(middle)]
        assert all(kind == "rest" for kind, _ in wanted[len(middle) :])


@pytest.mark.slow
def test_intervals_tile_each_session_and_add_up_to_it(run: Run) -> None:
    for session in json.loads(run("plan", BACKWARDS, "--json").out)["sessions"]:
        intervals = session["intervals"]
        assert intervals[0]["start_ms"] == 0
        assert all(one["end_ms"] == other["start_ms"] for one, other in pairwise(intervals))
        assert session["length_ms"] == sum(one["end_ms"] - one["start_ms"] for one in intervals)


@pytest.mark.slow
def test_what_changes_between_two_sessions(run: Run) -> None:
    said = run("plan", BACKWARDS, "--diff", "4.3", "5.1")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[:5] == [
        "4.3 → 5.1",
        "  backward: 3:00 → 5:00",
        "  bouts: 4 → 5",
        "  focus: Single-leg balance → Low backward skips",
        "  total: 25:15 → 28:45",
    ]
    assert "  -  11:45  work 0:45 Jog backwards" in lines
    assert "  +  11:45  work 1:00 Jog backwards" in lines


@pytest.mark.slow
def test_nothing_changes_between_a_session_and_itself(run: Run) -> None:
    assert run("plan", BACKWARDS, "--diff", "4.1", "4.2").out.splitlines() == ["4.1 → 4.2", "  total: 25:15, as before"]


@pytest.mark.slow
def test_a_session_that_is_not_there_is_the_users_error(run: Run) -> None:
    said = run("plan", BACKWARDS, "--diff", "4.1", "9.1")
    assert said.code == 1
    assert said.err == "Run backwards in eight weeks: there is no session 9.1\n  it has 8 weeks of 3: 1.1 to 8.3\n"


def test_lengths_that_were_rounded_down_are_noted_with_the_first_session(run: Run, here: Path) -> None:
    (here / "p.yaml").write_text(
        "programme: P\nweeks: 2\nper-week: 1\nprogression: {long: {start: 100s, grow: 20s}}\n"
        "session: {session: A, steps: [{work: long / 3}]}\n"
    )
    said = run("plan", "p.yaml")
    assert "1.1: long / 3 = 33.33 s, rounded down to 33s\n" in said.out
    assert "2.1: long" not in said.out, "120 s are three times 40"


def test_days_of_the_week_stand_in_the_table(run: Run, here: Path) -> None:
    (here / "p.yaml").write_text(
        "programme: P\nweeks: 1\nper-week: 2\ndays: [Sat, Mon]\nsession: {session: A, steps: [work 60s]}\n"
    )
    rows = [line.split() for line in run("plan", "p.yaml").out.splitlines() if line.startswith("1.")]
    assert [row[-1] for row in rows] == ["Mon", "Sat"], "in the order in which they are run"


GROWING = """\
programme: P
weeks: {weeks}
per-week: 1
progression:
  long: {rule}
session:
  session: A
  steps: [{{work: long}}]
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("weeks", "rule", "warned"),
    [
        (2, "[20m, 22m]", []),
        (2, "[20m, 22m1s]", ["2.1"]),
        (2, "[2m, 4m]", []),
        (2, "[9m, 10m]", ["2.1"]),
        (2, "[8m, 9m59s]", []),
        (3, "[30m, 20m, 30m]", []),
        (3, "[30m, 20m, 34m]", ["3.1"]),
        (6, "[30m, 20m, 20m, 20m, 20m, 30m]", ["6.1"]),
        (5, "[30m, 20m, 20m, 20m, 30m]", []),
    ],
)
def test_steep_growth_is_warned_of_against_the_longest_of_30_days_and_not_for_tiny_doses(
    run: Run, here: Path, weeks: int, rule: str, warned: list[str]
) -> None:
    (here / "p.yaml").write_text(GROWING.format(weeks=weeks, rule=rule))
    said = run("plan", "p.yaml")
    assert said.code == 0
    assert re.findall(r"warning: session (\S+)", said.out) == warned
    assert ("Br J Sports Med 2025" in said.out) == bool(warned), "with its source, and only then"


@pytest.mark.slow
def test_the_sample_grows_gently_enough() -> None:
    assert steep(load_programme(BACKWARDS).sessions) == []


def test_rest_days_lie_between_sessions_of_a_week() -> None:
    assert training_days(1, 3) == [0, 2, 4]
    assert training_days(2, 3, ("Mon", "Wed", "Sat")) == [0, 2, 5, 7, 9, 12]
    assert training_days(1, 7) == list(range(7))


# --- The picture ---------------------------------------------------------------------------------------------------


def drawn(run: Run, *arguments: str) -> ET.Element:
    assert run("plan", *arguments).code == 0
    return ET.fromstring(Path(arguments[-1]).read_bytes())  # noqa: S314  # written a line above


def test_the_picture_is_there_when_whoever_reads_the_table_has_seen_enough(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Closed())
    main(["plan", BACKWARDS, "--chart", "plan.svg"])
    assert Path("plan.svg").read_text(encoding="utf-8").rstrip().endswith("</svg>")


@pytest.mark.slow
def test_the_svg_has_a_bar_for_each_session_its_weeks_and_its_kinds(run: Run, here: Path) -> None:
    root = drawn(run, BACKWARDS, "--chart", "plan.svg")
    assert root.tag == f"{SVG}svg"
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    ids = [text for text in texts if re.fullmatch(r"\d+\.\d+", text)]
    assert ids == [f"{w}.{r}" for w in range(1, 9) for r in range(1, 4)]
    assert [text for text in texts if text.startswith("Week ")] == [f"Week {w}" for w in range(1, 9)]
    assert texts[0] == "Run backwards in eight weeks"
    assert texts.count("2:00 · 24:15") == 1
    fills = {element.get("fill") for element in root.iter(f"{SVG}rect")}
    used = ("talk", "warm-up", "drill", "work", "rest", "stretch", "cool-down")
    assert {COLOURS[kind] for kind in used} <= fills
    assert {text for text in texts if text in COLOURS} == set(used), "a legend"


@pytest.mark.slow
def test_bars_begin_at_one_line_end_with_the_session_and_lie_within_the_picture(run: Run, here: Path) -> None:
    root = drawn(run, BACKWARDS, "--chart", "plan.svg")
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    rows: dict[str, list[tuple[float, float]]] = {}
    for rect in root.iter(f"{SVG}rect"):
        if rect.get("height") == "28":
            x, y, wide = (float(rect.get(key, 0)) for key in ("x", "y", "width"))
            assert x >= 0
            assert x + wide <= width
            assert y + 28 <= height
            rows.setdefault(rect.get("y", ""), []).append((x, x + wide))
    assert len(rows) == 24
    assert len({bars[0][0] for bars in rows.values()}) == 1
    for bars in rows.values():
        assert all(abs(one[1] - other[0]) <= 1 for one, other in pairwise(bars)), "no gaps"
    data = json.loads(run("plan", BACKWARDS, "--json").out)["sessions"]
    lengths = [bars[-1][1] - bars[0][0] for bars in rows.values()]
    scale = lengths[0] / data[0]["length_ms"]
    assert all(abs(found - session["length_ms"] * scale) < 2 for found, session in zip(lengths, data, strict=True))


@pytest.mark.slow
def test_labels_do_not_lie_on_the_bars(run: Run, here: Path) -> None:
    root = drawn(run, BACKWARDS, "--chart", "plan.svg")
    ends = [float(r.get("x", 0)) + float(r.get("width", 0)) for r in root.iter(f"{SVG}rect") if r.get("height") == "28"]
    for text in root.iter(f"{SVG}text"):
        if "·" in (text.text or "") and text.get("font-size") == "22":
            about = len(text.text or "") * 22 * 0.55
            assert float(text.get("x", 0)) - about > max(ends) - 1


@pytest.mark.slow
def test_the_png_is_a_picture_of_that_size(run: Run, here: Path) -> None:
    assert run("plan", BACKWARDS, "--chart", "plan.png").code == 0
    with Image.open(here / "plan.png") as image:
        assert image.format == "PNG"
        assert image.width == 1080
        assert 1080 < image.height < 2400
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or []}
    for kind in ("work", "rest", "warm-up", "stretch"):
        assert tuple(bytes.fromhex(COLOURS[kind][1:])) in colours


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plan.svg", "plan.png"])
def test_the_same_programme_gives_the_same_picture(run: Run, here: Path, name: str) -> None:
    run("plan", BACKWARDS, "--chart", name)
    first = (here / name).read_bytes()
    run("plan", BACKWARDS, "--chart", name)
    assert (here / name).read_bytes() == first


@pytest.mark.slow
def test_with_data_the_picture_says_nothing(run: Run, here: Path) -> None:
    json.loads(run("plan", BACKWARDS, "--json", "--chart", "plan.svg").out)
    assert (here / "plan.svg").exists()


def read_plan(here: Path) -> list[str]:
    return read_pdf((here / "plan.pdf").read_bytes())


@pytest.mark.slow
def test_a_programme_is_printed_with_all_sessions_first_and_then_a_page_a_week(run: Run, here: Path) -> None:
    said = run("plan", BACKWARDS, "--chart", "plan.pdf")
    assert (said.code, said.out.splitlines()[-1]) == (0, "plan.pdf: the programme to print")
    overview, *weeks = read_plan(here)
    assert len(weeks) == 8
    assert "1.1 2:00 24:15 1.2 2:20 24:35" in overview
    for planned in json.loads(run("plan", BACKWARDS, "--json").out)["sessions"]:
        page = weeks[int(planned["session"][0]) - 1]
        assert f"{planned['session']} {clock(planned['variables']['backward'])}" in overview
        assert f"{planned['session']} · {planned['title']}" in page
        assert f"total {clock(planned['length_ms'])}" in page
        named = [each["name"] for each in planned["intervals"] if each["kind"] != "talk"]
        assert [name for name in named if plain(name) not in plain(page)] == []
    assert "5 × 1:00 Jog backwards, with 1:30 Walk forwards between" in weeks[4]


@pytest.mark.slow
@pytest.mark.parametrize("script", [BACKWARDS, str(SAMPLES / "couch-to-5k.yaml"), "backwards-8-weeks.es", "long"])
def test_nothing_on_a_programmes_sheets_meets_anything_else(here: Path, script: str) -> None:
    (here / "long.yaml").write_text(
        "programme: A long one\nweeks: 2\nper-week: 7\n"
        "progression: {a-very-long-name-of-a-dose: {start: 9h, grow: 1m}}\n"
        "session:\n  session: Week {week} and run {run} of a programme that is called something very long\n"
        "  steps: [{work: a-very-long-name-of-a-dose, name: Run, effort: 9-10, cadence: {rate: 180, accent: 4}}]\n"
    )
    programme = load_programme(find_script(str(here / "long.yaml") if script == "long" else script))
    laid = all_intervals(programme)
    rows = [
        Row(each.week, each.id, laid[each.id], programme.dose_text(each.dose), each.session.session, "Mon")
        for each in programme.sessions
    ]
    pages = programme_sheet(programme.title, programme.description, programme.dose_name, rows, "de")
    assert len(pages) == 1 + programme.weeks
    assert [trouble(page) for page in pages] == [[]] * len(pages)


GERMAN = """\
programme: Zurück
weeks: {weeks}
per-week: 2
days: [Tue, Sat]
session:
  session: Lauf
  language: de
  steps:
    - {{warm-up: 5m, name: Gehen, effort: 2}}
    - {{work: 10m, name: Laufen, effort: 5-6, cadence: 172}}
"""


@pytest.mark.slow
def test_what_is_printed_of_a_programme_is_in_the_language_of_its_sessions(run: Run, here: Path) -> None:
    (here / "p.yaml").write_text(GERMAN.format(weeks=2), encoding="utf-8")
    assert run("plan", "p.yaml", "--chart", "plan.pdf").code == 0
    overview, first, second = read_plan(here)
    assert "Woche 1 Belastung gesamt 1.1 Di 10:00 15:00 1.2 Sa 10:00 15:00 Woche 2" in overview
    assert "1.1 · Di · Lauf Belastung 10:00 · gesamt 15:00" in first
    assert "10:00 Laufen 5–6 172/min" in first
    assert second.startswith("Woche 2 2.1")
    texts = [text.text or "" for text in drawn(run, "p.yaml", "--chart", "plan.svg").iter(f"{SVG}text")]
    assert texts[:6] == ["Zurück", "Aufwärmen", "Belastung", "Belastung · gesamt", "Woche 1", "1.1"]


@pytest.mark.slow
def test_many_weeks_go_on_overleaf_and_none_is_left_out(run: Run, here: Path) -> None:
    (here / "p.yaml").write_text(GERMAN.format(weeks=30), encoding="utf-8")
    run("plan", "p.yaml", "--chart", "plan.pdf")
    pages = read_plan(here)
    text = " ".join(pages)
    assert all(text.count(f" {week}.2 Sa 10:00") == 1 for week in range(1, 31))
    assert pages[-1].startswith("Woche 30 ")
    assert pages[-1].endswith(f"{len(pages)} / {len(pages)}")


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_what_colours_mean_stands_evenly_and_fits_in_every_language(language: str) -> None:
    steps = [Step.model_validate({kind: "60s"}) for kind in KINDS]
    rows = [Row(1, "1.1", [Interval(step, "x", n, n + 1) for n, step in enumerate(steps)], "1:00")]
    picture = chart("x", "work", rows, language)
    squares = [shape for shape in picture.shapes if isinstance(shape, Rect) and shape.height == 24]
    words = [shape for shape in picture.shapes if isinstance(shape, Label)][1:8]
    ends = [label.x + width_of(label.text, label.size) for label in words]
    gaps = [square.x - end for square, end in zip(squares[1:], ends, strict=False) if square.x > end]
    assert len(squares) == 7
    assert max(gaps) - min(gaps) < 0.2
    assert min(gaps) > 15
    assert max(ends) <= 1080 - 40
    assert len({square.y for square in squares}) == 7 - len(gaps), "and where a line is full, another"
    assert max(square.y for square in squares) + 24 < next(
        shape.y - 24 for shape in picture.shapes if isinstance(shape, Label) and "·" in shape.text
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plan.jpg", "plan", "plan.svg.exe"])
def test_another_kind_of_picture_is_the_users_error(run: Run, here: Path, name: str) -> None:
    said = run("plan", BACKWARDS, "--chart", name)
    assert said.code == 1
    assert f"{name}: a picture is .svg or .png" in said.err
    assert list(here.iterdir()) == []


@pytest.mark.slow
def test_a_picture_that_cannot_be_written_is_the_users_error(run: Run, here: Path) -> None:
    (here / "folder.svg").mkdir()
    assert run("plan", BACKWARDS, "--chart", "folder.svg").code == 1
    assert run("plan", BACKWARDS, "--chart", "nowhere/plan.svg").code == 1


HOSTILE = [
    "</text><script>alert(1)</script>",
    "a & b < c > d", '"quoted" \'twice\'', "]]>", "&amp;", "é ü 🏃 עברית rtl", "x" * 190,
]  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_with_any_signs_is_text_in_the_picture(title: str) -> None:
    programme = parse_programme(
        f"programme: {json.dumps(title, ensure_ascii=False)}\nweeks: 1\nper-week: 1\n"
        "session: {session: A, steps: [work 60s]}"
    )
    step = programme.sessions[0].session.steps[0]
    assert isinstance(step, Step)
    rows = [Row(1, "1.1", [Interval(step, "Go", 0, 60_000)], "1:00")]
    picture = chart(programme.title, title, rows)
    root = ET.fromstring(svg(picture))  # noqa: S314  # written a line above
    assert [child.tag.removeprefix(SVG) for child in root.iter()].count("script") == 0
    assert root.findtext(f"{SVG}title") == programme.title
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert texts[0].rstrip("…") == programme.title[: len(texts[0].rstrip("…"))]
    assert png(picture).startswith(b"\x89PNG")


def test_a_long_title_is_cut_and_a_short_session_still_seen() -> None:
    programme = parse_programme(
        "programme: P\nweeks: 1\nper-week: 2\nplan: {1.1: {long: 1s}, 1.2: {long: 20h}}\n"
        "session: {session: A, steps: [{work: long}]}"
    )
    rows = []
    for planned in programme.sessions:
        step = planned.session.steps[0]
        assert isinstance(step, Step)
        assert isinstance(step.length, int)
        rows.append(Row(1, planned.id, [Interval(step, "Go", 0, step.length)], "1:00:00"))
    root = ET.fromstring(svg(chart("A very long title " * 9, "work", rows)))  # noqa: S314
    bars = [rect for rect in root.iter(f"{SVG}rect") if rect.get("height") == "28"]
    assert min(float(rect.get("width", 0)) for rect in bars) >= 1
    assert max(len(text.text or "") for text in root.iter(f"{SVG}text")) <= 40
