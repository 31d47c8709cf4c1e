"""What goes out to other programs comes back with the same lengths and kinds, and all else is told."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from audiocoach.errors import AudiocoachError
from audiocoach.programme.load_programme import load_programme
from audiocoach.rendering.importing import import_script
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import load_session, parse_session
from audiocoach.script.model import Session
from audiocoach.script.source import kind_of_file
from audiocoach.storage.shipped import shipped_dir
from tests.support.exports_read_back import READ_BACK, read_back
from tests.support.random_sessions import SENTENCES, Item, full_form, items
from tests.support.shipped_files import PROGRAMMES, SESSIONS

SUFFIXES = tuple(READ_BACK)


def check(session: Session, suffix: str, *, with_coach: bool = False) -> None:
    timeline = build_timeline(session, fast=True)
    found = read_back(session, timeline, suffix, with_coach=with_coach)
    before, after = list(found.out.steps()), [step for _, step, _, _ in found.workout.intervals()]
    assert [step.kind for step in after] == [READ_BACK[suffix][step.kind] for step in before]
    lengths = [step.length_ms for step in before]
    if suffix == "zwo":
        ends = [(sum(lengths[:at]) + 500) // 1000 * 1000 for at in range(len(lengths) + 1)]
        lengths = [end - begin for begin, end in itertools.pairwise(ends)]
    assert [step.length_ms for step in after] == lengths
    assert found.untold(suffix) == (set(), set())


@pytest.mark.slow
@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_every_shipped_session_comes_back(path: Path) -> None:
    session = load_session(path)
    for suffix in SUFFIXES:
        check(session, suffix)


@pytest.mark.slow
@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_the_first_and_the_last_session_of_every_programme_come_back(path: Path) -> None:
    sessions = load_programme(path).sessions
    for each in (sessions[0], sessions[-1]):
        for suffix in SUFFIXES:
            check(each.session, suffix)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", ["backwards-first", "rolling-hills"])
def test_the_coachs_words_go_out_when_asked(name: str, suffix: str) -> None:
    path = shipped_dir("scripts") / f"{name}.yaml"
    if not path.exists():
        path = next(iter(sorted(shipped_dir("scripts").glob("*.yaml"))))
    session = load_session(path) if kind_of_file(path) != "programme" else load_programme(path).sessions[0].session
    check(session, suffix, with_coach=True)
    timeline = build_timeline(session, fast=True)
    alone, both = (read_back(session, timeline, "zwo", with_coach=coach).exported.data for coach in (False, True))
    assert both.count(b"<textevent") > alone.count(b"<textevent")


WORDS = (
    *SENTENCES[:5],
    "30 seconds left.",
    "en/Hello there",
    "Push 3^ now <!> go",
    "Press lap, 50% of it.",
    "A {{b}} & <c>",
)


@st.composite
def with_words(draw: st.DrawFn) -> list[Item]:
    """Random items, in some of which something is said, at the start or later."""
    found = draw(items())

    def add(item: Item) -> None:
        for inner in item.items:
            add(inner)
        if item.repeat:
            return
        if draw(st.booleans()):
            item.keys["say"] = draw(st.sampled_from(WORDS))
        if item.length_ms > 25_000 and draw(st.booleans()):
            at = draw(st.integers(8_000, item.length_ms - 15_000))
            item.keys["cues"] = [{"at": f"{at / 1000}s", "say": draw(st.sampled_from(WORDS))}]
        if draw(st.booleans()):
            item.keys["effort"] = draw(st.sampled_from(["3", "4-5", "6-7", "10", "0"]))

    for item in found:
        add(item)
    return found


@pytest.mark.slow
@settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # what is found is small enough, and shrinking takes minutes
)
@given(with_words(), st.sampled_from(SUFFIXES))
def test_random_sessions_come_back(found: list[Item], suffix: str) -> None:
    assume(sum(len(item.lengths()) for item in found) <= 300)
    try:
        session = parse_session(f"session: Tempo\ncoach: none\nsteps:\n{full_form(found)}")
        build_timeline(session, fast=True)
    except AudiocoachError:
        assume(False)  # words that have no room
    check(session, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_exported_is_imported_as_a_script_that_is_good(suffix: str, tmp_path: Path) -> None:
    session = parse_session(SESSION)
    exported = read_back(session, build_timeline(session, fast=True), suffix).exported
    script = import_script(exported.data, f"back.{suffix}")
    again = parse_session(script.text)
    assert build_timeline(again, fast=True).length_ms == 1_320_000


SESSION = """
session: Stairs & sprints
description: Up and down.
language: en
music: {file: none-such.mp3}
steps:
  - warm-up: 3m
    name: Walk 2 laps
    say: Hello. Loosen up.
  - repeat: 4
    name: Stairs
    steps:
      - {work: 60s, name: Up, effort: 6-7, cues: [{at: 20s, say: Tall.}]}
      - rest 90s Down
  - repeat: 3
    skip-last-rest: true
    steps: work 60s Sprint, rest 30s Walk
  - drill 60s Skip
  - cool-down 3m Walk
  - stretch 60s Calves
