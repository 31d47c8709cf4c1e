"""Sessions and programmes that a program builds, without YAML: by the rules of a script, with the argument at fault."""

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from audiocoach import (
    AudiocoachError,
    Cue,
    Metronome,
    ScriptError,
    Session,
    Set,
    Step,
    build_timeline,
    dump,
    load_session,
    parse_programme,
    parse_session,
    programme_from,
    session_from,
    to_data,
)
from tests.support.shipped_files import SESSIONS

SCRIPT = """
session: X
voice: {rate: 160}
blocks: {easy: [rest 30s]}
steps:
  - work 60s Run
  - work: 60s
  - work: 90s
    name: Run
    say: Go.
    cadence: 160
    effort: 6-7
  - repeat: 3
    skip-last-rest: true
    steps:
      - warm-up: 1m
        cues:
          - {at: -10s, say: [Nearly there., Hold on.], on: [2, last]}
          - {every: 20s, from: 10s, until: 40s, say: Tall., min-length: 30s}
      - easy
"""


def built() -> Session:
    cues = [
        Cue(at="-10s", say=["Nearly there.", "Hold on."], on=[2, "last"]),
        {"every": "20s", "from": "10s", "until": "40s", "say": "Tall.", "min-length": 30_000},
    ]
    return Session(
        session="X",
        voice={"rate": 160},
        blocks={"easy": ["rest 30s"]},
        steps=[
            "work 60s Run",
            {"work": "60s"},
            Step(work=90_000, name="Run", say="Go.", cadence=Metronome(rate=160), effort="6-7"),
            Set(repeat=3, skip_last_rest=True, steps=[Step(warm_up="1m", cues=cues), Step(rest="30s")]),
        ],
    )


def in_yaml() -> Session:
    return parse_session(SCRIPT)


def test_a_session_in_code_is_the_session_of_its_script() -> None:
    data = to_data(in_yaml())
    assert built().steps == in_yaml().steps
    assert session_from(data) == in_yaml()
    assert build_timeline(built(), fast=True).length_ms == build_timeline(in_yaml(), fast=True).length_ms


@pytest.mark.filterwarnings("error")
def test_every_way_back_gives_the_same_session() -> None:
    session = in_yaml()
    ways = [
        Session.model_validate(session.model_dump()),
        Session.model_validate_json(session.model_dump_json()),
        Session(**session.model_dump()),
        session_from(to_data(session)),
        parse_session(dump(session)),
        pickle.loads(pickle.dumps(session)),  # noqa: S301
        copy.deepcopy(session),
    ]
    assert all(again == session for again in ways)
    assert pickle.loads(pickle.dumps(built())) == copy.copy(built()) == built()  # noqa: S301


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_the_shipped_sessions_go_through_plain_data(path: Path) -> None:
    session = load_session(path)
    assert session_from(to_data(session)) == session
    assert Session.model_validate(session.model_dump()) == session


def test_a_session_is_a_field_of_another_model() -> None:
    class Body(BaseModel):
        session: Session

    assert Body(session=built()).session == built()
    body = Body.model_validate_json('{"session": {"session": "X", "steps": ["work 60s"]}}')
    assert [step.length for step in body.session.written_steps()] == [60_000]
    assert "Session" in Body.model_json_schema()["$defs"]
    assert "did you mean 'work 60s Run'" in wrong(lambda: Body(session={"session": "X", "steps": ["run 60s"]}))


def wrong(build: Any) -> str:
    with pytest.raises(ScriptError) as caught:
        build()
    return str(caught.value)


ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)

