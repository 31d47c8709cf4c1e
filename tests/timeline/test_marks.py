"""Marks come by distance at the pace of their step: each at its own millisecond, and none at the step's end."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach import Step
from audiocoach.errors import ScriptError
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.programme.load_programme import parse_programme
from audiocoach.quantities.distances import ByPace, Distance
from audiocoach.quantities.paces import Pace
from audiocoach.quantities.race_times import races_of
from audiocoach.script.dump import dump, to_data
from audiocoach.script.load import parse_session, session_from
from audiocoach.script.model import Session
from audiocoach.script.other_pace import run_at
from audiocoach.timeline.timeline import Timeline
from tests.support.voiceless_timelines import half_a_second, said, timeline

HEAD = "session: T\ncoach: none\nrace: {5k: 24:00}\nsteps:\n"


def laid(steps: str, race: dict[str, str] | None = None) -> Timeline:
    return timeline(parse_session(HEAD + steps, race=race), spoken=half_a_second)


def sounded(found: Timeline, sound: str = "tick") -> list[int]:
    return [event.start_ms for event in found.events if event.by == "author" and event.sound == sound]


def test_marks_of_a_distance_take_turns_and_say_how_far_it_is() -> None:
    """At 4:48 a kilometre 100 m take 28.8 s; the fourth is the step's end, where the next begins."""
    found = laid('  - work: 400m @ 5k\n    marks: {every: 100m, say: ["{mark}.", "{left} left."]}\n')
    assert said(found, "cue") == [
        (28_800, "One hundred metres."),
        (57_600, "Fifty-eight seconds left."),
        (86_400, "Three hundred metres."),
    ]


def test_each_mark_is_rounded_alone_and_all_rounds_are_equal() -> None:
    """100 m of 5:14.019 a kilometre are 31,401.9 ms, and 300 m 94,205.7."""
    step = "        - work: 400m @ half\n          marks: {every: 100m, sound: tick}\n"
    found = laid(f"  - repeat: 3\n    steps:\n{step}        - rest 60s\n")
    rounds = [0, 125_608 + 60_000, 2 * (125_608 + 60_000)]
    assert sounded(found) == [start + at for start in rounds for at in (31_402, 62_804, 94_206)]


@pytest.mark.parametrize(
    ("step", "times"),
    [
        ("work: 5m @ 4:00/km", [60_000, 120_000, 180_000, 240_000]),
        ("{work: 5m @ 4:00/km, name: Run}", [60_000, 120_000, 180_000, 240_000]),
        ("{work: 3m, name: Run @ 5k pace}", [72_000, 144_000]),
        ("work: 4m @ easy", [91_321, 182_642]),
        ("work: 0.5mi @ 8:00/mi", [74_565, 149_129, 223_694]),
    ],
)
def test_marks_of_a_time_come_at_the_pace_behind_it(step: str, times: list[int]) -> None:
    """70 % of the VO2max of 24:00 for 5 km are 6:05.284 a kilometre."""
    body = step.strip("{}").replace(", ", "\n    ")
    assert sounded(laid(f"  - {body}\n    marks: {{every: 250m, sound: tick}}\n")) == times


@given(st.integers(150_000, 600_000), st.integers(1, 2_000), st.integers(1, 40))
def test_a_mark_is_where_its_distance_would_end(pace: int, metres: int, number: int) -> None:
    """Exactly as a step of that length: half a millisecond is rounded up, and nothing adds up."""
    apart = ByPace.of(Distance(Fraction(metres), "metre"), Pace(pace))
    assert apart.mark(number) == ByPace.of(Distance(Fraction(metres * number), "metre"), Pace(pace))
    assert apart.run_at(apart.mark(number)) == Distance(Fraction(metres * number), "metre")


def test_marks_are_said_in_every_language() -> None:
    words = {}
    for code in LANGUAGES:
        text = HEAD.replace("coach", f"language: {code}\ncoach") + "  - work: 400m @ 5k\n"
        found = timeline(parse_session(f'{text}    marks: {{every: 200m, say: "{{mark}}."}}\n'), spoken=half_a_second)
        words[code] = said(found, "cue")[0][1]
    assert words == {
        "en": "Two hundred metres.",
        "de": "Zweihundert Meter.",
        "es": "Doscientos metros.",
        "fr": "Deux cents mètres.",
        "it": "Duecento metri.",
        "nl": "Tweehonderd meter.",
        "pl": "Dwieście metrów.",
        "pt": "Duzentos metros.",
        "pt-BR": "Duzentos metros.",
    }


