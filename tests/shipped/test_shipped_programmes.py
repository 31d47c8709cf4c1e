"""The programmes that ship, and the two samples: what the published tables say, and what a runner hears."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from audiocoach.__main__ import main
from audiocoach.programme.load_programme import load_programme
from audiocoach.programme.programme import Programme, steep
from audiocoach.rendering.programme_timelines import all_timelines
from audiocoach.rendering.whole_programme import file_name
from audiocoach.script.library import find_script, shipped_scripts
from audiocoach.script.model import Step
from audiocoach.script.source import kind_of_file
from audiocoach.speech.estimate import estimate_ms
from audiocoach.speech.narrator import DEFAULT_RATE
from audiocoach.storage.shipped import shipped_dir
from audiocoach.timeline.events import Event
from audiocoach.timeline.timeline import Timeline
from tests.support.script_words import PROMISES, WORDS, language_of_name

EDITOR_LINE = "# yaml-language-server: $schema=programme.schema.json"
WANTED = (
    "backwards-6-weeks",
    "backwards-8-weeks",
    "backwards-8-weeks.de",
    "backwards-8-weeks.es",
    "couch-to-5k",
    "hills-6-weeks",
    "return-to-run",
    "walk-run-ladder",
)
MOST_WORDS = 12
MOST_TITLE = 60
TABLES = Path(__file__).parents[1] / "programme" / "tables"
SAMPLES = Path(__file__).parents[1] / "samples"
BACKWARDS = ("backwards-8-weeks", str(SAMPLES / "backwards-programme.yaml"))
RUN_BACKWARDS = ("backwards-6-weeks", "backwards-8-weeks", "backwards-8-weeks.de", "backwards-8-weeks.es")
COUCH = ("couch-to-5k", str(SAMPLES / "couch-to-5k.yaml"))

each_programme = pytest.mark.parametrize("name", WANTED)


def either(names: tuple[str, ...]) -> pytest.MarkDecorator:
    """The shipped programme, and the sample."""
    return pytest.mark.parametrize("name", names, ids=["shipped", "sample"])


@cache
def programme(name: str) -> Programme:
    return load_programme(find_script(name))


@cache
def timelines(name: str) -> list[Timeline]:
    found, problems = all_timelines(programme(name), fast=True)
    assert problems == []
    return found


def table(name: str) -> Any:
    return json.loads((TABLES / f"{name}.json").read_text("utf-8"))


def planned(name: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The sessions as `plan --json` prints them."""
    assert main(["plan", name, "--json"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    sessions = json.loads(printed.out)["sessions"]
    for session in sessions:
        edges = [(each["start_ms"], each["end_ms"]) for each in session["intervals"]]
        assert [start for start, _ in edges] == [0, *(end for _, end in edges[:-1])]
        assert edges[-1][1] == session["length_ms"]
    return list(sessions)


def seconds(interval: dict[str, Any]) -> int:
    length, rest = divmod(interval["end_ms"] - interval["start_ms"], 1000)
    assert rest == 0
    return int(length)


def main_part(session: dict[str, Any]) -> list[tuple[str, int]]:
    """Between the walks before and after: runs and walks with their seconds."""
    first, *between, last = session["intervals"]
    assert (first["kind"], last["kind"]) == ("warm-up", "cool-down")
    return [({"work": "run", "rest": "walk"}[each["kind"]], seconds(each)) for each in between]


def walks_around(session: dict[str, Any]) -> tuple[int, int]:
    return seconds(session["intervals"][0]), seconds(session["intervals"][-1])


@pytest.mark.slow
@either(BACKWARDS)
def test_running_backwards_is_the_table_in_all_24_sessions(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = table("backwards")["sessions"]
    sessions = planned(name, capsys)
    assert len(sessions) == len(wanted) == 24
    for session, row in zip(sessions, wanted, strict=True):
        kinds = [each["kind"] for each in session["intervals"]]
        begin, end = kinds.index("work"), len(kinds) - kinds[::-1].index("work")
        main_set = session["intervals"][begin:end]
        assert session["session"] == row["session"]
        assert session["variables"]["backward"] == row["backward_s"] * 1000
        assert session["variables"]["bouts"] == row["bouts"]
        assert [seconds(each) for each in main_set if each["kind"] == "work"] == [row["bout_s"]] * row["bouts"]
        assert [seconds(each) for each in main_set if each["kind"] == "rest"] == [row["rest_s"]] * (row["bouts"] - 1)
        assert sum(seconds(each) for each in main_set) == row["main_s"]
        assert session["length_ms"] == row["total_s"] * 1000
        assert sum(map(seconds, session["intervals"])) - row["main_s"] == 1065


@either(COUCH)
def test_couch_to_5k_is_the_table_in_every_step_of_27_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = table("couch-to-5k")["sessions"]
    sessions = planned(name, capsys)
    assert [session["session"] for session in sessions] == list(wanted)
    assert len(sessions) == 27
    for session in sessions:
        assert main_part(session) == [tuple(step) for step in wanted[session["session"]]]
        assert walks_around(session) == (300, 300)


def test_the_return_to_running_is_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = table("return-to-run")
    sessions = planned("return-to-run", capsys)
    assert len(sessions) == 36
    for session in sessions:
        week = int(session["session"].split(".")[0]) - 1
        run, walk, times = (wanted[column][week] for column in ("run", "walk", "times"))
        assert main_part(session) == ([("run", run), ("walk", walk)] if walk else [("run", run)]) * times
        assert walks_around(session) == (300, 300)
    printed = [25, 30, 20, 24, 24, 25, 24, 28, 27, 22, 26]
    assert [sum(length for _, length in main_part(session)) for session in sessions[:33:3]] == [m * 60 for m in printed]


def test_the_ladder_is_the_table_and_each_rung_walks_six_minutes_first(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = {stage["stage"]: stage for stage in table("walk-run-ladder")["stages"]}
    sessions = planned("walk-run-ladder", capsys)
    assert len(sessions) == 3 * len(wanted)
    for session in sessions:
        stage = wanted[int(session["session"].split(".")[0])]
        assert main_part(session) == [("walk", stage["walk_s"]), ("run", stage["jog_s"])] * stage["times"]
        assert walks_around(session)[0] + stage["walk_s"] == 360


@pytest.mark.slow
def test_the_gentle_form_never_has_a_bout_over_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    sessions = planned("backwards-6-weeks", capsys)
    doses = [session["variables"]["backward"] for session in sessions]
    assert (doses[0], doses[-1], len(doses)) == (90_000, 360_000, 18)
    harder = [session["variables"]["backward"] for session in planned("backwards-8-weeks", capsys)]
    assert all(gentle < hard for gentle, hard in zip(doses, harder, strict=False))
    bouts = [seconds(each) for session in sessions for each in session["intervals"] if each["kind"] == "work"]
    assert max(bouts) == 60
    assert all(planned_session.rounded == () for planned_session in programme("backwards-6-weeks").sessions)


def test_the_last_hills_are_the_session_of_hill_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    last = planned("hills-6-weeks", capsys)[-1]
    assert main(["show", "hill-repeats", "--json", "--fast"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert [(each["kind"], seconds(each)) for each in last["intervals"]] == [
        (each["kind"], seconds(each)) for each in alone["intervals"]
    ]


def test_these_programmes_ship() -> None:
    assert [path.stem for path in shipped_scripts() if kind_of_file(path) == "programme"] == list(WANTED)


@pytest.mark.slow
@each_programme
def test_a_programme_loads_without_warnings_and_says_that_it_is_not_medical_advice(name: str) -> None:
    assert programme(name).warnings == ()
    own = WORDS[language_of_name(name)]
    assert own.no_advice in programme(name).description
    assert re.search(rf"\b({own.doctor})", programme(name).description)
    assert len(re.findall(r"[.!?](?:\s|$)", programme(name).description)) <= 2


@each_programme
def test_a_programme_tells_editors_its_schema_and_readers_its_source(name: str) -> None:
    text = find_script(name).read_text("utf-8")
    assert text.startswith(EDITOR_LINE + "\n")
    assert f"\n# {WORDS[language_of_name(name)].numbers}: " in text


@pytest.mark.slow
@each_programme
def test_the_totals_in_the_comment_are_those_of_the_sessions(name: str) -> None:
    total = WORDS[language_of_name(name)].total
    stated = re.search(rf"^# {total}: (.*)$", find_script(name).read_text("utf-8"), re.MULTILINE)
    assert stated is not None
    totals = [timeline.length_ms for timeline in timelines(name)]
    minutes = [int(m) * 60_000 + int(s) * 1000 for m, s in re.findall(r"\b(\d+):(\d\d)\b", stated[1])]
    assert minutes[:2] == [min(totals), max(totals)]


class EditorsLoader(yaml.SafeLoader):
    """Plain scalars as editors read them, by the core schema of YAML 1.2: `2:30` and `on` are text."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012  # as its parent has it


for _tag, _pattern, _first in (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"(?:~|null|Null|NULL|)$", "~nN\0"),
    ("int", r"[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    EditorsLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def with_text_keys(data: Any) -> Any:
    """As JSON has it, in which every key is text."""
    if isinstance(data, dict):
        return {str(key): with_text_keys(value) for key, value in data.items()}
    return [with_text_keys(entry) for entry in data] if isinstance(data, list) else data


@pytest.mark.parametrize("path", [*WANTED, BACKWARDS[1], COUCH[1]], ids=lambda path: Path(path).stem)
def test_editors_find_nothing_wrong_with_a_programme(path: str) -> None:
    schema = json.loads((shipped_dir("scripts") / "programme.schema.json").read_text("utf-8"))
    data = yaml.load(find_script(path).read_text("utf-8"), EditorsLoader)  # noqa: S506  # a SafeLoader
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(with_text_keys(data))] == []


@pytest.mark.slow
@each_programme
def test_every_session_finds_room_for_all_its_words(name: str) -> None:
    assert len(timelines(name)) == len(programme(name).sessions)
    left_out = [each for timeline in timelines(name) for each in timeline.dropped]
    assert [each for each in left_out if "the script's own words" not in each.why] == []


@each_programme
def test_every_sentence_of_the_author_is_heard_in_some_session(name: str) -> None:
    written = {
        (getattr(text, "where", cue.place("say")).line, text)
        for each in programme(name).sessions
        for step in each.session.written_steps()
        for cue in step.all_cues
        for text in cue.say
    }
    heard = {event.where.line for timeline in timelines(name) for event in timeline.events if event.by == "author"}
    assert [text for line, text in written if line not in heard] == []


def said_by_the_author(name: str) -> Iterator[tuple[str, str]]:
    """Each filled-in sentence of a programme, with the kind of its step."""
    for timeline in timelines(name):
        for event in timeline.events:
            if event.by == "author" and event.type == "say":
                step = next(each for each in timeline.intervals if each.start_ms <= event.start_ms < each.end_ms)
                yield step.kind, event.text


@each_programme
def test_no_word_of_a_programme_promises_what_audio_cannot_see(name: str) -> None:
    texts = [text for _, text in said_by_the_author(name)]
    texts += [interval.name for timeline in timelines(name) for interval in timeline.intervals]
    texts += [timeline.title for timeline in timelines(name)]
    assert texts
    promises = re.compile(PROMISES[language_of_name(name)], re.IGNORECASE)
    assert [text for text in texts if promises.search(text)] == []


@each_programme
def test_words_on_the_move_are_short_enough_to_take_in(name: str) -> None:
    short = {text for kind, text in said_by_the_author(name) if kind not in ("talk", "cool-down")}
    assert [text for text in short if len(text.split()) > MOST_WORDS] == []


@each_programme
def test_the_titles_are_short_and_tell_the_sessions_apart(name: str) -> None:
    titles = [timeline.title for timeline in timelines(name)]
    assert max(map(len, titles)) <= MOST_TITLE
    assert len(set(titles)) == len(titles)
    files = [file_name(each, title) for each, title in zip(programme(name).sessions, titles, strict=True)]
    assert sorted(files) == files


def _said_plainly(event: Event) -> int:
    """When words end without the silence between them, which only takes room that is left."""
    assert event.words is not None
    text, rate = event.words.text, event.words.voice.rate or DEFAULT_RATE
    longer = estimate_ms(text, rate, spaced=True) - estimate_ms(text, rate)
    return event.end_ms - (longer if event.words.spaced else 0)


@each_programme
def test_a_talk_of_a_set_length_leaves_a_slower_voice_room(name: str) -> None:
    for timeline in timelines(name):
        for interval in timeline.intervals:
            if interval.kind == "talk":
                said = [each for each in timeline.events if each.type == "say"]
                ends = [_said_plainly(each) for each in said if each.start_ms < interval.end_ms]
                assert max(ends) <= interval.end_ms - interval.length_ms // 10


@pytest.mark.parametrize("name", RUN_BACKWARDS)
def test_before_every_step_backwards_the_lane_is_checked_over_alternate_shoulders(name: str) -> None:
    own = WORDS[language_of_name(name)]
    for timeline in timelines(name):
        checks = [each for each in timeline.events if own.check in each.text]
        for number, interval in enumerate(timeline.intervals):
            if own.backwards in interval.name.lower():
                before = timeline.intervals[number - 1]
                assert any(before.start_ms <= each.start_ms and each.end_ms <= before.end_ms for each in checks)
        bouts = [each.start_ms for each in timeline.intervals if each.kind == "work"]
        sides = [
            re.findall(f"{own.left}|{own.right}", next(c for c in reversed(checks) if c.start_ms < at).text)
            for at in bouts
        ]
        assert all(one != after for one, after in pairwise(sides))
        assert set(map(tuple, sides)) == {(own.left,), (own.right,)}


def test_the_talk_before_running_backwards_names_what_a_runner_must_know() -> None:
    for name in RUN_BACKWARDS:
        for text in {text for kind, text in said_by_the_author(name) if kind == "talk"}:
            assert [words for words in WORDS[language_of_name(name)].must_know if words not in text] == []


@pytest.mark.parametrize("language", ["de", "es"])
def test_in_another_language_the_flagship_has_the_same_numbers(language: str) -> None:
    english, other = programme("backwards-8-weeks"), programme(f"backwards-8-weeks.{language}")
    assert [planned.dose for planned in other.sessions] == [planned.dose for planned in english.sessions]
    assert [planned.day for planned in other.sessions] == [planned.day for planned in english.sessions]
    pairs = zip(timelines("backwards-8-weeks"), timelines(f"backwards-8-weeks.{language}"), strict=True)
    for one, same in pairs:
        lengths = [[(i.kind, i.length_ms, i.round) for i in each.intervals] for each in (one, same)]
        assert lengths[0] == lengths[1]
        assert same.language == language
        words = [[(e.role, e.by) for e in each.events if e.type == "say"] for each in (one, same)]
        assert words[0] == words[1]


def test_only_published_plans_grow_by_more_than_the_tenth_that_plan_warns_of() -> None:
    growing = {name for name in WANTED if steep(programme(name).sessions)}
    assert growing == {"couch-to-5k", "return-to-run", "walk-run-ladder"}


@each_programme
def test_a_step_has_a_name_that_says_what_to_do(name: str) -> None:
    steps: list[Step] = [step for each in programme(name).sessions for step in each.session.written_steps()]
    assert [step for step in steps if not step.name] == []