MISTAKES = {
    "steps[0]: 'run' is not a kind of step": lambda: Session(session="X", steps=["run 60s"]),
    "steps[0].work: 'soon' is not a length": lambda: Session(session="X", steps=[{"work": "soon"}]),
    "steps[0].work: a step lasts a second at least": lambda: Session(session="X", steps=[{"work": 5}]),
    "cues[1].at: '1m10s' is outside of this step": lambda: Step(
        work="60s", cues=[{"at": "5s", "say": "A."}, {"at": "70s", "say": "B."}]
    ),
    "steps[1].steps[0].cues[0].on: there is no round 9": lambda: Session(
        session="X",
        steps=["work 60s", Set(repeat=3, steps=[Step(work="60s", cues=[Cue(at="10s", say="Go.", on=9)])])],
    ),
    "steps[0].say[0]: unknown word '{foo}'": lambda: Session(session="X", steps=[Step(work="60s", say="{foo}")]),
    "this step has no kind and no length": lambda: Step(name="x"),
    "rest: a step has one kind": lambda: Step(work="60s", rest="5s"),
    "a step is written as keys and values, and this is a cue": lambda: Session(
        session="X",
        steps=[Cue(at="5s", say="Go.")],  # type: ignore[list-item]
    ),
    "this cue has no moment": lambda: Cue(say="Go."),
    "there are no steps here": lambda: Session(session="X", steps=[]),
    "this session has no title": lambda: Session.model_validate({"steps": ["work 60s"]}),
    "foo: unknown key 'foo' in a session": lambda: Session.model_validate(
        {"session": "X", "steps": "work 1m", "foo": 1}
    ),
    "coach: there is no coach 'nobody'": lambda: Session(session="X", coach="nobody", steps="work 1m"),
    "repeat: how often a set is repeated is a whole number": lambda: Set(repeat=True, steps=["work 60s"]),
    "session: a bytes is nothing": lambda: Session.model_validate({"session": b"X", "steps": "work 1m"}),
    "session: a character that is not text (U+0000)": lambda: Session(session="X\0", steps="work 1m"),
    "nested more than 20 deep": lambda: Session(session="X", steps=ENDLESS),
    "a session is written as keys and values, and this is text": lambda: Session.model_validate("text"),
    "music: 'a.mp3' lies in no folder": lambda: session_from({"session": "X", "steps": "work 1m", "music": "a.mp3"}),
    "coach: 'c.yaml' lies in no folder": lambda: session_from({"session": "X", "steps": "work 1m", "coach": "c.yaml"}),
    "a script is keys and values": lambda: session_from([1]),  # type: ignore[arg-type]
    "weeks: the number of weeks": lambda: programme_from({**PROGRAMME, "weeks": "many"}),
    "session.steps[0].work: unknown variable 'bouts'": lambda: programme_from(
        {**PROGRAMME, "session": {"session": "X", "steps": [{"work": "bouts"}]}, "progression": {}}
    ),
}
PROGRAMME: dict[str, Any] = {
    "programme": "Mine",
    "weeks": 2,
    "per-week": 2,
    "progression": {"bout": {"start": "60s", "grow": "10%", "grow-per": "week"}, "bouts": {"week 1": 4, "week 2": 5}},
    "plan": {1: {"feel": "Easy"}, 2: {"feel": "Hard"}, 2.1: {"feel": "Harder"}},
    "session": {
        "session": "Run {week}",
        "steps": [{"repeat": "bouts", "steps": [{"work": "bout", "say": "{feel}."}, "rest 30s"]}],
    },
}


@pytest.mark.parametrize("message", MISTAKES)
def test_a_mistake_names_the_argument(message: str) -> None:
    assert message in wrong(MISTAKES[message])


def test_a_step_built_before_keeps_what_was_noticed() -> None:
    step = Step(work="60s", cues=[Cue(every="10s", say="Tall.", min_length="2m")])
    (warning,) = Session(session="X", steps=["work 1m", step]).warnings
    assert str(warning).startswith("steps[1].cues[0].min_length: warning: never said")


def test_files_are_found_in_the_folder_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "mine.wav").write_bytes(b"")
    data = {"session": "X", "steps": [Step(work="60s", sound="mine.wav")]}
    assert session_from(data, folder=tmp_path).folder == tmp_path
    assert "outside" in wrong(lambda: session_from({**data, "sounds": {"work": "../x.wav"}}, folder=tmp_path))


def test_a_programme_in_code_is_the_programme_of_its_script() -> None:
    programme = programme_from(PROGRAMME)
    script = """
programme: Mine
weeks: 2
per-week: 2
progression: {bout: {start: 60s, grow: 10%, grow-per: week}, bouts: {week 1: 4, week 2: 5}}
plan: {1: {feel: Easy}, 2: {feel: Hard}, 2.1: {feel: Harder}}
session:
  session: Run {week}
  steps: [{repeat: bouts, steps: [{work: bout, say: '{feel}.'}, rest 30s]}]
"""
    assert [each.session for each in programme.sessions] == [each.session for each in parse_programme(script).sessions]


def test_one_broken_argument_is_an_error_of_ours_alone() -> None:
    for build in MISTAKES.values():
        with pytest.raises(AudiocoachError):
            build()