def test_marks_come_in_the_rounds_that_are_picked() -> None:
    step = "        - work: 200m @ 5k\n          marks: {every: 100m, sound: tick, on: last}\n"
    assert sounded(laid(f"  - repeat: 3\n    steps:\n{step}")) == [2 * 57_600 + 28_800]


def test_marks_that_find_no_room_are_listed() -> None:
    """The last would be over when the countdown has begun."""
    text = HEAD.replace("coach: none", "coach: beeps-only")
    found = timeline(
        parse_session(f'{text}  - work: 410m @ 5k\n    marks: {{every: 100m, say: "{{mark}}."}}\n'),
        spoken=half_a_second,
    )
    assert [start for start, _ in said(found, "cue")] == [28_800, 57_600, 86_400]
    told = [(each.at_ms, each.text, each.why) for each in found.dropped]
    assert told == [(115_200, "Four hundred metres.", "it lasts 0.5 s, and would not be finished in time")]


def test_no_more_marks_than_anybody_hears() -> None:
    step = "        - work: 5km @ 5k\n          marks: {every: 1m, sound: tick}\n"
    with pytest.raises(ScriptError, match="more than 100,000 cues and signals"):
        laid(f"  - repeat: 30\n    steps:\n{step}")


def test_marks_farther_than_the_step_are_noted_once() -> None:
    found = laid("  - work: 400m @ 5k\n    marks: {every: 400m, sound: tick}\n")
    assert [problem.message for problem in found.warnings] == [
        "no mark comes: the first is at 400m (1m55.2s), and the step is 400m long"
    ]
    assert sounded(found) == []


def test_a_session_with_marks_is_written_back() -> None:
    text = (
        f'{HEAD}  - work: 400m @ 5k\n    marks: {{every: 50m, say: ["{{mark}}.", On.], shuffle: true, sound: tick}}\n'
    )
    found = parse_session(text + "  - {work: 5m @ easy, marks: {every: 0.25mi, say: Go., voice: joe}}\n")
    assert parse_session(dump(found)) == found
    assert session_from(to_data(found)) == found
    again = timeline(parse_session(dump(found)), spoken=half_a_second)
    assert again.events == timeline(found, spoken=half_a_second).events


def test_marks_of_somebody_else_come_at_their_pace() -> None:
    text = f"{HEAD}  - repeat: 2\n    steps:\n      - {{work: 5m @ 5k, marks: {{every: 1km, sound: tick}}}}\n"
    mine = parse_session(text)
    theirs = run_at(mine, races=races_of({"5k": "20:00"}))
    assert sounded(timeline(mine)) == [288_000, 300_000 + 288_000]
    assert sounded(timeline(theirs)) == [240_000, 300_000 + 240_000]
    assert sounded(timeline(theirs)) == sounded(timeline(parse_session(text, race={"5k": "20:00"})))
    assert sounded(timeline(mine)) == [288_000, 300_000 + 288_000]


def test_marks_in_code_and_in_programmes() -> None:
    made = Session(
        session="T", coach="none", steps=[Step(work="400m @ 5:00/km", marks={"every": "100m", "sound": "tick"})]
    )
    assert sounded(timeline(made)) == [30_000, 60_000, 90_000]
    text = (
        "programme: P\nweeks: 1\nper-week: 2\nplan:\n  1.1: {mark: 1m}\n  1.2: {mark: 3m}\nsession:\n  session: T\n"
        "  coach: none\n  race: {5k: 20:00}\n  steps:\n    - work: mark\n      name: Run @ 5k\n"
        '      marks: {every: 500m, sound: tick, say: "{mark} is mine."}\n'
    )
    one, other = parse_programme(text).sessions
    assert sounded(timeline(one.session)) == []
    assert sounded(timeline(other.session)) == [120_000]
    assert [words for _, words in said(timeline(other.session, spoken=half_a_second), "cue")] == [
        "Three minutes is mine."
    ]