""".replace("music: {file: none-such.mp3}\n", "")


def text_of(suffix: str, session: str = SESSION) -> str:
    found = parse_session(session)
    return read_back(found, build_timeline(found, fast=True), suffix).exported.data.decode()


def test_what_zwift_gets() -> None:
    assert text_of("zwo").partition("  <workout>\n")[2] == (
        '    <Warmup Duration="180" PowerLow="0.45" PowerHigh="0.65">\n'
        '      <textevent timeoffset="0" message="Hello. Loosen up." duration="2"/>\n'
        "    </Warmup>\n"
        '    <IntervalsT Repeat="4" OnDuration="60" OffDuration="90" OnPower="1.13" OffPower="0.5">\n'
        + "".join(f'      <textevent timeoffset="{at}" message="Tall." duration="1"/>\n' for at in (20, 170, 320, 470))
        + "    </IntervalsT>\n"
        + '    <SteadyState Duration="60" Power="0.9"/>\n    <SteadyState Duration="30" Power="0.5"/>\n' * 2
        + '    <SteadyState Duration="60" Power="0.9"/>\n'
        '    <SteadyState Duration="60" Power="0.9"/>\n'
        '    <Cooldown Duration="180" PowerLow="0.65" PowerHigh="0.45"/>\n'
        '    <SteadyState Duration="60" Power="0.5"/>\n'
        "  </workout>\n</workout_file>\n"
    )


def test_what_intervals_icu_gets() -> None:
    assert text_of("txt") == (
        "Warm-up\n- Walk two laps 0^ Hello. Loosen up. <!> 3m intensity=warmup\n\n"
        "4x\n- Up 20^ Tall. <!> 1m intensity=active\n- Down 1m30s intensity=rest\n\n"
        "Work\n- Sprint 1m intensity=active\n\nRest\n- Walk 30s intensity=rest\n\n"
        "Work\n- Sprint 1m intensity=active\n\nRest\n- Walk 30s intensity=rest\n\n"
        "Work\n- Sprint 1m intensity=active\n- Skip 1m intensity=active\n\n"
        "Cool-down\n- Walk 3m intensity=cooldown\n\nRest\n- Calves 1m intensity=rest\n"
    )


def test_what_is_lost_is_told_in_words() -> None:
    found = parse_session(SESSION)
    timeline = build_timeline(found, fast=True)
    told = {suffix: [loss.text for loss in read_back(found, timeline, suffix).exported.losses] for suffix in SUFFIXES}
    assert told == {
        "zwo": [
            "'drill' becomes 'work'",
            "'stretch' becomes 'rest'",
            "the names of 17 steps stay behind",
            "the name of a set, 'Stairs', stays behind",
            "sets that are not work and rest, alike in each round, are written out",
        ],
        "fit": [
            "'drill' becomes 'work'",
            "'stretch' becomes 'rest'",
            "the effort of 4 steps stays behind",
            "the description stays behind",
            "the name of a set, 'Stairs', stays behind",
            "4 sentences come later than a step's start, and a watch shows none",
        ],
        "txt": [
            "'drill' becomes 'work'",
            "'stretch' becomes 'rest'",
            "the effort of 4 steps stays behind",
            "the title, 'Stairs & sprints', is not in the text: name the workout so",
            "the description stays behind",
            "the name of a set, 'Stairs', stays behind",
            "sets without their very last rest, or with words at other times in each round, are written out",
            "1 name has numbers or signs that no label may hold",
        ],
    }
